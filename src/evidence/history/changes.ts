/**
 * What a commit itself changed. Of a merge: what is not simply taken over from the side that changed it; who
 * merges "ours" over another's work has changed something, though every file is as one parent has it.
 */

import type { Commit } from '../git/commit.ts';
import type { Repository } from '../git/git.ts';
import { type GitTree, isFolder, type TreeEntry } from '../git/tree.ts';
import type { MergeBases } from './merge-bases.ts';

type Maybe = TreeEntry | undefined;

const same = (a: Maybe, b: Maybe): boolean => a?.id === b?.id && a?.mode === b?.mode;

export class Changes {
  readonly #repository: Repository;
  readonly #commits: ReadonlyMap<string, Commit>;
  readonly #bases: MergeBases;

  constructor(repository: Repository, commits: ReadonlyMap<string, Commit>, bases: MergeBases) {
    this.#repository = repository;
    this.#commits = commits;
    this.#bases = bases;
  }

  /** Whether the commit itself changed what is at a path, a file or a folder as a whole. */
  async touches(commit: Commit, path: string): Promise<boolean> {
    const { trees } = this.#repository;
    const here = await trees.at(commit.tree, path);
    const parents = await this.#parentsAt(commit, path);
    if (parents.length === 0) return here !== undefined;
    if (parents.every((entry) => same(entry, here))) return false;
    if (parents.length === 1) return true;
    const entries = [here, ...parents];
    if (entries.some(isFolder)) return (await this.files(commit, path)).length > 0;
    return !(await this.#taken(commit, path, here, parents));
  }

  /** Files below a folder that the commit itself changed, from the top of the work tree. */
  async files(commit: Commit, folder: string): Promise<string[]> {
    const { trees } = this.#repository;
    const here = await trees.at(commit.tree, folder);
    const parents = await this.#parentsAt(commit, folder);
    if (parents.length > 0 && parents.every((entry) => same(entry, here))) return [];
    if (parents.length > 1 && (await this.#taken(commit, folder, here, parents))) return [];
    const all = [here, ...parents];
    if (!all.some(isFolder)) return [folder];
    const names = new Set<string>();
    for (const entry of all)
      if (entry && isFolder(entry))
        for (const name of (await trees.tree(entry.id)).keys()) names.add(name);
    const found: string[] = [];
    for (const name of names)
      found.push(...(await this.files(commit, folder === '' ? name : `${folder}/${name}`)));
    return found;
  }

  /**
   * The first path in a folder that a commit with at most one parent changed, and that is none of some others.
   * Reads the trees above those and no other.
   */
  async first(
    commit: Commit,
    folder: string,
    others: readonly string[],
  ): Promise<string | undefined> {
    const { trees } = this.#repository;
    const parent = this.#tree(commit.parents[0]);
    const walk = async (old: Maybe, now: Maybe, path: string): Promise<string | undefined> => {
      if (same(old, now) || others.includes(path)) return undefined;
      const below = path === '' ? '' : `${path}/`;
      if (!others.some((other) => other.startsWith(below))) return path;
      const left: GitTree = old && isFolder(old) ? await trees.tree(old.id) : new Map();
      const right: GitTree = now && isFolder(now) ? await trees.tree(now.id) : new Map();
      // A file where a folder was, or the other way round, is a change of its own.
      if ((old && !isFolder(old)) || (now && !isFolder(now))) return path;
      for (const name of new Set([...left.keys(), ...right.keys()])) {
        const found = await walk(left.get(name), right.get(name), below + name);
        if (found !== undefined) return found;
      }
      return undefined;
    };
    const old = parent === undefined ? undefined : await trees.at(parent, folder);
    return walk(old, await trees.at(commit.tree, folder), folder);
  }

  /** A file in a merge of two, in its first parent, in their one common ancestor, in the second parent. */
  async sides(commit: Commit, path: string): Promise<readonly Maybe[] | undefined> {
    const { trees } = this.#repository;
    const [left, right, ...more] = commit.parents;
    if (left === undefined || right === undefined || more.length > 0) return undefined;
    const bases = this.#bases.of(left, right);
    const found = [commit.tree, ...[left, bases[0], right].map((id) => this.#tree(id))];
    if (bases.length !== 1) return undefined;
    return Promise.all(found.map((tree) => trees.at(tree ?? '', path)));
  }

  /** Whether all parents have the same there. */
  async leaves(commit: Commit, path: string): Promise<boolean> {
    const here = await this.#repository.trees.at(commit.tree, path);
    const parents = await this.#parentsAt(commit, path);
    return parents.length > 0 && parents.every((entry) => same(entry, here));
  }

  #tree(id: string | undefined): string | undefined {
    return id === undefined ? undefined : this.#commits.get(id)?.tree;
  }

  #parentsAt(commit: Commit, path: string): Promise<Maybe[]> {
    return Promise.all(
      commit.parents.map((id) => this.#repository.trees.at(this.#tree(id) ?? '', path)),
    );
  }

  /** Each parent that has something else has it as it was before the sides parted. */
  async #taken(
    commit: Commit,
    path: string,
    here: Maybe,
    parents: readonly Maybe[],
  ): Promise<boolean> {
    if (!parents.some((entry) => same(entry, here))) return false;
    for (const [i, other] of parents.entries()) {
      if (same(other, here)) continue;
      let untouched = false;
      for (const [j, from] of parents.entries()) {
        if (!same(from, here)) continue;
        const [a = '', b = ''] = [commit.parents[i], commit.parents[j]];
        // Without a common past, what only one side has is taken from there.
        untouched ||= await this.#before(a, b, path, (was) => same(was, other));
      }
      if (!untouched) return false;
    }
    return true;
  }

  /**
   * Whether what was at a path before two sides parted is as asked. Where they have met before and have several common
   * ancestors that differ there, it is what merging those gives, as in git: not any of them, or who merges to and fro
   * could take back what one side has undone since.
   */
  async #before(
    a: string,
    b: string,
    path: string,
    asked: (was: Maybe) => boolean,
  ): Promise<boolean> {
    const { trees } = this.#repository;
    const bases = this.#bases.of(a, b);
    const at = await Promise.all(bases.map((id) => trees.at(this.#tree(id) ?? '', path)));
    if (at.every((entry) => same(entry, at[0]))) return asked(at[0]);
    for (const [i, was] of at.entries()) {
      if (!asked(was)) continue;
      let prevails = true;
      for (const [j, other] of at.entries())
        prevails &&=
          same(was, other) ||
          (await this.#before(bases[i] ?? '', bases[j] ?? '', path, (old) => same(old, other)));
      if (prevails) return true;
    }
    return false;
  }
}
