/** Drift for a terminal. Pure. */

import {
  differenceText,
  gapText,
  managedShare,
  type ReportedComparison,
  type ReportedDrift,
  type ReportedDriftDifference,
  verdictText,
} from './drift.ts';
import { table } from './table.ts';
import { terminalText } from './terminal.ts';
import { place, plural } from './text.ts';

function placesText({ places }: ReportedDriftDifference): string {
  const known = places.filter((one) => one.place.file !== '');
  return known.map((one) => `      ${terminalText(one.source)}: ${place(one.place)}\n`).join('');
}

function section(title: string, lines: readonly string[]): string {
  return lines.length > 0 ? `  ${title}\n${lines.join('')}` : '';
}

function comparisonText(one: ReportedComparison): string {
  const { diagram, scope, sources, differences, incomplete, accepted, notCompared } = one;
  const line = (text: string): string => `    ${terminalText(text)}\n`;
  const data = sources.map(({ name, day }) => `${name} (data of ${day})`).join(', ');
  const taken = [
    ...accepted.differences.map((d) => ({ ...d, text: differenceText(d.found) })),
    ...accepted.incomplete.map((g) => ({ ...g, text: gapText(g.found) })),
  ];
  return [
    `${terminalText(diagram ?? 'sources')}: ${verdictText(one.verdict)}\n`,
    `  scope: ${scope.length > 0 ? terminalText(scope.join('; ')) : 'none stated'}\n`,
    `  compared with ${terminalText(data)}\n`,
    section(
      plural(differences.length, 'difference'),
      differences.map((d) => line(`${d.change}: ${differenceText(d)}`) + placesText(d)),
    ),
    section(
      'cannot tell',
      incomplete.map((gap) => {
        const at = gap.place && gap.place.file !== '' ? `      ${place(gap.place)}\n` : '';
        const hint = gap.hint === undefined ? '' : `      ${terminalText(gap.hint)}\n`;
        return `${line(gapText(gap))}${at}${hint}`;
      }),
    ),
    section(
      'accepted by the baseline',
      taken.map(({ text, reason, until }) => line(`${text} (until ${until}: ${reason})`)),
    ),
    section('not compared', notCompared.map(line)),
  ].join('');
}

/** `33 of 35 declared (94 %)`. */
export function shareText(drift: ReportedDrift): string {
  const { managed, all, percent } = managedShare(drift);
  return percent === undefined
    ? all === 0
      ? 'nothing of the scope runs'
      : `${managed} ${managed === 1 ? 'thing is' : 'things are'} both declared and running`
    : `${managed} of ${plural(all, 'running thing')} declared (${percent} %)`;
}

export function driftText(drift: ReportedDrift): string {
  const rows = Object.entries(drift.counts).map(
    ([type, { declared, running, both }]) => [type, declared, running, both] as const,
  );
  const { skipped } = drift;
  return [
    ...drift.compared.map(comparisonText),
    ...(rows.length > 0 ? [table(['type', 'declared', 'running', 'both'], rows)] : []),
    ...(skipped.length > 0
      ? [
          `${plural(skipped.length, 'diagram')} not compared, as no scope is stated: ${terminalText(skipped.join(', '))}\n`,
        ]
      : []),
    `${verdictText(drift.verdict)} on ${drift.asOf}: ${shareText(drift)}`,
  ].join('\n');
}
