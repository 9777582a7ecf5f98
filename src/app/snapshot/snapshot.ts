/** Asks the graph all that the diagrams ask, and keeps the answers as `diagrams/snapshots/NAME.json`. */

import { readFile } from 'node:fs/promises';
import { relative } from 'node:path';
import type { Description, Graph } from '../../graph/graph.ts';
import { record } from '../../graph/record.ts';
import {
  type ReadHead,
  type RecordedTexts,
  readHead,
  type SnapshotHead,
  sameAnswers,
  snapshotBytes,
} from '../../graph/snapshot.ts';
import {
  type Diagnostic,
  error,
  failure,
  hasErrors,
  type Outcome,
  warning,
} from '../../model/diagnostic.ts';
import { writeDurably } from '../../render/output/write.ts';
import { dayOf } from '../compile/data-time.ts';
import { snapshotPath } from '../compile/open-snapshot.ts';
import { type Project, slashed } from '../project.ts';
import { graphModel } from '../query/lint.ts';
import { chooseEstates } from './choose-estates.ts';
import { type DiagramQuestion, type Questionnaire, questionnaire } from './questions.ts';
import { type RecordedSource, recordSources } from './record-sources.ts';
import { checkSchema } from './schema.ts';
import { unitsOf } from './sync-units.ts';

export { removePending } from '../../render/output/write.ts';

export interface SnapshotOptions {
  /** Estates to record; all that the diagrams name when empty. */
  readonly names: readonly string[];
  /** `NEO4J_…`: where the graph is. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What records: `cadastre 0.1.0`. */
  readonly by: string;
  /** Also over the snapshot of another estate. */
  readonly replace: boolean;
  /** For each query. */
  readonly timeoutMs: number;
  readonly onProgress?: (n: number, of: number, what: string) => void;
}

/** A snapshot as it is on the disk now. */
export interface Snapped {
  readonly estate: string;
  /** Relative to the root. */
  readonly file: string;
  readonly queries: number;
  readonly rows: number;
  /** False where the file held the same answers already. */
  readonly changed: boolean;
  /** Day of the newest sync that it holds: `YYYY-MM-DD`. */
  readonly asOf: string;
}

export interface SnapshotResult {
  /** Of graphs; absent where none could be recorded. */
  readonly snapped?: readonly Snapped[];
  /** Of sources of files. */
  readonly recorded: readonly RecordedSource[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Errors: those of loading, connecting and asking; `unknown-estate`, `nothing-to-record`, `graph-empty`, `schema-renamed`, `other-estate`, `unwritable`. */
export async function snapshot(
  project: Project,
  options: SnapshotOptions,
): Promise<SnapshotResult> {
  // Large, and not slowed down by the loader of TypeScript where it comes first.
  const driver = import('../../graph/neo4j.ts');
  const asked = await questionnaire(project);
  const chosen = asked.value ? chooseEstates(asked.value, options.names, project) : asked;
  if (!chosen.value) return { recorded: [], diagnostics: chosen.diagnostics };
  const { questions, files } = chosen.value;
  const { recorded, diagnostics: found } = await recordSources(files, project, options.by);
  const diagnostics = [...asked.diagnostics, ...found];
  if (questions.size === 0) return { snapped: [], recorded, diagnostics };
  const { connect } = await driver;
  const { value: graph, diagnostics: unconnected } = connect(options.env);
  if (!graph) return { recorded, diagnostics: [...diagnostics, ...unconnected] };
  try {
    const { value: snapped, diagnostics: wrong } = await recordAll(
      questions,
      graph,
      project,
      options,
    );
    return { ...(snapped ? { snapped } : {}), recorded, diagnostics: [...diagnostics, ...wrong] };
  } finally {
    await graph.close();
  }
}

async function recordAll(
  chosen: Questionnaire,
  graph: Graph,
  project: Project,
  options: SnapshotOptions,
): Promise<Outcome<readonly Snapped[]>> {
  const { value: description, diagnostics: unknown } = await graph.describe(options.timeoutMs);
  if (!description) return { diagnostics: unknown };
  if (description.nodes === 0) {
    const hint =
      'Run Cartography first. If it has run, check that NEO4J_URI and NEO4J_DATABASE name the right database.';
    const message = 'the database is empty: there is no estate to record';
    return { diagnostics: [error('graph-empty', message, undefined, { hint })] };
  }
  const diagnostics: Diagnostic[] = [...(await schemaOf(chosen, graph, description, options))];
  const units = await unitsOf(graph, options.timeoutMs);
  diagnostics.push(...units.diagnostics);
  if (hasErrors(diagnostics)) return failure(diagnostics);
  const snapped: Snapped[] = [];
  const of = [...chosen.values()].reduce((sum, { length }) => sum + length, 0);
  let before = 0;
  for (const [name, questions] of chosen) {
    const started = before;
    const { updated } = description;
    const dated = updated
      ? { ...description, updated: { ...updated, units: units.value } }
      : description;
    const one = await recordOne(name, questions, graph, dated, project, {
      ...options,
      onProgress: (n, _, what) => options.onProgress?.(started + n, of, what),
    });
    before += questions.length;
    diagnostics.push(...one.diagnostics);
    if (one.value) snapped.push(one.value);
    if (one.diagnostics.some(({ code }) => code.startsWith('graph-'))) break;
  }
  return { value: snapped, diagnostics };
}

/** Whether the graph has the schema that the questions go by. Those of authors are theirs to answer for. */
function schemaOf(
  chosen: Questionnaire,
  graph: Graph,
  description: Description,
  { timeoutMs }: SnapshotOptions,
): Promise<readonly Diagnostic[]> {
  const queries = [...chosen.values()].flatMap((questions) =>
    questions.flatMap(({ derivation, query }) => (derivation === 'cypher' ? [] : query)),
  );
  return checkSchema(graph, description, new Set(queries), graphModel(), timeoutMs);
}

async function recordOne(
  name: string,
  questions: readonly DiagramQuestion[],
  graph: Graph,
  { database, cartography, updated, tenants }: Description,
  project: Project,
  options: SnapshotOptions,
): Promise<Outcome<Snapped>> {
  const path = snapshotPath(name, project);
  const file = slashed(relative(project.root, path));
  const old = await existing(path, file, name);
  const others = old.value?.tenants ?? [];
  const shared = others.some((tenant) => tenants.includes(tenant));
  if (others.length > 0 && tenants.length > 0 && !shared && !options.replace)
    return { diagnostics: [otherEstate(file, others, tenants)] };
  const recorded = await record(graph, questions, {
    timeoutMs: options.timeoutMs,
    onProgress: (n, of, rows) => options.onProgress?.(n, of, whatOf(name, questions[n - 1], rows)),
    place: (problem, query) => placed(problem, query as DiagramQuestion),
  });
  if (!recorded.value) return failure(inOrder(recorded.diagnostics));
  const head: SnapshotHead = {
    estate: name,
    taken: `${new Date().toISOString().slice(0, 19)}Z`,
    by: options.by,
    database,
    cartography,
    ...(updated ? { updated } : {}),
    tenants,
  };
  return keep(head, recorded.value, path, file, old);
}

/** Writes what differs from what is there. */
function keep(
  head: SnapshotHead,
  recorded: readonly RecordedTexts[],
  path: string,
  file: string,
  old: Outcome<ReadHead | undefined>,
): Outcome<Snapped> {
  const same =
    old.value !== undefined &&
    sameAnswers(old.value.answers, recorded) &&
    // One of before these were asked for says too little of how old it is.
    (old.value.updated?.units !== undefined || head.updated?.units === undefined) &&
    JSON.stringify(old.value.tenants) === JSON.stringify(head.tenants);
  const wrong = same ? [] : writeDurably(path, file, snapshotBytes(head, recorded));
  const diagnostics = hasErrors(wrong) ? wrong : old.diagnostics;
  if (hasErrors(diagnostics)) return failure(diagnostics);
  return {
    value: {
      estate: head.estate,
      file,
      queries: recorded.length,
      rows: recorded.reduce((sum, { rows }) => sum + rows.length, 0),
      changed: !same,
      asOf: dayOf(same && old.value ? old.value : head),
    },
    diagnostics,
  };
}

/** The snapshot that is there; with a warning if it cannot be read: it is recorded again. */
async function existing(
  path: string,
  file: string,
  name: string,
): Promise<Outcome<ReadHead | undefined>> {
  let content: Buffer;
  try {
    content = await readFile(path);
  } catch (thrown) {
    const { code } = thrown as NodeJS.ErrnoException;
    if (code === 'ENOENT') return { value: undefined, diagnostics: [] };
    return { diagnostics: [replaced(file, `it cannot be read (${code})`)] };
  }
  const { value, diagnostics } = readHead(content, file, name);
  return value
    ? { value, diagnostics: [] }
    : failure(diagnostics.map(({ message }) => replaced(file, message)));
}

const replaced = (file: string, why: string): Diagnostic =>
  warning(
    'snapshot-replaced',
    `${why}: it was recorded again`,
    { file },
    {
      hint: 'Review the changes before you commit the file.',
    },
  );

/** A derivation asks many questions: how each begins tells them apart. */
function whatOf(name: string, asked: DiagramQuestion | undefined, rows: number): string {
  const { derivation = '', query = '' } = asked ?? {};
  const [first = ''] = query.trim().split('\n');
  const begin = first.length > 60 ? `${first.slice(0, 59)}…` : first;
  return `${name}: ${derivation}, ${rows > 0 ? `${rows} rows, ` : ''}${begin}`;
}

/** As they stand in the files. */
function inOrder(problems: readonly Diagnostic[]): Diagnostic[] {
  const place = ({ origin }: Diagnostic): [string, number, number] => [
    origin?.file ?? '',
    origin?.line ?? 0,
    origin?.column ?? 0,
  ];
  return [...problems].sort((a, b) => {
    const [[file, line, column], [otherFile, otherLine, otherColumn]] = [place(a), place(b)];
    if (file !== otherFile) return file < otherFile ? -1 : 1;
    return line - otherLine || column - otherColumn;
  });
}

/** A problem with a query, at the first place that asks it. */
function placed(problem: Diagnostic, { origins }: DiagramQuestion): Diagnostic {
  const [origin, ...more] = origins;
  if (!origin || !problem.code.startsWith('query-')) return problem;
  const related = more.map((other) => ({ message: 'also asked here', origin: other }));
  return { ...problem, origin, ...(related.length > 0 ? { related } : {}) };
}

function otherEstate(file: string, old: readonly string[], now: readonly string[]): Diagnostic {
  const some = (ids: readonly string[]): string =>
    ids.length > 3 ? `${ids.slice(0, 3).join(', ')} and ${ids.length - 3} more` : ids.join(', ');
  const message = `the snapshot is of ${some(old)}, the graph of ${some(now)}`;
  return error(
    'other-estate',
    message,
    { file },
    {
      hint: 'NEO4J_URI or NEO4J_DATABASE may name another graph. If the estate has moved, run the command with `--replace`.',
    },
  );
}
