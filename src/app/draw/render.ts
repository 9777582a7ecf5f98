/** Compiled diagrams -> files, each drawn once and only if something changed. */

import { join, relative } from 'node:path';
import pLimit from 'p-limit';
import { type Diagnostic, hasErrors } from '../../model/diagnostic.ts';
import { sha256 } from '../../model/digest.ts';
import type { Drawing } from '../../render/draw.ts';
import { type FileToWrite, writeTogether } from '../../render/output/write.ts';
import type { Format } from '../../sources/config/config.ts';
import type { Compiled } from '../compile/compile-source.ts';
import { iconFiles } from '../compile/icon-files.ts';
import { type Project, slashed } from '../project.ts';
import {
  bytesOf,
  drawInput,
  drawOne,
  fontFiles,
  glyphWarnings,
  prepareDrawing,
  prepareRaster,
  rasterRefusal,
  sheetsOf,
  threads,
} from './draw-one.ts';
import { type CacheEntry, digests, openRecord, type Records, toolDigest } from './drawing-cache.ts';
import { withoutOldSheets } from './old-sheets.ts';
import { ignoreFile, previewFolder } from './preview-folder.ts';
import { publishedIn } from './published-in.ts';
import { isInShard, type Shard } from './shard.ts';

export { removePending } from '../../render/output/write.ts';

export interface RenderOptions {
  readonly formats: readonly Format[];
  /** Absolute. */
  readonly out: string;
  /** Diagrams drawn at once, each in a thread; default: the number of cores, at most 8. */
  readonly jobs?: number;
  /** Draws also what has not changed since it was drawn. */
  readonly force?: boolean;
  /** Writes a manifest of drafts beside the pictures, if all are drawn; it names this version of Cadastre. */
  readonly manifest?: string;
  /** Draws only these of the diagrams; all are compiled, so that clashes are found and the manifest is whole. */
  readonly shard?: Shard;
}

export interface Rendered {
  readonly source: string;
  readonly name: string;
  /** Paths relative to the root (or absolute outside it), in the order of formats, the model last. */
  readonly files: readonly string[];
  /** Those whose bytes were not there before. */
  readonly changed: readonly string[];
  /** Sheets of an earlier, larger atlas that are gone now. */
  readonly removed?: readonly string[];
  /** True when its files were there already, made from the same, and nothing was drawn. */
  readonly kept: boolean;
  readonly digest: string;
  readonly quality?: Drawing['quality'];
  readonly diagnostics: readonly Diagnostic[];
}

/** One diagram in memory: its files with their bytes; none after an error. */
interface Pictures {
  readonly files: readonly FileToWrite[];
  readonly quality?: Drawing['quality'];
  readonly diagnostics: readonly Diagnostic[];
}

async function draw(
  compiled: Compiled,
  outputs: readonly Output[],
  project: Project,
  jobs: number,
): Promise<Pictures> {
  const drawn = await drawOne(compiled, project, jobs);
  const drawing = drawn.value;
  const glyphs = drawing ? await glyphWarnings(drawing, project) : [];
  const diagnostics = [...drawn.diagnostics, ...glyphs];
  if (!drawing || hasErrors(diagnostics)) return { files: [], diagnostics };
  const files: FileToWrite[] = [];
  try {
    for (const { path, name, format } of outputs) {
      const bytes = format
        ? await bytesOf(drawing, format, compiled, project)
        : Buffer.from(compiled.model);
      files.push({ path, name, bytes });
      if (format !== 'svg') continue;
      for (const [file, sheet] of sheetsOf(drawing, path.replace(/\.svg$/, '')))
        files.push({ path: file, name: shownName(file, project), bytes: sheet });
    }
  } catch (cause) {
    diagnostics.push(await rasterRefusal(cause, compiled));
    return { files: [], diagnostics };
  }
  return { files, quality: drawing.quality, diagnostics };
}

/** A file of a diagram; the model has no format. */
interface Output {
  readonly path: string;
  readonly name: string;
  readonly format?: Format;
}

/** A path as messages show it: relative to the root, where it is in there. */
function shownName(path: string, { root }: Project): string {
  const inside = slashed(relative(root, path));
  return inside.startsWith('..') ? path : inside;
}

function outputsOf(compiled: Compiled, options: RenderOptions, project: Project): Output[] {
  const named = (ending: string): { path: string; name: string } => {
    const path = join(options.out, `${compiled.name}.${ending}`);
    return { path, name: shownName(path, project) };
  };
  return [...options.formats.map((format) => ({ ...named(format), format })), named('model.json')];
}

/** What decided the pictures, and their bytes: of a run without errors in which all were kept or written. */
export interface RunFiles {
  /** Absolute: what sources, config and diagrams were read from, also where nothing was found. */
  readonly inputs: readonly string[];
  /** SHA-256 of all outputs, by absolute path. */
  readonly outputs: Readonly<Record<string, string>>;
}

export interface RenderRun {
  readonly rendered: readonly Rendered[];
  /** Files beside the pictures whose bytes were not there before: manifest and sums. */
  readonly listed: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
  readonly files?: RunFiles;
}

/** What decides the bytes of pictures beside the diagram; undefined when that is not known. */
function circumstancesOf(options: RenderOptions, project: Project): string | undefined {
  const tool = toolDigest();
  const { scale } = project.config;
  return tool && JSON.stringify([tool, options.formats, scale, digests(fontFiles(project))]);
}

/**
 * Draws each diagram as soon as it is compiled, and writes when all are, so that two that would
 * write one file are seen before; one bad source does not keep the others from being drawn.
 */
export async function render(
  files: readonly string[],
  options: RenderOptions,
  project: Project,
  onDone: (done: Rendered, n: number, of: number) => void = () => {},
): Promise<RenderRun> {
  const jobs = options.jobs ?? threads();
  // Where it cannot be written, drawing says so.
  if (options.out === previewFolder(project)) writeTogether(ignoreFile(project));
  const record = openRecord(options.out);
  const unlikelyKept = files.filter((file) => options.force || !record.likelyKept(file));
  prepareDrawing(unlikelyKept.length, jobs);
  // Before the sources are: on Node 20, whatever is imported after them takes longer.
  const raster = prepareRaster(options.formats);
  const { compileSource, outputClashes } = await import('../compile/compile-source.ts');
  const circumstances = circumstancesOf(options, project);

  const inTurn = pLimit(jobs);
  const make = async (one: Compiled): Promise<RenderedFile> => {
    const outputs = outputsOf(one, options, project);
    const key =
      circumstances &&
      sha256(circumstances + JSON.stringify([drawInput(one, project.config.paper), one.model]));
    const kept = options.force || !key ? undefined : record.find(one.name, key);
    const pictures = kept ? undefined : inTurn(() => draw(one, outputs, project, jobs));
    if (pictures) (await raster)();
    return { key, kept, pictures: await pictures };
  };

  const all: Compiled[] = [];
  const compiled: Compiled[] = [];
  const inputs = new Set<string>();
  const made: Promise<RenderedFile>[] = [];
  const published = await publishedIn(project);
  const diagnostics: Diagnostic[] = [...published.diagnostics];
  const inForce = published.value ?? ((one: Compiled): Compiled => one);
  for (const file of files) {
    const source = await compileSource(file, project);
    diagnostics.push(...source.diagnostics);
    for (const input of source.inputs) inputs.add(input);
    const first = all.push(...source.diagrams.map(inForce)) - source.diagrams.length;
    const diagrams = all.slice(first).filter((_, i) => isInShard(first + i, options.shard));
    compiled.push(...diagrams);
    const now = diagrams.map(make);
    // Awaited below; a failure before that must not look like one of the next source.
    for (const one of now) one.catch(() => {});
    made.push(...now);
  }
  const clashes = outputClashes(all);
  if (clashes.length > 0)
    return { rendered: [], listed: [], diagnostics: [...diagnostics, ...clashes] };

  let n = 0;
  const finish = async (one: Compiled, i: number): Promise<Rendered> => {
    const done = await finished(one, (await made[i]) as RenderedFile, record, options, project);
    onDone(done, ++n, compiled.length);
    return done;
  };
  const rendered = await Promise.all(compiled.map(finish));
  record.save();
  diagnostics.push(...rendered.flatMap((r) => r.diagnostics));
  if (hasErrors(diagnostics)) return { rendered, listed: [], diagnostics };
  if (options.manifest === undefined) {
    const run = runFiles(compiled, inputs, record, project);
    // What is kept without a key is not known to be what it was made from.
    const known = circumstances !== undefined;
    return { rendered, listed: [], diagnostics, ...(known ? { files: run } : {}) };
  }
  const { writeManifest } = await import('../publish/write-manifest.ts');
  const paths = (await Promise.all(made)).flatMap(({ kept, pictures }) =>
    kept ? Object.keys(kept.files) : (pictures?.files ?? []).map(({ path }) => path),
  );
  const drafts = { compiled: all, files: paths, folder: options.out, version: options.manifest };
  const listed = await writeManifest(drafts, options, project);
  return {
    rendered,
    listed: listed.changed,
    diagnostics: [...diagnostics, ...listed.diagnostics],
  };
}

/** Writes what was drawn, and removes the sheets that it no longer has. */
async function finished(
  one: Compiled,
  file: RenderedFile,
  record: Records,
  { out, formats }: RenderOptions,
  project: Project,
): Promise<Rendered> {
  const before = record.filesOf(one.name) ?? {};
  const done = write(one, file, record, project);
  const drawn = file.pictures && formats.includes('svg') ? file.pictures.files : [];
  const shown = (path: string): string => shownName(path, project);
  return { ...done, ...(await withoutOldSheets(done, { out, drawn, before }, shown)) };
}

function runFiles(
  compiled: readonly Compiled[],
  inputs: ReadonlySet<string>,
  record: Records,
  project: Project,
): RunFiles {
  const outputs = compiled.map(({ name }) => record.filesOf(name) ?? {});
  const read = [...inputs, ...compiled.flatMap((one) => alsoRead(one, project))];
  return { inputs: read, outputs: Object.assign({}, ...outputs) };
}

/** What decides the pictures beside the sources: icons wherever they would be found, fonts, what is published. */
function alsoRead({ icons }: Compiled, project: Project): string[] {
  const { root, config } = project;
  return [
    ...Object.keys(icons).flatMap((name) => iconFiles(name, project)),
    ...fontFiles(project),
    join(root, config.out, 'manifest.json'),
    join(previewFolder(project), '.gitignore'),
  ];
}

/** What became of one diagram: kept as it was, or pictures to write. */
interface RenderedFile {
  readonly key: string | undefined;
  readonly kept: CacheEntry | undefined;
  readonly pictures: Pictures | undefined;
}

function write(
  one: Compiled,
  { key, kept, pictures }: RenderedFile,
  record: Records,
  project: Project,
): Rendered {
  const { source, name, digest } = one;
  const { changed, diagnostics } = writeTogether(pictures?.files ?? []);
  const failed = diagnostics.length > 0;
  const filesKept = Object.keys(kept?.files ?? {}).map((path) => ({
    name: shownName(path, project),
  }));
  const files = kept ? filesKept : failed ? [] : (pictures?.files ?? []);
  if (key && pictures && files.length > 0) record.add(name, key, pictures, one.inputs);
  const quality = kept ? kept.quality : pictures?.quality;
  return {
    source,
    name,
    files: files.map((file) => file.name),
    changed,
    kept: kept !== undefined,
    digest,
    ...(quality ? { quality } : {}),
    diagnostics: [...((kept ?? pictures)?.diagnostics ?? []), ...diagnostics],
  };
}
