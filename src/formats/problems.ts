/** What is wrong with facts, said in the author's words. */

import type { z } from 'zod';
import { quote } from '../model/diagnostic.ts';
import { nearestOf } from '../model/nearest.ts';
import { shownValue } from './format-value.ts';

export interface Problem {
  readonly code: 'unknown-key' | 'missing-key' | 'invalid-value';
  /** Where in the value; ends in the key itself for unknown keys. */
  readonly path: readonly (string | number)[];
  readonly message: string;
  readonly hint?: string;
  /** True when a text was wanted. */
  readonly wantsText?: boolean;
}

/** What to do about an unknown key. */
export function keyHint(key: string, known: readonly string[]): string {
  const near = nearestOf(key, known);
  return near ? `Did you mean ${quote(near)}?` : `Known are: ${[...known].sort().join(', ')}.`;
}

const TYPES: Readonly<Record<string, string>> = {
  string: 'a string',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a mapping',
  record: 'a mapping',
};

export function at(value: unknown, path: readonly PropertyKey[]): unknown {
  let inner = value;
  for (const key of path) inner = (inner as Record<PropertyKey, unknown> | undefined)?.[key];
  return inner;
}

/** `routes[0].target` */
function named(path: readonly PropertyKey[]): string {
  return path
    .map((key, i) =>
      typeof key === 'number' ? `[${key + 1}]` : `${i > 0 ? '.' : ''}${String(key)}`,
    )
    .join('');
}

type Schema = z.ZodType & { readonly shape?: Readonly<Record<string, Schema>> };
type WrappedSchema = Schema & {
  unwrap?(): Schema;
  readonly element?: Schema;
  readonly options?: readonly Schema[];
};

/** The keys that may stand at a path of what the schema describes. */
function keysAt(schema: Schema, path: readonly PropertyKey[]): readonly string[] {
  const bare = (outer: WrappedSchema | undefined): WrappedSchema | undefined =>
    outer?.options
      ? outer.options.map(bare).find((form) => form?.shape || form?.element)
      : outer?.shape || outer?.element || !outer?.unwrap
        ? outer
        : bare(outer.unwrap());
  let inner = bare(schema);
  for (const key of path) inner = bare(inner?.shape?.[String(key)] ?? inner?.element);
  return Object.keys(inner?.shape ?? {});
}

/** All that `schema` finds in `value`. */
export function problemsOf(schema: Schema, value: unknown): Problem[] {
  const result = schema.safeParse(value);
  return result.success
    ? []
    : result.error.issues.flatMap((issue) => problems(issue, schema, value));
}

/** Of a union of which only one form has the type of what is given: what is wrong in there. */
function innerIssues({
  errors,
  path,
}: z.core.$ZodIssueInvalidUnion): z.core.$ZodIssue[] | undefined {
  const isOther = ({ code, path: at }: z.core.$ZodIssue): boolean =>
    at.length === 0 && (code === 'invalid_type' || code === 'invalid_value');
  const fitting = errors.filter((issues) => issues.length > 0 && !issues.some(isOther));
  const [only] = fitting;
  if (errors.length < 2 || !only || fitting.length > 1) return undefined;
  return only.map((one) => ({ ...one, path: [...path, ...one.path] }));
}

function problems(issue: z.core.$ZodIssue, schema: Schema, value: unknown): Problem[] {
  const path = issue.path as (string | number)[];
  const key = named(path);
  const given = at(value, path);
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((name) => ({
      code: 'unknown-key',
      path: [...path, name],
      message: `unknown key ${quote(name)}${key ? ` in ${key}` : ''}`,
      hint: keyHint(name, keysAt(schema, path)),
    }));
  const invalid = (must: string, more: Partial<Problem> = {}): Problem[] => [
    {
      code: 'invalid-value',
      path,
      message: `${key} ${must}, but is ${shownValue(given)}`,
      ...more,
    },
  ];
  if (given === undefined && issue.code === 'invalid_type')
    return [{ code: 'missing-key', path, message: `${key} is missing` }];
  if (given === undefined && issue.code === 'invalid_value') {
    const hint = `It is one of ${issue.values.map(String).join(', ')}.`;
    return [{ code: 'missing-key', path, message: `${key} is missing`, hint }];
  }
  if (issue.code === 'invalid_type')
    return invalid(`must be ${TYPES[issue.expected] ?? issue.expected}`, {
      wantsText: issue.expected === 'string',
    });
  if (issue.code === 'invalid_value') {
    const values = issue.values.map(String);
    const near = typeof given === 'string' ? nearestOf(given, values) : undefined;
    return invalid(`must be one of ${values.join(', ')}`, {
      ...(near ? { hint: `Did you mean ${quote(near)}?` } : {}),
    });
  }
  const inner = issue.code === 'invalid_union' ? innerIssues(issue) : undefined;
  if (inner) return inner.flatMap((one) => problems(one, schema, value));
  const hint = issue.code === 'custom' ? (issue.params?.hint as string | undefined) : undefined;
  return invalid(issue.message, {
    wantsText: issue.code === 'invalid_union',
    ...(hint === undefined ? {} : { hint }),
  });
}
