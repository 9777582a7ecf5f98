import { account, diagram, flow, group, node, zone } from 'cadastre';

/** What a payment needs, all of it under TLS on its way. */
const CARD = [
  { element: 'pan', protection: 'tls' },
  { element: 'expiry', protection: 'tls' },
  { element: 'cvv', protection: 'tls' },
] as const;

const cardholder = node('generic:cardholder', 'Cardholder', { zone: 'untrusted' });
const shop = node('generic:browser', 'Merchant web shop', {
  zone: 'untrusted',
  tags: { 'third-party': 'Merchants' },
});
const gateway = node('aws:api-gateway', 'Payment gateway');
const processor = node('aws:ecs', 'Card processor');
const tokens = node('aws:lambda', 'Tokenizer');
const vault = node('aws:rds', 'Card vault', {
  description: 'PAN encrypted with AES-256',
  accountData: [{ element: 'pan', protection: 'encrypted', keys: 'KMS: card-vault' }],
});
const keys = node('aws:kms', 'Key management');
const settlement = node('aws:s3', 'Settlement files', {
  description: 'Truncated PAN only',
  justification: 'First six and last four digits: nobody can make a PAN of them here',
  zone: 'connected',
});
const network = node('saas:card-network', 'Card network', {
  zone: 'untrusted',
  tags: { 'third-party': 'Card schemes: AOC of 2026-03' },
});
const acquirer = node('generic:bank', 'Acquiring bank', {
  zone: 'connected',
  tags: { 'third-party': 'Acquirer: AOC of 2026-05' },
});
const ledger = node('aws:aurora', 'Core ledger', {
  description: 'Tokens only, no account data',
  justification: 'The tokens cannot be undone outside of the CDE',
});

export default diagram('Card payment: account data flow', {
  description: 'Where account data enters, moves, rests and leaves (PCI DSS 1.2.4)',
  owner: 'Payments team',
  reviewEvery: '12 months',
  classification: 'Confidential',
  covers: ['authorization', 'capture', 'settlement'],
  profile: 'pci-1.2.4',
  direction: 'right',
  content: [
    group('generic:group', 'Merchant', [cardholder, shop]),
    account('mockupbank-payments', { id: '100000000007' }, [
      zone('Cardholder data environment', { zone: 'cde' }, [
        gateway,
        processor,
        tokens,
        vault,
        keys,
      ]),
      settlement,
    ]),
    account('mockupbank-production', { id: '100000000006', zone: 'connected' }, [ledger]),
    group('generic:group', 'Card schemes', [network, acquirer]),
  ],
  links: [
    flow(cardholder, shop, {
      step: 1,
      accountData: CARD,
      data: 'PAN, expiry, CVC',
      encrypted: true,
      ports: ['tcp/443'],
      justification: 'The cardholder pays',
    }),
    flow(shop, gateway, {
      step: 2,
      accountData: CARD,
      data: 'PAN, expiry, CVC',
      encrypted: true,
      ports: ['tcp/443'],
      control: 'waf-card',
      justification: 'The shop asks for an authorization',
    }),
    flow(gateway, processor, {
      step: 3,
      accountData: CARD,
      data: 'authorization request',
      encrypted: true,
      ports: ['tcp/8443'],
      control: 'sg-cde-app',
      justification: 'Only checked requests reach the processor',
    }),
    flow(processor, tokens, {
      step: 4,
      accountData: [{ element: 'pan', protection: 'tls' }],
      data: 'PAN',
      encrypted: true,
      ports: ['tcp/443'],
      control: 'sg-cde-tokens',
      justification: 'A token takes the place of the PAN',
    }),
    flow(tokens, keys, {
      step: 5,
      accountData: [],
      data: 'data key',
      encrypted: true,
      ports: ['tcp/443'],
      control: 'kms-policy-card',
      justification: 'Keys never leave the key management',
    }),
    flow(tokens, vault, {
      step: 6,
      accountData: [{ element: 'pan', protection: 'encrypted', keys: 'KMS: card-vault' }],
      data: 'encrypted PAN',
      encrypted: true,
      ports: ['tcp/5432'],
      control: 'sg-cde-db',
      justification: 'Refunds need the PAN for 13 months',
    }),
    flow(processor, network, {
      step: 7,
      accountData: CARD,
      data: 'ISO 8583 authorization',
      encrypted: true,
      ports: ['tcp/443'],
      control: 'nat-a',
      justification: 'The issuer authorizes',
    }),
    flow(processor, ledger, {
      step: 8,
      accountData: [{ element: 'pan', protection: 'tokenized' }],
      data: 'token, amount',
      encrypted: true,
      ports: ['tcp/5432'],
      control: 'sg-ledger',
      justification: 'Bookkeeping, without account data',
    }),
    flow(processor, settlement, {
      step: 9,
      accountData: [{ element: 'pan', protection: 'truncated' }],
      data: 'truncated PAN',
      encrypted: true,
      ports: ['tcp/443'],
      control: 's3-policy-settlement',
      justification: 'Clearing at the end of the day',
    }),
    flow(settlement, acquirer, {
      step: 10,
      accountData: [{ element: 'pan', protection: 'truncated' }],
      data: 'clearing file',
      encrypted: true,
      ports: ['tcp/443'],
      control: 's3-policy-settlement',
      justification: 'The acquirer settles',
    }),
  ],
});
