/** What the diagrams ask of each recorded estate. */

import { join } from 'node:path';
import { keyOf } from '../../graph/snapshot.ts';
import { CARTOGRAPHY } from '../../importers/cartography/aws/source.ts';
import type { Question } from '../../importers/cartography/question.ts';
import type { DerivedContent } from '../../model/content.ts';
import {
  type Diagnostic,
  failure,
  hasErrors,
  type Origin,
  type Outcome,
} from '../../model/diagnostic.ts';
import { byKey } from '../../model/order.ts';
import { foldersOf } from '../../sources/find.ts';
import { findSources, load, normaliseDiagnostic, normaliseOrigin } from '../../sources/index.ts';
import { derivedContent, questionsOf } from '../compile/derive.ts';
import { askedOf } from '../compile/derived-diagram.ts';
import { inventoryQuestions } from '../inventory/graph-inventory.ts';
import type { Project } from '../project.ts';
import { asksGraph } from './record-sources.ts';

/** A question, however many diagrams ask it. */
export interface DiagramQuestion extends Question {
  /** `organization`, `cypher` …: which derivation asks. */
  readonly derivation: string;
  /** Where in the diagrams it is asked, relative to the root. */
  readonly origins: readonly Origin[];
}

/** Questions by name of the estate, both sorted. */
export type Questionnaire = ReadonlyMap<string, readonly DiagramQuestion[]>;

/** All derived content of the estate's diagrams; with errors when one of them does not load: a snapshot is whole. */
async function allDerived(project: Project): Promise<Outcome<readonly DerivedContent[]>> {
  // What the config lists can be recorded before anything is drawn.
  const listed = Object.keys(project.config.estates).length > 0;
  if (listed && foldersOf(join(project.root, project.config.sources)).length === 0)
    return { value: [], diagnostics: [] };
  const sources = await findSources(project.root, [join(project.root, project.config.sources)]);
  const diagnostics = [...sources.diagnostics];
  const found: DerivedContent[] = [];
  for (const file of sources.value ?? []) {
    const loaded = await load(file, {
      root: project.root,
      timeoutMs: project.config.timeout * 1000,
    });
    // What affects only the picture is reported when it is drawn.
    const errors = loaded.diagnostics.filter(({ severity }) => severity === 'error');
    diagnostics.push(...errors.map((d) => normaliseDiagnostic(d, project.root)));
    for (const diagram of loaded.value?.diagrams ?? []) found.push(...derivedContent(diagram));
  }
  return diagnostics.length > 0 ? failure(diagnostics) : { value: found, diagnostics };
}

/**
 * Loads all the diagrams and merges equal questions.
 * Errors: those of loading, and of options of derivations; warnings: those of authors' own queries.
 */
export async function questionnaire(project: Project): Promise<Outcome<Questionnaire>> {
  const derived = await allDerived(project);
  if (!derived.value) return { diagnostics: derived.diagnostics };
  const diagnostics: Diagnostic[] = [];
  const estates = new Map<string, Map<string, DiagramQuestion>>();
  for (const content of derived.value) {
    const { estate, source = CARTOGRAPHY.id } = content;
    if (source !== CARTOGRAPHY.id || !(content.query || asksGraph(estate, project))) continue;
    const asked = await questionsOf(content, askedOf(project));
    const found = [...asked.diagnostics];
    if (content.query) found.push(...(await import('../compile/own-queries.ts')).lintOwn(content));
    diagnostics.push(...found.map((d) => normaliseDiagnostic(d, project.root)));
    const questions = estates.get(content.estate) ?? new Map<string, DiagramQuestion>();
    estates.set(content.estate, questions);
    const origin = content.origin && normaliseOrigin(content.origin, project.root);
    for (const { query, params } of asked.value ?? []) {
      const key = keyOf({ query, params });
      const { origins = [], derivation = content.derivation } = questions.get(key) ?? {};
      const all = origin ? [...origins, origin] : origins;
      questions.set(key, { query, params, derivation, origins: all });
    }
  }
  for (const [name, sources] of Object.entries(project.config.estates)) {
    if (!sources.some(({ cartography }) => cartography === true)) continue;
    const questions = estates.get(name) ?? new Map<string, DiagramQuestion>();
    estates.set(name, questions);
    for (const question of await inventoryQuestions(askedOf(project))) {
      const key = keyOf(question);
      if (!questions.has(key))
        questions.set(key, { ...question, derivation: 'inventory', origins: [] });
    }
  }
  if (hasErrors(diagnostics)) return failure(diagnostics);
  const sorted = <T>(map: ReadonlyMap<string, T>): [string, T][] => [...map].sort(byKey);
  return {
    value: new Map(
      sorted(estates).map(([name, asked]) => [name, sorted(asked).map(([, question]) => question)]),
    ),
    diagnostics,
  };
}
