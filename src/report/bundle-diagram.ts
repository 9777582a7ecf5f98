/** What the page of a bundle says of one diagram. Pure. */

import type { BundledModel, BundledVersion } from '../evidence/bundle.ts';
import { LINK_HEADERS, linkRows, SEGMENT_HEADERS, segmentRows } from './bundle-tables.ts';
import { html, htmlLines, htmlList, htmlTable, relativeUrl } from './html.ts';
import { plural } from './text.ts';

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

export const people = (all: readonly string[]): string => all.map(html).join(', ');

/** `2026-11-22 07:30:28 UTC` */
export const moment = (iso: string): string =>
  html(iso.replace('T', ' ').replace(/(\.\d+)?Z$/, ' UTC'));

const approvers = ({ approvals }: BundledVersion): string =>
  approvals
    .map(({ by, time }) => `${html(by)}<br><span class="quiet whole">${moment(time)}</span>`)
    .join('<br>');

/** Whether it is in force, a draft, or past. */
export function badge({ shown, current }: DiagramEvidence, version = shown): string {
  if (version.draft) return '<span class="badge draft-badge">DRAFT – not approved</span>';
  if (version !== shown) return '<span class="badge past-badge">superseded</span>';
  if (!current) return '<span class="badge past-badge">no longer published</span>';
  return '<span class="badge force-badge">in force</span>';
}

const link = (path: string | undefined, words: string): string =>
  path === undefined ? '' : `<a href="${relativeUrl(path)}">${html(words)}</a>`;

/** Pictures before the model. */
const files = ({ paths }: BundledVersion): string =>
  ['svg', 'png', 'jpg', 'dot', 'model.json']
    .filter((ending) => paths[ending] !== undefined)
    .map((ending) => link(paths[ending], ending === 'model.json' ? 'model' : ending.toUpperCase()))
    .join(', ');

function picture({ shown }: DiagramEvidence): string {
  const { paths, title, draft } = shown;
  const source = paths.svg ?? paths.png ?? paths.jpg;
  const what = draft ? `DRAFT of ${title}: not approved` : `${title}, version ${shown.version}`;
  if (source === undefined) return '<p class="note">It was published without a picture.</p>';
  return `<figure${draft ? ' class="draft"' : ''}>
<a href="${relativeUrl(source)}"><img src="${relativeUrl(source)}" alt="${html(what)}"></a>
<figcaption>${html(what)}, published ${html(shown.date)}. Files: ${files(shown)}</figcaption>
</figure>`;
}

function versionTable(one: DiagramEvidence): string {
  const rows = one.versions
    .toReversed()
    .map((version) => [
      `${version.version}<br>${badge(one, version)}`,
      `<span class="whole">${html(version.date)}</span>`,
      people(version.makers) || '<span class="quiet">nobody who signed</span>',
      approvers(version) || '<span class="quiet">nobody</span>',
      version.changes.length === 0
        ? '<span class="quiet">nothing that the model holds</span>'
        : `<ul class="changes" tabindex="0">${version.changes.map((line) => `<li>${html(line.trim())}</li>`).join('')}</ul>`,
      `<code class="whole" title="${html(version.commit)}">${html(version.commit.slice(0, 12))}</code>`,
      files(version),
    ]);
  return htmlTable(
    'Versions, the newest first',
    ['Version', 'Date', 'Made by', 'Approved by', 'What changed', 'Commit', 'Files'],
    rows,
  );
}

function statements(one: DiagramEvidence): string {
  const { shown, model, name } = one;
  const { document } = model?.diagram ?? {};
  const list = (all: readonly string[] | undefined): string => (all ?? []).map(html).join('; ');
  const wireless = document?.wireless;
  return htmlList([
    ['Name', `<code>${html(name)}</code>`],
    ['Made from', `<code>${html(shown.source)}</code>`],
    ['Model (SHA-256)', `<code>${html(shown.model)}</code>`],
    ['Data recorded', html(shown.asOf ?? '')],
    [
      'Older data',
      shown.stale?.length
        ? html(`${plural(shown.stale.length, 'element')}, marked in the picture`)
        : '',
    ],
    ['Description', htmlLines(document?.description ?? '')],
    ['Owner', html(document?.owner ?? '')],
    ['Classification', html(document?.classification ?? '')],
    ['Shows in full', list(document?.covers)],
    ['Locations', list(document?.locations)],
    [
      'Wireless',
      wireless === undefined
        ? ''
        : html(wireless === true ? 'yes, drawn' : wireless === false ? 'none' : wireless),
    ],
    ['Reviewed every', html(document?.reviewEvery ?? '')],
    ['Profile of rules', html(document?.profile ?? '')],
  ]);
}

function notes(one: DiagramEvidence): string {
  const { shown, versions, current } = one;
  const newest = versions.at(-1);
  const said = [
    ...(shown.draft
      ? [
          '<strong>This is a DRAFT.</strong> It lacks approvals; nobody vouches for it, and no version was approved before it.',
        ]
      : []),
    ...(newest?.draft && newest !== shown
      ? [
          `<strong>A newer DRAFT of ${html(newest.date)} is not approved</strong> and is not shown here: ${files(newest)}. What follows is the version in force.`,
        ]
      : []),
    ...(current ? [] : ['The newest publication no longer holds this diagram.']),
  ];
  return said.map((text) => `<p class="note">${text}</p>`).join('\n');
}

const EMPTY = '<p class="quiet">';

function findings({ shown, model }: DiagramEvidence): string {
  const profile = model?.diagram.document.profile;
  const judged =
    profile === undefined || profile === 'none'
      ? 'The diagram names no profile of rules: none of the facts that a requirement asks for was checked.'
      : `Judged by the profile ${html(profile)}.`;
  const found = shown.findings.map(({ rule, severity, message, waived }) => [
    `<code>${html(rule)}</code>`,
    waived ? 'waived' : html(severity),
    html(message),
  ]);
  const waivers = shown.waivers.map(({ rule, reason, until }) => [
    `<code>${html(rule)}</code>`,
    html(reason),
    html(until),
  ]);
  const unresolved = shown.unresolved.map(({ what, reason }) => [html(what), html(reason)]);
  return [
    found.length > 0
      ? htmlTable('Findings that the manifest records', ['Rule', 'Severity', 'Finding'], found)
      : `${EMPTY}${judged} The manifest records no findings of rules.</p>`,
    waivers.length > 0
      ? htmlTable('Rules that are waived', ['Rule', 'Reason', 'Until'], waivers)
      : `${EMPTY}No rule is waived.</p>`,
    unresolved.length > 0
      ? htmlTable(
          'Unresolved: named by the data, not described there',
          ['What', 'Reason'],
          unresolved,
        )
      : `${EMPTY}Nothing is listed as unresolved.</p>`,
  ].join('\n');
}

const zone = (text: string): string =>
  text === ''
    ? '<span class="quiet">none</span>'
    : `<span class="zone zone-${html(text)}">${html(text)}</span>`;

/** @param dressed cells by header that are not plain text */
function factTable(
  caption: string,
  headers: readonly string[],
  rows: readonly (readonly string[])[],
  dressed: Readonly<Record<string, (text: string) => string>>,
): string {
  // A column in which nothing stands takes the place that the others need; the CSV has all.
  const kept = headers.map((header, i) => header in dressed || rows.some((row) => row[i] !== ''));
  const shown = <T>(cells: readonly T[]): T[] => cells.filter((_, i) => kept[i]);
  const cells = rows.map((row) =>
    shown(row.map((text, i) => (dressed[headers[i] ?? ''] ?? html)(text))),
  );
  const titles = headers.map((header) => header.charAt(0).toUpperCase() + header.slice(1));
  return htmlTable(caption, shown(titles), cells, 'facts');
}

function tables({ model }: DiagramEvidence): string {
  if (model === undefined) return '';
  const [segments, links] = [segmentRows(model), linkRows(model)];
  const strong = (text: string): string =>
    text === 'yes' ? '<strong>yes</strong>' : `<span class="quiet">${html(text)}</span>`;
  return [
    segments.length > 0
      ? factTable(plural(segments.length, 'segment'), SEGMENT_HEADERS, segments, { zone })
      : `${EMPTY}The model holds no segments: no networks, subnets, zones or CIDRs.</p>`,
    links.length > 0
      ? factTable(plural(links.length, 'link'), LINK_HEADERS, links, {
          'from zone': zone,
          'to zone': zone,
          'crosses a zone border': strong,
        })
      : `${EMPTY}The model holds no links.</p>`,
  ].join('\n');
}

function origin({ shown, model }: DiagramEvidence): string {
  const census = (model?.diagram.census ?? []).map(
    ({ kind, found, folded, omitted, unresolved }) => [
      html(kind),
      ...[found, found - folded - omitted, folded, omitted, unresolved].map(String),
    ],
  );
  return [
    census.length > 0
      ? htmlTable(
          'The recorded data, and what became of it',
          [
            'Kind',
            'In the data',
            'Drawn',
            'Shown as a part',
            'Left out by choice',
            'Not described',
          ],
          census,
        )
      : '',
    htmlTable(
      'Files that it was made from',
      ['Path', 'SHA-256'],
      shown.inputs.map(({ path, sha256 }) => [
        `<code>${html(path)}</code>`,
        `<code>${html(sha256)}</code>`,
      ]),
    ),
  ].join('\n');
}

export function diagramSection(one: DiagramEvidence): string {
  const { shown, anchor } = one;
  return `<section class="diagram" id="${anchor}">
<h2>${html(shown.title)} ${badge(one)}</h2>
${notes(one)}
${picture(one)}
${statements(one)}
${versionTable(one)}
${findings(one)}
${tables(one)}
${origin(one)}
</section>`;
}
