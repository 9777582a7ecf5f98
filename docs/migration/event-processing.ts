import { connect, diagram, group, node } from 'cadastre';

const source = node('aws:eks', 'k8s source');
const workers = [1, 2, 3].map((n) => node('aws:ecs', `worker${n}`));
const queue = node('aws:sqs', 'event queue');
const handlers = [1, 2, 3].map((n) => node('aws:lambda', `proc${n}`));
const stores = [node('aws:s3', 'events store'), node('aws:redshift', 'analytics')];

export default diagram('Event Processing', {
  content: [
    source,
    group('generic:group', 'Event Flows', [
      group('generic:group', 'Event Workers', workers, { layout: 'column' }),
      queue,
      group('generic:group', 'Processing', handlers, { layout: 'column' }),
    ]),
    stores,
    connect(source, workers, queue, handlers, stores),
  ],
});
