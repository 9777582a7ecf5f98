/** Drawings: old ones become drafts of diagrams; of edited pictures of ours, what was changed is told. */

import { existsSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import {
  type DrawingChange,
  type DrawnFrom,
  drawingChanges,
  drawnFrom,
} from '../../drawings/changes.ts';
import { type DiagramDraft, draftOf } from '../../drawings/draft.ts';
import { draftText } from '../../drawings/yaml-draft.ts';
import { DrawioError, type DrawioPage, isDrawio, readDrawio } from '../../formats/drawio.ts';
import { type Diagnostic, error, hasErrors, quote, warning } from '../../model/diagnostic.ts';
import type { FileToWrite } from '../../render/output/write.ts';
import { findSources } from '../../sources/index.ts';
import { type Compiled, compileSource } from '../compile/compile-source.ts';
import type { Project } from '../project.ts';
import type { ReadFile } from './read-files.ts';

/** What became of one drawing. */
export interface ImportedDrawing {
  readonly file: string;
  readonly pages: number;
  /** Elements and links of its draft; absent for a picture of ours. */
  readonly drafted?: {
    readonly elements: number;
    readonly links: number;
    readonly file: string;
    readonly notes: DiagramDraft['notes'];
  };
  /** Of a picture of ours: the diagram that it is of, and how the file differs from its model. */
  readonly compared?: {
    readonly diagram: string;
    readonly model: string;
    readonly changes: readonly DrawingChange[];
  };
}

export interface ImportedDrawings {
  readonly drawings: readonly ImportedDrawing[];
  /** Drafts to write. */
  readonly files: readonly FileToWrite[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Whether a file is a drawing, and no source of facts. */
export const isDrawing = ({ path, bytes }: ReadFile): boolean =>
  /\.(?:drawio|dio|xml)$/i.test(path) && isDrawio(bytes);

function pagesOf(file: ReadFile, diagnostics: Diagnostic[]): readonly DrawioPage[] {
  try {
    return readDrawio(file.bytes);
  } catch (thrown) {
    if (!(thrown instanceof DrawioError)) throw thrown;
    const code = thrown.code === 'broken' ? 'import-broken' : 'too-large';
    const hint =
      code === 'import-broken'
        ? 'It may be truncated. Open it in draw.io and save it again.'
        : 'Divide the drawing into several files.';
    const message = `the drawing cannot be read: ${thrown.message}`;
    diagnostics.push(error(code, message, { file: file.path }, { hint }));
    return [];
  }
}

const counted = (elements: DiagramDraft['content']): number =>
  elements.reduce((sum, { members }) => sum + 1 + counted(members), 0);

/** `diagrams/NAME.yaml`, unless another file is there. Errors: `draft-exists`. */
function drafted(
  file: ReadFile,
  pages: readonly DrawioPage[],
  { root, config }: Project,
  files: FileToWrite[],
  diagnostics: Diagnostic[],
): ImportedDrawing {
  const drafts = pages.map(draftOf);
  const base = posix.basename(file.path).replace(/\.(?:drawio|dio|xml)$/i, '');
  const name = posix.join(
    config.sources,
    `${base.replace(/[^\p{L}\p{N}._-]+/gu, '-').replace(/^[._]+/, '')}.yaml`,
  );
  const path = join(root, name);
  const bytes = Buffer.from(draftText(posix.basename(file.path), drafts));
  if (existsSync(path) && !readFileSync(path).equals(bytes)) {
    const hint = 'Move or delete it first: what was made of an earlier draft would be lost.';
    diagnostics.push(
      error('draft-exists', `${quote(name)} is there already`, { file: file.path }, { hint }),
    );
  } else files.push({ path, name, bytes });
  return {
    file: file.path,
    pages: pages.length,
    drafted: {
      elements: drafts.reduce((sum, { content }) => sum + counted(content), 0),
      links: drafts.reduce((sum, { links }) => sum + links.length, 0),
      file: name,
      notes: drafts.flatMap(({ notes }) => notes),
    },
  };
}

async function compiledDiagrams(
  project: Project,
  diagnostics: Diagnostic[],
): Promise<readonly Compiled[]> {
  const { value: sources = [] } = await findSources(project.root, [
    join(project.root, project.config.sources),
  ]);
  const compiled: Compiled[] = [];
  for (const source of sources) {
    const one = await compileSource(source, project);
    compiled.push(...one.diagrams);
    diagnostics.push(...one.diagnostics.filter(({ severity }) => severity === 'error'));
  }
  return compiled;
}

/** Errors: `unknown-diagram`. Warnings: `drawing-older`. */
function compared(
  file: ReadFile,
  pages: readonly DrawioPage[],
  from: DrawnFrom,
  diagrams: readonly Compiled[],
  diagnostics: Diagnostic[],
): ImportedDrawing | undefined {
  const named = diagrams.filter(({ name }) => posix.basename(name) === from.diagram);
  const own =
    diagrams.find(({ digest }) => digest === from.model) ??
    (named.length === 1 ? named[0] : undefined);
  const at = { file: file.path };
  if (!own) {
    const message = `the picture is of the diagram ${quote(from.diagram)}, which this project does not have`;
    const hint = 'Import it in the project that it was drawn in.';
    diagnostics.push(error('unknown-diagram', message, at, { hint }));
    return undefined;
  }
  const same = own.digest === from.model;
  if (!same) {
    const message = `it was drawn from another version of ${quote(own.name)}: what changed since is listed, too`;
    const hint =
      'Draw it again with `cadastre render -f drawio`, or compare it where that version is checked out.';
    diagnostics.push(warning('drawing-older', message, at, { hint }));
  }
  const changes = drawingChanges(pages, own.diagram, same);
  return {
    file: file.path,
    pages: pages.length,
    compared: { diagram: own.name, model: own.digest, changes },
  };
}

/** Errors: `import-broken`, `too-large`, `draft-exists`, `unknown-diagram`, those of diagrams. Warnings: `drawing-older`. */
export async function importDrawings(
  given: readonly ReadFile[],
  project: Project,
): Promise<ImportedDrawings> {
  const diagnostics: Diagnostic[] = [];
  const files: FileToWrite[] = [];
  const drawings: ImportedDrawing[] = [];
  let diagrams: readonly Compiled[] | undefined;
  for (const file of given) {
    const pages = pagesOf(file, diagnostics);
    const from = drawnFrom(pages);
    if (pages.length > 0 && !from) drawings.push(drafted(file, pages, project, files, diagnostics));
    if (!from) continue;
    diagrams ??= await compiledDiagrams(project, diagnostics);
    if (hasErrors(diagnostics)) continue;
    const one = compared(file, pages, from, diagrams, diagnostics);
    if (one) drawings.push(one);
  }
  return { drawings, files, diagnostics };
}
