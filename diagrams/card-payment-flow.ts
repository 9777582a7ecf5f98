import { type AccountData, account, diagram, flow, group, node, zone } from 'cadastre';

const protectedBy =
  (protection: AccountData['protection'], keys?: string) =>
  (...elements: AccountData['element'][]): AccountData[] =>
    elements.map((element) => ({ element, protection, ...(keys ? { keys } : {}) }));
const tls = protectedBy('tls');
const truncated = protectedBy('truncated');
const stored = protectedBy('encrypted', 'Key management');

const cardholder = node('generic:cardholder', 'Cardholder', { zone: 'untrusted' });
const shop = node('generic:browser', 'Merchant web shop', { zone: 'untrusted' });
const gateway = node('aws:api-gateway', 'Payment gateway');
const processor = node('aws:ecs', 'Card processor');
const tokens = node('aws:lambda', 'Tokenizer');
const vault = node('aws:rds', 'Card vault', {
  description: 'PAN encrypted with AES-256',
  accountData: stored('pan'),
});
const keys = node('aws:kms', 'Key management');
const settlement = node('aws:s3', 'Settlement files', {
  description: 'Truncated PAN only',
  accountData: truncated('pan'),
  zone: 'connected',
  justification: 'First six and last four digits: the PAN cannot be rebuilt from them',
});
const network = node('saas:card-network', 'Card network', { zone: 'untrusted' });
const acquirer = node('generic:bank', 'Acquiring bank', { zone: 'connected' });
const ledger = node('aws:aurora', 'Core ledger', { description: 'Tokens only, no account data' });

export default diagram('Card payment: account data flow', {
  description: 'Where account data enters, moves, rests and leaves (PCI DSS 1.2.4)',
  owner: 'Payments team',
  reviewEvery: '12 months',
  classification: 'Confidential',
  covers: ['authorization', 'capture', 'settlement'],
  profile: 'pci-1.2.4',
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
    flow(cardholder, shop, { step: 1, accountData: tls('pan', 'expiry', 'cvv'), encrypted: true }),
    flow(shop, gateway, {
      step: 2,
      accountData: tls('pan', 'expiry', 'cvv'),
      encrypted: true,
      ports: ['tcp/443'],
    }),
    flow(gateway, processor, {
      step: 3,
      data: 'authorization request',
      accountData: tls('pan', 'expiry', 'cvv'),
      encrypted: true,
    }),
    flow(processor, tokens, { step: 4, accountData: tls('pan'), encrypted: true }),
    flow(tokens, keys, { step: 5, data: 'data key', encrypted: true }),
    flow(tokens, vault, { step: 6, accountData: stored('pan'), encrypted: true }),
    flow(processor, network, {
      step: 7,
      data: 'ISO 8583 authorization',
      accountData: tls('pan', 'expiry', 'cvv'),
      encrypted: true,
    }),
    flow(processor, ledger, { step: 8, data: 'token, amount', encrypted: true }),
    flow(processor, settlement, {
      step: 9,
      accountData: truncated('pan'),
      encrypted: true,
      justification: 'Truncated before it leaves the CDE',
    }),
    flow(settlement, acquirer, {
      step: 10,
      data: 'clearing file',
      accountData: truncated('pan'),
      encrypted: true,
      justification: 'Only truncated PANs are sent',
    }),
  ],
});
