/**
 * What went wrong, where, and what to do. Every error that a person can cause
 * is one of these; only bugs throw.
 */

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
  /** Stable, kebab-case; scripts match on it. */
  readonly code: string;
  /** One sentence: what is wrong, with the user's own words quoted. */
  readonly message: string;
  /** What to do about it. */
  readonly hint?: string;
  readonly origin?: Origin;
  /** Other places that take part, e.g. the first use of a repeated id. */
  readonly related?: readonly { readonly message: string; readonly origin: Origin }[];
}

/** What a stage returns: its value (absent after an error that left none) and all it found. */
export interface Outcome<T> {
  readonly value?: T;
  readonly diagnostics: readonly Diagnostic[];
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
  code: string,
  message: string,
  origin?: Origin,
  details?: Details,
): Diagnostic {
  return diagnostic('error', code, message, origin, details);
}

export function warning(
  code: string,
  message: string,
  origin?: Origin,
  details?: Details,
): Diagnostic {
  return diagnostic('warning', code, message, origin, details);
}

/** Quotes a user's text for a message: one line, control characters escaped, cut at 60 characters. */
export function quote(text: string): string {
  const flat = JSON.stringify(text.toWellFormed());
  const points = [...flat];
  return points.length <= 62 ? flat : `${points.slice(0, 60).join('')}…"`;
}
