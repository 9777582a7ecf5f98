/** Whether a graph's labels and relationships are those that queries go by, or others have taken their place. */

import type { GraphModel } from './graph-model.ts';
import type { LabelExpression } from './label-expression.ts';
import { readStatement } from './read-statement.ts';
import type { QueriedEdge } from './schema-use.ts';
import type { Segment } from './statement.ts';

/** What a graph holds: names with how often they occur. */
export interface GraphNames {
  readonly labels: ReadonlyMap<string, number>;
  readonly types: ReadonlyMap<string, number>;
}

/** A sort of relationship with a label or type that the model does not know. */
export interface UnknownEdge {
  readonly from: readonly string[];
  readonly type: string;
  readonly to: readonly string[];
}

/** A label or type that queries go by, and what the graph has in its place. */
export interface Replacement {
  readonly what: 'label' | 'relationship';
  readonly asked: string;
  /** Sorted; several where more than one could stand for it. */
  readonly found: readonly string[];
}

/** Labels of the clouds and tools that derivations are about; others may be people's own. */
const OURS = /^(?:AWS|EC2|ELB|RDS|S3|IAM|GCP|Kubernetes|K8s|GoogleWorkspace|Okta)/;

/** Labels and types of a graph that the model does not know. */
export function unknownNames(
  { labels, types }: GraphNames,
  model: GraphModel,
): { readonly labels: readonly string[]; readonly types: readonly string[] } {
  const known = new Set(model.types);
  return {
    labels: [...labels.keys()].filter((name) => OURS.test(name) && !model.knows(name)).sort(),
    types: [...types.keys()].filter((name) => !known.has(name)).sort(),
  };
}

/** All names of an expression; undefined where something else than a choice of names is asked. */
function namesOf(expression: LabelExpression | undefined): readonly string[] | undefined {
  if (expression?.is === 'name') return [expression.token.value];
  if (expression?.is !== 'or') return undefined;
  const parts = expression.of.map(namesOf);
  return parts.includes(undefined) ? undefined : parts.flatMap((part) => part ?? []);
}

function askedEdge({ left, relationship, right }: Segment): QueriedEdge | undefined {
  const [from, types, to] = [
    namesOf(left.labels[0]),
    namesOf(relationship.types),
    namesOf(right.labels[0]),
  ];
  if (!from || !types || !to) return undefined;
  return relationship.direction === 'left' ? { from: to, types, to: from } : { from, types, to };
}

const meet = (a: readonly string[], b: readonly string[]): boolean =>
  a.some((name) => b.includes(name));

/** The names that edges go by that nothing of the graph has, and what stands where they should. */
function replacementsOf(
  { from, types, to }: QueriedEdge,
  graph: GraphNames,
  edges: readonly UnknownEdge[],
  unknown: ReadonlySet<string>,
): Replacement[] {
  const first = (names: readonly string[]): string => names[0] ?? '';
  const found: Replacement[] = [];
  const absent = (names: readonly string[]): boolean =>
    !names.some((name) => graph.labels.has(name));
  for (const edge of edges) {
    const [begins, ends] = [meet(edge.from, from), meet(edge.to, to)];
    if (!types.some((type) => graph.types.has(type)) && unknown.has(edge.type) && begins && ends)
      found.push({ what: 'relationship', asked: first(types), found: [edge.type] });
    if (!types.includes(edge.type)) continue;
    const stranger = (labels: readonly string[]): string | undefined =>
      labels.find((label) => unknown.has(label));
    const [before, behind] = [stranger(edge.from), stranger(edge.to)];
    if (before && absent(from) && ends)
      found.push({ what: 'label', asked: first(from), found: [before] });
    if (behind && absent(to) && begins)
      found.push({ what: 'label', asked: first(to), found: [behind] });
  }
  return found;
}

/**
 * Labels and relationships that took the place of what queries ask: the edge that a query follows is there,
 * between the same kinds of nodes, under another name. Such a query finds nothing, without an error.
 * @param edges all sorts of edges with a name that the model does not know
 */
export function replacements(
  queries: Iterable<string>,
  graph: GraphNames,
  edges: readonly UnknownEdge[],
  model: GraphModel,
): readonly Replacement[] {
  const names = unknownNames(graph, model);
  const unknown = new Set([...names.labels, ...names.types]);
  if (unknown.size === 0) return [];
  const found = new Map<string, Replacement>();
  for (const query of queries)
    for (const segment of readStatement(query).segments) {
      const asked = askedEdge(segment);
      for (const one of asked ? replacementsOf(asked, graph, edges, unknown) : [])
        found.set(one.asked, {
          ...one,
          found: [...new Set([...(found.get(one.asked)?.found ?? []), ...one.found])].sort(),
        });
    }
  return [...found.keys()].sort().flatMap((key) => found.get(key) ?? []);
}
