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
    /** Why it was not judged to the end. */
    readonly notJudged?: string;
  })[];
  /** What is judged when it is published. */
  readonly later: readonly Fact[];
  readonly waived: readonly WaivedFinding[];
  /** What is left to the assessor. */
  readonly left: readonly string[];
}

type RuleRow = JudgedDiagram['checked'][number];
type Counts = Pick<RuleRow, 'count' | 'findings' | 'waived' | 'notJudged'>;

export const stateOf = ({ count, findings, waived, notJudged }: Counts) =>
  findings > 0
    ? 'does not hold'
    : notJudged !== undefined
      ? 'not judged'
      : count === 0
        ? 'nothing to check'
        : waived > 0
          ? 'waived'
          : 'holds';

/** How many elements or links were checked; empty where the rule checks the diagram as a whole. */
export function countsOf({ count, findings, waived }: Counts): string {
  if (count === 0) return '';
  return [
    ...(findings > 0 ? [`${findings} of ${count}`] : count === 1 ? [] : [`${count} checked`]),
    ...(waived > 0 ? [`${waived} waived`] : []),
  ].join(', ');
}

function row(one: RuleRow): string {
  const counts = countsOf(one);
  const why = one.notJudged === undefined ? [] : [one.notJudged];
  const words = [...(counts === '' ? [] : [counts]), ...why].join('; ');
  const more = words === '' ? '' : ` (${words})`;
  return `  ${stateOf(one).padEnd(16)}  ${one.fact}${more}  ${one.rule}`;
}

/** `29 facts checked: 2 do not hold, 24 hold, 3 with nothing to check` */
export function factSummary(checked: readonly Counts[]): string {
  const numbers = new Map<string, number>();
  for (const one of checked) {
    const state = stateOf(one);
    numbers.set(state, (numbers.get(state) ?? 0) + 1);
  }
  const words = [
    ['does not hold', 'does not hold', 'do not hold'],
    ['waived', 'waived', 'waived'],
    ['holds', 'holds', 'hold'],
    ['nothing to check', 'with nothing to check', 'with nothing to check'],
    ['not judged', 'not judged', 'not judged'],
  ] as const;
  const counts = words.flatMap(([state, one, many]) => {
    const n = numbers.get(state) ?? 0;
    return n > 0 ? [`${n} ${n === 1 ? one : many}`] : [];
  });
  return `${plural(checked.length, 'fact')} checked${counts.length > 0 ? `: ${counts.join(', ')}` : ''}`;
}

/** Empty where nothing was judged. */
export function judgedText({ name, profile, checked, later, waived, left }: JudgedDiagram): string {
  if (profile === undefined && checked.length === 0) return '';
  return [
    `${name}: ${profile ?? 'no profile'}: ${factSummary(checked)}`,
    ...checked.map(row),
    ...later.map(({ rule, fact }) => `  when published    ${fact}  ${rule}`),
    ...waived.map(
      ({ rule, message, reason, until, origin }) =>
        `  waived until ${until}: ${rule}: ${origin ? `${place(origin)}: ` : ''}${message} (${reason})`,
    ),
    ...(left.length > 0 ? ['  Left to the assessor:'] : []),
    ...left.map((what) => `    - ${what}`),
  ].join('\n');
}
