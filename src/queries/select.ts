/** Which queries are meant, and with which parameters they are run. */

import type { Json } from '../model/derivation.ts';
import { type Diagnostic, error, failure, type Outcome, quote } from '../model/diagnostic.ts';
import { byCodeUnit } from '../model/order.ts';
import { nearestOf } from './graph-model.ts';
import type { Pack, PackQuery, Parameter } from './pack.ts';

export interface Selection {
  /** A query has all of them. */
  readonly tags: readonly string[];
  /** Empty: whatever the name. */
  readonly names: readonly string[];
}

/** All tags, sorted, and how many queries have each. */
export function tagsOf(packs: readonly Pack[]): readonly { tag: string; queries: number }[] {
  const counts = new Map<string, number>();
  for (const { queries } of packs)
    for (const { tags } of queries)
      for (const tag of new Set(tags)) counts.set(tag, (counts.get(tag) ?? 0) + 1);
  return [...counts]
    .map(([tag, queries]) => ({ tag, queries }))
    .sort((a, b) => byCodeUnit(a.tag, b.tag));
}

/**
 * The queries with all the tags and one of the names, in the order of their packs. Tags are compared as they are written.
 * Errors: `query-unknown-tag`, `query-unknown-name`.
 */
export function select(
  packs: readonly Pack[],
  { tags, names }: Selection,
): Outcome<readonly PackQuery[]> {
  const queries = packs.flatMap((pack) => pack.queries);
  const known = { tag: tagsOf(packs).map(({ tag }) => tag), name: queries.map((q) => q.name) };
  const unknown = (what: 'tag' | 'name', wanted: string): Diagnostic => {
    const near = nearestOf(wanted, known[what]);
    const hint = near
      ? `Did you mean ${near}?`
      : `See \`cadastre query ${what === 'tag' ? 'tags' : 'list'}\`.`;
    return what === 'tag'
      ? error('query-unknown-tag', `no query has the tag ${quote(wanted)}`, undefined, { hint })
      : error('query-unknown-name', `no query is named ${quote(wanted)}`, undefined, { hint });
  };
  const diagnostics = [
    ...tags.filter((tag) => !known.tag.includes(tag)).map((tag) => unknown('tag', tag)),
    ...names.filter((name) => !known.name.includes(name)).map((name) => unknown('name', name)),
  ];
  if (diagnostics.length > 0) return failure(diagnostics);
  const value = queries.filter(
    (query) =>
      tags.every((tag) => query.tags.includes(tag)) &&
      (names.length === 0 || names.includes(query.name)),
  );
  return { value, diagnostics };
}

/** As Python's `str(datetime)` writes it, in UTC: graphs hold such texts. */
function daysAgo(days: number, now: Date): string {
  const then = new Date(now.getTime() - days * 86_400_000).toISOString();
  return then.replace('T', ' ').replace('Z', '000');
}

/** A text from the command line as the type that the default has. */
function typed(text: string, like: Json | undefined): Json {
  if (typeof like === 'number' && text.trim() !== '' && Number.isFinite(Number(text)))
    return Number(text);
  if (typeof like === 'boolean' && /^(true|false)$/.test(text)) return text === 'true';
  if (Array.isArray(like)) return text.split(',');
  return text;
}

/** What was given for parameters: a text, or JSON when it was written `name:=…`. */
export type ParameterValues = ReadonlyMap<
  string,
  { readonly text: string } | { readonly json: Json }
>;

/**
 * Values of a query's parameters: given, else the default. What has neither is `query-missing-parameter`.
 * @param now for defaults that count days back
 */
export function valuesOf(
  { parameters, name, origin }: PackQuery,
  given: ParameterValues,
  now: Date,
): Outcome<Readonly<Record<string, Json>>> {
  const values: Record<string, Json> = {};
  const diagnostics: Diagnostic[] = [];
  const one = (parameter: Parameter): Json | undefined => {
    const set = given.get(parameter.name);
    if (set) return 'json' in set ? set.json : typed(set.text, parameter.default);
    return parameter.daysAgo === undefined ? parameter.default : daysAgo(parameter.daysAgo, now);
  };
  for (const parameter of parameters) {
    const value = one(parameter);
    if (value !== undefined) values[parameter.name] = value;
    else
      diagnostics.push(
        error('query-missing-parameter', `${quote(name)} needs $${parameter.name}`, origin, {
          hint: `Pass it: --param ${parameter.name}=VALUE${parameter.description ? ` (${parameter.description})` : ''}.`,
        }),
      );
  }
  return diagnostics.length > 0 ? failure(diagnostics) : { value: values, diagnostics };
}

/** Parameters that were given and that none of the queries has: `query-unknown-parameter`. */
export function unknownParameters(
  queries: readonly PackQuery[],
  given: ParameterValues,
): readonly Diagnostic[] {
  const names = new Set(queries.flatMap((query) => query.parameters.map((p) => p.name)));
  return [...given.keys()]
    .filter((name) => !names.has(name))
    .map((name) => {
      const near = nearestOf(name, names);
      return error(
        'query-unknown-parameter',
        `none of the queries has the parameter ${quote(name)}`,
        undefined,
        {
          hint: near ? `Did you mean ${near}?` : `They have ${[...names].join(', ') || 'none'}.`,
        },
      );
    });
}
