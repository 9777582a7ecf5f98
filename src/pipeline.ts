/** Composes the stages: sources -> Diagram -> drawing -> files. What commands and the API call. */

import { join, resolve } from 'node:path';
import type { Diagnostic, Outcome } from './model/diagnostic.ts';
import type * as Approve from './pipeline/approve.ts';
import type * as Bundle from './pipeline/bundle.ts';
import type * as Check from './pipeline/check.ts';
import type { CompiledSource } from './pipeline/compile.ts';
import type * as Drafts from './pipeline/draft-manifest.ts';
import type { Estate } from './pipeline/estate.ts';
import type * as Init from './pipeline/init.ts';
import type * as Log from './pipeline/log.ts';
import type * as Publish from './pipeline/publish.ts';
import type * as Snapshot from './pipeline/snapshot.ts';
import type * as Verify from './pipeline/verify.ts';
import { findSources } from './sources/index.ts';

export { countsOf } from './compile/account.ts';
export { FORMATS, type Format } from './config-types.ts';

import { writeTogether } from './output/write.ts';

export { removePending } from './output/write.ts';
export type { Proposal } from './pipeline/approve.ts';
export type { Compiled, CompiledSource } from './pipeline/compile.ts';
export type { Estate } from './pipeline/estate.ts';
export { faultOf } from './pipeline/fault.ts';
export type { Initialised } from './pipeline/init.ts';
export type { Logged } from './pipeline/log.ts';
export { type Rendered, render } from './pipeline/render.ts';
export type { Snapped } from './pipeline/snapshot.ts';

/** Files to draw, from what was named on the command line. */
export async function sourcesOf(
  given: readonly string[],
  estate: Estate,
): Promise<Outcome<readonly string[]>> {
  const fonts = estate.config.fonts.map((font) => resolve(estate.root, font));
  if (fonts.length > 0) {
    const { checkFonts } = await import('./output/fonts.ts');
    const { diagnostics } = checkFonts(fonts);
    if (diagnostics.length > 0) return { diagnostics };
  }
  const named = given.length > 0 ? given : [join(estate.root, estate.config.sources)];
  return findSources(estate.root, named);
}

// The catalogue of kinds comes with compiling: each loads when it runs, so that drawing threads start first.

/** Loads and compiles one source. */
export async function compileSource(file: string, estate: Estate): Promise<CompiledSource> {
  return (await import('./pipeline/compile.ts')).compileSource(file, estate);
}

/** The diagnostic for a name that is no profile of rules. */
export async function unknownProfile(name: string): Promise<Diagnostic | undefined> {
  return (await import('./pipeline/judge.ts')).unknownProfile(name);
}

/** The rules that there are, those of the config too, for reporters. */
export const rulesOf = async (estate: Estate) =>
  (await import('./pipeline/judge.ts')).rulesOf(estate);

export const checkSources: typeof Check.checkSources = async (...args) =>
  (await import('./pipeline/check.ts')).checkSources(...args);

export const snapshot: typeof Snapshot.snapshot = async (...args) =>
  (await import('./pipeline/snapshot.ts')).snapshot(...args);

export const manifestRefused: typeof Drafts.manifestRefused = async (...args) =>
  (await import('./pipeline/draft-manifest.ts')).manifestRefused(...args);

export const publish: typeof Publish.publish = async (...args) =>
  (await import('./pipeline/publish.ts')).publish(...args);

export const approve: typeof Approve.approve = async (...args) =>
  (await import('./pipeline/approve.ts')).approve(...args);

export const verify: typeof Verify.verify = async (...args) =>
  (await import('./pipeline/verify.ts')).verify(...args);

export const log: typeof Log.log = async (...args) =>
  (await import('./pipeline/log.ts')).log(...args);

export const bundle: typeof Bundle.bundle = async (...args) =>
  (await import('./pipeline/bundle.ts')).bundle(...args);

/** Writes one file whole or not at all. */
export const writeWhole = (
  path: string,
  name: string,
  bytes: Uint8Array,
): { readonly diagnostics: readonly Diagnostic[] } => writeTogether([{ path, name, bytes }]);

export const init: typeof Init.init = async (...args) =>
  (await import('./pipeline/init.ts')).init(...args);
