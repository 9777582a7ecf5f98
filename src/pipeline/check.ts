/** Compiles and draws without writing. */

import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { FORMATS } from '../config-types.ts';
import type { Drawing } from '../draw.ts';
import { MANIFEST_FILE, type Manifest, sha256 } from '../evidence/manifest.ts';
import { type Diagnostic, error, hasErrors } from '../model/diagnostic.ts';
import { type Compiled, compileSource, outputClashes } from './compile.ts';
import { bytesOf, drawOne, glyphWarnings, prepareDrawing, rasterRefusal } from './draw.ts';
import { type Estate, slashed } from './estate.ts';
import { type Judged, type JudgeOptions, judgeOne } from './judge.ts';
import { asPublished, manifestIn, publishedFacts } from './publication.ts';
import { changedSince } from './published-model.ts';

/** The text of a file that is there already, e.g. a picture that is checked. */
export async function existing(path: string): Promise<Buffer | undefined> {
  return readFile(path).catch(() => undefined);
}

export interface Checked {
  readonly diagrams: readonly { name: string; source: string; model: string }[];
  readonly judged: readonly Judged[];
  readonly diagnostics: readonly Diagnostic[];
}

/** What the output folder is held against the sources for. */
export interface Published {
  /** Absolute. */
  readonly folder: string;
  /** All sources are given: a picture that none of them makes is left over. */
  readonly whole: boolean;
}

export interface CheckOptions extends JudgeOptions {
  /** The files there must be what the sources make. */
  readonly published?: Published;
}

/** Compiles, draws and judges without writing. */
export async function checkSources(
  files: readonly string[],
  estate: Estate,
  { published, ...rules }: CheckOptions,
  onDone: (name: string, n: number, of: number) => void = () => {},
): Promise<Checked> {
  const compiled: Compiled[] = [];
  const diagnostics: Diagnostic[] = [];
  prepareDrawing(files.length);
  for (const file of files) {
    const source = await compileSource(file, estate);
    compiled.push(...source.diagrams);
    diagnostics.push(...source.diagnostics);
  }
  diagnostics.push(...outputClashes(compiled));
  // What a source that does not compile would make is not known.
  if (published?.whole && !hasErrors(diagnostics))
    diagnostics.push(...(await leftOver(compiled, published.folder, estate)));
  const inForce = published && (await manifestIn(published.folder, estate.config.out));
  const manifest = inForce?.value;
  diagnostics.push(...(inForce?.diagnostics ?? []));
  if (published && manifest)
    diagnostics.push(...(await disagreements(manifest, published.folder, estate)));
  const judged: Judged[] = [];
  for (const [i, made] of compiled.entries()) {
    const publication = manifest?.diagrams[made.name];
    const one = asPublished(made, publication);
    // What was approved is the model: another one has not been published yet.
    const facts = publication?.model === made.digest ? publishedFacts(publication) : undefined;
    const judgement = await judgeOne(one, estate, rules, facts);
    judged.push(judgement.judged);
    diagnostics.push(...judgement.diagnostics);
    const drawn = await drawOne(one, estate);
    diagnostics.push(...drawn.diagnostics, ...(await glyphs(one, estate, published)));
    if (published !== undefined && drawn.value)
      diagnostics.push(
        ...(await staleness(one, drawn.value, published.folder, estate, manifest !== undefined)),
      );
    onDone(one.name, i + 1, compiled.length);
  }
  return {
    diagrams: compiled.map(({ name, source, digest }) => ({ name, source, model: digest })),
    judged,
    diagnostics,
  };
}

/** Files in the output folder that are not those of the manifest beside them. */
async function disagreements(
  manifest: Manifest,
  folder: string,
  { config }: Estate,
): Promise<Diagnostic[]> {
  const found: Diagnostic[] = [];
  for (const [name, digest] of Object.entries(manifest.files)) {
    const bytes = await existing(join(folder, name));
    if (bytes && sha256(bytes) === digest) continue;
    found.push(
      error(
        'not-published',
        `${config.out}/${name} is ${bytes ? 'not the file of the manifest' : 'missing'}`,
        { file: `${config.out}/${MANIFEST_FILE}` },
        {
          hint: `Put it back: \`git checkout ${config.out}\`. Only \`cadastre publish\` makes it anew.`,
        },
      ),
    );
  }
  return found;
}

/** Boxes in place of letters are a remark while drawing, and no evidence. */
async function glyphs(
  one: Compiled,
  estate: Estate,
  published: Published | undefined,
): Promise<Diagnostic[]> {
  const found = await glyphWarnings(one, estate);
  const raster = estate.config.formats.some((format) => format === 'jpg' || format === 'png');
  return published && raster ? found.map((d) => ({ ...d, severity: 'error' })) : found;
}

/** Pictures and models in the output folder that no source makes. */
async function leftOver(
  compiled: readonly Compiled[],
  folder: string,
  estate: Estate,
): Promise<Diagnostic[]> {
  const names = new Set(compiled.map(({ name }) => name));
  const there = await readdir(folder, { recursive: true }).catch(() => [] as string[]);
  const found: Diagnostic[] = [];
  for (const file of there.map(slashed).sort()) {
    const ending = ['model.json', ...FORMATS].find((format) => file.endsWith(`.${format}`));
    if (ending === undefined) continue;
    const made = names.has(file.slice(0, -ending.length - 1));
    const wanted = ending === 'model.json' || estate.config.formats.some((f) => f === ending);
    if (made && wanted) continue;
    const name = slashed(relative(estate.root, join(folder, file)));
    found.push(
      error(
        'left-over',
        made
          ? `${name} is of a format that is not kept up to date`
          : `${name} is made by no source`,
        undefined,
        {
          hint: made
            ? 'Remove it, or add the format to `formats` in the configuration.'
            : 'Remove it, or restore the diagram that made it.',
        },
      ),
    );
  }
  return found;
}

/** What of a diagram's files in the output folder is missing or differs. */
async function staleness(
  one: Compiled,
  drawing: Drawing,
  folder: string,
  estate: Estate,
  signed: boolean,
): Promise<Diagnostic[]> {
  // Where there is a manifest, only what publishes may change what is committed.
  const cure = signed
    ? '`cadastre publish` makes it anew.'
    : 'Run `cadastre render` and commit the result.';
  const found: Diagnostic[] = [];
  const hold = async (ending: string, bytes: Uint8Array): Promise<void> => {
    const path = join(folder, `${one.name}.${ending}`);
    const there = await existing(path);
    if (there?.equals(bytes)) return;
    const name = slashed(relative(estate.root, path));
    const isModel = there && ending === 'model.json';
    const changed = isModel ? `${changedSince(there.toString(), one.diagram)}\n` : '';
    found.push(
      error(
        there ? 'stale' : 'not-drawn-yet',
        there ? `${name} is not what ${one.source} makes` : `${name} is missing`,
        { file: one.source },
        { hint: `${changed}${cure}` },
      ),
    );
  };
  await hold('model.json', Buffer.from(one.model));
  try {
    for (const format of estate.config.formats)
      await hold(format, await bytesOf(drawing, format, estate));
  } catch (cause) {
    found.push(await rasterRefusal(cause, one));
  }
  return found;
}
