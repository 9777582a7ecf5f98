/** A Cypher statement cut into clauses, and lists of items cut at their commas. */

import type { HopRange } from './patterns.ts';
import type { Token, Tokens } from './tokens.ts';

export interface Clause {
  /** Upper case, one word: OPTIONAL MATCH is MATCH, DETACH DELETE is DELETE, ORDER BY is ORDER. */
  readonly keyword: string;
  readonly token: Token;
  readonly optional: boolean;
  /** What stands behind the keyword. */
  readonly range: HopRange;
}

/** Words that begin a clause, whatever stands behind them. */
const ALONE = new Set(
  'MATCH WITH RETURN UNWIND WHERE CALL YIELD UNION CREATE INSERT MERGE SET DELETE REMOVE FOREACH SKIP LIMIT OFFSET USE FINISH LET FILTER'.split(
    ' ',
  ),
);
/** Words that begin one with the word behind them. */
const WITH_NEXT: Readonly<Record<string, readonly string[]>> = {
  OPTIONAL: ['MATCH', 'CALL'],
  DETACH: ['DELETE'],
  NODETACH: ['DELETE'],
  ORDER: ['BY'],
  LOAD: ['CSV'],
  USING: ['INDEX', 'SCAN', 'JOIN', 'RANGE', 'TEXT', 'POINT'],
};
/** Behind these such a word is a name, or part of an operator. */
const notBehind = (before: string, word: string): boolean =>
  before === 'AS' ||
  (word === 'WITH' && (before === 'STARTS' || before === 'ENDS')) ||
  (before === 'ON' && (word === 'CREATE' || word === 'MATCH'));
/** Statements that administer a database, when they stand first. */
const ADMINISTERING = new Set(
  'SHOW DROP ALTER GRANT DENY REVOKE START STOP RENAME ENABLE'.split(' '),
);

export const upper = (token: Token | undefined): string =>
  token?.kind === 'word' ? token.text.toUpperCase() : '';

function begins(
  { tokens }: Tokens,
  at: number,
  first: number,
): { keyword: string; length: number } | undefined {
  const word = upper(tokens[at]);
  if (word === '') return undefined;
  const before = tokens[at - 1];
  if (before?.kind === 'symbol' && ['.', ':', '|', '&', '!'].includes(before.text))
    return undefined;
  if (at > first && notBehind(upper(before), word)) return undefined;
  const next = upper(tokens[at + 1]);
  const pair = WITH_NEXT[word];
  if (pair?.includes(next))
    return { keyword: word === 'OPTIONAL' || /DETACH$/.test(word) ? next : word, length: 2 };
  if (at === first && ADMINISTERING.has(word)) return { keyword: word, length: 1 };
  return ALONE.has(word) ? { keyword: word, length: 1 } : undefined;
}

/** The clauses in a range of tokens; what stands in brackets belongs to the clause around them. */
export function clausesOf(source: Tokens, [from, to]: HopRange): readonly Clause[] {
  const { tokens, partner } = source;
  const found: { keyword: string; token: Token; optional: boolean; from: number; at: number }[] =
    [];
  for (let at = from; at < to; at += 1) {
    const close = partner.get(at);
    if (close !== undefined && close > at) {
      at = close;
      continue;
    }
    const beginning = begins(source, at, from);
    const token = tokens[at];
    if (!beginning || !token) continue;
    found.push({
      keyword: beginning.keyword,
      token,
      optional: upper(token) === 'OPTIONAL',
      at,
      from: at + beginning.length,
    });
    at += beginning.length - 1;
  }
  return found.map(({ keyword, token, optional, from: begin }, i) => ({
    keyword,
    token,
    optional,
    range: [begin, found[i + 1]?.at ?? to],
  }));
}

/** The parts between the commas that stand in no bracket. */
export function itemsOf({ tokens, partner }: Tokens, [from, to]: HopRange): readonly HopRange[] {
  const items: HopRange[] = [];
  let begin = from;
  for (let at = from; at < to; at += 1) {
    const close = partner.get(at);
    if (close !== undefined && close > at) at = close;
    else if (tokens[at]?.kind === 'symbol' && tokens[at]?.text === ',') {
      items.push([begin, at]);
      begin = at + 1;
    }
  }
  if (begin < to) items.push([begin, to]);
  return items;
}
