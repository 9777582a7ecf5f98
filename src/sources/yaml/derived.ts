/** Derived content of a YAML diagram: `- { derive: network, estate: bank, depth: subnets }`. */

import { entryOf, type MapTree, readFacts, readText, required } from '../../formats/yaml-values.ts';
import type { Content, DerivedContent, OwnQuery } from '../../model/content.ts';
import type { Json } from '../../model/derivation.ts';
import { type Diagnostic, error, type Origin, quote } from '../../model/diagnostic.ts';
import { nearestOf } from '../../model/nearest.ts';
import { NAME } from '../../model/patterns.ts';
import { DERIVED } from '../../model/schema.ts';
import { wordOfKind } from '../../model/words.ts';

type ReportDerived = (diagnostic: Diagnostic) => void;

const NAMES = Object.keys(DERIVED);
const HEAD = ['derive', 'estate', 'source'];
const KEYS: readonly string[] = ['id', 'kind', 'name', 'from', 'to'];

function readDerivation(tree: MapTree, report: ReportDerived): keyof typeof DERIVED | undefined {
  const value = required(tree, 'derive', 'the derived content', report);
  const name = value && readText(value, 'derive', report);
  if (!value || name === undefined) return undefined;
  if (Object.hasOwn(DERIVED, name)) return name as keyof typeof DERIVED;
  const near = nearestOf(name, NAMES);
  const hint = near ? `Did you mean ${quote(near)}?` : `Derivations are ${NAMES.join(', ')}.`;
  const message = `unknown derivation ${quote(name)}`;
  report(error('unknown-derivation', message, value.origin, { hint }));
  return undefined;
}

function readEstate(tree: MapTree, report: ReportDerived): string | undefined {
  const value = required(tree, 'estate', 'the derived content', report);
  const name = value && readText(value, 'estate', report);
  if (!value || name === undefined || NAME.test(name)) return name;
  const message = `the estate has the invalid name ${quote(name)}`;
  const hint = 'Use the name of a snapshot: letters, digits, space, . _ -';
  report(error('invalid-value', message, value.origin, { hint }));
  return undefined;
}

/** One source of the estate alone; all of them when absent. */
function readSource(tree: MapTree, report: ReportDerived): string | undefined {
  const entry = entryOf(tree, 'source');
  return entry && readText(entry.value, 'source', report);
}

/** A mapping with the key `derive`. */
export function readDerived(tree: MapTree, report: ReportDerived): DerivedContent | undefined {
  const derivation = readDerivation(tree, report);
  const estate = readEstate(tree, report);
  if (derivation === undefined) return undefined;
  const schema = DERIVED[derivation];
  const known = [...HEAD, ...Object.keys(schema.shape)];
  const options = readFacts<Record<string, unknown>>(tree, schema, HEAD, known, report);
  if (estate === undefined || !options) return undefined;
  const { origin } = tree;
  const source = readSource(tree, report);
  const of = { estate, ...(source === undefined ? {} : { source }) };
  const head = { type: 'derived', ...of, derivation, origin } as const;
  if (derivation !== 'cypher') return Object.freeze({ ...head, options: Object.freeze(options) });
  return Object.freeze({ ...head, options: Object.freeze({}), query: ownQuery(options, origin) });
}

function ownQuery(options: Readonly<Record<string, unknown>>, origin: Origin): OwnQuery {
  const {
    query,
    params = {},
    kind,
  } = options as {
    readonly query: string;
    readonly params?: OwnQuery['params'];
    readonly kind?: string;
  };
  const toContent: OwnQuery['toContent'] = (row) => contentOf(row, kind, origin);
  const lacks: OwnQuery['lacks'] = (columns) => lackingOf(columns, kind, origin);
  return Object.freeze({ text: query, params, toContent, lacks });
}

/** Columns that elements, or links, cannot do without. */
function lackingOf(
  columns: readonly string[],
  usual: string | undefined,
  origin: Origin,
): readonly Diagnostic[] {
  const isLink = columns.includes('from') || columns.includes('to');
  const wanted = isLink ? ['from', 'to'] : usual === undefined ? ['kind', 'name'] : ['name'];
  const has = `it has ${columns.join(', ')}`;
  return wanted
    .filter((column) => !columns.includes(column))
    .map((column) => {
      const near = nearestOf(
        column,
        columns.filter((other) => !KEYS.includes(other)),
      );
      const rename = `Did you mean ${quote(near ?? '')}? Return it as ${column}: … AS ${column}.`;
      const say =
        column === 'kind'
          ? "Set it for all rows, next to `query`: kind: 'aws:sqs'. Or return it: … AS kind."
          : `Return it: … AS ${column}.`;
      const message = `the query has no column ${column}; ${has}`;
      return error('invalid-value', message, origin, { hint: near === undefined ? say : rename });
    });
}

/**
 * A row as YAML's own element or link would be written: columns are called as the keys, and one that is
 * null is left out. It is checked as all content is.
 */
function contentOf(
  row: Readonly<Record<string, Json>>,
  usual: string | undefined,
  origin: Origin,
): Content {
  const given = Object.entries(row).filter(([, value]) => value !== null);
  if (row.from !== undefined && row.to !== undefined) {
    const { from, to, ...facts } = Object.fromEntries(given);
    return { type: 'link', relation: 'connection', from, to, facts, origin } as Content;
  }
  const { kind = usual, name, ...facts } = Object.fromEntries(given);
  const word = wordOfKind(String(kind));
  return {
    type: 'element',
    kind,
    name,
    group: word?.group === 'always',
    facts: { ...word?.facts, ...facts },
    members: [],
    origin,
  } as Content;
}
