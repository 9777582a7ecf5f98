/** Clusters of Kubernetes as they were recorded, in one form. */

import type { KubernetesBalancer, KubernetesFacts } from '../../../inventory/kubernetes.ts';
import { countsIn } from '../counts.ts';
import type { Answers, Fields } from '../question.ts';
import { KubernetesPlaces } from './clusters.ts';
import * as ask from './questions.ts';

const balancerOf = (row: Fields): KubernetesBalancer => ({
  id: row.required('id'),
  name: row.text('name'),
  scheme: row.text('scheme'),
  type: row.text('type'),
  exposed: row.flag('exposed'),
  at: row.at,
});

interface IngressPoint {
  readonly ip?: unknown;
  readonly hostname?: unknown;
}

/** What the service got from its load balancer, which Cartography keeps as the JSON that Kubernetes answers. */
function ingressOf(row: Fields): readonly string[] {
  const text = row.text('ingress');
  if (text === undefined) return [];
  try {
    const points = JSON.parse(text) as unknown;
    return (Array.isArray(points) ? (points as readonly (IngressPoint | null)[]) : []).flatMap(
      (point) => [point?.ip, point?.hostname].filter((value) => typeof value === 'string'),
    );
  } catch {
    // Not JSON in whatever version: it is still what the graph says.
    return [text];
  }
}

/** How traffic gets in. */
function readTraffic(answers: Answers, places: KubernetesPlaces) {
  return {
    services: places.objects(answers.rows(ask.SERVICES), (row) => ({
      type: row.text('type'),
      address: row.text('address'),
      outer: ingressOf(row),
      exposed: row.flag('exposed'),
      balancers: row.texts('balancers'),
    })),
    serviceTargets: answers.rows(ask.SERVICE_TARGETS).map((row) => ({
      service: row.required('service'),
      target: row.required('target'),
      ports: row.texts('ports'),
      at: row.at,
    })),
    ingresses: places.objects(answers.rows(ask.INGRESSES), (row) => ({
      class: row.text('class'),
      hosts: row.texts('hosts'),
      outer: row.texts('addresses'),
      services: row.texts('services'),
      balancers: row.texts('balancers'),
    })),
    gateways: places.objects(answers.rows(ask.GATEWAYS), (row) => ({
      class: row.text('class'),
      routes: row.texts('routes'),
    })),
    routes: places.objects(answers.rows(ask.ROUTES), (row) => ({
      hosts: row.texts('hosts'),
      services: row.texts('services'),
    })),
    balancers: new Map(
      answers.rows(ask.BALANCERS).map((row) => [row.text('id') ?? '', balancerOf(row)]),
    ),
  };
}

/** What runs. */
function readWorkloads(answers: Answers, places: KubernetesPlaces) {
  return {
    workloads: places.objects(answers.rows(ask.WORKLOADS), (row) => ({
      kind: row.text('kind') ?? 'deployment',
      replicas: row.number('replicas'),
      schedule: row.text('schedule'),
      suspended: row.flag('suspended'),
    })),
    parts: answers.rows(ask.PARTS).map((row) => ({
      owner: row.required('owner'),
      kind: row.required('kind'),
      number: row.number('number') ?? 0,
    })),
    pods: answers.rows(ask.PODS).map((row) => ({
      owner: row.required('owner'),
      phase: row.text('phase'),
      number: row.number('number') ?? 0,
    })),
    barePods: places.objects(answers.rows(ask.BARE_PODS), (row) => ({
      status: row.text('status'),
    })),
  };
}

export function readKubernetes(answers: Answers): KubernetesFacts {
  const places = new KubernetesPlaces(answers);
  const workloads = readWorkloads(answers, places);
  const traffic = readTraffic(answers, places);
  const policies = places.objects(answers.rows(ask.POLICIES), (row) => ({
    ingress: row.flag('ingress'),
    egress: row.flag('egress'),
  }));
  const policyTargets = answers.rows(ask.POLICY_TARGETS).map((row) => ({
    policy: row.required('policy'),
    target: row.required('target'),
    pods: row.number('pods') ?? 0,
  }));
  const counts = countsIn(answers, ask.COUNTS);
  const others = countsIn(answers, ask.OTHERS);
  const stale = new Set(answers.rows(ask.STALE).map((row) => row.required('id')));
  // Last: this includes what objects refer to but the graph lacks.
  const { clusters, namespaces } = places;
  return {
    ...{ counts, others, stale, clusters, namespaces },
    ...workloads,
    ...traffic,
    ...{ policies, policyTargets },
  };
}
