/** Maps each character of a decoded YAML or JSON string to its position in the file. */

import type { Origin } from '../model/diagnostic.ts';

/** The place of the n-th character of a text, from 0. */
export type At = (n: number) => Origin;

/** Offset of a line and column, and back. Lines end with \n or \r\n. */
export class SourceLines {
  readonly text: string;
  readonly #starts: number[] = [0];

  constructor(text: string) {
    this.text = text;
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1))
      this.#starts.push(at + 1);
  }

  offset({ line = 1, column = 1 }: Origin): number {
    return (this.#starts[line - 1] ?? 0) + column - 1;
  }

  place(offset: number): { line: number; column: number } {
    let [low, high] = [0, this.#starts.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.#starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (this.#starts[low] ?? 0) + 1 };
  }
}

const ESCAPES: Readonly<Record<string, number>> = { x: 4, u: 6, U: 10 };

/** Line ends that are written as one space, or as one line end fewer. */
const FOLDED = { flow: /^[ \t]*(?:\r?\n[ \t]*)+/, block: /^(?:\r?\n(?: *(?=\r?\n))?)+/ };

/** Spaces that each line of a block begins with, and the offset of its first line. */
function block(raw: string, start: number): { from: number; indent: number } {
  const from = raw.indexOf('\n', start) + 1;
  const line = /^(?:[ \t]*\r?\n)*( *)/.exec(raw.slice(from));
  return { from, indent: line?.[1]?.length ?? 0 };
}

/**
 * Offsets in `raw` of the characters of `value`, which is written from `start` on: as a block (`|`, `>`), in
 * quotes of either sort, or plain. Undefined when they cannot be matched.
 */
function offsetsOf(raw: string, start: number, value: string): number[] | undefined {
  const first = raw[start] ?? '';
  const isBlock = first === '|' || first === '>';
  const double = first === '"';
  const { from, indent } = isBlock ? block(raw, start) : { from: start, indent: 0 };
  let at = double || first === "'" ? start + 1 : from;
  let lineStart = isBlock;
  const offsets: number[] = [];
  for (let i = 0; i < value.length; i += 1) {
    const wanted = value[i];
    if (lineStart) {
      for (let spaces = 0; spaces < indent && raw[at] === ' '; spaces += 1) at += 1;
      lineStart = false;
    }
    const escapedBreak = double ? /^\\\r?\n[ \t]*/.exec(raw.slice(at, at + 200))?.[0] : undefined;
    if (escapedBreak) at += escapedBreak.length;
    if (raw[at] === '\r' && raw[at + 1] === '\n' && wanted === '\n') at += 1;
    offsets.push(at);
    if (double && raw[at] === '\\') {
      at += ESCAPES[raw[at + 1] ?? ''] ?? 2;
      continue;
    }
    const blank = wanted === ' ' || wanted === '\n';
    const folded =
      blank && first !== '|'
        ? FOLDED[isBlock ? 'block' : 'flow'].exec(raw.slice(at, at + 2000))
        : null;
    if (folded) {
      at += folded[0].length;
      lineStart = isBlock;
    } else if (raw[at] === wanted) {
      at += first === "'" && wanted === "'" ? 2 : 1;
      lineStart = isBlock && wanted === '\n';
    } else if (wanted !== '\n' || value[i - 1] !== '\n') return undefined;
  }
  offsets.push(at);
  return offsets;
}

/** The place of the n-th character (from 0) of a text; or that of the whole if it is unknown. */
export function placer(lines: SourceLines, origin: Origin, value: string): At {
  let offsets: number[] | undefined | null = null;
  return (n) => {
    if (offsets === null) offsets = offsetsOf(lines.text, lines.offset(origin), value);
    const offset = offsets?.[Math.max(0, Math.min(n, value.length))];
    return offset === undefined ? origin : { file: origin.file, ...lines.place(offset) };
  };
}
