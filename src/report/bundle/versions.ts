/** The versions of one diagram on the page of a bundle: when in force, by whom, what changed. Pure. */

import type { BundledModel, BundledVersion } from '../../evidence/bundle/bundle.ts';
import { html, htmlTable, relativeUrl } from '../html.ts';
import { untilWords } from '../in-force.ts';
import { sinceWords } from '../log.ts';

/** All that is known of one diagram. */
export interface DiagramEvidence {
  readonly name: string;
  /** Unique on the page. */
  readonly anchor: string;
  /** Oldest first. */
  readonly versions: readonly BundledVersion[];
  /** The version that is shown: in force, or a draft where none is. */
  readonly shown: BundledVersion;
  readonly model: BundledModel | undefined;
  /** Whether the newest publication holds it. */
  readonly current: boolean;
}

/** An address that may be broken, to leave room for what changed. */
const person = (by: string): string => html(by).replace('@', '@<wbr>');

export const people = (all: readonly string[]): string => all.map(person).join(', ');

/** `2026-11-22 07:30:28 UTC` */
export const moment = (iso: string): string =>
  html(iso.replace('T', ' ').replace(/(\.\d+)?Z$/, ' UTC'));

const ENDED = {
  superseded: 'superseded',
  withdrawn: 'approval withdrawn',
  unapproved: 'no longer approved',
  removed: 'no longer published',
} as const;

/** Whether it is in force, a draft, or past. */
export function badge({ draft, until }: BundledVersion): string {
  const [kind, words] = draft
    ? ['draft', 'DRAFT – not approved']
    : until
      ? ['past', ENDED[until.how]]
      : ['force', 'in force'];
  return `<span class="badge ${kind}-badge">${words}</span>`;
}

/** Words in which no day is broken. */
const dated = (text: string): string =>
  html(text).replace(/\d{4}-\d\d-\d\d/g, '<span class="whole">$&</span>');

/** The version that was in force last, where none is any longer. */
export function lastInForce(versions: readonly BundledVersion[]): BundledVersion | undefined {
  const last = versions.findLast(({ draft }) => !draft);
  return last?.until && last.until.how !== 'removed' ? last : undefined;
}

/** `version 2 was in force until 2026-11-22, when app@example.com withdrew the approval` */
export const lastWords = (last: BundledVersion): string =>
  dated(`version ${last.version} was in force ${untilWords(last)}`);

const link = (path: string | undefined, words: string): string =>
  path === undefined ? '' : `<a href="${relativeUrl(path)}">${html(words)}</a>`;

/** Addresses of the sheets behind an overview, in their order. */
export const sheetPaths = (paths: BundledVersion['paths']): { number: number; path: string }[] =>
  Object.entries(paths)
    .flatMap(([ending, path]) => {
      const number = Number(/^sheets\/(\d+)\.svg$/.exec(ending)?.[1]);
      return number > 0 ? [{ number, path }] : [];
    })
    .sort((a, b) => a.number - b.number);

const sheets = (paths: BundledVersion['paths']): string[] =>
  sheetPaths(paths).map(({ number, path }) => link(path, `sheet ${number}`));

/** Pictures before the model. */
export const files = ({ paths }: BundledVersion): string =>
  ['svg', 'pdf', 'png', 'jpg', 'dot', 'drawio', 'model.json']
    .filter((ending) => paths[ending] !== undefined)
    .flatMap((ending) => [
      link(paths[ending], ending === 'model.json' ? 'model' : ending.toUpperCase()),
      ...(ending === 'svg' ? sheets(paths) : []),
    ])
    .join(', ');

const approvers = ({ approvals, withdrawn }: BundledVersion): string =>
  approvals
    .map(({ by, time, name, ticket, remark }) => {
      const end = withdrawn.find((one) => one.by === by && one.given === time);
      const ended = end ? `<br><span class="fail">withdrawn ${moment(end.time)}</span>` : '';
      const words = [name, ticket && `ticket ${ticket}`, remark && `“${remark}”`].flatMap((text) =>
        text ? [html(text)] : [],
      );
      const role = `approver<br><span class="quiet whole">${moment(time)}</span>`;
      return [person(by), ...words, role].join('<br>') + ended;
    })
    .join('<br>');

/** Who made and who approved each set of changes, where that was done apart. */
function apart({ apart: sets = [] }: BundledVersion): string {
  if (sets.length < 2) return '';
  return sets
    .map(({ changes: digest, makers, approvals, lines }) => {
      const said = lines.map((line) => `<li>${html(line.trim())}</li>`).join('');
      const who = `made by ${people(makers)}, approved by ${people(approvals.map(({ by }) => by))}`;
      return `<p class="apart">Approved separately <code title="${html(digest)}">${html(digest.slice(0, 12))}</code>: ${who}</p><ul class="changes" tabindex="0">${said}</ul>`;
    })
    .join('');
}

function changes(version: BundledVersion): string {
  return overall(version) + apart(version);
}

function overall({ changes, since }: BundledVersion): string {
  if (changes.length === 0) return '<span class="quiet">nothing in the model</span>';
  const of = since ? `<span class="quiet">since ${html(sinceWords(since))}:</span>` : '';
  const lines = changes.map((line) => `<li>${html(line.trim())}</li>`).join('');
  return `${of}<ul class="changes" tabindex="0">${lines}</ul>`;
}

function state(version: BundledVersion): string {
  const until = version.draft ? undefined : untilWords(version);
  const said = until === undefined ? '' : `<br><span class="until">in force ${dated(until)}</span>`;
  return `${version.version}<br>${badge(version)}${said}`;
}

export function versionTable({ versions }: Pick<DiagramEvidence, 'versions'>): string {
  const rows = versions
    .toReversed()
    .map((version) => [
      state(version),
      `<span class="whole">${html(version.date)}</span>`,
      people(version.makers) || '<span class="quiet">nobody with a signature</span>',
      approvers(version) || '<span class="quiet">nobody</span>',
      changes(version),
      `<code class="whole" title="${html(version.commit)}">${html(version.commit.slice(0, 12))}</code>`,
      files(version),
    ]);
  return htmlTable(
    'Versions, newest first',
    ['Version', 'Date', 'Made by', 'Approved by', 'What changed', 'Commit', 'Files'],
    rows,
  );
}
