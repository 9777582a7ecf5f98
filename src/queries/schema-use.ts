/** What queries go by, edge by edge and property by property: asked of a graph before it is recorded. */

import type { GraphModel } from './graph-model.ts';
import { namesOf as tokensOf } from './label-expression.ts';
import { readStatement } from './read-statement.ts';
import type { Segment, Variable } from './statement.ts';

/** One of these labels joined to one of those by one of these types. */
export interface QueriedEdge {
  readonly from: readonly string[];
  readonly types: readonly string[];
  readonly to: readonly string[];
  /** Asked without an arrow. */
  readonly either?: true;
}

/** Properties that are asked of nodes with one of these labels. */
export interface QueriedProperties {
  readonly labels: readonly string[];
  readonly properties: readonly string[];
}

/** The labels that a variable was first given; empty where it has none, or something else than a choice of names. */
function labelsOf({ labels }: Variable): readonly string[] {
  const [first] = labels;
  if (!first || (first.is !== 'name' && first.is !== 'or')) return [];
  return [...new Set(tokensOf(first).map(({ value }) => value))].sort();
}

function edgeOf({ left, relationship, right }: Segment): QueriedEdge | undefined {
  const { types, direction, repeated } = relationship;
  const [from, to] = [labelsOf(left), labelsOf(right)];
  // Of a way of several steps the ends do not tell what is between them.
  if (!types || repeated || from.length === 0 || to.length === 0) return undefined;
  const names = [...new Set(tokensOf(types).map(({ value }) => value))].sort();
  if (direction === 'either') return { from, types: names, to, either: true };
  return direction === 'left' ? { from: to, types: names, to: from } : { from, types: names, to };
}

const unique = <T>(all: Iterable<T>): T[] => [
  ...new Map([...all].map((one) => [JSON.stringify(one), one])).values(),
];

export function askedEdges(queries: Iterable<string>): readonly QueriedEdge[] {
  return unique(
    [...queries].flatMap((query) => readStatement(query).segments.flatMap((s) => edgeOf(s) ?? [])),
  );
}

export function askedProperties(queries: Iterable<string>): readonly QueriedProperties[] {
  const found = new Map<string, Set<string>>();
  for (const query of queries)
    for (const { variable, token } of readStatement(query).uses) {
      const labels = variable.kind === 'node' ? labelsOf(variable) : [];
      if (labels.length === 0) continue;
      const key = labels.join('|');
      found.set(key, (found.get(key) ?? new Set()).add(token.value));
    }
  return [...found].map(([key, properties]) => ({
    labels: key.split('|'),
    properties: [...properties].sort(),
  }));
}

/** What joins the ends of an asked edge in a graph. */
export interface FoundEdge {
  readonly type: string;
  /** Whether it begins where the asked one does. */
  readonly forward: boolean;
}

/** Types that took the place of an asked edge: it is not there, and there is one that the model does not know there. */
export function edgesInstead(
  { from, types, to, either }: QueriedEdge,
  found: readonly FoundEdge[],
  model: GraphModel,
): readonly string[] {
  if (found.some(({ type, forward }) => types.includes(type) && (forward || either))) return [];
  const ends = [from, to].map(
    (labels) => new Set(labels.flatMap((label) => [...model.having(label)])),
  );
  const [begin, end] = ends;
  const known = {
    forward: new Set(model.between(begin, end)),
    back: new Set(model.between(end, begin)),
  };
  const strange = found.filter(
    ({ type, forward }) => !(forward ? known.forward : known.back).has(type),
  );
  return [...new Set(strange.map(({ type }) => type))].sort();
}

/** Properties that no node has, where nodes have others that the model does not know. */
export function propertiesInstead(
  { labels, properties }: QueriedProperties,
  found: ReadonlyMap<string, ReadonlySet<string>>,
  model: GraphModel,
): { readonly asked: readonly string[]; readonly found: readonly string[] } | undefined {
  const there = new Set(labels.flatMap((label) => [...(found.get(label) ?? [])]));
  if (there.size === 0) return undefined;
  const own = new Set(labels.flatMap((label) => [...model.having(label)]));
  const known = model.propertiesOf(own);
  if (!known) return undefined;
  const asked = properties.filter((property) => known.has(property) && !there.has(property));
  const strange = [...there].filter((property) => !known.has(property)).sort();
  return asked.length > 0 && strange.length > 0 ? { asked, found: strange } : undefined;
}
