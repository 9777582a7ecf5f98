/**
 * Which approvals of a model hold, and why the others do not. Each is judged as of the commit that brought it in:
 * by the trust of that time, so that an approver may leave or change keys later; a key that was revoked since
 * approves nothing.
 */

import { byCodeUnit } from '../../model/order.ts';
import type { Repository } from '../git/git.ts';
import type { History } from '../history/history.ts';
import { type OtherAuthor, sameCase } from '../history/makers.ts';
import { type Claim, checkSignatures, keyOfSignature } from '../signatures/keygen.ts';
import { lists } from '../trust/allowed-signers.ts';
import type { Policy, Trust } from '../trust/trust.ts';
import {
  APPROVAL_NAMESPACE,
  APPROVALS_FOLDER,
  type Approval,
  type ChangeApproval,
  isOfChanges,
} from './approval.ts';
import {
  type ApprovalDecision,
  type ApprovalRequest,
  type ChangeDecision,
  type ChangesRequest,
  EARLIER,
  type FoundApproval,
  type ModelMakers,
  misplaced,
  NOBODY,
  otherPolicy,
  refusalOf,
  type Withdrawal,
  withWithdrawals,
} from './approval-request.ts';
import { ApprovedModels } from './approved-models.ts';
import {
  firstBrought,
  type ReadApproval,
  readStored,
  type StoredApproval,
  storedApprovals,
} from './stored-approvals.ts';

/** What a signature is held against, beside itself. */
interface SignatureBasis
  extends Pick<ApprovalRequest, 'source' | 'known' | 'earlier'>,
    ModelMakers {
  misplaced(trust: Trust): string | undefined;
}

/** All approvals that a history ever held, with who brought them in. */
export class ApprovalStore {
  readonly #repository: Repository;
  readonly #history: History;
  #stored: Promise<readonly StoredApproval[]> | undefined;
  #keys: readonly Trust[] | undefined;

  /** Models beside approvals, and those of publications. */
  readonly models: ApprovedModels;

  constructor(repository: Repository, history: History) {
    this.models = new ApprovedModels(repository);
    this.#repository = repository;
    this.#history = history;
  }

  /** Approvals of a model by who approved, sorted. */
  async of(wanted: ApprovalRequest): Promise<readonly ApprovalDecision[]> {
    const folder = `${APPROVALS_FOLDER}/${wanted.diagram}/${wanted.model}/`;
    const found: FoundApproval<Approval>[] = [];
    for (const [one, read] of await this.#there(folder, wanted)) {
      const { approval, signature } = read;
      if (isOfChanges(approval)) continue;
      const held = { ...wanted, misplaced: (trust: Trust) => misplaced(approval, wanted, trust) };
      const refused = await this.#refused(one, read, held);
      found.push({ approval, signature, key: keyOfSignature(signature), refused });
    }
    found.sort((a, b) => byCodeUnit(a.approval.by, b.approval.by));
    return withWithdrawals(found).map((one, i, all): ApprovalDecision => {
      const why = refusalOf(one, all.slice(0, i));
      return { approval: one.approval, ...(why === undefined ? {} : { refused: why }) };
    });
  }

  /** Approvals of changes, sorted by model and who approved; those that an earlier version was made of are left out. */
  async ofChanges(wanted: ChangesRequest): Promise<readonly ChangeDecision[]> {
    const folder = `${APPROVALS_FOLDER}/${wanted.diagram}/`;
    const found: FoundApproval<ChangeApproval>[] = [];
    for (const [one, read] of await this.#there(folder, wanted)) {
      const { approval, signature } = read;
      // A diagram may have a name that goes on where another's ends.
      if (!isOfChanges(approval) || approval.diagram !== wanted.diagram) continue;
      if (approval.action === 'approve' && wanted.earlier.has(one.by.commit.id)) continue;
      const judged = approval.action === 'approve' ? await wanted.judge(approval) : NOBODY;
      const made = typeof judged === 'string' ? NOBODY : judged;
      const wrong = typeof judged === 'string' ? judged : undefined;
      const held: SignatureBasis = {
        ...wanted,
        ...made,
        earlier: new Set(),
        misplaced: (trust) => otherPolicy(approval, trust) ?? wrong,
      };
      const refused = await this.#refused(one, read, held);
      found.push({ approval, signature, key: keyOfSignature(signature), refused });
    }
    const order = ({ approval: { model, by } }: FoundApproval<ChangeApproval>): string =>
      `${model} ${by}`;
    found.sort((a, b) => byCodeUnit(order(a), order(b)));
    return withWithdrawals(found).map((one, i, all): ChangeDecision => {
      const why = refusalOf(one, all.slice(0, i));
      const { approval, key, signature } = one;
      return { approval, key, signature, ...(why === undefined ? {} : { refused: why }) };
    });
  }

  /** Approvals of changes that somebody gave and did not withdraw; what they claim is not proved. */
  async givenBy(
    by: string,
    diagram: string,
    source: string,
    known: ReadonlySet<string>,
  ): Promise<readonly ChangeApproval[]> {
    const there = await this.#there(`${APPROVALS_FOLDER}/${diagram}/`, { source, known });
    const own = there.flatMap(([, { approval }]) =>
      isOfChanges(approval) && approval.by === by && approval.diagram === diagram ? [approval] : [],
    );
    const isWithdrawn = ({ model, time }: ChangeApproval): boolean =>
      own.some((one) => one.action === 'withdraw' && one.model === model && one.time >= time);
    return own.filter((one) => one.action === 'approve' && !isWithdrawn(one));
  }

  /**
   * Withdrawals that hold, as they came.
   * @param rest asked for only where there are any
   */
  async withdrawals(
    of: Pick<ApprovalRequest, 'diagram' | 'model'>,
    rest: () => Omit<ApprovalRequest, 'diagram' | 'model' | 'makers' | 'authors'>,
  ): Promise<readonly Withdrawal[]> {
    this.#stored ??= storedApprovals(this.#repository, this.#history);
    const prefix = `${APPROVALS_FOLDER}/${of.diagram}/${of.model}/`;
    const stored = (await this.#stored).filter(
      ({ path }) => path.startsWith(prefix) && path.endsWith('.withdrawn.json'),
    );
    const found: Withdrawal[] = [];
    let wanted: ApprovalRequest | undefined;
    for (const one of stored) {
      const read = await readStored(this.#repository, one);
      if (read?.approval.action !== 'withdraw') continue;
      const { approval } = read;
      wanted ??= { ...of, ...rest(), ...NOBODY };
      const request = wanted;
      const held: SignatureBasis = isOfChanges(approval)
        ? {
            ...request,
            earlier: new Set(),
            misplaced: (trust) => otherPolicy(approval, trust),
          }
        : { ...request, misplaced: (trust) => misplaced(approval, request, trust) };
      if (!held.known.has(one.by.commit.id) && isOfChanges(approval)) continue;
      if ((await this.#refused(one, read, held)) !== undefined) continue;
      const { by, time } = approval;
      const committed = new Date(one.by.commit.committer.time * 1000).toISOString();
      found.push({ by, time, committed });
    }
    return found;
  }

  /** What lies in a folder of approvals; what was withdrawn stays so, even if the file is taken away. */
  async #there(
    folder: string,
    { source, known }: Pick<ApprovalRequest, 'source' | 'known'>,
  ): Promise<readonly (readonly [StoredApproval, ReadApproval])[]> {
    this.#stored ??= storedApprovals(this.#repository, this.#history);
    const commit = this.#history.byId.get(source);
    const found: (readonly [StoredApproval, ReadApproval])[] = [];
    for (const one of firstBrought(await this.#stored, folder, known)) {
      const read = await readStored(this.#repository, one);
      if (!read) continue;
      const at = this.#repository.prefix + one.path;
      const there = commit && (await this.#repository.trees.at(commit.tree, at));
      if (read.approval.action === 'approve' && there?.id !== one.entry.id) continue;
      found.push([one, read]);
    }
    return found;
  }

  /** Why who signed an approval may not approve what these made; absent where they may. */
  ownWork(by: string, signature: string, { makers, authors }: ModelMakers): string | undefined {
    const maker = this.#makerWith(signature, makers);
    if (maker !== undefined) return `its key belongs to ${maker}, who made the change`;
    const author = this.authorBehind(by, signature, authors, ['refuse']);
    return (
      author &&
      `it is by an author of commit ${author.commit.slice(0, 12)}, which ${author.signer} ${author.how}`
    );
  }

  /** A maker whose key this is under another name, now or at any time. */
  #makerWith(signature: string, makers: readonly string[]): string | undefined {
    const key = keyOfSignature(signature) ?? '';
    this.#keys ??= [...new Set(this.#history.trust.values())];
    return makers.find((maker) => this.#keys?.some(({ keys }) => lists(keys, maker, key)));
  }

  /**
   * Whether who approves wrote what another signed, where the policy that the commit was judged by says one of these.
   * @param signature of the approval; '' where there is none yet
   */
  authorBehind(
    by: string,
    signature: string,
    authors: readonly OtherAuthor[],
    policies: readonly Policy['authorsApprove'][],
  ): OtherAuthor | undefined {
    const key = keyOfSignature(signature) ?? '';
    this.#keys ??= [...new Set(this.#history.trust.values())];
    const names = new Set([sameCase(by)]);
    for (const { keys } of this.#keys)
      for (const one of keys)
        if (one.key === key) for (const name of one.principals) names.add(sameCase(name));
    return authors.find(
      ({ email, commit }) =>
        names.has(email) &&
        policies.includes(this.#history.judging.get(commit)?.policy.authorsApprove),
    );
  }

  async #refused(
    { by }: StoredApproval,
    { approval, text, signature }: ReadApproval,
    wanted: SignatureBasis,
  ): Promise<string | undefined> {
    const { judging, trust, sides } = this.#history;
    const then = judging.get(by.commit.id);
    if (!then) return 'it was added by a commit that fails verification';
    const claimed = Math.floor(Date.parse(approval.time) / 1000);
    const brought = by.commit.committer.time;
    const revoked = [then.revoked, trust.get(wanted.source)?.revoked ?? ''].join('\n');
    const claim = (time: number): Claim => ({
      principal: approval.by,
      namespace: APPROVAL_NAMESPACE,
      signature,
      signed: text,
      signers: then.signers,
      revoked,
      time,
    });
    // An expired key can still claim an earlier time, so it must also have been in force at the commit.
    const [why, later] = await checkSignatures([claim(claimed), claim(brought)]);
    const replayed = wanted.earlier.has(by.commit.id) ? EARLIER : undefined;
    const wrong = why ?? wanted.misplaced(then) ?? replayed ?? later;
    if (wrong !== undefined) return wrong;
    if (claimed > brought + then.policy.clockTolerance)
      return 'it is dated later than the commit that added it';
    if (approval.action === 'withdraw') return undefined;
    const own = this.ownWork(approval.by, signature, wanted);
    if (own !== undefined) return own;
    const act = { commit: by.commit, claim: claim(claimed), roles: ['approver'] as const };
    return sides.refused(act, wanted.known);
  }
}
