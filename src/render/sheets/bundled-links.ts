/** Many links of one element to other sheets, as one line to each. */

import type { Element, Identity, Link } from '../../model/diagram.ts';
import { CDE, cardOf, linesOf, oneLine, partCard, plural } from './cards.ts';
import { type AtlasPlan, above, sheetOf } from './plan.ts';

/** From this many links of one element to one other sheet, they are one line: each stands on that sheet for itself. */
const BUNDLED = 4;

/** Whether a link is one of many from an element of this sheet to another one, and its other end has few to this one. */
export function isBundled({ partOf, linksTo }: AtlasPlan, near: Identity, far: Identity): boolean {
  const there = partOf.get(far);
  return (
    there !== undefined &&
    linksTo(near, there) >= BUNDLED &&
    linksTo(far, partOf.get(near)) < BUNDLED
  );
}

/** More cards than this for other sheets are too small to read: then one card stands for several sheets. */
const MOST_CARDS = 24;

/** What stands for one other sheet, or for several. */
interface SheetsCard {
  readonly id: Identity;
  readonly card: Element;
  readonly remarks: readonly string[];
  /** The sheet that it leads to: the first of them. */
  readonly lead: number;
}

/** `Sheets 4 to 9`; where others are between them, which or how many. */
function nameOf(sheets: readonly number[]): string {
  const [first = 0, last = 0] = [sheets[0], sheets.at(-1)];
  if (last - first + 1 === sheets.length) return `Sheets ${first} to ${last}`;
  return sheets.length <= 4
    ? `Sheets ${sheets.join(', ')}`
    : `${sheets.length} sheets from ${first} to ${last}`;
}

/** @param frames groups around the part, which are drawn */
function cardFor(
  plan: AtlasPlan,
  frames: ReadonlySet<Identity>,
  parts: readonly number[],
): SheetsCard {
  const cards = parts.map((n) => partCard(plan, n));
  const sheets = parts.map(sheetOf);
  const lead = sheets[0] as number;
  const around = new Set(
    parts.map((n) => above(plan.whole, plan.parts[n]?.roots[0] ?? '').find((id) => frames.has(id))),
  );
  const [parent] = around.size === 1 ? around : [];
  const within = parent === undefined ? {} : { parent };
  const [{ card: first, remarks }] = cards as [ReturnType<typeof partCard>];
  const { parent: _, ...alone } = first;
  if (cards.length === 1) return { id: cardOf(lead), card: { ...alone, ...within }, remarks, lead };
  const zones = new Set(cards.map(({ card }) => card.facts.zone));
  const [zone] = zones.size === 1 ? zones : [];
  const cde = cards.some(({ card, remarks: of }) => card.facts.zone === 'cde' || of.includes(CDE));
  const card: Element = {
    kind: 'generic:group',
    name: nameOf(sheets),
    group: false,
    order: first.order,
    facts: zone === undefined ? {} : { zone },
    ...within,
  };
  const said = [plural(sheets.length, 'sheet'), ...(cde && zone !== 'cde' ? [CDE] : [])];
  return { id: `sheets:${lead}`, card, remarks: said, lead };
}

/** Lines that stand for many links of one element to other sheets, with the cards of those sheets. */
export function bundles(
  plan: AtlasPlan,
  frames: ReadonlySet<Identity>,
  links: readonly (readonly [near: Identity, far: Identity, link: Link])[],
): { readonly cards: readonly SheetsCard[]; readonly lines: [Identity, Link][] } {
  const partOf = (id: Identity): number => plan.partOf.get(id) as number;
  const parts = [...new Set(links.map(([, far]) => partOf(far)))].sort((a, b) => a - b);
  const each = Math.ceil(parts.length / MOST_CARDS);
  const runs = Array.from({ length: Math.ceil(parts.length / each) || 0 }, (_, i) =>
    parts.slice(i * each, (i + 1) * each),
  );
  const cards = runs.map((run) => cardFor(plan, frames, run));
  const cardAt = new Map(runs.flatMap((run, i) => run.map((n) => [n, cards[i]?.id ?? ''])));
  const found = new Map<string, Link[]>();
  for (const [near, far, link] of links) {
    const card = cardAt.get(partOf(far)) as Identity;
    const [from, to] = link.from === near ? [near, card] : [card, near];
    const key = `${card} ${near}`;
    found.set(key, [...(found.get(key) ?? []), { ...link, from, to }]);
  }
  return { cards, lines: [...found].map(([key, of]) => [linesOf(key), oneLine(of)]) };
}
