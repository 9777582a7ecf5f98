/** Templates: quoted ones and heredocs. The grammar skips blanks in them, so literals are cut out of the text. */

import { type HclExpression, literal, type TemplatePart } from './syntax.ts';
import type { SyntaxNode } from './syntax-node.ts';

type ToExpression = (node: SyntaxNode) => HclExpression;

const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  '"': '"',
  '\\': '\\',
};

/** A quoted literal's text. */
export const unescaped = (text: string): string =>
  unmarked(
    text.replace(
      /\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))/gs,
      (whole, short, long, simple) => {
        const code = Number.parseInt(short ?? long ?? '', 16);
        if (!Number.isNaN(code) && code <= 0x10ffff) return String.fromCodePoint(code);
        return ESCAPES[simple] ?? whole;
      },
    ),
  );

/** `$${` and `%%{` stand for themselves without the first sign. */
const unmarked = (text: string): string => text.replace(/([$%])\1\{/g, '$1{');

/** Where a template's literals are: their text as written. */
interface TemplateSource {
  readonly text: string;
  /** Of the whole file, at which `text` starts. */
  readonly offset: number;
  readonly literal: (text: string) => string;
}

/** Starts and ends with what is around it. */
interface RawPart {
  readonly part: TemplatePart;
  readonly trimBefore: boolean;
  readonly trimAfter: boolean;
}

export function templateOf(node: SyntaxNode, toExpression: ToExpression): HclExpression {
  const heredoc = node.type === 'heredoc_template';
  const [start, end] = heredoc ? heredocRange(node) : [node.startIndex + 1, node.endIndex - 1];
  const text = node.text.slice(start - node.startIndex, end - node.startIndex);
  const source = { text, offset: start, literal: heredoc ? unmarked : unescaped };
  const children = node.namedChildren.filter(isDynamic);
  const parts = partsOf(children, start, end, source, toExpression);
  const shifted = heredoc && /^<<-/.test(node.text) ? outdented(parts) : parts;
  const [only] = shifted;
  if (shifted.length === 0) return literal('');
  if (shifted.length === 1 && typeof only === 'string') return literal(only);
  return { kind: 'template', parts: shifted };
}

const isDynamic = ({ type }: SyntaxNode): boolean =>
  type === 'template_interpolation' || type === 'template_directive';

/** From the line after the opening identifier to before the line of the closing one. */
function heredocRange(node: SyntaxNode): readonly [number, number] {
  const { text, startIndex } = node;
  const start = text.indexOf('\n') + 1;
  const end = text.lastIndexOf('\n') + 1;
  return [startIndex + start, startIndex + Math.max(start, end)];
}

function partsOf(
  children: readonly SyntaxNode[],
  start: number,
  end: number,
  source: TemplateSource,
  toExpression: ToExpression,
): readonly TemplatePart[] {
  const raw: (string | RawPart)[] = [];
  let at = start;
  for (const child of children) {
    raw.push(source.text.slice(at - source.offset, child.startIndex - source.offset));
    raw.push(dynamicOf(child, source, toExpression));
    at = child.endIndex;
  }
  raw.push(source.text.slice(at - source.offset, end - source.offset));
  return raw.flatMap((part, i): readonly TemplatePart[] => {
    if (typeof part !== 'string') return [part.part];
    const [before, after] = [raw[i - 1], raw[i + 1]];
    let text = part;
    if (typeof before === 'object' && before.trimAfter) text = text.replace(/^\s+/, '');
    if (typeof after === 'object' && after.trimBefore) text = text.replace(/\s+$/, '');
    return text === '' ? [] : [source.literal(text)];
  });
}

/** Whether there is a `~` at the start or end of a sequence. */
function strips(node: SyntaxNode | undefined): readonly [start: boolean, end: boolean] {
  const children = node?.children ?? [];
  return [children[1]?.type === 'strip_marker', children.at(-2)?.type === 'strip_marker'];
}

function dynamicOf(node: SyntaxNode, source: TemplateSource, toExpression: ToExpression): RawPart {
  const expression = (of: SyntaxNode | undefined): HclExpression => {
    const found = of?.namedChildren.find(({ type }) => type === 'expression');
    return found ? toExpression(found) : literal('');
  };
  if (node.type === 'template_interpolation') {
    const [trimBefore, trimAfter] = strips(node);
    return { part: { kind: 'value', of: expression(node) }, trimBefore, trimAfter };
  }
  const [directive] = node.namedChildren;
  const parts = directive?.namedChildren ?? [];
  const intro = parts[0];
  const end = parts.at(-1);
  const middle = parts.findIndex(({ type }) => type === 'template_else_intro');
  const [trimBefore] = strips(intro);
  const [, trimAfter] = strips(end);
  const between = (from: number, to: number): readonly TemplatePart[] => {
    const [left, right] = [parts[from], parts[to]];
    const inner = partsOf(
      parts.slice(from + 1, to).filter(isDynamic),
      left?.endIndex ?? 0,
      right?.startIndex ?? 0,
      source,
      toExpression,
    );
    return trimmed(inner, strips(left)[1], strips(right)[0]);
  };
  const last = parts.length - 1;
  if (directive?.type === 'template_if') {
    const yes = between(0, middle < 0 ? last : middle);
    const no = middle < 0 ? [] : between(middle, last);
    return { part: { kind: 'if', condition: expression(intro), yes, no }, trimBefore, trimAfter };
  }
  const names = (intro?.namedChildren ?? [])
    .filter(({ type }) => type === 'identifier')
    .map(({ text }) => text);
  const [keyName, valueName] = names.length > 1 ? names : [undefined, names[0]];
  const body = between(0, last);
  const part = { kind: 'for', valueName: valueName ?? '', over: expression(intro), body } as const;
  return { part: keyName === undefined ? part : { ...part, keyName }, trimBefore, trimAfter };
}

function trimmed(parts: readonly TemplatePart[], start: boolean, end: boolean) {
  return parts.map((part, i) => {
    if (typeof part !== 'string') return part;
    const left = start && i === 0 ? part.replace(/^\s+/, '') : part;
    return end && i === parts.length - 1 ? left.replace(/\s+$/, '') : left;
  });
}

/** Takes what all lines of an indented heredoc are indented by. */
function outdented(parts: readonly TemplatePart[]): readonly TemplatePart[] {
  const lines: string[] = [];
  parts.forEach((part, i) => {
    if (typeof part !== 'string') return;
    const own = part.split('\n');
    // The first piece of a part that follows something is in the middle of a line.
    const starts = i === 0 ? own : own.slice(1);
    const open = i < parts.length - 1 ? starts : starts.slice(0, -1);
    lines.push(
      ...open.filter((line, n) => line.trim() !== '' || (n === open.length - 1 && open !== starts)),
    );
  });
  const depth = Math.min(
    ...lines.filter((l) => l !== '').map((l) => /^[ \t]*/.exec(l)?.[0].length ?? 0),
  );
  if (!Number.isFinite(depth) || depth === 0) return parts;
  return parts.map((part, i) => {
    if (typeof part !== 'string') return part;
    return part
      .split('\n')
      .map((line, n) =>
        n === 0 && i > 0
          ? line
          : line.slice(Math.min(depth, /^[ \t]*/.exec(line)?.[0].length ?? 0)),
      )
      .join('\n');
  });
}
