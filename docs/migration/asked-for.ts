import { align, connect, diagram, group, node, user, vpc } from 'cadastre';

const guest = user('Guest');
const gateway = node('aws:internet-gateway', 'igw');
const lb = node('aws:alb', 'lb');
const fleet = group('aws:auto-scaling-group', 'Web fleet', [
  node('aws:ec2', 'web-1'),
  node('aws:ec2', 'web-2'),
]);
const replicas = group('generic:cluster', 'Orders', [
  node('aws:rds', 'primary'),
  node('aws:rds', 'replica'),
]);
const keys = node('aws:kms', 'Keys');

export default diagram('Asked for', {
  content: [
    guest,
    vpc('shop', { cidr: '10.0.0.0/16' }, [gateway, lb, fleet, replicas, keys]),
    connect(guest, gateway, { ports: ['tcp/443'] }),
    connect(gateway, lb, fleet),
    connect(fleet, replicas, { ports: ['tcp/5432'], encrypted: true }),
    connect(fleet, keys, { style: { line: 'dashed', color: '#b91c1c' } }),
    align(replicas, keys),
  ],
});
