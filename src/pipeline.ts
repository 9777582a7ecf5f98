/** Composes the stages: sources -> Diagram -> drawing -> files. The one file that sees all rooms. */

import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { basename, dirname, extname, join, relative, resolve as absolute, sep } from 'node:path';
import { resolve } from './compile/resolve.ts';
import { validate } from './compile/validate.ts';
import type { Config } from './config.ts';
import { refusedAttributes } from './dot/print.ts';
import type { DrawInput, Drawing } from './draw.ts';
import type { Artwork } from './icons/artwork.ts';
import { lookup } from './icons/catalogue.ts';
import { canonicalModel, modelDigest } from './model/canonical.ts';
import type { DiagramContent } from './model/content.ts';
import type { Diagram } from './model/diagram.ts';
import { type Diagnostic, error, hasErrors, type Outcome, quote } from './model/diagnostic.ts';
import { findSources, load, normaliseOrigin } from './sources/index.ts';
import { type FileToWrite, writeTogether } from './output/write.ts';

export const FORMATS = ['svg', 'jpg', 'png', 'dot'] as const;
export type Format = (typeof FORMATS)[number];

export interface Estate {
  /** Absolute. */
  readonly root: string;
  readonly config: Config;
}

/** One diagram of a source, ready to be drawn. */
export interface Compiled {
  /** Source relative to the root, with `/`. */
  readonly source: string;
  /** Path of its outputs without ending, relative to the output folder: `network`, `team/flows.refund`. */
  readonly name: string;
  readonly diagram: Diagram;
  readonly icons: Readonly<Record<string, Artwork>>;
  /** Canonical JSON, and its SHA-256. */
  readonly model: string;
  readonly digest: string;
}

export interface CompiledSource {
  readonly source: string;
  readonly diagrams: readonly Compiled[];
  /** Absolute paths of what it was made from. */
  readonly inputs: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

const slashed = (path: string): string => path.split(sep).join('/');

/** Folder and base name of a source's outputs: relative to the folder of sources, where it is in there. */
function outputBase(file: string, estate: Estate): string {
  const inside = relative(join(estate.root, estate.config.sources), file);
  const place = inside.startsWith('..') ? basename(file) : inside;
  return slashed(join(dirname(place), basename(place, extname(place))));
}

const slug = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '')
    .toLowerCase() || 'diagram';

/** The estate's own icons that a diagram uses. */
async function ownIcons(diagram: Diagram, estate: Estate): Promise<Outcome<Record<string, Artwork>>> {
  const diagnostics: Diagnostic[] = [];
  const found: Record<string, Artwork> = {};
  for (const element of Object.values(diagram.elements)) {
    const name = element.facts.icon;
    if (name === undefined || Object.hasOwn(found, name) || lookup(name)) continue;
    const { customIcon } = await import('./icons/custom.ts');
    const folder = join(estate.root, estate.config.icons);
    const file = absolute(folder, name);
    if (!file.startsWith(folder + sep)) {
      diagnostics.push(
        error('icon-outside', `the icon ${quote(name)} is outside of the icons folder`, element.origin, {
          hint: `Put the file into ${estate.config.icons}/ and give its name.`,
        }),
      );
      continue;
    }
    const { value, diagnostics: wrong } = customIcon(file, `${estate.config.icons}/${name}`);
    if (value) found[name] = value;
    for (const d of wrong)
      diagnostics.push(element.origin ? { ...d, origin: element.origin } : d);
  }
  return { value: found, diagnostics };
}

async function compileOne(
  content: DiagramContent,
  name: string,
  source: string,
  estate: Estate,
): Promise<Outcome<Compiled>> {
  const resolved = resolve(content, (origin) => normaliseOrigin(origin, estate.root));
  if (!resolved.value) return { diagnostics: resolved.diagnostics };
  const icons = await ownIcons(resolved.value, estate);
  const diagram: Diagram = {
    ...resolved.value,
    icons: Object.fromEntries(
      Object.entries(icons.value ?? {})
        .map(([file, art]) => [file, art.digest] as const)
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    ),
  };
  const diagnostics = [
    ...resolved.diagnostics,
    ...icons.diagnostics,
    ...validate(diagram, refusedAttributes),
  ];
  if (hasErrors(diagnostics)) return { diagnostics };
  const model = canonicalModel(diagram);
  return {
    diagnostics,
    value: { source, name, diagram, icons: icons.value ?? {}, model, digest: modelDigest(model) },
  };
}

/** Loads and compiles one source. */
export async function compileSource(file: string, estate: Estate): Promise<CompiledSource> {
  const path = absolute(file);
  const source = slashed(relative(estate.root, path));
  const loaded = await load(path, {
    root: estate.root,
    timeoutMs: estate.config.timeout * 1000,
  });
  const diagnostics = [...loaded.diagnostics];
  const diagrams: Compiled[] = [];
  const contents = loaded.value?.diagrams ?? [];
  const base = outputBase(path, estate);
  for (const content of contents) {
    const part = content.options.name ?? (contents.length > 1 ? slug(content.title) : undefined);
    const name = part === undefined ? base : `${base}.${part}`;
    const one = await compileOne(content, name, source, estate);
    diagnostics.push(...one.diagnostics);
    if (one.value) diagrams.push(one.value);
  }
  return { source, diagrams, diagnostics, inputs: loaded.value?.inputs ?? [path] };
}

/** Two diagrams may not write one file; names are compared without case, as some file systems do. */
export function outputClashes(compiled: readonly Compiled[]): Diagnostic[] {
  const first = new Map<string, Compiled>();
  const found: Diagnostic[] = [];
  for (const one of compiled) {
    const key = one.name.toLowerCase();
    const other = first.get(key);
    if (!other) {
      first.set(key, one);
      continue;
    }
    const place = other.diagram.origin;
    found.push(
      error(
        'output-clash',
        `${one.source} and ${other.source} would both write ${one.name}`,
        one.diagram.origin ?? { file: one.source },
        {
          hint: 'Rename one of the files, or give one of the diagrams another `name`.',
          ...(place ? { related: [{ message: 'the other diagram', origin: place }] } : {}),
        },
      ),
    );
  }
  return found;
}

/** More than this is drawn in a thread with a bigger stack and a time limit. */
const SMALL = 400;

const limitHint = 'Split the diagram, or raise `timeout` in the configuration.';

/** Draws in this thread what is small, and in a worker what could take long. */
export async function drawOne(
  compiled: Compiled,
  estate: Estate,
  batch = false,
): Promise<Outcome<Drawing>> {
  const { diagram, icons, digest } = compiled;
  const input: DrawInput = { diagram, icons, titleBlock: { digest } };
  const size = Object.keys(diagram.elements).length + Object.keys(diagram.links).length;
  const failed = (code: string, message: string, hint: string): Outcome<Drawing> => ({
    diagnostics: [error(code, message, diagram.origin ?? { file: compiled.source }, { hint })],
  });
  if (!batch && size <= SMALL) {
    const [{ loadGraphviz }, { draw }] = await Promise.all([
      import('./layout/wasm.ts'),
      import('./draw.ts'),
    ]);
    const layout = await loadGraphviz();
    const value = draw(input, layout);
    return { value, diagnostics: value.diagnostics };
  }
  const { LimitError, runLimited } = await import('./layout/limited.ts');
  try {
    const value = await runLimited<Drawing>(new URL('./draw-worker.ts', import.meta.url), input, {
      timeoutMs: estate.config.timeout * 1000,
      stackSizeMb: 64,
      workers: Math.max(1, Math.min(8, availableParallelism())),
    });
    return { value, diagnostics: value.diagnostics };
  } catch (cause) {
    if (!(cause instanceof LimitError)) throw cause;
    const title = quote(diagram.title);
    if (cause.code === 'timeout')
      return failed(
        'layout-timeout',
        `drawing ${title} took longer than ${estate.config.timeout} s`,
        limitHint,
      );
    return failed(
      'layout-failed',
      `${title} could not be drawn: ${cause.cause instanceof Error ? cause.cause.message : cause.message}`,
      'It may be too large or nested too deep; split it. Else report it as a bug of Cadastre.',
    );
  }
}

export interface RenderOptions {
  readonly formats: readonly Format[];
  /** Absolute. */
  readonly out: string;
}

async function bytesOf(
  drawing: Drawing,
  format: Format,
  estate: Estate,
): Promise<Uint8Array> {
  if (format === 'svg') return Buffer.from(drawing.svg);
  if (format === 'dot') return Buffer.from(drawing.dot);
  const { rasterize } = await import('./output/raster.ts');
  return rasterize(drawing.svg, {
    format,
    ...(estate.config.scale === undefined ? {} : { scale: estate.config.scale }),
    fontFiles: estate.config.fonts.map((font) => absolute(estate.root, font)),
  });
}

/** Texts with glyphs that no font at hand has; loads a font reader only when there may be any. */
async function glyphWarnings({ diagram }: Compiled, estate: Estate): Promise<Diagnostic[]> {
  const { uncovered } = await import('./text/measure.ts');
  const texts = [
    { text: diagram.title, origin: diagram.origin },
    ...Object.values(diagram.elements).map((e) => ({ text: e.name, origin: e.origin })),
    ...Object.values(diagram.links).map((l) => ({ text: l.facts.label ?? '', origin: l.origin })),
  ].filter(({ text }) => uncovered(text).length > 0);
  if (texts.length === 0) return [];
  const { missingGlyphs } = await import('./output/fonts.ts');
  return missingGlyphs(
    texts.map(({ text, origin }) => ({ text, ...(origin ? { origin } : {}) })),
    estate.config.fonts.map((font) => absolute(estate.root, font)),
  );
}

export interface Rendered {
  readonly source: string;
  readonly name: string;
  /** Paths relative to the root (or absolute outside of it), in the order of formats, the model last. */
  readonly files: readonly string[];
  /** Those whose bytes were not there before. */
  readonly changed: readonly string[];
  readonly digest: string;
  readonly quality?: Drawing['quality'];
  readonly diagnostics: readonly Diagnostic[];
}

/** Draws one diagram and writes its pictures and its model together. */
export async function renderOne(
  compiled: Compiled,
  options: RenderOptions,
  estate: Estate,
  batch: boolean,
): Promise<Rendered> {
  const base = { source: compiled.source, name: compiled.name, digest: compiled.digest };
  const drawn = await drawOne(compiled, estate, batch);
  const diagnostics = [...drawn.diagnostics, ...(await glyphWarnings(compiled, estate))];
  const drawing = drawn.value;
  if (!drawing || hasErrors(diagnostics)) return { ...base, files: [], changed: [], diagnostics };
  const named = (ending: string): { path: string; name: string } => {
    const path = join(options.out, `${compiled.name}.${ending}`);
    const inside = slashed(relative(estate.root, path));
    return { path, name: inside.startsWith('..') ? path : inside };
  };
  const files: FileToWrite[] = [];
  try {
    for (const format of options.formats)
      files.push({ ...named(format), bytes: await bytesOf(drawing, format, estate) });
  } catch (cause) {
    const { RasterError } = await import('./output/raster.ts');
    if (!(cause instanceof RasterError)) throw cause;
    const hint =
      cause.largestScale === undefined
        ? 'Split the diagram, or render SVG only.'
        : `Set \`scale: ${cause.largestScale}\` in the configuration, or render SVG only.`;
    diagnostics.push(
      error(`raster-${cause.code}`, cause.message, compiled.diagram.origin, { hint }),
    );
    return { ...base, files: [], changed: [], diagnostics };
  }
  files.push({ ...named('model.json'), bytes: Buffer.from(compiled.model) });
  const written = writeTogether(files);
  return {
    ...base,
    files: files.map((f) => f.name),
    changed: written.changed,
    quality: drawing.quality,
    diagnostics: [...diagnostics, ...written.diagnostics],
  };
}

/** Files to draw, from what was named on the command line. */
export async function sourcesOf(
  given: readonly string[],
  estate: Estate,
): Promise<Outcome<readonly string[]>> {
  const named =
    given.length > 0 ? given : [join(estate.root, estate.config.sources)];
  return findSources(estate.root, named);
}

/** From how many diagrams on it pays to draw in several threads. */
const BATCH = 8;

export interface Run {
  readonly rendered: readonly Rendered[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Compiles all sources first (so that clashes are seen before anything is
 * written), then draws; one bad source does not keep the others from being drawn.
 */
export async function render(
  files: readonly string[],
  options: RenderOptions,
  estate: Estate,
  onDone: (done: Rendered, n: number, of: number) => void = () => {},
): Promise<Run> {
  if (options.formats.some((f) => f === 'jpg' || f === 'png'))
    void import('./output/raster.ts').then((m) => m.preload());
  // Loads while the sources are read.
  if (files.length < BATCH) void import('./layout/wasm.ts').then((m) => m.loadGraphviz());
  const compiled: Compiled[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const file of files) {
    const source = await compileSource(file, estate);
    compiled.push(...source.diagrams);
    diagnostics.push(...source.diagnostics);
  }
  const clashes = outputClashes(compiled);
  if (clashes.length > 0) return { rendered: [], diagnostics: [...diagnostics, ...clashes] };
  const batch = compiled.length >= BATCH;
  const rendered: Rendered[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    for (let i = next++; i < compiled.length; i = next++) {
      const done = await renderOne(compiled[i] as Compiled, options, estate, batch);
      rendered[i] = done;
      onDone(done, rendered.filter(Boolean).length, compiled.length);
    }
  };
  const lanes = batch ? Math.max(2, Math.min(8, availableParallelism() + 1)) : 1;
  await Promise.all(Array.from({ length: lanes }, work));
  return {
    rendered,
    diagnostics: [...diagnostics, ...rendered.flatMap((r) => r.diagnostics)],
  };
}

/** The text of a file that is there already, e.g. a picture that is checked. */
export async function existing(path: string): Promise<Buffer | undefined> {
  return readFile(path).catch(() => undefined);
}

export interface Checked {
  readonly diagrams: readonly { name: string; source: string; model: string }[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Compiles and draws without writing. With `published` (absolute folder), the
 * files there must be what the sources make, and nothing else may lie there.
 */
export async function checkSources(
  files: readonly string[],
  estate: Estate,
  published: string | undefined,
  onDone: (name: string, n: number, of: number) => void = () => {},
): Promise<Checked> {
  const compiled: Compiled[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const file of files) {
    const source = await compileSource(file, estate);
    compiled.push(...source.diagrams);
    diagnostics.push(...source.diagnostics);
  }
  diagnostics.push(...outputClashes(compiled));
  for (const [i, one] of compiled.entries()) {
    const drawn = await drawOne(one, estate);
    diagnostics.push(...drawn.diagnostics, ...(await glyphWarnings(one, estate)));
    if (published !== undefined && drawn.value)
      diagnostics.push(...(await staleness(one, drawn.value, published, estate)));
    onDone(one.name, i + 1, compiled.length);
  }
  return {
    diagrams: compiled.map(({ name, source, digest }) => ({ name, source, model: digest })),
    diagnostics,
  };
}

/** What of a diagram's files in the output folder is missing or differs. */
async function staleness(
  one: Compiled,
  drawing: Drawing,
  folder: string,
  estate: Estate,
): Promise<Diagnostic[]> {
  const found: Diagnostic[] = [];
  const hold = async (ending: string, bytes: Uint8Array): Promise<void> => {
    const path = join(folder, `${one.name}.${ending}`);
    const there = await existing(path);
    if (there?.equals(bytes)) return;
    const name = slashed(relative(estate.root, path));
    found.push(
      error(
        there ? 'stale' : 'not-drawn-yet',
        there ? `${name} is not what ${one.source} makes` : `${name} is missing`,
        { file: one.source },
        { hint: 'Run `cadastre render` and commit the result.' },
      ),
    );
  };
  await hold('model.json', Buffer.from(one.model));
  for (const format of estate.config.formats)
    await hold(format, await bytesOf(drawing, format, estate));
  return found;
}
