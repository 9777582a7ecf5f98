/** Workloads with the number of their pods, pods without one, and the network policies that hold for them. */

import type {
  KubernetesNamespace,
  KubernetesPod,
  KubernetesWorkload,
} from '../../inventory/kubernetes.ts';
import { byKey } from '../../model/order.ts';
import { grouping } from '../elements.ts';
import { type KubernetesPlan, said } from './plan.ts';

/** From this number on, pods without a workload are one card in their namespace. */
const FOLD_FROM = 4;

const several = (n: number, what: string): string => `${n} ${what}${n === 1 ? '' : 's'}`;

export function drawWorkloads(canvas: KubernetesPlan): void {
  const { inventory, ledger } = canvas;
  const controls = controlsByTarget(canvas);
  const pods = podsByOwner(canvas);
  for (const workload of inventory.workloads) {
    const { id, kind, schedule, suspended } = workload;
    const counts = pods.get(id) ?? new Map<string, number>();
    const total = sum(counts);
    canvas.card(workload, `k8s:${kind}`, {
      role: said([
        schedule && `at ${schedule}`,
        total === 0 ? withoutPods(workload, canvas) : several(total, 'pod'),
        ...[...counts].flatMap(([phase, n]) =>
          phase === 'Running' || phase === 'Succeeded' ? [] : [`${n} ${phase.toLowerCase()}`],
        ),
      ]),
      status: suspended ? 'suspended' : undefined,
      controls: controls.get(id) ?? [],
    });
  }
  const account = (owner: string, kind: string, n: number): void => {
    if (canvas.cards.has(owner)) ledger.folded(kind, n);
    else ledger.omitted(kind, n);
  };
  for (const [owner, counts] of pods) account(owner, 'k8s:pod', sum(counts));
  for (const { owner, kind, number } of inventory.parts) account(owner, `k8s:${kind}`, number);
  drawBarePods(canvas, controls);
}

/** Pods that were not listed are not pods that are not there. */
function withoutPods(
  { id, replicas = 0, namespace }: KubernetesWorkload,
  { inventory: { stale } }: KubernetesPlan,
): string {
  if (replicas === 0 && !stale.has(id) && !stale.has(namespace.cluster.id)) return 'no pods';
  return replicas === 0
    ? 'pods not recorded'
    : `pods not recorded, ${several(replicas, 'replica')} wanted`;
}

const sum = (counts: ReadonlyMap<string, number>): number =>
  [...counts.values()].reduce((total, n) => total + n, 0);

/** Number of pods by workload and phase; phases in order. */
function podsByOwner({ inventory }: KubernetesPlan): Map<string, Map<string, number>> {
  const pods = new Map<string, Map<string, number>>();
  for (const { owner, phase, number } of inventory.pods) {
    const counts = pods.get(owner) ?? new Map<string, number>();
    counts.set(phase ?? 'of unknown phase', number);
    pods.set(owner, new Map([...counts].sort(byKey)));
  }
  return pods;
}

/** Names of network policies by the workload, or pod, that they hold for. */
function controlsByTarget({ inventory }: KubernetesPlan): Map<string, string[]> {
  const names = new Map(inventory.policies.map((policy) => [policy.id, policy.name]));
  const controls = new Map<string, string[]>();
  for (const { policy, target } of inventory.policyTargets) {
    const name = names.get(policy);
    if (name) controls.set(target, [...(controls.get(target) ?? []), name].sort());
  }
  return controls;
}

function drawBarePods(
  canvas: KubernetesPlan,
  controls: ReadonlyMap<string, readonly string[]>,
): void {
  const { inventory, chosen, ledger } = canvas;
  const byNamespace = new Map<KubernetesNamespace, KubernetesPod[]>();
  for (const pod of inventory.barePods)
    byNamespace.set(pod.namespace, [...(byNamespace.get(pod.namespace) ?? []), pod]);
  for (const [namespace, pods] of byNamespace) {
    const [first] = pods;
    if (!first || pods.length < FOLD_FROM || !chosen.wants(namespace)) {
      for (const pod of pods)
        canvas.card(pod, 'k8s:pod', {
          role: 'no workload',
          status: pod.status,
          controls: controls.get(pod.id) ?? [],
        });
      continue;
    }
    const card = grouping(ledger, first.at, 'k8s:pod', `${pods.length} pods`, {
      role: 'no workload',
      description: pods.map(({ name }) => name).join(', '),
      controls: [...new Set(pods.flatMap(({ id }) => controls.get(id) ?? []))].sort(),
    });
    canvas.put(namespace, card);
    for (const { id } of pods) canvas.cards.set(id, card);
    ledger.folded('k8s:pod', pods.length);
  }
}

export function drawPolicies(canvas: KubernetesPlan): void {
  const { inventory } = canvas;
  const pods = new Map<string, number>();
  for (const target of inventory.policyTargets)
    pods.set(target.policy, (pods.get(target.policy) ?? 0) + target.pods);
  for (const policy of inventory.policies) {
    const ways = [
      policy.ingress ? 'ingress' : undefined,
      policy.egress ? 'egress' : undefined,
    ].filter(Boolean);
    const number = pods.get(policy.id) ?? 0;
    canvas.card(policy, 'k8s:network-policy', {
      role: said([
        ways.length > 0 ? `restricts ${ways.join(' and ')}` : 'restricts nothing',
        number === 0 ? 'applies to no pod' : `of ${several(number, 'pod')}`,
      ]),
    });
  }
}
