/** All that decided a run of `render`, from the folder in which it was called to the fonts. */

import { dirname, join, resolve } from 'node:path';
import { CONFIG_FILES } from '../../sources/config/config.ts';
import { foldersOf } from '../../sources/find.ts';
import type { Project } from '../project.ts';
import { digestOfFile, packageFiles } from './drawing-cache.ts';
import type { RunFiles } from './render.ts';
import type { FilesRead } from './run-record.ts';

/** Packages that read sources, icons and fonts: another version may read otherwise. Those that draw are in the tool's digest. */
const READING = [
  '@swc/wasm-typescript',
  'canonicalize',
  'css-tree',
  'fastest-levenshtein',
  'fontkit',
  'ipaddr.js',
  'saxes',
  'string-width',
  'yaml',
];

/** `package.json` of each, where it is. */
const packagesRead = (): string[] =>
  READING.flatMap((name) => packageFiles(name).find((path) => digestOfFile(path)) ?? []);

/** The folders in which the project's root was looked for. */
function searched(cwd: string, root: string): string[] {
  const found: string[] = [];
  for (let folder = resolve(cwd); ; folder = dirname(folder)) {
    found.push(folder);
    if (folder === root || folder === dirname(folder)) return found;
  }
}

/** @param named files and folders of the command line */
export function filesRead(
  { inputs, outputs }: RunFiles,
  cwd: string,
  named: readonly string[],
  { root, config, configFiles = [] }: Project,
): FilesRead {
  const up = searched(cwd, root);
  const configs = up.flatMap((folder) => CONFIG_FILES.map((name) => join(folder, name)));
  const sources =
    named.length > 0 ? named.map((path) => resolve(cwd, path)) : [join(root, config.sources)];
  const beside = inputs.filter((path) => !configs.includes(path)).map((path) => dirname(path));
  return {
    inputs: [...new Set([...inputs, ...configs, ...configFiles, ...packagesRead()])],
    folders: [
      ...new Set([
        ...up.map((folder) => join(folder, '.cadastre')),
        ...sources.flatMap(foldersOf),
        ...beside,
      ]),
    ].filter((folder) => folder !== join(root, config.out)),
    outputs,
  };
}
