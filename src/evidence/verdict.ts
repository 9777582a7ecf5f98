/** What one check of the evidence said. */

/** `unknown`: it could not be judged here, which is neither a pass nor a failure. */
export type CheckOutcome = 'pass' | 'fail' | 'unknown';

export interface Verdict {
  /** Stable, kebab-case; scripts match on it. */
  readonly check: string;
  readonly verdict: CheckOutcome;
  /** What was judged: a commit's id, a file, a diagram. */
  readonly subject: string;
  /** Why, in one sentence. */
  readonly reason: string;
}

export const pass = (check: string, subject: string, reason: string): Verdict => ({
  check,
  verdict: 'pass',
  subject,
  reason,
});

export const fail = (check: string, subject: string, reason: string): Verdict => ({
  check,
  verdict: 'fail',
  subject,
  reason,
});

export const unknown = (check: string, subject: string, reason: string): Verdict => ({
  check,
  verdict: 'unknown',
  subject,
  reason,
});
