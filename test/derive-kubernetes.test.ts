/** Kubernetes clusters from recorded answers. */

import { expect, test } from 'vitest';
import { reachOf } from '../src/views/kubernetes/reach.ts';
import { type Drawn, drawn, fate } from './derive-graphs.ts';

const kubernetes = (options = ''): Promise<Drawn> => drawn('kubernetes', `kubernetes(${options})`);
/** The only one of a kind and name in a namespace. */
function inside(all: Drawn, namespace: string, kind: string, name: string) {
  const found = all.elements.filter(
    (element) =>
      element.kind === kind &&
      element.name === name &&
      all.path(element).join('/') === namespace &&
      element.facts.id === undefined,
  );
  expect(found).toHaveLength(1);
  return found[0];
}

test('accounts for everything of every kind, with twin edges counted once', async () => {
  const all = await kubernetes();
  expect(all.lines).toEqual([]);
  expect(fate(all, 'cluster')).toBe('4 = 4 + 0 + 0');
  expect(fate(all, 'namespace')).toBe('5 = 5 + 0 + 0');
  expect(fate(all, 'k8s:deployment')).toBe('9 = 9 + 0 + 0');
  expect(fate(all, 'k8s:pod')).toBe('19 = 1 + 18 + 0');
  expect(fate(all, 'k8s:replica-set')).toBe('4 = 1 + 3 + 0');
  expect(fate(all, 'k8s:job')).toBe('2 = 1 + 1 + 0');
  expect(fate(all, 'k8s:node')).toBe('5 = 0 + 5 + 0');
  expect(fate(all, 'k8s:service')).toBe('10 = 10 + 0 + 0');
  expect(fate(all, 'k8s:network-policy')).toBe('4 = 4 + 0 + 0');
});

test('folds pods and replica sets into their workloads', async () => {
  const all = await kubernetes();
  expect(inside(all, 'pay-prod/payments', 'k8s:deployment', 'card-api')?.facts).toMatchObject({
    role: '3 pods, 1 pending',
    controls: ['default-deny'],
  });
  expect(inside(all, 'pay-prod/payments', 'k8s:stateful-set', 'card-vault')?.facts).toMatchObject({
    role: '2 pods',
    controls: ['api-to-vault', 'default-deny'],
  });
  // Through their replica set only, without an edge of their own.
  expect(all.named('coredns').facts.role).toBe('2 pods');
  expect(all.named('settlement').facts).toMatchObject({
    role: 'at 0 2 * * *, 1 pod',
    status: 'suspended',
  });
  expect(all.named('migrate').facts.role).toBe('1 pod, 1 failed');
  expect(all.named('legacy-rs')).toMatchObject({ kind: 'k8s:replica-set' });
  expect(all.named('debug').facts).toMatchObject({
    role: 'no workload',
    controls: ['default-deny'],
  });
  expect(all.named('5 pods').facts).toMatchObject({
    controls: ['ci'],
    description: 'runner-0, runner-1, runner-2, runner-3, runner-4',
  });
});

test('names things as people call them, also where two have one name', async () => {
  const all = await kubernetes();
  const namesakes = all.elements.filter(
    ({ name, kind }) => name === 'card-api' && kind === 'k8s:deployment',
  );
  expect(namesakes.map(({ facts }) => facts.id)).toEqual([
    // Their boxes and names say which they are; of two in one place the second says its UID.
    undefined,
    undefined,
    expect.stringMatching(/^0{8}-/),
  ]);
  // Of two clusters with one name, the ids say the UID.
  const tools = all.elements.filter(({ name, kind }) => name === 'tools' && kind === 'cluster');
  expect(new Set(tools.map(({ facts }) => facts.id)).size).toBe(2);
});

test('says what a cluster runs on, and what was not read', async () => {
  const all = await kubernetes();
  expect(all.named('pay-prod').facts).toMatchObject({
    id: 'pay-prod',
    role: 'v1.29.4, EKS pay-prod, 3 nodes',
  });
  expect(all.named('old').facts.status).toBe('Terminating');
  // Known by the name that a property says.
  expect(all.path(all.named('elsewhere'))).toEqual(['vanished', 'x']);
  expect(all.named('vanished').facts).toMatchObject({ role: '1 node', status: 'not read' });
  expect(all.path(all.named('adrift'))).toEqual(['tools', 'unread']);
  expect(all.named('unread').facts.status).toBe('not read');
});

test('draws how traffic gets in, each way once', async () => {
  const all = await kubernetes();
  expect([...all.ways].sort()).toEqual([
    'Internet -> k8s-card',
    'Internet -> k8s-edge',
    'Internet -> lb-public',
    'Internet -> partner',
    'card -> card-api',
    'card-api -> card-api: 8080, 9090',
    'card-vault -> card-vault: 5432',
    'edge -> card-api: 8080, 9090',
    'inner -> inner-route',
    'inner-route -> partner',
    'k8s-card -> card',
    'k8s-edge -> edge',
    'kube-dns -> coredns: 53',
    'runners -> 5 pods: 22',
  ]);
  expect(all.named('edge').facts.role).toBe('LoadBalancer, internet, 172.20.0.11');
  expect(inside(all, 'pay-prod/payments', 'k8s:service', 'card-vault')?.facts.role).toBe(
    'ClusterIP, headless',
  );
  expect(all.elements.some(({ name }) => name === 'unrelated')).toBe(false);
});

test('says what network policies restrict', async () => {
  const all = await kubernetes();
  expect(all.named('default-deny').facts.role).toBe('restricts ingress and egress, of 6 pods');
  expect(all.named('nobody').facts.role).toBe('restricts ingress, applies to no pod');
});

test.each([
  [
    "{ clusters: ['pay-prod'], namespaces: ['payments'] }",
    '4 = 1 + 0 + 3',
    '5 = 1 + 0 + 4',
    '19 = 1 + 7 + 11',
  ],
  ["{ namespaces: ['payments'] }", '4 = 2 + 0 + 2', '5 = 2 + 0 + 3', '19 = 1 + 8 + 10'],
  ["{ clusters: ['tools'] }", '4 = 2 + 0 + 2', '5 = 2 + 0 + 3', '19 = 0 + 6 + 13'],
])('narrows to %s and counts the rest', async (options, clusters, namespaces, pods) => {
  const some = await kubernetes(options);
  expect(some.lines).toEqual([]);
  expect(fate(some, 'cluster')).toBe(clusters);
  expect(fate(some, 'namespace')).toBe(namespaces);
  expect(fate(some, 'k8s:pod')).toBe(pods);
});

test('a name that the graph does not have is an error', async () => {
  const { lines } = await kubernetes("{ clusters: ['gone'], namespaces: ['nowhere'] }");
  expect(lines.join('\n')).toContain('error not-in-graph: the graph has no cluster "gone"');
  expect(lines.join('\n')).toContain('error not-in-graph: the graph has no namespace "nowhere"');
});

test('no card has the path to it as its id', async () => {
  const all = await kubernetes();
  const boxes = new Set(['cluster', 'namespace']);
  const ids = all.elements.flatMap(({ kind, facts }) => (boxes.has(kind) ? [] : (facts.id ?? [])));
  expect(ids.filter((id) => id.includes('/'))).toEqual([]);
});

test('takes the addresses of services from what their load balancers got', async () => {
  const all = await kubernetes();
  expect(all.named('lb-public').facts.role).toBe(
    'LoadBalancer, internet, 10.96.0.201, 203.0.113.9',
  );
  expect(all.named('lb-inside').facts.role).toBe('LoadBalancer, internal, 10.96.0.202, 10.9.8.7');
  expect(all.named('lb-classic').facts.role).toBe(
    'LoadBalancer, internal, 10.96.0.204, internal-pay-1.eu-west-1.elb.amazonaws.com',
  );
  expect(all.named('lb-named').facts).toMatchObject({
    role: 'LoadBalancer, reach unknown, 10.96.0.203, lb.example.net',
    description:
      'The graph does not say whether the internet reaches its load balancer: lb.example.net',
  });
  expect(all.ways.filter((way) => / -> lb-/.test(way))).toEqual(['Internet -> lb-public']);
});

test('pods that were not listed are not said to be none', async () => {
  const all = await kubernetes();
  expect(all.named('refused').facts.role).toBe('pods not recorded, 2 replicas wanted');
  expect(all.named('scaled-down').facts.role).toBe('no pods');
  expect(all.named('left-over').facts.role).toBe('pods not recorded');
});

test('marks what the last sync did not read', async () => {
  const all = await kubernetes();
  expect(all.named('left-over').facts.status).toBe('not in the last sync');
  const gone = all.elements.find(({ facts }) => facts.id === 'gone');
  expect(gone).toMatchObject({ kind: 'cluster', facts: { status: 'not in the last sync' } });
  const marked = all.elements.filter(({ facts }) => facts.status?.includes('last sync'));
  expect(marked).toHaveLength(2);
});

test.each([
  ['203.0.113.9', 'internet'],
  ['2001:db8::7', 'internet'],
  ['10.1.2.3', 'internal'],
  ['172.31.0.1', 'internal'],
  ['172.32.0.1', 'internet'],
  ['192.168.9.9', 'internal'],
  ['100.64.0.1', 'internal'],
  ['fd00::1', 'internal'],
  ['shop-1.eu-west-1.elb.amazonaws.com', 'internet'],
  ['internal-shop-1.eu-west-1.elb.amazonaws.com', 'internal'],
  // A network load balancer's name is the same whether it is internal or not.
  ['shop-1.elb.eu-west-1.amazonaws.com', 'unknown'],
  ['lb.example.net', 'unknown'],
])('an address %s is of the %s', (address, reach) => {
  expect(reachOf(address)).toBe(reach);
});
