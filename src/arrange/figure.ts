/** What stands for one element without members, and the header of one with: their texts, icons and sizes. */

import type { IconEntry } from '../icons/catalogue.ts';
import type { Element } from '../model/diagram.ts';
import type { Provider, Zone } from '../model/facts.ts';
import type { Figure, Header, IconUse, TableRow, TextLine } from '../scene/scene.ts';
import {
  type Density,
  FAINT,
  INK,
  lineHeight,
  QUIET,
  SMALL,
  TAG_HEIGHT,
  tagWidth,
  widest,
  ZONE_LOOKS,
} from '../scene/theme.ts';
import { textWidth } from '../text/measure.ts';
import { wrapText } from '../text/wrap.ts';
import { entryOf, paintOf } from './look.ts';

export interface Context {
  readonly density: Density;
  /** Lines come in from above: titles are kept narrow. */
  readonly linked: boolean;
  /** Notes that an icon is drawn, and says under which key. */
  readonly iconKey: (
    entry: IconEntry | undefined,
    custom: string | undefined,
  ) => string | undefined;
  /** Called when a name does not fit even when wrapped; the tooltip still holds it. */
  readonly onCut: (element: Element) => void;
}

/** Words with members-to-be that are drawn as a card when they have none. */
const CARDS = new Set([
  'account',
  'project',
  'subscription',
  'vpc',
  'virtual-network',
  'subnet',
  'on-premises',
  'organization',
  'ou',
  'folder',
]);

/** Widest name of a name list, px. */
const ROW_MOST = 260;

const sum = (lines: readonly TextLine[]): number =>
  lines.reduce((height, line) => height + lineHeight(line.size), 0);

/** Small facts below a name: id, CIDR blocks, region, role, status. */
function details(element: Element): string[] {
  const { id, cidr, region, role, status, email, controls } = element.facts;
  const drawn = [id, ...(cidr ?? []), region, role && `(${role})`, status, email];
  return [...drawn, ...(controls ?? [])].filter(
    (text): text is string => text !== undefined && text !== '',
  );
}

function wrapped(
  element: Element,
  context: Context,
  most: number,
  size: number,
  lines: number,
): TextLine[] {
  const color = element.facts.style?.fontColor ?? INK;
  const cut = wrapText(element.name, most, size, true, lines);
  if (cut.truncated) context.onCut(element);
  return cut.lines.map((text) => ({ text, size, bold: true, color }));
}

function detailLines(texts: readonly string[], most: number, size: number): TextLine[] {
  return texts.flatMap((text) =>
    wrapText(text, most, size, false, 2).lines.map((line) => ({ text: line, size, color: QUIET })),
  );
}

function card(
  element: Element,
  entry: IconEntry | undefined,
  context: Context,
  zone: Zone | undefined,
): Figure {
  const { density } = context;
  const tile = element.kind === 'subnet';
  const iconSize = tile ? Math.min(18, density.cardIcon) : density.cardIcon;
  const key = context.iconKey(entry, element.facts.icon);
  const pad = density.cardPad;
  const before = key ? pad + iconSize + pad : pad + 2;
  const after = pad + (zone ? tagWidth(zone) + 6 : 0);
  const room = density.cardMost - before - after;
  const small = detailLines(details(element), Math.max(room, 90), density.detailSize);
  const lines = [
    ...wrapped(element, context, Math.max(room, 60), density.nameSize, density.nameLines),
    ...small,
  ];
  const looks = paintOf(element, entry, zone);
  return {
    shape: 'card',
    pad,
    w: Math.ceil(Math.max(density.cardLeast, before + widest(lines) + 2 + after)),
    h: Math.ceil(Math.max(key ? iconSize : 0, sum(lines)) + 2 * pad),
    paint: {
      ...looks,
      fill: tile || zone || element.facts.style?.fill ? looks.fill : '#ffffff',
    },
    lines,
    ...(key ? { icon: { key, size: iconSize } } : {}),
    ...(zone ? { tag: zone } : {}),
  };
}

/** One line of a name list: name, id to the right, zone. For pages of hundreds of accounts. */
function row(element: Element, context: Context, zone: Zone | undefined): Figure {
  const { density } = context;
  const lines = wrapped(element, context, ROW_MOST, density.nameSize, 1);
  const detail = details(element).join('  ');
  const aside = { text: detail, size: density.detailSize, color: QUIET };
  const room = detail === '' ? 0 : widest([aside]) + 8;
  return {
    shape: 'card',
    pad: 4,
    w: Math.ceil(4 + widest(lines) + 4 + room + (zone ? tagWidth(zone) + 6 : 0)),
    h: lineHeight(density.nameSize) + 3,
    paint: zone
      ? { ...ZONE_LOOKS[zone].paint, width: 1, hatched: false }
      : { border: FAINT, fill: '#ffffff', line: 'solid', width: 0.75 },
    lines,
    ...(detail === '' ? {} : { aside }),
    ...(zone ? { tag: zone } : {}),
  };
}

function icon(
  element: Element,
  entry: IconEntry | undefined,
  context: Context,
  zone: Zone | undefined,
): Figure {
  const { density } = context;
  const key = context.iconKey(entry, element.facts.icon);
  const most = density.icon * 2 + 40;
  const lines = [
    ...wrapped(
      element,
      context,
      most,
      Math.max(SMALL, density.nameSize - 1),
      density.nameLines + 1,
    ),
    ...detailLines(details(element), most + 40, SMALL),
  ];
  const { style } = element.facts;
  const tag = zone ? TAG_HEIGHT + 3 : 0;
  const framed = style?.fill !== undefined || style?.color !== undefined;
  return {
    shape: 'icon',
    w: Math.ceil(Math.max(density.icon, widest(lines), zone ? tagWidth(zone) : 0)) + 8,
    h: Math.ceil((key ? density.icon + 3 : 0) + sum(lines) + tag) + 6,
    paint: framed
      ? { ...paintOf(element, entry), fill: style?.fill ?? 'none' }
      : { border: 'none', fill: 'none', line: 'solid', width: 0 },
    lines,
    ...(key ? { icon: { key, size: density.icon } } : {}),
    ...(zone ? { tag: zone } : {}),
  };
}

/** Widest cell text of a route table before it is wrapped away. */
const CELL_MOST = 190;

function table(element: Element, entry: IconEntry | undefined, context: Context): Figure {
  const { density } = context;
  const size = SMALL;
  const fit = (text: string): string => wrapText(text, CELL_MOST, size, false, 1).lines[0] ?? '';
  const rows: TableRow[] = [
    { cells: ['Destination', 'Target'] },
    ...(element.facts.routes ?? []).map(({ destination, target, propagated }) => ({
      cells: [fit(destination), fit(propagated ? `${target} (propagated)` : target)],
      ...(propagated ? { marked: true } : {}),
    })),
  ];
  const widths = [0, 1].map(
    (i) => Math.ceil(Math.max(...rows.map((r) => textWidth(r.cells[i] ?? '', size, true)))) + 10,
  );
  const rowHeight = lineHeight(size) + 5;
  const iconSize = 18;
  const key = context.iconKey(entry, element.facts.icon);
  const total = widths.reduce((a, b) => a + b, 0);
  const lines = [
    ...wrapped(
      element,
      context,
      Math.max(total - iconSize - 16, 120),
      Math.max(SMALL, density.nameSize - 1),
      2,
    ),
    ...detailLines(details(element), Math.max(total - iconSize - 16, 120), size),
  ];
  const w = Math.max(total, Math.ceil(widest(lines)) + iconSize + 16);
  return {
    shape: 'table',
    w,
    h: Math.max(iconSize + 6, Math.ceil(sum(lines)) + 6) + rowHeight * rows.length,
    paint: { border: '#64748b', fill: '#ffffff', line: 'solid', width: 1 },
    lines,
    ...(key ? { icon: { key, size: iconSize } } : {}),
    table: { widths: [widths[0] ?? 0, w - (widths[0] ?? 0)], rows, rowHeight },
  };
}

/** @param zone the element's own zone, where it differs from that of its surroundings */
export function figureOf(
  element: Element,
  provider: Provider,
  context: Context,
  zone: Zone | undefined,
): Figure {
  const entry = entryOf(element, provider);
  if (element.facts.routes || element.kind === 'route-table') return table(element, entry, context);
  if (CARDS.has(element.kind) && context.density.name === 'list' && !context.linked)
    return row(element, context, zone);
  return CARDS.has(element.kind)
    ? card(element, entry, context, zone)
    : icon(element, entry, context, zone);
}

/** Title row of a group whose members need `inner` px. Long names wrap at the group's width, at 240 px at least. */
export function headerOf(
  element: Element,
  provider: Provider,
  context: Context,
  zone: Zone | undefined,
  inner: number,
): Header {
  const { density } = context;
  const entry = entryOf(element, provider);
  const withIcon = element.facts.icon !== undefined || entry?.group?.corner !== false;
  const key = withIcon ? context.iconKey(entry, element.facts.icon) : undefined;
  const taken = (key ? density.groupIcon + 7 : 8) + 6 + (zone ? tagWidth(zone) + 8 : 0);
  const room = Math.max(inner - taken, 150);
  const name = wrapped(element, context, room, density.groupName, 2);
  const small = density.detailSize;
  const detail = details(element).join(' · ');
  const onOneLine =
    !context.linked &&
    name.length === 1 &&
    detail !== '' &&
    textWidth(name[0]?.text ?? '', density.groupName, true) + 10 + textWidth(detail, small) <= room;
  const lines: TextLine[] = onOneLine
    ? name
    : [...name, ...(detail ? detailLines([detail], room, small) : [])];
  const width = onOneLine
    ? textWidth(name[0]?.text ?? '', density.groupName, true) + 10 + textWidth(detail, small)
    : widest(lines);
  const iconUse: IconUse | undefined = key ? { key, size: density.groupIcon } : undefined;
  return {
    w: Math.ceil(width) + taken,
    h: Math.ceil(Math.max(density.groupIcon, sum(lines) + (density.name === 'list' ? 2 : 6))),
    lines,
    ...(onOneLine ? { aside: { text: detail, size: small, color: QUIET } } : {}),
    ...(iconUse ? { icon: iconUse } : {}),
    ...(zone ? { tag: zone } : {}),
  };
}

/** A gateway on its network's border: icon on the line, its words inside. */
export function gatewayFigure(
  element: Element,
  provider: Provider,
  context: Context,
  side: 'left' | 'right',
): Figure {
  const { density } = context;
  const size = Math.min(32, density.icon);
  const key = context.iconKey(entryOf(element, provider), element.facts.icon);
  const lines = [
    ...wrapped(element, context, 84, Math.max(SMALL, density.nameSize - 1), 3),
    ...detailLines(details(element), 100, SMALL),
  ];
  return {
    shape: 'card',
    w: Math.ceil(size + 6 + widest(lines)) + 8,
    h: Math.ceil(Math.max(size, sum(lines))) + 2,
    paint: { border: 'none', fill: 'none', line: 'solid', width: 0 },
    lines,
    ...(key ? { icon: { key, size } } : {}),
    ...(side === 'right' ? { mirrored: true } : {}),
  };
}
