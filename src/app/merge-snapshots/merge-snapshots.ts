/** What git's merge driver calls: two recordings of one base become one, or are left as they are. */

import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { keyOf, type ReadSnapshot, readSnapshot } from '../../graph/snapshot.ts';
import { mergeRecordings } from '../../inventory/merge-recorded.ts';
import { printRecorded, readRecorded, recordedOf } from '../../inventory/recorded-file.ts';
import { type Diagnostic, failure, type Outcome, quote, refused } from '../../model/diagnostic.ts';
import { writeTogether } from '../../render/output/write.ts';

/** Paths of the three files, as git names them: `%O %A %B`. */
export interface SnapshotMerge {
  readonly base: string;
  /** It gets the result. */
  readonly ours: string;
  readonly theirs: string;
}

const AGAIN =
  'Take one of the two files whole, and record the estate again: `cadastre snapshot` or `cadastre import`.';

const cannot = (why: string) =>
  refused('snapshot-unmergeable', `the two recordings cannot be merged: ${why}`, AGAIN);

/** The estate that a snapshot of a graph is of. */
const graphEstate = (text: string): string | undefined => {
  const [, estate] =
    /^\{\r?\n"format": "cadastre\/snapshot@\d+",\r?\n"estate": ("(?:[^"\\]|\\.)*"),/.exec(text) ??
    [];
  return estate === undefined ? undefined : (JSON.parse(estate) as string);
};

/**
 * Of two answers of a graph, the newer one where it lacks nothing that the other has. Rows of two syncs are never put
 * together: they could show a way that neither graph had.
 */
function newerGraph(ours: ReadSnapshot, theirs: ReadSnapshot): 'ours' | 'theirs' | string {
  const time = ({ updated, taken }: ReadSnapshot): string => `${updated?.to ?? ''} ${taken}`;
  if (time(ours) === time(theirs)) return 'both hold data of the same second';
  const ourTime = [ours.updated?.to ?? 0, Date.parse(ours.taken)] as const;
  const theirTime = [theirs.updated?.to ?? 0, Date.parse(theirs.taken)] as const;
  const side =
    ourTime[0] > theirTime[0] || (ourTime[0] === theirTime[0] && ourTime[1] > theirTime[1])
      ? 'ours'
      : 'theirs';
  const [newer, older] = side === 'ours' ? [ours, theirs] : [theirs, ours];
  const keys = new Set(newer.queries.map(keyOf));
  const unasked = older.queries.filter((query) => !keys.has(keyOf(query))).length;
  if (unasked > 0) return `the newer one does not answer ${unasked} of the questions of the other`;
  for (const [unit, at] of Object.entries(older.updated?.units ?? {}))
    if ((newer.updated?.units?.[unit] ?? -1) < at) return `the other one has newer data of ${unit}`;
  return side;
}

interface ReadSides {
  readonly base: string | undefined;
  readonly ours: string;
  readonly theirs: string;
}

function read(paths: SnapshotMerge): Outcome<ReadSides> {
  const text = (path: string): string | undefined => {
    try {
      return readFileSync(resolve(path), 'utf8');
    } catch {
      return undefined;
    }
  };
  const [base, ours, theirs] = [text(paths.base), text(paths.ours), text(paths.theirs)];
  const missing = ours === undefined ? paths.ours : theirs === undefined ? paths.theirs : undefined;
  if (ours === undefined || theirs === undefined)
    return refused(
      'not-found',
      `no file ${quote(missing ?? '')}`,
      'Pass three paths: BASE OURS THEIRS.',
    );
  // git gives an empty base where both sides added the file.
  const known = base === undefined || base.trim() === '' ? undefined : base;
  return { value: { base: known, ours, theirs }, diagnostics: [] };
}

function mergedText({ base, ours, theirs }: ReadSides, paths: SnapshotMerge): Outcome<string> {
  if (ours === theirs || theirs === base) return { value: ours, diagnostics: [] };
  if (ours === base) return { value: theirs, diagnostics: [] };
  const recorded = recordedOf(ours);
  const estate = recorded?.estate ?? graphEstate(ours);
  if (estate === undefined) return cannot('the file is no recorded estate');
  if (!recorded) {
    const [a, b] = [
      readSnapshot(ours, paths.ours, estate),
      readSnapshot(theirs, paths.theirs, estate),
    ];
    if (!a.value || !b.value) return failure([...a.diagnostics, ...b.diagnostics]);
    const side = newerGraph(a.value, b.value);
    if (side === 'ours' || side === 'theirs')
      return { value: side === 'ours' ? ours : theirs, diagnostics: [] };
    return cannot(side);
  }
  const [a, b] = [
    readRecorded(ours, paths.ours, estate),
    readRecorded(theirs, paths.theirs, estate),
  ];
  if (!a.value || !b.value) return failure([...a.diagnostics, ...b.diagnostics]);
  const old = base === undefined ? undefined : readRecorded(base, paths.base, estate).value;
  const result = mergeRecordings(old, a.value, b.value);
  return 'refused' in result
    ? cannot(result.refused)
    : { value: printRecorded(result.merged, result.merged), diagnostics: [] };
}

/**
 * Writes the merged recording over `ours`; after an error, nothing is written.
 * Errors: `snapshot-unmergeable`, `not-found`, `unwritable`, those of reading recordings.
 */
export function mergeSnapshots(paths: SnapshotMerge): readonly Diagnostic[] {
  const sides = read(paths);
  if (!sides.value) return sides.diagnostics;
  const { value, diagnostics } = mergedText(sides.value, paths);
  if (value === undefined) return diagnostics;
  const path = resolve(paths.ours);
  return writeTogether([{ path, name: paths.ours, bytes: Buffer.from(value) }]).diagnostics;
}
