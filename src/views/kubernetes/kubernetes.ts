/** Clusters of Kubernetes: namespaces, workloads, services, and how traffic gets in. */

import type {
  KubernetesCluster,
  KubernetesFacts,
  KubernetesNamespace,
} from '../../inventory/kubernetes.ts';
import type { ElementContent } from '../../model/content.ts';
import type { KubernetesOptions } from '../../model/derivation.ts';
import { error } from '../../model/diagnostic.ts';
import { element, grouping } from '../elements.ts';
import type { EstateView } from '../view.ts';
import { choose } from './choose.ts';
import { KubernetesPlan, said, UNREAD } from './plan.ts';
import { drawTraffic } from './traffic.ts';
import { drawPolicies, drawWorkloads } from './workloads.ts';

/** Errors: `empty-graph`, `not-in-graph`. */
export const kubernetes: EstateView<KubernetesOptions, KubernetesFacts> = ({
  options,
  inventory,
  ledger,
  report,
}) => {
  for (const { kind, found } of inventory.counts) ledger.found(kind, found);
  for (const { kind, found } of inventory.others) {
    ledger.found(kind, found);
    ledger.omitted(kind, found);
  }
  const canvas = new KubernetesPlan(inventory, choose(inventory, options, report), ledger);
  drawWorkloads(canvas);
  const outside = drawTraffic(canvas);
  drawPolicies(canvas);
  if (inventory.clusters.length === 0) {
    report(
      error('empty-graph', 'the recorded graph has no Kubernetes cluster', undefined, {
        hint: 'Check that it is the right database and that Cartography has read Kubernetes, then record it again.',
      }),
    );
    return [];
  }
  const boxes = inventory.clusters.flatMap((cluster) => drawCluster(cluster, canvas, options));
  return [...outside, ...boxes, ...canvas.lines];
};

function drawCluster(
  cluster: KubernetesCluster,
  canvas: KubernetesPlan,
  options: KubernetesOptions,
): readonly ElementContent[] {
  const { inventory, chosen, ledger } = canvas;
  const { id, path, name, version, eks, nodes, stub, at } = cluster;
  const own = inventory.namespaces.filter((namespace) => namespace.cluster === cluster);
  const drawn = own.filter((namespace) => chosen.wants(namespace));
  ledger.omitted('namespace', own.filter((n) => !n.stub && !chosen.wants(n)).length);
  const wanted = chosen.wantsCluster(cluster) && (drawn.length > 0 || !options.namespaces);
  if (!wanted) {
    if (!stub) ledger.omitted('cluster');
    ledger.omitted('k8s:node', nodes);
    return [];
  }
  ledger.folded('k8s:node', nodes);
  const facts = {
    id: path,
    provider: 'k8s' as const,
    role: said([
      version,
      eks.length > 0 ? `EKS ${eks.join(', ')}` : undefined,
      nodes === 0 ? undefined : `${nodes} node${nodes === 1 ? '' : 's'}`,
    ]),
    status: stub ? 'not read' : inventory.stale.has(id) ? UNREAD : undefined,
    description: stub ? undefined : `UID ${id}`,
  };
  if (inventory.stale.has(id)) ledger.older(path, id);
  ledger.sources.add(id);
  const members = drawn.map((namespace) => drawNamespace(namespace, canvas));
  return [
    stub
      ? grouping(ledger, at, 'cluster', name, facts, members)
      : element({ at, counted: 'cluster' }, 'cluster', name, facts, members),
  ];
}

function drawNamespace(namespace: KubernetesNamespace, canvas: KubernetesPlan): ElementContent {
  const { name, cluster, status, stub, at, id } = namespace;
  const facts = {
    id: canvas.id([cluster.path, name], id),
    status: stub ? 'not read' : canvas.stateOf({ id, namespace }, status),
  };
  const members = canvas.members(namespace);
  canvas.ledger.sources.add(id);
  return stub
    ? grouping(canvas.ledger, at, 'namespace', name, facts, members)
    : element({ at, counted: 'namespace' }, 'namespace', name, facts, members);
}
