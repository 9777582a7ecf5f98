/** What a diagram is made from, as the repository has it. */

import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Repository } from '../../evidence/git/git.ts';
import { inRepository } from '../../evidence/git/source-paths.ts';
import type { Digested } from '../../evidence/manifest/manifest.ts';
import { isPackageFile } from '../../evidence/publications/publication-facts.ts';
import { type Diagnostic, error, type Outcome, quote, warning } from '../../model/diagnostic.ts';
import { sha256 } from '../../model/digest.ts';
import { byCodeUnit } from '../../model/order.ts';
import type { Compiled } from '../compile/compile-source.ts';
import { readIfThere } from '../optional-file.ts';
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

/** A checkout may end its lines otherwise. */
export const unixLines = (bytes: Buffer): string =>
  bytes.toString('latin1').replaceAll('\r\n', '\n');

/**
 * All that decides a diagram's picture, with digests of what is committed; paths relative to the root, sorted.
 * Errors: `untracked-input` (of packages: a warning), `dirty-tree`.
 * @param tree of the commit that is checked out
 */
export async function inputsOf(
  one: Compiled,
  project: Project,
  { trees, prefix }: Repository,
  tree: string,
): Promise<Outcome<readonly Digested[]>> {
  const value: Digested[] = [];
  const diagnostics: Diagnostic[] = [];
  const packages: string[] = [];
  for (const file of inputPaths(one, project)) {
    const bytes = await readIfThere(file);
    if (!bytes) continue;
    const path = slashed(relative(project.root, file));
    const whole = inRepository(prefix, path);
    const entry = whole === undefined ? undefined : await trees.at(tree, whole);
    const committed = await trees.bytes(entry);
    value.push({ path, sha256: sha256(committed ?? bytes) });
    if (!entry && isPackageFile(path)) packages.push(path);
    else if (!committed) diagnostics.push(untracked(one, path));
    else if (!committed.equals(bytes) && unixLines(committed) !== unixLines(bytes))
      diagnostics.push(
        error('dirty-tree', `${path} is not as it is committed`, one.diagram.origin, {
          hint: 'Commit it. Is it marked `assume-unchanged`, or does a filter (such as LFS) change it?',
        }),
      );
  }
  if (packages.length > 0) {
    const more = packages.length > 1 ? ` and ${packages.length - 1} more files` : '';
    const what = `${quote(one.name)} is made with ${packages[0]}${more}, not in the repository`;
    const hint =
      'The chain proves the lock file, not the package. Copy what it needs, to prove it.';
    diagnostics.push(warning('untracked-input', what, one.diagram.origin, { hint }));
  }
  value.sort((a, b) => byCodeUnit(a.path, b.path));
  return { value, diagnostics };
}

const untracked = (one: Compiled, path: string): Diagnostic =>
  error(
    'untracked-input',
    `${quote(one.name)} is made from ${path}, which is not in the repository`,
    one.diagram.origin,
    { hint: 'Commit it (as a plain file): who changed it must be seen from the history.' },
  );
