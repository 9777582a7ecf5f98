/**
 * Diagram -> the diagrams of its sheets: an overview, and a sheet for each part. Elements and links keep their
 * identities; what stands on another sheet is folded into a card that names that sheet.
 */

import type { Diagram, Identity } from '../../model/diagram.ts';
import type { SheetsBy } from '../../model/facts.ts';
import { DEFAULT_PAPER, type Paper } from '../../model/paper.ts';
import { overview } from './overview.ts';
import { partSheet } from './part-sheet.ts';
import { partition } from './partition.ts';
import { type AtlasSheet, planOf } from './plan.ts';

export type { AtlasSheet } from './plan.ts';

/**
 * The sheets of a diagram, the overview first; none where it makes only one, and the author names none.
 * @param whole in document order
 * @param by absent: only what the author puts on a sheet is on one, the rest on the overview
 */
export function atlasOf(
  whole: Diagram,
  by: Exclude<SheetsBy, 'one'> | undefined,
  paper: Paper = DEFAULT_PAPER,
): readonly AtlasSheet[] {
  const parts = partition(whole, by, paper);
  const named = whole.hints.some(({ hint }) => hint === 'sheet');
  if (parts.length < (named ? 1 : 2)) return [];
  const plan = planOf(whole, parts);
  return [overview(plan), ...parts.map((_, n) => partSheet(plan, n))];
}

/** Elements and links of the whole that no sheet shows. */
export function notOnSheets(whole: Diagram, sheets: readonly AtlasSheet[]): Identity[] {
  const shown = new Set(sheets.flatMap(({ shows }) => [...shows]));
  return [...Object.keys(whole.elements), ...Object.keys(whole.links)].filter(
    (id) => !shown.has(id),
  );
}
