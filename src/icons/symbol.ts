/** An icon as a `<symbol>` that can stand beside others in one document. */

import { parseXml, type XmlElement } from '../formats/xml.ts';
import type { Artwork } from './artwork.ts';

const escapeAttribute = (text: string): string =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;');

/** Puts `prefix` before every id, and before every reference to one. */
function prefixIds(root: XmlElement, prefix: string): void {
  for (const element of root.all()) {
    for (const { name, value } of element.attributes) {
      if (name === 'id') element.set(name, prefix + value);
      else if (name === 'href' && value.startsWith('#')) {
        element.set(name, `#${prefix}${value.slice(1)}`);
      } else if (value.includes('url(#')) {
        element.set(name, value.replaceAll('url(#', `url(#${prefix}`));
      }
    }
  }
}

const kept = new Set(['viewBox', 'preserveAspectRatio', 'xmlns', 'xmlns:xlink', 'xml:space']);

/**
 * `<symbol id="…" viewBox="…">…</symbol>`, without a namespace declaration:
 * for the inside of an `<svg>`. All ids in it begin with `id` and a dash.
 */
export function toSymbol(art: Artwork, id: string): string {
  const root = parseXml(art.svg, Number.POSITIVE_INFINITY);
  if (!root) throw new Error('artwork without a root element');
  prefixIds(root, `${id}-`);
  const inner = root.inner();
  // What the root said for all (fill="none", color) goes to a group: <symbol> takes no paint in some viewers.
  const inherited = root.attributes.filter(({ name }) => !kept.has(name));
  const group = inherited.map(({ name, value }) => ` ${name}="${escapeAttribute(value)}"`).join('');
  const ratio = root.get('preserveAspectRatio');
  const extra = ratio ? ` preserveAspectRatio="${escapeAttribute(ratio)}"` : '';
  const body = group ? `<g${group}>${inner}</g>` : inner;
  const box = escapeAttribute(root.get('viewBox') ?? `0 0 ${art.width} ${art.height}`);
  return `<symbol id="${escapeAttribute(id)}" viewBox="${box}"${extra}>${body}</symbol>`;
}
