import { cluster, connect, diagram, internet, namespace, node } from 'cadastre';

const world = internet();
const ingress = node('k8s:ingress', 'shop.example.com');
const web = node('k8s:service', 'web');
const pods = [1, 2, 3].map((n) => node('k8s:pod', `web-${n}`));
const api = node('k8s:service', 'api');
const apiPods = [1, 2].map((n) => node('k8s:pod', `api-${n}`));
const db = node('k8s:stateful-set', 'postgres');
const volume = node('k8s:persistent-volume-claim', 'postgres-data');
const prometheus = node('brand:prometheus', 'Prometheus');
const grafana = node('brand:grafana', 'Grafana');

export default diagram('Web shop on Kubernetes', {
  content: [
    world,
    cluster('production', { provider: 'k8s' }, [
      namespace('shop', [ingress, web, pods, api, apiPods, db, volume]),
      namespace('monitoring', [prometheus, grafana]),
    ]),
  ],
  links: [
    connect(world, ingress, { ports: ['tcp/443'], encrypted: true }),
    connect(ingress, web, pods, api),
    connect(api, apiPods, db),
    connect(db, volume),
    connect(prometheus, api, {
      label: 'scrapes',
      style: { line: 'dashed', legend: 'Reads metrics' },
    }),
    connect(grafana, prometheus),
  ],
});
