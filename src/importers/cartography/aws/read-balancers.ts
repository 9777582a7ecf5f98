/** Load balancers of both generations, with what they listen on and where they send. */

import { agreedEncryption, listenerOf } from '../../../inventory/listeners.ts';
import { portText } from '../../../model/ports.ts';
import type { Answers, Fields } from '../question.ts';
import type { Networks } from './graph.ts';
import { type Resource, ResourceMaker } from './resource.ts';
import {
  CLASSIC_LOAD_BALANCERS,
  CLASSIC_TARGETS,
  LOAD_BALANCER_TARGETS,
  LOAD_BALANCERS,
} from './resource-questions.ts';
import { byId, grouped } from './row-helpers.ts';

const BALANCERS: Readonly<Record<string, string>> = {
  application: 'aws:application-load-balancer',
  network: 'aws:network-load-balancer',
  gateway: 'aws:gateway-load-balancer',
};

/** Ports of `https/443`, and whether all of that is encrypted, where the protocols tell. */
function portsOf(listeners: readonly string[]): {
  readonly ports: readonly string[];
  readonly encrypted?: boolean;
} {
  const read = listeners.map(listenerOf);
  return { ports: read.flatMap(({ ports }) => ports.map(portText)), ...agreedEncryption(read) };
}

/** One target of a load balancer. */
export interface BalancerTarget {
  readonly balancer: string;
  /** An id of the graph, of what holds the address or container where that is known. */
  readonly target: string;
  readonly ports: readonly string[];
  readonly encrypted?: boolean;
  readonly row: Fields;
}

/** @param holders by id of an address or container */
export function readTargets(
  answers: Answers,
  holders: ReadonlyMap<string, string>,
): BalancerTarget[] {
  const read = (row: Fields, sends: readonly string[]): BalancerTarget => {
    const target = row.text('target') ?? '';
    return {
      balancer: row.text('balancer') ?? '',
      target: holders.get(target) ?? target,
      row,
      ...portsOf(sends),
    };
  };
  return [
    ...answers.rows(LOAD_BALANCER_TARGETS).map((row) => {
      const [protocol, port] = [row.text('protocol') ?? 'tcp', row.text('port')];
      return read(row, port === undefined ? [] : [`${protocol.toLowerCase()}/${port}`]);
    }),
    ...answers.rows(CLASSIC_TARGETS).map((row) => read(row, row.texts('sends'))),
  ];
}

/** Most targets in a load balancer's description. */
const NAMED = 5;

/** @param known ids of everything that has a card of its own */
export function readBalancers(
  answers: Answers,
  networks: Networks,
  targets: readonly BalancerTarget[],
  known: ReadonlySet<string>,
): ReadonlyMap<string, Resource> {
  const maker = new ResourceMaker(networks);
  const generations = [LOAD_BALANCERS, CLASSIC_LOAD_BALANCERS] as const;
  const all = new Set([
    ...known,
    ...generations.flatMap((question) => answers.rows(question).map((row) => row.text('id') ?? '')),
  ]);
  const strangers = grouped(
    targets.filter(({ target }) => !all.has(target)),
    ({ balancer }) => balancer,
  );
  /** What it sends to that is nothing of what is drawn, e.g. an address outside of the estate. */
  const elsewhere = (id: string): string[] => {
    const ids = [...new Set((strangers.get(id) ?? []).map(({ target }) => target))].sort();
    if (ids.length === 0) return [];
    const more = ids.length > NAMED ? ` and ${ids.length - NAMED} more` : '';
    return [`also sends to ${ids.slice(0, NAMED).join(', ')}${more}, not drawn here`];
  };
  const make = (row: Fields, id: string, kind: string): Resource => {
    const subnets = row.texts('subnets');
    const listeners = row.texts('listeners');
    return maker.make(row, id, subnets, {
      counted: 'load-balancer',
      kind,
      shownId: row.text('arn') ?? id,
      open: row.text('scheme') === 'internet-facing',
      role: row.text('scheme') ?? 'unknown scheme',
      notes: [
        `in ${maker.namesOf(subnets)}`,
        `listens on ${listeners.join(', ') || 'nothing'}`,
        ...elsewhere(id),
      ],
      ...portsOf(listeners),
    });
  };
  return new Map([
    ...byId(answers.rows(LOAD_BALANCERS), (row, id) =>
      make(row, id, BALANCERS[row.text('type') ?? ''] ?? 'aws:elastic-load-balancing'),
    ),
    ...byId(answers.rows(CLASSIC_LOAD_BALANCERS), (row, id) =>
      make(row, id, 'aws:classic-load-balancer'),
    ),
  ]);
}
