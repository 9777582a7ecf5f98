/** What runs, of several sources of one estate: what was only declared is not there because a state or code says so. */

import { type Inventory, RECORD_TYPES } from '../../inventory/inventory.ts';
import type { AccountRecord } from '../../inventory/provenance.ts';
import { FACT_WORDS, TYPE_WORDS } from '../../inventory/type-words.ts';
import { canonicalJson } from '../../model/canonical-json.ts';
import { looksFor } from '../../reconcile/lone-records.ts';
import type { FactConflict } from '../../reconcile/merge-records.ts';
import type { Reconciled } from '../../reconcile/reconcile.ts';
import type { DriftSide } from './compare-facts.ts';
import type { DriftGap } from './drift.ts';

export interface RunningEstate {
  readonly side: DriftSide;
  /** By `TYPE ID`, facts that sources of what runs disagree on, and in what. */
  readonly conflicts: ReadonlyMap<string, ReadonlyMap<string, string>>;
  readonly gaps: readonly DriftGap[];
}

/** Whose values are not the same; one that says nothing disagrees with nobody. */
function disagreement(
  { values }: FactConflict,
  isRunning: (source: string) => boolean,
): string | undefined {
  const said = values.filter(
    ({ value, source }) =>
      isRunning(source) && value !== undefined && !(Array.isArray(value) && value.length === 0),
  );
  if (new Set(said.map(({ value }) => canonicalJson(value))).size < 2) return undefined;
  return said.map(({ value, source }) => `${source} says ${canonicalJson(value)}`).join(', ');
}

/** @param isRunning whether a source says what runs; where none does, what is declared is all that is known */
export function runningEstate(
  { inventory, parts, statements, conflicts, ambiguous }: Reconciled,
  isRunning: (source: string) => boolean,
): RunningEstate {
  const running = parts.filter(({ source }) => isRunning(source.id));
  const disputed = new Map<string, Map<string, string>>();
  for (const conflict of conflicts) {
    const { type, id, fact } = conflict;
    const why = disagreement(conflict, isRunning);
    if (why === undefined) continue;
    const own = disputed.get(`${type} ${id}`) ?? new Map<string, string>();
    own.set(fact, `${FACT_WORDS[type]?.[fact] ?? fact}: ${why}`);
    disputed.set(`${type} ${id}`, own);
  }
  const gaps = ambiguous
    .filter(({ source }) => isRunning(source))
    .map(
      ({ type, id, candidates, at }): DriftGap => ({
        gap: 'ambiguous',
        what: `${TYPE_WORDS[type]} ${id}`,
        why: `it may be any of ${candidates.join(', ')}`,
        types: [TYPE_WORDS[type]],
        ...{ id, place: at },
      }),
    );
  const kept =
    running.length === 0 || running.length === parts.length
      ? inventory
      : withoutDeclared(inventory, statements, running, isRunning);
  return { side: { source: inventory.source, inventory: kept }, conflicts: disputed, gaps };
}

/** Without what only declared sources have, though a source of what runs looked for it. */
function withoutDeclared(
  inventory: Inventory,
  statements: Reconciled['statements'],
  running: Reconciled['parts'],
  isRunning: (source: string) => boolean,
): Inventory {
  const collections = RECORD_TYPES.map((type) => {
    const stating = statements.get(type);
    const all = [...inventory[type]].filter(
      ([id, record]) =>
        (stating?.get(id) ?? [record.provenance]).some(({ source }) => isRunning(source)) ||
        !running.some((part) => looksFor(part, type, record as Partial<AccountRecord>)),
    );
    return [type, new Map<string, unknown>(all)] as const;
  });
  return { ...inventory, ...(Object.fromEntries(collections) as object) };
}
