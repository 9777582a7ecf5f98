/** What rules looked at, as people read it: facts, never a verdict on a requirement. */

import type { Origin } from '../model/diagnostic.ts';
import { place, plural } from './text.ts';

export interface WaivedFinding {
  readonly rule: string;
  readonly message: string;
  readonly reason: string;
  readonly until: string;
  readonly origin?: Origin;
}

interface Fact {
  readonly rule: string;
  readonly fact: string;
}

/** One diagram under a profile. */
export interface JudgedDiagram {
  readonly name: string;
  readonly profile?: string;
  readonly checked: readonly (Fact & {
    readonly count: number;
    readonly findings: number;
    readonly waived: number;
  })[];
  /** What is judged when it is published. */
  readonly later: readonly Fact[];
  readonly waived: readonly WaivedFinding[];
  /** What remains the assessor's. */
  readonly left: readonly string[];
}

type RuleRow = JudgedDiagram['checked'][number];
type Counts = Pick<RuleRow, 'count' | 'findings' | 'waived'>;

export const stateOf = ({ count, findings, waived }: Counts) =>
  findings > 0 ? 'does not hold' : count === 0 ? 'nothing there' : waived > 0 ? 'waived' : 'holds';

/** How much was looked at; empty where that is the diagram as a whole. */
export function countsOf({ count, findings, waived }: Counts): string {
  if (count === 0) return '';
  return [
    ...(findings > 0 ? [`${findings} of ${count}`] : count === 1 ? [] : [`${count} looked at`]),
    ...(waived > 0 ? [`${waived} waived`] : []),
  ].join(', ');
}

function row(one: RuleRow): string {
  const counts = countsOf(one);
  const more = counts === '' ? '' : ` (${counts})`;
  return `  ${stateOf(one).padEnd(14)}  ${one.fact}${more}  ${one.rule}`;
}

/** Empty where nothing was judged. */
export function judgedText({ name, profile, checked, later, waived, left }: JudgedDiagram): string {
  if (profile === undefined && checked.length === 0) return '';
  const broken = checked.filter(({ findings }) => findings > 0);
  const sum = `${plural(checked.length, 'fact')} checked, ${broken.length} of them not as they should be`;
  return [
    `${name}: ${profile ?? 'no profile'}: ${sum}`,
    ...checked.map(row),
    ...later.map(({ rule, fact }) => `  when published  ${fact}  ${rule}`),
    ...waived.map(
      ({ rule, message, reason, until, origin }) =>
        `  waived until ${until}: ${rule}: ${origin ? `${place(origin)}: ` : ''}${message} (${reason})`,
    ),
    ...(left.length > 0 ? ["  What remains the assessor's:"] : []),
    ...left.map((what) => `    - ${what}`),
  ].join('\n');
}
