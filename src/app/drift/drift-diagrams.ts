/** Diagrams against the estate that they show. */

import { join } from 'node:path';
import { compareDiagram } from '../../compare/drift/compare-diagram.ts';
import type { DriftGap } from '../../compare/drift/drift.ts';
import type { DerivedContent } from '../../model/content.ts';
import { coveredText, isScope } from '../../model/covers.ts';
import {
  type Diagnostic,
  error,
  failure,
  hasErrors,
  type Outcome,
} from '../../model/diagnostic.ts';
import type { Diagram } from '../../model/diagram.ts';
import { findSources, load } from '../../sources/index.ts';
import { type Compiled, compileSource } from '../compile/compile-source.ts';
import { derivedContent } from '../compile/derive.ts';
import type { Project } from '../project.ts';
import { baselineOf } from './baseline.ts';
import { type DriftResult, driftResult, type UnjudgedDrift } from './drift.ts';
import {
  type JudgingTime,
  oddities,
  openState,
  type RecordedState,
  runningState,
} from './estate-state.ts';

interface DeclaringDiagram {
  readonly compiled: Compiled;
  readonly derived: readonly DerivedContent[];
}

const states = ({ document }: Diagram): boolean => (document.covers ?? []).some(isScope);

/** All diagrams of the files; no value where one of them does not compile. */
async function declaringDiagrams(
  files: readonly string[],
  project: Project,
): Promise<Outcome<readonly DeclaringDiagram[]>> {
  const found: DeclaringDiagram[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const file of files) {
    const { diagrams, diagnostics: wrong } = await compileSource(file, project);
    diagnostics.push(...wrong.filter(({ severity }) => severity === 'error'));
    if (hasErrors(wrong)) continue;
    const options = { root: project.root, timeoutMs: project.config.timeout * 1000 };
    const contents = (await load(file, options)).value?.diagrams ?? [];
    for (const [i, compiled] of diagrams.entries()) {
      const content = contents[i];
      found.push({ compiled, derived: content ? derivedContent(content) : [] });
    }
  }
  return hasErrors(diagnostics) ? failure(diagnostics) : { value: found, diagnostics };
}

/** What is derived from all sources of the estate would agree with them whatever runs. */
function sameSourceGap(diagram: Diagram, { estate, reconciled }: RecordedState): DriftGap {
  const ids = reconciled.parts.map(({ source }) => source.id);
  const [first = 'terraform'] = ids.filter((id) => id !== 'cartography');
  const derived = Object.values(diagram.elements).filter((one) => one.derived !== undefined);
  return {
    gap: 'same-source',
    what: `${derived.length} derived elements`,
    why: `they are derived from ${ids.join(' and ')}, the sources that they would be compared with`,
    hint:
      ids.length > 1
        ? `Derive them from one source, such as \`estate('${estate}', { source: '${first}' })\`, or compare the sources: \`cadastre drift --from ${first} --to ${ids.find((id) => id !== first)}\`.`
        : `Record a second source, such as the states of Terraform (\`cadastre import … --as ${estate}\`), and compare the two: \`cadastre drift --from terraform --to ${ids[0]}\`.`,
    ...(diagram.origin ? { place: diagram.origin } : {}),
  };
}

function driftOf(
  { compiled, derived }: DeclaringDiagram,
  state: RecordedState,
  time: JudgingTime,
): UnjudgedDrift {
  const { diagram, name } = compiled;
  const own = derived.filter(({ estate }) => estate === state.estate);
  const fromAll = own.some(({ source }) => source === undefined);
  const excluded = new Set(own.flatMap(({ source }) => source ?? []));
  const others = state.reconciled.parts.filter(({ source }) => !excluded.has(source.id));
  const isSame = own.length > 0 && (fromAll || others.length === 0);
  const running = runningState(state, (id) => isSame || !excluded.has(id), time);
  const comparison = compareDiagram({
    diagram,
    judgesDerived: !isSame,
    running: running.side,
    conflicts: running.conflicts,
  });
  const scope = (diagram.document.covers ?? []).filter(isScope).map(coveredText);
  return {
    diagram: name,
    scope,
    sources: running.sources,
    comparison: {
      ...comparison,
      incomplete: [
        ...(isSame ? [sameSourceGap(diagram, state)] : []),
        ...running.gaps,
        ...comparison.incomplete,
      ],
    },
  };
}

/**
 * @param named files or folders; when there are none, all diagrams that say in a scope what they cover
 * @param against the only estate that is recorded when absent
 * Errors: those of the diagrams, of the estate, of the baseline; `no-scope`.
 */
export async function driftOfDiagrams(
  named: readonly string[],
  against: string | undefined,
  project: Project,
  time: JudgingTime,
): Promise<Outcome<DriftResult>> {
  const baseline = baselineOf(project);
  const files = await findSources(
    project.root,
    named.length > 0 ? named : [join(project.root, project.config.sources)],
  );
  if (!files.value || !baseline.value || hasErrors(files.diagnostics))
    return failure([...files.diagnostics, ...baseline.diagnostics]);
  const declaring = await declaringDiagrams(files.value, project);
  if (!declaring.value) return failure(declaring.diagnostics);
  const all = declaring.value;
  const asked = named.length > 0 ? all : all.filter(({ compiled }) => states(compiled.diagram));
  if (asked.length === 0) {
    const message = 'no diagram states a scope that can be compared with an estate';
    const hint =
      'Set `covers` of a diagram to a scope, such as `[{ vpcs: true }]` or `[{ organization: true }]`, or name files.';
    return failure([error('no-scope', message, undefined, { hint })]);
  }
  const state = await openState(against, project);
  if (!state.value) return failure(state.diagnostics);
  const opened = state.value;
  return {
    value: driftResult({
      estate: opened.estate,
      asOf: time.asOf,
      found: asked.map((one) => driftOf(one, opened, time)),
      skipped: all.filter((one) => !asked.includes(one)).map(({ compiled }) => compiled.name),
      baseline: baseline.value,
      whole: named.length === 0,
      diagnostics: oddities(state.diagnostics),
    }),
    diagnostics: [],
  };
}
