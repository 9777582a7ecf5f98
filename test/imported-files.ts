/** Runs an importer on files, in the process. */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type {
  FileImporter,
  FileImportOptions,
  SourceFile,
} from '../src/importers/file-importer.ts';
import { byCodeUnit } from '../src/model/order.ts';

const FIXTURES = new URL('./fixtures/', import.meta.url);

/** Files of a folder of fixtures, by their paths in it. */
export function fixtureFiles(folder: string, ending = ''): SourceFile[] {
  const root = new URL(`${folder}/`, FIXTURES);
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map(({ parentPath, name }) => join(parentPath, name))
    .sort(byCodeUnit)
    .map((path) => ({ path: path.slice(root.pathname.length), bytes: readFileSync(path) }));
}

/** A file of this text. */
export const textFile = (path: string, text: string): SourceFile => ({
  path,
  bytes: Buffer.from(text),
});

export const jsonFile = (path: string, value: unknown): SourceFile =>
  textFile(path, JSON.stringify(value, undefined, 2));

/** What the importer says; every file has to be one of its own. */
export async function imported(
  importer: FileImporter,
  files: readonly SourceFile[],
  options: Partial<FileImportOptions> = {},
) {
  const foreign = files.filter((file) => importer.kindOf(file) === undefined);
  if (foreign.length > 0) throw new Error(`not claimed: ${foreign.map(({ path }) => path)}`);
  return importer.read(files, { tagKeys: [], ...options });
}

/** The facts; throws with what was found where there are none. */
export async function factsOf(...given: Parameters<typeof imported>) {
  const { facts, diagnostics } = await imported(...given);
  if (!facts) throw new Error(JSON.stringify(diagnostics));
  return facts;
}
