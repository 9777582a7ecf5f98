/** How many records of a type each side has, and both. */

import type { RecordType } from '../../inventory/inventory.ts';
import { isRoot } from './compared-records.ts';
import type { DriftCount } from './drift.ts';
import type { AnyRecord, JoinedType } from './join-records.ts';

/**
 * @param isOwed whether a running record has to be declared, as the scope is about it
 * @param hasScope without one, what is on both sides counts, and nothing that only runs
 * @returns nothing where neither side has any
 */
export function countOf(
  type: RecordType,
  { pairs, onlyDeclared, onlyRunning, ambiguous }: JoinedType,
  isOwed: (record: AnyRecord) => boolean,
  hasScope: boolean,
): DriftCount | undefined {
  const both = pairs.filter(
    ({ running }) => !isRoot(type, running) && (!hasScope || isOwed(running)),
  ).length;
  const alone = onlyRunning.filter(isOwed).length;
  const unclear = ambiguous.map(({ declared }) => declared);
  const lacking = [...onlyDeclared, ...unclear].filter((record) => !isRoot(type, record)).length;
  if (both + alone + lacking === 0) return undefined;
  return { declared: both + lacking, running: both + alone, both };
}
