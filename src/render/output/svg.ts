/** Turns Graphviz' SVG into one that stands alone: accessible, stable, with its icons inside. */

import { SaxesParser } from 'saxes';
import type { Svg } from '../../model/brands.ts';
import { asSvg } from '../../model/brands.ts';
import { byKey } from '../../model/order.ts';
import { isSafeLink } from '../../model/patterns.ts';
import { escapeAttribute, escapeText, openTag, trimNumbers } from './svg-write.ts';

export interface CleanOptions {
  readonly title: string;
  readonly description: string;
  /** By the image's path in the DOT: the `<symbol id="…">…</symbol>` and its id. */
  readonly symbols: ReadonlyMap<string, { readonly id: string; readonly symbol: string }>;
  /** By `id` of the group: what a viewer shows when the pointer rests on it. */
  readonly tooltips: ReadonlyMap<string, string>;
  /** By `id` of the group: where it leads; only http, https and mailto are kept. */
  readonly links?: ReadonlyMap<string, string>;
  /** By `id` of the group: the sheet that it leads to, as an address relative to this picture. */
  readonly sheets?: ReadonlyMap<string, string>;
  /** Markup for `<defs>`, e.g. hatch patterns. */
  readonly defs?: string;
  /** By class of a group: the paint of its shape, for what Graphviz can't paint. */
  readonly fills?: ReadonlyMap<string, string>;
  /** By `id` of the group: `stroke-dasharray` of its first line (of a link, all its lines), for what Graphviz can't draw. */
  readonly dashes?: ReadonlyMap<string, string>;
  /** Ids of groups whose icons are pale. */
  readonly faded?: ReadonlySet<string>;
  /** By `id` of the group: its `data-KEY` attributes. */
  readonly data?: ReadonlyMap<string, Readonly<Record<string, string>>>;
  /** Becomes `data-KEY` attributes of the root. */
  readonly meta?: Readonly<Record<string, string>>;
}

export class SvgError extends Error {
  readonly code: 'malformed' | 'external-reference';

  constructor(code: SvgError['code'], message: string) {
    super(message);
    this.name = 'SvgError';
    this.code = code;
  }
}

/** Arial's widths first: text was measured with them. Arimo and Liberation Sans share them. */
export const FONT_FAMILY = "Arial, Arimo, 'Liberation Sans', Helvetica, sans-serif";

/** Opacity of a pale icon. */
const PALE = '0.45';

type SvgAttributes = Record<string, string>;

/** Turns what the parser reads into lines of the picture. */
class SvgCleaner {
  readonly body: string[] = [];
  /** Symbols in use: id to markup. */
  readonly used = new Map<string, string>();
  /** Images without a symbol. */
  readonly outside: string[] = [];
  root = '';
  readonly #options: CleanOptions;
  /** What each open element leaves to write at its end; '' for those that are dropped. */
  readonly #ends: string[] = [];
  readonly #ids: string[] = [];
  #skipping = 0;
  #text: { attributes: SvgAttributes; content: string } | undefined;
  /** Of the group that has just begun: the paint of its shape. */
  #fill: string | undefined;
  /** Of the group that has just begun: the pattern of its line, and whether that is written. */
  #dash: string | undefined;
  #hasLine = false;

  constructor(options: CleanOptions) {
    this.#options = options;
  }

  open(name: string, attributes: SvgAttributes, isSelfClosing: boolean): void {
    if (this.#skipping > 0 || name === 'title') {
      this.#skipping++;
      return;
    }
    const parent = this.#ids.at(-1) ?? '';
    this.#ids.push(attributes.id ?? parent);
    // Graphviz wraps what has a tooltip in `<g id="a_…"><a>`; tooltips and links come from the options.
    const wrapper = name === 'a' || (name === 'g' && attributes.id?.startsWith(`a_${parent}`));
    if (wrapper) {
      this.#ids[this.#ids.length - 1] = parent;
      this.#ends.push('');
    } else if (name === 'svg') {
      this.root = rootTag(attributes, this.#options);
      this.#ends.push('');
    } else if (name === 'text') {
      this.#text = { attributes, content: '' };
      this.#ends.push('');
    } else if (name === 'image') {
      this.#image(attributes);
      this.#ends.push('');
    } else this.#ends.push(this.#element(name, attributes, isSelfClosing));
  }

  text(chunk: string): void {
    if (this.#text && this.#skipping === 0) this.#text.content += chunk;
  }

  close(name: string): void {
    if (this.#skipping > 0) {
      this.#skipping--;
      return;
    }
    if (name === 'text' && this.#text) {
      const line = textElement(this.#text.attributes, this.#text.content);
      if (line !== '') this.body.push(line);
      this.#text = undefined;
    }
    this.#ids.pop();
    const end = this.#ends.pop();
    if (end) this.body.push(end);
  }

  #image(attributes: SvgAttributes): void {
    const path = attributes['xlink:href'] ?? attributes.href ?? '';
    const symbol = this.#options.symbols.get(path);
    if (!symbol) {
      this.outside.push(path);
      return;
    }
    this.used.set(symbol.id, symbol.symbol);
    const pale = this.#options.faded?.has(this.#ids.at(-1) ?? '') ? { opacity: PALE } : {};
    this.body.push(openTag('use', { ...symbolAttributes(symbol.id, attributes), ...pale }, true));
  }

  /** @returns what closes the element */
  #element(name: string, attributes: SvgAttributes, isSelfClosing: boolean): string {
    const { tooltips, links, sheets, fills, dashes } = this.#options;
    if (name === 'g') {
      delete attributes['xml:space'];
      const classes = attributes.class?.split(' ') ?? [];
      this.#fill = classes.map((c) => fills?.get(c)).find((f) => f !== undefined);
      this.#dash = dashes?.get(attributes.id ?? '');
      this.#hasLine = false;
      Object.assign(attributes, dataAttributes(this.#options.data?.get(attributes.id ?? '')));
    } else {
      if (this.#fill !== undefined) attributes.fill = this.#fill;
      this.#fill = undefined;
      const isLine = name === 'path';
      // What follows the line of a link is its arrowhead: that has no gaps.
      if (this.#dash !== undefined && (isLine || !this.#hasLine))
        attributes['stroke-dasharray'] = this.#dash;
      this.#hasLine ||= isLine;
      if (!isLine) this.#dash = undefined;
    }
    this.body.push(openTag(name, attributes, isSelfClosing));
    const end = isSelfClosing ? '' : `</${name}>`;
    const id = name === 'g' ? attributes.id : undefined;
    if (id === undefined) return end;
    const tooltip = tooltips.get(id);
    if (tooltip) this.body.push(`<title>${escapeText(tooltip)}</title>`);
    const sheet = sheets?.get(id);
    if (sheet !== undefined) {
      this.body.push(`<a xlink:href="${escapeAttribute(sheet)}">`);
      return `</a>\n${end}`;
    }
    const link = links?.get(id);
    if (link === undefined || !isSafeLink(link)) return end;
    this.body.push(`<a xlink:href="${escapeAttribute(link)}" target="_blank" rel="noopener">`);
    return `</a>\n${end}`;
  }
}

/**
 * One element a line; 1 unit of the graph is 1 px. Throws `SvgError`: `malformed` for what is not
 * XML, `external-reference` when an image has no symbol or the picture points outside itself.
 */
export function cleanSvg(raw: Svg, options: CleanOptions): Svg {
  const cleaner = new SvgCleaner(options);
  const parser = new SaxesParser({ position: false });
  parser.on('opentag', ({ name, attributes, isSelfClosing }) =>
    cleaner.open(name, attributes as SvgAttributes, isSelfClosing),
  );
  parser.on('text', (chunk) => cleaner.text(chunk));
  parser.on('closetag', ({ name }) => cleaner.close(name));
  parser.on('error', (error) => {
    throw new SvgError('malformed', error.message);
  });
  parser.write(raw).close();
  const svg = asSvg(
    [
      '<?xml version="1.0" encoding="UTF-8"?>',
      cleaner.root,
      `<title id="diagram-title">${escapeText(options.title)}</title>`,
      `<desc id="diagram-description">${escapeText(options.description)}</desc>`,
      ...defs(options.defs, cleaner.used),
      ...cleaner.body,
      '</svg>\n',
    ].join('\n'),
  );
  const outside = [...cleaner.outside, ...externalReferences(svg)];
  if (outside.length > 0) {
    throw new SvgError(
      'external-reference',
      `the picture points outside itself: ${outside.join(', ')}`,
    );
  }
  return svg;
}

const dataAttributes = (data: Readonly<Record<string, string>> = {}): Record<string, string> =>
  Object.fromEntries(Object.entries(data).map(([key, value]) => [`data-${key}`, value]));

function rootTag(attributes: SvgAttributes, { meta = {} }: CleanOptions): string {
  const viewBox = trimNumbers(attributes.viewBox ?? '');
  const [, , width = '', height = ''] = viewBox.split(' ');
  return openTag('svg', {
    xmlns: 'http://www.w3.org/2000/svg',
    'xmlns:xlink': 'http://www.w3.org/1999/xlink',
    width,
    height,
    viewBox,
    role: 'img',
    'aria-labelledby': 'diagram-title',
    'aria-describedby': 'diagram-description',
    'font-family': FONT_FAMILY,
    ...dataAttributes(meta),
  });
}

// `xlink:href` and not `href`: every viewer knows it (SVG 2 demands it too), while Batik, older
// librsvg and office programs know no other.
function symbolAttributes(
  id: string,
  { x, y, width, height }: SvgAttributes,
): Record<string, string> {
  const px = (value = '0') => value.replace(/px$/, '');
  return { 'xlink:href': `#${id}`, x: px(x), y: px(y), width: px(width), height: px(height) };
}

function textElement(attributes: SvgAttributes, text: string): string {
  if (text.trim() === '' && !text.includes('\u00A0')) return '';
  const kept = { ...attributes };
  // The root names the family; a text anchored at its start is the default.
  if (kept['font-family'] === 'Arial Bold') kept['font-weight'] = 'bold';
  if (kept['font-family']?.startsWith('Arial')) delete kept['font-family'];
  if (kept['text-anchor'] === 'start') delete kept['text-anchor'];
  // Graphviz makes inner double spaces no-break; those at the ends still move the text.
  if (!/^\s|\s$|\s\s/.test(text)) delete kept['xml:space'];
  return `${openTag('text', kept)}${escapeText(text)}</text>`;
}

function defs(extra: string | undefined, used: ReadonlyMap<string, string>): string[] {
  // By id, not by first use: adding an element then leaves the other lines where they are.
  const symbols = [...used].sort(byKey).map(([, s]) => s.trim());
  const parts = [...(extra ? [extra.trim()] : []), ...symbols];
  return parts.length === 0 ? [] : ['<defs>', ...parts, '</defs>'];
}

/** Addresses that a viewer would fetch to draw the picture; hyperlinks don't count. */
export function externalReferences(svg: Svg): string[] {
  const found = new Set<string>();
  for (const [, tag = '', rest = ''] of svg.matchAll(
    /<([\w:.-]+)((?:[^<>"']|"[^"]*"|'[^']*')*)>/g,
  )) {
    if (!/href|src|url\(|@import/i.test(rest)) continue;
    if (tag !== 'a') {
      for (const [, , url = ''] of rest.matchAll(/\b(?:href|src)\s*=\s*(["'])(.*?)\1/gi)) {
        if (!/^(?:#|data:)/i.test(url.trim())) found.add(url);
      }
    }
    for (const [, url = ''] of rest.matchAll(/url\(\s*(?:&quot;|["'])?([^)"'&\s]*)/gi)) {
      if (!/^(?:#|data:)/i.test(url)) found.add(url);
    }
  }
  for (const [, css = ''] of svg.matchAll(/<style[^>]*>(.*?)<\/style>/gs)) {
    for (const [, url = ''] of css.matchAll(/(?:url\(\s*|@import\s+)["']?([^)"'\s]+)/gi)) {
      if (!/^(?:#|data:|url\()/i.test(url)) found.add(url);
    }
  }
  return [...found];
}
