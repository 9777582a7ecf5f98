/**
 * What went wrong, where, and what to do. Every error that a person can cause
 * is one of these; only bugs throw.
 */

import type { DiagnosticCode } from './codes.ts';

/** A place in a source file. `line` and `column` count from 1; `column` counts UTF-16 units. */
export interface Origin {
  /** Path as given to the loader; made relative to the estate's root when printed. */
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
}

export type Severity = 'error' | 'warning';

export interface Diagnostic {
  readonly severity: Severity;
  /** A `DiagnosticCode`, or the id of the rule that found it: stable, kebab-case; scripts match on it. */
  readonly code: string;
  /** One sentence: what is wrong, with the user's own words quoted. */
  readonly message: string;
  /** What to do about it. */
  readonly hint?: string;
  readonly origin?: Origin;
  /** Of a finding: identity of the element or link that it is about. */
  readonly element?: string;
  /** Other places that take part, e.g. the first use of a repeated id. */
  readonly related?: readonly { readonly message: string; readonly origin: Origin }[];
}

/** What a stage returns: a value and all it found, or no value and at least one reason. */
export type Outcome<T> =
  | { readonly value: T; readonly diagnostics: readonly Diagnostic[] }
  | Failure;

/** No value, and why. */
export interface Failure {
  readonly value?: undefined;
  readonly diagnostics: readonly [Diagnostic, ...Diagnostic[]];
}

export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((d) => d.severity === 'error');
}

type Details = Omit<Diagnostic, 'severity' | 'code' | 'message' | 'origin'>;

function diagnostic(
  severity: Severity,
  code: string,
  message: string,
  origin?: Origin,
  details: Details = {},
): Diagnostic {
  return { severity, code, message, ...(origin ? { origin } : {}), ...details };
}

export function error(
  code: DiagnosticCode,
  message: string,
  origin?: Origin,
  details?: Details,
): Diagnostic {
  return diagnostic('error', code, message, origin, details);
}

export function warning(
  code: DiagnosticCode,
  message: string,
  origin?: Origin,
  details?: Details,
): Diagnostic {
  return diagnostic('warning', code, message, origin, details);
}

/** No value, for one reason, with what to do about it. */
export const refused = (
  code: DiagnosticCode,
  message: string,
  hint: string,
  at?: Origin,
): Failure => ({ diagnostics: [error(code, message, at, { hint })] });

/** No value, for these reasons. Throws when there is none: to fail without a reason is a bug. */
export function failure(diagnostics: readonly Diagnostic[]): Failure {
  const [first, ...others] = diagnostics;
  if (!first) throw new Error('a stage failed without a diagnostic');
  return { diagnostics: [first, ...others] };
}

/** The value with what was found on the way; without a value, a failure. */
export function outcome<T>(value: T | undefined, diagnostics: readonly Diagnostic[]): Outcome<T> {
  return value === undefined ? failure(diagnostics) : { value, diagnostics };
}

/** Quotes a user's text for a message: one line, control characters escaped, cut at 60 characters. */
export function quote(text: string): string {
  const flat = JSON.stringify(text.toWellFormed());
  const points = [...flat];
  return points.length <= 62 ? flat : `${points.slice(0, 60).join('')}…"`;
}
