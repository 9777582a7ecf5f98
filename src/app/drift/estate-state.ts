/** What is recorded of an estate, as one side of a comparison: some or all of its sources, with what their age leaves open. */

import type { DriftGap } from '../../compare/drift/drift.ts';
import { ownAccounts } from '../../compare/drift/read-gaps.ts';
import { type RunningEstate, runningEstate } from '../../compare/drift/running-estate.ts';
import type { ReadSnapshot } from '../../graph/snapshot.ts';
import { CARTOGRAPHY } from '../../importers/cartography/aws/source.ts';
import { KNOWN_VERSION } from '../../importers/cartography/known-version.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import type { RecordedInventory } from '../../inventory/recorded-file.ts';
import { type Diagnostic, failure, type Outcome } from '../../model/diagnostic.ts';
import { after, parsePeriod } from '../../model/period.ts';
import { type Reconciled, reconcile } from '../../reconcile/reconcile.ts';
import { dayOf, recordedDay } from '../compile/data-time.ts';
import { isRunningSource, openSources } from '../compile/estate-sources.ts';
import { joinedEstate } from '../inventory/index.ts';
import type { Project } from '../project.ts';
import { isNewer } from '../snapshot/schema.ts';

/** A source of an estate, and the day that its data is of. */
export interface DatedSource {
  readonly id: string;
  readonly name: string;
  /** `YYYY-MM-DD`, UTC. */
  readonly day: string;
}

export interface RecordedState {
  readonly estate: string;
  readonly reconciled: Reconciled;
  readonly recorded: readonly RecordedInventory[];
  readonly snapshot?: ReadSnapshot;
}

export interface JudgingTime {
  /** `YYYY-MM-DD`. */
  readonly asOf: string;
  /** How old data may be: `30 days`. */
  readonly maxAge: string;
}

/** @param name the only estate that is recorded when absent. Errors: those of `joinedEstate`. */
export async function openState(
  name: string | undefined,
  project: Project,
): Promise<Outcome<RecordedState>> {
  const joined = await joinedEstate(name, project);
  if (!joined.value) return failure(joined.diagnostics);
  const { estate, reconciled, recorded } = joined.value;
  const { value } = await openSources({ estate }, project);
  return {
    value: {
      estate,
      reconciled,
      recorded,
      ...(value?.snapshot ? { snapshot: value.snapshot } : {}),
    },
    diagnostics: joined.diagnostics,
  };
}

export function datedSources({ reconciled, recorded, snapshot }: RecordedState): DatedSource[] {
  return reconciled.parts.map(({ source: { id, name } }) => {
    const own = recorded.find(({ inventory }) => inventory.source.id === id);
    const day = own ? recordedDay(own) : snapshot ? dayOf(snapshot) : '';
    return { id, name, day };
  });
}

const dayOfSeconds = (seconds: number): string =>
  new Date(seconds * 1000).toISOString().slice(0, 10);

/** What is older than the limit: a source as a whole, or accounts of the graph. */
function staleGaps(
  state: RecordedState,
  inventory: Inventory,
  { asOf, maxAge }: JudgingTime,
): DriftGap[] {
  const limit = parsePeriod(maxAge);
  if (!limit) return [];
  const isStale = (day: string): boolean => after(day, limit) < asOf;
  return datedSources(state).flatMap(({ id, name, day }): DriftGap[] => {
    const whole: DriftGap = {
      gap: 'stale',
      what: name,
      why: `its data is of ${day}, more than ${maxAge} before ${asOf}`,
      name: id,
      hint: 'Record it again with `cadastre snapshot` or `cadastre import`.',
    };
    const units = id === CARTOGRAPHY.id ? state.snapshot?.updated?.units : undefined;
    if (isStale(day)) return [whole];
    if (!units) return [];
    return ownAccounts(inventory).flatMap((account): DriftGap[] => {
      const at = units[account];
      if (at === undefined || !isStale(dayOfSeconds(at))) return [];
      const called = inventory.accounts.get(account)?.name ?? account;
      return [
        {
          gap: 'stale',
          what: `account ${called === account ? account : `${called} (${account})`}`,
          why: `its data is of ${dayOfSeconds(at)}, more than ${maxAge} before ${asOf}`,
          id: account,
        },
      ];
    });
  });
}

function schemaGaps({ snapshot, reconciled }: RecordedState): DriftGap[] {
  const used = reconciled.parts.some(({ source }) => source.id === CARTOGRAPHY.id);
  const newer = used ? (snapshot?.cartography ?? []).filter((version) => isNewer(version)) : [];
  if (newer.length === 0) return [];
  const versions = newer.join(', ');
  return [
    {
      gap: 'unknown-schema',
      what: CARTOGRAPHY.name,
      why: `Cartography ${versions} wrote it; this version of Cadastre knows the schema up to ${KNOWN_VERSION}`,
      name: CARTOGRAPHY.id,
      hint: 'What a newer version renamed is not found. Use a newer version of Cadastre.',
    },
  ];
}

/** What the files of sources leave open. */
const unresolvedGaps = (
  recorded: readonly RecordedInventory[],
  isAsked: (source: string) => boolean,
): DriftGap[] =>
  recorded
    .filter(({ inventory }) => isAsked(inventory.source.id))
    .flatMap(({ unresolved }) =>
      unresolved.map(
        ({ what, reason, at }): DriftGap => ({
          gap: 'unresolved',
          what,
          why: reason,
          place: at,
        }),
      ),
    );

/** What runs, by these sources of the estate; where none of them says what runs, what they declare. */
export function runningState(
  state: RecordedState,
  isWanted: (source: string) => boolean,
  time: JudgingTime,
): RunningEstate & { readonly sources: readonly DatedSource[] } {
  const wanted = state.reconciled.parts.filter(({ source }) => isWanted(source.id));
  const all = wanted.length === state.reconciled.parts.length;
  const reconciled = all ? state.reconciled : reconcile(wanted.map(({ inventory }) => inventory));
  const isAny = wanted.some(({ source }) => isRunningSource(source.id));
  const isRunning = (source: string): boolean => !isAny || isRunningSource(source);
  const running = runningEstate(reconciled, isRunning);
  const own = { ...state, reconciled };
  return {
    ...running,
    sources: datedSources(own),
    gaps: [
      ...schemaGaps(own),
      ...staleGaps(own, running.side.inventory, time),
      ...running.gaps,
      ...unresolvedGaps(state.recorded, (id) => isWanted(id) && isRunning(id)),
    ],
  };
}

/** One source of an estate. */
export function sourceState(
  state: RecordedState,
  id: string,
  time: JudgingTime,
): (RunningEstate & { readonly sources: readonly DatedSource[] }) | undefined {
  return state.reconciled.parts.some(({ source }) => source.id === id)
    ? runningState(state, (source) => source === id, time)
    : undefined;
}

/** Diagnostics that do not keep from comparing: what is odd in the answers of a graph. */
export const oddities = (diagnostics: readonly Diagnostic[]): readonly Diagnostic[] =>
  diagnostics.filter(({ severity }) => severity === 'warning');
