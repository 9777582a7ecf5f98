/** Which paths into and out of the CDE differ, as a terminal, a page, Markdown and JSON show it. Pure. */

import { portWords, type ReportedPorts } from './connectivity.ts';
import { html, htmlTable } from './html.ts';
import { markdownText } from './markdown.ts';
import { terminalText } from './terminal.ts';
import { plural } from './text.ts';

const EFFECTS = ['opened', 'closed', 'undecidable', 'decided', 'changed'] as const;

/** Something that a list of paths cannot take into account. */
interface UnlistedPaths {
  readonly what: string;
  readonly why: string;
}

/** Something of each of the two versions. */
interface OfVersions<T> {
  readonly before: T;
  readonly after: T;
}

/** A path into or out of the CDE that is not what it was. */
export interface ReportedCrossing extends Partial<OfVersions<ReportedPorts>> {
  readonly direction: 'into' | 'out of';
  readonly effects: readonly (typeof EFFECTS)[number][];
  readonly change: 'added' | 'removed' | 'changed';
  readonly from: string;
  readonly to: string;
  readonly fromName: string;
  readonly toName: string;
  readonly unread?: 'before' | 'after';
  readonly split?: string;
  readonly entered?: readonly string[];
  readonly left?: readonly string[];
}

export interface ReportedEstatePaths {
  readonly estate: string;
  readonly changes: readonly ReportedCrossing[];
  readonly within: OfVersions<number>;
  readonly zonesFrom: OfVersions<readonly string[]>;
  readonly incomplete: OfVersions<readonly UnlistedPaths[]>;
}

export interface ReportedCdePaths {
  readonly estates: readonly ReportedEstatePaths[];
  readonly notJudged: readonly {
    readonly estate?: string;
    readonly cause: 'nothing-recorded' | 'one-sided' | 'left-out' | 'unread' | 'no-zone';
    readonly why: string;
  }[];
}

/** Gaps that are named; more are counted. */
const NAMED = 5;

const SIGNS: Readonly<Record<(typeof EFFECTS)[number], string>> = {
  ...{ opened: '+', closed: '−', undecidable: '?', decided: '~', changed: '~' },
};

const signOf = ({ effects: [first, ...rest] }: ReportedCrossing): string =>
  first && rest.length === 0 ? SIGNS[first] : '~';

const endWords = (id: string, name: string): string => (id === name ? id : `${name} [${id}]`);

function stateWords(one: ReportedCrossing, version: 'before' | 'after'): string {
  if (one.unread === version) return 'not read';
  // Of a network that is read now, closed would be said of ends that are listed by themselves.
  if (version === 'after' && one.split !== undefined) return 'listed by its own ends';
  return portWords(one[version]);
}

function noteOf({ entered = [], left = [] }: ReportedCrossing): string {
  const notes = [
    ...entered.map((id) => `${id} is in the CDE now`),
    ...left.map((id) => `${id} is not in the CDE any more`),
  ];
  return notes.length > 0 ? ` (${notes.join('; ')})` : '';
}

/** `+ opened, into: web [a1 sg-web] -> db [a3 sg-db]: closed became open tcp/5432` */
const crossingWords = (one: ReportedCrossing): string =>
  `${signOf(one)} ${one.effects.join(', ')}, ${one.direction}: ${endWords(one.from, one.fromName)} -> ${endWords(one.to, one.toName)}: ${stateWords(one, 'before')} became ${stateWords(one, 'after')}${noteOf(one)}`;

/** `2 opened, 1 closed`: how many paths, by what became of them; one that both opened and closed ports counts for both. */
function countWords({ changes, incomplete }: ReportedEstatePaths): string {
  const counted = EFFECTS.flatMap((effect) => {
    const n = changes.filter(({ effects }) => effects.includes(effect)).length;
    return n > 0 ? [`${n} ${effect}`] : [];
  });
  const gaps = incomplete.before.length + incomplete.after.length;
  return counted.join(', ') || (gaps > 0 ? 'none is known to have changed' : 'none changed');
}

const titleOf = (one: ReportedEstatePaths): string =>
  `paths into and out of the CDE of ${one.estate}: ${countWords(one)}`;

function gapWords(gaps: readonly UnlistedPaths[], versions: string): readonly string[] {
  const named = gaps.slice(0, NAMED).map(({ what, why }) => `${what}: ${why}`);
  const more = gaps.length - named.length;
  const words = [...named, ...(more > 0 ? [`and ${more} more`] : [])].join('; ');
  return gaps.length === 0 ? [] : [`the list may lack paths ${versions}: ${words}`];
}

const keyOf = ({ what, why }: UnlistedPaths): string => `${what}\n${why}`;

/** What both versions lack is said once. */
function incompleteWords({ before, after }: ReportedEstatePaths['incomplete']): readonly string[] {
  const [old, now] = [new Set(before.map(keyOf)), new Set(after.map(keyOf))];
  return [
    ...gapWords(
      after.filter((gap) => old.has(keyOf(gap))),
      'of both versions',
    ),
    ...gapWords(
      before.filter((gap) => !now.has(keyOf(gap))),
      'of the version before',
    ),
    ...gapWords(
      after.filter((gap) => !old.has(keyOf(gap))),
      'of the version after',
    ),
  ];
}

/** By whose zones, and what the list may lack. */
function scopeLines({ within, zonesFrom, incomplete }: ReportedEstatePaths): readonly string[] {
  const of = (version: 'before' | 'after'): string =>
    `${plural(within[version], 'end')} in it by ${zonesFrom[version].join(', ') || 'no diagram'}`;
  const [old, now] = [of('before'), of('after')];
  const scope = old === now ? `of both versions: ${now}` : `before: ${old}; after: ${now}`;
  return [`the CDE ${scope}`, ...incompleteWords(incomplete)];
}

const notJudgedLines = ({ notJudged }: ReportedCdePaths): readonly string[] =>
  notJudged.map(
    ({ estate, why }) =>
      `paths into and out of the CDE${estate === undefined ? '' : ` of ${estate}`}: not judged, since ${why}`,
  );

/** Whether anything is worth a word where nobody asked for paths. */
export const concernsCde = (paths: ReportedCdePaths | undefined): paths is ReportedCdePaths =>
  paths?.notJudged.every(({ cause }) => cause !== 'nothing-recorded') === true;

export const cdeChanged = ({ estates }: ReportedCdePaths): boolean =>
  estates.some(({ changes }) => changes.length > 0);

/** Whether a recording is there, and could not be read. */
export const cdeUnread = (paths: ReportedCdePaths | undefined): boolean =>
  paths?.notJudged.some(({ cause }) => cause === 'unread') === true;

/** A block for each estate with paths that changed; empty where there is none. */
export const cdePathsText = ({ estates }: ReportedCdePaths): readonly string[] =>
  estates
    .filter(({ changes }) => changes.length > 0)
    .map((one) =>
      [
        titleOf(one),
        ...[...one.changes.map(crossingWords), ...scopeLines(one)].map((l) => `  ${l}`),
      ]
        .map(terminalText)
        .join('\n'),
    );

/** A line for each estate, and for each that was not judged. */
export const cdeSummary = (paths: ReportedCdePaths): readonly string[] =>
  [
    ...paths.estates.flatMap((one) =>
      one.changes.length > 0 ? [titleOf(one)] : [titleOf(one), ...scopeLines(one).slice(1)],
    ),
    ...notJudgedLines(paths),
  ].map(terminalText);

/** @param most characters; changes that do not fit are counted */
export function cdePathsMarkdown(paths: ReportedCdePaths, most = Number.POSITIVE_INFINITY): string {
  const reserve = 60;
  let text = '## Paths into and out of the CDE\n\n';
  let left = 0;
  const add = (line: string, own: number): void => {
    if (left > 0 || text.length + line.length + reserve > most) left += own;
    else text += line;
  };
  // What was not judged comes first: it must not be what is left out.
  for (const line of notJudgedLines(paths)) add(`**${markdownText(line)}**\n\n`, 1);
  for (const one of paths.estates) {
    add(`${markdownText(titleOf(one))}\n\n`, 1);
    for (const line of scopeLines(one)) add(`- ${markdownText(line)}\n`, 1);
    for (const change of one.changes) add(`- ${markdownText(crossingWords(change))}\n`, 1);
    add('\n', 0);
  }
  return left === 0
    ? text
    : `${text}\n**Shortened:** ${plural(left, 'line')} on paths left out.\n\n`;
}

/** A part of a page. */
export function cdePathsHtml(paths: ReportedCdePaths): string {
  const parts = paths.estates.map((one) => {
    const scope = scopeLines(one).map((line) => `<li>${html(line)}</li>`);
    const rows = one.changes.map((own) => [
      html(`${signOf(own)} ${own.effects.join(', ')}`),
      html(own.direction),
      html(endWords(own.from, own.fromName)),
      html(endWords(own.to, own.toName)),
      html(stateWords(own, 'before')),
      html(`${stateWords(own, 'after')}${noteOf(own)}`),
    ]);
    const head = ['Path', 'Direction', 'From', 'To', 'Before', 'After'];
    return `${rows.length > 0 ? htmlTable(titleOf(one), head, rows) : `<p>${html(titleOf(one))}</p>`}<ul>${scope.join('')}</ul>`;
  });
  const open = notJudgedLines(paths).map((line) => `<p><strong>${html(line)}</strong></p>`);
  return [...open, ...parts].join('\n');
}

/** Fields of `cadastre/diff@1` and `cadastre/change@1`. */
export const cdePathsDocument = ({ estates, notJudged }: ReportedCdePaths): object => ({
  connectivity: estates.flatMap(({ estate, changes }) =>
    changes.map((one) => ({ estate, ...one })),
  ),
  connectivityScope: {
    scope: 'zone:cde',
    estates: estates.map(({ changes: _, ...one }) => one),
    notJudged,
  },
});

/** Of all estates that are recorded. */
export const cdeVerdict = ({ estates, notJudged }: ReportedCdePaths): string =>
  estates.length === 0 ? 'not judged' : notJudged.length === 0 ? 'judged' : 'judged in part';
