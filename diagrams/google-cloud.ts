import {
  connect,
  diagram,
  folder,
  internet,
  node,
  organization,
  project,
  region,
  subnet,
  vpc,
} from 'cadastre';

const world = internet();
const armor = node('gcp:cloud-armor', 'waf-shop');
const balancer = node('gcp:cloud-load-balancing', 'shop-lb');
const run = node('gcp:cloud-run', 'checkout');
const gke = node('gcp:google-kubernetes-engine', 'orders');
const sql = node('gcp:cloud-sql', 'orders-db', { zone: 'cde' });
const events = node('gcp:pubsub', 'payments');
const warehouse = node('gcp:bigquery', 'reporting');

export default diagram('MockUpBank on Google Cloud', {
  description: 'Folders, projects and the shop that runs in them',
  direction: 'right',
  content: [
    world,
    organization('mockupbank.example', { provider: 'gcp' }, [
      folder('Production', [
        project('shop-prod', [
          armor,
          balancer,
          vpc('shop', [
            region('europe-west1', [
              subnet('services', { cidr: '10.128.0.0/20' }, [run, gke]),
              subnet('data', { cidr: '10.128.16.0/24' }, [sql]),
            ]),
          ]),
          events,
        ]),
        project('analytics-prod', [warehouse]),
      ]),
      folder('Sandbox', { zone: 'out-of-scope', justification: 'No account data' }, [
        project('playground'),
        project('training'),
      ]),
    ]),
  ],
  links: [
    connect(world, armor, { ports: ['tcp/443'], encrypted: true }),
    connect(armor, balancer),
    connect(balancer, [run, gke], { ports: ['tcp/8080'], control: 'fw-lb' }),
    connect([run, gke], sql, { ports: ['tcp/5432'], control: 'fw-db', encrypted: true }),
    connect(gke, events),
    connect(events, warehouse, { label: 'token and amount only' }),
  ],
});
