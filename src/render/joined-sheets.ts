/** The sheets of an atlas, once drawn, as one drawing. */

import type { Diagnostic } from '../model/diagnostic.ts';
import type { Diagram } from '../model/diagram.ts';
import type { Quality } from './arrange/quality.ts';
import type { DrawnPage } from './draw-page.ts';
import type { Drawing } from './drawing.ts';
import { mxfile } from './drawio/markup.ts';
import type { SheetInput } from './sheet-inputs.ts';

/** What is said of several sheets at once is one message: the element or link is named, or the page is. */
function together(pages: readonly DrawnPage[], { origin }: Diagram): Diagnostic[] {
  const found = new Map<string, { first: Diagnostic; sheets: number[]; ofPage: boolean }>();
  for (const [i, page] of pages.entries())
    for (const diagnostic of page.diagnostics) {
      const at = diagnostic.origin;
      const ofPage = at?.file === origin?.file && at?.line === origin?.line;
      const key = JSON.stringify([diagnostic.code, ofPage ? '' : diagnostic.message, at]);
      const before = found.get(key);
      if (before) before.sheets.push(i + 1);
      else found.set(key, { first: diagnostic, sheets: [i + 1], ofPage });
    }
  return [...found.values()].map(({ first, sheets, ofPage }) => {
    if (!ofPage) return first;
    const more = sheets.length - 1;
    const others = more === 0 ? '' : `, and alike on ${more} other${more === 1 ? '' : 's'}`;
    return { ...first, message: `${first.message} (sheet ${sheets[0]}${others})` };
  });
}

function qualityOf(pages: readonly DrawnPage[]): Quality {
  const all = pages.map(({ quality }) => quality);
  const most = (of: (q: Quality) => number): number => Math.max(...all.map(of));
  const sum = (of: (q: Quality) => number): number => all.reduce((n, q) => n + of(q), 0);
  return {
    ...(all[0] as Quality),
    points: Math.min(...all.map((q) => q.points)),
    blank: most((q) => q.blank),
    aspect: most((q) => q.aspect),
    offDirection: most((q) => q.offDirection),
    crossings: sum((q) => q.crossings),
    unlabelled: sum((q) => q.unlabelled),
    leaving: sum((q) => q.leaving),
    unrouted: sum((q) => q.unrouted),
  };
}

/** The sheets that were drawn, in their order, as one drawing. */
export function joined(
  whole: Diagram,
  sheets: readonly SheetInput[],
  missing: readonly Diagnostic[],
  pages: readonly DrawnPage[],
): Drawing {
  const [{ svg, dot, density }] = pages as [DrawnPage];
  const texts = new Map(pages.flatMap((p) => p.foreignTexts).map((t) => [t.text, t]));
  return {
    svg,
    sheets: pages.slice(1).map((p) => p.svg),
    sheetNames: sheets.map(({ name }) => name),
    dot,
    drawio: mxfile(pages.map((p) => p.drawio)),
    density,
    quality: qualityOf(pages),
    foreignTexts: [...texts.values()],
    diagnostics: [...missing, ...together(pages, whole)],
  };
}
