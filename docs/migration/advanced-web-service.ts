import { connect, diagram, group, node } from 'cadastre';

const ingress = node('brand:nginx', 'ingress');
const metrics = node('brand:prometheus', 'metric');
const monitoring = node('brand:grafana', 'monitoring');
const grpc = [1, 2, 3].map((n) => node('generic:server', `grpc${n}`));
const [session, sessionCopy] = [node('brand:redis', 'session'), node('brand:redis', 'replica')];
const [users, usersCopy] = [node('brand:postgresql', 'users'), node('brand:postgresql', 'replica')];
const logging = node('brand:fluentd', 'logging');
const stream = [node('brand:kafka', 'stream'), node('brand:spark', 'analytics')] as const;

export default diagram('Advanced Web Service with On-Premise', {
  content: [
    [ingress, metrics, monitoring, logging, stream],
    group('generic:group', 'Service Cluster', grpc, { layout: 'column' }),
    group('generic:group', 'Sessions HA', [session, sessionCopy]),
    group('generic:group', 'Database HA', [users, usersCopy]),
    connect(ingress, grpc, [session, users, logging]),
    connect(session, sessionCopy, { direction: 'none' }),
    connect(users, usersCopy, { direction: 'none' }),
    connect(monitoring, metrics, [sessionCopy, usersCopy]),
    connect(logging, ...stream),
  ],
});
