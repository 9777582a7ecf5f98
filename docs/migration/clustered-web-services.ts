import { connect, diagram, group, node } from 'cadastre';

const dns = node('aws:route-53', 'dns');
const lb = node('aws:elb', 'lb');
const web = ['web1', 'web2', 'web3'].map((name) => node('aws:ecs', name));
const userdb = node('aws:rds', 'userdb');
const replica = node('aws:rds', 'userdb ro');
const memcached = node('aws:elasticache', 'memcached');

export default diagram('Clustered Web Services', {
  content: [
    [dns, lb, memcached],
    group('generic:group', 'Services', web, { layout: 'column' }),
    group('generic:group', 'DB Cluster', [userdb, replica]),
    connect(dns, lb, web, [userdb, memcached]),
    connect(userdb, replica, { direction: 'none' }),
  ],
});
