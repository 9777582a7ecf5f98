import { annotate, diagram, estate } from 'cadastre';

const bank = estate('mockupbank');

/** What is the same on every sheet of the network. */
const document = {
  owner: 'Platform security',
  reviewEvery: '6 months',
  wireless: 'No wireless networks are part of the estate',
  locations: ['AWS eu-west-1', 'AWS eu-central-1'],
};

/** The graph knows of the partner's network only that it is peered. */
const partner = annotate('vpc-8c8fda6a31dcdeed4', {
  zone: 'untrusted',
  owner: 'Card scheme partner',
  description: 'Receives settlement files; run by the partner',
});

export default [
  diagram('MockUpBank: networks as recorded', {
    ...document,
    name: 'overview',
    description: 'All networks, and how they are connected',
    content: [bank.network({ depth: 'vpcs' }), partner],
  }),
  diagram('MockUpBank: cardholder data environment as recorded', {
    ...document,
    name: 'cde',
    description: 'The cardholder data environment, and what it is connected to',
    content: [
      bank.network({ vpcs: ['payments-cde'] }),
      partner,
      annotate('pcx-96d39e1bcfc48f528', {
        control: 'sg-partner',
        justification: 'Settlement files of the card scheme partner',
      }),
    ],
  }),
];
