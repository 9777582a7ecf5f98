/** Paths as text: a table for a terminal, CSV, Markdown. */

import type { PathList, ZonePath } from '../app/paths/path-list.ts';
import { gather } from '../model/order.ts';
import { plural } from '../report/text.ts';

type PathRow = readonly string[];

const HEADERS = ['verdict', 'from', 'to', 'ports', 'reason', 'decided by'];

type ListedPath = PathList['paths'][number];
type PathDecisionText = NonNullable<ListedPath['decidedBy']>;

const decisionText = ({ id, rule }: PathDecisionText): string =>
  rule === '' ? id : `${id}: ${rule}`;

function portsText({ protocol, ports, except, clientPorts }: ListedPath): string {
  const own = ports.length === 0 ? protocol : ports.map((text) => `${protocol}/${text}`).join(' ');
  const less = except ? ` but ${except.join(' ')}` : '';
  return `${own}${less}${clientPorts ? ` (only for client ports ${clientPorts.join(' ')})` : ''}`;
}

/** One row for each pair and verdict: its protocols are entries of their own. */
function pairRows(paths: readonly ListedPath[], nameOf: (id: string) => string): PathRow[] {
  const pairs = new Map<string, ListedPath[]>();
  for (const path of paths) gather(pairs, JSON.stringify([path.from, path.to, path.verdict]), path);
  const each = (texts: readonly string[]): string => [...new Set(texts)].join('; ');
  return [...pairs.values()].flatMap((own) => {
    const [first] = own;
    if (!first) return [];
    const decided = own.flatMap(({ decidedBy }) => (decidedBy ? decisionText(decidedBy) : []));
    return [
      [
        ...[first.verdict, nameOf(first.from), nameOf(first.to), own.map(portsText).join(' ')],
        ...[each(own.map(({ reason }) => reason)), each(decided)],
      ],
    ];
  });
}

function rowsOf({ paths, ends, rolledUp, scope }: PathList): { headers: PathRow; rows: PathRow[] } {
  const names = new Map(ends.map(({ id, name }) => [id, name]));
  const nameOf = (id: string): string => names.get(id) ?? id;
  if (!rolledUp) {
    return { headers: HEADERS, rows: pairRows(paths, nameOf) };
  }
  const declared = scope.by === 'zone';
  const headers = [
    ...['verdict', 'from', 'to', 'ports', 'paths', 'decided by'],
    ...(declared ? ['declared'] : []),
  ];
  const rows = rolledUp.map((own: ZonePath) => [
    ...[own.verdict, nameOf(own.from), nameOf(own.to), own.ports.join(' '), String(own.paths)],
    own.decidedBy.map(decisionText).join('; '),
    ...(declared ? [(own.declared ?? []).join(' ')] : []),
  ]);
  return { headers, rows };
}

/** What a reader has to know beside the rows. */
function notesOf({ pairs, causes, incomplete, scope }: PathList): string[] {
  const assumed = scope.zonesFrom.length > 0 ? `; zones from ${scope.zonesFrom.join(', ')}` : '';
  return [
    `${scope.estate}: from ${scope.from} to ${scope.to}, ${scope.ports.join(' ')}${assumed}`,
    `pairs of ends: ${pairs.open} open, ${pairs['one-way']} one way, ${pairs['cannot-tell']} cannot tell, ${pairs.closed} closed`,
    ...causes.map(
      ({ code, id, detail, paths }) =>
        `cannot tell: ${code} ${id}${detail ? ` (${detail})` : ''}: ${plural(paths, 'path')}`,
    ),
    ...incomplete.map(({ what, why }) => `not in the list: ${what}: ${why}`),
  ];
}

export async function pathText(list: PathList): Promise<string> {
  const { table } = await import('../report/table.ts');
  const { headers, rows } = rowsOf(list);
  return [...(rows.length > 0 ? [table(headers, rows)] : []), notesOf(list).join('\n')].join('\n');
}

export async function pathCsv(list: PathList): Promise<string> {
  const { csvRow } = await import('../report/csv.ts');
  if (list.rolledUp) {
    const { headers, rows } = rowsOf(list);
    return [headers, ...rows].map(csvRow).join('');
  }
  const rows = list.paths.map((path) => [
    ...[path.verdict, path.from, path.to, path.protocol, path.ports.join(' ')],
    ...[path.clientPorts?.join(' ') ?? '', path.reason],
    path.decidedBy ? decisionText(path.decidedBy) : '',
    path.hops.map(({ id, by }) => (by === undefined ? id : `${id} (${by})`)).join(' > '),
    path.assumed.join('; '),
  ]);
  const headers = [
    ...['verdict', 'from', 'to', 'protocol', 'ports', 'client ports', 'reason', 'decided by'],
    ...['hops', 'assumed'],
  ];
  return [headers, ...rows].map(csvRow).join('');
}

export async function pathMarkdown(list: PathList): Promise<string> {
  const { markdownHead, markdownRow, markdownText } = await import('../report/markdown.ts');
  const { headers, rows } = rowsOf(list);
  const notes = notesOf(list).map((note) => `- ${markdownText(note)}\n`);
  const body =
    rows.length === 0 ? '' : `${markdownHead(headers)}${rows.map(markdownRow).join('')}\n`;
  return `${body}${notes.join('')}`;
}
