/** Cards of all that runs in networks: instances, load balancers, data stores, containers, clusters, functions. */

import type { Inventory } from '../../inventory/inventory.ts';
import { balancerCards } from './balancers.ts';
import type { CardSet, WorkloadCard } from './card.ts';
import { databaseCards, functionCards, instanceCards, kubernetesCards } from './compute.ts';
import { containerCards, scalingCards } from './containers.ts';
import { storeCards } from './stores.ts';

/** Notes on cards what they are a part of. */
function noteParts(cards: Map<string, WorkloadCard>, { parts }: CardSet): void {
  for (const { of, words } of parts)
    for (const id of words === undefined ? [] : of) {
      const card = cards.get(id);
      if (card) cards.set(id, { ...card, notes: [...card.notes, words as string] });
    }
}

export function workloadCards(inventory: Inventory): CardSet {
  const instances = instanceCards(inventory);
  const stores = storeCards(inventory);
  const containers = containerCards(inventory, instances);
  const scaling = scalingCards(inventory, instances);
  const others = [
    databaseCards(inventory),
    kubernetesCards(inventory),
    functionCards(inventory),
    ...[stores.cards, containers.cards, scaling.cards],
  ];
  const known = new Set([instances, ...others].flatMap((own) => [...own.keys()]));
  const balancers = balancerCards(inventory, known);
  const cards = new Map([instances, balancers, ...others].flatMap((own) => [...own]));
  for (const set of [stores, scaling]) noteParts(cards, set);
  return { cards, parts: [...stores.parts, ...containers.parts, ...scaling.parts] };
}
