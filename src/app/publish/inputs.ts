/** What a diagram is made from: what its config names, and what its sources load. */

import { existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Repository } from '../../evidence/git/git.ts';
import type { Digested } from '../../evidence/manifest/manifest.ts';
import { committedInputs } from '../../evidence/publishing/committed-inputs.ts';
import { error, failure, type Outcome, quote } from '../../model/diagnostic.ts';
import { wasLoadedOtherwise } from '../../sources/typescript/loaded-texts.ts';
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
export async function inputsOf(
  one: Compiled,
  project: Project,
  repository: Repository,
  tree: string,
): Promise<Outcome<readonly Digested[]>> {
  const { origin } = one.diagram;
  const paths = inputPaths(one, project);
  const { root } = project;
  const committed = await committedInputs(
    { name: one.name, origin },
    paths,
    root,
    repository,
    tree,
  );
  const exchanged = paths.filter((path) => {
    const bytes = contentOf(path);
    return bytes !== undefined && wasLoadedOtherwise(path, bytes);
  });
  if (exchanged.length === 0 || !committed.value) return committed;
  return failure([
    ...committed.diagnostics,
    ...exchanged.map((path) =>
      error(
        'dirty-tree',
        `${slashed(relative(root, path))} was another file when ${quote(one.name)} was made from it`,
        origin,
        { hint: 'Something wrote to it meanwhile. Code of diagrams must not change files.' },
      ),
    ),
  ]);
}

function contentOf(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}
