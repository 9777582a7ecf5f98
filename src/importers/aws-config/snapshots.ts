/** Of several snapshots of one account and region the newest holds what is there: what was deleted is in the older ones only. */

import { type Diagnostic, warning } from '../../model/diagnostic.ts';
import { byCodeUnit } from '../../model/order.ts';
import type { UnresolvedFact } from '../file-importer.ts';
import type { Capture } from './capture.ts';
import type { ConfigDocuments, SnapshotFile } from './documents.ts';

export interface CurrentCaptures {
  readonly captures: readonly Capture[];
  readonly diagnostics: readonly Diagnostic[];
  readonly unresolved: readonly UnresolvedFact[];
}

export function currentCaptures({ captures, snapshots }: ConfigDocuments): CurrentCaptures {
  const diagnostics: Diagnostic[] = [];
  const unresolved: UnresolvedFact[] = [];
  /** `PLACE FILE` of what is not read. */
  const older = new Set<string>();
  for (const [place, files] of snapshots) {
    const [account = '', region = ''] = place.split('|');
    const undated = files.filter(({ taken }) => taken === undefined);
    const [first] = undated;
    if (first && files.length > 1) {
      const reason = `one of ${files.length} snapshots of ${account} in ${region}: which is the newest is not known, so what was deleted may be in it`;
      unresolved.push({ what: first.path, reason, at: { file: first.path } });
    }
    const newest = lastOf(files);
    for (const { path, taken } of files) {
      if (newest?.taken === undefined || taken === undefined || taken === newest.taken) continue;
      older.add(`${place} ${path}`);
      const message = `an older snapshot of ${account} in ${region} than ${newest.path}: not read`;
      const hint = 'Leave out older snapshots.';
      diagnostics.push(warning('import-superseded', message, { file: path }, { hint }));
    }
  }
  const current = captures.filter(
    ({ account, region, at }) => !older.has(`${account}|${region} ${at.file}`),
  );
  return { captures: current, diagnostics, unresolved };
}

const lastOf = (files: readonly SnapshotFile[]): SnapshotFile | undefined =>
  files
    .filter(({ taken }) => taken !== undefined)
    .sort((a, b) => byCodeUnit(a.taken ?? '', b.taken ?? ''))
    .at(-1);
