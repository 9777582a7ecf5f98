/** The only ways for text to get into DOT: a label can't turn into something else on the way. */

import { toDrawable } from '../../text/drawable.ts';

/** A DOT value: made by `text` or `html`, never by hand. */
export type DotValue = { readonly dot: string };

/** A quoted string. Backslashes are doubled, so that `\N` and `\G` stay what the author typed. */
export function text(value: string | number | boolean): DotValue {
  const safe = toDrawable(String(value))
    .replace(/\\/g, '\\\\')
    .replace(/"/g, '\\"')
    .replace(/\r\n?|\n/g, '\\n')
    .replace(/\0/g, '\uFFFD');
  return { dot: `"${safe}"` };
}

/** An HTML-like label whose markup is ours and whose texts went through `htmlText`. */
export function html(markup: string): DotValue {
  return { dot: `<${markup}>` };
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  // Graphviz expands \N, \G, \L … in HTML text too, and after it has decoded entities.
  '\\': '&#92;&#92;',
};

export function htmlText(value: string): string {
  return toDrawable(value)
    .replace(/[&<>"\\]/g, (c) => ENTITIES[c] ?? c)
    .replace(/\s/g, (c) => (c === '\u00A0' ? c : ' '));
}
