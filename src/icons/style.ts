/**
 * Style sheets of an icon, turned into attributes: two icons with a class
 * `.cls-1` would otherwise paint each other, and sheets inside `<symbol>`
 * apply to the whole document.
 */

import { createRequire } from 'node:module';
import type { XmlElement } from '../formats/xml.ts';
import type { DiagnosticCode } from '../model/codes.ts';

/** A style that cannot be carried over safely. */
export class StyleProblem extends Error {
  readonly code: DiagnosticCode;
  constructor(code: DiagnosticCode, message: string) {
    super(message);
    this.code = code;
  }
}

/** The parts of css-tree's nodes that are read here. */
interface CssNode {
  readonly type: string;
  readonly name?: string;
  readonly value?: string | CssNode | null;
  readonly property?: string;
  readonly important?: boolean | string;
  readonly prelude?: CssNode | null;
  readonly block?: CssNode | null;
  readonly children?: readonly CssNode[] | null;
}

type CssParser = (css: string, options: object) => CssNode;

let parser: CssParser | undefined;

/** Loaded when the first style is met: most icons have none, and it takes longer than all else here. */
function parseCss(css: string, options: object): CssNode {
  if (!parser) {
    const module: { default?: CssParser } & CssParser = createRequire(import.meta.url)(
      'css-tree/parser',
    );
    parser = module.default ?? module;
  }
  // The ES module gives arrays of plain nodes, the CommonJS one lists: JSON makes both plain.
  return JSON.parse(
    JSON.stringify(
      parser(css, {
        ...options,
        parseValue: false,
        onParseError: (cause: Error) => {
          throw new StyleProblem('icon-style', `has a style that cannot be read: ${cause.message}`);
        },
      }),
    ),
  );
}

/** True when a style or attribute value would load something that is not in the icon. */
export function hasExternalUrl(value: string): boolean {
  return (
    /url\(\s*(?!["']?\s*#)/i.test(value) ||
    /(?:image-set|\bimage|\bsrc|expression)\(|@import|-moz-binding/i.test(value)
  );
}

interface Declaration {
  readonly property: string;
  readonly value: string;
  readonly important: boolean;
}

interface StyleRule {
  readonly selector: readonly CssNode[];
  readonly weight: number;
  readonly declarations: readonly Declaration[];
}

function declarationsOf(block: CssNode | null | undefined): Declaration[] {
  return (block?.children ?? []).flatMap((node) => {
    if (node.type !== 'Declaration') return [];
    const raw = typeof node.value === 'object' ? node.value?.value : node.value;
    const value = String(raw ?? '').trim();
    return [{ property: node.property ?? '', value, important: Boolean(node.important) }];
  });
}

const weights: Readonly<Record<string, number>> = {
  IdSelector: 10_000,
  ClassSelector: 100,
  TypeSelector: 1,
  Combinator: 0,
};

function rulesOf(css: string): StyleRule[] {
  if (css.includes('\\')) throw new StyleProblem('icon-style', 'has escapes in its style sheet');
  if (hasExternalUrl(css)) {
    throw new StyleProblem('icon-external-reference', 'loads something in its style sheet');
  }
  const sheet = parseCss(css, { context: 'stylesheet' });
  return (sheet.children ?? []).flatMap((node) => {
    if (node.type === 'Comment' || node.type === 'Raw') return [];
    if (node.type !== 'Rule') {
      throw new StyleProblem('icon-style', `has an @${node.name ?? ''} rule in its style sheet`);
    }
    const declarations = declarationsOf(node.block);
    return (node.prelude?.children ?? []).map((selector) => {
      const parts = selector.children ?? [];
      for (const part of parts) {
        if (weights[part.type] === undefined || (part.name ?? '').match(/^[+~]$/)) {
          throw new StyleProblem('icon-style', 'has an unsupported style rule');
        }
      }
      const weight = parts.reduce(
        (sum, part) => sum + (part.name === '*' ? 0 : (weights[part.type] ?? 0)),
        0,
      );
      return { selector: parts, weight, declarations };
    });
  });
}

function matchesPart(element: XmlElement, part: CssNode): boolean {
  if (part.type === 'ClassSelector') {
    return (element.get('class') ?? '').split(/\s+/).includes(part.name ?? '');
  }
  if (part.type === 'IdSelector') return element.get('id') === part.name;
  return part.name === '*' || part.name === element.local;
}

/** Matches a selector of compounds with descendant and child combinators, from its end. */
function matches(element: XmlElement, selector: readonly CssNode[]): boolean {
  const cut = selector.findLastIndex((part) => part.type === 'Combinator');
  if (!selector.slice(cut + 1).every((part) => matchesPart(element, part))) return false;
  if (cut < 0) return true;
  const before = selector.slice(0, cut);
  for (let up = element.parent; up; up = up.parent) {
    if (matches(up, before)) return true;
    if (selector[cut]?.name === '>') return false;
  }
  return false;
}

/** Properties that SVG has as attributes too; any other stays in `style`. */
const presentation = new Set(
  (
    'clip-path clip-rule color color-interpolation color-interpolation-filters cursor direction ' +
    'display dominant-baseline alignment-baseline baseline-shift fill fill-opacity fill-rule filter flood-color flood-opacity ' +
    'font-family font-size font-stretch font-style font-variant font-weight image-rendering ' +
    'letter-spacing lighting-color marker-end marker-mid marker-start mask mask-type opacity ' +
    'overflow paint-order shape-rendering stop-color stop-opacity stroke stroke-dasharray ' +
    'stroke-dashoffset stroke-linecap stroke-linejoin stroke-miterlimit stroke-opacity ' +
    'stroke-width text-anchor text-decoration text-rendering transform vector-effect visibility ' +
    'word-spacing writing-mode'
  ).split(' '),
);

function apply(element: XmlElement, rules: readonly StyleRule[]): void {
  const own = element.get('style');
  const found = rules.filter((rule) => matches(element, rule.selector));
  if (own === undefined && found.length === 0) return;
  const inline = own ? declarationsOf(parseCss(own, { context: 'declarationList' })) : [];
  const all = [...found.flatMap((rule) => rule.declarations), ...inline];
  const ordered = [...all.filter((d) => !d.important), ...all.filter((d) => d.important)];
  const rest = new Map<string, string>();
  for (const { property, value } of ordered) {
    if (presentation.has(property)) element.set(property, value);
    else if (/^(isolation|mix-blend-mode)$/.test(property)) rest.set(property, value);
  }
  element.delete('style');
  if (rest.size > 0) {
    element.set('style', [...rest].map(([name, value]) => `${name}:${value}`).join(';'));
  }
}

/** Replaces all `<style>` elements and `style` attributes below `root` by attributes. */
export function inlineStyles(root: XmlElement): void {
  const sheets = [...root.all()].filter((element) => element.local === 'style');
  const css = sheets.map((sheet) => sheet.text).join('\n');
  for (const sheet of sheets) sheet.remove();
  const rules = css.trim() ? rulesOf(css).sort((a, b) => a.weight - b.weight) : [];
  const all = [...root.all()];
  if (rules.length * all.length > 4_000_000) {
    throw new StyleProblem('icon-too-large', 'has too many style rules for its shapes');
  }
  for (const element of all) {
    apply(element, rules);
    element.delete('class');
  }
}
