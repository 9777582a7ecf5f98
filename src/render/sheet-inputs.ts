/** What each sheet of an atlas is drawn from. */

import { type Diagnostic, error, quote } from '../model/diagnostic.ts';
import { type Diagram, type Identity, inDocumentOrder } from '../model/diagram.ts';
import { DEFAULT_PAPER } from '../model/paper.ts';
import type { PageInput } from './draw-page.ts';
import { DEFAULT_NAME, type DrawInput } from './drawing.ts';
import { type AtlasSheet, notOnSheets } from './sheets/atlas.ts';

/** A sheet to draw: like a page of its own, on any thread. */
export interface SheetInput extends PageInput {
  readonly name: string;
}

/** The ids of the whole diagram, and of what stands on sheets for several elements or links of it. */
function idsOf(whole: Diagram, sheets: readonly AtlasSheet[]): ReadonlyMap<Identity, string> {
  const numbered = (prefix: string, all: object): [Identity, string][] =>
    Object.keys(all).map((id, i) => [id, `${prefix}${i + 1}`]);
  const ids = new Map([...numbered('e', whole.elements), ...numbered('l', whole.links)]);
  let n = 0;
  for (const { diagram } of sheets)
    for (const id of [...Object.keys(diagram.elements), ...Object.keys(diagram.links)])
      if (!ids.has(id)) ids.set(id, `s${++n}`);
  return ids;
}

/** Where a sheet is, seen from another one. */
function addressOf(name: string, from: number, to: number): string {
  const base = encodeURIComponent(name);
  if (to === 1) return `../${base}.svg`;
  return from === 1 ? `${base}.sheets/${to}.svg` : `${to}.svg`;
}

/** What each sheet is drawn from. */
export function sheetInputs(
  whole: Diagram,
  sheets: readonly AtlasSheet[],
  { titleBlock, icons, paper = DEFAULT_PAPER, name = DEFAULT_NAME }: DrawInput,
): SheetInput[] {
  const all = idsOf(whole, sheets);
  return sheets.map(({ number, name: sheetName, diagram, leads }) => {
    const addresses = new Map(
      [...leads].map(([id, to]): [Identity, string] => [id, addressOf(name, number, to)]),
    );
    const here = [...Object.keys(diagram.elements), ...Object.keys(diagram.links)];
    // Only what the sheet shows: an input goes to another thread.
    const ids = new Map(here.map((id) => [id, all.get(id) ?? id]));
    return {
      name: sheetName,
      diagram: inDocumentOrder(diagram),
      titleBlock: { ...titleBlock, sheet: `${number} of ${sheets.length}` },
      icons,
      paper,
      output: name,
      sheet: { number, ids, addresses },
    };
  });
}

/** An error for whatever is on no sheet. */
export function lost(whole: Diagram, sheets: readonly AtlasSheet[]): Diagnostic[] {
  return notOnSheets(whole, sheets).map((id) => {
    const { [id]: element } = whole.elements;
    const what = element ? `${element.kind} ${quote(element.name)}` : `the link ${id}`;
    return error('not-drawn', `${what} is on no sheet`, (element ?? whole.links[id])?.origin, {
      hint: 'The atlas is incomplete. Please report this as a bug in Cadastre, with the diagram.',
    });
  });
}
