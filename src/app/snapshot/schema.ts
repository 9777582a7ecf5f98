/** Compares what a graph has with what is asked of it, before anything is recorded. */

import type { Description, Graph } from '../../graph/graph.ts';
import { KNOWN_VERSION } from '../../importers/cartography/known-version.ts';
import type { Json } from '../../model/derivation.ts';
import {
  type Diagnostic,
  error,
  hasErrors,
  type Outcome,
  quote,
  warning,
} from '../../model/diagnostic.ts';
import type { GraphModel } from '../../queries/graph-model.ts';
import {
  type GraphNames,
  replacements,
  type UnknownEdge,
  unknownNames,
} from '../../queries/schema-check.ts';
import {
  askedEdges,
  askedProperties,
  edgesInstead,
  type FoundEdge,
  propertiesInstead,
  type QueriedEdge,
} from '../../queries/schema-use.ts';

const LABELS = 'MATCH (n) UNWIND labels(n) AS label RETURN label, count(*) AS found';
const TYPES = 'MATCH ()-[r]->() RETURN type(r) AS type, count(*) AS found';
const UNKNOWN_TYPES = `MATCH (a)-[r]->(b) WHERE type(r) IN $names
RETURN DISTINCT labels(a) AS begins, type(r) AS type, labels(b) AS ends`;
const UNKNOWN_LABELS = `MATCH (n)-[r]-() WHERE any(label IN labels(n) WHERE label IN $names)
RETURN DISTINCT labels(startNode(r)) AS begins, type(r) AS type, labels(endNode(r)) AS ends`;

/** Most names in one message. */
const NAMED = 10;

type Rows = readonly (readonly Json[])[];

async function ask(
  graph: Pick<Graph, 'run'>,
  query: string,
  params: Readonly<Record<string, Json>>,
  timeoutMs: number,
): Promise<Outcome<Rows>> {
  const rows: (readonly Json[])[] = [];
  const onRow = (row: readonly Json[]): void => {
    rows.push(row);
  };
  const { value, diagnostics } = await graph.run({ query, params }, { timeoutMs, onRow });
  return value ? { value: rows, diagnostics } : { diagnostics };
}

const counted = (rows: Rows): ReadonlyMap<string, number> =>
  new Map(rows.map(([name = '', found = 0]) => [String(name), Number(found)]));

const texts = (value: Json | undefined): string[] =>
  Array.isArray(value) ? value.map(String) : [];

const edgesOf = (rows: Rows): UnknownEdge[] =>
  rows.map(([from, type, to]) => ({ from: texts(from), type: String(type), to: texts(to) }));

/** Whether a version, `0.144.0rc1`, is newer than the one that is known. */
export function isNewer(version: string, known: string = KNOWN_VERSION): boolean {
  const numbers = (text: string): number[] =>
    text.split('.').map((part) => Number.parseInt(part, 10));
  const [own, other] = [numbers(version), numbers(known)];
  for (const [i, n] of other.entries()) {
    const there = own[i] ?? 0;
    if (Number.isNaN(there)) return true;
    if (there !== n) return there > n;
  }
  return false;
}

const listed = (names: readonly string[]): string =>
  names.length > NAMED
    ? `${names.slice(0, NAMED).join(', ')} and ${names.length - NAMED} more`
    : names.join(', ');

const quotedLabels = (labels: readonly string[]): string =>
  labels.map((label) => `\`${label.replaceAll('`', '``')}\``).join('|');

/** Most nodes of a label whose properties are looked at: a renamed one is renamed in all. */
const SAMPLE = 1000;

const EDGES = (edges: readonly (readonly [number, QueriedEdge])[]): string =>
  edges
    .map(
      ([n, { from, to }]) => `MATCH (a:${quotedLabels(from)})-[r]-(b:${quotedLabels(to)})
RETURN ${n} AS edge, type(r) AS type, startNode(r) = a AS forward, count(*) AS number`,
    )
    .join('\nUNION ALL ');

const KEYS = (labels: readonly string[]): string =>
  labels
    .map(
      (label) => `MATCH (n:${quotedLabels([label])}) WITH n LIMIT ${SAMPLE} UNWIND keys(n) AS key
RETURN ${JSON.stringify(label)} AS label, key, count(*) AS number`,
    )
    .join('\nUNION ALL ');

/** Databases take much longer to plan one long query than several short ones. */
const PART = 12;

async function askInParts<T>(
  graph: Pick<Graph, 'run'>,
  all: readonly T[],
  query: (some: readonly T[]) => string,
  timeoutMs: number,
): Promise<Outcome<Rows>> {
  const value: (readonly Json[])[] = [];
  for (let n = 0; n < all.length; n += PART) {
    const rows = await ask(graph, query(all.slice(n, n + PART)), {}, timeoutMs);
    if (!rows.value) return { diagnostics: rows.diagnostics };
    value.push(...rows.value);
  }
  return { value, diagnostics: [] };
}

function insteadText({ from, types, to }: QueriedEdge, others: readonly string[]): string {
  const names = (all: readonly string[]): string => all.map((name) => quote(name)).join(' or ');
  const [begin, end] = [from.join('|'), to.join('|')];
  return others.some((name) => types.includes(name))
    ? `the graph has ${names(others)} from ${end} to ${begin}, not from ${begin} to ${end}`
    : `between ${begin} and ${end} the graph has ${names(others)}, not ${names(types)}`;
}

/** Edges and properties that are asked for and not there, while others that are not known stand in their places. */
async function instead(
  graph: Pick<Graph, 'run'>,
  queries: readonly string[],
  labels: ReadonlyMap<string, number>,
  model: GraphModel,
  timeoutMs: number,
): Promise<readonly Diagnostic[]> {
  const there = (names: readonly string[]): boolean => names.some((name) => labels.has(name));
  const edges = askedEdges(queries).filter(({ from, to }) => there(from) && there(to));
  const properties = askedProperties(queries).filter((asked) => there(asked.labels));
  const found: Diagnostic[] = [];
  if (edges.length > 0) {
    const rows = await askInParts(graph, [...edges.entries()], EDGES, timeoutMs);
    if (!rows.value) return rows.diagnostics;
    const byEdge = new Map<number, FoundEdge[]>();
    for (const [n, type, forward] of rows.value) {
      const own = { type: String(type), forward: forward === true };
      byEdge.set(Number(n), [...(byEdge.get(Number(n)) ?? []), own]);
    }
    for (const [n, edge] of edges.entries()) {
      const others = edgesInstead(edge, byEdge.get(n) ?? [], model);
      if (others.length > 0)
        found.push(error('schema-renamed', insteadText(edge, others), undefined, { hint: HINT }));
    }
  }
  if (properties.length > 0) {
    const names = [...new Set(properties.flatMap((asked) => asked.labels))].filter((name) =>
      there([name]),
    );
    const rows = await askInParts(graph, names, KEYS, timeoutMs);
    if (!rows.value) return [...found, ...rows.diagnostics];
    const keys = new Map<string, Set<string>>();
    for (const [label = '', key = ''] of rows.value)
      keys.set(String(label), (keys.get(String(label)) ?? new Set()).add(String(key)));
    for (const one of properties) {
      const other = propertiesInstead(one, keys, model);
      if (other)
        found.push(
          warning(
            'schema-properties',
            `no ${one.labels.join('|')} of the graph has ${listed(other.asked.map((name) => quote(name)))}; unknown there: ${listed(other.found.map((name) => quote(name)))}`,
            undefined,
            {
              hint: 'If one took the place of the other, pictures lack what it says. Use a version of Cadastre that knows this schema.',
            },
          ),
        );
    }
  }
  return found;
}

const HINT =
  'Its pictures would silently lack this data. Use a version of Cadastre that knows this schema.';

function worded(
  names: GraphNames,
  edges: readonly UnknownEdge[],
  versions: readonly string[],
  queries: Iterable<string>,
  model: GraphModel,
): Diagnostic[] {
  const found = replacements(queries, names, edges, model).map(({ what, asked, found: other }) =>
    error(
      'schema-renamed',
      `the graph has the ${what} ${other.map((name) => quote(name)).join(' or ')} where Cadastre asks for ${quote(asked)}`,
      undefined,
      { hint: HINT },
    ),
  );
  const newer = versions.filter((version) => isNewer(version));
  const { labels } = unknownNames(names, model);
  if (newer.length > 0)
    found.push(
      warning(
        'schema-newer',
        `Cartography ${newer.join(', ')} wrote the graph; this version of Cadastre supports versions up to ${KNOWN_VERSION}`,
        undefined,
        {
          hint: 'What newer versions renamed is not found. Compare the counts in the pictures.',
        },
      ),
    );
  if (labels.length > 0) {
    const many = labels.map((label) => `${label} (${names.labels.get(label) ?? 0})`);
    found.push(
      warning('schema-unknown', `the graph has unknown labels: ${listed(many)}`, undefined, {
        hint: 'Cadastre does not query or draw them. If they describe networks or access, the pictures lack those.',
      }),
    );
  }
  return found;
}

/**
 * Errors: `schema-renamed`, and those of the graph. Warnings: `schema-newer`, `schema-unknown`.
 * @param queries texts of all that is going to be asked
 */
export async function checkSchema(
  graph: Pick<Graph, 'run'>,
  { cartography }: Pick<Description, 'cartography'>,
  queries: Iterable<string>,
  model: GraphModel,
  timeoutMs: number,
): Promise<readonly Diagnostic[]> {
  const labels = await ask(graph, LABELS, {}, timeoutMs);
  if (!labels.value) return labels.diagnostics;
  const types = await ask(graph, TYPES, {}, timeoutMs);
  if (!types.value) return types.diagnostics;
  const names = { labels: counted(labels.value), types: counted(types.value) };
  const unknown = unknownNames(names, model);
  const edges: UnknownEdge[] = [];
  for (const [query, own] of [
    [UNKNOWN_TYPES, unknown.types],
    [UNKNOWN_LABELS, unknown.labels],
  ] as const) {
    if (own.length === 0) continue;
    const found = await ask(graph, query, { names: own }, timeoutMs);
    if (!found.value) return found.diagnostics;
    edges.push(...edgesOf(found.value));
  }
  const asked = [...queries];
  const told = worded(names, edges, cartography, asked, model);
  // What is told of a name need not be told of each place where it is missing.
  if (hasErrors(told)) return told;
  return [...told, ...(await instead(graph, asked, names.labels, model, timeoutMs))];
}
