/** Which files of an estate are diagrams. */

import { type Dirent, readdirSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import type { DiagnosticCode } from '../model/codes.ts';
import { type Diagnostic, error, type Outcome } from '../model/diagnostic.ts';
import { nearestOf } from '../model/nearest.ts';
import { byCodeUnit } from '../model/order.ts';
import { displayPath } from './typescript/origin.ts';

const SOURCE = /(?<!\.d)\.(?:m?[jt]s|ya?ml)$/;
const SKIPPED = new Set(['node_modules', 'snapshots']);

/** Files and folders that begin with `_` are parts of diagrams, with `.` they are hidden. */
const isPart = (name: string): boolean => /^[_.]/.test(name) || SKIPPED.has(name);

/** @param onDangling gets each link that leads nowhere and is named like a source */
function walk(folder: string, onDangling: (path: string) => void = () => {}): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry: Dirent) => {
    if (isPart(entry.name)) return [];
    const path = join(folder, entry.name);
    const stat = entry.isSymbolicLink() ? statSync(path, { throwIfNoEntry: false }) : entry;
    if (stat?.isDirectory()) return entry.isSymbolicLink() ? [] : walk(path, onDangling);
    if (!SOURCE.test(entry.name)) return [];
    if (!stat) onDangling(path);
    return stat?.isFile() ? [path] : [];
  });
}

/** Absolute: the folders in which sources are looked for below a folder, itself too; none for a file. */
export function foldersOf(path: string): string[] {
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return [];
  const inner = readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !isPart(entry.name))
    .flatMap((entry) => foldersOf(join(path, entry.name)));
  return [path, ...inner];
}

/** The diagram file whose name is the mistyped one, with or without folder and ending, or is near to it. */
function meant(root: string, name: string): string {
  const other = 'Name a file or folder that exists, or create it.';
  const folder = join(root, 'diagrams');
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return other;
  const stem = (path: string): string => basename(path).replace(SOURCE, '');
  const files = walk(folder).sort(byCodeUnit);
  const near = nearestOf(stem(name), files.map(stem));
  const file = near === undefined ? undefined : files.find((path) => stem(path) === near);
  return file ? `Did you mean ${displayPath(file, root)}?` : other;
}

/**
 * Absolute paths of the sources, sorted by code unit, each once.
 * @param given Files and folders, absolute or relative to the current folder; empty: `diagrams/` of
 *   the root. A file that is named itself is taken even if it begins with `_`.
 */
export async function findSources(
  root: string,
  given: readonly string[],
): Promise<Outcome<readonly string[]>> {
  const diagnostics: Diagnostic[] = [];
  const found = new Set<string>();
  for (const path of given.length > 0 ? given.map((g) => resolve(g)) : [join(root, 'diagrams')]) {
    const name = displayPath(path, root) || '.';
    const fail = (code: DiagnosticCode, message: string, hint: string): void => {
      diagnostics.push(error(code, message, undefined, { hint }));
    };
    try {
      const stat = statSync(path, { throwIfNoEntry: false });
      if (!stat)
        fail(
          'not-found',
          `no such file or folder: ${name}`,
          path === join(root, 'diagrams')
            ? 'Run `cadastre init` to create one with a first diagram (docs/tutorial.md starts there), or name a file.'
            : meant(root, name),
        );
      else if (stat.isDirectory()) {
        const dangling = (link: string): void =>
          fail(
            'not-found',
            `${displayPath(link, root)} is a link to a file that does not exist`,
            'Restore the file, or remove the link.',
          );
        for (const file of walk(path, dangling)) found.add(file);
      } else if (SOURCE.test(basename(path))) found.add(path);
      else
        fail(
          'unknown-source',
          `${name} is not a diagram file`,
          'Diagrams are .ts, .mts, .js, .mjs, .yaml or .yml.',
        );
    } catch (thrown) {
      const { code } = thrown as NodeJS.ErrnoException;
      fail('unreadable', `${name} cannot be read (${code})`, 'Check its permissions.');
    }
  }
  return { value: [...found].sort(byCodeUnit), diagnostics };
}
