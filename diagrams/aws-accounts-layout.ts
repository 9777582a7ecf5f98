import { account, diagram, organization, ou } from 'cadastre';

export default diagram('AWS accounts layout', {
  direction: 'right',
  content: organization('MockUpBank Org', [
    account('root', { role: 'management' }),
    ou('Infra OU', [account('Deployment account')]),
    ou('Security OU', [account('Security account'), account('Log Archive')]),
    ou('Prod OU', [account('Production')]),
    ou('Sandbox OU', [account('Dev Acc')]),
  ]),
});
