/** Verdicts as rows of a terminal: how it went, check, subject, reason. */

import type { Verdict } from '../evidence/verdict.ts';
import { terminalText } from './terminal.ts';

const MARKS = { pass: 'pass', fail: 'FAIL', unknown: '-' } as const;

const OLDER = 'before';

/** At most this many passed verdicts of each check are shown: a history has hundreds of publications. */
const MOST = 6;

/** Of the passed verdicts, the newest of each check with a line for the older ones; all others. */
function folded(verdicts: readonly Verdict[]): readonly Verdict[] {
  const left = new Map<string, number>();
  for (const { check, verdict } of verdicts)
    if (verdict === 'pass') left.set(check, (left.get(check) ?? -MOST) + 1);
  const shown: Verdict[] = [];
  for (const one of verdicts) {
    const { check, verdict } = one;
    const older = left.get(check) ?? 0;
    if (verdict !== 'pass' || older <= 0) shown.push(one);
    else if (!shown.some((row) => row.check === check && row.subject === OLDER))
      shown.push({ check, verdict, subject: OLDER, reason: `${older} more passed: see --json` });
    if (verdict === 'pass' && older > 0) left.set(check, older - 1);
  }
  return shown;
}

export const verdictRows = (verdicts: readonly Verdict[]): string[][] =>
  folded(verdicts).map(({ verdict, check, subject, reason }) => [
    MARKS[verdict],
    check,
    terminalText(subject),
    terminalText(reason),
  ]);

/** Page and tables of a bundle that another version wrote, so that they cannot be made again, and nobody signed. */
export const unsignedWords = (verdicts: readonly Verdict[]): readonly string[] =>
  verdicts.some(({ check, verdict }) => check === 'bundle-list' && verdict === 'unknown')
    ? verdicts
        .filter(({ check, verdict }) => check === 'bundle' && verdict === 'unknown')
        .map(({ subject }) => subject)
    : [];
