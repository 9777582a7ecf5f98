/** What Cartography writes: labels, their properties, and which label is joined to which by what. */

import { distance } from 'fastest-levenshtein';
import type { LabelExpression } from './label-expression.ts';

/** The form of data/cartography.json; made by scripts/graph-model.mjs. */
export interface ModelData {
  /** Which state of Cartography it describes. */
  readonly source: string;
  /** Properties of every node. */
  readonly everywhere: readonly string[];
  /** Label -> what else a node with it may be labelled, and its properties. */
  readonly labels: Readonly<Record<string, readonly [also: string[], properties: string[]]>>;
  /** Labels of which only the relationships are known. */
  readonly foreign: readonly string[];
  /** Type -> label it begins at -> labels it ends at. */
  readonly types: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
  /** Old label -> new one. */
  readonly renamed: Readonly<Record<string, string>>;
}

/** Own labels that a node may have; undefined: any. */
export type Candidates = ReadonlySet<string> | undefined;

/** The nearest of `names`: few letters differ, or only case, `_` and an `s` do. */
export function nearestOf(wanted: string, names: Iterable<string>): string | undefined {
  const bare = (name: string): string => name.toLowerCase().replaceAll('_', '').replace(/s$/, '');
  let best: { name: string; far: number } | undefined;
  for (const name of names) {
    const far =
      bare(name) === bare(wanted) ? 0.5 : distance(wanted.toLowerCase(), name.toLowerCase());
    if (!best || far < best.far || (far === best.far && name < best.name)) best = { name, far };
  }
  const far = wanted.length < 4 ? 1 : Math.max(2, Math.min(4, wanted.length / 3));
  return best && best.far <= far ? best.name : undefined;
}

export class GraphModel {
  readonly source: string;
  readonly renamed: ReadonlyMap<string, string>;
  readonly #everywhere: ReadonlySet<string>;
  /** Own label -> all labels that its nodes may have, itself included. */
  readonly #labels = new Map<string, ReadonlySet<string>>();
  readonly #properties = new Map<string, ReadonlySet<string>>();
  readonly #types: ModelData['types'];
  /** Any label -> own labels of the nodes that may have it. */
  readonly #having = new Map<string, Set<string>>();
  readonly #foreign: ReadonlySet<string>;
  /** A statement is read completely before it is queried, so what is known about a variable does not change. */
  readonly #found = new WeakMap<readonly LabelExpression[], Candidates>();

  constructor(data: ModelData) {
    this.source = data.source;
    this.renamed = new Map(Object.entries(data.renamed));
    this.#everywhere = new Set(data.everywhere);
    this.#types = data.types;
    this.#foreign = new Set(data.foreign);
    const all = [...Object.keys(data.labels), ...data.foreign];
    for (const name of all) {
      const [also = [], properties = []] = data.labels[name] ?? [];
      const names = new Set([name, ...also]);
      this.#labels.set(name, names);
      // An AWSRole is an AWSPrincipal as well, and has what principals have.
      this.#properties.set(
        name,
        new Set([...properties, ...also.flatMap((other) => data.labels[other]?.[1] ?? [])]),
      );
      for (const label of names)
        this.#having.set(label, (this.#having.get(label) ?? new Set()).add(name));
    }
  }

  get labels(): Iterable<string> {
    return this.#having.keys();
  }

  get types(): readonly string[] {
    return Object.keys(this.#types);
  }

  knows(label: string): boolean {
    return this.#having.has(label);
  }

  /** Own labels of the nodes that may have a label. */
  having(label: string): ReadonlySet<string> {
    return this.#having.get(label) ?? new Set();
  }

  /** Own labels of the nodes that match all expressions. A label that is not known makes it `undefined`: any. */
  candidates(expressions: readonly LabelExpression[]): Candidates {
    if (expressions.length === 0) return undefined;
    if (!this.#found.has(expressions)) this.#found.set(expressions, this.#find(expressions));
    return this.#found.get(expressions);
  }

  #find(expressions: readonly LabelExpression[]): Candidates {
    const found = new Set<string>();
    for (const [own, names] of this.#labels) {
      const matches = expressions.map((expression) => this.#matches(expression, own, names));
      if (matches.includes(undefined)) return undefined;
      if (matches.every(Boolean)) found.add(own);
    }
    return found;
  }

  #matches(
    expression: LabelExpression,
    own: string,
    names: ReadonlySet<string>,
  ): boolean | undefined {
    if (expression.is === 'any') return true;
    if (expression.is === 'name')
      return this.knows(expression.token.value) ? names.has(expression.token.value) : undefined;
    if (expression.is === 'not') {
      // A further label is not on every node, so that only the own one is excluded for sure.
      const inner = this.#matches(expression.of, own, new Set([own]));
      return inner === undefined ? undefined : !inner;
    }
    const parts = expression.of.map((part) => this.#matches(part, own, names));
    if (parts.includes(undefined)) return undefined;
    return expression.is === 'and' ? parts.every(Boolean) : parts.some(Boolean);
  }

  /** Properties that nodes of these labels may have; undefined where that is not known. */
  propertiesOf(candidates: Candidates): ReadonlySet<string> | undefined {
    if (!candidates || candidates.size === 0) return undefined;
    const found = new Set(this.#everywhere);
    for (const own of candidates) {
      if (this.#foreign.has(own)) return undefined;
      for (const property of this.#properties.get(own) ?? []) found.add(property);
    }
    return found;
  }

  #meets(candidates: Candidates, end: string): boolean {
    if (!candidates) return true;
    for (const own of candidates) if (this.#labels.get(own)?.has(end)) return true;
    return false;
  }

  /** Whether one of the types (any, when undefined) leads from one to the other. */
  leads(from: Candidates, types: readonly string[] | undefined, to: Candidates): boolean {
    return this.between(from, to, types).length > 0;
  }

  /** The types that lead from one to the other, sorted. */
  between(from: Candidates, to: Candidates, types?: readonly string[]): readonly string[] {
    const found: string[] = [];
    for (const type of types ?? this.types) {
      const ends = Object.entries(this.#types[type] ?? {});
      if (
        ends.some(
          ([begin, targets]) =>
            this.#meets(from, begin) && targets.some((target) => this.#meets(to, target)),
        )
      )
        found.push(type);
    }
    return found.sort();
  }
}
