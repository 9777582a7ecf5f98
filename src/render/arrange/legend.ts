/** The legend: exactly what appears on the page, and what has to be known of its data. */

import { lookup } from '../../icons/catalogue.ts';
import type { Diagram, Identity } from '../../model/diagram.ts';
import type { Provider, Zone } from '../../model/facts.ts';
import { textWidth } from '../../text/measure.ts';
import { PROTECTION_LOOKS, protectionsOf } from '../scene/protection-looks.ts';
import type { CutText, LegendEntry } from '../scene/scene.ts';
import {
  LEGEND_SIZE,
  legendMark,
  REMARKS,
  STUB,
  tableTag,
  ZONE_LOOKS,
  zoneTag,
} from '../scene/theme.ts';
import { stubIdentities, tableNumbers } from './badges.ts';
import type { TextContext } from './figure-text.ts';
import { fitLines } from './fit-text.ts';
import { lineStyle } from './line-style.ts';
import { entryOf, paintOf } from './style.ts';

/** Side of an icon, px. */
const ICON = 18;
/** Widest text of an entry, px; of more, as much as fits in the rows below it. */
const MOST = 560;
/** Rows that one entry may take. */
const ROWS_MOST = 12;

type EntryMark = Omit<LegendEntry, 'text' | 'w' | 'continued'>;

const entryOfWidth = (text: string, rest: Omit<LegendEntry, 'text' | 'w'>): LegendEntry => ({
  ...rest,
  text,
  w: Math.ceil(legendMark(rest) + 8 + textWidth(text, LEGEND_SIZE)),
});

/** One entry on one line. */
function entry(text: string, mark: EntryMark, cut: CutText[]): LegendEntry {
  const limits = { usual: 1, most: 1 };
  const [line = ''] = fitLines({ what: 'legend', text }, MOST, LEGEND_SIZE, false, limits, cut);
  return entryOfWidth(line, mark);
}

/** A note, in as many rows as it needs. */
export function legendNote(text: string, mark: EntryMark, cut: CutText[]): LegendEntry[] {
  const limits = { usual: 1, most: ROWS_MOST };
  const lines = fitLines({ what: 'legend', text }, MOST, LEGEND_SIZE, false, limits, cut);
  return lines.map((line, i) =>
    entryOfWidth(
      line,
      i === 0 ? mark : { ...(mark.plain ? { plain: true } : {}), continued: true },
    ),
  );
}

const PLAIN = new Set(['generic:group', 'group', 'zone']);

/** A kind as its icon shows it: with an icon of its own, that is named too. */
function legendTitle(title: string, own: string | undefined): string {
  if (own === undefined) return title;
  const name = lookup(own)?.title ?? own.replace(/^.*[\\/]/, '').replace(/\.(?:svg|png)$/i, '');
  return name === '' || name === title ? title : `${title} (${name})`;
}

/** Exactly the kinds, zones and line styles that appear, in order of first use. */
export function legendEntries(
  diagram: Diagram,
  providers: ReadonlyMap<Identity, Provider>,
  context: TextContext,
  cut: CutText[],
): LegendEntry[] {
  const kinds = new Map<string, LegendEntry>();
  const zones = new Set<Zone>();
  for (const [id, element] of Object.entries(diagram.elements)) {
    if (element.facts.zone) zones.add(element.facts.zone);
    const found = entryOf(element, providers.get(id) ?? 'aws') ?? lookup('generic:group');
    const own = element.facts.icon;
    const title = legendTitle(found?.title ?? element.kind, own);
    const name = `${title}|${own ?? ''}`;
    // A plain box with a name explains itself; what a zone means stands with the zones.
    if (kinds.has(name) || (PLAIN.has(element.kind) && own === undefined)) continue;
    const plain = own === undefined && found?.group?.corner === false;
    const key = plain ? undefined : context.iconKey(found, own);
    kinds.set(
      name,
      key
        ? entry(title, { icon: { key, size: ICON } }, cut)
        : entry(title, { paint: paintOf({ ...element, facts: {} }, found) }, cut),
    );
  }
  const lines = new Map<string, LegendEntry>();
  const stubs = stubIdentities(diagram);
  for (const [id, link] of Object.entries(diagram.links)) {
    const look = lineStyle(link, stubs.has(id));
    const { text, color, line, dash = '', width } = look;
    // Words of the link's own hold for this look; those made here say how the line differs.
    const own = link.facts.style?.legend !== undefined;
    const key = own ? [text, color, line, dash, width].join('\n') : text;
    if (!lines.has(key)) lines.set(key, entry(text, { stroke: look }, cut));
  }
  const zoneEntries = [...zones].map((zone) =>
    entry(ZONE_LOOKS[zone].title, { tag: zoneTag(zone), paint: ZONE_LOOKS[zone].paint }, cut),
  );
  const tables =
    tableNumbers(diagram).size > 0
      ? [entry('Route table, and what uses it', { tag: tableTag('RT') }, cut)]
      : [];
  const kept = protectionsOf(
    Object.values(diagram.elements).flatMap(({ facts }) => facts.accountData ?? []),
  ).map((one) => {
    const { title, letters } = PROTECTION_LOOKS[one];
    return entry(`Keeps account data: ${title}`, { tag: tableTag(letters) }, cut);
  });
  return [...kinds.values(), ...tables, ...kept, ...zoneEntries, ...lines.values()];
}

/** The facts of a link under its letter. */
export const linkNote = (badge: string, facts: readonly string[], cut: CutText[]): LegendEntry[] =>
  legendNote(facts.join(' · '), { badge }, cut);

const some = (n: number, what: string): string[] =>
  n > 0 ? [`${n} ${what}${n === 1 ? '' : 's'}`] : [];

/** `the recorded graph`; of other sources, their names: `Terraform or the graph`. */
const sourceWords = ({ sources }: Diagram): string =>
  sources ? sources.names.join(' or ') : 'the recorded graph';

/** What a reader has to know of recorded content, in rows of their own. */
export function legendNotes(diagram: Diagram, cut: CutText[]): LegendEntry[] {
  const elements = Object.values(diagram.elements);
  const links = Object.values(diagram.links);
  const notes: LegendEntry[] = [];
  const stubs = stubIdentities(diagram);
  if (Object.keys(diagram.elements).some((id) => stubs.has(id)))
    notes.push(
      ...legendNote(
        `unresolved: named by ${sourceWords(diagram)}, not described in ${(diagram.sources?.names.length ?? 1) > 1 ? 'any' : 'it'}`,
        { paint: STUB },
        cut,
      ),
    );
  if ((diagram.stale ?? []).length > 0)
    notes.push(
      ...legendNote(
        'older data: not renewed by the newest sync; holds for all inside',
        { paint: { ...STUB, fill: '#ffffff', line: 'dotted' } },
        cut,
      ),
    );
  const { names, declaredOnly = [], runningOnly = [] } = diagram.sources ?? {};
  if (declaredOnly.length > 0)
    notes.push(...legendNote('declared, not running', { tag: REMARKS.declared() }, cut));
  if (runningOnly.length > 0)
    notes.push(...legendNote('running, not in code', { tag: REMARKS.running() }, cut));
  if ([...elements, ...links].some((part) => part.derived !== undefined)) {
    const when = diagram.asOf === undefined ? '' : ` as of ${diagram.asOf}`;
    const byHand = [
      ...some(elements.filter((e) => e.derived === undefined).length, 'element'),
      ...some(links.filter((l) => l.derived === undefined).length, 'link'),
    ];
    const rest = byHand.length > 0 ? `; written by hand: ${byHand.join(', ')}` : '';
    const by = names ? ` by ${names.join(' and ')}` : '';
    const text = `Drawn from the estate recorded${by}${when}${rest}`;
    const usual = `Drawn from the recorded estate${when}${rest}`;
    notes.push(...legendNote(names ? text : usual, { plain: true }, cut));
  }
  return notes;
}
