/** The words on a link: its own label, else made from its facts. */

import { type AccountData, ELEMENT_NAMES } from '../../model/account-data.ts';
import type { Link } from '../../model/diagram.ts';
import { isOutOfService } from '../../model/status.ts';
import { PROTECTION_LOOKS, protectionsOf } from '../scene/protection-looks.ts';
import type { CutText, TextLine } from '../scene/scene.ts';
import { BADGE, INK, LABEL_SIZE, lineHeight, QUIET, SMALL, widest } from '../scene/theme.ts';
import { fitLines, fitText, type LineLimits, withCut } from './fit-text.ts';

export interface LabelText {
  /** Number of a step, drawn as a badge. */
  readonly badge?: string;
  readonly lines: readonly TextLine[];
  /** The facts in full, as they stand in the legend where there is no room on the line. */
  readonly facts: readonly string[];
  readonly cut?: readonly CutText[];
  readonly w: number;
  readonly h: number;
}

/** Widths of a label, px: the first in which it fits its usual lines. */
const WIDTHS = [130, 200, 280] as const;
export const LABEL_PAD = 3;

/** What must not be missed of a link that is not simply there. */
const remarksOf = (status: string | undefined, stub: boolean): string[] => [
  ...(isOutOfService(status) ? [status] : []),
  ...(stub ? ['unresolved'] : []),
];

interface LabelFact extends CutText {
  readonly size: number;
  readonly bold?: true;
  readonly color: string;
  readonly limits: LineLimits;
}

/** What a link says, in the order in which it is drawn. */
function factsOf({ facts }: Link, stub: boolean): LabelFact[] {
  const { label, data, ports, control, encrypted, style, status, accountData = [] } = facts;
  const protection = protectionText(accountData);
  const main = (what: string, text: string): LabelFact => ({
    what,
    text,
    size: LABEL_SIZE,
    color: style?.fontColor ?? INK,
    limits: { usual: 4, most: 12 },
  });
  const small = (what: string, text: string): LabelFact => ({
    what,
    text,
    size: SMALL,
    color: style?.fontColor ?? QUIET,
    limits: { usual: 2, most: 12 },
  });
  const words =
    label === undefined
      ? [
          main('data', data ?? namesOf(accountData)),
          main('ports', ports?.join(', ') ?? ''),
          small('control', control ?? ''),
          small(
            'encryption',
            // Protections say more than that something is encrypted.
            encrypted === undefined || protection !== ''
              ? ''
              : encrypted
                ? 'encrypted'
                : 'in the clear',
          ),
          small('protection', protection),
        ]
      : [main('label', label)];
  const remarks = remarksOf(status, stub).map(
    (text): LabelFact => ({ ...main('status', text), bold: true, limits: { usual: 2, most: 12 } }),
  );
  return [...words, ...remarks].filter(({ text }) => text !== '');
}

const namesOf = (data: readonly AccountData[]): string =>
  [...new Set(data.map(({ element }) => ELEMENT_NAMES[element]))].join(', ');

/** `P2PE`; of several protections which is whose: `PAN: P2PE, PIN: DUKPT`. */
function protectionText(data: readonly AccountData[] = []): string {
  const all = protectionsOf(data);
  if (all.length < 2) return all.map((one) => PROTECTION_LOOKS[one].letters).join('');
  return all
    .map((one) => {
      const own = data.filter(({ protection }) => protection === one);
      return `${namesOf(own)}: ${PROTECTION_LOOKS[one].letters}`;
    })
    .join('; ');
}

/** The same words, or none yet, with a line before them. */
export function withFirstLine(label: LabelText | undefined, line: TextLine): LabelText {
  const w = widest([line]) + 2 * LABEL_PAD;
  const h = lineHeight(line.size);
  const badge = label?.badge === undefined || label.lines.length > 0 ? 0 : label.w;
  return {
    ...label,
    lines: [line, ...(label?.lines ?? [])],
    facts: [line.text, ...(label?.facts ?? [])],
    w: Math.ceil(Math.max(badge + w, label?.w ?? 0)),
    h: Math.ceil((label && label.lines.length > 0 ? label.h : 2) + h),
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
  return { badge, lines: [], facts: [], w, h: BADGE };
}

/**
 * @param stub the link is named by a source, and not described in it
 * @returns nothing when the link says nothing
 */
export function labelOf(link: Link, stub = false): LabelText | undefined {
  const facts = factsOf(link, stub);
  const step = link.facts.step === undefined ? undefined : String(link.facts.step);
  const fits = (width: number): boolean =>
    facts.every(
      ({ text, size, bold = false, limits: { usual } }) =>
        !fitText(text, width, size, bold, { usual, most: usual }).truncated,
    );
  const width = WIDTHS.find(fits) ?? WIDTHS.at(-1) ?? 0;
  const cut: CutText[] = [];
  const lines = facts
    .flatMap(({ what, text, size, bold, color, limits }) =>
      fitLines({ what, text }, width, size, bold ?? false, limits, cut).map(
        (line): TextLine => ({ text: line, size, ...(bold ? { bold } : {}), color }),
      ),
    )
    .filter((line) => line.text !== '');
  if (lines.length === 0 && step === undefined) return undefined;
  const badge =
    step === undefined
      ? 0
      : Math.max(BADGE, widest([{ text: step, size: 11, bold: true, color: INK }]) + 8);
  const text = lines.length === 0 ? 0 : widest(lines) + 2 * LABEL_PAD;
  return {
    ...(step === undefined ? {} : { badge: step }),
    lines,
    facts: facts.map(({ text }) => text),
    ...withCut(cut),
    w: Math.ceil(badge + text),
    h: Math.ceil(
      Math.max(
        step === undefined ? 0 : BADGE,
        lines.reduce((h, l) => h + lineHeight(l.size), 0) + 2,
      ),
    ),
  };
}
