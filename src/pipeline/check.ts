/** Compiles and draws without writing. */

import { isPublished } from '../evidence/manifest.ts';
import { type Diagnostic, hasErrors } from '../model/diagnostic.ts';
import { type Compiled, compileSource, outputClashes } from './compile.ts';
import { drawOne, glyphWarnings, prepareDrawing } from './draw.ts';
import type { Estate } from './estate.ts';
import { type Judged, type JudgeOptions, judgeOne } from './judge.ts';
import { disagreements, leftOver, otherSources, staleness } from './output-folder.ts';
import { asPublished, manifestIn, publishedFacts } from './publication.ts';

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
  const signed = manifest && isPublished(manifest) ? manifest : undefined;
  diagnostics.push(...(inForce?.diagnostics ?? []));
  if (published && manifest)
    diagnostics.push(...(await disagreements(manifest, published.folder, estate)));
  const judged: Judged[] = [];
  for (const [i, made] of compiled.entries()) {
    const publication = signed?.diagrams[made.name];
    const one = asPublished(made, publication);
    // What was approved is the model: another one has not been published yet.
    const facts = publication?.model === made.digest ? publishedFacts(publication) : undefined;
    const judgement = await judgeOne(one, estate, rules, facts);
    judged.push(judgement.judged);
    diagnostics.push(...judgement.diagnostics);
    const drawn = await drawOne(one, estate);
    diagnostics.push(...drawn.diagnostics, ...(await glyphs(one, estate, published)));
    if (published !== undefined && drawn.value)
      diagnostics.push(...(await staleness(one, drawn.value, published.folder, estate, manifest)));
    if (manifest) diagnostics.push(...(await otherSources(one, manifest, estate)));
    onDone(one.name, i + 1, compiled.length);
  }
  return {
    diagrams: compiled.map(({ name, source, digest }) => ({ name, source, model: digest })),
    judged,
    diagnostics,
  };
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
