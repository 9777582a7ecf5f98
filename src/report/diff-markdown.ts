/** What changed between two sides, as a comment on a pull request. Pure. */

import { cdePathsMarkdown, concernsCde } from './cde-paths.ts';
import {
  countWords,
  diagramWords,
  type PicturePaths,
  pathWords,
  type ReportedDiagram,
  type ReportedDiff,
  SIGNS,
  sideWords,
} from './diff.ts';
import { markdownText } from './markdown.ts';
import { terminalText } from './terminal.ts';
import { plural } from './text.ts';

/** Longest comment that GitHub takes, in characters. */
export const MOST_CHARACTERS = 65_536;

/** Lines of one diagram that are shown open; more are folded. */
const OPEN = 12;

/** Sources that are named where they could not be compared. */
const NAMED = 5;

function linesOf({ differences }: ReportedDiagram): string[] {
  return differences.flatMap(({ change, words }) =>
    words.map((line) => `- **${SIGNS[change]}** ${markdownText(line)}\n`),
  );
}

/** As code: no character of it means anything. */
const code = (text: string): string => `\`${terminalText(text).replaceAll('`', "'")}\``;

function headOf(one: ReportedDiagram, pictures: readonly string[]): string {
  const { name, title, change, differences } = one;
  const what = change === 'changed' ? countWords(differences) : `${change} as a whole`;
  const drawn = pictures.map(code).join(', ');
  return [
    `### ${markdownText(title)}\n\n`,
    `${code(name)}: ${what}${drawn === '' ? '' : ` · picture: ${drawn}`}\n\n`,
  ].join('');
}

const folded = (lines: readonly string[], rest: string): string =>
  lines.length + (rest === '' ? 0 : 1) > OPEN
    ? `<details><summary>${plural(lines.length, 'line')}</summary>\n\n${lines.join('')}${rest}\n</details>\n\n`
    : `${lines.join('')}${rest}\n`;

/** Of two recorded inventories. */
function pathsMarkdown(
  { connectivity }: ReportedDiff,
  from: string,
  to: string,
  most: number,
): string {
  const reserve = 200;
  let text = `## ${plural(connectivity.length, 'pair')} of ends not connected as before\n\n${from} → ${to}\n\n`;
  let left = 0;
  for (const one of connectivity) {
    const line = `- ${markdownText(pathWords(one))}\n`;
    if (left > 0 || text.length + line.length > most - reserve) left += 1;
    else text += line;
  }
  return left === 0 ? text : `${text}\n**Shortened:** ${plural(left, 'line')} left out.\n`;
}

/**
 * @param most characters; what does not fit is left out, and the text says how much that is
 * @param command what lists everything
 */
export function diffMarkdown(
  diff: ReportedDiff,
  pictures: PicturePaths,
  command: string,
  most = MOST_CHARACTERS,
): string {
  const changed = diff.diagrams.filter(({ change }) => change !== 'unchanged');
  const words = diagramWords(diff.diagrams);
  const [from, to] = [diff.before, diff.after].map((side) => code(sideWords(side)));
  const more = diff.notCompared.length - NAMED;
  const missing = [
    ...diff.notCompared.slice(0, NAMED).map(code),
    ...(more > 0 ? [`and ${more} more`] : []),
  ].join(', ');
  const unknown =
    missing === '' ? '' : `**Not compared**, since a version has errors: ${missing}\n\n`;
  if (diff.before.what === 'inventory') return pathsMarkdown(diff, from ?? '', to ?? '', most);
  const head = `## ${words.charAt(0).toUpperCase()}${words.slice(1)}\n\n${from} → ${to}\n\n${unknown}${concernsCde(diff.cdePaths) ? cdePathsMarkdown(diff.cdePaths, most / 2) : ''}`;
  // Room for the longest sentence on what was left out, and for the ends of folded lists.
  const reserve = 400;
  let text = head;
  let left = 0;
  let diagrams = 0;
  for (const one of changed) {
    const lines = linesOf(one);
    const title = headOf(one, pictures[one.name] ?? []);
    let room = most - reserve - text.length - title.length - 80;
    if (room < 0) {
      left += Math.max(1, lines.length);
      diagrams += 1;
      continue;
    }
    const shown: string[] = [];
    for (const line of lines) {
      if (line.length > room) break;
      shown.push(line);
      room -= line.length;
    }
    const hidden = lines.length - shown.length;
    left += hidden;
    const rest = hidden > 0 ? `- … and ${plural(hidden, 'more line')}\n` : '';
    text += title + folded(shown, rest);
  }
  if (left === 0) return text;
  const others = diagrams > 0 ? `, among them all of ${plural(diagrams, 'diagram')}` : '';
  return `${text}**Shortened:** ${plural(left, 'line')} left out${others}. \`${command}\` lists everything.\n`;
}
