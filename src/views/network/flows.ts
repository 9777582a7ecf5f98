/** Lines between what runs in networks: what load balancers pass on, what groups permit, what comes from outside. */

import { encryptionOf } from '../../inventory/listeners.ts';
import type { End } from '../../model/content.ts';
import type { Origin } from '../../model/diagnostic.ts';
import { sortedBy } from '../../model/order.ts';
import { portText } from '../../model/ports.ts';
import { link } from '../elements.ts';
import type { Plan } from './plan.ts';
import type { DrawnResources } from './resources.ts';

/** A line between two elements, and what is known of the traffic on it. */
export interface Flow {
  readonly from: End;
  readonly to: End;
  readonly at: Origin;
  readonly ports: Set<string>;
  readonly controls: Set<string>;
  readonly notes: Set<string>;
  encrypted?: boolean;
}

/** Lines by their two ends: duplicates are merged. */
export class Flows {
  readonly #flows = new Map<End, Map<End, Flow>>();

  get(from: End, to: End): Flow | undefined {
    return this.#flows.get(from)?.get(to);
  }

  /** The line, made when there is none yet. */
  between(from: End, to: End, at: Origin): Flow {
    const there = this.get(from, to);
    if (there) return there;
    const flow: Flow = { from, to, at, ports: new Set(), controls: new Set(), notes: new Set() };
    const of = this.#flows.get(from) ?? new Map<End, Flow>();
    this.#flows.set(from, of.set(to, flow));
    return flow;
  }

  all(): Flow[] {
    return [...this.#flows.values()].flatMap((of) => [...of.values()]);
  }
}

/** What load balancers pass on to what is drawn. */
export function balancerFlows(
  { fates, inventory }: Plan,
  { elements: drawn }: DrawnResources,
  flows: Flows,
): void {
  for (const {
    id: edge,
    balancer,
    target,
    sends,
    provenance,
  } of inventory.balancerTargets.values()) {
    const [from, to] = [drawn.get(balancer), drawn.get(target)];
    if (!from) fates.omit('load-balancer-target', [edge]);
    else fates.fold('load-balancer-target', [edge]);
    if (!from || !to || from === to) continue;
    const flow = flows.between(from, to, provenance.at);
    for (const port of sends.flatMap(({ ports }) => ports)) flow.ports.add(portText(port));
    const encrypted = encryptionOf(sends);
    if (encrypted !== undefined) flow.encrypted = flow.encrypted === false ? false : encrypted;
    flow.notes.add(`target of ${inventory.loadBalancers.get(balancer)?.name ?? balancer}`);
  }
}

const textOf = (end: End): string =>
  typeof end === 'string' ? end : `${end.name} ${end.facts.id ?? ''}`;

/** The lines themselves, in a fixed order. */
export function drawFlows({ fates, links }: Plan, flows: Flows): void {
  const key = ({ from, to }: Flow): string => JSON.stringify([textOf(from), textOf(to)]);
  sortedBy(flows.all(), key).forEach((flow, n) => {
    const control = [...flow.controls].sort().join(', ') || undefined;
    const ports = [...flow.ports].sort();
    links.push(
      link(
        { at: flow.at, counted: fates.draw('permitted-traffic', `${n} ${key(flow)}`) },
        flow.from,
        flow.to,
        {
          ports,
          control,
          encrypted: flow.encrypted,
          description: [...flow.notes].join('; ') || undefined,
          // No port is shown as open that the graph does not name.
          ...(ports.length === 0
            ? { label: ['ports unknown', ...(control ? [control] : [])].join('\n') }
            : {}),
        },
      ),
    );
  });
  fates.made('permitted-traffic');
}
