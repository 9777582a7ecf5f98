/** Reads a Cypher statement: its clauses one after the other, each with the variables that it sees. */

import { type Clause, clausesOf, itemsOf, upper } from './clauses.ts';
import { type Collected, type ExpressionScope, Expressions, isNamed } from './expressions.ts';
import type { HopRange } from './patterns.ts';
import type { Column, FilterPlace, Returned, Statement, Variable } from './statement.ts';
import { type Token, type Tokens, tokenize } from './tokens.ts';

const WRITING = new Set(
  'CREATE INSERT MERGE SET DELETE REMOVE FOREACH LOAD DROP ALTER GRANT DENY REVOKE START STOP RENAME ENABLE'.split(
    ' ',
  ),
);
/** What may stand between a MATCH and the place where the next clause begins. */
const OF_MATCH = new Set(['WHERE', 'USING']);

const value = (name: string): Variable => ({ kind: 'value', name, labels: [] });

class StatementReader {
  readonly #source: Tokens;
  readonly #expressions: Expressions;
  readonly writes: Token[] = [];
  readonly places: FilterPlace[] = [];
  parts = 1;

  constructor(source: Tokens, collected: Collected) {
    this.#source = source;
    this.#expressions = new Expressions(source, collected, (range, scope) =>
      this.clauses(range, scope, false),
    );
  }

  /** Reads the clauses of a range and gives what each part of it returns, with the variables behind it. */
  clauses(
    range: HopRange,
    outer: ExpressionScope,
    top: boolean,
  ): { returned: Returned[]; scope: ExpressionScope } {
    const { tokens } = this.#source;
    const clauses = clausesOf(this.#source, range);
    const returned: Returned[] = [];
    let scope: ExpressionScope = new Map(outer);
    let result: ExpressionScope = new Map();
    // What ORDER BY and WHERE behind a WITH or RETURN see: the new names and the old ones.
    let sorting: ExpressionScope | undefined;
    for (const [i, clause] of clauses.entries()) {
      const { keyword, range: inner, token } = clause;
      if (WRITING.has(keyword)) this.writes.push(token);
      if (
        keyword === 'MATCH' ||
        keyword === 'MERGE' ||
        keyword === 'CREATE' ||
        keyword === 'INSERT'
      )
        this.#expressions.match(inner, scope);
      else if (keyword === 'WITH') {
        sorting = scope;
        scope = this.#projected(inner, scope).scope;
        sorting = new Map([...sorting, ...scope]);
      } else if (keyword === 'RETURN') {
        const { columns, scope: named } = this.#projected(inner, scope);
        returned.push({ token, columns });
        result = named;
        sorting = new Map([...scope, ...named]);
      } else if (keyword === 'UNWIND' || keyword === 'YIELD') this.#named(inner, scope);
      else if (keyword === 'CALL') this.#call(inner, scope);
      else if (keyword === 'WHERE') this.#expressions.where(inner, sorting ?? scope);
      else if (keyword === 'UNION') {
        scope = new Map(outer);
        if (top) this.parts += 1;
      } else this.#expressions.read(inner, sorting ?? scope);
      if (!['WITH', 'RETURN', 'ORDER', 'WHERE', 'SKIP', 'LIMIT', 'OFFSET'].includes(keyword))
        sorting = undefined;
      if (top) this.#place(clauses, i, scope, tokens);
    }
    return { returned, scope: result };
  }

  #place(
    clauses: readonly Clause[],
    i: number,
    scope: ExpressionScope,
    tokens: readonly Token[],
  ): void {
    const next = clauses[i + 1]?.keyword;
    if (next !== undefined && OF_MATCH.has(next)) return;
    let of = i;
    while (OF_MATCH.has(clauses[of]?.keyword ?? '')) of -= 1;
    if (clauses[of]?.keyword !== 'MATCH') return;
    const last = tokens[(clauses[i]?.range[1] ?? 0) - 1];
    if (last)
      this.places.push({ at: last.end, bound: new Set(scope.keys()), part: this.parts - 1 });
  }

  /** Items of WITH or RETURN: columns, and the variables that they name. */
  #projected(
    [from, to]: HopRange,
    scope: ExpressionScope,
  ): { columns: Column[]; scope: ExpressionScope } {
    const { tokens } = this.#source;
    const begin =
      upper(tokens[from]) === 'DISTINCT' || upper(tokens[from]) === 'ALL' ? from + 1 : from;
    const columns: Column[] = [];
    const named: ExpressionScope = new Map();
    for (const [first, last] of itemsOf(this.#source, [begin, to])) {
      const token = tokens[first];
      if (!token) continue;
      const aliased = last - first > 2 && upper(tokens[last - 2]) === 'AS';
      const end = aliased ? last - 2 : last;
      this.#expressions.read([first, end], scope);
      if (token.kind === 'symbol' && token.text === '*') {
        columns.push({ token, text: '*', whole: 'star' });
        for (const [name, variable] of scope) named.set(name, variable);
        continue;
      }
      const single = end - first === 1 && isNamed(token) ? scope.get(token.value) : undefined;
      const whole = this.#whole([first, end], scope);
      const text = tokens
        .slice(first, end)
        .map((t) => t.text)
        .join('');
      columns.push({ token, text, ...(whole ? { whole } : {}) });
      const alias = aliased ? tokens[last - 1] : single ? token : undefined;
      if (alias) named.set(alias.value, single ?? value(alias.value));
    }
    return { columns, scope: named };
  }

  /** Whether an item is a node or relationship as it is, or a list or map of all it holds. */
  #whole([from, to]: HopRange, scope: ExpressionScope): 'node' | 'relationship' | undefined {
    const { tokens, partner } = this.#source;
    const first = tokens[from];
    if (!isNamed(first)) return undefined;
    const kindOf = (name: string): 'node' | 'relationship' | undefined => {
      const kind = scope.get(name)?.kind;
      return kind === 'value' ? undefined : kind;
    };
    if (to - from === 1) return kindOf(first.value);
    const close = partner.get(from + 1);
    if (close !== to - 1) return undefined;
    // node {.*}
    if (tokens[from + 1]?.text === '{') {
      const all = tokens
        .slice(from + 2, close)
        .some((token, i, inner) => token.text === '*' && inner[i - 1]?.text === '.');
      return all ? kindOf(first.value) : undefined;
    }
    if (!/^(collect|properties|head|last|coalesce|nodes|relationships)$/i.test(first.text))
      return undefined;
    const begin = upper(tokens[from + 2]) === 'DISTINCT' ? from + 3 : from + 2;
    if (/^nodes$/i.test(first.text)) return 'node';
    if (/^relationships$/i.test(first.text)) return 'relationship';
    return this.#whole([begin, close], scope);
  }

  /** `UNWIND list AS x`, `YIELD a AS x, b`. */
  #named([from, to]: HopRange, scope: ExpressionScope): void {
    const { tokens } = this.#source;
    this.#expressions.read([from, to], scope);
    for (const [, last] of itemsOf(this.#source, [from, to])) {
      const token = tokens[last - 1];
      if (isNamed(token)) scope.set(token.value, value(token.value));
    }
  }

  /** `CALL { … }`, `CALL (a, b) { … }`; or a procedure. */
  #call([from, to]: HopRange, scope: ExpressionScope): void {
    const { tokens, partner } = this.#source;
    const body = tokens[from]?.text === '(' ? (partner.get(from) ?? from) + 1 : from;
    const close = tokens[body]?.text === '{' ? partner.get(body) : undefined;
    if (close === undefined) {
      this.#expressions.read([from, to], scope);
      return;
    }
    const { scope: returned } = this.clauses([body + 1, close], scope, false);
    for (const [name, variable] of returned) scope.set(name, variable);
  }
}

export function readStatement(text: string): Statement {
  const source = tokenize(text);
  const collected: Collected = { segments: [], uses: [], labels: [] };
  const parameters = source.tokens.filter((token) => token.kind === 'param');
  if (source.fault)
    return {
      ...collected,
      fault: source.fault,
      parameters,
      writes: [],
      returns: [],
      places: [],
      parts: 1,
    };
  const reader = new StatementReader(source, collected);
  const { returned } = reader.clauses([0, source.tokens.length], new Map(), true);
  const { writes, places, parts } = reader;
  return { ...collected, parameters, writes, returns: returned, places, parts };
}
