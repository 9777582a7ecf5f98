/** Whether each merged change to the diagrams has a record that lacks nothing. */

import { type Diagnostic, failure, type Outcome } from '../../model/diagnostic.ts';
import type { Project } from '../project.ts';
import { recordOf } from './change.ts';
import { mergedChanges, readRange } from './commits.ts';
import type { StatementKey } from './statements.ts';

/** A commit on the line of first parents that changes what a diagram says. */
export interface MergedChange {
  readonly commit: string;
  readonly subject: string;
  readonly author: string;
  /** ISO 8601, UTC. */
  readonly time: string;
  /** Names of the diagrams that changed. */
  readonly diagrams: readonly string[];
  readonly missing: readonly StatementKey[];
  /** Sources that could not be compiled before or after: whether they changed is not known. */
  readonly notCompared: readonly string[];
}

/**
 * Oldest first. A commit that changes no model, such as one to a comment, needs no record.
 * Errors: those of `readRange` and `recordOf`.
 */
export async function checkChanges(
  range: string,
  project: Project,
  onDone: (subject: string, n: number, of: number) => void = () => {},
): Promise<Outcome<readonly MergedChange[]>> {
  const read = await readRange(range, project);
  if (!read.value) return failure(read.diagnostics);
  const merged = await mergedChanges(read.value, project);
  if (!merged.value) return failure(merged.diagnostics);
  const known = new Map();
  const changes: MergedChange[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const [i, id] of merged.value.entries()) {
    const one = await readRange(id, project);
    const record = one.value && (await recordOf(one.value, project, { known, paths: false }));
    if (!one.value || !record?.value) return failure((record ?? one).diagnostics);
    diagnostics.push(...record.diagnostics);
    const { diff, missing } = record.value;
    const own = one.value.commits.find((commit) => commit.id === id);
    const { subject = '', author = '', time = '' } = own ?? {};
    onDone(subject, i + 1, merged.value.length);
    const diagrams = diff.diagrams.flatMap(({ name, change }) =>
      change === 'unchanged' ? [] : [name],
    );
    if (diagrams.length === 0 && diff.notCompared.length === 0) continue;
    changes.push({
      ...{ commit: id, subject, author, time, diagrams, missing },
      notCompared: diff.notCompared,
    });
  }
  // A side that is the end of one change and the beginning of the next says its errors twice.
  const unique = [...new Map(diagnostics.map((one) => [JSON.stringify(one), one])).values()];
  return { value: changes, diagnostics: unique };
}
