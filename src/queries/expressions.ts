/** Patterns and expressions of Cypher, with the variables that they see. */

import { upper } from './clauses.ts';
import { type LabelExpression, readLabels } from './label-expression.ts';
import { type HopRange, type NodePattern, type Path, readPath } from './patterns.ts';
import type { PropertyUse, Segment, Variable } from './statement.ts';
import type { Token, Tokens } from './tokens.ts';

export type ExpressionScope = Map<string, Variable>;

export interface Collected {
  readonly segments: Segment[];
  readonly uses: PropertyUse[];
  readonly labels: LabelExpression[];
}

export const isNamed = (token: Token | undefined): token is Token =>
  token?.kind === 'word' || token?.kind === 'quoted';

/** Words behind which a bracket is no call of a function. */
const OPERATORS = new Set(
  'AND OR XOR NOT WHERE IN MATCH RETURN WITH WHEN THEN ELSE CASE BY AS ON DISTINCT IS CONTAINS'.split(
    ' ',
  ),
);
const SUBQUERIES = new Set(['EXISTS', 'COUNT', 'COLLECT']);

/** Reads the clauses of a subquery, which see `scope`. */
type ReadClauses = (range: HopRange, scope: ExpressionScope) => void;

export class Expressions {
  readonly #source: Tokens;
  readonly #into: Collected;
  readonly #clauses: ReadClauses;

  constructor(source: Tokens, into: Collected, clauses: ReadClauses) {
    this.#source = source;
    this.#into = into;
    this.#clauses = clauses;
  }

  /** The patterns of a MATCH: they bind variables. */
  match([from, to]: HopRange, scope: ExpressionScope): void {
    const { tokens, partner } = this.#source;
    for (let at = from; at < to; at += 1) {
      if (tokens[at]?.text === '=' && isNamed(tokens[at - 1]))
        this.#bind(tokens[at - 1], 'value', scope);
      if (tokens[at]?.kind !== 'symbol' || tokens[at]?.text !== '(') continue;
      const path = readPath(this.#source, at);
      if (path) {
        this.#path(path, scope, true);
        at = path.next - 1;
        continue;
      }
      // shortestPath((a)-…-(b)), or a group that repeats: ((a)-…->(b)){1,3}.
      const close = partner.get(at) ?? to;
      this.match([at + 1, close], scope);
      at = close;
    }
  }

  /** A WHERE. Labels that it demands without any OR or NOT hold for the variable. */
  where(range: HopRange, scope: ExpressionScope): void {
    const { tokens } = this.#source;
    const words = tokens.slice(...range).map(upper);
    const sure = !words.some((word) =>
      ['OR', 'XOR', 'NOT', 'CASE', 'EXISTS', 'ANY', 'ALL', 'NONE', 'SINGLE'].includes(word),
    );
    this.read(range, scope, sure);
  }

  /** @param sure Whether a label predicate in it holds for all that comes. */
  read([from, to]: HopRange, scope: ExpressionScope, sure = false): void {
    for (let at = from; at < to; ) at = Math.max(at + 1, this.#step(at, to, scope, sure));
  }

  /** Reads what begins at `at`; gives the index behind it. */
  #step(at: number, to: number, scope: ExpressionScope, sure: boolean): number {
    const { tokens, partner } = this.#source;
    const token = tokens[at];
    const close = partner.get(at);
    const before = tokens[at - 1];
    if (token?.kind === 'symbol' && close !== undefined && close > at) {
      if (token.text === '(') return this.#round(at, close, scope, sure);
      if (token.text === '[') return this.#square(at, close, scope);
      return this.#curly(at, close, scope);
    }
    if (!isNamed(token) || (before?.kind === 'symbol' && before.text === '.')) return at + 1;
    const variable = scope.get(token.value);
    const sign = tokens[at + 1]?.kind === 'symbol' ? tokens[at + 1]?.text : undefined;
    const key = tokens[at + 2];
    if (sign === '.' && at + 2 < to && isNamed(key) && tokens[at + 3]?.text !== '(') {
      if (variable) this.#into.uses.push({ variable, token: key });
      return at + 3;
    }
    const isA =
      upper(tokens[at + 1]) === 'IS' &&
      !['NULL', 'NOT', 'TYPED', '::', 'NORMALIZED'].includes(upper(key));
    if (variable?.kind === 'node' && (sign === ':' || isA)) {
      const read = readLabels(this.#source, at + 2);
      if (read && read.next <= to) {
        this.#into.labels.push(read.expression);
        if (sure) variable.labels.push(read.expression);
        return read.next;
      }
    }
    return at + 1;
  }

  #round(at: number, close: number, scope: ExpressionScope, sure: boolean): number {
    const { tokens } = this.#source;
    const before = tokens[at - 1];
    const call = isNamed(before) && !OPERATORS.has(upper(before));
    if (!call) {
      const path = readPath(this.#source, at);
      const node = path?.nodes[0];
      if (path && path.relationships.length > 0) {
        this.#path(path, scope, false);
        return path.next;
      }
      if (path && node?.labels && node.variable) {
        this.#into.labels.push(node.labels);
        if (sure) scope.get(node.variable.value)?.labels.push(node.labels);
        return path.next;
      }
    }
    const inner = this.#iterated([at + 1, close], scope);
    this.read([at + 1, close], inner ?? scope, sure && !call);
    return close + 1;
  }

  /** `any(x IN list …)`, `[x IN list …]`, `reduce(sum = 0, x IN list …)`: names that hold inside only. */
  #iterated([from, to]: HopRange, scope: ExpressionScope): ExpressionScope | undefined {
    const { tokens } = this.#source;
    const names: string[] = [];
    let at = from;
    if (isNamed(tokens[at]) && tokens[at + 1]?.text === '=') {
      names.push(tokens[at]?.value ?? '');
      while (at < to && tokens[at]?.text !== ',') at += 1;
      at += 1;
    }
    if (at >= to || !isNamed(tokens[at]) || upper(tokens[at + 1]) !== 'IN') return undefined;
    names.push(tokens[at]?.value ?? '');
    const inner: ExpressionScope = new Map(scope);
    for (const name of names) inner.set(name, { kind: 'value', name, labels: [] });
    return inner;
  }

  #square(at: number, close: number, scope: ExpressionScope): number {
    const { tokens } = this.#source;
    const iterated = this.#iterated([at + 1, close], scope);
    if (iterated) {
      this.read([at + 1, close], iterated);
      return close + 1;
    }
    const begin = tokens[at + 2]?.text === '=' ? at + 3 : at + 1;
    const path = tokens[begin]?.text === '(' ? readPath(this.#source, begin) : undefined;
    // [(a)-[:TYPE]->(b) WHERE … | b.name]
    if (path && path.relationships.length > 0) {
      const inner: ExpressionScope = new Map(scope);
      this.#path(path, inner, true);
      this.read([path.next, close], inner);
    } else this.read([at + 1, close], scope);
    return close + 1;
  }

  #curly(at: number, close: number, scope: ExpressionScope): number {
    const { tokens } = this.#source;
    const before = tokens[at - 1];
    if (SUBQUERIES.has(upper(before))) {
      const inner: ExpressionScope = new Map(scope);
      if (tokens[at + 1]?.text === '(') {
        const where = tokens.findIndex((t, i) => i > at && i < close && upper(t) === 'WHERE');
        this.match([at + 1, where < 0 ? close : where], inner);
        if (where >= 0) this.where([where + 1, close], inner);
      } else this.#clauses([at + 1, close], inner);
      return close + 1;
    }
    const projected = isNamed(before) ? scope.get(before.value) : undefined;
    this.#entries([at + 1, close], scope, projected);
    return close + 1;
  }

  /** Entries of a map: `key: value`; with a variable before it also `.property`. */
  #entries([from, to]: HopRange, scope: ExpressionScope, of: Variable | undefined): void {
    const { tokens } = this.#source;
    for (let at = from; at < to; ) {
      const [first, second] = [tokens[at], tokens[at + 1]];
      if (of && first?.text === '.' && isNamed(second)) {
        this.#into.uses.push({ variable: of, token: second });
        at += 2;
      } else if (isNamed(first) && second?.text === ':') at += 2;
      else at = Math.max(at + 1, this.#step(at, to, scope, false));
    }
  }

  /** @param binds Whether names that are new are variables from here on. */
  #path(path: Path, scope: ExpressionScope, binds: boolean): void {
    const inner: ExpressionScope = binds ? scope : new Map(scope);
    const nodes = path.nodes.map((node) => this.#node(node, inner, binds));
    path.relationships.forEach((relationship, i) => {
      this.#bind(relationship.variable, relationship.repeated ? 'value' : 'relationship', inner);
      const [left, right] = [nodes[i], nodes[i + 1]];
      if (left && right) this.#into.segments.push({ left, relationship, right });
      if (relationship.properties) this.#entries(relationship.properties, inner, undefined);
      if (relationship.where) this.read(relationship.where, inner);
    });
  }

  #node(
    { variable: name, labels, properties, where, open }: NodePattern,
    scope: ExpressionScope,
    binds: boolean,
  ): Variable {
    const bound = this.#bind(name, 'node', scope);
    // What a condition says of a node (it may stand under a NOT) does not hold for it elsewhere.
    const variable: Variable =
      bound && binds
        ? bound
        : {
            kind: bound?.kind ?? 'node',
            name: bound?.name ?? open.text,
            labels: [...(bound?.labels ?? [])],
          };
    if (labels) {
      this.#into.labels.push(labels);
      variable.labels.push(labels);
    }
    if (properties) {
      const { tokens } = this.#source;
      const [from, to] = properties;
      for (let at = from; at < to; ) {
        const key = tokens[at];
        if (isNamed(key) && tokens[at + 1]?.text === ':') {
          this.#into.uses.push({ variable, token: key });
          at += 2;
        } else at = Math.max(at + 1, this.#step(at, to, scope, false));
      }
    }
    if (where) this.read(where, scope);
    return variable;
  }

  #bind(
    name: Token | undefined,
    kind: Variable['kind'],
    scope: ExpressionScope,
  ): Variable | undefined {
    if (!name) return undefined;
    const known = scope.get(name.value);
    if (known) return known;
    const variable: Variable = { kind, name: name.value, labels: [] };
    scope.set(name.value, variable);
    return variable;
  }
}
