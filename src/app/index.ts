/** Composes the stages: sources -> Diagram -> drawing -> files. What commands and the API call. */

import { join, resolve } from 'node:path';
import { type Diagnostic, failure, type Outcome } from '../model/diagnostic.ts';
import { findSources } from '../sources/index.ts';
import type * as Approve from './approve/approve.ts';
import type * as Bundle from './bundle/bundle.ts';
import type * as Check from './check/check.ts';
import type { CompiledSource } from './compile/compile-source.ts';
import type * as Init from './init/init.ts';
import type * as Log from './log/log.ts';
import type { Project } from './project.ts';
import type * as Drafts from './publish/draft-manifest.ts';
import type * as Publish from './publish/publish.ts';
import type * as Snapshot from './snapshot/snapshot.ts';
import type * as Verify from './verify/verify.ts';

export { countsOf } from '../compile/account.ts';
export { FORMATS, type Format } from '../sources/config/types.ts';

import { writeTogether } from '../render/output/write.ts';

export { removePending } from '../render/output/write.ts';
export type { Proposal } from './approve/approve.ts';
export type { Compiled, CompiledSource } from './compile/compile-source.ts';
export { type Rendered, render } from './draw/render.ts';
export type { Initialised } from './init/init.ts';
export type { Logged } from './log/log.ts';
export type { Project } from './project.ts';
export type { Snapped } from './snapshot/snapshot.ts';
export { faultOf } from './system-error.ts';

/** Files to draw, from what was named on the command line. */
export async function sourcesOf(
  given: readonly string[],
  project: Project,
): Promise<Outcome<readonly string[]>> {
  const fonts = project.config.fonts.map((font) => resolve(project.root, font));
  if (fonts.length > 0) {
    const { checkFonts } = await import('../render/output/fonts.ts');
    const { diagnostics } = checkFonts(fonts);
    if (diagnostics.length > 0) return failure(diagnostics);
  }
  const named = given.length > 0 ? given : [join(project.root, project.config.sources)];
  return findSources(project.root, named);
}

// The catalogue of kinds comes with compiling: each loads when it runs, so that drawing threads start first.

/** Loads and compiles one source. */
export async function compileSource(file: string, project: Project): Promise<CompiledSource> {
  return (await import('./compile/compile-source.ts')).compileSource(file, project);
}

/** The diagnostic for a name that is no profile of rules. */
export async function unknownProfile(name: string): Promise<Diagnostic | undefined> {
  return (await import('./check/judge.ts')).unknownProfile(name);
}

/** The rules that there are, those of the config too, for reporters. */
export const rulesOf = async (project: Project) =>
  (await import('./check/judge.ts')).rulesOf(project);

export const checkSources: typeof Check.checkSources = async (...args) =>
  (await import('./check/check.ts')).checkSources(...args);

export const snapshot: typeof Snapshot.snapshot = async (...args) =>
  (await import('./snapshot/snapshot.ts')).snapshot(...args);

export const manifestRefused: typeof Drafts.manifestRefused = async (...args) =>
  (await import('./publish/draft-manifest.ts')).manifestRefused(...args);

export const publish: typeof Publish.publish = async (...args) =>
  (await import('./publish/publish.ts')).publish(...args);

export const approve: typeof Approve.approve = async (...args) =>
  (await import('./approve/approve.ts')).approve(...args);

export const verify: typeof Verify.verify = async (...args) =>
  (await import('./verify/verify.ts')).verify(...args);

export const log: typeof Log.log = async (...args) => (await import('./log/log.ts')).log(...args);

export const bundle: typeof Bundle.bundle = async (...args) =>
  (await import('./bundle/bundle.ts')).bundle(...args);

/** Writes one file whole or not at all. */
export const writeWhole = (
  path: string,
  name: string,
  bytes: Uint8Array,
): { readonly diagnostics: readonly Diagnostic[] } => writeTogether([{ path, name, bytes }]);

export const init: typeof Init.init = async (...args) =>
  (await import('./init/init.ts')).init(...args);
