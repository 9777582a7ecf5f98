/** The diagrams of an estate as they are compared. */

import { relative } from 'node:path';
import { type Diagnostic, hasErrors } from '../../model/diagnostic.ts';
import { type Compiled, compileSource, outputClashes } from '../compile/compile-source.ts';
import { sourcesOf } from '../compile/named-sources.ts';
import { type Project, slashed } from '../project.ts';

export type CompiledModel = Pick<Compiled, 'name' | 'source' | 'diagram' | 'icons' | 'digest'>;

export interface CompiledModels {
  readonly models: readonly CompiledModel[];
  /** Sources with an error, relative to the root: what they would make is not known. */
  readonly failed: readonly string[];
  /** An error that is not one source's: nothing can be said of any. */
  readonly broken: boolean;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * All diagrams, or those of some sources.
 * @param only sources relative to the root; empty: all
 */
export async function compileModels(
  project: Project,
  only: readonly string[],
): Promise<CompiledModels> {
  const sources = await sourcesOf([], project);
  // A revision from before the first diagram has none, and that is no error.
  const none = sources.diagnostics.every(({ code }) => code === 'not-found');
  const diagnostics: Diagnostic[] = none ? [] : [...sources.diagnostics];
  const compiled: Compiled[] = [];
  const failed: string[] = [];
  for (const file of sources.value ?? []) {
    if (only.length > 0 && !only.includes(slashed(relative(project.root, file)))) continue;
    const source = await compileSource(file, project);
    diagnostics.push(...source.diagnostics);
    if (hasErrors(source.diagnostics)) failed.push(source.source);
    else compiled.push(...source.diagrams);
  }
  const clashes = outputClashes(compiled);
  const broken = !none || hasErrors(clashes);
  diagnostics.push(...clashes);
  const models = compiled.map(({ name, source, diagram, icons, digest }) => ({
    ...{ name, source, diagram, icons, digest },
  }));
  return { models, failed, broken, diagnostics };
}
