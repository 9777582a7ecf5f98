/** The project around a folder. */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Outcome, outcome } from '../model/diagnostic.ts';
import { findRoot, loadConfig, loadConfigData } from '../sources/config/config.ts';
import { forgetLoaded } from '../sources/typescript/loaded-texts.ts';
import type { Project } from './project.ts';

/** Begins a piece of work in it, and reads its config, which may be code. */
export async function openProject(folder: string): Promise<Outcome<Project>> {
  forgetLoaded();
  const root = findRoot(folder);
  const { value, files, diagnostics } = await loadConfig(root);
  return outcome(value && { root, config: value, configFiles: files }, diagnostics);
}

export interface ForeignProject {
  readonly project: Project;
  /** A config that is code: it was not run, and nothing else says where the published files are. */
  readonly skipped?: string;
}

/**
 * The project of someone whose work is judged: none of its code is run, not even its config. What a config in
 * TypeScript says of the output folder has to be given: `out`.
 */
export async function openForeignProject(
  folder: string,
  out: string | undefined,
): Promise<Outcome<ForeignProject>> {
  const root = findRoot(folder);
  const read = await loadConfigData(root);
  if (!read.value) return read;
  const { config, skipped } = read.value;
  const found = existsSync(join(root, config.out, 'manifest.json'));
  const project = { root, config: out === undefined ? config : { ...config, out } };
  const unknown = skipped !== undefined && !found && out === undefined;
  return {
    value: { project, ...(unknown ? { skipped } : {}) },
    diagnostics: read.diagnostics,
  };
}
