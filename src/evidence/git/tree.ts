/** Files of a commit, read from its tree objects. */

import type { ObjectReader } from './object-reader.ts';

export interface TreeEntry {
  /** `100644`, `100755`, `120000` (a symlink), `160000` (a submodule), `40000` (a folder). */
  readonly mode: string;
  readonly id: string;
}

export type GitTree = ReadonlyMap<string, TreeEntry>;

const FOLDER = '40000';
const MODES = new Set([FOLDER, '100644', '100755', '100664', '120000', '160000']);

export const isFolder = (entry: TreeEntry | undefined): boolean => entry?.mode === FOLDER;

/** A required object is missing, does not match its id, or is malformed. */
export class BrokenObject extends Error {
  override readonly name = 'BrokenObject';
  readonly id: string;
  constructor(id: string) {
    super(`the object ${id.slice(0, 12)} is missing or broken`);
    this.id = id;
  }
}

/**
 * Entries of one tree object by name; absent where two have one name, a name leads elsewhere, or they are out of
 * order: git looks for a name only up to where it should stand, and would not find what is read here.
 */
export function entriesOf(data: Buffer, idBytes: number): GitTree | undefined {
  const entries = new Map<string, TreeEntry>();
  let at = 0;
  let before = Buffer.alloc(0);
  while (at < data.length) {
    const space = data.indexOf(32, at);
    const zero = data.indexOf(0, space);
    if (space < 0 || zero < 0 || zero + idBytes >= data.length) return undefined;
    const mode = data.toString('latin1', at, space);
    // Names need not be UTF-8: what is none keeps its bytes apart from every name that is.
    const bytes = data.subarray(space + 1, zero);
    const text = bytes.toString('utf8');
    const name = Buffer.from(text).equals(bytes) ? text : `\0${bytes.toString('latin1')}`;
    at = zero + 1 + idBytes;
    if (!MODES.has(mode) || entries.has(name) || /^(|\.|\.\.|\.git)$/i.test(name)) return undefined;
    if (name.includes('/')) return undefined;
    // As git sorts: a folder as if its name ended with a slash.
    const key = Buffer.concat([bytes, Buffer.from(mode === FOLDER ? '/' : '\0')]);
    if (Buffer.compare(before, key) >= 0) return undefined;
    before = key;
    entries.set(name, { mode, id: data.toString('hex', zero + 1, at) });
  }
  return entries;
}

/** Trees by id, each read once: most commits share nearly all of theirs. */
export class TreeReader {
  readonly #objects: ObjectReader;
  readonly #known = new Map<string, GitTree>();

  constructor(objects: ObjectReader) {
    this.#objects = objects;
  }

  /** Throws `BrokenObject`. */
  async tree(id: string): Promise<GitTree> {
    const known = this.#known.get(id);
    if (known) return known;
    const object = await this.#objects.read(id);
    const entries = object?.type === 'tree' ? entriesOf(object.data, id.length / 2) : undefined;
    if (!entries) throw new BrokenObject(id);
    this.#known.set(id, entries);
    return entries;
  }

  /** Reads many at once, to be at hand. */
  async prepare(ids: Iterable<string>): Promise<void> {
    await Promise.all([...new Set(ids)].map((id) => this.tree(id)));
  }

  /** What is at a path, a folder too; '' is the tree itself. Reads the trees above it and no other. */
  async at(tree: string, path: string): Promise<TreeEntry | undefined> {
    let entry: TreeEntry | undefined = { mode: FOLDER, id: tree };
    for (const part of path.split('/').filter(Boolean)) {
      if (!entry || !isFolder(entry)) return undefined;
      const below: GitTree = this.#known.get(entry.id) ?? (await this.tree(entry.id));
      entry = below.get(part);
    }
    return entry;
  }

  /** All files below a folder, by path from there; none where there is no such folder. */
  async files(tree: string, path: string): Promise<ReadonlyMap<string, TreeEntry>> {
    const files = new Map<string, TreeEntry>();
    const walk = async (id: string, prefix: string): Promise<void> => {
      for (const [name, entry] of await this.tree(id))
        if (isFolder(entry)) await walk(entry.id, `${prefix}${name}/`);
        else files.set(prefix + name, entry);
    };
    const root = await this.at(tree, path);
    if (root && isFolder(root)) await walk(root.id, '');
    return files;
  }

  /** The bytes of a regular file; absent for anything else. */
  async bytes(entry: TreeEntry | undefined): Promise<Buffer | undefined> {
    if (entry?.mode !== '100644' && entry?.mode !== '100755') return undefined;
    const blob = await this.#objects.read(entry.id);
    if (blob?.type !== 'blob') throw new BrokenObject(entry.id);
    return blob.data;
  }
}
