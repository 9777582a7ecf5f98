/** What lies in the output folder, compared with the sources and the manifest next to it. */

import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { unixLines } from '../../evidence/git/work-file.ts';
import {
  type Drafts,
  isPublished,
  MANIFEST_FILE,
  type Manifest,
} from '../../evidence/manifest/manifest.ts';
import { type Diagnostic, error, quote } from '../../model/diagnostic.ts';
import { sha256 } from '../../model/digest.ts';
import { sheetOfFile } from '../../model/sheet-files.ts';
import type { Drawing } from '../../render/draw.ts';
import { FORMATS } from '../../sources/config/types.ts';
import type { Compiled } from '../compile/compile-source.ts';
import { bytesOf, rasterRefusal, sheetsOf } from '../draw/draw-one.ts';
import { type Project, slashed } from '../project.ts';
import { inputPaths } from '../publish/inputs.ts';
import { changedSince } from '../verify/published-model.ts';

/** The text of a file that is there already, e.g. a picture that is checked. */
export async function existing(path: string): Promise<Buffer | undefined> {
  return readFile(path).catch(() => undefined);
}

/** Files in the output folder that are not those of the manifest beside them. */
export async function disagreements(
  manifest: Manifest | Drafts,
  folder: string,
  { config }: Project,
): Promise<Diagnostic[]> {
  const found: Diagnostic[] = [];
  for (const [name, digest] of Object.entries(manifest.files)) {
    const bytes = await existing(join(folder, name));
    if (bytes && sha256(bytes) === digest) continue;
    found.push(
      error(
        'not-published',
        `${config.out}/${name} is ${bytes ? 'not the file in the manifest' : 'missing'}`,
        { file: `${config.out}/${MANIFEST_FILE}` },
        {
          hint: `Restore it: \`git checkout ${config.out}\`. ${cureBy(manifest)}`,
        },
      ),
    );
  }
  return found;
}

/** Pictures and models in the output folder that no source makes. */
export async function leftOver(
  compiled: readonly Compiled[],
  folder: string,
  project: Project,
): Promise<Diagnostic[]> {
  const names = new Set(compiled.map(({ name }) => name));
  const there = await readdir(folder, { recursive: true }).catch(() => [] as string[]);
  const found: Diagnostic[] = [];
  for (const file of there.map(slashed).sort()) {
    const ending = ['model.json', ...FORMATS].find((format) => file.endsWith(`.${format}`));
    if (ending === undefined) continue;
    // Sheets are held against the drawing, which knows how many there are.
    if (names.has(sheetOfFile(file)?.name ?? '')) continue;
    const made = names.has(file.slice(0, -ending.length - 1));
    const wanted = ending === 'model.json' || project.config.formats.some((f) => f === ending);
    if (made && wanted) continue;
    const name = slashed(relative(project.root, join(folder, file)));
    found.push(
      error(
        'left-over',
        made ? `${name} has a format that is not kept up to date` : `no source produces ${name}`,
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

/** Where there is a manifest, only what writes that may change what is committed. */
function cureBy(manifest: Manifest | Drafts | undefined): string {
  if (!manifest) return 'Run `cadastre render` and commit the result.';
  if (isPublished(manifest)) return 'Only `cadastre publish` may update it.';
  return 'Run `cadastre render --manifest` and commit the result.';
}

/** What the manifest says that a diagram was made from, compared with what it is made from now. */
export async function otherSources(
  one: Compiled,
  manifest: Manifest | Drafts,
  project: Project,
): Promise<Diagnostic[]> {
  const file = `${project.config.out}/${MANIFEST_FILE}`;
  const stale = (what: string): Diagnostic =>
    error('stale', `${file} ${what}`, { file: one.source }, { hint: cureBy(manifest) });
  const entry = Object.hasOwn(manifest.diagrams, one.name) && manifest.diagrams[one.name];
  if (!entry) return [stale(`does not list ${quote(one.name)}`)];
  const said = new Map(entry.inputs.map(({ path, sha256: digest }) => [path, digest]));
  const found: Diagnostic[] = [];
  for (const input of inputPaths(one, project)) {
    const bytes = await existing(input);
    if (!bytes) continue;
    const path = slashed(relative(project.root, input));
    const digest = said.get(path);
    said.delete(path);
    if (digest === undefined)
      found.push(stale(`does not say that ${quote(one.name)} is made from ${path}`));
    // A checkout may end its lines otherwise.
    else if (![bytes, Buffer.from(unixLines(bytes), 'latin1')].some((b) => sha256(b) === digest))
      found.push(stale(`was written for a different ${path}`));
  }
  for (const path of said.keys())
    found.push(stale(`says that ${quote(one.name)} is made from ${path}, which is no longer true`));
  return found;
}

/** Sheets in the output folder that the atlas of today does not have. */
async function surplusSheets(
  { name, source }: Compiled,
  { sheets }: Drawing,
  folder: string,
  project: Project,
): Promise<Diagnostic[]> {
  const kept = project.config.formats.includes('svg') ? sheets.length + 1 : 0;
  const there = await readdir(join(folder, `${name}.sheets`)).catch(() => [] as string[]);
  return there.sort().flatMap((file) => {
    const sheet = sheetOfFile(`${name}.sheets/${file}`);
    if (!sheet || sheet.number <= kept) return [];
    const path = slashed(relative(project.root, join(folder, `${name}.sheets`, file)));
    return error('left-over', `${path} is a sheet that ${source} does not make`, undefined, {
      hint: 'Remove it.',
    });
  });
}

/** What of a diagram's files in the output folder is missing or differs. */
export async function staleness(
  one: Compiled,
  drawing: Drawing,
  folder: string,
  project: Project,
  manifest: Manifest | Drafts | undefined,
): Promise<Diagnostic[]> {
  const cure = cureBy(manifest);
  const found: Diagnostic[] = [];
  const hold = async (ending: string, bytes: Uint8Array): Promise<void> => {
    const path = join(folder, `${one.name}.${ending}`);
    const there = await existing(path);
    if (there?.equals(bytes)) return;
    const name = slashed(relative(project.root, path));
    const isModel = there && ending === 'model.json';
    const changed = isModel ? `${changedSince(there.toString(), one.diagram)}\n` : '';
    found.push(
      error(
        there ? 'stale' : 'not-drawn-yet',
        there ? `${name} differs from what ${one.source} produces` : `${name} is missing`,
        { file: one.source },
        { hint: `${changed}${cure}` },
      ),
    );
  };
  await hold('model.json', Buffer.from(one.model));
  try {
    for (const format of project.config.formats)
      await hold(format, await bytesOf(drawing, format, one, project));
    if (project.config.formats.includes('svg'))
      for (const [path, bytes] of sheetsOf(drawing, one.name))
        await hold(path.slice(one.name.length + 1), bytes);
    found.push(...(await surplusSheets(one, drawing, folder, project)));
  } catch (cause) {
    found.push(await rasterRefusal(cause, one));
  }
  return found;
}
