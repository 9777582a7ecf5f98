/** Drift as Markdown: the summary of a job, a comment, a record for auditors. Pure. */

import {
  differenceText,
  gapText,
  type ReportedComparison,
  type ReportedDrift,
  verdictText,
} from './drift.ts';
import { shareText } from './drift-text.ts';
import { markdownHead, markdownRow, markdownText } from './markdown.ts';
import { place, plural } from './text.ts';

const list = (lines: readonly string[]): string => lines.map((line) => `- ${line}\n`).join('');

function part(title: string, lines: readonly string[]): string {
  return lines.length > 0 ? `**${title}**\n\n${list(lines)}\n` : '';
}

function comparisonMarkdown(one: ReportedComparison): string {
  const { diagram, scope, sources, differences, incomplete, accepted, notCompared } = one;
  const data = sources.map(({ name, day }) => `${name} (data of ${day})`).join(', ');
  const rows = differences.map((found) =>
    markdownRow([
      found.change,
      differenceText(found),
      found.places
        .filter((at) => at.place.file !== '')
        .map((at) => `${at.source}: ${place(at.place)}`)
        .join('\n'),
    ]),
  );
  return [
    `### ${markdownText(diagram ?? 'Sources')}: ${verdictText(one.verdict)}\n\n`,
    `Scope: ${markdownText(scope.length > 0 ? scope.join('; ') : 'none stated')}. Compared with ${markdownText(data)}.\n\n`,
    rows.length > 0 ? `${markdownHead(['change', 'what', 'where'])}${rows.join('')}\n` : '',
    part(
      'Cannot tell',
      incomplete.map((gap) => markdownText(gapText(gap))),
    ),
    part('Accepted by the baseline', [
      ...accepted.differences.map(({ found, reason, until }) =>
        markdownText(`${differenceText(found)} (until ${until}: ${reason})`),
      ),
      ...accepted.incomplete.map(({ found, reason, until }) =>
        markdownText(`${gapText(found)} (until ${until}: ${reason})`),
      ),
    ]),
    part('Not compared', notCompared.map(markdownText)),
  ].join('');
}

export function driftMarkdown(drift: ReportedDrift): string {
  const { estate, asOf, skipped, counts } = drift;
  const rows = Object.entries(counts).map(([type, { declared, running, both }]) =>
    markdownRow([type, declared, running, both]),
  );
  return [
    `## Drift of ${markdownText(estate)} on ${asOf}: ${verdictText(drift.verdict)}\n\n`,
    `${shareText(drift)}.\n\n`,
    ...drift.compared.map(comparisonMarkdown),
    rows.length > 0
      ? `${markdownHead(['type', 'declared', 'running', 'both'])}${rows.join('')}\n`
      : '',
    skipped.length > 0
      ? `${plural(skipped.length, 'diagram')} not compared, as no scope is stated: ${markdownText(skipped.join(', '))}\n`
      : '',
  ]
    .join('')
    .trimEnd();
}
