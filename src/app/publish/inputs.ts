/** What a diagram is made from: what its config names, and what its sources load. */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Repository } from '../../evidence/git/git.ts';
import type { Digested } from '../../evidence/manifest/manifest.ts';
import { committedInputs } from '../../evidence/publishing/committed-inputs.ts';
import type { Outcome } from '../../model/diagnostic.ts';
import type { Compiled } from '../compile/compile-source.ts';
import { type Project, slashed } from '../project.ts';

const LOCKS = [
  'package-lock.json',
  'npm-shrinkwrap.json',
  'pnpm-lock.yaml',
  'yarn.lock',
  'bun.lock',
];

/** Paths that decide a diagram's picture, absolute. */
export function inputPaths(one: Compiled, { root, config, configFiles = [] }: Project): string[] {
  const icons = Object.keys(one.diagram.icons).flatMap((name) =>
    ['', '.svg', '.png'].map((ending) => join(root, config.icons, name + ending)),
  );
  const fonts = config.fonts.map((font) => join(root, font));
  // Its rules classify what is derived: who changes the config changes diagrams.
  const all = [...one.inputs, ...configFiles, ...icons, ...fonts];
  // What a package is, its lock file says: who changes that changes the diagram.
  const locks = all.flatMap((path) => {
    const at = slashed(path).indexOf('/node_modules/');
    return at < 0 ? [] : LOCKS.map((name) => join(path.slice(0, at), name));
  });
  return [...new Set([...all, ...locks.filter((path) => existsSync(path))])];
}

/** The same as the repository has it, with digests. Errors: those of `committedInputs`. */
export const inputsOf = (
  one: Compiled,
  project: Project,
  repository: Repository,
  tree: string,
): Promise<Outcome<readonly Digested[]>> =>
  committedInputs(
    { name: one.name, origin: one.diagram.origin },
    inputPaths(one, project),
    project.root,
    repository,
    tree,
  );
