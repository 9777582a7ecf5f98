/**
 * Looks at what was drawn. Graphviz reports success for a picture that lacks a label, an image or
 * a whole element, so every picture is held against what it was meant to show.
 */

import { SaxesParser } from 'saxes';
import type { Svg } from '../../model/brands.ts';

/** What the picture must show of one element or link. */
export interface ExpectedGroup {
  /** The `id` attribute it was given in the DOT. */
  readonly id: string;
  /** How a person calls it; handed back in the finding. */
  readonly what: string;
  /** Texts as drawn (after cutting); how they are broken into lines doesn't matter. */
  readonly texts: readonly string[];
  /** Number of images. */
  readonly icons: number;
}

export interface DrawingProblem {
  readonly id: string;
  readonly what: string;
  readonly problem: string;
}

interface DrawnSvg {
  text: string;
  icons: number;
  times: number;
}

/** Holds a raw or cleaned SVG against what it was meant to show. Linear in both. */
export function verifySvg(
  svg: Svg,
  expected: { readonly ids: readonly ExpectedGroup[] },
): DrawingProblem[] {
  const drawn = new Map(
    expected.ids.map((e): [string, DrawnSvg] => [e.id, { text: '', icons: 0, times: 0 }]),
  );
  const broken = read(svg, drawn);
  if (broken !== undefined)
    return [{ id: '', what: 'the picture', problem: `is no XML: ${broken}` }];
  return expected.ids.flatMap(({ id, what, texts, icons }) => {
    const found = drawn.get(id);
    const problems: string[] = [];
    if (!found || found.times === 0) problems.push('is not drawn');
    else {
      if (found.times > 1) problems.push(`is drawn ${found.times} times`);
      for (const text of missing(texts, found.text))
        problems.push(`lacks its text ${JSON.stringify(text)}`);
      if (found.icons !== icons) problems.push(`has ${found.icons} icons, not ${icons}`);
    }
    return problems.map((problem) => ({ id, what, problem }));
  });
}

function read(svg: Svg, drawn: ReadonlyMap<string, DrawnSvg>): string | undefined {
  const parser = new SaxesParser({ position: false });
  // The innermost expected group at each depth: what is inside counts for that one.
  const owners: (DrawnSvg | undefined)[] = [];
  let inText = 0;
  let inSymbol = 0;
  parser.on('opentag', ({ name, attributes }) => {
    const { id } = attributes as Record<string, string>;
    const own = name === 'g' && id !== undefined ? drawn.get(id) : undefined;
    if (own) own.times++;
    const owner = own ?? owners.at(-1);
    owners.push(owner);
    if (name === 'text') inText++;
    if (name === 'symbol') inSymbol++;
    if (owner && inSymbol === 0 && (name === 'image' || name === 'use')) owner.icons++;
  });
  parser.on('text', (text) => {
    const owner = owners.at(-1);
    if (owner && inText > 0) owner.text += text;
  });
  parser.on('closetag', ({ name }) => {
    owners.pop();
    if (name === 'text') inText--;
    if (name === 'symbol') inSymbol--;
  });
  let broken: string | undefined;
  parser.on('error', (error) => {
    broken ??= error.message;
  });
  parser.write(svg).close();
  return broken;
}

/** Spaces are lost where a line breaks and become no-break ones elsewhere, so none count. */
const bare = (text: string) =>
  text.replace(/[\s\u00A0\u200E\u200F\u061C\u202A-\u202E\u2066-\u2069]/g, '');

/** Each text must be there for itself: `1` isn't shown by `10.0.0.1` if that is expected too. */
function missing(texts: readonly string[], drawn: string): string[] {
  let rest = bare(drawn);
  const longestFirst = [...texts].sort((a, b) => b.length - a.length);
  return longestFirst.filter((text) => {
    const wanted = bare(text);
    const at = rest.indexOf(wanted);
    if (at >= 0) rest = `${rest.slice(0, at)}\n${rest.slice(at + wanted.length)}`;
    return at < 0;
  });
}
