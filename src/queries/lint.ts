/** What is wrong with a query, found without a database: against the model of what Cartography writes. */

import { type Diagnostic, error, quote, warning } from '../model/diagnostic.ts';
import { PROPERTIES } from './advice.ts';
import { type GraphModel, nearestOf } from './graph-model.ts';
import { lintLabels } from './lint-labels.ts';
import { lintSegments } from './lint-segments.ts';
import type { PackQuery } from './pack.ts';
import { readStatement } from './read-statement.ts';
import type { At } from './source-map.ts';
import type { PropertyUse, Statement } from './statement.ts';

const SHOWN = 12;

function listed(names: ReadonlySet<string>): string {
  const plain = [...names].filter((name) => !name.startsWith('_')).sort();
  const more = plain.length - SHOWN;
  return more > 0 ? `${plain.slice(0, SHOWN).join(', ')} and ${more} more` : plain.join(', ');
}

function lintProperties({ uses }: Statement, model: GraphModel, at: At): readonly Diagnostic[] {
  const one = ({ variable, token }: PropertyUse): Diagnostic | undefined => {
    if (variable.kind !== 'node') return undefined;
    const candidates = model.candidates(variable.labels);
    const known = model.propertiesOf(candidates);
    if (!candidates || !known) return undefined;
    const name = token.value;
    const labels = [...candidates];
    const shown = labels.length <= 3 ? labels.join(', ') : `${labels.slice(0, 3).join(', ')} …`;
    if (!known.has(name)) {
      const near = nearestOf(name, known);
      return error(
        'query-unknown-property',
        `${shown} has no property ${quote(name)}`,
        at(token.start),
        {
          hint: near ? `Did you mean ${near}?` : `It has ${listed(known)}.`,
        },
      );
    }
    // Only where it holds for whatever the variable may be.
    const advice = PROPERTIES.filter((p) => p.property === name && labels.includes(p.label));
    const [first] = advice;
    if (!first || advice.length < labels.length) return undefined;
    const where = `${first.label}.${name}`;
    const hint = { hint: first.instead };
    if (first.is === 'never')
      return warning(
        'query-never-filled',
        `${where} is always empty: ${first.why}`,
        at(token.start),
        hint,
      );
    if (first.is === 'going')
      return warning(
        'query-old-property',
        `${where} is deprecated: ${first.why}`,
        at(token.start),
        hint,
      );
    return warning(
      'query-misleading',
      `${where} is misleading: ${first.why}`,
      at(token.start),
      hint,
    );
  };
  return uses.flatMap((use) => one(use) ?? []);
}

function lintReturns(
  { returns, parameters }: Statement,
  { headers, headersOrigin, parameters: declared, origin, at }: PackQuery,
): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  if (returns.length === 0)
    found.push(
      error('query-invalid', 'the query returns nothing', origin, {
        hint: '`return` holds what follows RETURN; `query` ends with that keyword.',
      }),
    );
  for (const { columns, token } of returns) {
    for (const { whole, text, token: item } of columns)
      if (whole === 'star')
        found.push(
          warning('query-whole-node', 'RETURN * returns every variable', at(item.start), {
            hint: 'Name the values: n.id AS id, n.name AS name.',
          }),
        );
      else if (whole)
        found.push(
          error(
            'query-whole-node',
            `${quote(text)} is a whole ${whole}, so the query is not run`,
            at(item.start),
            {
              hint: 'Return the values that you need, e.g. n.id AS id. A whole node contains much more.',
            },
          ),
        );
    if (columns.length !== headers.length && !columns.some(({ whole }) => whole === 'star'))
      found.push(
        error(
          'query-headers',
          `${headers.length} result_headers for ${columns.length} returned columns`,
          headersOrigin,
          {
            hint: 'Give one header per column, in the same order.',
            related: [
              { message: 'the columns', origin: at(columns[0]?.token.start ?? token.start) },
            ],
          },
        ),
      );
  }
  const repeated = headers.find((header, i) => headers.indexOf(header) !== i);
  if (repeated !== undefined)
    found.push(
      warning('query-headers', `duplicate result_headers entry ${quote(repeated)}`, headersOrigin, {
        hint: 'Columns with one name cannot be told apart.',
      }),
    );
  const names = new Set(declared.map(({ name }) => name));
  const used = new Set(parameters.map(({ value }) => value));
  for (const { value, start } of parameters)
    if (!names.has(value))
      found.push(
        error('query-missing-parameter', `$${value} is not among the params`, at(start), {
          hint: nearestOf(value, names)
            ? `Did you mean $${nearestOf(value, names)}?`
            : `Declare it: params: { ${value}: { default: …, description: … } }.`,
        }),
      );
  for (const { name, origin: place } of declared)
    if (!used.has(name))
      found.push(
        warning('query-unused-parameter', `the query does not use $${name}`, place, {
          hint: 'Remove it from params, or use it.',
        }),
      );
  return found;
}

const order = ({ origin: a }: Diagnostic, { origin: b }: Diagnostic): number =>
  (a?.line ?? 0) - (b?.line ?? 0) || (a?.column ?? 0) - (b?.column ?? 0);

/**
 * @returns findings by place. Errors: a query that is wrong, or gives wrong or empty answers; warnings: one that soon will,
 *   or that may be meant.
 */
export function lintQuery(query: PackQuery, model: GraphModel): readonly Diagnostic[] {
  const statement = readStatement(query.text);
  const { at } = query;
  const { fault } = statement;
  if (fault)
    return [
      error('query-invalid', `the query is not valid Cypher: ${fault.message}`, at(fault.at), {
        hint: 'Check quotes, backticks and brackets.',
      }),
    ];
  const found = [
    ...statement.writes.map((token) =>
      error(
        'query-writes',
        `${token.text.toUpperCase()} does more than read, so the query is not run`,
        at(token.start),
        {
          hint: 'Packs may only read.',
        },
      ),
    ),
    ...lintLabels(statement, model, at),
    ...lintSegments(statement, model, at),
    ...lintProperties(statement, model, at),
    ...lintReturns(statement, query),
  ];
  const seen = new Set<string>();
  return found
    .filter(({ code, message, origin }) => {
      const key = JSON.stringify([code, message, origin]);
      return seen.has(key) ? false : seen.add(key);
    })
    .sort(order);
}
