/** What a reporter is: a result and options in, text and exit code out. Only the command line writes. */

import { type Diagnostic, hasErrors, type Severity } from '../model/diagnostic.ts';

/** 0: fine. 1: it worked and found something. 2: it could not do its work. */
export type ExitCode = 0 | 1 | 2;

export interface Report {
  /** For stdout: the result. */
  readonly output: string;
  /** For stderr: messages. */
  readonly messages: string;
  readonly exitCode: ExitCode;
}

export type Reporter<Result, Options> = (result: Result, options: Options) => Report;

/** Lines that are there, joined. */
export const lines = (...parts: readonly (string | undefined | false)[]): string =>
  parts.filter((part) => part !== undefined && part !== false && part !== '').join('\n');

export function exitCodeOf(
  diagnostics: readonly Diagnostic[],
  onError: ExitCode,
  failOn: Severity | undefined,
): ExitCode {
  if (hasErrors(diagnostics)) return onError;
  return failOn === 'warning' && diagnostics.length > 0 ? 1 : 0;
}
