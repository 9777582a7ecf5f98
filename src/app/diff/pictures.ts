/** One picture for each diagram that changed: both versions on one page. */

import { join } from 'node:path';
import { compare } from '../../compare/compare.ts';
import { unionOf } from '../../compare/union.ts';
import { canonicalModel } from '../../model/canonical.ts';
import type { DiagnosticCode } from '../../model/codes.ts';
import {
  type Diagnostic,
  failure,
  hasErrors,
  type Outcome,
  refused,
} from '../../model/diagnostic.ts';
import { type FileToWrite, writeTogether } from '../../render/output/write.ts';
import type { Format } from '../../sources/config/config.ts';
import type { Compiled } from '../compile/compile-source.ts';
import { bytesOf, drawOne, glyphWarnings, rasterRefusal } from '../draw/draw-one.ts';
import type { Project } from '../project.ts';
import type { SideModel } from './compared-side.ts';
import type { DiagramDiff, Diff } from './diff.ts';

const asCompiled = ({ name, diagram, icons, digest }: SideModel): Compiled => ({
  ...{ name, diagram, icons, digest, source: diagram.origin?.file ?? name },
  inputs: [],
  model: canonicalModel(diagram),
});

/** A diagram with what changed since the earlier side, drawn; of one that is new or gone, its own picture. */
async function drawDiff(
  { before, after }: DiagramDiff,
  labels: readonly [string, string],
  formats: readonly Format[],
  project: Project,
): Promise<Outcome<ReadonlyMap<Format, Uint8Array>>> {
  const shown = (after ?? before) as SideModel;
  const one = asCompiled(shown);
  const icons = { ...before?.icons, ...shown.icons };
  const overlay =
    before && after
      ? {
          ...unionOf(compare(before.diagram, after.diagram)),
          before: before.diagram,
          versions: [
            { label: labels[0], digest: before.digest },
            { label: labels[1], digest: after.digest },
          ] as const,
        }
      : undefined;
  const drawn = await drawOne(
    { ...one, icons },
    project,
    undefined,
    overlay && { overlay: { ...overlay, union: overlay.diagram } },
  );
  if (!drawn.value || hasErrors(drawn.diagnostics)) return failure(drawn.diagnostics);
  const files = new Map<Format, Uint8Array>();
  try {
    for (const format of formats)
      files.set(format, await bytesOf(drawn.value, format, one, project));
  } catch (cause) {
    return failure([await rasterRefusal(cause, one)]);
  }
  const found = drawn.diagnostics.filter(({ code }) => !overlay || MISREAD.has(code));
  const diagnostics = [...found, ...(await glyphWarnings(drawn.value, project))];
  return { value: files, diagnostics };
}

/** What a reader of an overlay would take wrongly. That a page is crowded is said where the diagram itself is drawn. */
const MISREAD: ReadonlySet<string> = new Set<DiagnosticCode>([
  'line-through-zone',
  'line-through-box',
  'lines-shared',
  'line-missing',
  'name-cut',
  'text-cut',
]);

interface VersionPicture {
  readonly word: 'before' | 'after';
  readonly format: Format;
  readonly bytes: Uint8Array;
}

/** Each version by itself. */
async function drawVersions(
  { before, after }: DiagramDiff,
  formats: readonly Format[],
  project: Project,
): Promise<Outcome<readonly VersionPicture[]>> {
  const files: VersionPicture[] = [];
  for (const [word, side] of [
    ['before', before],
    ['after', after],
  ] as const) {
    if (!side) continue;
    const one = asCompiled(side);
    const drawn = await drawOne(one, project);
    if (!drawn.value || hasErrors(drawn.diagnostics)) return failure(drawn.diagnostics);
    for (const format of formats)
      files.push({ word, format, bytes: await bytesOf(drawn.value, format, one, project) });
  }
  return { value: files, diagnostics: [] };
}

export interface DiffPictures {
  readonly files: readonly FileToWrite[];
  /** Absolute paths by name of the diagram. */
  readonly pictures: Readonly<Record<string, readonly string[]>>;
}

export interface PictureOptions {
  readonly formats: readonly Format[];
  /** Absolute path of a picture: of `diff`, and with `versions` of `before` and `after`. */
  readonly pathOf: (name: string, word: string, format: Format) => string;
  readonly versions?: boolean;
}

/** Draws what changed. Errors: those of drawing. */
export async function drawPictures(
  { before, after, diagrams }: Diff,
  { formats, pathOf, versions = false }: PictureOptions,
  project: Project,
): Promise<Outcome<DiffPictures>> {
  const files: FileToWrite[] = [];
  const diagnostics: Diagnostic[] = [];
  const pictures: Record<string, string[]> = {};
  const add = (name: string, path: string, bytes: Uint8Array): void => {
    files.push({ path, name: path, bytes });
    pictures[name] = [...(pictures[name] ?? []), path];
  };
  for (const one of diagrams.filter(({ change }) => change !== 'unchanged')) {
    const drawn = await drawDiff(one, [before.label, after.label], formats, project);
    diagnostics.push(...drawn.diagnostics);
    for (const [format, bytes] of drawn.value ?? [])
      add(one.name, pathOf(one.name, 'diff', format), bytes);
    if (!versions) continue;
    const both = await drawVersions(one, formats, project);
    diagnostics.push(...both.diagnostics);
    for (const { word, format, bytes } of both.value ?? [])
      add(one.name, pathOf(one.name, word, format), bytes);
  }
  return hasErrors(diagnostics)
    ? failure(diagnostics)
    : { value: { files, pictures }, diagnostics };
}

/**
 * Draws what changed and writes it, all or nothing.
 * @param to a folder, or the path of one picture; absolute
 * Errors: those of drawing and writing, `several-pictures`.
 */
export async function writePictures(
  diff: Diff,
  to:
    | { readonly folder: string; readonly formats: readonly Format[] }
    | { readonly file: string; readonly format: Format },
  project: Project,
): Promise<Outcome<DiffPictures>> {
  const changed = diff.diagrams.filter(({ change }) => change !== 'unchanged');
  if ('file' in to && changed.length > 1)
    return refused(
      'several-pictures',
      `${changed.length} diagrams changed, and ${to.file} is one picture`,
      'Name a folder after -o, or one diagram with --only.',
    );
  const options: PictureOptions =
    'file' in to
      ? { formats: [to.format], pathOf: () => to.file }
      : {
          formats: to.formats,
          pathOf: (name, word, format) => join(to.folder, `${name}.${word}.${format}`),
        };
  const drawn = await drawPictures(diff, options, project);
  if (!drawn.value) return failure(drawn.diagnostics);
  const written = writeTogether(drawn.value.files);
  const all = [...drawn.diagnostics, ...written.diagnostics];
  return hasErrors(all) ? failure(all) : { value: drawn.value, diagnostics: all };
}
