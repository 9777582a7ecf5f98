/** What the page of a bundle says of one diagram. Pure. */

import { coveredText } from '../../model/covers.ts';
import { html, htmlLines, htmlList, htmlTable, relativeUrl } from '../html.ts';
import { plural } from '../text.ts';
import { COMPONENT_HEADERS, componentRows } from './components.ts';
import { factsSection } from './facts.ts';
import { pictureSheets } from './print-sheets.ts';
import { LINK_HEADERS, linkRows, SEGMENT_HEADERS, segmentRows } from './tables.ts';
import {
  badge,
  type DiagramEvidence,
  files,
  lastInForce,
  lastWords,
  versionTable,
} from './versions.ts';

function picture({ shown }: DiagramEvidence): string {
  const { paths, title, draft } = shown;
  const source = paths.svg ?? paths.png ?? paths.jpg;
  const what = draft ? `DRAFT of ${title}: not approved` : `${title}, version ${shown.version}`;
  if (source === undefined)
    return '<p class="note">This version was published without a picture.</p>';
  return `<figure class="screen${draft ? ' draft' : ''}">
<a href="${relativeUrl(source)}"><img src="${relativeUrl(source)}" alt="${html(what)}"></a>
<figcaption>${html(what)}, published ${html(shown.date)}. Files: ${files(shown)}</figcaption>
</figure>`;
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
    ['Shows in full', list(document?.covers?.map(coveredText))],
    ['Locations', list(document?.locations)],
    [
      'Wireless',
      wireless === undefined
        ? ''
        : html(wireless === true ? 'yes, drawn' : wireless === false ? 'none' : wireless),
    ],
    ['Reviewed every', html(document?.reviewEvery ?? '')],
    ['Next review due', due(one)],
    ['Rule profile', html(document?.profile ?? '')],
  ]);
}

/** Of the version in force; what nobody approved was not reviewed. */
const due = ({ shown: { reviewDue, until, date } }: DiagramEvidence): string =>
  reviewDue === undefined || until
    ? ''
    : `<strong>${html(reviewDue)}</strong> <span class="quiet">(last reviewed on ${html(date)})</span>`;

function notes(one: DiagramEvidence): string {
  const { shown, versions, current } = one;
  const newest = versions.at(-1);
  const last = lastInForce(versions);
  const none = last
    ? [
        `<strong>No version is in force:</strong> ${lastWords(last)}. No older version takes its place.`,
      ]
    : [];
  const never = last ? '' : ' No version was approved before it.';
  const said = [
    ...(shown.draft
      ? [`<strong>This is a DRAFT.</strong> It lacks approvals, so nobody vouches for it.${never}`]
      : []),
    ...none,
    ...(newest?.draft && newest !== shown
      ? [
          `<strong>A newer DRAFT of ${html(newest.date)} is not approved</strong> and is not shown here: ${files(newest)}. Below is the version in force.`,
        ]
      : []),
    ...(current ? [] : ['The newest publication no longer contains this diagram.']),
  ];
  return said.map((text) => `<p class="note">${text}</p>`).join('\n');
}

const EMPTY = '<p class="quiet">';

function findings({ shown, model }: DiagramEvidence): string {
  const profile = model?.diagram.document.profile;
  const judged =
    profile === undefined || profile === 'none'
      ? 'The diagram names no rule profile, so none of the facts behind a requirement were checked.'
      : `Checked against the profile ${html(profile)}.`;
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
      ? htmlTable('Findings in the manifest', ['Rule', 'Severity', 'Finding'], found)
      : `${EMPTY}${judged} The manifest records no findings.</p>`,
    waivers.length > 0
      ? htmlTable('Waived rules', ['Rule', 'Reason', 'Until'], waivers)
      : `${EMPTY}No rule is waived.</p>`,
    unresolved.length > 0
      ? htmlTable(
          'Unresolved: the data refers to it but does not describe it',
          ['What', 'Reason'],
          unresolved,
        )
      : `${EMPTY}Nothing is unresolved.</p>`,
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
  const [segments, links, components] = [segmentRows(model), linkRows(model), componentRows(model)];
  const strong = (text: string): string =>
    text === 'yes' ? '<strong>yes</strong>' : `<span class="quiet">${html(text)}</span>`;
  return [
    segments.length > 0
      ? factTable(plural(segments.length, 'segment'), SEGMENT_HEADERS, segments, { zone })
      : `${EMPTY}The model has no segments: no networks, subnets, zones or CIDRs.</p>`,
    links.length > 0
      ? factTable(plural(links.length, 'link'), LINK_HEADERS, links, {
          'from zone': zone,
          'to zone': zone,
          'crosses a zone border': strong,
        })
      : `${EMPTY}The model has no links.</p>`,
    components.length > 0
      ? factTable(plural(components.length, 'component'), COMPONENT_HEADERS, components, {
          zone,
          'third party': (text) => (text === '' ? '' : `<strong>${html(text)}</strong>`),
        })
      : `${EMPTY}The model has no components, only segments and groups.</p>`,
  ].join('\n');
}

function origin({ shown, model }: DiagramEvidence): string {
  const census = (shown.census ?? model?.diagram.census ?? []).map(
    ({ kind, found, folded, omitted, unresolved }) => [
      html(kind),
      ...[found, found - folded - omitted, folded, omitted, unresolved].map(String),
    ],
  );
  return [
    census.length > 0
      ? htmlTable(
          'What became of the recorded data',
          [
            'Kind',
            'Recorded',
            'Drawn',
            'Shown within another element',
            'Left out on purpose',
            'Not described',
          ],
          census,
        )
      : '',
    htmlTable(
      'Source files',
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
${pictureSheets(one)}
<h2>${html(shown.title)} ${badge(shown)}</h2>
${notes(one)}
${picture(one)}
${statements(one)}
${versionTable(one)}
${findings(one)}
${factsSection(one)}
${tables(one)}
${origin(one)}
</section>`;
}
