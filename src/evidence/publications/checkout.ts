/** Pictures in the checkout are those that are committed: it is them that a person opens. */

import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import type { Chain } from '../chain.ts';
import type { Repository } from '../git/git.ts';
import { readIfThere, unixLines } from '../git/work-file.ts';
import { fail, pass, type Verdict } from '../verdict.ts';

/** @param top absolute path of the work tree */
export async function checkoutVerdicts(
  { trees, prefix }: Repository,
  { history, publications, tip }: Chain,
  top: string,
  out: string,
): Promise<Verdict[]> {
  const tree = history.byId.get(tip)?.tree;
  if (tree === undefined || publications.all.length === 0) return [];
  const found: Verdict[] = [];
  const files = await trees.files(tree, prefix + out);
  for (const [name, entry] of files) {
    const path = join(top, prefix + out, name);
    const there = await fileAt(path);
    const bytes = await trees.bytes(entry);
    if (!there) found.push(fail('checkout', `${out}/${name}`, 'it is missing'));
    else if (!bytes?.equals(there))
      found.push(fail('checkout', `${out}/${name}`, bytes ? otherwise(bytes, there) : OTHER));
  }
  if (found.length > 0) return found;
  return [pass('checkout', `${out}/`, `${files.size} files match the commit`)];
}

/** The bytes of a regular file; absent if there is none. */
async function fileAt(path: string): Promise<Buffer | undefined> {
  // A link to the right picture is not the picture: what it leads to can change.
  const link = lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink();
  return link ? undefined : readIfThere(path);
}

const OTHER = 'it differs from the committed file';

/** git itself changes the ends of lines, where nothing tells it not to. */
const otherwise = (committed: Buffer, there: Buffer): string =>
  unixLines(committed) === unixLines(there)
    ? 'git changed its line endings: add `out/** -text` to .gitattributes, as `cadastre init` does'
    : OTHER;
