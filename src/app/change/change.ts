/** The record of a change: what it did to the diagrams, to the findings of their rules, and what people state about it. */

import { canonicalModel } from '../../model/canonical.ts';
import { failure, hasErrors, type Outcome } from '../../model/diagnostic.ts';
import { judgeOne } from '../check/judge.ts';
import type { Compiled } from '../compile/compile-source.ts';
import type { ComparedSide, SideModel } from '../diff/compared-side.ts';
import { type Diff, diffSides, diffTrees } from '../diff/diff.ts';
import { openRevision } from '../diff/revision.ts';
import type { Project } from '../project.ts';
import { type ChangeCommit, type ChangeRange, readRange } from './commits.ts';
import { type CommittedApproval, committedWords } from './committed-words.ts';
import { type ChangeStatement, isStated, STATEMENT_KEYS, type StatementKey } from './statements.ts';

/** A finding of a rule in one of two versions. */
export interface ChangedFinding {
  readonly diagram: string;
  readonly rule: string;
  readonly severity: 'error' | 'warning';
  readonly message: string;
}

export interface ChangeRecord {
  /** Ids of the commits; `from` is absent before the first. */
  readonly from?: string;
  readonly to: string;
  readonly commits: readonly ChangeCommit[];
  readonly diff: Diff;
  /** By the rules of the diagrams' profiles, judged for the day of the last commit: `YYYY-MM-DD`. */
  readonly asOf: string;
  readonly findings: {
    readonly came: readonly ChangedFinding[];
    readonly went: readonly ChangedFinding[];
  };
  /** Of the diagrams that changed, as they lie in the repository. */
  readonly approvals: readonly CommittedApproval[];
  readonly statements: readonly ChangeStatement[];
  /** What nobody states. */
  readonly missing: readonly StatementKey[];
}

async function findingsOf(
  name: string,
  one: SideModel | undefined,
  project: Project,
  asOf: string,
): Promise<readonly ChangedFinding[]> {
  if (!one) return [];
  const compiled: Compiled = {
    ...{ name, diagram: one.diagram, icons: one.icons, digest: one.digest },
    ...{ source: one.source ?? name, inputs: [], model: canonicalModel(one.diagram) },
  };
  const { diagnostics } = await judgeOne(compiled, project, { asOf });
  return diagnostics.map(({ code, severity, message }) => ({
    ...{ diagram: name, rule: code, severity, message },
  }));
}

const key = ({ rule, severity, message }: ChangedFinding): string =>
  [rule, severity, message].join('\n');

/** What one list has that the other lacks, counting repeats. */
function without(
  all: readonly ChangedFinding[],
  others: readonly ChangedFinding[],
): ChangedFinding[] {
  const left = new Map<string, number>();
  for (const one of others) left.set(key(one), (left.get(key(one)) ?? 0) + 1);
  return all.filter((one) => {
    const n = left.get(key(one)) ?? 0;
    left.set(key(one), n - 1);
    return n <= 0;
  });
}

/** A side before the first commit of a history. */
const NOTHING: ComparedSide = {
  ...{ label: 'nothing', what: 'revision', models: new Map(), estates: [] },
};

/** The side that was opened last, by its commit: the next change often begins with it. */
type KnownSides = Map<string, Extract<Outcome<ComparedSide>, { value: ComparedSide }>>;

async function sidesOf(
  { from, to, labels }: ChangeRange,
  project: Project,
  known: KnownSides,
  estates: boolean,
): Promise<Outcome<readonly [ComparedSide, ComparedSide]>> {
  const open = async (commit: string, label: string): Promise<Outcome<ComparedSide>> => {
    const there = known.get(commit);
    const { value, diagnostics } =
      there ?? (await openRevision(commit, project, { only: [], estates }));
    if (!value) return failure(diagnostics);
    known.clear();
    known.set(commit, { value, diagnostics });
    return { value: { ...value, label }, diagnostics };
  };
  const before =
    from === undefined ? { value: NOTHING, diagnostics: [] } : await open(from, labels[0]);
  if (!before.value) return failure(before.diagnostics);
  const after = await open(to, labels[1]);
  if (!after.value) return failure(after.diagnostics);
  return {
    value: [before.value, after.value],
    diagnostics: [...before.diagnostics, ...after.diagnostics],
  };
}

/**
 * @param range `A..B`, `A...B`, or one commit: what it did to its first parent
 * Errors: those of `readRange`, `openRevision`, `diffSides` and `committedWords`.
 */
export async function changeRecord(
  range: string,
  project: Project,
): Promise<Outcome<ChangeRecord>> {
  const read = await readRange(range, project);
  if (!read.value) return failure(read.diagnostics);
  return recordOf(read.value, project, { paths: true });
}

export interface ChangeOptions {
  readonly known?: KnownSides;
  /** Whether paths into and out of the CDE are compared, which takes a recorded estate of each side. */
  readonly paths: boolean;
}

export async function recordOf(
  range: ChangeRange,
  project: Project,
  { known = new Map(), paths }: ChangeOptions,
): Promise<Outcome<ChangeRecord>> {
  const sides = await sidesOf(range, project, known, paths);
  if (!sides.value) return failure(sides.diagnostics);
  const compared = paths ? await diffTrees(...sides.value) : diffSides(...sides.value);
  const words = await committedWords(range, project);
  if (!compared.value || !words.value)
    return failure([...compared.diagnostics, ...words.diagnostics]);
  const diff = compared.value;
  const changed = diff.diagrams.filter(({ change }) => change !== 'unchanged');
  const asOf = (range.commits[0]?.time ?? '').slice(0, 10);
  const [came, went]: [ChangedFinding[], ChangedFinding[]] = [[], []];
  for (const { name, before, after } of changed) {
    const old = await findingsOf(name, before, project, asOf);
    const now = await findingsOf(name, after, project, asOf);
    came.push(...without(now, old));
    went.push(...without(old, now));
  }
  const names = new Set(changed.map(({ name }) => name));
  const approvals = words.value.approvals.filter(({ diagram }) => names.has(diagram));
  const statements = [
    ...words.value.statements,
    ...range.commits.flatMap((commit) => commit.statements),
  ];
  const stated = new Set(statements.filter(isStated).map((one) => one.key));
  // Signed approvals of everything that changed say it, too.
  if (
    names.size > 0 &&
    [...names].every((name) => approvals.some(({ diagram }) => diagram === name))
  )
    stated.add('approval');
  const value: ChangeRecord = {
    ...(range.from === undefined ? {} : { from: range.from }),
    to: range.to,
    commits: range.commits,
    diff,
    asOf,
    findings: { came, went },
    approvals,
    statements,
    missing: STATEMENT_KEYS.filter((one) => !stated.has(one)),
  };
  const diagnostics = sides.diagnostics;
  return hasErrors(diagnostics) && diff.notCompared.length === 0
    ? failure(diagnostics)
    : { value, diagnostics };
}
