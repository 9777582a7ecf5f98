/** The legend: exactly what appears on the page, and what has to be known of its data. */

import { lookup } from '../../icons/catalogue.ts';
import type { Diagram, Identity } from '../../model/diagram.ts';
import type { Provider, Zone } from '../../model/facts.ts';
import { textWidth } from '../../text/measure.ts';
import { wrapText } from '../../text/wrap.ts';
import type { LegendEntry } from '../scene/scene.ts';
import { LEGEND_MARK, LEGEND_SIZE, STUB, tableTag, ZONE_LOOKS, zoneTag } from '../scene/theme.ts';
import { stubIdentities, tableNumbers } from './badges.ts';
import type { TextContext } from './figure-text.ts';
import { lineStyle } from './line-style.ts';
import { entryOf, paintOf } from './style.ts';

/** Side of an icon, px. */
const ICON = 18;
const LEGEND_MOST = 230;
const NOTE_MOST = 560;

function entry(
  text: string,
  rest: Omit<LegendEntry, 'text' | 'w'>,
  most = LEGEND_MOST,
): LegendEntry {
  const short = wrapText(text, most, LEGEND_SIZE, false, 1).lines[0] ?? '';
  return { ...rest, text: short, w: Math.ceil(LEGEND_MARK + 8 + textWidth(short, LEGEND_SIZE)) };
}

const PLAIN = new Set(['generic:group', 'group', 'zone']);

/** Exactly the kinds, zones and line styles that appear, in order of first use. */
export function legendEntries(
  diagram: Diagram,
  providers: ReadonlyMap<Identity, Provider>,
  context: TextContext,
): LegendEntry[] {
  const kinds = new Map<string, LegendEntry>();
  const zones = new Set<Zone>();
  for (const [id, element] of Object.entries(diagram.elements)) {
    if (element.facts.zone) zones.add(element.facts.zone);
    const found = entryOf(element, providers.get(id) ?? 'aws') ?? lookup('generic:group');
    const title = found?.title ?? element.kind;
    const own = element.facts.icon;
    const name = `${title}|${own ?? ''}`;
    // A plain box with a name explains itself; what a zone means stands with the zones.
    if (kinds.has(name) || (PLAIN.has(element.kind) && own === undefined)) continue;
    const plain = own === undefined && found?.group?.corner === false;
    const key = plain ? undefined : context.iconKey(found, own);
    kinds.set(
      name,
      key
        ? entry(title, { icon: { key, size: ICON } })
        : entry(title, { paint: paintOf({ ...element, facts: {} }, found) }),
    );
  }
  const lines = new Map<string, LegendEntry>();
  const stubs = stubIdentities(diagram);
  for (const [id, link] of Object.entries(diagram.links)) {
    const look = lineStyle(link, stubs.has(id));
    const { text, color, line, width } = look;
    // Words of the link's own hold for this look; those made here say how the line differs.
    const own = link.facts.style?.legend !== undefined;
    const key = own ? [text, color, line, width].join('\n') : text;
    if (!lines.has(key)) lines.set(key, entry(text, { stroke: look }, NOTE_MOST));
  }
  const marks = [...zones].map((zone) =>
    entry(ZONE_LOOKS[zone].title, { tag: zoneTag(zone), paint: ZONE_LOOKS[zone].paint }),
  );
  const tables =
    tableNumbers(diagram).size > 0
      ? [entry('Route table, and what uses it', { tag: tableTag('RT') })]
      : [];
  return [...kinds.values(), ...tables, ...marks, ...lines.values()];
}

const note = (text: string, rest: Omit<LegendEntry, 'text' | 'w'> = {}): LegendEntry =>
  entry(text, rest, NOTE_MOST);

/** The words of a link under its letter. */
export function noteEntry(badge: string, words: readonly string[]): LegendEntry {
  return note(words.join(' · '), { badge });
}

const some = (n: number, what: string): string[] =>
  n > 0 ? [`${n} ${what}${n === 1 ? '' : 's'}`] : [];

/** What a reader has to know of recorded content, in rows of their own. */
export function legendNotes(diagram: Diagram): LegendEntry[] {
  const elements = Object.values(diagram.elements);
  const links = Object.values(diagram.links);
  const notes: LegendEntry[] = [];
  const stubs = stubIdentities(diagram);
  if (Object.keys(diagram.elements).some((id) => stubs.has(id)))
    notes.push(
      note('unresolved: named by the recorded graph, not described in it', { paint: STUB }),
    );
  if ((diagram.stale ?? []).length > 0)
    notes.push(
      note('older data: not renewed by the newest sync; holds for all inside', {
        paint: { ...STUB, fill: '#ffffff', line: 'dotted' },
      }),
    );
  if ([...elements, ...links].some((part) => part.derived !== undefined)) {
    const when = diagram.asOf === undefined ? '' : ` as of ${diagram.asOf}`;
    const byHand = [
      ...some(elements.filter((e) => e.derived === undefined).length, 'element'),
      ...some(links.filter((l) => l.derived === undefined).length, 'link'),
    ];
    const rest = byHand.length > 0 ? `; written by hand: ${byHand.join(', ')}` : '';
    notes.push(note(`Drawn from the recorded estate${when}${rest}`, { plain: true }));
  }
  return notes;
}
