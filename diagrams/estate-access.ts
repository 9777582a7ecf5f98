import { diagram, estate } from 'cadastre';

export default diagram('MockUpBank: who may assume roles across accounts', {
  description: 'Trust policies of roles, as recorded',
  owner: 'Platform security',
  content: estate('mockupbank').access(),
});
