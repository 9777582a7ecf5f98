/** A record as a folder: its texts, and the pictures of each diagram before, after, and both on one page. */

import { join, relative } from 'node:path';
import { failure, hasErrors, type Outcome } from '../../model/diagnostic.ts';
import { type FileToWrite, writeTogether } from '../../render/output/write.ts';
import { drawPictures } from '../diff/pictures.ts';
import { type Project, slashed } from '../project.ts';
import type { ChangeRecord } from './change.ts';

/** Paths of pictures from the folder of the record, by name of the diagram. */
export type RecordPictures = Readonly<Record<string, readonly string[]>>;

/**
 * @param folder absolute
 * @param texts of the record with these pictures, by name of the file
 * @returns absolute paths. All are written, or none. Errors: those of drawing and writing.
 */
export async function writeRecord(
  { diff }: ChangeRecord,
  folder: string,
  texts: (pictures: RecordPictures) => Readonly<Record<string, string>>,
  project: Project,
): Promise<Outcome<readonly string[]>> {
  const drawn = await drawPictures(
    diff,
    {
      formats: ['svg'],
      versions: true,
      pathOf: (name, word, format) => join(folder, `${name}.${word}.${format}`),
    },
    project,
  );
  if (!drawn.value) return failure(drawn.diagnostics);
  const inFolder = Object.entries(drawn.value.pictures).map(
    ([name, paths]) => [name, paths.map((path) => slashed(relative(folder, path)))] as const,
  );
  const files: FileToWrite[] = [
    ...Object.entries(texts(Object.fromEntries(inFolder))).map(([name, text]) => {
      const path = join(folder, name);
      return { path, name: path, bytes: Buffer.from(text) };
    }),
    ...drawn.value.files,
  ];
  const written = writeTogether(files);
  const all = [...drawn.diagnostics, ...written.diagnostics];
  if (hasErrors(all)) return failure(all);
  return { value: files.map(({ path }) => path), diagnostics: all };
}
