/** What was recorded of the files that a person named. */

import type { Origin } from '../model/diagnostic.ts';
import { terminalText } from './terminal.ts';
import { columns, place, plural } from './text.ts';

export interface ReportedImport {
  readonly estate: string;
  readonly sources: readonly unknown[];
  /** Records by type. */
  readonly found: Readonly<Record<string, number>>;
  /** By the source's own name of the type. */
  readonly unmapped: Readonly<Record<string, number>>;
  readonly unresolved: readonly {
    readonly what: string;
    readonly reason: string;
    readonly place: Origin;
  }[];
  /** Paths of files. */
  readonly wrote: readonly string[];
  readonly unchanged: readonly string[];
  /** Number of files that no importer knows. */
  readonly unread: number;
  readonly drawings: readonly ReportedDrawing[];
}

/** A file of draw.io: one that became a draft, or one of ours that was edited. */
export interface ReportedDrawing {
  readonly file: string;
  readonly pages: number;
  readonly drafted?: {
    readonly elements: number;
    readonly links: number;
    readonly notes: readonly { readonly what: string; readonly reason: string }[];
  };
  readonly compared?: {
    readonly diagram: string;
    readonly changes: readonly {
      readonly change: string;
      readonly what: string;
      readonly from?: string;
      readonly to?: string;
    }[];
  };
}

const counts = (title: string, found: Readonly<Record<string, number>>): string => {
  const rows = Object.entries(found).map(([type, n]) => [
    '  ',
    String(n).padStart(6),
    terminalText(type),
  ]);
  return rows.length === 0 ? '' : `${title}\n${columns(rows)}`;
};

/** Most unresolved facts that a terminal gets; `--json` has them all. */
const LISTED = 10;

/** All of them: what is left out of a draft is what its reader has to look at. */
function drawingLines({ file, pages, drafted, compared }: ReportedDrawing): string[] {
  if (drafted) {
    const { elements, links, notes } = drafted;
    const head = `${file}: ${plural(pages, 'page')}, ${plural(elements, 'element')}, ${plural(links, 'link')} drafted`;
    const open = notes.map(({ what, reason }) => `  ${what}: ${reason}`);
    return [head, ...(open.length > 0 ? ['not taken over as it looks', ...open] : [])];
  }
  if (!compared) return [];
  const { diagram, changes } = compared;
  if (changes.length === 0) return [`${file}: says what the model of ${diagram} says`];
  const lines = changes.map(({ change, what, from, to }) => {
    const detail = [
      ...(from === undefined ? [] : [`was ${from}`]),
      ...(to === undefined ? [] : [`is ${to}`]),
    ];
    return `  ${change} ${what}${detail.length > 0 ? `: ${detail.join(', ')}` : ''}`;
  });
  return [`${file}: differs from the model of ${diagram}`, ...lines];
}

export function importText({
  estate,
  sources,
  found,
  unmapped,
  unresolved,
  wrote,
  unchanged,
  unread,
  drawings,
}: ReportedImport): string {
  const more =
    unresolved.length > LISTED
      ? [`  and ${unresolved.length - LISTED} more (--json lists all)`]
      : [];
  const open = unresolved
    .slice(0, LISTED)
    .map((fact) => `  ${place(fact.place)}: ${terminalText(`${fact.what}: ${fact.reason}`)}`);
  const others = unread > 0 ? `; ${plural(unread, 'other file')} of no known format` : '';
  const head = `${estate}: read ${plural(sources.length, 'file')}${others}`;
  return [
    sources.length === 0 && drawings.length > 0 ? others.slice(2) : head,
    ...drawings.flatMap(drawingLines).map(terminalText),
    counts('found', found),
    counts('not mapped', unmapped),
    ...(open.length > 0 ? [['unresolved', ...open, ...more].join('\n')] : []),
    ...wrote.map((file) => terminalText(`wrote ${file}`)),
    ...unchanged.map((file) => terminalText(`${file} is unchanged`)),
  ]
    .filter((part) => part !== '')
    .join('\n');
}
