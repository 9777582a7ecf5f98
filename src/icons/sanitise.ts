/**
 * Makes an SVG safe and self-contained: refuses what can run or reach outside,
 * drops what is not drawn, and turns style sheets into attributes so that the
 * icon can stand beside others in one document.
 */

import { parseXml, TooDeep, type XmlElement } from '../formats/xml.ts';
import type { DiagnosticCode } from '../model/codes.ts';
import { type Diagnostic, error, type Outcome, quote } from '../model/diagnostic.ts';
import { hasExternalUrl, inlineStyles, StyleProblem } from './style.ts';

export const svgNamespace = 'http://www.w3.org/2000/svg';
const xlinkNamespace = 'http://www.w3.org/1999/xlink';

export interface Vector {
  readonly svg: string;
  readonly width: number;
  readonly height: number;
}

/** Elements that run, embed or link: an icon with one of these is refused. */
const refused: Readonly<Record<string, string>> = {
  script: 'a script',
  foreignObject: 'foreign content (<foreignObject>)',
  iframe: 'an embedded page',
  object: 'an embedded object',
  embed: 'an embedded object',
  audio: 'sound',
  video: 'video',
  handler: 'a script handler',
  animate: 'an animation',
  animateMotion: 'an animation',
  animateTransform: 'an animation',
  set: 'an animation',
};

/** Elements without ink: titles would show as tool tips, metadata names the drawing program. */
const dropped = new Set(['title', 'desc', 'metadata', 'a11y']);

const depthLimit = 200;
const rasterData = /^data:image\/(png|jpeg|gif|webp);base64,[A-Za-z0-9+/=\s]*$/i;

class Refusal extends Error {
  readonly code: DiagnosticCode;
  readonly hint: string;
  constructor(code: DiagnosticCode, message: string, hint: string) {
    super(message);
    this.code = code;
    this.hint = hint;
  }
}

const plain = 'export the icon as plain SVG: shapes only, without scripts or outside references';

function checkAttribute(element: XmlElement, name: string, value: string): void {
  const local = name.toLowerCase().replace(/^.*:/, '');
  if (local.startsWith('on')) {
    throw new Refusal('icon-event-handler', `has an event handler (${quote(name)})`, plain);
  }
  // Browsers skip control characters and blanks inside a scheme.
  const bare = value.replace(/[\u0000-\u0020]/g, '');
  if (/^(javascript|vbscript):/i.test(bare)) {
    throw new Refusal('icon-script-link', `has a ${/^\w+/.exec(bare)?.[0]}: link`, plain);
  }
  const link = local === 'href' || local === 'src';
  const picture = element.local === 'image' && rasterData.test(bare);
  if ((link && bare !== '' && !bare.startsWith('#') && !picture) || local === 'base') {
    throw new Refusal(
      'icon-external-reference',
      `refers to something outside itself: ${quote(value)}`,
      'embed what it refers to, or export it as plain SVG',
    );
  }
  if (value.includes('\\')) {
    throw new Refusal(
      'icon-style',
      `has an escape in ${quote(name)}, which can hide a link`,
      plain,
    );
  }
  if (hasExternalUrl(value)) {
    throw new Refusal(
      'icon-external-reference',
      `refers to something outside itself: ${quote(value)}`,
      "keep url(#…) references to the icon's own gradients and clips only",
    );
  }
}

/** Checks and cleans one element and all below it. */
function clean(element: XmlElement): void {
  const what = refused[element.local];
  if (what) throw new Refusal('icon-active-content', `contains ${what}`, plain);
  for (const { name, namespace, value } of element.attributes) {
    checkAttribute(element, name, value);
    const link = namespace === xlinkNamespace && name.endsWith(':href');
    // The plain attribute: browsers and resvg know it, and it needs no namespace.
    if (link && element.get('href') === undefined) element.set('href', value);
    if (namespace !== '' && name !== 'xml:space') element.delete(name);
    else if (/^(data-|aria-|role$)/.test(name)) element.delete(name);
  }
  for (const child of element.children) {
    if (typeof child === 'string') continue;
    clean(child);
    if (child.namespace !== svgNamespace || dropped.has(child.local)) child.remove();
  }
}

/** Parses strictly; a document type is refused before anything could be expanded. */
function parse(text: string): XmlElement | undefined {
  if (/<!DOCTYPE/i.test(text) || /<!ENTITY/i.test(text)) {
    throw new Refusal(
      'icon-doctype',
      'has a document type or entities, which can hide or multiply content',
      'remove the <!DOCTYPE …> and <!ENTITY …> lines, or export the icon as plain SVG',
    );
  }
  if (text.includes('<?xml-stylesheet')) {
    throw new Refusal('icon-external-reference', 'loads a style sheet', plain);
  }
  try {
    return parseXml(text.replace(/^\uFEFF/, ''), depthLimit);
  } catch (cause) {
    if (cause instanceof TooDeep) throw new Refusal('icon-broken', cause.message, plain);
    const message = String((cause as Error).message).split('\n')[0] ?? '';
    throw new Refusal(
      'icon-broken',
      `is not well-formed XML: ${message.slice(0, 160)}`,
      'open it in a browser to see where it breaks, and export it again',
    );
  }
}

/**
 * Short ids in place of the drawing program's own, some of which (with
 * brackets in them) no viewer can refer to.
 */
function renameIds(root: XmlElement): void {
  const all = [...root.all()];
  const ids = new Map<string, string>();
  for (const element of all) {
    const id = element.get('id');
    if (id !== undefined && !ids.has(id)) ids.set(id, `n${ids.size}`);
  }
  for (const element of all) {
    for (const { name, value } of element.attributes) {
      if (name === 'id') element.set(name, ids.get(value) ?? value);
      else if (name === 'href' && value.startsWith('#'))
        element.set(name, `#${ids.get(value.slice(1)) ?? value.slice(1)}`);
      else if (value.includes('url(')) {
        const whole = /^\s*url\(\s*(["']?)#(.*)\1\s*\)\s*$/.exec(value)?.[2] ?? '';
        const own = ids.has(whole)
          ? `url(#${ids.get(whole)})`
          : value.replace(
              /url\(\s*(["']?)\s*#([^)]*?)\s*\1\s*\)/g,
              (_, _quote, id: string) => `url(#${ids.get(id) ?? id})`,
            );
        element.set(name, own);
      }
    }
  }
}

/** Absolute units of CSS in px: without a viewBox they are the size, and the drawing is in px. */
const PX: Readonly<Record<string, number>> = {
  px: 1,
  in: 96,
  cm: 96 / 2.54,
  mm: 96 / 25.4,
  q: 96 / 101.6,
  pt: 96 / 72,
  pc: 16,
};
const LENGTH = /^\s*([-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?)(px|in|cm|mm|q|pt|pc)?\s*$/i;

function viewBox(root: XmlElement): [number, number, number, number] {
  const [x = 0, y = 0, width = 0, height = 0, ...more] = (root.get('viewBox') ?? '')
    .trim()
    .split(/[\s,]+/)
    .map(Number);
  const finite = [x, y, width, height].every(Number.isFinite);
  if (more.length === 0 && finite && width > 0 && height > 0) return [x, y, width, height];
  const size = (name: string): number => {
    const found = LENGTH.exec(root.get(name) ?? '');
    return found ? Number(found[1]) * (PX[found[2]?.toLowerCase() ?? 'px'] ?? 1) : Number.NaN;
  };
  const [w, h] = [size('width'), size('height')];
  if (!(w > 0 && h > 0 && Number.isFinite(w) && Number.isFinite(h))) {
    throw new Refusal('icon-no-size', 'has no size', 'give its <svg> a viewBox="0 0 width height"');
  }
  return [0, 0, w, h];
}

/**
 * Cleans the text of an SVG file. `name` stands in the messages.
 * Errors (as diagnostics): `icon-broken`, `icon-doctype`, `icon-not-svg`,
 * `icon-active-content`, `icon-event-handler`, `icon-script-link`,
 * `icon-external-reference`, `icon-style`, `icon-no-size`.
 */
export function sanitise(text: string, name: string): Outcome<Vector> {
  try {
    const root = parse(text);
    if (root?.local !== 'svg' || (root.namespace || svgNamespace) !== svgNamespace) {
      throw new Refusal('icon-not-svg', 'is XML, but not SVG', 'give an .svg or .png file');
    }
    if (root.namespace === '') {
      throw new Refusal(
        'icon-not-svg',
        'lacks the SVG namespace',
        `write <svg xmlns="${svgNamespace}" …>`,
      );
    }
    clean(root);
    inlineStyles(root);
    renameIds(root);
    const [x, y, width, height] = viewBox(root);
    for (const attribute of ['width', 'height', 'x', 'y', 'id', 'version', 'baseProfile']) {
      root.delete(attribute);
    }
    root.set('xmlns', svgNamespace);
    root.set('viewBox', `${x} ${y} ${width} ${height}`);
    return {
      value: { svg: root.toString(), width, height },
      diagnostics: [],
    };
  } catch (cause) {
    if (cause instanceof Refusal) {
      return { diagnostics: [refusal(name, cause.code, cause.message, cause.hint)] };
    }
    if (cause instanceof StyleProblem) {
      return { diagnostics: [refusal(name, cause.code, cause.message, plain)] };
    }
    throw cause;
  }
}

/** A diagnostic about one icon file. */
export function refusal(
  name: string,
  code: DiagnosticCode,
  what: string,
  hint: string,
): Diagnostic {
  return error(code, `the icon ${quote(name)} ${what}`, undefined, { hint });
}
