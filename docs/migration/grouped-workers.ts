import { align, connect, diagram, node } from 'cadastre';

const lb = node('aws:elb', 'lb');
const workers = [1, 2, 3, 4, 5].map((n) => node('aws:ec2', `worker${n}`));
const events = node('aws:rds', 'events');

export default diagram('Grouped Workers', {
  direction: 'down',
  content: [lb, workers, events, connect(lb, workers, events), align(...workers)],
});
