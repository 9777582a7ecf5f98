/** Values of a graph as the text of a cell. Pure. */

import type { Json } from '../model/derivation.ts';

/** A number as JSON cannot hold it, or a moment: the text inside, e.g. of `{"$int":"9007199254740993"}`. */
function wrapped(value: Json): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const entries = Object.entries(value);
  const [[key, inner] = ['', null]] = entries;
  const plain = entries.length === 1 && key.startsWith('$') && typeof inner === 'string';
  return plain ? inner : undefined;
}

const flat = (value: Json): boolean =>
  typeof value !== 'object' || value === null || wrapped(value) !== undefined;

/** Null is empty; the values of a list stand behind each other, by commas; what is nested is JSON. */
export function cellText(value: Json): string {
  if (value === null) return '';
  const inner = wrapped(value);
  if (inner !== undefined) return inner;
  if (Array.isArray(value) && value.every(flat)) return value.map(cellText).join(', ');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** Whether a cell is a number, and so no text that a spreadsheet could take for a formula. */
export function isNumber(value: Json): boolean {
  if (typeof value === 'number') return true;
  const inner = wrapped(value);
  return inner !== undefined && /^-?\d+$/.test(inner);
}
