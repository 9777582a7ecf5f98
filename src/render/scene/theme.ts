/** Sizes (px) and colours of the house style: white page, ink from the kinds, zones in five colours that also differ in grey. */

import type { Zone } from '../../model/facts.ts';
import { textWidth } from '../../text/measure.ts';
import type { Paint, Tag, TextLine } from './scene.ts';

export const INK = '#1f2937';
/** For ids and details; contrast 7.5 on white. */
export const QUIET = '#4b5563';
export const FAINT = '#d1d5db';
export const LINE = '#475569';

export interface ZoneLook {
  /** Letters that tell it without colour. */
  readonly letters: string;
  readonly title: string;
  readonly paint: Paint;
  /** Ground of the tag; white letters on it have a contrast of 4.5 at least. */
  readonly ground: string;
}

const zonePaint = (border: string, fill: string, rest: Partial<Paint> = {}): Paint => ({
  border,
  fill,
  line: 'solid',
  width: 2,
  ...rest,
});

export const ZONE_LOOKS: Readonly<Record<Zone, ZoneLook>> = {
  cde: {
    letters: 'CDE',
    title: 'Cardholder data environment',
    ground: '#b91c1c',
    paint: zonePaint('#b91c1c', '#fde4e4', { width: 3 }),
  },
  connected: {
    letters: 'CON',
    title: 'Connected to the CDE',
    ground: '#92400e',
    paint: zonePaint('#b45309', '#fff8e6', { width: 1.25 }),
  },
  'security-impacting': {
    letters: 'SEC',
    title: 'Security-impacting',
    ground: '#6d28d9',
    paint: zonePaint('#6d28d9', '#eee8fd'),
  },
  'out-of-scope': {
    letters: 'OUT',
    title: 'Out of scope',
    ground: '#4b5563',
    paint: zonePaint('#6b7280', '#f8fafc', { hatched: true, width: 1.25 }),
  },
  untrusted: {
    letters: 'UNT',
    title: 'Untrusted',
    ground: '#111827',
    paint: zonePaint('#111827', '#ffffff', { line: 'dashed', width: 1.5 }),
  },
};

/** How large things are drawn: fewer elements, more room for each. Font sizes are whole: Graphviz cuts fractions off. */
export interface Density {
  readonly name: 'card' | 'compact' | 'list';
  readonly nameSize: number;
  readonly detailSize: number;
  readonly cardIcon: number;
  readonly cardPad: number;
  /** Widest card; longer names wrap. */
  readonly cardMost: number;
  readonly cardLeast: number;
  readonly nameLines: number;
  readonly icon: number;
  readonly groupName: number;
  readonly groupIcon: number;
  readonly groupPad: number;
  readonly gap: number;
}

export const DENSITIES: readonly Density[] = [
  {
    name: 'card',
    nameSize: 13,
    detailSize: 11,
    cardIcon: 32,
    cardPad: 8,
    cardMost: 230,
    cardLeast: 130,
    nameLines: 3,
    icon: 44,
    groupName: 13,
    groupIcon: 26,
    groupPad: 14,
    gap: 12,
  },
  {
    name: 'compact',
    nameSize: 12,
    detailSize: 11,
    cardIcon: 22,
    cardPad: 5,
    cardMost: 200,
    cardLeast: 96,
    nameLines: 3,
    icon: 34,
    groupName: 12,
    groupIcon: 22,
    groupPad: 9,
    gap: 8,
  },
  {
    name: 'list',
    nameSize: 11,
    detailSize: 11,
    cardIcon: 14,
    cardPad: 5,
    cardMost: 150,
    cardLeast: 80,
    nameLines: 2,
    icon: 26,
    groupName: 11,
    groupIcon: 15,
    groupPad: 4,
    gap: 4,
  },
];

export const TITLE_SIZE = 22;
export const SUBTITLE_SIZE = 12;
export const LABEL_SIZE = 11;
/** Smallest text of any page; Graphviz knows whole sizes only. */
export const SMALL = 11;
export const LEGEND_SIZE = 11;
export const PAGE_MARGIN = 20;
/** Height of a line of text, whole px so that the cells of a label add up. */
export const lineHeight = (size: number): number => Math.round(size * 1.22);

/** Width of the widest line, px. */
export const widest = (lines: readonly TextLine[]): number =>
  lines.reduce((w, line) => Math.max(w, textWidth(line.text, line.size, line.bold)), 0);

export const TAG_SIZE = 11;
export const TAG_HEIGHT = 16;
const TAG_GAP = 4;
export const tagWidth = ({ text }: Tag): number => Math.ceil(textWidth(text, TAG_SIZE, true)) + 8;

/** Width of tags side by side, px; 0 without any. */
export const tagsWidth = (tags: readonly Tag[] = []): number =>
  tags.reduce((w, tag) => w + tagWidth(tag) + TAG_GAP, tags.length > 0 ? -TAG_GAP : 0);

/** Height of tags one below the other, each with the gap above it, px. */
export const remarksHeight = (remarks: readonly Tag[] = []): number =>
  remarks.length * (TAG_HEIGHT + 3);

/** Tells a zone by its letters. */
export const zoneTag = (zone: Zone): Tag => ({
  text: ZONE_LOOKS[zone].letters,
  ground: ZONE_LOOKS[zone].ground,
  color: '#ffffff',
});

/** Ties a route table to what uses it. */
export const tableTag = (text: string): Tag => ({
  text,
  ground: '#ffffff',
  color: INK,
  border: INK,
});

/** Words about an element: the line of their box tells one kind from another. */
export const REMARKS = {
  unresolved: (): Tag => ({ ...tableTag('unresolved'), border: QUIET, line: 'dashed' }),
  declared: (): Tag => ({ ...tableTag('declared only'), border: QUIET, line: 'dashed' }),
  running: (): Tag => ({ ...tableTag('running only'), border: QUIET }),
  older: (): Tag => ({ ...tableTag('older data'), border: QUIET, line: 'dotted' }),
  sheet: (words: string): Tag => ({ ...tableTag(words), border: QUIET }),
  status: (status: string): Tag => ({ ...tableTag(status), ground: '#e5e7eb', border: QUIET }),
} as const;

/** Named by a source that does not describe it. Unlike an untrusted zone: thin, rounded, on a grey ground. */
export const STUB: Paint = {
  border: QUIET,
  fill: '#f1f5f9',
  line: 'dashed',
  width: 1,
  rounded: true,
};

/** Side of the square around the number of a step or the letter of a note, px. */
export const BADGE = 18;
/** Width of the mark before an entry of the legend, px; a long tag is wider. */
export const LEGEND_MARK = 34;
export const legendMark = ({ tag }: { readonly tag?: Tag }): number =>
  Math.max(LEGEND_MARK, tag === undefined ? 0 : tagWidth(tag));
