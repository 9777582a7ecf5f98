/**
 * Cypher as tokens with offsets. Comments are left out; what stands in strings and between backticks is
 * one token, so that nothing in it is taken for Cypher.
 *
 * Neo4j's own parser for JavaScript is no dependency: 130 MB, pre-releases only, the current ones for Node 24.
 */

export interface Token {
  readonly kind: 'word' | 'quoted' | 'string' | 'number' | 'param' | 'symbol';
  /** As written. */
  readonly text: string;
  /** Name or string without its quotes; of a parameter its name; else the text. */
  readonly value: string;
  /** Offsets in UTF-16 units; `end` is behind the last. */
  readonly start: number;
  readonly end: number;
}

export interface Fault {
  readonly message: string;
  readonly at: number;
}

export interface Tokens {
  readonly tokens: readonly Token[];
  /** For each opening bracket the index of its closing one, and back. */
  readonly partner: ReadonlyMap<number, number>;
  /** The first thing that is no Cypher; tokens end before it. */
  readonly fault?: Fault;
}

const SPACE = /(?:\s|\/\/[^\n]*|\/\*[\s\S]*?\*\/)+/y;
const PATTERNS: readonly [Token['kind'], RegExp][] = [
  ['string', /"(?:[^"\\]|\\[\s\S])*"|'(?:[^'\\]|\\[\s\S])*'/y],
  ['quoted', /`(?:[^`]|``)*`/y],
  ['param', /\$(?:[\p{L}_][\p{L}\p{N}_]*|\d+|`(?:[^`]|``)*`)/uy],
  ['number', /0x[\da-f]+|0o[0-7]+|(?:\d[\d_]*)?\.?\d[\d_]*(?:e[+-]?\d+)?/iy],
  ['word', /[\p{L}_][\p{L}\p{N}_]*/uy],
  ['symbol', /\.\.|<>|<=|>=|=~|\|\||[()[\]{}.,:;|&!%<>=+\-*/^@$]/y],
];

const unquoted = (text: string): string => text.slice(1, -1).replaceAll('``', '`');

function meaningOf(kind: Token['kind'], text: string): string {
  if (kind === 'quoted') return unquoted(text);
  if (kind === 'string') return text.slice(1, -1);
  if (kind === 'param') return text[1] === '`' ? unquoted(text.slice(1)) : text.slice(1);
  return text;
}

const UNENDED: Readonly<Record<string, string>> = {
  '"': 'unterminated string',
  "'": 'unterminated string',
  '`': 'unterminated name in backticks',
  '/': 'unterminated comment',
};

function tokenAt(text: string, at: number): Token | undefined {
  for (const [kind, pattern] of PATTERNS) {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    if (found)
      return {
        kind,
        text: found,
        value: meaningOf(kind, found),
        start: at,
        end: at + found.length,
      };
  }
  return undefined;
}

const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

function partners(tokens: readonly Token[]): { partner: Map<number, number>; fault?: Fault } {
  const partner = new Map<number, number>();
  const open: number[] = [];
  for (const [i, { kind, text, start }] of tokens.entries()) {
    if (kind !== 'symbol') continue;
    if (CLOSING[text]) open.push(i);
    else if (text === ')' || text === ']' || text === '}') {
      const first = open.pop();
      const opening = first === undefined ? undefined : tokens[first]?.text;
      if (first === undefined || CLOSING[opening ?? ''] !== text)
        return { partner, fault: { message: `unmatched ${text}`, at: start } };
      partner.set(first, i).set(i, first);
    }
  }
  const left = tokens[open.pop() ?? -1];
  if (!left) return { partner };
  return { partner, fault: { message: `unclosed ${left.text}`, at: left.start } };
}

export function tokenize(text: string): Tokens {
  const tokens: Token[] = [];
  let at = 0;
  let fault: Fault | undefined;
  while (at < text.length && !fault) {
    SPACE.lastIndex = at;
    const space = SPACE.exec(text)?.[0].length ?? 0;
    at += space;
    if (at >= text.length) break;
    const first = text[at] ?? '';
    const token = text.startsWith('/*', at) ? undefined : tokenAt(text, at);
    if (token) {
      tokens.push(token);
      at = token.end;
    } else fault = { message: UNENDED[first] ?? `unexpected ${JSON.stringify(first)}`, at };
  }
  const { partner, fault: unbalanced } = partners(tokens);
  const first = fault ?? unbalanced;
  return { tokens, partner, ...(first ? { fault: first } : {}) };
}
