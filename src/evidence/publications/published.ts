/** Commits that published, and what came before each. */

import { ancestorsOf, type Commit } from '../git/commit.ts';
import type { TreeEntry } from '../git/tree.ts';
import type { History } from '../history/history.ts';
import type { Signed } from '../history/signed-commit.ts';
import type { Manifest, Publication } from '../manifest/manifest.ts';

/** One commit that published. */
export interface PublicationCommit {
  readonly commit: Commit;
  readonly signer?: string;
  readonly manifest: Manifest;
  /** Files of the output folder, by path from there. */
  readonly files: ReadonlyMap<string, TreeEntry>;
}

/** What a publication is compared with: what was published before, and what was done since. */
export interface Past {
  /** The source of the publication, and all that it descends from. */
  readonly known: ReadonlySet<string>;
  /** The last publication of all, and the last of each diagram, which may be older. */
  readonly newest: PublicationCommit | undefined;
  last(diagram: string): Publication | undefined;
  /** All of a diagram, oldest first. */
  of(diagram: string): readonly PublicationCommit[];
  /** Ids of what was there when the diagram was last published with another model. */
  earlier(diagram: string, model: string): ReadonlySet<string>;
  /** Commits since that diagram was first published with the model that it has now. */
  since(diagram: string): readonly Signed[];
  /** Commits since it was published at all. */
  sinceLast(diagram: string): readonly Signed[];
  /** Commits since it was first published, approved, with another model than this. */
  sinceApproved(diagram: string, model: string): readonly Signed[];
  /**
   * Of those the ones between two publications of which the later has another model, oldest first; at last those
   * that are yet to be published, where this model is another.
   */
  modelChanges(diagram: string, model: string): readonly (readonly Signed[])[];
  /** What it was made from since then: who takes a path away has made something, too. */
  inputs(diagram: string): Publication['inputs'];
  /** Whether a commit only published. */
  published(id: string): boolean;
}

/** @param source id of the commit that is published */
export function pastOf(history: History, all: readonly PublicationCommit[], source: string): Past {
  const { byId, commits } = history;
  const known = ancestorsOf(source, byId);
  const before = all.filter(({ commit }) => known.has(commit.id));
  const of = (diagram: string): readonly PublicationCommit[] =>
    before.filter(({ manifest }) => Object.hasOwn(manifest.diagrams, diagram));
  const lastOf = (diagram: string): PublicationCommit | undefined => of(diagram).at(-1);
  /** The publications of its newest model, one after the other: what was changed between them may show only later. */
  const runOf = (diagram: string): readonly PublicationCommit[] => {
    const own = of(diagram);
    const model = own.at(-1)?.manifest.diagrams[diagram]?.model;
    const end = own.findLastIndex(
      ({ manifest: { diagrams } }) => diagrams[diagram]?.model !== model,
    );
    return own.slice(end + 1);
  };
  const publishing = new Set(all.map(({ commit }) => commit.id));
  const later = new Map<string, readonly Signed[]>();
  const after = (id: string): readonly Signed[] => {
    const found = later.get(id);
    if (found) return found;
    const old = ancestorsOf(id, byId);
    const since = commits.filter(({ commit }) => known.has(commit.id) && !old.has(commit.id));
    later.set(id, since);
    return since;
  };
  /** The publication from which on all is unapproved; undefined where none was approved. */
  const approvedBefore = (diagram: string, model: string): PublicationCommit | undefined => {
    const approved = before.filter(({ manifest: { diagrams } }) => {
      const one = Object.hasOwn(diagrams, diagram) ? diagrams[diagram] : undefined;
      return one !== undefined && !one.draft && one.model !== model;
    });
    const last = approved.at(-1)?.manifest.diagrams[diagram]?.model;
    const end = approved.findLastIndex(
      ({ manifest: { diagrams } }) => diagrams[diagram]?.model !== last,
    );
    return approved[end + 1];
  };
  return {
    known,
    newest: before.at(-1),
    of,
    earlier(diagram, model) {
      const other = before.findLast(
        ({ manifest: { diagrams } }) =>
          Object.hasOwn(diagrams, diagram) && diagrams[diagram]?.model !== model,
      );
      return other ? ancestorsOf(other.commit.id, byId) : new Set();
    },
    last: (diagram) => lastOf(diagram)?.manifest.diagrams[diagram],
    inputs: (diagram) =>
      runOf(diagram).flatMap(({ manifest }) => manifest.diagrams[diagram]?.inputs ?? []),
    published: (id) => publishing.has(id),
    since: (diagram) => after(runOf(diagram)[0]?.commit.id ?? ''),
    sinceApproved: (diagram, model) => after(approvedBefore(diagram, model)?.commit.id ?? ''),
    modelChanges(diagram, model) {
      const first = approvedBefore(diagram, model);
      const own = before
        .slice(first ? before.indexOf(first) : 0)
        .filter(({ manifest }) => Object.hasOwn(manifest.diagrams, diagram));
      const models = [...own.map(({ manifest }) => manifest.diagrams[diagram]?.model), model];
      return models.flatMap((one, i) => {
        const [from, to] = [own[i - 1]?.commit.id ?? '', own[i]?.commit.id];
        if (one === models[i - 1] || (i === 0 && first)) return [];
        const later = new Set(to === undefined ? [] : after(to));
        return [after(from).filter((commit) => !later.has(commit))];
      });
    },
    sinceLast: (diagram) => after(lastOf(diagram)?.commit.id ?? ''),
  };
}
