/** Everything that is recorded of an estate, joined. */

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { RecordedInventory } from '../../inventory/recorded-file.ts';
import { type Diagnostic, error, failure, type Outcome, quote } from '../../model/diagnostic.ts';
import { byCodeUnit } from '../../model/order.ts';
import { type Reconciled, reconcile } from '../../reconcile/reconcile.ts';
import { openSources } from '../compile/estate-sources.ts';
import { snapshotPath } from '../compile/open-snapshot.ts';
import { drawnEstates } from '../import/drawn-estates.ts';
import { recordedEstates } from '../import/recorded-inventories.ts';
import type { Project } from '../project.ts';
import { graphInventory } from './graph-inventory.ts';

export interface JoinedEstate {
  readonly estate: string;
  readonly reconciled: Reconciled;
  /** Of files, with what they leave open. */
  readonly recorded: readonly RecordedInventory[];
}

/** Names of all estates of which anything is recorded, sorted. */
export function recordedNames(project: Project): readonly string[] {
  const folder = join(snapshotPath('x', project), '..');
  let names: string[] = [];
  try {
    names = readdirSync(folder).filter((name) => name.endsWith('.json'));
  } catch {
    // Nothing is recorded.
  }
  const recorded = recordedEstates(project);
  const graphs = names
    .map((name) => name.slice(0, -'.json'.length))
    .filter((name) => !recorded.some((estate) => name.startsWith(`${estate}.`)));
  return [...new Set([...graphs, ...recorded])].sort(byCodeUnit);
}

/** Those, and the ones that the config names, sorted. */
const knownEstates = (project: Project): readonly string[] =>
  [...new Set([...recordedNames(project), ...Object.keys(project.config.estates)])].sort(
    byCodeUnit,
  );

/** The estate of a name, or the only one. Errors: `unknown-estate`. */
export function namedEstate(name: string | undefined, project: Project): Outcome<string> {
  const known = knownEstates(project);
  const [only] = known;
  if (name !== undefined && known.includes(name)) return { value: name, diagnostics: [] };
  if (name === undefined && known.length === 1 && only !== undefined)
    return { value: only, diagnostics: [] };
  const message =
    name !== undefined
      ? `the estate ${quote(name)} is not recorded`
      : known.length === 0
        ? 'no estate is recorded'
        : 'several estates are recorded: say which';
  const hint =
    known.length > 0
      ? `There are ${known.join(', ')}.`
      : 'Run `cadastre snapshot` or `cadastre import` first.';
  return { diagnostics: [error('unknown-estate', message, undefined, { hint })] };
}

/**
 * All sources of an estate as one inventory.
 * @param name the only one that is recorded when absent
 * Errors: `unknown-estate`, `not-recorded`, those of reading the recorded files; warnings: what is odd in the graph's answers.
 */
export async function joinedEstate(
  name: string | undefined,
  project: Project,
): Promise<Outcome<JoinedEstate>> {
  const named = namedEstate(name, project);
  if (named.value === undefined) return named;
  const estate = named.value;
  const { value: sources, diagnostics: wrong } = await openSources({ estate }, project);
  if (!sources) return failure(wrong);
  const diagnostics: Diagnostic[] = [...wrong];
  const drawn = await drawnEstates(project);
  const context = { tagKeys: drawn.tagKeys(estate) };
  const graph =
    sources.estate &&
    (await graphInventory(sources.estate, context, (found) => diagnostics.push(found)));
  const inventories = sources.recorded.map(({ inventory }) => inventory);
  const reconciled = reconcile([...(graph ? [graph] : []), ...inventories]);
  // What is odd is said once, though several questions are read of it.
  const unique = [...new Map(diagnostics.map((d) => [JSON.stringify(d), d])).values()];
  return { value: { estate, reconciled, recorded: sources.recorded }, diagnostics: unique };
}
