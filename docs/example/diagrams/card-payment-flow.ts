import { account, diagram, flow, group, node, zone } from 'cadastre';

const cardholder = node('generic:cardholder', 'Cardholder', { zone: 'untrusted' });
const shop = node('generic:browser', 'Merchant web shop', {
  zone: 'untrusted',
  tags: { 'third-party': 'Merchants' },
});
const gateway = node('aws:api-gateway', 'Payment gateway');
const processor = node('aws:ecs', 'Card processor');
const tokens = node('aws:lambda', 'Tokenizer');
const vault = node('aws:rds', 'Card vault', { description: 'PAN encrypted with AES-256' });
const keys = node('aws:kms', 'Key management');
const settlement = node('aws:s3', 'Settlement files', {
  description: 'Truncated PAN only',
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
const ledger = node('aws:aurora', 'Core ledger', { description: 'Tokens only, no account data' });

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
      data: 'PAN, expiry, CVC',
      encrypted: true,
      ports: ['tcp/443'],
      justification: 'The cardholder pays',
    }),
    flow(shop, gateway, {
      step: 2,
      data: 'PAN, expiry, CVC',
      encrypted: true,
      ports: ['tcp/443'],
      control: 'waf-card',
      justification: 'The shop asks for an authorization',
    }),
    flow(gateway, processor, {
      step: 3,
      data: 'authorization request',
      encrypted: true,
      ports: ['tcp/8443'],
      control: 'sg-cde-app',
      justification: 'Only checked requests reach the processor',
    }),
    flow(processor, tokens, {
      step: 4,
      data: 'PAN',
      encrypted: true,
      ports: ['tcp/443'],
      control: 'sg-cde-tokens',
      justification: 'A token takes the place of the PAN',
    }),
    flow(tokens, keys, {
      step: 5,
      data: 'data key',
      encrypted: true,
      ports: ['tcp/443'],
      control: 'kms-policy-card',
      justification: 'Keys never leave the key management',
    }),
    flow(tokens, vault, {
      step: 6,
      data: 'encrypted PAN',
      encrypted: true,
      ports: ['tcp/5432'],
      control: 'sg-cde-db',
      justification: 'Refunds need the PAN for 13 months',
    }),
    flow(processor, network, {
      step: 7,
      data: 'ISO 8583 authorization',
      encrypted: true,
      ports: ['tcp/443'],
      control: 'nat-a',
      justification: 'The issuer authorizes',
    }),
    flow(processor, ledger, {
      step: 8,
      data: 'token, amount',
      encrypted: true,
      ports: ['tcp/5432'],
      control: 'sg-ledger',
      justification: 'Bookkeeping, without account data',
    }),
    flow(processor, settlement, {
      step: 9,
      data: 'truncated PAN',
      encrypted: true,
      ports: ['tcp/443'],
      control: 's3-policy-settlement',
      justification: 'Clearing at the end of the day',
    }),
    flow(settlement, acquirer, {
      step: 10,
      data: 'clearing file',
      encrypted: true,
      ports: ['tcp/443'],
      control: 's3-policy-settlement',
      justification: 'The acquirer settles',
    }),
  ],
});
