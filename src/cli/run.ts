/** What all commands share: the project they work in, how they print, how they end. */

import type { Project } from '../app/project.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { FINDINGS_REPORTERS, type Findings, type FindingsOptions } from '../report/findings.ts';
import { diagnosticText } from '../report/text.ts';
import { out, print, say } from './print.ts';

export { out, print, say } from './print.ts';

export interface CommonOptions {
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly failOn?: 'error' | 'warning';
}

/** One JSON document on stdout, and nothing else. */
export const outJson = (value: unknown): void => out(JSON.stringify(value, undefined, 2));

/** Ends a command that could not start. */
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
  const opened = await (await import('../app/open-project.ts')).openProject(process.cwd());
  if (!opened.value) refuse(opened.diagnostics, options);
  else report(opened.diagnostics);
  return opened.value;
}

/** The project of the assessed party: none of its code is run. */
export async function openForeignProject(
  options: CommonOptions & { readonly out?: string },
): Promise<Project | undefined> {
  const { openForeignProject: open } = await import('../app/open-project.ts');
  const { value, diagnostics } = await open(process.cwd(), options.out);
  if (!value) {
    refuse(diagnostics, options);
    return undefined;
  }
  if (value.skipped !== undefined && !options.quiet && !options.json)
    say(
      `${value.skipped} is code and was not run; if it sets an output folder other than out/, pass --out.`,
    );
  return value.project;
}

/** Removes half-written files before an interrupt ends the process. */
export function onInterrupt(cleanUp: () => void): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      cleanUp();
      process.exit(signal === 'SIGINT' ? 130 : 143);
    });
}

/** What makes the exit code other than 0, and whether only results are wanted. */
export const reportOptions = (options: CommonOptions, { config }: Project): FindingsOptions => ({
  failOn: options.failOn ?? config.failOn,
  quiet: options.quiet === true,
});

/** Ends a command with what it found: all as JSON, or text, diagnostics and their tally. */
export function finish(found: Findings, options: CommonOptions, project: Project): void {
  print(FINDINGS_REPORTERS[options.json ? 'json' : 'text'](found, reportOptions(options, project)));
}
