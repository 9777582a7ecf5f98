/** Compiles and draws without writing. */

import { isPublished } from '../../evidence/manifest/manifest.ts';
import type { DiagnosticCode } from '../../model/codes.ts';
import { type Diagnostic, hasErrors } from '../../model/diagnostic.ts';
import type { Drawing } from '../../render/draw.ts';
import { type Compiled, compileSource, outputClashes } from '../compile/compile-source.ts';
import { drawOne, glyphWarnings, prepareDrawing } from '../draw/draw-one.ts';
import { asPublished, manifestIn, publishedFacts } from '../draw/publication.ts';
import type { Project } from '../project.ts';
import { EstatePaths } from './element-paths.ts';
import { type JudgeOptions, judgeOne, type RuleResults } from './judge.ts';
import { disagreements, leftOver, otherSources, staleness } from './output-folder.ts';
import { strayOutput } from './stray-output.ts';

export interface CheckedSources {
  readonly diagrams: readonly { name: string; source: string; model: string }[];
  readonly judged: readonly RuleResults[];
  readonly diagnostics: readonly Diagnostic[];
}

/** What the comparison of the output folder with the sources needs. */
export interface PublishedCheck {
  /** Absolute. */
  readonly folder: string;
  /** All sources are given: a picture that none of them makes is left over. */
  readonly whole: boolean;
}

export interface SourceCheck extends JudgeOptions {
  /** The files there must be what the sources make. */
  readonly published?: PublishedCheck;
}

/** Compiles, draws and judges without writing. */
export async function checkSources(
  files: readonly string[],
  project: Project,
  { published, ...rules }: SourceCheck,
  onDone: (name: string, n: number, of: number) => void = () => {},
): Promise<CheckedSources> {
  const compiled: Compiled[] = [];
  const diagnostics: Diagnostic[] = [];
  prepareDrawing(files.length);
  for (const file of files) {
    const source = await compileSource(file, project);
    compiled.push(...source.diagrams);
    diagnostics.push(...source.diagnostics);
  }
  diagnostics.push(...outputClashes(compiled), ...(await strayOutput(project)));
  // What a source that does not compile would make is not known.
  if (published?.whole && !hasErrors(diagnostics))
    diagnostics.push(...(await leftOver(compiled, published.folder, project)));
  const inForce = published && (await manifestIn(published.folder, project.config.out));
  const manifest = inForce?.value;
  const signed = manifest && isPublished(manifest) ? manifest : undefined;
  diagnostics.push(...(inForce?.diagnostics ?? []));
  if (published && manifest)
    diagnostics.push(...(await disagreements(manifest, published.folder, project)));
  const judged: RuleResults[] = [];
  const estate = new EstatePaths(project);
  for (const [i, made] of compiled.entries()) {
    const publication = signed?.diagrams[made.name];
    const one = asPublished(made, publication);
    // What was approved is the model: another one has not been published yet.
    const facts = publication?.model === made.digest ? publishedFacts(publication) : undefined;
    const judgement = await judgeOne(one, project, rules, facts, estate);
    judged.push(judgement.judged);
    diagnostics.push(...judgement.diagnostics);
    const drawn = await drawOne(one, project);
    diagnostics.push(...drawn.diagnostics.map(asEvidence));
    if (drawn.value) diagnostics.push(...(await glyphs(drawn.value, project, published)));
    if (published !== undefined && drawn.value)
      diagnostics.push(...(await staleness(one, drawn.value, published.folder, project, manifest)));
    if (manifest) diagnostics.push(...(await otherSources(one, manifest, project)));
    onDone(one.name, i + 1, compiled.length);
  }
  return {
    diagrams: compiled.map(({ name, source, digest }) => ({ name, source, model: digest })),
    judged,
    diagnostics,
  };
}

/** What a reader of the picture would take wrongly. */
const UNTRUE: ReadonlySet<DiagnosticCode> = new Set<DiagnosticCode>([
  'line-through-zone',
  'line-through-box',
  'lines-shared',
  'line-missing',
  'link-crowded',
  'cut-unsaid',
  'connectors-many',
]);

/** What a reader would take wrongly is a remark while drawing, and no evidence. */
const asEvidence = (found: Diagnostic): Diagnostic =>
  UNTRUE.has(found.code as DiagnosticCode) ? { ...found, severity: 'error' } : found;

/** Boxes in place of letters are a remark while drawing, and no evidence. */
async function glyphs(
  drawing: Drawing,
  project: Project,
  published: PublishedCheck | undefined,
): Promise<Diagnostic[]> {
  const found = await glyphWarnings(drawing, project);
  const raster = project.config.formats.some((format) => format === 'jpg' || format === 'png');
  return published && raster ? found.map((d) => ({ ...d, severity: 'error' })) : found;
}
