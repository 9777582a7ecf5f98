/**
 * Which approvals of a model hold, and why the others do not. Each is judged as of the commit that brought it in:
 * by the trust of that time, so that an approver may leave or change keys later; a key that was revoked since
 * approves nothing.
 */

import { byCodeUnit } from '../../model/order.ts';
import type { Repository } from '../git/git.ts';
import type { TreeEntry } from '../git/tree.ts';
import type { History } from '../history/history.ts';
import { type OtherAuthor, sameCase } from '../history/makers.ts';
import type { Signed } from '../history/signed-commit.ts';
import { type Claim, checkSignatures, keyOfSignature } from '../signatures/keygen.ts';
import { lists } from '../trust/allowed-signers.ts';
import { hasRole, type Policy, type Trust } from '../trust/trust.ts';
import {
  APPROVAL_NAMESPACE,
  APPROVALS_FOLDER,
  type Approval,
  approvalPath,
  readApproval,
} from './approval.ts';

/** What an approval must be of. */
export interface ApprovalRequest {
  readonly diagram: string;
  readonly model: string;
  readonly previous: string | undefined;
  readonly makers: readonly string[];
  readonly authors: readonly OtherAuthor[];
  /** Id of the commit in whose tree it lies. */
  readonly source: string;
  /** Ids of that commit and all that it descends from. */
  readonly known: ReadonlySet<string>;
  /** Ids of what was there before this round: when another model was published. */
  readonly earlier: ReadonlySet<string>;
}

export interface ApprovalDecision {
  readonly approval: Approval;
  /** Why it does not count; absent if it does. */
  readonly refused?: string;
}

/** The withdrawal of an approval by the approver. */
export interface Withdrawal {
  readonly by: string;
  /** As it was signed, and of the commit that brought it in: ISO 8601, UTC. */
  readonly time: string;
  readonly committed: string;
}

interface FoundApproval extends Pick<ApprovalDecision, 'approval'> {
  readonly key: string | undefined;
  readonly refused: string | undefined;
}

interface Stored {
  readonly path: string;
  readonly entry: TreeEntry;
  readonly signature: TreeEntry;
  readonly by: Signed;
}

/** All approvals that a history ever held, with who brought them in. */
export class ApprovalStore {
  readonly #repository: Repository;
  readonly #history: History;
  #stored: Promise<readonly Stored[]> | undefined;
  #keys: readonly Trust[] | undefined;

  constructor(repository: Repository, history: History) {
    this.#repository = repository;
    this.#history = history;
  }

  /** Approvals by who approved, sorted. */
  async of(wanted: ApprovalRequest): Promise<readonly ApprovalDecision[]> {
    this.#stored ??= this.#collect();
    const prefix = `${APPROVALS_FOLDER}/${wanted.diagram}/${wanted.model}/`;
    const commit = this.#history.byId.get(wanted.source);
    // What is removed and put back keeps its age.
    const first = new Map<string, Stored>();
    for (const one of await this.#stored) {
      const key = `${one.path} ${one.entry.id}`;
      if (one.path.startsWith(prefix) && wanted.known.has(one.by.commit.id) && !first.has(key))
        first.set(key, one);
    }
    const found: FoundApproval[] = [];
    for (const one of first.values()) {
      const approval = await this.#read(one);
      if (!approval) continue;
      const at = this.#repository.prefix + one.path;
      const there = commit && (await this.#repository.trees.at(commit.tree, at));
      // A withdrawn approval stays withdrawn, even if the file is removed; a removed approval does not count.
      if (approval.approval.action === 'approve' && there?.id !== one.entry.id) continue;
      found.push({
        approval: approval.approval,
        key: keyOfSignature(approval.signature),
        refused: await this.#refused(one, approval, wanted),
      });
    }
    found.sort((a, b) => byCodeUnit(a.approval.by, b.approval.by));
    const withdrawn = found.filter((one) => one.approval.action === 'withdraw' && !one.refused);
    return found
      .filter(({ approval }) => approval.action === 'approve')
      .map((one, i, all): ApprovalDecision => {
        const { approval, refused, key } = one;
        const later = withdrawn.some(
          (w) => w.approval.by === approval.by && w.approval.time >= approval.time,
        );
        const twin = all.slice(0, i).find((other) => !other.refused && other.key === key);
        const twice = twin && `its key also belongs to ${twin.approval.by}, and counts only once`;
        const why = refused ?? (later ? 'it was withdrawn' : twice);
        return { approval, ...(why === undefined ? {} : { refused: why }) };
      });
  }

  /**
   * Withdrawals that hold, as they came.
   * @param rest asked for only where there are any
   */
  async withdrawals(
    of: Pick<ApprovalRequest, 'diagram' | 'model'>,
    rest: () => Omit<ApprovalRequest, 'diagram' | 'model' | 'makers' | 'authors'>,
  ): Promise<readonly Withdrawal[]> {
    this.#stored ??= this.#collect();
    const prefix = `${APPROVALS_FOLDER}/${of.diagram}/${of.model}/`;
    const stored = (await this.#stored).filter(({ path }) => path.startsWith(prefix));
    const found: Withdrawal[] = [];
    let wanted: ApprovalRequest | undefined;
    for (const one of stored) {
      const read = await this.#read(one);
      if (read?.approval.action !== 'withdraw') continue;
      wanted ??= { ...of, ...rest(), makers: [], authors: [] };
      if ((await this.#refused(one, read, wanted)) !== undefined) continue;
      const { by, time } = read.approval;
      const committed = new Date(one.by.commit.committer.time * 1000).toISOString();
      found.push({ by, time, committed });
    }
    return found;
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

  /** In the order of the history: the first that brought a file in comes first. */
  async #collect(): Promise<readonly Stored[]> {
    const { trees, prefix } = this.#repository;
    const { commits, changes } = this.#history;
    const found: Stored[] = [];
    for (const by of commits) {
      const { tree } = by.commit;
      const paths = await changes.files(by.commit, prefix + APPROVALS_FOLDER);
      const files = new Set(paths.map((path) => path.replace(/\.sig$/, '')));
      for (const path of files) {
        const entry = path.endsWith('.json') ? await trees.at(tree, path) : undefined;
        const signature = await trees.at(tree, `${path}.sig`);
        if (!entry || !signature) continue;
        found.push({ path: path.slice(prefix.length), entry, signature, by });
      }
    }
    return found;
  }

  async #read({ path, entry, signature }: Stored) {
    const { trees } = this.#repository;
    const [text, signed] = [await trees.bytes(entry), await trees.bytes(signature)];
    const approval = text && readApproval(text.toString('utf8'));
    return text && signed && approval && approvalPath(approval) === path
      ? { approval, text, signature: signed.toString('utf8') }
      : undefined;
  }

  async #refused(
    { by }: Stored,
    { approval, text, signature }: { approval: Approval; text: Buffer; signature: string },
    wanted: ApprovalRequest,
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
    const wrong = why ?? misplaced(approval, wanted, then) ?? replayed ?? later;
    if (wrong !== undefined) return wrong;
    if (claimed > brought + then.policy.clockTolerance)
      return 'it is dated later than the commit that added it';
    if (approval.action === 'withdraw') return undefined;
    const maker = this.#makerWith(signature, wanted.makers);
    if (maker !== undefined) return `its key belongs to ${maker}, who made the change`;
    const author = this.authorBehind(approval.by, signature, wanted.authors, ['refuse']);
    if (author)
      return `it is by an author of commit ${author.commit.slice(0, 12)}, which ${author.signer} ${author.how}`;
    const act = { commit: by.commit, claim: claim(claimed), roles: ['approver'] as const };
    return sides.refused(act, wanted.known);
  }
}

const EARLIER = 'it belongs to an earlier round: another model has been published since';

function misplaced(approval: Approval, wanted: ApprovalRequest, trust: Trust): string | undefined {
  const { diagram, model, previous, by, action } = approval;
  if (diagram !== wanted.diagram) return `it is for the diagram ${JSON.stringify(diagram)}`;
  if (model !== wanted.model) return 'it is for another model';
  if (previous !== wanted.previous) return EARLIER;
  if (!hasRole(trust, by, 'approver'))
    return 'the policy does not give the signer the role approver';
  if (action === 'approve' && wanted.makers.includes(by))
    return 'it is by someone who made the change';
  return undefined;
}
