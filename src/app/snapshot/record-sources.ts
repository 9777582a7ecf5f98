/** Records the sources of estates that the config names: files, and what the graph is asked besides what diagrams ask. */

import { glob } from 'tinyglobby';
import { type Diagnostic, error, hasErrors, quote } from '../../model/diagnostic.ts';
import { gather } from '../../model/order.ts';
import type { EstateSource } from '../../sources/config/types.ts';
import { drawnEstates } from '../import/drawn-estates.ts';
import { readFacts } from '../import/read-facts.ts';
import { readFiles } from '../import/read-files.ts';
import { recordFacts } from '../import/record-facts.ts';
import type { Project } from '../project.ts';

/** A recorded inventory as it is on the disk now. */
export interface RecordedSource {
  readonly estate: string;
  readonly source: string;
  /** Relative to the root. */
  readonly file: string;
  readonly files: number;
  /** False where the file held the same facts already. */
  readonly changed: boolean;
}

export interface RecordedSources {
  readonly recorded: readonly RecordedSource[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Files and folders of each source of files, as the config names them. */
function patternsOf(sources: readonly EstateSource[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const source of sources)
    for (const [id, where] of Object.entries(source)) {
      if (where === true || where === undefined) continue;
      const lists =
        typeof where === 'string' || Array.isArray(where) ? [where] : Object.values(where);
      for (const pattern of lists.flat()) gather(found, id, pattern as string);
    }
  return found;
}

/** Absolute paths, with patterns expanded. */
async function pathsOf(patterns: readonly string[], root: string): Promise<readonly string[]> {
  const found = await glob([...patterns], {
    cwd: root,
    ...{ absolute: true, onlyFiles: false, expandDirectories: false, followSymbolicLinks: false },
    dot: true,
  });
  return found.sort();
}

/** Whether the graph says what an estate is made of: where the config lists its sources, only if it is one of them. */
export function asksGraph(estate: string, { config }: Project): boolean {
  const sources = config.estates[estate];
  return sources === undefined || sources.some(({ cartography }) => cartography === true);
}

/**
 * Records all sources of files of these estates.
 * Errors: `not-found` for a pattern that nothing matches; those of importing.
 */
export async function recordSources(
  estates: readonly string[],
  project: Project,
  by: string,
): Promise<RecordedSources> {
  const recorded: RecordedSource[] = [];
  const diagnostics: Diagnostic[] = [];
  const drawn = await drawnEstates(project);
  for (const estate of estates)
    for (const [source, patterns] of patternsOf(project.config.estates[estate] ?? [])) {
      const paths = await pathsOf(patterns, project.root);
      if (paths.length === 0) {
        const message = `nothing matches ${patterns.map(quote).join(', ')}, a source of the estate ${quote(estate)}`;
        const hint = 'Correct `estates` in the config; paths count from the root of the project.';
        diagnostics.push(error('not-found', message, undefined, { hint }));
        continue;
      }
      const read = readFiles(paths, project);
      const facts = await readFacts(read.files, drawn.tagKeys(estate), source);
      const found = [...read.diagnostics, ...facts.diagnostics];
      diagnostics.push(...found);
      if (hasErrors(found)) continue;
      const kept = recordFacts(estate, facts.facts, project, by);
      diagnostics.push(...kept.diagnostics);
      for (const { file, changed, files } of kept.value ?? [])
        recorded.push({ estate, source, file, files, changed });
    }
  return { recorded, diagnostics };
}
