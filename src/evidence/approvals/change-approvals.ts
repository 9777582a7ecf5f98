/**
 * Whether a model is approved by its changes: they are those that approvers signed apart, all of them and no other,
 * applied to the model that was approved last; no thing is touched by two of them; and nobody approved what they made.
 */

import type { ListedChange } from '../../compare/change-list.ts';
import { changesDigest, misfit, overlap } from '../../compare/change-list.ts';
import { ancestorsOf } from '../git/commit.ts';
import type { Repository } from '../git/git.ts';
import type { History } from '../history/history.ts';
import { makersOfCommit, type Signed } from '../history/signed-commit.ts';
import type { Publication, PublishedChange } from '../manifest/manifest.ts';
import type { Past } from '../publications/published.ts';
import type { Policy } from '../trust/trust.ts';
import { approvedModelPath, type ChangeApproval } from './approval.ts';
import { type ChangeDecision, type ModelMakers, NOBODY } from './approval-request.ts';
import type { ApprovalStore } from './approvals.ts';
import type { ReadModel } from './approved-models.ts';
import { approvedSets, isPartOf, joined, published, type SeenChanges } from './approved-sets.ts';
import { type ApprovedVersion, approvedVersions, neededFor, upTo } from './approved-versions.ts';
import { idHint, plain, sumOf } from './change-cover.ts';
import { ChangeMakers } from './change-makers.ts';

/**
 * What is approved of a diagram: by the policy in force, but a version that was published as approved stays what it is
 * while its model does, so that another policy does not make a draft of it.
 */
export const approvalMode = (
  last: Publication | undefined,
  model: string,
  { approve = 'model' }: Policy,
): 'model' | 'changes' =>
  last?.model === model && !last.draft ? (last.approvedChanges ? 'changes' : 'model') : approve;

export interface ChangesPlace {
  readonly repository: Repository;
  readonly history: History;
  readonly past: Past;
  readonly approvals: ApprovalStore;
  /** Id of the commit that is published. */
  readonly source: string;
}

export interface ChangedModel extends Pick<Publication, 'inputs'> {
  /** Name of the diagram's outputs. */
  readonly name: string;
  /** Absent where it cannot be read: then nothing of it is approved. */
  readonly model: ReadModel | undefined;
}

export interface ChangesVerdict {
  /** SHA-256 of the approved model that the changes begin with; absent for a diagram that is new. */
  readonly base?: string;
  /** Empty where it is not approved. */
  readonly approved: readonly PublishedChange[];
  /** Why it is not approved; absent where it is. */
  readonly why?: string;
  /** Approvals that do not count. */
  readonly refused: readonly ChangeDecision[];
  /** Of all that changed, sorted; and ids of commits that nobody signed for. */
  readonly makers: readonly string[];
  readonly unsigned: readonly string[];
  /** By set of changes: authors and co-authors, where an approver may be among them. */
  readonly authors: readonly ModelMakers['authors'][];
}

/** What the models of one diagram are compared with. */
export interface ChangesBasis {
  readonly versions: readonly ApprovedVersion[];
  /** The last of another model that stands. */
  readonly base: ApprovedVersion | undefined;
  readonly baseModel: ReadModel | undefined;
  /** All that was there when that was published first. */
  readonly before: ReadonlySet<string>;
  /** The commit by which the model was made. */
  readonly madeIn: string;
  readonly makers: ChangeMakers;
}

export async function changesBasis(
  place: ChangesPlace,
  { name, model, inputs }: Pick<ChangedModel, 'name' | 'inputs'> & { readonly model: string },
): Promise<ChangesBasis> {
  const { repository, history, past, approvals, source } = place;
  const versions = await approvedVersions(place, name);
  const base = versions.findLast(({ stands, entry }) => stands && entry.model !== model);
  const own = past.of(name);
  const since = base ? own.slice(own.indexOf(base.first)) : own;
  const all = since.flatMap(({ manifest }) => manifest.diagrams[name]?.inputs ?? []);
  const others = own.findLastIndex(({ manifest }) => manifest.diagrams[name]?.model !== model);
  // What was changed since it was published so first has changed nothing of it.
  const first = own[others + 1];
  return {
    versions,
    base,
    baseModel: await approvals.models.at(base?.publication.files.get(`${name}.model.json`)),
    before: upTo(base, history),
    madeIn: first ? (first.commit.parents[0] ?? '') : source,
    makers: new ChangeMakers(repository, history, past, [...inputs, ...all]),
  };
}

export async function judgeChanges(
  place: ChangesPlace,
  what: ChangedModel,
): Promise<ChangesVerdict> {
  const { history, past, approvals, source } = place;
  const { name, model } = what;
  const basis = await changesBasis(place, { ...what, model: model?.digest ?? '' });
  const { base, baseModel, before, madeIn, makers } = basis;
  const made = await workOf(basis, before, madeIn);
  const facts = {
    ...(base ? { base: base.entry.model } : {}),
    makers: (await makers.madeBy(made)).makers,
    unsigned: made.filter((one) => makersOfCommit(one).length === 0).map(({ commit }) => commit.id),
  };
  const none = (why: string, refused: readonly ChangeDecision[] = []): ChangesVerdict => ({
    ...facts,
    approved: [],
    refused,
    authors: [],
    why,
  });
  if (!model) return none('its model cannot be read');
  if (base && !baseModel) return none('the model that was approved before cannot be read');
  const least = neededFor(history, source);
  if (least === 0) return { ...facts, approved: [], refused: [], authors: [] };
  const { changes: needed } = approvals.models.step(baseModel, model);
  const spent = basis.versions.findLast(({ entry }) => entry.model !== model.digest);
  const seen = new Map<ChangeApproval, Omit<SeenChanges, 'decision'>>();
  const decisions = await approvals.ofChanges({
    diagram: name,
    source,
    known: past.known,
    earlier: spent ? ancestorsOf(spent.publication.commit.id, history.byId) : new Set(),
    judge: async (approval) => {
      const found = await seenBy(approval, place, basis, needed);
      if (typeof found === 'string') return found;
      seen.set(approval, found);
      return makers.madeBy(found.commits);
    },
  });
  const holding = decisions.filter(({ refused }) => refused === undefined);
  const refused = decisions.filter((one) => one.refused !== undefined);
  const all = holding.flatMap((decision) => {
    const one = seen.get(decision.approval);
    return one ? [{ ...one, decision }] : [];
  });
  let beside: ModelMakers = NOBODY;
  for (;;) {
    const { sets, own } = await approvedSets(all, beside, makers, approvals);
    const enough = sets.filter(({ decisions: by }) => by.length >= least);
    const { used, why } = sumOf(baseModel?.parts, model.parts, needed, enough);
    if (!used) return none(why ?? '', [...refused, ...own]);
    // Whoever changed something that no approver says to have seen made all of it.
    const theirs = new Set(used.flatMap(({ commits }) => commits.map(({ commit }) => commit.id)));
    const loose = await makers.madeBy(made.filter(({ commit }) => !theirs.has(commit.id)));
    if (isPartOf(loose, beside))
      return { ...facts, ...(await published(used, makers, loose)), refused: [...refused, ...own] };
    beside = joined(loose, beside);
  }
}

/** Commits that made a model of another: those that changed what it is made from, else all that changed anything. */
export async function workOf(
  { makers }: Pick<ChangesBasis, 'makers'>,
  before: ReadonlySet<string>,
  tip: string,
): Promise<readonly Signed[]> {
  const found = await makers.between(before, tip);
  return found.length > 0 ? found : makers.anything(before, tip);
}

/** What an approval is of, or why it is of nothing that can count. */
async function seenBy(
  approval: ChangeApproval,
  { repository, history, past, approvals, source }: ChangesPlace,
  basis: ChangesBasis,
  needed: readonly ListedChange[],
): Promise<string | Omit<SeenChanges, 'decision'>> {
  const { versions, base } = basis;
  if (!past.known.has(approval.commit))
    return `it names commit ${approval.commit.slice(0, 12)}, which is not in this history`;
  const up = ancestorsOf(approval.commit, history.byId);
  const last = base ? versions.indexOf(base) : -1;
  const from = versions.findLastIndex(
    ({ entry, publication, stands }, i) =>
      i <= last && stands && entry.model === approval.base && up.has(publication.commit.id),
  );
  if (approval.base === undefined ? base !== undefined : from < 0)
    return approval.base === undefined
      ? 'it is for a new diagram, but a version has been approved since'
      : 'the version it starts from was never approved, or no longer is';
  const file = repository.prefix + approvedModelPath(approval.diagram, approval.model);
  const tree = history.byId.get(source)?.tree ?? '';
  const model = await approvals.models.at(await repository.trees.at(tree, file));
  if (model?.digest !== approval.model) return 'the model it approves is not stored beside it';
  const start = versions[from];
  const began = await modelOf(start, approval.diagram, approvals);
  if (start && !began) return 'the model it starts from cannot be read';
  const { changes, touched } = approvals.models.step(began, model);
  if (changesDigest(changes) !== approval.changes)
    return 'its list of changes is not the one between its models';
  let older = began;
  for (const version of versions.slice(from + 1, last + 1)) {
    const newer = await modelOf(version, approval.diagram, approvals);
    if (!newer) return `the model of version ${version.entry.version} cannot be read`;
    const shared = overlap(approvals.models.step(older, newer).touched, touched);
    if (shared !== undefined)
      return `version ${version.entry.version} has changed ${plain(shared)} since${idHint(shared)}`;
    older = newer;
  }
  const other = misfit({ changes }, new Map(needed.map((one) => [one.thing, one])));
  if (other !== undefined) return `${plain(other)} is not as it was approved${idHint(other)}`;
  const earlier = upTo(start, history);
  const own = await basis.makers.between(earlier, approval.commit);
  // Without a commit that made it, it may be anybody's.
  const commits = own.length > 0 ? own : await basis.makers.anything(basis.before, basis.madeIn);
  return { changes, touched, model: model.parts, commits };
}

const modelOf = (
  version: ApprovedVersion | undefined,
  name: string,
  approvals: ApprovalStore,
): Promise<ReadModel | undefined> =>
  approvals.models.at(version?.publication.files.get(`${name}.model.json`));
