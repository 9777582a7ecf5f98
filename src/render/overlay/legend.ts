/** Title, legend and title block of an overlay. */

import type { Identity } from '../../model/diagram.ts';
import { fitLines } from '../arrange/fit-text.ts';
import { legendNote } from '../arrange/legend.ts';
import type { CutText, LegendEntry, TextLine, TitleBlockField } from '../scene/scene.ts';
import { INK, QUIET, SUBTITLE_SIZE, TITLE_SIZE } from '../scene/theme.ts';
import { MARK_LOOKS, markTag, QUIET_BORDER } from './looks.ts';
import type { Overlay, OverlayChange } from './overlay.ts';

const CHANGES: readonly OverlayChange[] = ['added', 'removed', 'changed', 'moved', 'renamed'];

/** Notes that a page shows; the command lists the others. */
const MOST_NOTES = 24;

/** What an overlay says of its changes in numbers, beside the drawing. */
export interface ChangeNotes {
  /** By identity: the number of its words in the legend. Added and removed things are told by their places alone. */
  readonly numbers: ReadonlyMap<Identity, number>;
  readonly notes: readonly LegendEntry[];
}

const isPlain = (change: OverlayChange): boolean => change === 'added' || change === 'removed';

/** Several lines on one thing name it once. */
function joined(words: readonly string[]): string {
  const [first = ''] = words;
  const subject = first.slice(0, first.indexOf(': ') + 2);
  if (subject === '' || !words.every((line) => line.startsWith(subject))) return words.join('; ');
  return subject + words.map((line) => line.slice(subject.length)).join('; ');
}

export function changeNotes({ marks, remarks }: Overlay, cut: CutText[]): ChangeNotes {
  const numbers = new Map<Identity, number>();
  const all: [mark: { badge: string } | { plain: true }, text: string][] = [];
  for (const [id, { change, words }] of marks) {
    if (isPlain(change)) continue;
    numbers.set(id, numbers.size + 1);
    all.push([{ badge: String(numbers.size) }, joined(words)]);
  }
  for (const text of remarks) all.push([{ plain: true }, text]);
  const shown = all.slice(0, MOST_NOTES);
  const left = all.length - shown.length;
  return {
    numbers,
    notes: [
      ...shown.flatMap(([mark, text]) => legendNote(text, mark, cut)),
      ...(left > 0
        ? legendNote(`and ${left} more: \`cadastre diff\` lists them`, { plain: true }, cut)
        : []),
    ],
  };
}

export function markEntries({ marks }: Overlay, cut: CutText[]): LegendEntry[] {
  const used = new Set([...marks.values()].map(({ change }) => change));
  return [
    ...CHANGES.filter((change) => used.has(change)).flatMap((change) =>
      legendNote(MARK_LOOKS[change].legend, { tag: markTag(change, undefined) }, cut),
    ),
    ...legendNote(
      'as it was: pale',
      { paint: { border: QUIET_BORDER, fill: '#ffffff', line: 'solid', width: 1 } },
      cut,
    ),
  ];
}

function countWords({ marks }: Overlay): string {
  const found = CHANGES.flatMap((change) => {
    const n = [...marks.values()].filter((mark) => mark.change === change).length;
    return n > 0 ? [`${MARK_LOOKS[change].sign} ${n} ${change}`] : [];
  });
  return found.length > 0 ? found.join(', ') : 'nothing that has a place on the page';
}

export function overlayTitle(overlay: Overlay, width: number, cut: CutText[]): TextLine[] {
  const { title } = overlay.union;
  const most = Math.max(width, 260);
  const [from, to] = overlay.versions;
  const limits = { usual: 2, most: 12 };
  return [
    ...fitLines({ what: 'title', text: title }, most, TITLE_SIZE, true, limits, cut).map(
      (text): TextLine => ({ text, size: TITLE_SIZE, bold: true, color: INK }),
    ),
    ...fitLines(
      {
        what: 'words below the title',
        text: `What changed: ${from.label} → ${to.label}: ${countWords(overlay)}`,
      },
      most,
      SUBTITLE_SIZE + 1,
      true,
      limits,
      cut,
    ).map((text): TextLine => ({ text, size: SUBTITLE_SIZE + 1, bold: true, color: QUIET })),
  ];
}

const LABEL_MOST = 320;

export function overlayFields({ versions }: Overlay, cut: CutText[]): TitleBlockField[] {
  const short = (text: string): string =>
    fitLines({ what: 'version', text }, LABEL_MOST, 11, true, { usual: 1, most: 1 }, cut)[0] ?? '';
  const [from, to] = versions;
  return [
    { label: 'Before', value: short(from.label) },
    { label: 'Model', value: `sha256 ${from.digest.slice(0, 12)}` },
    { label: 'After', value: short(to.label) },
    { label: 'Model', value: `sha256 ${to.digest.slice(0, 12)}` },
    { label: 'Document', value: 'Comparison' },
    { label: 'Status', value: 'not a published version' },
  ];
}
