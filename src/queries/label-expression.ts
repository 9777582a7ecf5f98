/** Label expressions of Cypher: `:A:B`, `:A|B`, `:A&!B`, `IS A`. */

import type { Token, Tokens } from './tokens.ts';

export type LabelExpression =
  | { readonly is: 'name'; readonly token: Token }
  | { readonly is: 'any' }
  | { readonly is: 'not'; readonly of: LabelExpression }
  | { readonly is: 'and' | 'or'; readonly of: readonly LabelExpression[] };

export interface ReadLabels {
  readonly expression: LabelExpression;
  /** Index of the first token behind it. */
  readonly next: number;
}

const isName = (token: Token | undefined): token is Token =>
  token?.kind === 'word' || token?.kind === 'quoted';

/** Reads the expression that begins at `from`, behind the colon. */
export function readLabels({ tokens, partner }: Tokens, from: number): ReadLabels | undefined {
  let at = from;
  const text = (): string => (tokens[at]?.kind === 'symbol' ? (tokens[at]?.text ?? '') : '');
  const list = (
    is: 'and' | 'or',
    signs: readonly string[],
    inner: () => LabelExpression | undefined,
  ): LabelExpression | undefined => {
    const of: LabelExpression[] = [];
    for (;;) {
      const one = inner();
      if (!one) return undefined;
      of.push(one);
      if (!signs.includes(text())) break;
      at += 1;
      // `:A|:B` is the older way to write `:A|B`.
      if (is === 'or' && text() === ':') at += 1;
    }
    return of.length === 1 ? of[0] : { is, of };
  };
  const term = (): LabelExpression | undefined => {
    const token = tokens[at];
    if (text() === '!') {
      at += 1;
      const of = term();
      return of && { is: 'not', of };
    }
    if (text() === '%') {
      at += 1;
      return { is: 'any' };
    }
    if (text() === '(') {
      const close = partner.get(at);
      at += 1;
      const inner = either();
      if (!inner || at !== close) return undefined;
      at += 1;
      return inner;
    }
    // A label that is computed: `:$(name)`.
    if (text() === '$' && partner.has(at + 1)) {
      at = (partner.get(at + 1) ?? at) + 1;
      return { is: 'any' };
    }
    if (token?.kind === 'param') {
      at += 1;
      return { is: 'any' };
    }
    if (!isName(token)) return undefined;
    at += 1;
    return { is: 'name', token };
  };
  const both = (): LabelExpression | undefined => list('and', ['&', ':'], term);
  const either = (): LabelExpression | undefined => list('or', ['|'], both);
  const expression = either();
  return expression && { expression, next: at };
}

/** The names in an expression, in order; `under` a `!` too. */
export function namesOf(expression: LabelExpression): readonly Token[] {
  if (expression.is === 'name') return [expression.token];
  if (expression.is === 'any') return [];
  return expression.is === 'not' ? namesOf(expression.of) : expression.of.flatMap(namesOf);
}
