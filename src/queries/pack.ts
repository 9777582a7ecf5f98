/**
 * Query packs. The format is the one that packs of queries for Cartography have long had: a list of
 * `{ name, tags, description, query, return, result_headers }`, where `query`, a space and `return` are the text that is
 * run. Ours are the same as YAML, with parameters that say what they are for.
 */

import {
  type Diagnostic,
  error,
  failure,
  hasErrors,
  type Origin,
  type Outcome,
  quote,
  warning,
} from '../model/diagnostic.ts';
import { nearestOf } from './graph-model.ts';
import { type PackTree, type Parameter, readParameters } from './pack-parameters.ts';
import { placer, type SourceLines } from './source-map.ts';

export interface PackQuery {
  readonly name: string;
  readonly tags: readonly string[];
  readonly description: string;
  /** What is run. */
  readonly text: string;
  readonly headers: readonly string[];
  readonly parameters: readonly Parameter[];
  /** Of the name. */
  readonly origin: Origin;
  readonly headersOrigin: Origin;
  /** Place of the n-th character of `text`, from 0. */
  at(n: number): Origin;
}

export type { Parameter };

export interface Pack {
  readonly file: string;
  readonly queries: readonly PackQuery[];
}

const KEYS = ['name', 'tags', 'description', 'query', 'return', 'result_headers'] as const;
/** For people to find a query by: it runs without them. */
const OPTIONAL: readonly string[] = ['tags', 'description'];
/** `type` stands in some packs of the community, and means nothing. */
const KNOWN: readonly string[] = [...KEYS, 'params', 'type'];

type PackEntries = ReadonlyMap<string, { readonly value: PackTree; readonly keyOrigin: Origin }>;

const shape = (tree: PackTree): string =>
  tree.is === 'map' ? 'an object' : tree.is === 'list' ? 'a list' : quote(String(tree.value));

const isBlank = (tree: PackTree): boolean =>
  tree.is === 'scalar' && String(tree.value ?? '').trim() === '';

class PackReader {
  readonly diagnostics: Diagnostic[] = [];
  readonly #lines: SourceLines;

  constructor(lines: SourceLines) {
    this.#lines = lines;
  }

  wrong(what: string, tree: PackTree, hint: string): undefined {
    this.diagnostics.push(
      error('invalid-value', `${what}, not ${shape(tree)}`, tree.origin, { hint }),
    );
    return undefined;
  }

  text(entries: PackEntries, key: string): { value: string; origin: Origin } | undefined {
    const tree = entries.get(key)?.value;
    if (!tree) return undefined;
    if (tree.is === 'scalar' && typeof tree.value === 'string' && !isBlank(tree))
      return { value: tree.value, origin: tree.origin };
    return this.wrong(`${key} must be a string`, tree, 'Put it in quotes.');
  }

  texts(entries: PackEntries, key: string): readonly string[] | undefined {
    const tree = entries.get(key)?.value;
    if (!tree) return undefined;
    const hint = `E.g. ${key}: [${key === 'tags' ? 'aws, networking' : 'account, vpc'}].`;
    if (tree.is !== 'list') return this.wrong(`${key} must be a list of strings`, tree, hint);
    const found: string[] = [];
    for (const item of tree.items) {
      const text = item.is === 'scalar' && typeof item.value === 'string' ? item.value : '';
      const ok = text.trim() !== '' && !(key === 'tags' && text.includes(','));
      if (ok) found.push(text);
      else
        this.wrong(
          `each entry of ${key} must be a string${key === 'tags' ? ' without a comma' : ''}`,
          item,
          hint,
        );
    }
    return found.length === tree.items.length ? found : undefined;
  }

  /** What a query can do without is a warning; without the rest there is nothing to run. */
  lacks(entries: PackEntries, key: (typeof KEYS)[number], tree: PackTree): boolean {
    const optional = OPTIONAL.includes(key);
    const value = entries.get(key)?.value;
    if (value && !(optional && isBlank(value))) return false;
    const name = entries.get('name')?.value;
    const what =
      name?.is === 'scalar' && !isBlank(name) ? `query ${quote(String(name.value))}` : 'a query';
    this.diagnostics.push(
      (optional ? warning : error)('missing-key', `${what} has no ${key}`, tree.origin, {
        hint: optional
          ? 'The query still runs. Add it so that people know what the query is for.'
          : `The query is skipped. Add ${key}; a query has ${KEYS.join(', ')}.`,
      }),
    );
    return true;
  }

  query(tree: PackTree): PackQuery | undefined {
    if (tree.is !== 'map')
      return this.wrong('a query must be an object', tree, `Its keys are ${KEYS.join(', ')}.`);
    const entries: PackEntries = new Map(tree.entries.map((entry) => [entry.key, entry]));
    for (const { key, keyOrigin } of tree.entries)
      if (!KNOWN.includes(key)) {
        const near = nearestOf(key, KNOWN);
        this.diagnostics.push(
          warning('unknown-key', `a query has no ${quote(key)}`, keyOrigin, {
            hint: near ? `Did you mean ${near}?` : `Its keys are ${KEYS.join(', ')} and params.`,
          }),
        );
      }
    const lacks = KEYS.filter((key) => this.lacks(entries, key, tree));
    const described = !lacks.includes('description');
    const [name, query, returned] = [
      this.text(entries, 'name'),
      this.text(entries, 'query'),
      this.text(entries, 'return'),
    ];
    const description = described ? this.text(entries, 'description') : { value: '' };
    const tags = lacks.includes('tags') ? [] : this.texts(entries, 'tags');
    const headers = this.texts(entries, 'result_headers');
    const params = entries.get('params');
    const { value: parameters = [], diagnostics } = params
      ? readParameters(params.value)
      : { value: [], diagnostics: [] };
    this.diagnostics.push(...diagnostics);
    if (!name || !description || !query || !returned || !tags || !headers) return undefined;
    if (hasErrors(diagnostics)) return undefined;
    const inQuery = placer(this.#lines, query.origin, query.value);
    const inReturn = placer(this.#lines, returned.origin, returned.value);
    const begin = query.value.length + 1;
    return {
      name: name.value,
      tags,
      description: description.value.trim(),
      text: `${query.value} ${returned.value}`,
      headers,
      parameters,
      origin: name.origin,
      headersOrigin: entries.get('result_headers')?.keyOrigin ?? name.origin,
      at: (n) => (n < begin ? inQuery(n) : inReturn(n - begin)),
    };
  }
}

/**
 * A pack from the tree of its file: a list of queries, or an object with that list as `queries`. A query that cannot be
 * read is an error and is left out; the others are given all the same.
 * Errors: `invalid-value`, `missing-key`, `pack-repeated-name`; warnings: `unknown-key`, `missing-key`.
 */
export function readPack(tree: PackTree, lines: SourceLines, file: string): Outcome<Pack> {
  const reader = new PackReader(lines);
  const inner =
    tree.is === 'map' ? tree.entries.find(({ key }) => key === 'queries')?.value : undefined;
  const list = inner ?? tree;
  if (list.is !== 'list') {
    reader.wrong('a pack must be a list of queries', list, 'Begin each query with `- name: …`.');
    return failure(reader.diagnostics);
  }
  const first = new Map<string, PackQuery>();
  for (const item of list.items) {
    const query = reader.query(item);
    if (!query) continue;
    const before = first.get(query.name);
    if (!before) first.set(query.name, query);
    else
      reader.diagnostics.push(
        error('pack-repeated-name', `two queries are named ${quote(query.name)}`, query.origin, {
          hint: 'Rename one of them: the name identifies the query.',
          related: [{ message: 'the first one', origin: before.origin }],
        }),
      );
  }
  return { value: { file, queries: [...first.values()] }, diagnostics: reader.diagnostics };
}
