/** Records what files say of an estate, and writes a first diagram where none draws it. */

import type {
  ImportedFacts,
  RecordedInput,
  UnresolvedFact,
} from '../../importers/file-importer.ts';
import { RECORD_TYPES } from '../../inventory/inventory.ts';
import { TYPE_WORDS } from '../../inventory/type-words.ts';
import { failure, hasErrors, type Outcome, quote, refused } from '../../model/diagnostic.ts';
import { byCodeUnit, byKey } from '../../model/order.ts';
import { writeTogether } from '../../render/output/write.ts';
import type { Project } from '../project.ts';
import { drawnEstates } from './drawn-estates.ts';
import { estateName, isEstateName } from './estate-name.ts';
import { writeFirstDiagram } from './first-diagram.ts';
import { type ImportedDrawing, importDrawings, isDrawing } from './import-drawings.ts';
import { readFacts } from './read-facts.ts';
import { readFiles } from './read-files.ts';
import { recordFacts } from './record-facts.ts';

export { removePending } from '../../render/output/write.ts';

export interface ImportOptions {
  /** Files and folders. */
  readonly given: readonly string[];
  /** Name of the estate; made up when absent. */
  readonly as?: string;
  /** What records: `cadastre 0.1.0`. */
  readonly by: string;
}

/** An input, as it is printed. */
export interface ImportedSource {
  /** Its format. */
  readonly kind: string;
  readonly file: string;
  readonly sha256: string;
  readonly serial?: number;
  /** Time of the data: ISO 8601, UTC. */
  readonly at?: string;
}

/** What an import found and wrote. */
export interface Imported {
  readonly estate: string;
  readonly sources: readonly ImportedSource[];
  /** Records by the word for their type. */
  readonly found: Readonly<Record<string, number>>;
  /** Resources that nothing maps, by the source's name of their type. */
  readonly unmapped: Readonly<Record<string, number>>;
  readonly unresolved: readonly { what: string; reason: string; place: UnresolvedFact['at'] }[];
  /** Paths relative to the root. */
  readonly wrote: readonly string[];
  /** What was recorded so already. */
  readonly unchanged: readonly string[];
  /** Files in the folders that nobody knows. */
  readonly unread: number;
  /** Of draw.io; none of them is a source of facts. */
  readonly drawings: readonly ImportedDrawing[];
}

const sourceOf = ({ kind, path, sha256, serial, asOf }: RecordedInput): ImportedSource => ({
  ...{ kind, file: path, sha256 },
  ...(serial === undefined ? {} : { serial }),
  ...(asOf === undefined ? {} : { at: new Date(asOf * 1000).toISOString() }),
});

function summed(counts: Iterable<readonly [string, number]>): Record<string, number> {
  const sums = new Map<string, number>();
  for (const [key, n] of counts) if (n > 0) sums.set(key, (sums.get(key) ?? 0) + n);
  return Object.fromEntries([...sums].sort(byKey));
}

/**
 * All or nothing: after an error, nothing is written.
 * Errors: those of reading files and of the importers, `invalid-value` for the name, `unwritable`.
 * Warnings: `import-dropped`, `import-outside`, those of the importers.
 */
export async function importFiles(
  project: Project,
  { given, as, by }: ImportOptions,
): Promise<Outcome<Imported>> {
  if (as !== undefined && !isEstateName(as))
    return refused(
      'invalid-value',
      `${quote(as)} cannot be the name of an estate`,
      'It names a file: letters, digits, `-`, `_` and `.`, beginning with a letter or digit.',
    );
  const drawn = await drawnEstates(project);
  if (hasErrors(drawn.diagnostics)) return failure(drawn.diagnostics);
  const estate = as ?? estateName(project, [...drawn.estates.keys()]);
  const read = readFiles(given, project);
  if (hasErrors(read.diagnostics)) return failure(read.diagnostics);
  const tagKeys = drawn.tagKeys(estate);
  const others = read.files.filter((file) => !isDrawing(file));
  const { facts, unknown, diagnostics: wrong } = await readFacts(others, tagKeys);
  const {
    drawings,
    files,
    diagnostics: misdrawn,
  } = await importDrawings(read.files.filter(isDrawing), project);
  const diagnostics = [...read.diagnostics, ...wrong, ...misdrawn];
  if (hasErrors(diagnostics)) return failure(diagnostics);
  const drafts = writeTogether(files);
  diagnostics.push(...drafts.diagnostics);
  if (hasErrors(diagnostics)) return failure(diagnostics);
  const recorded = recordFacts(estate, facts, project, by);
  diagnostics.push(...recorded.diagnostics);
  if (!recorded.value) return failure(diagnostics);
  const kept = recorded.value;
  const first =
    facts.length === 0 || drawn.estates.has(estate)
      ? undefined
      : writeFirstDiagram(estate, facts, project);
  if (first && hasErrors(first.diagnostics)) return failure([...diagnostics, ...first.diagnostics]);
  const wrote = [
    ...kept.flatMap(({ file, changed }) => (changed ? file : [])),
    ...(first?.written ?? []),
    ...drafts.changed,
  ];
  return {
    value: {
      ...summary(estate, facts),
      ...{ wrote, unread: unknown, drawings },
      unchanged: [
        ...kept.flatMap(({ file, changed }) => (changed ? [] : file)),
        ...files.flatMap(({ name }) => (drafts.changed.includes(name) ? [] : name)),
      ],
    },
    diagnostics,
  };
}

function summary(
  estate: string,
  facts: readonly ImportedFacts[],
): Omit<Imported, 'wrote' | 'unchanged' | 'unread' | 'drawings'> {
  return {
    estate,
    sources: facts
      .flatMap(({ inputs }) => inputs.map(sourceOf))
      .sort((a, b) => byCodeUnit(a.file, b.file)),
    found: summed(
      facts.flatMap(({ inventory }) =>
        RECORD_TYPES.map((type) => [TYPE_WORDS[type], inventory[type].size] as const),
      ),
    ),
    unmapped: summed(facts.flatMap(({ unmapped }) => [...unmapped])),
    unresolved: facts.flatMap(({ unresolved }) =>
      unresolved.map(({ what, reason, at }) => ({ what, reason, place: at })),
    ),
  };
}
