/** What was read by any of several sources. */

import { type Inventory, RECORD_TYPES, type RecordType } from '../inventory/inventory.ts';
import { type Coverage, type ReadState, stateIn } from '../inventory/provenance.ts';

const RANK: Readonly<Record<ReadState, number>> = { 'not-asked': 0, refused: 1, read: 2 };

const best = (states: readonly ReadState[]): ReadState =>
  [...states].sort((a, b) => RANK[b] - RANK[a])[0] ?? 'not-asked';

function merged(all: readonly Coverage[]): Coverage {
  const state = best(all.map((one) => one.state));
  const places = new Map(
    all
      .flatMap(({ except }) => except)
      .map((one) => [`${one.account}|${one.region}`, one] as const),
  );
  const except = [...places.values()].map(({ account, region, reason }) => ({
    ...(account === undefined ? {} : { account }),
    ...(region === undefined ? {} : { region }),
    state: best(all.map((one) => stateIn(one, account, region))),
    reason,
  }));
  return { state, except };
}

export function mergeCoverage(inventories: readonly Inventory[]): {
  readonly [T in RecordType]?: Coverage;
} {
  const found: { [T in RecordType]?: Coverage } = {};
  for (const type of RECORD_TYPES) {
    const own = inventories.flatMap(({ coverage }) => coverage[type] ?? []);
    if (own.length > 0) found[type] = merged(own);
  }
  return found;
}
