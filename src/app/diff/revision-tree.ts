/** The files of a revision in a temporary folder: the user's own checkout is never touched. */

import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import type { Repository } from '../../evidence/git/git.ts';
import type { TreeEntry } from '../../evidence/git/tree.ts';
import type { Config } from '../../sources/config/config.ts';

/** What no diagram is made from, and a repository may hold much of. */
const BULKY =
  /\.(?:7z|avi|docx?|exe|gif|gz|iso|jar|jpe?g|mov|mp[34]|pack|pdf|png|pptx?|psd|rar|so|tar|tgz|vsdx?|webm|webp|whl|xlsx?|xz|zip)$/i;

/** Packages are not in the history: those that are installed now stand in for them. */
const PACKAGES = 'node_modules';

/** Whether a link in a folder of the tree leads to something in the tree. */
const staysInside = (path: string, target: string): boolean =>
  !posix.isAbsolute(target) &&
  !posix.normalize(posix.join(posix.dirname(path), target)).startsWith('..');

/**
 * Writes what diagrams may be made from.
 * @param tree id of the revision's tree
 * @param folder absolute; stands for the top of the work tree
 */
export async function writeTree(
  { trees, objects, prefix }: Repository,
  tree: string,
  { out, icons, sources }: Config,
  top: string,
  folder: string,
): Promise<void> {
  const own = [icons, sources].map((name) => posix.join(prefix, name, '/'));
  const outputs = posix.join(prefix, out, '/');
  const wanted = (path: string): boolean =>
    !path.startsWith(outputs) && (!BULKY.test(path) || own.some((dir) => path.startsWith(dir)));
  const write = async (path: string, entry: TreeEntry): Promise<void> => {
    const file = join(folder, path);
    if (entry.mode === '120000') {
      const target = (await objects.read(entry.id))?.data.toString('utf8') ?? '';
      if (!staysInside(path, target)) return;
      mkdirSync(dirname(file), { recursive: true });
      symlinkSync(target, file);
      return;
    }
    const bytes = await trees.bytes(entry);
    if (!bytes) return;
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, bytes);
  };
  // Links last: no file is written through one.
  const files = [...(await trees.files(tree, ''))].filter(([path]) => wanted(path));
  const isLink = ([, { mode }]: (typeof files)[number]): boolean => mode === '120000';
  for (const [path, entry] of files) if (!isLink([path, entry])) await write(path, entry);
  for (const [path, entry] of files) if (isLink([path, entry])) await write(path, entry);
  for (const place of new Set(['', prefix])) {
    const installed = join(top, place, PACKAGES);
    const here = join(folder, place, PACKAGES);
    if (existsSync(installed) && existsSync(dirname(here)) && !existsSync(here))
      symlinkSync(installed, here, 'junction');
  }
}
