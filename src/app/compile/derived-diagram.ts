/** Puts recorded answers in the place of a diagram's derived content. */

import { readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { accountFor, drawnByKind } from '../../compile/account.ts';
import { resolve } from '../../compile/resolve.ts';
import { keyOf, type ReadSnapshot, readSnapshot } from '../../graph/snapshot.ts';
import type { ImportContext } from '../../importers/cartography/importer.ts';
import type { Content, DerivedContent, DiagramContent } from '../../model/content.ts';
import {
  type Diagnostic,
  error,
  failure,
  hasErrors,
  type Origin,
  type Outcome,
  quote,
} from '../../model/diagnostic.ts';
import type { Diagram } from '../../model/diagram.ts';
import { explicitIdentity } from '../../model/identity.ts';
import { loadBack } from '../../sources/index.ts';
import { classify, tagKeys } from '../../views/classify/classify.ts';
import { Ledger } from '../../views/ledger.ts';
import { type Project, slashed } from '../project.ts';
import { ruleNames } from '../snapshot/rule-names.ts';
import { dataDay } from './data-time.ts';
import { derive, derivedContent } from './derive.ts';

/** The file of a recorded estate, absolute. */
export const snapshotPath = (name: string, project: Project): string =>
  join(project.root, project.config.sources, 'snapshots', `${name}.json`);

interface OpenedSnapshots {
  readonly snapshot: ReadSnapshot;
  readonly byKey: ReadonlyMap<string, ReadSnapshot['queries'][number]>;
}

// A run draws many diagrams of one snapshot, and parsing is the dear part. Keyed by the content: a watched file changes.
let last:
  | { readonly path: string; readonly content: Buffer; readonly read: Outcome<OpenedSnapshots> }
  | undefined;

async function open(
  name: string,
  content: DerivedContent,
  project: Project,
): Promise<Outcome<OpenedSnapshots>> {
  const path = snapshotPath(name, project);
  const shown = slashed(relative(project.root, path));
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (thrown) {
    const { code } = thrown as NodeJS.ErrnoException;
    const message =
      code === 'ENOENT'
        ? `the estate ${quote(name)} is not recorded: ${shown} does not exist`
        : `${shown} cannot be read (${code})`;
    const hint = 'Run `cadastre snapshot` where the graph can be reached, and commit the file.';
    return { diagnostics: [error('not-recorded', message, content.origin, { hint })] };
  }
  if (last?.path === path && last.content.equals(bytes)) return last.read;
  const { value, diagnostics } = readSnapshot(bytes, shown, name);
  const read = value
    ? {
        value: { snapshot: value, byKey: new Map(value.queries.map((q) => [keyOf(q), q])) },
        diagnostics,
      }
    : { diagnostics };
  last = { path, content: bytes, read };
  return read;
}

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
  const { contents, ledger, paths, read, queried, diagnostics } = await expand(
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
  const [asOf] = [...read]
    .map(([path, snapshot]) => dataDay(snapshot, { elements }, ledger, queried.has(path)))
    .sort();
  const diagram: Diagram = {
    ...resolved.value,
    ...classified.value,
    unresolved: ledger.stubs.map(({ id, what, reason }) => ({
      what,
      element: explicitIdentity(id),
      reason,
    })),
    census: ledger.census(),
    ...(asOf ? { asOf } : {}),
    ...(stale.length > 0 ? { stale: stale.sort() } : {}),
  };
  return {
    inputs: all,
    value: diagram,
    diagnostics: [
      ...diagnostics,
      ...resolved.diagnostics,
      ...classified.diagnostics,
      ...ruleNames(read, project),
      ...accountFor(diagram),
    ],
  };
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
  for (const content of derivedContent(diagram)) {
    paths.add(snapshotPath(content.estate, project));
    const opened = await open(content.estate, content, project);
    diagnostics.push(...opened.diagnostics);
    if (!opened.value) continue;
    const { snapshot, byKey } = opened.value;
    read.set(snapshotPath(content.estate, project), snapshot);
    if (content.query) queried.add(snapshotPath(content.estate, project));
    const made = await derive(
      content,
      {
        answer(question) {
          const recorded = byKey.get(keyOf(question));
          return recorded && { ...recorded, at: (n) => snapshot.at(recorded, n) };
        },
      },
      askedOf(project),
      ledger,
      (make, origin) => {
        const context = { root: project.root, timeoutMs: project.config.timeout * 1000 };
        return loadBack(make, inputs, context, origin);
      },
    );
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
    ...{ read, queried },
    diagnostics: unique,
  };
}
