/** Compiles and draws without writing. */

import { readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { Drawing } from '../draw.ts';
import { type Diagnostic, error } from '../model/diagnostic.ts';
import { type Compiled, compileSource, type Estate, outputClashes, slashed } from './compile.ts';
import { bytesOf, drawOne, glyphWarnings, prepareDrawing } from './draw.ts';

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
  prepareDrawing(files.length);
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
