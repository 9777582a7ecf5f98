/**
 * Where pictures are drawn for the eyes of whoever works on them. In a repository with a trust file the output folder
 * is for publications alone: one picture committed there by hand is one that nobody may publish.
 */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { FileToWrite } from '../../render/output/write.ts';
import { type Project, slashed } from '../project.ts';

const PREVIEW_FOLDER = 'preview';

/** Named here as well: this file is loaded whenever anything is drawn, and the room of evidence is not. */
const TRUST_FILE = '.cadastre/allowed_signers';

export const previewFolder = ({ root }: Project): string => join(root, PREVIEW_FOLDER);

export const hasTrustFile = ({ root }: Project): boolean => existsSync(join(root, TRUST_FILE));

/** Absolute path of the folder that is drawn into where nobody names one. */
export const drawingFolder = (project: Project): string =>
  hasTrustFile(project) ? previewFolder(project) : join(project.root, project.config.out);

/** The file that keeps the folder out of git, where it is not there yet. */
export function ignoreFile(project: Project): readonly FileToWrite[] {
  const name = `${PREVIEW_FOLDER}/.gitignore`;
  const path = join(project.root, name);
  return existsSync(path) ? [] : [{ name, path, bytes: Buffer.from('*\n') }];
}

/** Files of the folder (absolute paths), with what keeps them out of git. */
export const previewFiles = (
  project: Project,
  files: readonly (readonly [path: string, bytes: Uint8Array])[],
): readonly FileToWrite[] => [
  ...ignoreFile(project),
  ...files.map(([path, bytes]) => ({
    path,
    name: slashed(path.slice(project.root.length + 1)),
    bytes,
  })),
];
