/** What is declared and what runs, in words and as data. Pure. */

import type { DiagnosticCode } from '../model/codes.ts';
import type { Json } from '../model/derivation.ts';
import type { Diagnostic, Origin } from '../model/diagnostic.ts';
import { quote } from '../model/diagnostic.ts';

/** Where one side says something. */
interface ReportedPlace {
  readonly source: string;
  readonly place: Origin;
}

export interface ReportedDriftDifference {
  readonly type: string;
  readonly change: 'missing' | 'unmanaged' | 'differs' | 'moved' | 'renamed';
  readonly id?: string;
  readonly name?: string;
  readonly in?: string;
  readonly fact?: string;
  readonly declared?: Json;
  readonly running?: Json;
  readonly places: readonly ReportedPlace[];
  readonly holds?: Readonly<Record<string, number>>;
}

export interface ReportedGap {
  readonly gap: string;
  readonly what: string;
  readonly why: string;
  readonly types?: readonly string[];
  readonly place?: Origin;
  readonly hint?: string;
}

interface ReportedAccepted<T> {
  readonly found: T;
  readonly reason: string;
  readonly until: string;
}

type ReportedDriftVerdict = 'in-sync' | 'differs' | 'incomplete';

export interface ReportedComparison {
  readonly diagram?: string;
  readonly scope: readonly string[];
  readonly sources: readonly { readonly id: string; readonly name: string; readonly day: string }[];
  readonly verdict: ReportedDriftVerdict;
  readonly differences: readonly ReportedDriftDifference[];
  readonly incomplete: readonly ReportedGap[];
  readonly accepted: {
    readonly differences: readonly ReportedAccepted<ReportedDriftDifference>[];
    readonly incomplete: readonly ReportedAccepted<ReportedGap>[];
  };
  readonly notCompared: readonly string[];
}

interface ReportedCount {
  readonly declared: number;
  readonly running: number;
  readonly both: number;
}

export interface ReportedDrift {
  readonly estate: string;
  readonly asOf: string;
  readonly verdict: ReportedDriftVerdict;
  readonly compared: readonly ReportedComparison[];
  readonly skipped: readonly string[];
  readonly counts: Readonly<Record<string, ReportedCount>>;
  readonly diagnostics: readonly Diagnostic[];
}

/** How much of what runs is declared. */
export function managedShare({ counts, compared }: ReportedDrift): {
  readonly managed: number;
  readonly all: number;
  /** Rounded down: 100 only where all are. Absent where nothing runs, or where a scope is missing. */
  readonly percent?: number;
} {
  const rows = Object.values(counts);
  const managed = rows.reduce((sum, { both }) => sum + both, 0);
  const all = rows.reduce((sum, { running }) => sum + running, 0);
  const isKnown = all > 0 && compared.every(({ scope }) => scope.length > 0);
  return { managed, all, ...(isKnown ? { percent: Math.floor((100 * managed) / all) } : {}) };
}

const TYPE_TEXTS: Readonly<Record<string, string>> = { vpc: 'VPC', ou: 'OU' };

/** `vpc` as people write it. */
export const typeText = (type: string): string =>
  TYPE_TEXTS[type] ?? type.replaceAll('-', ' ').replace(/\bvpc\b/g, 'VPC');

export function valueText(value: Json | undefined): string {
  if (value === undefined || value === null) return 'nothing';
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map(valueText).join(', ');
  return JSON.stringify(value);
}

/** `VPC "payments" (vpc-1)`. */
export function thingText({ type, id, name, in: within }: ReportedDriftDifference): string {
  const called = name === undefined ? '' : ` ${quote(name)}`;
  const known = id === undefined ? '' : name === undefined ? ` ${id}` : ` (${id})`;
  if (within === undefined) return `${typeText(type)}${called}${known}`;
  return `${typeText(type)}${name === undefined ? ` ${id ?? ''}` : ` ${name}`} of ${within}`;
}

function heldText(holds: ReportedDriftDifference['holds']): string {
  const parts = Object.entries(holds ?? {}).map(([type, n]) => `${n} × ${typeText(type)}`);
  return parts.length > 0 ? `, with ${parts.join(', ')}` : '';
}

/** One sentence: what differs. */
export function differenceText(found: ReportedDriftDifference): string {
  const { change, fact, declared, running, holds } = found;
  const thing = thingText(found);
  const [before, now] = [valueText(declared), valueText(running)];
  switch (change) {
    case 'missing':
      return `${thing} is declared and does not run${heldText(holds)}`;
    case 'unmanaged':
      return `${thing} runs and is not declared${heldText(holds)}`;
    case 'moved':
      return fact === 'parent'
        ? `${thing} is declared in ${before} and is ${running === null ? 'outside of the organization' : `in ${now}`}`
        : `${thing}: ${fact} is declared as ${before} and is ${now}`;
    case 'renamed':
      return `${thing} is declared as ${quote(before)} and is called ${quote(now)}`;
    default:
      return `${thing}: ${fact} is declared as ${before} and is ${now}`;
  }
}

/** Most types that are named; all of them are in JSON. */
const MOST_TYPES = 5;

export function gapText({ what, why, types = [] }: ReportedGap): string {
  const listed =
    types.length > MOST_TYPES
      ? `${types.slice(0, MOST_TYPES).join(', ')} and ${types.length - MOST_TYPES} more types`
      : types.join(', ');
  const about = types.length === 0 || types.includes(what) ? '' : ` (${listed})`;
  return `${what}${what.startsWith(types.join(', ')) ? '' : about}: ${why}`;
}

const VERDICTS: Readonly<Record<ReportedDriftVerdict, string>> = {
  'in-sync': 'in sync',
  differs: 'differs',
  incomplete: 'incomplete',
};
export const verdictText = (verdict: ReportedDriftVerdict): string => VERDICTS[verdict];

/** The document of `--json`. */
export function driftDocument(drift: ReportedDrift): object {
  const of = ({ diagram }: ReportedComparison) => (diagram === undefined ? {} : { diagram });
  const { estate, asOf, verdict, compared, skipped, counts, diagnostics } = drift;
  return {
    format: 'cadastre/drift@1',
    verdict,
    estate,
    asOf,
    scope: compared.map((one) => ({
      ...of(one),
      verdict: one.verdict,
      covers: one.scope,
      sources: one.sources.map(({ id, day }) => ({ source: id, day })),
      notCompared: one.notCompared,
    })),
    differences: compared.flatMap((one) => one.differences.map((d) => ({ ...of(one), ...d }))),
    incomplete: compared.flatMap((one) => one.incomplete.map((gap) => ({ ...of(one), ...gap }))),
    accepted: compared.flatMap((one) =>
      [...one.accepted.differences, ...one.accepted.incomplete].map(({ found, reason, until }) => ({
        ...of(one),
        ...found,
        reason,
        until,
      })),
    ),
    counts,
    coverage: managedShare(drift),
    skipped,
    diagnostics,
  };
}

const CODES = {
  missing: 'drift-missing',
  unmanaged: 'drift-unmanaged',
  differs: 'drift-differs',
  moved: 'drift-moved',
  renamed: 'drift-renamed',
} as const satisfies Record<ReportedDriftDifference['change'], DiagnosticCode>;

/** As findings, for hosts that show them beside lines. */
export function driftDiagnostics({ compared, diagnostics }: ReportedDrift): Diagnostic[] {
  const where = ({ diagram }: ReportedComparison): string =>
    diagram === undefined ? '' : `${diagram}: `;
  return [
    ...compared.flatMap((one) => [
      ...one.differences.map((found): Diagnostic => {
        const [first, ...others] = found.places;
        return {
          severity: 'error',
          code: CODES[found.change],
          message: `${where(one)}${differenceText(found)}`,
          ...(first ? { origin: first.place } : {}),
          ...(others.length > 0
            ? {
                related: others.map(({ source, place }) => ({
                  message: `as ${source} has it`,
                  origin: place,
                })),
              }
            : {}),
        };
      }),
      ...one.incomplete.map(
        (gap): Diagnostic => ({
          severity: 'error',
          code: 'drift-incomplete',
          message: `${where(one)}cannot be compared: ${gapText(gap)}`,
          ...(gap.place ? { origin: gap.place } : {}),
          ...(gap.hint === undefined ? {} : { hint: gap.hint }),
        }),
      ),
    ]),
    ...diagnostics,
  ];
}
