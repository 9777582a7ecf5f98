/** How marks look: a sign, a word, a line of its own. Each tells the changes apart, in grey print too. */

import type { Paint, Tag } from '../scene/scene.ts';
import type { OverlayChange } from './overlay.ts';

export interface MarkLook {
  readonly sign: string;
  readonly word: string;
  /** What it means, in the legend. */
  readonly legend: string;
  readonly color: string;
  /** Border of a box and line of a link: as SVG's `stroke-dasharray`; solid when absent. */
  readonly dash?: string;
  /** px */
  readonly width: number;
  readonly fill: string;
}

export const MARK_LOOKS: Readonly<Record<OverlayChange, MarkLook>> = {
  added: {
    ...{ sign: '+', word: 'added', legend: 'only after, with all inside: thick' },
    ...{ color: '#14532d', width: 3.5, fill: '#ecfdf3' },
  },
  removed: {
    ...{
      sign: '−',
      word: 'removed',
      legend: 'only before, with all inside: dotted',
    },
    ...{ color: '#b91c1c', dash: '2 4', width: 2, fill: '#ffffff' },
  },
  changed: {
    ...{ sign: '~', word: 'changed', legend: 'other facts: dashed' },
    ...{ color: '#b45309', dash: '9 4', width: 2.5, fill: '#fffbeb' },
  },
  moved: {
    ...{ sign: '→', word: 'moved', legend: 'in another group: dash and dot' },
    ...{ color: '#1d4ed8', dash: '12 4 2 4', width: 2.5, fill: '#eff6ff' },
  },
  renamed: {
    ...{ sign: '~', word: 'renamed', legend: 'another name: dashed' },
    ...{ color: '#b45309', dash: '9 4', width: 2.5, fill: '#fffbeb' },
  },
};

/** Of what is as it was: paler than everything that changed, and still legible. */
export const QUIET_TEXT = '#6b7280';
export const QUIET_BORDER = '#c3cad4';
export const QUIET_LINE = '#9aa3af';

/**
 * @param note number of the words in the legend
 * @param more words of its own
 */
export function markTag(
  change: OverlayChange,
  note: number | undefined,
  more: readonly string[] = [],
): Tag {
  const { sign, word, color } = MARK_LOOKS[change];
  const number = note === undefined ? '' : ` ${note}`;
  const text = `${sign} ${[`${word}${number}`, ...more].join(', ')}`;
  // Gone things are marked in outline, as they are drawn.
  return change === 'removed'
    ? { text, ground: '#ffffff', color, border: color }
    : { text, ground: color, color: '#ffffff' };
}

export function markedPaint(paint: Paint, change: OverlayChange, group: boolean): Paint {
  const { color, width, fill } = MARK_LOOKS[change];
  return {
    ...paint,
    border: color,
    line: 'solid',
    width,
    fill: group && change !== 'removed' && change !== 'added' ? paint.fill : fill,
    hatched: group && change !== 'removed' ? (paint.hatched ?? false) : false,
    ...(change === 'removed' ? { ghost: true } : {}),
  };
}

export const quietPaint = (paint: Paint): Paint => ({
  ...paint,
  border: paint.border === 'none' ? 'none' : QUIET_BORDER,
  fill: paint.fill === 'none' || paint.hatched ? paint.fill : '#ffffff',
  width: Math.min(paint.width, 1.25),
});
