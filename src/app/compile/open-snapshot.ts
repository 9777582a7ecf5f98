/** The recorded answers of a graph, opened for what is derived from them. */

import { readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { keyOf, type ReadSnapshot, readSnapshot } from '../../graph/snapshot.ts';
import { error, type Origin, type Outcome, quote } from '../../model/diagnostic.ts';
import { type Project, slashed } from '../project.ts';
import type { RecordedEstate } from './recorded-estate.ts';

/** The file of a recorded estate, absolute. */
export const snapshotPath = (name: string, project: Project): string =>
  join(project.root, project.config.sources, 'snapshots', `${name}.json`);

export interface OpenedSnapshot {
  readonly snapshot: ReadSnapshot;
  readonly estate: RecordedEstate;
}

// A run draws many diagrams of one snapshot, and parsing is the dear part. Keyed by the content: a watched file changes.
let last:
  | { readonly path: string; readonly content: Buffer; readonly read: Outcome<OpenedSnapshot> }
  | undefined;

function opened(snapshot: ReadSnapshot): OpenedSnapshot {
  const byKey = new Map(snapshot.queries.map((query) => [keyOf(query), query]));
  return {
    snapshot,
    estate: {
      answer(question) {
        const recorded = byKey.get(keyOf(question));
        return recorded && { ...recorded, at: (n) => snapshot.at(recorded, n) };
      },
    },
  };
}

/**
 * @param origin what asks for it, for messages
 * Errors: `not-recorded`, and those of reading a snapshot.
 */
export async function openSnapshot(
  name: string,
  origin: Origin | undefined,
  project: Project,
): Promise<Outcome<OpenedSnapshot>> {
  const path = snapshotPath(name, project);
  const shown = slashed(relative(project.root, path));
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (thrown) {
    const { code } = thrown as NodeJS.ErrnoException;
    const message =
      code === 'ENOENT'
        ? `the estate ${quote(name)} is not recorded: ${shown} does not exist`
        : `${shown} cannot be read (${code})`;
    const hint = 'Run `cadastre snapshot` where the graph can be reached, and commit the file.';
    return { diagnostics: [error('not-recorded', message, origin, { hint })] };
  }
  if (last?.path === path && last.content.equals(bytes)) return last.read;
  const { value, diagnostics } = readSnapshot(bytes, shown, name);
  const read = value ? { value: opened(value), diagnostics } : { diagnostics };
  last = { path, content: bytes, read };
  return read;
}
