/** What is recorded of an estate, opened: the answers of its graph, and the inventories of its other sources. */

import { existsSync } from 'node:fs';
import type { ReadSnapshot } from '../../graph/snapshot.ts';
import { CARTOGRAPHY } from '../../importers/cartography/aws/source.ts';
import type { RecordedInventory } from '../../inventory/recorded-file.ts';
import type { DerivedContent } from '../../model/content.ts';
import { type Diagnostic, error, type Origin, quote } from '../../model/diagnostic.ts';
import { sortedBy } from '../../model/order.ts';
import { openRecorded, recordedFiles } from '../import/recorded-inventories.ts';
import type { Project } from '../project.ts';
import { openSnapshot, snapshotPath } from './open-snapshot.ts';
import type { RecordedEstate } from './recorded-estate.ts';

export interface EstateSources {
  /** Absent where the graph is not recorded, or not wanted. */
  readonly snapshot?: ReadSnapshot;
  readonly estate?: RecordedEstate;
  /** In the order in which they are believed. */
  readonly recorded: readonly RecordedInventory[];
}

export interface OpenedSources {
  /** Absolute paths of what was looked for, there or not. */
  readonly paths: readonly string[];
  /** Absent after an error. */
  readonly value?: EstateSources;
  readonly diagnostics: readonly Diagnostic[];
}

/** Derivations that take an inventory of any source; the others are of a graph alone. */
const FROM_INVENTORY = new Set(['organization', 'network']);

/** Sources that say what runs; what the others say is what was declared. */
const RUNNING: readonly string[] = [CARTOGRAPHY.id, 'aws', 'aws-config'];

/** Whether a source says what runs, and not what was declared. */
export const isRunningSource = (source: string): boolean => RUNNING.includes(source);

/** What runs before what is declared, each by name. */
export const trustOrder = (source: string): string => {
  const at = RUNNING.indexOf(source);
  return at < 0 ? `~${source}` : String(at);
};

/** Tables say what people know, and no code. */
const NO_CODE: readonly string[] = [...RUNNING, 'tables'];

/** What is known only where it is declared, or only where it runs, though the other was looked at. Sources by id. */
export function onlyOf(
  known: readonly string[],
  lacking: readonly string[],
): 'declared' | 'running' | undefined {
  const runs = (id: string): boolean => RUNNING.includes(id);
  if (!known.some(runs) && lacking.some(runs)) return 'declared';
  const isCode = (id: string): boolean => !NO_CODE.includes(id);
  return known.every(runs) && lacking.some(isCode) ? 'running' : undefined;
}

interface Wanted {
  readonly estate: string;
  /** One source alone; all when absent. */
  readonly source?: string;
  readonly origin?: Origin;
}

/** Errors: `not-recorded`, and those of reading recorded files. */
export async function openSources(
  { estate: name, source, origin }: Wanted,
  project: Project,
): Promise<OpenedSources> {
  const graph = snapshotPath(name, project);
  const files = source === CARTOGRAPHY.id ? [] : recordedFiles(name, project);
  const wantsGraph =
    source === CARTOGRAPHY.id ||
    (source === undefined && (files.length === 0 || existsSync(graph)));
  const listed =
    source === undefined
      ? Object.keys(Object.assign({}, ...(project.config.estates[name] ?? [])))
      : [source];
  const diagnostics: Diagnostic[] = [];
  const recorded: RecordedInventory[] = [];
  for (const path of files) {
    const opened = openRecorded(path, name, project);
    diagnostics.push(...opened.diagnostics);
    if (opened.value && (source === undefined || opened.value.inventory.source.id === source))
      recorded.push(opened.value);
  }
  const opened = wantsGraph ? await openSnapshot(name, origin, project) : undefined;
  diagnostics.push(...(opened?.diagnostics ?? []));
  const there = [
    ...recorded.map(({ inventory }) => inventory.source.id),
    ...(wantsGraph ? [CARTOGRAPHY.id] : []),
  ];
  if (diagnostics.length === 0)
    for (const id of listed)
      if (!there.includes(id)) diagnostics.push(missing(name, id, there, origin));
  const paths = [...files, ...(wantsGraph ? [graph] : [])];
  if (diagnostics.length > 0) return { paths, diagnostics };
  const value = {
    ...opened?.value,
    recorded: sortedBy(recorded, ({ inventory }) => trustOrder(inventory.source.id)),
  };
  return { paths, value, diagnostics };
}

function missing(
  name: string,
  source: string,
  there: readonly string[],
  origin?: Origin,
): Diagnostic {
  const message = `the source ${quote(source)} of the estate ${quote(name)} is not recorded`;
  const known = there.length > 0 ? `It has ${there.join(', ')}. ` : '';
  const hint = `${known}Run \`cadastre snapshot ${name}\` or \`cadastre import\`, and commit the file.`;
  return error('not-recorded', message, origin, { hint });
}

/**
 * Of one piece of derived content.
 * Errors: those of `openSources`; `invalid-value` for a source that it is not drawn from.
 */
export async function sourcesFor(
  { estate, source, derivation, origin }: DerivedContent,
  project: Project,
): Promise<OpenedSources> {
  const at = origin ? { origin } : {};
  if (FROM_INVENTORY.has(derivation))
    return openSources({ estate, ...(source === undefined ? {} : { source }), ...at }, project);
  const hint = `Drawn from any source: ${[...FROM_INVENTORY].join(', ')}.`;
  const graph = `${derivation} is drawn from the graph of Cartography alone`;
  if (source !== undefined && source !== CARTOGRAPHY.id) {
    const message = `${graph}, not from ${quote(source)}`;
    return { paths: [], diagnostics: [error('invalid-value', message, origin, { hint })] };
  }
  if (!existsSync(snapshotPath(estate, project)) && recordedFiles(estate, project).length > 0) {
    const message = `${graph}, which is not recorded for the estate ${quote(estate)}`;
    const paths = [snapshotPath(estate, project)];
    return { paths, diagnostics: [error('not-recorded', message, origin, { hint })] };
  }
  return openSources({ estate, source: CARTOGRAPHY.id, ...at }, project);
}
