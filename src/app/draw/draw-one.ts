/** Diagram -> picture, in threads of their own. */

import { availableParallelism } from 'node:os';
import { resolve as absolute, posix } from 'node:path';
import type { DiagnosticCode } from '../../model/codes.ts';
import {
  type Diagnostic,
  error,
  type Failure,
  type Outcome,
  quote,
} from '../../model/diagnostic.ts';
import { DEFAULT_PAPER } from '../../model/paper.ts';
import { sheetFile } from '../../model/sheet-files.ts';
import type { AtlasBegun, Begun, DrawInput, Drawing, DrawnPage } from '../../render/draw.ts';
import type { DrawTask } from '../../render/draw-worker.ts';
import { joined } from '../../render/joined-sheets.ts';
import { LimitError, prepare, runLimited } from '../../render/layout/limited.ts';
import type { Format } from '../../sources/config/config.ts';
import type { Compiled } from '../compile/compile-source.ts';
import type { Project } from '../project.ts';

const WORKER = new URL('../../render/draw-worker.ts', import.meta.url);

/** Graphviz' stack grows with the length of a chain and the depth of groups. */
const STACK = { stackSizeMb: 64 };

/** How many diagrams are drawn at once; each thread takes some 100 MB. */
export const threads = (): number => Math.max(1, Math.min(8, availableParallelism()));

/** Starts the threads that `count` diagrams need, so that they load while the sources are read. */
export function prepareDrawing(count: number, jobs = threads()): void {
  prepare(WORKER, STACK, Math.min(count, jobs));
}

/** All that a drawing is made from. */
export function drawInput(
  { diagram, icons, digest, titleBlock, name }: Compiled,
  paper = DEFAULT_PAPER,
): DrawInput {
  const block = titleBlock ?? { digest };
  return { diagram, icons, titleBlock: block, name: posix.basename(name), paper };
}

/** The configured fonts, absolute. */
export const fontFiles = ({ root, config }: Project): string[] =>
  config.fonts.map((font) => absolute(root, font));

const limitHint = 'Split the diagram, or raise `timeout` in the configuration.';

/** Draws sheets on as many threads as there are. */
async function drawSheets(
  { whole, sheets, missing }: AtlasBegun,
  run: <T>(task: DrawTask) => Promise<T>,
): Promise<Drawing> {
  const pages = await Promise.all(sheets.map((sheet) => run<DrawnPage>({ sheet })));
  return joined(whole, sheets, missing, pages);
}

/**
 * Draws in a thread of its own, whatever the size: that one has stack enough, really ends when time
 * is up, and loads Graphviz while the main thread does other work.
 */
export async function drawOne(
  compiled: Compiled,
  project: Project,
  jobs = threads(),
  more: Pick<DrawInput, 'overlay'> = {},
): Promise<Outcome<Drawing>> {
  const { diagram } = compiled;
  const failed = (code: DiagnosticCode, message: string, hint: string): Failure => ({
    diagnostics: [error(code, message, diagram.origin ?? { file: compiled.source }, { hint })],
  });
  try {
    const limits = { ...STACK, timeoutMs: project.config.timeout * 1000, workers: jobs };
    const run = <T>(task: DrawTask): Promise<T> => runLimited<T>(WORKER, task, limits);
    const begun = await run<Begun>({
      diagram: { ...drawInput(compiled, project.config.paper), ...more },
    });
    const value = 'page' in begun ? begun.page : await drawSheets(begun, run);
    return { value, diagnostics: value.diagnostics };
  } catch (cause) {
    if (!(cause instanceof LimitError)) throw cause;
    const title = quote(diagram.title);
    if (cause.code === 'timeout')
      return failed(
        'layout-timeout',
        `drawing ${title} took longer than ${project.config.timeout} s`,
        limitHint,
      );
    return failed(
      'layout-failed',
      `${title} could not be drawn: ${cause.cause instanceof Error ? cause.cause.message : cause.message}`,
      'It may be too large or nested too deeply: split it. Otherwise report this as a bug in Cadastre.',
    );
  }
}

/**
 * Loads what rasters need, when one of the formats is one. The answer, when called, blocks for some
 * 80 ms to load the libraries: a thing to do while others work.
 */
export async function prepareRaster(formats: readonly Format[]): Promise<() => void> {
  if (!formats.some((f) => f === 'jpg' || f === 'png')) return () => {};
  return (await import('../../render/output/raster.ts')).preload;
}

/** A drawing as the bytes of a file. Throws `RasterError`. */
export async function bytesOf(
  drawing: Drawing,
  format: Format,
  one: Compiled,
  project: Project,
): Promise<Uint8Array> {
  if (format === 'svg') return Buffer.from(drawing.svg);
  if (format === 'dot') return Buffer.from(drawing.dot);
  if (format === 'drawio') return Buffer.from(drawing.drawio);
  if (format === 'pdf') return pdf(drawing, one, project);
  const { rasterize } = await import('../../render/output/raster.ts');
  return rasterize(drawing.svg, {
    format,
    ...(project.config.scale === undefined ? {} : { scale: project.config.scale }),
    fontFiles: fontFiles(project),
  });
}

async function pdf(
  { svg, sheets, sheetNames }: Drawing,
  { diagram, model, digest, name, titleBlock }: Compiled,
  project: Project,
): Promise<Uint8Array> {
  const { pdfOf } = await import('../../render/output/pdf/pdf.ts');
  return pdfOf({
    title: diagram.title,
    sheets: [svg, ...sheets].map((one, i) => ({ name: sheetNames[i] ?? '', svg: one })),
    modelFile: `${posix.basename(name)}.model.json`,
    model,
    digest,
    paper: project.config.paper,
    ...(titleBlock?.date === undefined ? {} : { date: titleBlock.date }),
    fontFiles: fontFiles(project),
  });
}

/** The sheets of an atlas beside its overview, by path of the outputs. */
export const sheetsOf = ({ sheets }: Drawing, name: string): readonly [string, Uint8Array][] =>
  sheets.map((svg, i) => [sheetFile(name, i + 2), Buffer.from(svg)]);

/** What to say when a picture is too large for a raster, or holds what a PDF lacks; anything else that was thrown is thrown on. */
export async function rasterRefusal(cause: unknown, { diagram }: Compiled): Promise<Diagnostic> {
  if (cause instanceof Error && cause.name === 'Unsupported')
    return error('pdf-unsupported', `a PDF cannot show ${cause.message}`, diagram.origin, {
      hint: 'Draw the diagram without it, or leave `pdf` out of the formats.',
    });
  const { RasterError } = await import('../../render/output/raster.ts');
  if (!(cause instanceof RasterError) || cause.code !== 'too-large') throw cause;
  const { largestScale = 0 } = cause;
  const hint =
    largestScale > 0
      ? `Set \`scale: ${largestScale}\` in the configuration, or render SVG only.`
      : 'Split the diagram, or render SVG only.';
  return error('raster-too-large', cause.message, diagram.origin, { hint });
}

/** Drawn texts with glyphs that no font at hand has; loads a font reader only when there may be any. */
export async function glyphWarnings(
  { foreignTexts }: Pick<Drawing, 'foreignTexts'>,
  project: Project,
): Promise<Diagnostic[]> {
  if (foreignTexts.length === 0) return [];
  const { missingGlyphs } = await import('../../render/output/fonts.ts');
  return missingGlyphs(foreignTexts, fontFiles(project));
}
