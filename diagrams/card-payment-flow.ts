import { account, diagram, flow, group, node, zone } from 'cadastre';

const cardholder = node('generic:cardholder', 'Cardholder', { zone: 'untrusted' });
const shop = node('generic:browser', 'Merchant web shop', { zone: 'untrusted' });
const gateway = node('aws:api-gateway', 'Payment gateway');
const processor = node('aws:ecs', 'Card processor');
const tokens = node('aws:lambda', 'Tokenizer');
const vault = node('aws:rds', 'Card vault', { description: 'PAN encrypted with AES-256' });
const keys = node('aws:kms', 'Key management');
const settlement = node('aws:s3', 'Settlement files', {
  description: 'Truncated PAN only',
  zone: 'connected',
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
    flow(cardholder, shop, { step: 1, data: 'PAN, expiry, CVC', encrypted: true }),
    flow(shop, gateway, { step: 2, data: 'PAN, expiry, CVC', encrypted: true, ports: ['tcp/443'] }),
    flow(gateway, processor, { step: 3, data: 'authorization request', encrypted: true }),
    flow(processor, tokens, { step: 4, data: 'PAN', encrypted: true }),
    flow(tokens, keys, { step: 5, data: 'data key', encrypted: true }),
    flow(tokens, vault, { step: 6, data: 'encrypted PAN', encrypted: true }),
    flow(processor, network, { step: 7, data: 'ISO 8583 authorization', encrypted: true }),
    flow(processor, ledger, { step: 8, data: 'token, amount', encrypted: true }),
    flow(processor, settlement, { step: 9, data: 'truncated PAN', encrypted: true }),
    flow(settlement, acquirer, { step: 10, data: 'clearing file', encrypted: true }),
  ],
});
