/** Workloads with the number of their pods, pods without one, and the network policies that hold for them. */

import type {
  KubernetesObject,
  Namespace,
} from '../../importers/cartography/kubernetes/clusters.ts';
import * as ask from '../../importers/cartography/kubernetes/questions.ts';
import { byKey } from '../../model/order.ts';
import { grouping } from '../elements.ts';
import type { KubernetesPlan } from './plan.ts';

/** From this number on, pods without a workload are one card in their namespace. */
const FOLD_FROM = 4;

const several = (n: number, what: string): string => `${n} ${what}${n === 1 ? '' : 's'}`;
export const said = (texts: readonly (string | undefined)[]): string | undefined =>
  texts.filter(Boolean).join(', ') || undefined;

export function drawWorkloads(canvas: KubernetesPlan): void {
  const { answers, places, ledger } = canvas;
  const controls = controlsByTarget(canvas);
  const pods = podsByOwner(canvas);
  for (const thing of places.things(answers.rows(ask.WORKLOADS))) {
    const { id, row } = thing;
    const counts = pods.get(id) ?? new Map<string, number>();
    const total = sum(counts);
    canvas.card(thing, `k8s:${row.text('kind') ?? 'deployment'}`, {
      role: said([
        row.text('schedule') && `at ${row.text('schedule')}`,
        total === 0 ? 'no pods' : several(total, 'pod'),
        ...[...counts].flatMap(([phase, n]) =>
          phase === 'Running' || phase === 'Succeeded' ? [] : [`${n} ${phase.toLowerCase()}`],
        ),
      ]),
      status: row.flag('suspended') ? 'suspended' : undefined,
      controls: controls.get(id) ?? [],
    });
  }
  const fate = (owner: string, kind: string, n: number): void => {
    if (canvas.cards.has(owner)) ledger.folded(kind, n);
    else ledger.omitted(kind, n);
  };
  for (const [owner, counts] of pods) fate(owner, 'k8s:pod', sum(counts));
  for (const row of answers.rows(ask.PARTS))
    fate(row.required('owner'), `k8s:${row.required('kind')}`, row.number('number') ?? 0);
  drawBarePods(canvas, controls);
}

const sum = (counts: ReadonlyMap<string, number>): number =>
  [...counts.values()].reduce((total, n) => total + n, 0);

/** Number of pods by workload and phase; phases in order. */
function podsByOwner({ answers }: KubernetesPlan): Map<string, Map<string, number>> {
  const pods = new Map<string, Map<string, number>>();
  for (const row of answers.rows(ask.PODS)) {
    const owner = row.required('owner');
    const counts = pods.get(owner) ?? new Map<string, number>();
    counts.set(row.text('phase') ?? 'of unknown phase', row.number('number') ?? 0);
    pods.set(owner, new Map([...counts].sort(byKey)));
  }
  return pods;
}

/** Names of network policies by the workload, or pod, that they hold for. */
function controlsByTarget({ answers, places }: KubernetesPlan): Map<string, string[]> {
  const names = new Map(places.things(answers.rows(ask.POLICIES)).map((p) => [p.id, p.name]));
  const controls = new Map<string, string[]>();
  for (const row of answers.rows(ask.POLICY_TARGETS)) {
    const target = row.required('target');
    const name = names.get(row.required('policy'));
    if (name) controls.set(target, [...(controls.get(target) ?? []), name].sort());
  }
  return controls;
}

function drawBarePods(
  canvas: KubernetesPlan,
  controls: ReadonlyMap<string, readonly string[]>,
): void {
  const { answers, places, ledger } = canvas;
  const byNamespace = new Map<Namespace, KubernetesObject[]>();
  for (const pod of places.things(answers.rows(ask.BARE_PODS)))
    byNamespace.set(pod.namespace, [...(byNamespace.get(pod.namespace) ?? []), pod]);
  for (const [namespace, pods] of byNamespace) {
    const [first] = pods;
    if (!first || pods.length < FOLD_FROM || !places.wants(namespace)) {
      for (const pod of pods)
        canvas.card(pod, 'k8s:pod', {
          role: 'no workload',
          status: pod.row.text('status'),
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
  const { answers, places } = canvas;
  const pods = new Map<string, number>();
  for (const row of answers.rows(ask.POLICY_TARGETS)) {
    const policy = row.required('policy');
    pods.set(policy, (pods.get(policy) ?? 0) + (row.number('pods') ?? 0));
  }
  for (const policy of places.things(answers.rows(ask.POLICIES))) {
    const ways = [
      policy.row.flag('ingress') ? 'ingress' : undefined,
      policy.row.flag('egress') ? 'egress' : undefined,
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
