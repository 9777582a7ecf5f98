/** The words on a link: its own label, else made from its facts. */

import type { Link } from '../../model/diagram.ts';
import { wrapText } from '../../text/wrap.ts';
import type { TextLine } from '../scene/scene.ts';
import { BADGE, INK, LABEL_SIZE, lineHeight, QUIET, SMALL, widest } from '../scene/theme.ts';
import { isOutOfService } from './badges.ts';

export interface LabelText {
  /** Number of a step, drawn as a badge. */
  readonly badge?: string;
  readonly lines: readonly TextLine[];
  readonly w: number;
  readonly h: number;
}

const MOST = 130;
export const LABEL_PAD = 3;

/** What must not be missed of a link that is not simply there. */
const said = (status: string | undefined, stub: boolean): string[] => [
  ...(isOutOfService(status) ? [status] : []),
  ...(stub ? ['unresolved'] : []),
];

function words({ facts }: Link, stub: boolean): Record<'main' | 'small' | 'said', string[]> {
  const secured =
    facts.encrypted === undefined ? [] : [facts.encrypted ? 'encrypted' : 'in the clear'];
  const main = facts.label ?? facts.data ?? '';
  const ports = facts.ports?.join(', ') ?? '';
  if (facts.label !== undefined) return { main: [main], small: [], said: said(facts.status, stub) };
  return {
    main: [main, ports].filter((t) => t !== ''),
    small: [facts.control ?? '', secured.join('')].filter((t) => t !== ''),
    said: said(facts.status, stub),
  };
}

/** A letter (of a step, its number) instead of the words, which then stand in the legend. */
export function letterOf(n: number, step: string | undefined): LabelText {
  const letters = (k: number): string =>
    (k >= 26 ? letters(Math.floor(k / 26) - 1) : '') + String.fromCharCode(65 + (k % 26));
  const badge = step ?? letters(n);
  const w = Math.max(
    BADGE,
    Math.ceil(widest([{ text: badge, size: 11, bold: true, color: INK }])) + 8,
  );
  return { badge, lines: [], w, h: BADGE };
}

/**
 * @param stub the link is named by a source, and not described in it
 * @returns nothing when the link says nothing
 */
export function labelOf(link: Link, stub = false): LabelText | undefined {
  const { main, small, said } = words(link, stub);
  const color = link.facts.style?.fontColor;
  const step = link.facts.step === undefined ? undefined : String(link.facts.step);
  const lines: TextLine[] = [
    ...main.flatMap((text) =>
      wrapText(text, MOST, LABEL_SIZE, false, 4).lines.map((t) => ({
        text: t,
        size: LABEL_SIZE,
        color: color ?? INK,
      })),
    ),
    ...small.flatMap((text) =>
      wrapText(text, MOST, SMALL, false, 2).lines.map((t) => ({
        text: t,
        size: SMALL,
        color: color ?? QUIET,
      })),
    ),
    ...said.flatMap((text) =>
      wrapText(text, MOST, LABEL_SIZE, true, 2).lines.map((t) => ({
        text: t,
        size: LABEL_SIZE,
        bold: true,
        color: color ?? INK,
      })),
    ),
  ].filter((line) => line.text !== '');
  if (lines.length === 0 && step === undefined) return undefined;
  const badge =
    step === undefined
      ? 0
      : Math.max(BADGE, widest([{ text: step, size: 11, bold: true, color: INK }]) + 8);
  const text = lines.length === 0 ? 0 : widest(lines) + 2 * LABEL_PAD;
  return {
    ...(step === undefined ? {} : { badge: step }),
    lines,
    w: Math.ceil(badge + text),
    h: Math.ceil(
      Math.max(
        step === undefined ? 0 : BADGE,
        lines.reduce((h, l) => h + lineHeight(l.size), 0) + 2,
      ),
    ),
  };
}
