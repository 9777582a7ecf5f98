/** What stands for one element without members: its texts, icons and size. */

import type { IconEntry } from '../../icons/catalogue.ts';
import type { Element } from '../../model/diagram.ts';
import type { Provider } from '../../model/facts.ts';
import { wrapText } from '../../text/wrap.ts';
import type { CutText, Figure } from '../scene/scene.ts';
import {
  FAINT,
  lineHeight,
  QUIET,
  remarksHeight,
  SMALL,
  STUB,
  TAG_HEIGHT,
  tagsWidth,
  tagWidth,
  widest,
  ZONE_LOOKS,
} from '../scene/theme.ts';
import { type Badges, withBadges } from './badges.ts';
import type { BorderSide } from './border.ts';
import {
  detailLines,
  details,
  joinedDetails,
  nameLines,
  sum,
  type TextContext,
} from './figure-text.ts';
import { withCut } from './fit-text.ts';
import { entryOf, paintOf } from './style.ts';
import { table } from './table.ts';

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

function card(
  element: Element,
  entry: IconEntry | undefined,
  context: TextContext,
  { zone, tags, remarks, stub }: Badges,
): Figure {
  const { density } = context;
  const tile = element.kind === 'subnet';
  const iconSize = tile ? Math.min(18, density.cardIcon) : density.cardIcon;
  const key = context.iconKey(entry, element.facts.icon);
  const pad = density.cardPad;
  const before = key ? pad + iconSize + pad : pad + 2;
  const after = pad + (tags.length > 0 ? tagsWidth(tags) + 6 : 0);
  const room = density.cardMost - before - after;
  // Beside a tag: the card gets wider rather than that an id breaks or a name is cut.
  const own = density.cardMost - before - pad;
  const cut: CutText[] = [];
  const small = detailLines(details(element, context), Math.max(own, 90), density.detailSize, cut);
  const long = wrapText(element.name, room, density.nameSize, true, density.nameLines).truncated;
  const lines = [
    ...nameLines(
      element,
      Math.max(long ? own : room, 60),
      density.nameSize,
      density.nameLines,
      cut,
    ),
    ...small,
  ];
  const looks = paintOf(element, entry, zone, stub);
  return {
    shape: 'card',
    pad,
    w: Math.ceil(
      Math.max(
        density.cardLeast,
        before + Math.max(widest(lines), ...remarks.map(tagWidth)) + 2 + after,
      ),
    ),
    h: Math.ceil(Math.max(key ? iconSize : 0, sum(lines) + remarksHeight(remarks)) + 2 * pad),
    paint: {
      ...looks,
      fill: tile || zone || stub || element.facts.style?.fill ? looks.fill : '#ffffff',
    },
    lines,
    ...(key ? { icon: { key, size: iconSize } } : {}),
    ...withBadges({ tags, remarks }),
    ...withCut(cut),
  };
}

/** One line of a name list: name, id to the right, zone. For pages of hundreds of accounts. */
function row(element: Element, context: TextContext, badges: Badges): Figure {
  const { zone, stub } = badges;
  const tags = [...badges.remarks, ...badges.tags];
  const { density } = context;
  const cut: CutText[] = [];
  const lines = nameLines(element, ROW_MOST, density.nameSize, 1, cut);
  const detail = joinedDetails(details(element, context), '  ');
  const aside = { text: detail, size: density.detailSize, color: QUIET };
  const room = detail === '' ? 0 : widest([aside]) + 8;
  return {
    shape: 'card',
    pad: 4,
    w: Math.ceil(4 + widest(lines) + 4 + room + (tags.length > 0 ? tagsWidth(tags) + 6 : 0)),
    h: lineHeight(density.nameSize) + 3,
    paint: stub
      ? { ...STUB, width: 0.75 }
      : zone
        ? { ...ZONE_LOOKS[zone].paint, width: 1, hatched: false }
        : { border: FAINT, fill: '#ffffff', line: 'solid', width: 0.75 },
    lines,
    ...(detail === '' ? {} : { aside }),
    ...withBadges({ tags, remarks: [] }),
    ...withCut(cut),
  };
}

function icon(
  element: Element,
  entry: IconEntry | undefined,
  context: TextContext,
  { tags, remarks, stub }: Badges,
): Figure {
  const { density } = context;
  const key = context.iconKey(entry, element.facts.icon);
  const most = density.icon * 2 + 40;
  const cut: CutText[] = [];
  const lines = [
    ...nameLines(element, most, Math.max(SMALL, density.nameSize - 1), density.nameLines + 1, cut),
    ...detailLines(details(element, context), most + 40, SMALL, cut),
  ];
  const { style } = element.facts;
  const below = (tags.length > 0 ? TAG_HEIGHT + 3 : 0) + remarksHeight(remarks);
  const framed = stub || style?.fill !== undefined || style?.color !== undefined;
  return {
    shape: 'icon',
    w:
      Math.ceil(Math.max(density.icon, widest(lines), tagsWidth(tags), ...remarks.map(tagWidth))) +
      (stub ? 14 : 8),
    h: Math.ceil((key ? density.icon + 3 : 0) + sum(lines) + below) + (stub ? 12 : 6),
    paint: framed
      ? {
          ...paintOf(element, entry, undefined, stub),
          ...(stub ? {} : { fill: style?.fill ?? 'none' }),
        }
      : { border: 'none', fill: 'none', line: 'solid', width: 0 },
    lines,
    ...(key ? { icon: { key, size: density.icon } } : {}),
    ...withBadges({ tags, remarks }),
    ...withCut(cut),
  };
}

export function figureOf(
  element: Element,
  provider: Provider,
  context: TextContext,
  badges: Badges,
): Figure {
  const entry = entryOf(element, provider);
  if (element.facts.routes || element.kind === 'route-table')
    return table(element, entry, context, badges);
  if (CARDS.has(element.kind) && context.density.name === 'list' && !context.linked)
    return row(element, context, badges);
  return CARDS.has(element.kind)
    ? card(element, entry, context, badges)
    : icon(element, entry, context, badges);
}

/** A gateway on its network's border: icon on the line, its words inside. */
export function gatewayFigure(
  element: Element,
  provider: Provider,
  context: TextContext,
  side: BorderSide,
  { remarks }: Badges,
): Figure {
  const { density } = context;
  const size = Math.min(32, density.icon);
  const cut: CutText[] = [];
  const key = context.iconKey(entryOf(element, provider), element.facts.icon);
  const lines = [
    ...nameLines(element, 84, Math.max(SMALL, density.nameSize - 1), 3, cut),
    ...detailLines(details(element, context), 100, SMALL, cut),
  ];
  const common = {
    paint: { border: 'none', fill: 'none', line: 'solid', width: 0 } as const,
    lines,
    ...(key ? { icon: { key, size } } : {}),
    ...withBadges({ tags: [], remarks }),
    ...withCut(cut),
  };
  const words = Math.max(widest(lines), ...remarks.map(tagWidth));
  const tall = sum(lines) + remarksHeight(remarks);
  if (side === 'top' || side === 'bottom')
    return {
      ...common,
      shape: 'icon',
      w: Math.ceil(Math.max(size, words)) + 8,
      h: Math.ceil(size + 3 + tall) + 4,
      onBorder: side,
    };
  return {
    ...common,
    shape: 'card',
    w: Math.ceil(size + 6 + words) + 8,
    h: Math.ceil(Math.max(size, tall)) + 2,
    ...(side === 'right' ? { mirrored: true } : {}),
  };
}
