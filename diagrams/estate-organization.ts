import { annotate, diagram, estate } from 'cadastre';

export default diagram('MockUpBank: organization as recorded', {
  description: 'Organizational units and accounts as AWS Organizations reports them',
  owner: 'Platform security',
  reviewEvery: '6 months',
  content: [
    estate('mockupbank').organization(),
    annotate('100000000009', { justification: 'Closed in 2025; kept until AWS removes it' }),
    annotate('900000000001', {
      zone: 'untrusted',
      description: 'Card scheme partner, peered with payments-cde',
    }),
  ],
});
