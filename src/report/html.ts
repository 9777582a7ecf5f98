/** Text in HTML: names in a cloud are chosen by whoever may make a resource. Pure. */

import { terminalText } from './terminal.ts';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escaped = (text: string): string => text.replace(/[&<>"']/g, (c) => ENTITIES[c] ?? c);

/** Text that shows as it is, in an element or in a quoted attribute; control characters as in JSON, so that none turns words around. */
export const html = (text: string): string => escaped(terminalText(text));

/** As `html`, lines kept. */
export const htmlLines = (text: string): string => text.split('\n').map(html).join('<br>');

/** A path in the bundle as the value of `href` or `src`. */
export const relativeUrl = (path: string): string =>
  escaped(path.toWellFormed().split('/').map(encodeURIComponent).join('/'));

/** @param rows cells are HTML already */
export function htmlTable(
  caption: string,
  headers: readonly string[],
  rows: readonly (readonly string[])[],
  className = '',
): string {
  const head = headers.map((header) => `<th scope="col">${html(header)}</th>`).join('');
  const body = rows
    .map((cells) => `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`)
    .join('\n');
  return `<div class="scroll" tabindex="0" role="region" aria-label="${html(caption)}"><table class="${className}">
<caption>${html(caption)}</caption>
<thead><tr>${head}</tr></thead>
<tbody>
${body}
</tbody>
</table></div>`;
}

/** Terms with their descriptions; terms without one are left out. */
export function htmlList(
  entries: readonly (readonly [term: string, said: string | undefined])[],
): string {
  const rows = entries.flatMap(([term, said]) =>
    said === undefined || said === '' ? [] : [`<dt>${html(term)}</dt><dd>${said}</dd>`],
  );
  return rows.length > 0 ? `<dl>${rows.join('\n')}</dl>` : '';
}
