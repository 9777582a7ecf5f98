/** Patterns of Cypher: `(a:Label {key: value})-[r:TYPE*1..3]->(b)`. */

import { type LabelExpression, readLabels } from './label-expression.ts';
import type { Token, Tokens } from './tokens.ts';

/** Indices of tokens, the second one behind the last. */
export type HopRange = readonly [from: number, to: number];

export interface NodePattern {
  readonly is: 'node';
  readonly open: Token;
  readonly variable?: Token;
  readonly labels?: LabelExpression;
  /** Inside of `{…}`. */
  readonly properties?: HopRange;
  /** Behind an inline WHERE. */
  readonly where?: HopRange;
}

export interface RelationshipPattern {
  readonly is: 'relationship';
  /** The place of the pattern: its bracket, or its first dash. */
  readonly open: Token;
  readonly variable?: Token;
  readonly types?: LabelExpression;
  readonly properties?: HopRange;
  readonly where?: HopRange;
  readonly direction: 'right' | 'left' | 'either';
  /** More than one step, or none: `*`, `+`, `{1,3}`. */
  readonly repeated: boolean;
}

export interface Path {
  readonly nodes: readonly NodePattern[];
  /** The n-th stands between the n-th node and the next. */
  readonly relationships: readonly RelationshipPattern[];
  readonly next: number;
}

const isName = (token: Token | undefined): token is Token =>
  token?.kind === 'word' || token?.kind === 'quoted';

interface Filling {
  readonly variable?: Token;
  readonly labels?: LabelExpression;
  readonly properties?: HopRange;
  readonly where?: HopRange;
  readonly repeated: boolean;
}

/** What stands between the brackets of a node or a relationship: the same but for the `*`. */
function filling(source: Tokens, from: number, to: number, star: boolean): Filling | undefined {
  const { tokens, partner } = source;
  let at = from;
  const found: { -readonly [Key in keyof Filling]: Filling[Key] } = { repeated: false };
  const symbol = (text: string): boolean =>
    tokens[at]?.kind === 'symbol' && tokens[at]?.text === text;
  const keyword = (word: string): boolean =>
    tokens[at]?.kind === 'word' && tokens[at]?.text.toUpperCase() === word;
  if (at < to && isName(tokens[at]) && !keyword('WHERE')) {
    found.variable = tokens[at] as Token;
    at += 1;
  }
  if (at < to && (symbol(':') || keyword('IS'))) {
    const read = readLabels(source, at + 1);
    if (!read) return undefined;
    found.labels = read.expression;
    at = read.next;
  }
  if (star && at < to && symbol('*')) {
    found.repeated = true;
    at += 1;
    while (at < to && (tokens[at]?.kind === 'number' || symbol('..'))) at += 1;
  }
  if (at < to && symbol('{')) {
    const close = partner.get(at) ?? to;
    found.properties = [at + 1, close];
    at = close + 1;
  } else if (at < to && tokens[at]?.kind === 'param') at += 1;
  if (at < to && keyword('WHERE')) {
    found.where = [at + 1, to];
    at = to;
  }
  return at === to ? found : undefined;
}

function readNode(source: Tokens, at: number): { node: NodePattern; next: number } | undefined {
  const open = source.tokens[at];
  const close = source.partner.get(at);
  if (open?.text !== '(' || open.kind !== 'symbol' || close === undefined) return undefined;
  const filled = filling(source, at + 1, close, false);
  if (!filled) return undefined;
  const { repeated: _, ...rest } = filled;
  return { node: { is: 'node', open, ...rest }, next: close + 1 };
}

function readRelationship(
  source: Tokens,
  from: number,
): { relationship: RelationshipPattern; next: number } | undefined {
  const { tokens, partner } = source;
  let at = from;
  const take = (text: string): boolean => {
    if (tokens[at]?.kind !== 'symbol' || tokens[at]?.text !== text) return false;
    at += 1;
    return true;
  };
  const left = take('<');
  let open = tokens[at];
  if (!open || !take('-')) return undefined;
  let filled: Filling = { repeated: false };
  const close = partner.get(at);
  if (tokens[at]?.text === '[' && close !== undefined) {
    open = tokens[at] as Token;
    const inner = filling(source, at + 1, close, true);
    if (!inner) return undefined;
    filled = inner;
    at = close + 1;
  }
  if (!take('-')) return undefined;
  const right = take('>');
  let { repeated } = filled;
  if (take('+') || take('*')) repeated = true;
  else if (tokens[at]?.text === '{' && partner.has(at)) {
    at = (partner.get(at) ?? at) + 1;
    repeated = true;
  }
  const { labels, ...rest } = filled;
  const direction = left === right ? 'either' : left ? 'left' : 'right';
  return {
    relationship: {
      is: 'relationship',
      open,
      ...rest,
      ...(labels ? { types: labels } : {}),
      direction,
      repeated,
    },
    next: at,
  };
}

/** The path that begins with the bracket at `from`; undefined when that opens something else. */
export function readPath(source: Tokens, from: number): Path | undefined {
  const first = readNode(source, from);
  if (!first) return undefined;
  const nodes = [first.node];
  const relationships: RelationshipPattern[] = [];
  let { next } = first;
  for (;;) {
    const relationship = readRelationship(source, next);
    const node = relationship && readNode(source, relationship.next);
    if (!relationship || !node) return { nodes, relationships, next };
    relationships.push(relationship.relationship);
    nodes.push(node.node);
    next = node.next;
  }
}
