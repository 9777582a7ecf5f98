/**
 * What clusters are asked for. Containment is written twice until Cartography 1.0 (`CONTAINS` and
 * `WORKLOAD_PARENT`): every list here is of distinct nodes. Pods and replica sets are counted by workload,
 * never listed: their names change with each deployment.
 */

import type { Question } from '../question.ts';

const ask = (query: string): Question => ({ query, params: {} });

const namespaces = (x: string): string =>
  `COLLECT { MATCH (s:KubernetesNamespace)-[:CONTAINS|WORKLOAD_PARENT]-(${x}) RETURN DISTINCT s.id AS id ORDER BY id }`;
const clusters = (x: string): string =>
  `COLLECT { MATCH (c:KubernetesCluster)-[:RESOURCE]->(${x}) RETURN DISTINCT c.id AS id ORDER BY id }`;
/** Where something is: by edges, and by name where they are missing. */
const place = (x: string): string =>
  `${x}.namespace AS namespaceName, ${x}.cluster_name AS clusterName, ${namespaces(x)} AS namespaces, ${clusters(x)} AS clusters`;

/** From a pod `p` to the workload that stands for it: a cron job for its jobs, a deployment for its replica sets. */
const OWNER = `WITH *,
COLLECT { MATCH (p)-[:WORKLOAD_PARENT]->(w:KubernetesDeployment|KubernetesStatefulSet|KubernetesDaemonSet|KubernetesJob) OPTIONAL MATCH (w)-[:WORKLOAD_PARENT]->(c:KubernetesCronJob) RETURN coalesce(c.id, w.id) AS id ORDER BY id LIMIT 1 } +
COLLECT { MATCH (p)-[:OWNED_BY]->(r:KubernetesReplicaSet) OPTIONAL MATCH (r)-[:OWNED_BY]->(d:KubernetesDeployment) RETURN coalesce(d.id, r.id) AS id ORDER BY id LIMIT 1 } AS owners
WITH *, owners[0] AS owner`;

export const CLUSTERS = ask(`MATCH (c:KubernetesCluster)
RETURN c.id AS id, c.name AS name, c.version AS version,
COLLECT { MATCH (e:AWSEKSCluster)-[:MAPS_TO]->(c) RETURN DISTINCT coalesce(e.name, e.id) AS name ORDER BY name } AS eks`);

export const NODES = ask(`MATCH (n:KubernetesNode)
WITH n.cluster_name AS clusterName, ${clusters('n')} AS clusters
RETURN clusterName, clusters, count(*) AS number`);

export const NAMESPACES = ask(`MATCH (n:KubernetesNamespace)
RETURN n.id AS id, n.name AS name, n.status_phase AS status, n.cluster_name AS clusterName, ${clusters('n')} AS clusters`);

export const WORKLOADS =
  ask(`MATCH (w:KubernetesDeployment|KubernetesStatefulSet|KubernetesDaemonSet|KubernetesCronJob|KubernetesJob|KubernetesReplicaSet)
WHERE NOT EXISTS { (w)-[:OWNED_BY]->(:KubernetesDeployment) } AND NOT EXISTS { (w)-[:WORKLOAD_PARENT]->(:KubernetesCronJob) }
RETURN w.id AS id, w.name AS name, w.schedule AS schedule, coalesce(w.suspend, false) AS suspended,
coalesce(w.replicas, w.desired_number_scheduled, w.active) AS replicas,
CASE WHEN w:KubernetesDeployment THEN 'deployment' WHEN w:KubernetesStatefulSet THEN 'stateful-set' WHEN w:KubernetesDaemonSet THEN 'daemon-set'
WHEN w:KubernetesCronJob THEN 'cron-job' WHEN w:KubernetesJob THEN 'job' ELSE 'replica-set' END AS kind, ${place('w')}`);

/** Replica sets of deployments and jobs of cron jobs, by what they belong to. */
export const PARTS =
  ask(`MATCH (w:KubernetesReplicaSet)-[:OWNED_BY]->(o:KubernetesDeployment) WITH w, min(o.id) AS owner
RETURN owner, 'replica-set' AS kind, count(w) AS number
UNION ALL MATCH (w:KubernetesJob)-[:WORKLOAD_PARENT]->(o:KubernetesCronJob) WITH w, min(o.id) AS owner
RETURN owner, 'job' AS kind, count(w) AS number`);

export const PODS = ask(`MATCH (p:KubernetesPod)
${OWNER} WHERE owner IS NOT NULL
RETURN owner, p.status_phase AS phase, count(p) AS number`);

/** Pods that no workload keeps: nothing brings them back when they end. */
export const BARE_PODS = ask(`MATCH (p:KubernetesPod)
${OWNER} WHERE owner IS NULL
RETURN p.id AS id, p.name AS name, p.status_phase AS status, ${place('p')}`);

export const SERVICES = ask(`MATCH (x:KubernetesService)
RETURN x.id AS id, x.name AS name, x.type AS type, x.cluster_ip AS address, x.load_balancer_ingress AS ingress,
coalesce(x.exposed_internet, false) AS exposed, ${place('x')},
COLLECT { MATCH (x)-[:USES_LOAD_BALANCER]->(l:AWSLoadBalancerV2) RETURN DISTINCT l.id AS id ORDER BY id } AS balancers`);

/** A service's own ports are not in the graph: these are the ports of the containers behind it. */
export const SERVICE_TARGETS = ask(`MATCH (x:KubernetesService)-[:TARGETS]->(p:KubernetesPod)
${OWNER}
OPTIONAL MATCH (p)-[:CONTAINS|WORKLOAD_PARENT]-(k:KubernetesContainer)
UNWIND CASE WHEN size(k.container_port_numbers) > 0 THEN k.container_port_numbers ELSE [null] END AS port
WITH x, coalesce(owner, p.id) AS target, p, port ORDER BY port
RETURN x.id AS service, target, count(DISTINCT p) AS pods, collect(DISTINCT port) AS ports`);

export const INGRESSES = ask(`MATCH (x:KubernetesIngress)
RETURN x.id AS id, x.name AS name, x.ingress_class_name AS class, x.host_names AS hosts, x.load_balancer_dns_names AS addresses, ${place('x')},
COLLECT { MATCH (x)-[:TARGETS]->(s:KubernetesService) RETURN DISTINCT s.id AS id ORDER BY id } AS services,
COLLECT { MATCH (x)-[:USES_LOAD_BALANCER]->(l:AWSLoadBalancerV2) RETURN DISTINCT l.id AS id ORDER BY id } AS balancers`);

export const GATEWAYS = ask(`MATCH (x:KubernetesGateway)
RETURN x.id AS id, x.name AS name, x.gateway_class_name AS class, ${place('x')},
COLLECT { MATCH (x)-[:ROUTES]->(r:KubernetesHTTPRoute) RETURN DISTINCT r.id AS id ORDER BY id } AS routes`);

export const ROUTES = ask(`MATCH (x:KubernetesHTTPRoute)
RETURN x.id AS id, x.name AS name, x.hostnames AS hosts, ${place('x')},
COLLECT { MATCH (x)-[:TARGETS]->(s:KubernetesService) RETURN DISTINCT s.id AS id ORDER BY id } AS services`);

export const BALANCERS = ask(`MATCH (l:AWSLoadBalancerV2)
WHERE EXISTS { (l)<-[:USES_LOAD_BALANCER]-(:KubernetesService|KubernetesIngress) }
RETURN l.id AS id, l.name AS name, l.scheme AS scheme, l.type AS type,
coalesce(l.exposed_internet, false) OR (coalesce(l.scheme, '') = 'internet-facing' AND coalesce(l.type, '') = 'network') AS exposed`);

export const POLICIES = ask(`MATCH (x:KubernetesNetworkPolicy)
RETURN x.id AS id, x.name AS name, coalesce(x.restricts_ingress, false) AS ingress, coalesce(x.restricts_egress, false) AS egress, ${place('x')}`);

export const POLICY_TARGETS =
  ask(`MATCH (x:KubernetesNetworkPolicy)-[:APPLIES_TO]->(p:KubernetesPod)
${OWNER}
RETURN x.id AS policy, coalesce(owner, p.id) AS target, count(DISTINCT p) AS pods`);

export const KUBERNETES_DATED =
  'KubernetesCluster|KubernetesNamespace|KubernetesDeployment|KubernetesStatefulSet|KubernetesDaemonSet|KubernetesCronJob|KubernetesJob|KubernetesReplicaSet|KubernetesPod|KubernetesService|KubernetesIngress|KubernetesGateway|KubernetesHTTPRoute|KubernetesNetworkPolicy';

/** What the newest sync of Kubernetes did not read: it may be gone. Of a whole cluster the cluster alone is said. */
export const STALE = ask(`MATCH (c:KubernetesCluster)
WITH max(c.lastupdated) AS newest
MATCH (n:${KUBERNETES_DATED})
WHERE n.lastupdated < newest
RETURN DISTINCT n.id AS id`);

/** In clusters, about access and not about traffic: counted so that a reader knows that they are there. */
export const OTHERS = ask(
  [
    ['k8s:container', 'KubernetesContainer'],
    ['k8s:secret', 'KubernetesSecret'],
    ['k8s:service-account', 'KubernetesServiceAccount'],
    ['k8s:role', 'KubernetesRole|KubernetesClusterRole'],
    ['k8s:role-binding', 'KubernetesRoleBinding|KubernetesClusterRoleBinding'],
    ['k8s:user', 'KubernetesUser'],
    ['k8s:group', 'KubernetesGroup'],
  ]
    .map(([kind, label]) => `MATCH (n:${label}) RETURN '${kind}' AS kind, count(n) AS found`)
    .join('\nUNION ALL '),
);

/** Counted apart from the rows that are read, so that a row that is lost on the way is noticed. */
export const COUNTS = ask(
  [
    ['cluster', 'KubernetesCluster'],
    ['namespace', 'KubernetesNamespace'],
    ['k8s:node', 'KubernetesNode'],
    ['k8s:deployment', 'KubernetesDeployment'],
    ['k8s:stateful-set', 'KubernetesStatefulSet'],
    ['k8s:daemon-set', 'KubernetesDaemonSet'],
    ['k8s:cron-job', 'KubernetesCronJob'],
    ['k8s:job', 'KubernetesJob'],
    ['k8s:replica-set', 'KubernetesReplicaSet'],
    ['k8s:pod', 'KubernetesPod'],
    ['k8s:service', 'KubernetesService'],
    ['k8s:ingress', 'KubernetesIngress'],
    ['k8s:gateway', 'KubernetesGateway'],
    ['k8s:http-route', 'KubernetesHTTPRoute'],
    ['k8s:network-policy', 'KubernetesNetworkPolicy'],
  ]
    .map(([kind, label]) => `MATCH (n:${label}) RETURN '${kind}' AS kind, count(n) AS found`)
    .join('\nUNION ALL '),
);

export const KUBERNETES_QUESTIONS: readonly Question[] = [
  CLUSTERS,
  NODES,
  NAMESPACES,
  WORKLOADS,
  PARTS,
  PODS,
  BARE_PODS,
  SERVICES,
  SERVICE_TARGETS,
  INGRESSES,
  GATEWAYS,
  ROUTES,
  BALANCERS,
  POLICIES,
  POLICY_TARGETS,
  STALE,
  OTHERS,
  COUNTS,
];
