/** Puts recorded answers in the place of a diagram's derived content. */

import { checkCensus, drawnByKind } from '../../compile/census.ts';
import { resolve } from '../../compile/resolve.ts';
import type { ReadSnapshot } from '../../graph/snapshot.ts';
import { CARTOGRAPHY } from '../../importers/cartography/aws/source.ts';
import type { ImportContext } from '../../importers/cartography/importer.ts';
import type { Content, DerivedContent, DiagramContent } from '../../model/content.ts';
import {
  type Diagnostic,
  failure,
  hasErrors,
  type Origin,
  type Outcome,
} from '../../model/diagnostic.ts';
import type { Diagram } from '../../model/diagram.ts';
import { explicitIdentity, type Identity } from '../../model/identity.ts';
import { byCodeUnit } from '../../model/order.ts';
import { loadBack } from '../../sources/index.ts';
import { classify, tagKeys } from '../../views/classify/classify.ts';
import { Ledger } from '../../views/ledger.ts';
import type { Project } from '../project.ts';
import { ruleNames } from '../snapshot/rule-names.ts';
import { dataDay, recordedDay } from './data-time.ts';
import { derive, derivedContent } from './derive.ts';
import { sourcesFor } from './estate-sources.ts';
import { snapshotPath } from './open-snapshot.ts';

/** What diagrams of this estate ask beyond their own options. */
export const askedOf = ({ config }: Project): ImportContext => ({
  tagKeys: tagKeys(config.classify),
});

/**
 * Content with derived parts -> Diagram: expanded, classified by the config's rules, and counted.
 * @param inputs Files that the content was made from; the snapshots are added to them.
 */
export async function derivedDiagram(
  content: DiagramContent,
  inputs: readonly string[],
  project: Project,
  locate: (origin: Origin) => Origin,
): Promise<Outcome<Diagram> & { readonly inputs: readonly string[] }> {
  const { contents, ledger, paths, read, queried, days, names, diagnostics } = await expand(
    content,
    inputs,
    project,
  );
  const all = [...inputs, ...paths];
  // What could not be derived leaves holes that would only be reported again, as unknown ends.
  if (hasErrors(diagnostics)) return { inputs: all, ...failure(diagnostics) };
  const resolved = resolve(content, locate, (derived) => contents.get(derived) ?? []);
  if (!resolved.value)
    return { inputs: all, ...failure([...diagnostics, ...resolved.diagnostics]) };
  // Each row of a query gives what its author makes of it: all of that, and nothing else, is found.
  const made = drawnByKind(resolved.value).get('query');
  if (made !== undefined) ledger.found('query', made);
  const classified = classify(resolved.value, project.config.classify, ledger.places);
  const elements = classified.value?.elements ?? {};
  const stale = [...ledger.stale.keys()]
    .map(explicitIdentity)
    .filter((id) => Object.hasOwn(elements, id));
  const [asOf] = [
    ...[...read].map(([path, snapshot]) =>
      dataDay(snapshot, { elements }, ledger, queried.has(path)),
    ),
    ...days,
  ].sort();
  const diagram: Diagram = {
    ...resolved.value,
    ...classified.value,
    elements: remarked(elements, ledger.remarks),
    unresolved: ledger.stubs.map(({ id, what, reason }) => ({
      what,
      element: explicitIdentity(id),
      reason,
    })),
    census: ledger.census(),
    ...(asOf ? { asOf } : {}),
    ...(stale.length > 0 ? { stale: stale.sort() } : {}),
    ...sourcesOf(names, ledger, elements),
  };
  return {
    inputs: all,
    value: diagram,
    diagnostics: [
      ...diagnostics,
      ...resolved.diagnostics,
      ...classified.diagnostics,
      ...ruleNames(read, project),
      ...checkCensus(diagram),
    ],
  };
}

/** Who says what is shown; nothing where that is the graph alone, as every picture of it would say so. */
function sourcesOf(
  names: readonly string[],
  { only }: Ledger,
  elements: Diagram['elements'],
): Pick<Diagram, 'sources'> {
  if (names.length === 0 || (names.length === 1 && names[0] === CARTOGRAPHY.name)) return {};
  const of = (sort: 'declared' | 'running'): Identity[] =>
    [...only]
      .flatMap(([id, one]) => (one === sort ? explicitIdentity(id) : []))
      .filter((id) => elements[id]?.derived !== undefined)
      .sort(byCodeUnit);
  const [declaredOnly, runningOnly] = [of('declared'), of('running')];
  return {
    sources: {
      names,
      ...(declaredOnly.length > 0 ? { declaredOnly } : {}),
      ...(runningOnly.length > 0 ? { runningOnly } : {}),
    },
  };
}

/** Elements with what only one of several sources says of them in their descriptions. */
function remarked(
  elements: Diagram['elements'],
  remarks: ReadonlyMap<string, string>,
): Diagram['elements'] {
  if (remarks.size === 0) return elements;
  const found = { ...elements };
  for (const [id, remark] of remarks) {
    const identity = explicitIdentity(id);
    const element = found[identity];
    if (element?.derived === undefined) continue;
    const { description } = element.facts;
    const words = description === undefined ? remark : `${description}; ${remark}`;
    found[identity] = { ...element, facts: { ...element.facts, description: words } };
  }
  return found;
}

interface Expanded {
  readonly contents: ReadonlyMap<DerivedContent, readonly Content[]>;
  readonly ledger: Ledger;
  /** Absolute paths of the snapshots, there or not. */
  readonly paths: readonly string[];
  /** Those that are there, by path. */
  readonly read: ReadonlyMap<string, ReadSnapshot>;
  /** Paths of those that answer a query of the author's own. */
  readonly queried: ReadonlySet<string>;
  /** Days of the data of recorded inventories. */
  readonly days: readonly string[];
  /** Of the sources, as messages speak of them. */
  readonly names: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/** @param inputs Files that the diagram was made from: a query's function may be in any of them. */
async function expand(
  diagram: DiagramContent,
  inputs: readonly string[],
  project: Project,
): Promise<Expanded> {
  const diagnostics: Diagnostic[] = [];
  const contents = new Map<DerivedContent, readonly Content[]>();
  const ledger = new Ledger();
  const paths = new Set<string>();
  const read = new Map<string, ReadSnapshot>();
  const queried = new Set<string>();
  const days: string[] = [];
  const names = new Set<string>();
  for (const content of derivedContent(diagram)) {
    const opened = await sourcesFor(content, project);
    for (const path of opened.paths) paths.add(path);
    diagnostics.push(...opened.diagnostics);
    if (!opened.value) continue;
    const { snapshot } = opened.value;
    if (snapshot) {
      read.set(snapshotPath(content.estate, project), snapshot);
      names.add(CARTOGRAPHY.name);
      if (content.query) queried.add(snapshotPath(content.estate, project));
    }
    for (const { taken, inputs: files, inventory } of opened.value.recorded) {
      days.push(recordedDay({ taken, inputs: files }));
      names.add(inventory.source.name);
    }
    const made = await derive(content, opened.value, askedOf(project), ledger, (make, origin) => {
      const context = { root: project.root, timeoutMs: project.config.timeout * 1000 };
      return loadBack(make, inputs, context, origin);
    });
    diagnostics.push(...made.diagnostics);
    if (content.query) diagnostics.push(...(await import('./own-queries.ts')).lintOwn(content));
    if (made.value) contents.set(content, made.value);
  }
  // The same wrong snapshot is one problem, however many derivations read it.
  const unique = [...new Map(diagnostics.map((d) => [JSON.stringify(d), d])).values()];
  return {
    contents,
    ledger,
    paths: [...paths],
    ...{ read, queried, days, names: [...names] },
    diagnostics: unique,
  };
}
