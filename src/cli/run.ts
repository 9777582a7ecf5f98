/** What all commands share: the project they work in, how they report, how they end. */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Project } from '../app/index.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { hasErrors } from '../model/diagnostic.ts';
import { diagnosticText } from '../report/text.ts';
import { findRoot, loadConfig, loadConfigData } from '../sources/config/config.ts';

/** 0: fine. 1: it worked and found something. 2: it could not do its work. */
export type ExitCode = 0 | 1 | 2;

export interface CommonOptions {
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly failOn?: 'error' | 'warning';
}

export const out = (text: string): void => {
  process.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
};

/** Progress and diagnostics: stderr, so that results can be piped. */
export const say = (text: string): void => {
  process.stderr.write(`${text}\n`);
};

/** One JSON document on stdout, and nothing else. */
export const outJson = (value: unknown): void => out(JSON.stringify(value, undefined, 2));

/** Ends a command that could not begin. */
export function refuse(diagnostics: readonly Diagnostic[], options: CommonOptions): void {
  if (options.json) outJson({ diagnostics });
  else report(diagnostics);
  process.exitCode = 2;
}

export function report(diagnostics: readonly Diagnostic[]): void {
  for (const diagnostic of diagnostics) say(diagnosticText(diagnostic));
}

/** The project around the current folder; ends with exit code 2 when its config is wrong. */
export async function openProject(options: CommonOptions): Promise<Project | undefined> {
  const root = findRoot(process.cwd());
  const { value, files, diagnostics } = await loadConfig(root);
  if (value) {
    if (diagnostics.length > 0) report(diagnostics);
    return { root, config: value, configFiles: files };
  }
  refuse(diagnostics, options);
  return undefined;
}

/**
 * The project of someone whose work is judged: nothing of it is run, not even its config. What a config in
 * TypeScript says of the output folder has to be said again: `out`.
 */
export async function openForeignProject(
  options: CommonOptions & { readonly out?: string },
): Promise<Project | undefined> {
  const root = findRoot(process.cwd());
  const { value, diagnostics } = await loadConfigData(root);
  if (!value) {
    refuse(diagnostics, options);
    return undefined;
  }
  const found = existsSync(join(root, value.config.out, 'manifest.json'));
  if (value.skipped && !found && options.out === undefined && !options.quiet && !options.json)
    say(
      `${value.skipped} is code and was not run; if it names another output folder than out/, say it by --out.`,
    );
  const config = options.out === undefined ? value.config : { ...value.config, out: options.out };
  return { root, config };
}

/**
 * @param bad exit code for errors: 2 where the work could not be done, 1 where
 *   finding them was the work
 */
export function exitCode(
  diagnostics: readonly Diagnostic[],
  bad: ExitCode,
  options: CommonOptions,
  { config }: Project,
): ExitCode {
  if (hasErrors(diagnostics)) return bad;
  return (options.failOn ?? config.failOn) === 'warning' && diagnostics.length > 0 ? 1 : 0;
}
