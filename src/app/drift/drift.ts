/** What `cadastre drift` finds, whichever two sides it compares. */

import {
  type BaselineEntry,
  type JudgedComparison,
  withBaseline,
} from '../../compare/drift/accepted.ts';
import {
  type DriftComparison,
  type DriftCount,
  type DriftVerdict,
  verdictOf,
} from '../../compare/drift/drift.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import { byKey } from '../../model/order.ts';
import { baselineWarnings, type PlacedEntry } from './baseline.ts';
import type { DatedSource } from './estate-state.ts';

/** One comparison: of a diagram, or of two sources. */
export interface Drift extends JudgedComparison {
  /** Path of the diagram's outputs without ending, `network`; absent where sources are compared. */
  readonly diagram?: string;
  /** What was compared, in words. */
  readonly scope: readonly string[];
  /** What it was compared with. */
  readonly sources: readonly DatedSource[];
  readonly verdict: DriftVerdict;
}

export interface DriftResult {
  readonly estate: string;
  readonly asOf: string;
  readonly verdict: DriftVerdict;
  readonly compared: readonly Drift[];
  /** Diagrams that say nowhere in a scope what they cover, where none was asked for by name. */
  readonly skipped: readonly string[];
  readonly counts: Readonly<Record<string, DriftCount>>;
  readonly diagnostics: readonly Diagnostic[];
}

const RANK: readonly DriftVerdict[] = ['in-sync', 'differs', 'incomplete'];

/** The worst of all; nothing compared is not in sync. */
const worst = (verdicts: readonly DriftVerdict[]): DriftVerdict =>
  verdicts.length === 0
    ? 'incomplete'
    : (RANK[Math.max(...verdicts.map((one) => RANK.indexOf(one)))] ?? 'incomplete');

function totals(compared: readonly DriftComparison[]): Readonly<Record<string, DriftCount>> {
  const found = new Map<string, DriftCount>();
  for (const { counts } of compared)
    for (const [type, { declared, running, both }] of Object.entries(counts)) {
      const before = found.get(type) ?? { declared: 0, running: 0, both: 0 };
      found.set(type, {
        declared: before.declared + declared,
        running: before.running + running,
        both: before.both + both,
      });
    }
  return Object.fromEntries([...found].sort(byKey));
}

export interface UnjudgedDrift {
  readonly diagram?: string;
  readonly scope: readonly string[];
  readonly sources: readonly DatedSource[];
  readonly comparison: DriftComparison;
}

interface DriftInput {
  readonly estate: string;
  readonly asOf: string;
  readonly found: readonly UnjudgedDrift[];
  readonly skipped: readonly string[];
  readonly baseline: readonly PlacedEntry[];
  /** Whether all was compared that an entry of the baseline may be about. */
  readonly whole: boolean;
  readonly diagnostics: readonly Diagnostic[];
}

/** Applies the baseline, and sums up. */
export function driftResult(input: DriftInput): DriftResult {
  const { estate, asOf, found, skipped, baseline, whole, diagnostics } = input;
  const used = new Set<BaselineEntry>();
  const inForce = baseline.map(({ entry }) => entry).filter(({ until }) => until >= asOf);
  const compared = found.map(({ comparison, ...rest }): Drift => {
    const judged = withBaseline(comparison, inForce, used);
    return { ...rest, ...judged, verdict: verdictOf(judged) };
  });
  return {
    ...{ estate, asOf, compared, skipped },
    verdict: worst(compared.map(({ verdict }) => verdict)),
    counts: totals(compared),
    diagnostics: [
      ...diagnostics,
      ...baselineWarnings(baseline, asOf, (entry) => !whole || used.has(entry)),
    ],
  };
}
