/** The only place where results are written. */

import type { Report } from '../report/reporter.ts';

export const out = (text: string): void => {
  process.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
};

/** Progress and diagnostics: stderr, so that results can be piped. */
export const say = (text: string): void => {
  process.stderr.write(`${text}\n`);
};

/** Prints a report, results before messages, and exits with its exit code. */
export function print({ output, messages, exitCode }: Report): void {
  if (output !== '') out(output);
  if (messages !== '') say(messages);
  process.exitCode = exitCode;
}
