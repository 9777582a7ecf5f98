/** Cards of load balancers. */

import { grouped } from '../../inventory/indexes.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import { encryptionOf } from '../../inventory/listeners.ts';
import { cardOf, cardsOf, subnetNames, type WorkloadCard } from './card.ts';

/** By the type of the load balancer. */
export const BALANCER_KINDS: Readonly<Record<string, string>> = {
  application: 'aws:application-load-balancer',
  network: 'aws:network-load-balancer',
  gateway: 'aws:gateway-load-balancer',
  classic: 'aws:classic-load-balancer',
};

/** Most targets in a load balancer's description. */
const NAMED = 5;

/** @param known ids of everything else that has a card of its own */
export function balancerCards(
  inventory: Inventory,
  known: ReadonlySet<string>,
): ReadonlyMap<string, WorkloadCard> {
  const { loadBalancers, balancerTargets } = inventory;
  const strangers = grouped(
    [...balancerTargets.values()].filter(
      ({ target }) => !known.has(target) && !loadBalancers.has(target),
    ),
    ({ balancer }) => balancer,
  );
  /** What it sends to that is nothing of what is drawn, e.g. an address outside the estate. */
  const elsewhere = (id: string): string[] => {
    const ids = [...new Set((strangers.get(id) ?? []).map(({ target }) => target))].sort();
    if (ids.length === 0) return [];
    const more = ids.length > NAMED ? ` and ${ids.length - NAMED} more` : '';
    return [`also sends to ${ids.slice(0, NAMED).join(', ')}${more}, not drawn here`];
  };
  return cardsOf(loadBalancers, (balancer) => {
    const { id, type, arn, scheme, subnets, listeners } = balancer;
    const listens = listeners.map((one) => one.listens);
    const encrypted = encryptionOf(listens);
    return cardOf(inventory, balancer, {
      counted: 'load-balancer',
      kind: BALANCER_KINDS[type ?? ''] ?? 'aws:elastic-load-balancing',
      elementId: arn ?? id,
      open: scheme === 'internet-facing',
      role: scheme ?? 'unknown scheme',
      notes: [
        `in ${subnetNames(inventory, subnets)}`,
        `listens on ${listeners.map(({ text }) => text).join(', ') || 'nothing'}`,
        ...elsewhere(id),
      ],
      ports: listens.flatMap(({ ports }) => ports),
      ...(encrypted === undefined ? {} : { encrypted }),
    });
  });
}
