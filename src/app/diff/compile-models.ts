/** The diagrams of an estate as they are compared. */

import { relative } from 'node:path';
import type { Diagnostic } from '../../model/diagnostic.ts';
import { type Compiled, compileSource, outputClashes } from '../compile/compile-source.ts';
import { sourcesOf } from '../compile/named-sources.ts';
import { type Project, slashed } from '../project.ts';

export type CompiledModel = Pick<Compiled, 'name' | 'source' | 'diagram' | 'icons' | 'digest'>;

export interface CompiledModels {
  readonly models: readonly CompiledModel[];
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
  for (const file of sources.value ?? []) {
    if (only.length > 0 && !only.includes(slashed(relative(project.root, file)))) continue;
    const source = await compileSource(file, project);
    diagnostics.push(...source.diagnostics);
    compiled.push(...source.diagrams);
  }
  diagnostics.push(...outputClashes(compiled));
  const models = compiled.map(({ name, source, diagram, icons, digest }) => ({
    ...{ name, source, diagram, icons, digest },
  }));
  return { models, diagnostics };
}
