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

export interface DiffPictures {
  /** Absolute paths by name of the diagram. */
  readonly pictures: Readonly<Record<string, readonly string[]>>;
}

/**
 * Draws what changed and writes it, all or nothing.
 * @param to a folder, or the path of one picture; absolute
 * Errors: those of drawing and writing, `several-pictures`.
 */
export async function writePictures(
  { before, after, diagrams }: Diff,
  to:
    | { readonly folder: string; readonly formats: readonly Format[] }
    | { readonly file: string; readonly format: Format },
  project: Project,
): Promise<Outcome<DiffPictures>> {
  const changed = diagrams.filter(({ change }) => change !== 'unchanged');
  if ('file' in to && changed.length > 1)
    return refused(
      'several-pictures',
      `${changed.length} diagrams changed, and ${to.file} is one picture`,
      'Name a folder after -o, or one diagram with --only.',
    );
  const formats = 'file' in to ? [to.format] : to.formats;
  const files: FileToWrite[] = [];
  const diagnostics: Diagnostic[] = [];
  const pictures: Record<string, string[]> = {};
  for (const one of changed) {
    const drawn = await drawDiff(one, [before.label, after.label], formats, project);
    diagnostics.push(...drawn.diagnostics);
    for (const [format, bytes] of drawn.value ?? []) {
      const path = 'file' in to ? to.file : join(to.folder, `${one.name}.diff.${format}`);
      files.push({ path, name: path, bytes });
      pictures[one.name] = [...(pictures[one.name] ?? []), path];
    }
  }
  if (hasErrors(diagnostics)) return failure(diagnostics);
  const written = writeTogether(files);
  const all = [...diagnostics, ...written.diagnostics];
  return hasErrors(all) ? failure(all) : { value: { pictures }, diagnostics: all };
}
