/** Facts of files -> recorded inventories, one for each source. */

import type { ImportedFacts } from '../../inventory/imported.ts';
import { type Diagnostic, failure, type Outcome, quote, warning } from '../../model/diagnostic.ts';
import type { Project } from '../project.ts';
import { type Kept, keepRecorded } from './recorded-inventories.ts';

/** Inputs that the recorded inventory was made of and that were not read this time: their facts are gone. */
function dropped({ file, before }: Kept, facts: ImportedFacts): Diagnostic[] {
  const now = new Set(facts.inputs.map(({ path }) => path));
  const gone = (before?.inputs ?? []).flatMap(({ path }) => (now.has(path) ? [] : path));
  const [first] = gone;
  if (first === undefined) return [];
  const others = gone.length > 1 ? ` and ${gone.length - 1} more` : '';
  const message = `it no longer holds what ${quote(first)}${others} said`;
  const hint = 'One import records all files of a source: name them together.';
  return [warning('import-dropped', message, { file }, { hint })];
}

/**
 * @param by what records: `cadastre 0.1.0`
 * Errors: `unwritable`. Warnings: `import-dropped`.
 */
export function recordFacts(
  estate: string,
  facts: readonly ImportedFacts[],
  project: Project,
  by: string,
): Outcome<readonly Kept[]> {
  const taken = `${new Date().toISOString().slice(0, 19)}Z`;
  const kept: Kept[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const one of facts) {
    const { value, diagnostics: unwritten } = keepRecorded({ estate, taken, by }, one, project);
    diagnostics.push(...unwritten);
    if (!value) return failure(diagnostics);
    kept.push(value);
    diagnostics.push(...dropped(value, one));
  }
  return { value: kept, diagnostics };
}
