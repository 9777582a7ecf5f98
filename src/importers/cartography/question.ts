/** What a derivation asks of the graph, and its answers: one row of values at a time, each with its place in the snapshot. */

import type { Json } from '../../model/derivation.ts';
import { type Diagnostic, type Origin, quote, warning } from '../../model/diagnostic.ts';
import { byKey } from '../../model/order.ts';

/** One Cypher query. It returns values, never whole nodes, and does not depend on the rows of another. */
export interface Question {
  readonly query: string;
  readonly params: Readonly<Record<string, Json>>;
}

export interface RecordedRows {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Json[])[];
}

/** Rows by column, with the place of each. */
export interface Answer extends RecordedRows {
  /** Place of the n-th row (from 0) in the snapshot. */
  at(n: number): Origin;
}

/** How a derivation gets at the recorded answers. */
export interface Answers {
  rows(question: Question): readonly Fields[];
}

const isBag = (value: Json): value is { readonly [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A whole number as the snapshot holds it: beyond 2^53 it is `{"$int": "…"}`. */
function integerText(value: Json): string | undefined {
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  return isBag(value) && typeof value.$int === 'string' ? value.$int : undefined;
}

/**
 * The values of one row. A graph may lack a property or hold it in another type (old versions, other
 * tools): what cannot be used counts as absent and is reported, it never ends the derivation.
 */
export class Fields {
  readonly at: Origin;
  readonly #values: Readonly<Record<string, Json>>;
  readonly #report: (diagnostic: Diagnostic) => void;

  constructor(
    values: Readonly<Record<string, Json>>,
    at: Origin,
    report: (diagnostic: Diagnostic) => void,
  ) {
    this.#values = values;
    this.at = at;
    this.#report = report;
  }

  /** A text, absent when null or empty. Numbers become texts: some tools write ids so. */
  text(column: string): string | undefined {
    const value = this.#values[column] ?? null;
    if (typeof value === 'string') return value === '' ? undefined : value;
    return integerText(value) ?? this.#odd(column, value, 'a text');
  }

  /** A text that must be there: '' and a warning when it is not. */
  required(column: string): string {
    const text = this.text(column);
    if (text === undefined)
      this.#report(
        warning('missing-value', `the graph has no ${column} here`, this.at, {
          hint: 'Run Cartography again: elements without ids cannot be distinguished.',
        }),
      );
    return text ?? '';
  }

  number(column: string): number | undefined {
    const value = this.#values[column] ?? null;
    if (typeof value === 'number') return value;
    if (typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value)) return Number(value);
    return this.#odd(column, value, 'a number');
  }

  /** `true` only for true; absent counts as false, as Cartography leaves flags out. */
  flag(column: string): boolean {
    const value = this.#values[column] ?? null;
    if (typeof value === 'boolean') return value;
    if (value === 'true' || value === 'false') return value === 'true';
    this.#odd(column, value, 'true or false');
    return false;
  }

  /** A list of texts; one text is a list of one. Empty and null entries are left out. */
  texts(column: string): readonly string[] {
    const value = this.#values[column] ?? null;
    if (typeof value === 'string') return value === '' ? [] : [value];
    if (!Array.isArray(value)) {
      this.#odd(column, value, 'a list');
      return [];
    }
    return (value as readonly Json[])
      .map((entry) => (typeof entry === 'string' ? entry : integerText(entry)))
      .filter((entry): entry is string => entry !== undefined && entry !== '');
  }

  /** A list of maps, e.g. `collect({id: x.id, port: x.port})`; each reads as a row. */
  maps(column: string): readonly Fields[] {
    const value = this.#values[column] ?? null;
    if (!Array.isArray(value)) {
      this.#odd(column, value, 'a list');
      return [];
    }
    return (value as readonly Json[])
      .filter(isBag)
      .map((entry) => new Fields(entry, this.at, this.#report));
  }

  /** Tags as `collect([t.key, t.value])` gives them. */
  tags(column: string): Readonly<Record<string, string>> {
    const value = this.#values[column] ?? null;
    if (!Array.isArray(value)) return {};
    const pairs = (value as readonly Json[]).filter(
      (pair): pair is readonly [string, string] =>
        Array.isArray(pair) && typeof pair[0] === 'string' && typeof pair[1] === 'string',
    );
    return Object.fromEntries([...pairs].sort(byKey));
  }

  /** The row as it is, for an author's own query. */
  get values(): Readonly<Record<string, Json>> {
    return this.#values;
  }

  #odd(column: string, value: Json, wanted: string): undefined {
    if (value === null) return undefined;
    this.#report(
      warning(
        'odd-value',
        `${column} is ${quote(JSON.stringify(value))} in the graph, not ${wanted}: left out`,
        this.at,
        { hint: 'Correct it in the graph and record it again.' },
      ),
    );
    return undefined;
  }
}

/** The rows of an answer, each with its values by column. */
export function fieldsOf(
  answer: Answer,
  report: (diagnostic: Diagnostic) => void,
): readonly Fields[] {
  return answer.rows.map((row, n) => {
    const values: Record<string, Json> = {};
    answer.columns.forEach((column, i) => {
      values[column] = row[i] ?? null;
    });
    return new Fields(values, answer.at(n), report);
  });
}
