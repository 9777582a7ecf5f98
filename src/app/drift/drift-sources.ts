/** One source of an estate against another: what code declares, and what runs. */

import { comparableSources } from '../../compare/drift/comparable-sources.ts';
import { compareEstates } from '../../compare/drift/compare-estates.ts';
import type { DriftGap } from '../../compare/drift/drift.ts';
import { error, failure, type Outcome, quote } from '../../model/diagnostic.ts';
import type { Project } from '../project.ts';
import { baselineOf } from './baseline.ts';
import { type DriftResult, driftResult } from './drift.ts';
import { type JudgingTime, oddities, openState, sourceState } from './estate-state.ts';

/** The same gap of both sides is said once. */
const unique = (gaps: readonly DriftGap[]): DriftGap[] => [
  ...new Map(gaps.map((gap) => [JSON.stringify(gap), gap])).values(),
];

/**
 * @param from id of the source that declares
 * @param to id of the source that says what runs
 * @param against the only estate that is recorded when absent
 * Errors: those of the estate and the baseline; `unknown-source`.
 */
export async function driftOfSources(
  { from, to, against }: { from: string; to: string; against: string | undefined },
  project: Project,
  time: JudgingTime,
): Promise<Outcome<DriftResult>> {
  const baseline = baselineOf(project);
  if (!baseline.value) return failure(baseline.diagnostics);
  const opened = await openState(against, project);
  if (!opened.value) return failure(opened.diagnostics);
  const state = opened.value;
  const [declared, running] = [sourceState(state, from, time), sourceState(state, to, time)];
  if (!declared || !running || from === to) {
    const known = state.reconciled.parts.map(({ source }) => source.id);
    const wrong = declared ? to : from;
    const message =
      from === to
        ? `${quote(from)} cannot be compared with itself`
        : `the source ${quote(wrong)} of the estate ${quote(state.estate)} is not recorded`;
    const hint = `It has ${known.join(', ')}.${known.length < 2 ? ' Record another with `cadastre import`.' : ''}`;
    return failure([error('unknown-source', message, undefined, { hint })]);
  }
  const sides = comparableSources(declared.side, running.side);
  const comparison = compareEstates(sides);
  return {
    value: driftResult({
      estate: state.estate,
      asOf: time.asOf,
      found: [
        {
          scope: [`all that ${from} and ${to} can both say`],
          sources: [...declared.sources, ...running.sources],
          comparison: {
            ...comparison,
            incomplete: unique([...declared.gaps, ...running.gaps, ...comparison.incomplete]),
          },
        },
      ],
      skipped: [],
      baseline: baseline.value,
      whole: false,
      diagnostics: oddities(opened.diagnostics),
    }),
    diagnostics: [],
  };
}
