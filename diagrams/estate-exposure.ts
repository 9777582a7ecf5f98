import { diagram, estate } from 'cadastre';

export default diagram('MockUpBank: what the internet can reach', {
  description: 'Ways in from the internet, as far as security groups let them in',
  owner: 'Platform security',
  content: estate('mockupbank').exposure(),
});
