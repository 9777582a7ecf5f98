/** Files of a commit, read from its tree objects. */

import type { Repository } from './git.ts';

export interface TreeEntry {
  /** `100644`, `100755`, `120000` (a symlink), `160000` (a submodule), `40000` (a folder). */
  readonly mode: string;
  readonly id: string;
}

/** Entries of one tree object by name. */
export function entriesOf(data: Buffer, idBytes: number): Map<string, TreeEntry> {
  const entries = new Map<string, TreeEntry>();
  let at = 0;
  while (at < data.length) {
    const space = data.indexOf(32, at);
    const zero = data.indexOf(0, space);
    const mode = data.toString('latin1', at, space);
    const name = data.toString('utf8', space + 1, zero);
    at = zero + 1 + idBytes;
    entries.set(name, { mode, id: data.toString('hex', zero + 1, at) });
  }
  return entries;
}

const FOLDER = '40000';

/**
 * All files below a folder, by path from that folder.
 * @param path '' for all of it, else without a slash at its end
 */
export async function filesOf(
  repository: Repository,
  tree: string,
  path: string,
): Promise<ReadonlyMap<string, TreeEntry>> {
  const idBytes = tree.length / 2;
  let root: string | undefined = tree;
  for (const part of path.split('/').filter(Boolean)) {
    const object = await repository.objects.read(root);
    const entry: TreeEntry | undefined = object && entriesOf(object.data, idBytes).get(part);
    if (!entry || entry.mode !== FOLDER) return new Map();
    root = entry.id;
  }
  const files = new Map<string, TreeEntry>();
  let level: [string, string][] = [['', root]];
  while (level.length > 0) {
    const read = await repository.objects.readAll(level.map(([, id]) => id));
    const next: [string, string][] = [];
    for (const [prefix, id] of level)
      for (const [name, entry] of entriesOf(read.get(id)?.data ?? Buffer.alloc(0), idBytes))
        if (entry.mode === FOLDER) next.push([`${prefix}${name}/`, entry.id]);
        else files.set(prefix + name, entry);
    level = next;
  }
  return files;
}

/**
 * The first path that differs between two trees and is not in `folder` ('' never is one); absent where only
 * that folder differs. Reads the trees above the folder and no other.
 */
export async function changeBeside(
  repository: Repository,
  before: string,
  after: string,
  folder: string,
): Promise<string | undefined> {
  let [left, right]: (string | undefined)[] = [before, after];
  let prefix = '';
  for (const part of folder.split('/')) {
    const read = async (id: string | undefined): Promise<Map<string, TreeEntry>> => {
      const object = id === undefined ? undefined : await repository.objects.read(id);
      return object ? entriesOf(object.data, before.length / 2) : new Map();
    };
    const [old, now] = [await read(left), await read(right)];
    for (const name of new Set([...old.keys(), ...now.keys()]))
      if (name !== part) {
        const [a, b] = [old.get(name), now.get(name)];
        if (a?.id !== b?.id || a?.mode !== b?.mode) return prefix + name;
      }
    [left, right] = [old.get(part)?.id, now.get(part)?.id];
    prefix += `${part}/`;
  }
  return undefined;
}

/** The file at a path, absent where there is none or a folder. Reads the trees above it and no other. */
export async function entryAt(
  repository: Repository,
  tree: string,
  path: string,
): Promise<TreeEntry | undefined> {
  let id = tree;
  const parts = path.split('/');
  for (const [i, part] of parts.entries()) {
    const object = await repository.objects.read(id);
    const entry = object && entriesOf(object.data, id.length / 2).get(part);
    if (!entry) return undefined;
    if (i === parts.length - 1) return entry.mode === FOLDER ? undefined : entry;
    if (entry.mode !== FOLDER) return undefined;
    id = entry.id;
  }
  return undefined;
}
