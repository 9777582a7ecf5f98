/** Clusters of Kubernetes: namespaces, workloads, services, and how traffic gets in. */

import {
  type KubernetesCluster,
  KubernetesPlaces,
  type Namespace,
} from '../../importers/cartography/kubernetes/clusters.ts';
import { COUNTS } from '../../importers/cartography/kubernetes/questions.ts';
import type { Answers } from '../../importers/cartography/question.ts';
import type { ElementContent } from '../../model/content.ts';
import type { KubernetesOptions } from '../../model/derivation.ts';
import { error } from '../../model/diagnostic.ts';
import { element, grouping } from '../elements.ts';
import type { View } from '../view.ts';
import { KubernetesPlan } from './plan.ts';
import { drawTraffic } from './traffic.ts';
import { drawPolicies, drawWorkloads, said } from './workloads.ts';

/** Errors: `empty-graph`, `not-in-graph`. */
export const kubernetes: View<KubernetesOptions, Answers> = ({
  options,
  inventory: answers,
  ledger,
  report,
}) => {
  for (const row of answers.rows(COUNTS))
    ledger.found(row.required('kind'), row.number('found') ?? 0);
  const places = new KubernetesPlaces(answers, options, report);
  const canvas = new KubernetesPlan(places, answers, ledger);
  drawWorkloads(canvas);
  const outside = drawTraffic(canvas);
  drawPolicies(canvas);
  if (places.clusters.length === 0) {
    report(
      error('empty-graph', 'the recorded graph has no Kubernetes cluster', undefined, {
        hint: 'Was it the right database, and had Cartography read Kubernetes? Record it again.',
      }),
    );
    return [];
  }
  const boxes = places.clusters.flatMap((cluster) => drawCluster(cluster, canvas, options));
  return [...outside, ...boxes, ...canvas.lines];
};

function drawCluster(
  cluster: KubernetesCluster,
  canvas: KubernetesPlan,
  options: KubernetesOptions,
): readonly ElementContent[] {
  const { places, ledger } = canvas;
  const { id, path, name, version, eks, stub, at } = cluster;
  const nodes = places.nodesOf(cluster);
  const own = places.namespaces.filter((namespace) => namespace.cluster === cluster);
  const drawn = own.filter((namespace) => places.wants(namespace));
  ledger.omitted('namespace', own.filter((n) => !n.stub && !places.wants(n)).length);
  const wanted = places.wantsCluster(cluster) && (drawn.length > 0 || !options.namespaces);
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
    status: stub ? 'not read' : undefined,
    description: stub ? undefined : `UID ${id}`,
  };
  const members = drawn.map((namespace) => drawNamespace(namespace, canvas));
  return [
    stub
      ? grouping(ledger, at, 'cluster', name, facts, members)
      : element({ at, counted: 'cluster' }, 'cluster', name, facts, members),
  ];
}

function drawNamespace(namespace: Namespace, canvas: KubernetesPlan): ElementContent {
  const { name, cluster, status, stub, at, id } = namespace;
  const facts = {
    id: canvas.id([cluster.path, name], id),
    status: stub ? 'not read' : status,
  };
  const members = canvas.members(namespace);
  return stub
    ? grouping(canvas.ledger, at, 'namespace', name, facts, members)
    : element({ at, counted: 'namespace' }, 'namespace', name, facts, members);
}
