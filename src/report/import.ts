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

export function importText({
  estate,
  sources,
  found,
  unmapped,
  unresolved,
  wrote,
  unchanged,
  unread,
}: ReportedImport): string {
  const more =
    unresolved.length > LISTED
      ? [`  and ${unresolved.length - LISTED} more (--json lists all)`]
      : [];
  const open = unresolved
    .slice(0, LISTED)
    .map((fact) => `  ${place(fact.place)}: ${terminalText(`${fact.what}: ${fact.reason}`)}`);
  return [
    `${estate}: read ${plural(sources.length, 'file')}${unread > 0 ? `; ${plural(unread, 'other file')} of no known format` : ''}`,
    counts('found', found),
    counts('not mapped', unmapped),
    ...(open.length > 0 ? [['unresolved', ...open, ...more].join('\n')] : []),
    ...wrote.map((file) => terminalText(`wrote ${file}`)),
    ...unchanged.map((file) => terminalText(`${file} is unchanged`)),
  ]
    .filter((part) => part !== '')
    .join('\n');
}
