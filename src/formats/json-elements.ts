/**
 * Elements of long lists in a JSON text, one at a time and with their lines: a state of 200 MB is never one value in memory.
 * It finds where elements begin and end; JSON.parse reads each of them, and what remains.
 */

import { jsonFault } from './json-error.ts';

export interface JsonElement {
  /** Keys from the root to the list. */
  readonly path: readonly string[];
  /** Its text, as UTF-8. */
  readonly bytes: Uint8Array;
  /** From 1. */
  readonly line: number;
}

/** Where a text stops being JSON, from 1. */
export interface JsonFault {
  readonly line: number;
  readonly column: number;
}

const [QUOTE, BACKSLASH, COMMA, COLON, NEWLINE] = [0x22, 0x5c, 0x2c, 0x3a, 0x0a];
const [OPEN_LIST, CLOSE_LIST, OPEN_MAP, CLOSE_MAP] = [0x5b, 0x5d, 0x7b, 0x7d];
const isSpace = (byte: number | undefined): boolean =>
  byte === 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d;

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });

interface OpenValue {
  readonly list: boolean;
  /** Of the value that comes next, in a map. */
  key: string;
  /** The next string is a key. */
  wantsKey: boolean;
}

class Scanner {
  readonly #bytes: Uint8Array;
  readonly #isWanted: (path: readonly string[]) => boolean;
  readonly #take: (element: JsonElement) => void;
  readonly #open: OpenValue[] = [];
  /** What is not in an element. */
  readonly #rest: Uint8Array[] = [];
  #at = 0;
  #kept = 0;
  #line = 1;

  constructor(
    bytes: Uint8Array,
    isWanted: (path: readonly string[]) => boolean,
    take: (element: JsonElement) => void,
  ) {
    this.#bytes = bytes;
    this.#isWanted = isWanted;
    this.#take = take;
  }

  run(): Uint8Array {
    const bytes = this.#bytes;
    while (this.#at < bytes.length) this.#step(bytes[this.#at] ?? 0);
    this.#rest.push(bytes.subarray(this.#kept));
    return Buffer.concat(this.#rest);
  }

  #step(byte: number): void {
    const inner = this.#open.at(-1);
    if (byte === NEWLINE) this.#line++;
    if (byte === QUOTE) {
      const end = this.#endOfString(this.#at);
      if (inner?.wantsKey) {
        inner.key = new TextDecoder().decode(this.#bytes.subarray(this.#at + 1, end - 1));
        inner.wantsKey = false;
      }
      this.#at = end;
      return;
    }
    this.#at++;
    if (byte === OPEN_MAP) this.#open.push({ list: false, key: '', wantsKey: true });
    else if (byte === OPEN_LIST) this.#list();
    else if (byte === CLOSE_MAP || byte === CLOSE_LIST) this.#open.pop();
    else if (byte === COMMA && inner && !inner.list) inner.wantsKey = true;
    else if (byte === COLON && inner) inner.wantsKey = false;
  }

  #list(): void {
    const path = this.#open.flatMap(({ list, key }) => (list ? [] : [key]));
    if (!this.#isWanted(path)) {
      this.#open.push({ list: true, key: '', wantsKey: false });
      return;
    }
    const bytes = this.#bytes;
    for (let first = true; ; first = false) {
      this.#space();
      const next = bytes[this.#at];
      if (next === undefined || next === CLOSE_LIST) break;
      if (!first && next === COMMA) {
        this.#at++;
        this.#space();
      }
      const [start, line] = [this.#at, this.#line];
      this.#value();
      if (this.#at === start) break;
      this.#take({ path, bytes: bytes.subarray(start, this.#at), line });
      // A null in place of each, so that the rest is JSON when the whole is.
      this.#rest.push(bytes.subarray(this.#kept, start), Buffer.from('null'));
      this.#kept = this.#at;
    }
    this.#open.push({ list: true, key: '', wantsKey: false });
  }

  #space(): void {
    while (isSpace(this.#bytes[this.#at])) {
      if (this.#bytes[this.#at] === NEWLINE) this.#line++;
      this.#at++;
    }
  }

  /** Passes one value. */
  #value(): void {
    const bytes = this.#bytes;
    for (let depth = 0; this.#at < bytes.length; ) {
      const byte = bytes[this.#at];
      if (byte === QUOTE) this.#at = this.#endOfString(this.#at);
      else {
        const closes = byte === CLOSE_LIST || byte === CLOSE_MAP;
        if (depth === 0 && (closes || byte === COMMA)) return;
        if (byte === OPEN_LIST || byte === OPEN_MAP) depth++;
        if (closes) depth--;
        if (byte === NEWLINE) this.#line++;
        this.#at++;
        if (closes && depth === 0) return;
      }
    }
  }

  /** After the closing quote; the end of the text where there is none. */
  #endOfString(start: number): number {
    const bytes = this.#bytes;
    for (let from = start + 1; ; ) {
      const end = bytes.indexOf(QUOTE, from);
      if (end < 0) return bytes.length;
      let slashes = 0;
      while (bytes[end - 1 - slashes] === BACKSLASH) slashes++;
      if (slashes % 2 === 0) return end + 1;
      from = end + 1;
    }
  }
}

/**
 * Gives the elements of the lists that are wanted, and the value of what remains, with a null for each element.
 * Bytes before the text that mark it as UTF-8 are passed over. Stops at the first fault; what `take` throws passes through.
 * @param isWanted by the keys that lead to a list: `['values', 'root_module', 'resources']`
 */
export function readJsonElements(
  bytes: Uint8Array,
  isWanted: (path: readonly string[]) => boolean,
  take: (value: unknown, element: JsonElement) => void,
): { readonly rest: unknown; readonly fault?: undefined } | { readonly fault: JsonFault } {
  const start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  let fault: JsonFault | undefined;
  const elements = (element: JsonElement): void => {
    if (fault) return;
    const parsed = parse(element.bytes, element.line);
    if ('fault' in parsed) fault = parsed.fault;
    else take(parsed.value, element);
  };
  const rest = new Scanner(bytes.subarray(start), isWanted, elements).run();
  if (fault) return { fault };
  const parsed = parse(rest, 1);
  if (!('fault' in parsed)) return { rest: parsed.value };
  // Lines of the rest are those of the whole only without elements: the whole says where it ends.
  return { fault: faultOf(bytes.subarray(start)) ?? parsed.fault };
}

function parse(bytes: Uint8Array, line: number): { value: unknown } | { fault: JsonFault } {
  let text: string;
  try {
    text = decoder.decode(bytes);
  } catch {
    return { fault: { line, column: 1 } };
  }
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return { fault: placeOf(text, jsonFault(text) ?? text.length, line) };
  }
}

function placeOf(text: string, offset: number, firstLine: number): JsonFault {
  const before = text.slice(0, offset);
  const breaks = before.split('\n').length - 1;
  return { line: firstLine + breaks, column: offset - before.lastIndexOf('\n') };
}

/** Of a text that is not too long to look at as a whole. */
function faultOf(bytes: Uint8Array): JsonFault | undefined {
  if (bytes.length > 50_000_000) return undefined;
  const parsed = parse(bytes, 1);
  return 'fault' in parsed ? parsed.fault : undefined;
}
