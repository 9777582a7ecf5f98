/** Whose work changes are: who signed the commits that they were made in, and whatever was changed beside any of them. */

import { ancestorsOf, isMerge } from '../git/commit.ts';
import type { Repository } from '../git/git.ts';
import { inRepository } from '../git/source-paths.ts';
import type { History } from '../history/history.ts';
import { otherAuthorsOf } from '../history/makers.ts';
import { makersOfCommit, type Signed } from '../history/signed-commit.ts';
import type { Publication } from '../manifest/manifest.ts';
import type { Past } from '../publications/published.ts';
import { TRUST_FOLDER } from '../trust/trust.ts';
import type { ModelMakers } from './approval-request.ts';

export class ChangeMakers {
  readonly #history: History;
  readonly #past: Past;
  readonly #prefix: string;
  readonly #paths: readonly string[];
  readonly #touching = new Map<string, Promise<boolean>>();

  /** @param inputs what the diagram is made from, and was since the version that it is compared with */
  constructor(
    repository: Pick<Repository, 'prefix'>,
    history: History,
    past: Past,
    inputs: Publication['inputs'],
  ) {
    this.#history = history;
    this.#past = past;
    this.#prefix = repository.prefix;
    const paths = inputs.flatMap(({ path }) => inRepository(repository.prefix, path) ?? []);
    this.#paths = [...new Set(paths)];
  }

  /** Commits up to one, without those of a set, that changed what it is made from, by themselves. */
  async between(before: ReadonlySet<string>, tip: string): Promise<readonly Signed[]> {
    const found: Signed[] = [];
    for (const one of this.#commits(before, tip)) {
      const known = this.#touching.get(one.commit.id) ?? this.#touches(one);
      this.#touching.set(one.commit.id, known);
      if (await known) found.push(one);
    }
    return found;
  }

  /**
   * Commits that changed anything of the estate: where nobody changed what it is made from, and it is another all the
   * same, its code reads more than it imports.
   */
  async anything(before: ReadonlySet<string>, tip: string): Promise<readonly Signed[]> {
    const found: Signed[] = [];
    for (const one of this.#commits(before, tip)) {
      const { commit } = one;
      if (makersOfCommit(one).length === 0 || isMerge(commit) || this.#past.published(commit.id))
        continue;
      const folder = this.#prefix.replace(/\/$/, '');
      const trust = this.#prefix + TRUST_FOLDER;
      if ((await this.#history.changes.first(commit, folder, [trust])) !== undefined)
        found.push(one);
    }
    return found;
  }

  async madeBy(commits: readonly Signed[]): Promise<ModelMakers> {
    const makers = new Set(commits.flatMap(makersOfCommit));
    const folder = this.#prefix.replace(/\/$/, '');
    const authors = await otherAuthorsOf(this.#history.changes, commits, [...this.#paths, folder]);
    return { makers: [...makers].sort(), authors };
  }

  #commits(before: ReadonlySet<string>, tip: string): readonly Signed[] {
    const up = ancestorsOf(tip, this.#history.byId);
    return this.#history.commits.filter(({ commit: { id } }) => up.has(id) && !before.has(id));
  }

  async #touches({ commit, merges }: Signed): Promise<boolean> {
    const { changes } = this.#history;
    let touched = false;
    for (const path of this.#paths) touched ||= await changes.touches(commit, path);
    // Merging two changes as git does makes neither of them.
    if (touched && isMerge(commit)) return !merges && !(await this.#history.onlyMerges(commit));
    return touched;
  }
}
