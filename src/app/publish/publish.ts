/** Draws what is in force, writes the manifest, and commits both in one signed commit. */

import {
  MANIFEST_FILE,
  type Manifest,
  type Publication,
  type PublishedFinding,
  printManifest,
  printSums,
  SUMS_FILE,
  saysTheSame,
  type Tool,
} from '../../evidence/manifest/manifest.ts';
import { dayOf } from '../../evidence/publications/publication-facts.ts';
import { commitPublication } from '../../evidence/publishing/publication-commit.ts';
import { unpublishable } from '../../evidence/publishing/publishable-names.ts';
import {
  begin,
  type PublishingPlace,
  type PublishSession,
} from '../../evidence/publishing/start.ts';
import {
  type Diagnostic,
  error,
  failure,
  hasErrors,
  type Outcome,
  quote,
  warning,
} from '../../model/diagnostic.ts';
import { sha256 } from '../../model/digest.ts';
import { sheetOfFile } from '../../model/sheet-files.ts';
import { writeTogether } from '../../render/output/write.ts';
import { FORMATS } from '../../sources/config/types.ts';
import { type Compiled, compileSource, outputClashes } from '../compile/compile-source.ts';
import { bytesOf, drawOne, glyphWarnings, rasterRefusal, sheetsOf } from '../draw/draw-one.ts';
import { asPublished } from '../draw/publication.ts';
import type { Project } from '../project.ts';
import { toolOf } from '../tool.ts';
import { findingsOf, type PublicationEntry, publicationOf } from './entry.ts';
import { inputsOf } from './inputs.ts';

export interface PublishOptions {
  /** Sources, absolute. */
  readonly files: readonly string[];
  /** Branch to move where none is checked out. */
  readonly branch?: string;
  /** Epoch seconds of the commit. */
  readonly time: number;
  /** Of Cadastre. */
  readonly version: string;
  /** Makes all of it and writes nothing. */
  readonly dryRun?: boolean;
}

export interface PublishedRun {
  /** Absent when nothing changed, and in a dry run. */
  readonly commit?: string;
  readonly diagrams: Readonly<Record<string, Publication>>;
  /** Names of diagrams that were published as approved last, and are drafts now. */
  readonly lapsed: readonly string[];
  /** Paths relative to the root that the commit changes. */
  readonly changed: readonly string[];
}

const CONFIG = /^cadastre\.config\.[^/]+$/;

const placeOf = ({ root, config }: Project): PublishingPlace => ({
  root,
  out: config.out,
  sources: { folders: [config.sources, config.icons], files: config.fonts, inRoot: CONFIG },
  write: writeTogether,
});

/** The pictures and the model of a published diagram, by path relative to the output folder. */
async function filesOf(
  one: Compiled,
  project: Project,
): Promise<Outcome<Record<string, Uint8Array>>> {
  const { value, diagnostics } = await drawOne(one, project);
  if (!value || hasErrors(diagnostics)) return failure(diagnostics);
  const files: Record<string, Uint8Array> = { [`${one.name}.model.json`]: Buffer.from(one.model) };
  try {
    for (const format of project.config.formats)
      files[`${one.name}.${format}`] = await bytesOf(value, format, one, project);
  } catch (cause) {
    return failure([...diagnostics, await rasterRefusal(cause, one)]);
  }
  if (project.config.formats.includes('svg'))
    Object.assign(files, Object.fromEntries(sheetsOf(value, one.name)));
  return { value: files, diagnostics: [...diagnostics, ...(await glyphWarnings(value, project))] };
}

/**
 * Publishes all diagrams of the estate. After an error or an interrupt the tree and the history are as
 * they were. Errors: those of the sources, of drawing, of `begin` and of `inputsOf`, `left-over`, `unpublishable-name`, `key-not-trusted`,
 * `not-signed`, `moved-on`, `index-locked`.
 */
export async function publish(
  project: Project,
  { files, version, ...beginning }: PublishOptions,
  onDone: (name: string, n: number, of: number) => void = () => {},
): Promise<Outcome<PublishedRun>> {
  const begun = await begin(placeOf(project), beginning);
  const start = begun.value;
  if (!start) return { diagnostics: begun.diagnostics };
  try {
    return await publishFrom(
      start,
      project,
      files,
      beginning.time,
      toolOf(version, project),
      onDone,
    );
  } finally {
    start.repository.close();
  }
}

async function publishFrom(
  start: PublishSession,
  project: Project,
  sources: readonly string[],
  time: number,
  tool: Tool,
  onDone: (name: string, n: number, of: number) => void,
): Promise<Outcome<PublishedRun>> {
  const { repository, head, tree, past } = start;
  const diagnostics: Diagnostic[] = [];
  const compiled: Compiled[] = [];
  for (const file of sources) {
    const source = await compileSource(file, project);
    diagnostics.push(...source.diagnostics);
    compiled.push(...source.diagrams);
  }
  diagnostics.push(...outputClashes(compiled));
  diagnostics.push(...unpublishable(compiled, repository.prefix + project.config.out));
  const before = past.newest?.manifest;
  if (!hasErrors(diagnostics))
    diagnostics.push(...(await leftOver(compiled, before, start, project)));
  if (hasErrors(diagnostics)) return failure(diagnostics);

  const lapsed: string[] = [];
  const diagrams: Record<string, Publication> = {};
  const made: Record<string, Uint8Array> = {};
  for (const [i, one] of compiled.entries()) {
    const inputs = await inputsOf(one, project, repository, tree);
    diagnostics.push(...inputs.diagnostics);
    const entry = await publicationOf(one, inputs.value ?? [], start, time);
    diagnostics.push(...remarks(one, entry));
    const { publication } = entry;
    const last = past.last(one.name);
    if (publication.draft && last && !last.draft) {
      lapsed.push(one.name);
      diagnostics.push(lapse(one));
    }
    const judged = await findingsOf(one, project, publication, dayOf(time));
    diagnostics.push(...judged.diagnostics, ...findingRemarks(one, judged.findings));
    diagrams[one.name] = { ...publication, findings: judged.findings };
    const drawn = await filesOf(asPublished(one, publication), project);
    diagnostics.push(...drawn.diagnostics);
    Object.assign(made, drawn.value);
    onDone(one.name, i + 1, compiled.length);
  }
  if (hasErrors(diagnostics)) return failure(diagnostics);

  const manifest: Manifest = {
    files: Object.fromEntries(Object.entries(made).map(([name, bytes]) => [name, sha256(bytes)])),
    tool,
    sourceCommit: head,
    published: new Date(time * 1000).toISOString(),
    diagrams,
  };
  if (before && saysTheSame(before, manifest))
    return { value: { diagrams, lapsed, changed: [] }, diagnostics };
  const text = printManifest(manifest);
  const written: Record<string, Uint8Array> = {
    ...made,
    [MANIFEST_FILE]: Buffer.from(text),
    [SUMS_FILE]: Buffer.from(printSums(manifest.files, text)),
  };
  const there = await repository.trees.files(tree, repository.prefix + project.config.out);
  const dropped = [...there.keys()].filter((name) => !Object.hasOwn(written, name));
  const changed = [...Object.keys(written), ...dropped]
    .map((name) => `${project.config.out}/${name}`)
    .sort();
  const { onto } = start;
  if (!onto) return { value: { diagrams, lapsed, changed }, diagnostics };
  const done = await commitPublication(start, onto, placeOf(project), written, dropped, time);
  const all = [...diagnostics, ...done.diagnostics];
  return done.value
    ? { value: { commit: done.value, changed, lapsed, diagrams }, diagnostics: all }
    : failure(all);
}

const ENDINGS = ['model.json', ...FORMATS];

/** Files of the output folder that neither this publication nor the last one has: no manifest would name them. */
async function leftOver(
  compiled: readonly Compiled[],
  before: Manifest | undefined,
  { repository, tree }: PublishSession,
  { config }: Project,
): Promise<Diagnostic[]> {
  const known = new Set([
    MANIFEST_FILE,
    SUMS_FILE,
    ...Object.keys(before?.files ?? {}),
    ...compiled.flatMap(({ name }) => ENDINGS.map((ending) => `${name}.${ending}`)),
  ]);
  const there = await repository.trees.files(tree, repository.prefix + config.out);
  const names = new Set(compiled.map(({ name }) => name));
  // How many sheets there are is known when they are drawn; those of an earlier atlas are dropped then.
  const isSheet = (path: string): boolean => names.has(sheetOfFile(path)?.name ?? '');
  return [...there.keys()]
    .filter((name) => !known.has(name) && !isSheet(name))
    .map((name) =>
      error('left-over', `${config.out}/${name} is made by no source`, undefined, {
        hint: 'Remove it and commit the removal: the manifest lists every file there.',
      }),
    );
}

function remarks(
  { name, diagram }: Compiled,
  { missing, refused }: PublicationEntry,
): Diagnostic[] {
  const found = refused.map((reason) =>
    warning(
      'approval-refused',
      `an approval of ${quote(name)} does not count: ${reason}`,
      diagram.origin,
      { hint: 'Have it approved again: `cadastre approve`.' },
    ),
  );
  if (missing === 0) return found;
  const what =
    typeof missing === 'string'
      ? `${quote(name)} is published as a draft: ${missing}`
      : `${quote(name)} lacks ${missing} approval${missing === 1 ? '' : 's'} and is published as a draft`;
  const hint =
    typeof missing === 'string'
      ? 'On a branch of main as it is now, an approver who is not one of the makers runs `cadastre approve`.'
      : 'An approver who is not one of the makers runs `cadastre approve`.';
  return [...found, warning('not-approved', what, diagram.origin, { hint })];
}

/** Two changes that were approved apart are together one that nobody approved. */
const lapse = ({ name, diagram }: Compiled): Diagnostic =>
  warning(
    'approval-lapsed',
    `${quote(name)} was approved in the last publication, but is now a draft`,
    diagram.origin,
    {
      hint: 'The result of the merges since then needs an approval: run `cadastre approve` on a branch of main.',
    },
  );

function findingRemarks(
  { name, diagram, source }: Compiled,
  findings: readonly PublishedFinding[],
): Diagnostic[] {
  const open = findings.filter(({ waived }) => !waived).length;
  if (open === 0) return [];
  const what = `${quote(name)} is published with ${open} finding${open === 1 ? '' : 's'} of its rules`;
  const hint = `\`cadastre check ${source}\` shows them; they are also in the manifest.`;
  return [warning('has-findings', what, diagram.origin, { hint })];
}
