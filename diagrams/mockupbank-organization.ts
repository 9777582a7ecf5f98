import { account, diagram, organization, ou } from 'cadastre';

export default diagram('MockUpBank: AWS organization', {
  description: 'Every account, its organizational unit and its PCI DSS zone',
  owner: 'Cloud platform team',
  reviewEvery: '6 months',
  classification: 'Confidential',
  covers: ['AWS organization o-yh5o3xsh88'],
  content: organization('MockUpBank', { id: 'o-yh5o3xsh88' }, [
    account('mockupbank-management', {
      id: '100000000001',
      role: 'management',
      zone: 'security-impacting',
    }),
    ou('Infra', [
      account('mockupbank-deployment', { id: '100000000002', zone: 'security-impacting' }),
      account('mockupbank-network', { id: '100000000005', zone: 'connected' }),
    ]),
    ou('Security', { zone: 'security-impacting' }, [
      account('mockupbank-security', { id: '100000000003' }),
      account('mockupbank-log-archive', { id: '100000000004' }),
    ]),
    ou('Prod', [
      account('mockupbank-production', { id: '100000000006', zone: 'connected' }),
      ou('Payments-CDE', { zone: 'cde' }, [account('mockupbank-payments', { id: '100000000007' })]),
    ]),
    ou(
      'Sandbox',
      {
        zone: 'out-of-scope',
        justification: 'No route to the CDE, no account data, separate identities',
      },
      [account('mockupbank-dev', { id: '100000000008' })],
    ),
  ]),
});
