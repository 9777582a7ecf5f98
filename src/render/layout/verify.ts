/**
 * Checks what was drawn. Graphviz reports success for a picture that lacks a label, an image or a
 * whole element, so every picture is compared with what it was meant to show: nothing is missing,
 * and nothing is there that was not declared.
 */

import { SaxesParser } from 'saxes';
import type { Svg } from '../../model/brands.ts';

/** What the picture must show of one element, of one link, or of a part of the frame. */
export interface ExpectedGroup {
  /** The `id` attribute it was given in the DOT. */
  readonly id: string;
  /** How a person calls it; handed back in the finding. */
  readonly what: string;
  /** Lines as drawn: each is one `<text>` of its own. Blank ones are not drawn. */
  readonly texts: readonly string[];
  /** The `href` of each image or symbol in use. */
  readonly icons: readonly string[];
  /** A line that must be there, as of a link. */
  readonly line?: true;
}

export interface DrawingProblem {
  readonly id: string;
  readonly what: string;
  readonly problem: string;
}

interface DrawnGroup {
  readonly texts: string[];
  readonly icons: string[];
  lines: number;
  times: number;
}

/** Compares a raw or cleaned SVG with what it was meant to show. Linear in both. */
export function verifySvg(
  svg: Svg,
  expected: { readonly ids: readonly ExpectedGroup[] },
): DrawingProblem[] {
  const drawn = new Map(
    expected.ids.map((e): [string, DrawnGroup] => [
      e.id,
      { texts: [], icons: [], lines: 0, times: 0 },
    ]),
  );
  const { undeclared, broken } = read(svg, drawn);
  if (broken !== undefined)
    return [{ id: '', what: 'the picture', problem: `is not XML: ${broken}` }];
  return [
    ...expected.ids.flatMap((group) =>
      problemsOf(group, drawn.get(group.id)).map((problem) => ({
        id: group.id,
        what: group.what,
        problem,
      })),
    ),
    ...undeclared.map((id) => ({
      id,
      what: `a part ${id}`,
      problem: 'is drawn, but not declared',
    })),
  ];
}

function problemsOf(expected: ExpectedGroup, drawn: DrawnGroup | undefined): string[] {
  if (!drawn || drawn.times === 0) return ['is not drawn'];
  if (drawn.times > 1) return [`is drawn ${drawn.times} times`];
  const texts = difference(expected.texts, drawn.texts, bare);
  const icons = difference(expected.icons, drawn.icons, (href) => href);
  return [
    ...texts.missing.map((text) => `lacks its text ${JSON.stringify(text)}`),
    ...texts.surplus.map((text) => `shows the text ${JSON.stringify(text)}, which is not its own`),
    ...icons.missing.map((href) => `lacks its icon ${href}`),
    ...icons.surplus.map((href) => `shows the icon ${href}, which is not its own`),
    ...(expected.line && drawn.lines === 0 ? ['has no line'] : []),
  ];
}

/** Spaces become no-break ones or are lost, and direction marks are invisible, so none count. */
const bare = (text: string): string =>
  text.replace(/[\s\u00A0\u200E\u200F\u061C\u202A-\u202E\u2066-\u2069]/g, '');

/** What each list has that the other lacks, counting repeats. What is blank counts in neither. */
function difference(
  expected: readonly string[],
  drawn: readonly string[],
  keyOf: (text: string) => string,
): { missing: string[]; surplus: string[] } {
  const left = new Map<string, number>();
  for (const text of drawn) left.set(keyOf(text), (left.get(keyOf(text)) ?? 0) + 1);
  const take = (text: string): boolean => {
    const n = left.get(keyOf(text)) ?? 0;
    left.set(keyOf(text), n - 1);
    return n > 0;
  };
  const missing = expected.filter((text) => keyOf(text) !== '' && !take(text));
  const surplus = drawn.filter((text) => keyOf(text) !== '' && take(text));
  return { missing, surplus };
}

/** Classes that Graphviz gives to what it draws of a graph. */
const PART = /^(?:node|edge|cluster)\b/;

function read(
  svg: Svg,
  drawn: ReadonlyMap<string, DrawnGroup>,
): { undeclared: string[]; broken: string | undefined } {
  const parser = new SaxesParser({ position: false });
  // The innermost expected group at each depth: what is inside counts for that one.
  const owners: (DrawnGroup | undefined)[] = [];
  const undeclared: string[] = [];
  let text: string | undefined;
  let inSymbol = 0;
  parser.on('opentag', ({ name, attributes }) => {
    const { id, class: classes = '', href, 'xlink:href': link } = attributes as AttributesOfSvg;
    const own = name === 'g' && id !== undefined ? drawn.get(id) : undefined;
    if (own) own.times++;
    else if (name === 'g' && inSymbol === 0 && PART.test(classes)) undeclared.push(id ?? '?');
    const owner = own ?? owners.at(-1);
    owners.push(owner);
    if (name === 'text') text = '';
    if (name === 'symbol') inSymbol++;
    if (!owner || inSymbol > 0) return;
    if (name === 'image' || name === 'use') owner.icons.push(link ?? href ?? '');
    if (name === 'path') owner.lines++;
  });
  parser.on('text', (chunk) => {
    if (text !== undefined) text += chunk;
  });
  parser.on('closetag', ({ name }) => {
    const owner = owners.pop();
    if (name === 'symbol') inSymbol--;
    if (name !== 'text' || text === undefined) return;
    owner?.texts.push(text);
    text = undefined;
  });
  let broken: string | undefined;
  parser.on('error', (error) => {
    broken ??= error.message;
  });
  parser.write(svg).close();
  return { undeclared, broken };
}

interface AttributesOfSvg {
  readonly id?: string;
  readonly class?: string;
  readonly href?: string;
  readonly 'xlink:href'?: string;
}
