/**
 * Which adoptions of a commit count. Each statement is judged as of the commit that brought it in, which has to be
 * signed and to build on the adopted one; never one person alone, and never for the files that say who is trusted.
 */

import { sha256 } from '../../model/digest.ts';
import { sortedBy } from '../../model/order.ts';
import { ancestorsOf, type Commit } from '../git/commit.ts';
import type { Repository } from '../git/git.ts';
import { BrokenObject, type TreeEntry } from '../git/tree.ts';
import { checkSignatures, keyOfSignature } from '../signatures/keygen.ts';
import { lists } from '../trust/allowed-signers.ts';
import type { Areas } from '../trust/roles.ts';
import { hasRole, type Trust } from '../trust/trust.ts';
import { fail, pass, unknown, type Verdict } from '../verdict.ts';
import {
  ADOPTION_NAMESPACE,
  ADOPTIONS_FOLDER,
  type AdoptionStatement,
  adoptionPath,
  readAdoption,
} from './adoption.ts';
import type { Changes } from './changes.ts';
import type { MergeParents } from './merge-revocations.ts';
import type { Signed, TrustByCommit } from './signed-commit.ts';

/** A commit that fails verification, and why; `signer` if a key in force signed it. */
export interface RefusedCommit {
  readonly commit: Commit;
  readonly signer?: string;
  readonly verdicts: readonly Verdict[];
}

export interface AdoptionContext extends TrustByCommit {
  readonly repository: Repository;
  readonly byId: ReadonlyMap<string, Commit>;
  readonly changes: Changes;
  readonly sides: MergeParents;
  readonly areas: Areas;
  readonly tip: string;
}

interface Brought {
  readonly statement: AdoptionStatement;
  readonly text: Buffer;
  readonly signature: string;
  /** The commit that brought it in. */
  readonly in: Commit;
}

interface Counted extends Pick<AdoptionStatement, 'by' | 'role' | 'reason'> {
  readonly key: string;
  /** Trust that it was judged by. */
  readonly then: Trust;
}

export interface AdoptedHistory {
  readonly commits: readonly Signed[];
  readonly verdicts: readonly Verdict[];
}

/** What holds, with what people vouched for; of the rest, why it does not. */
export async function adoptAll(
  context: AdoptionContext,
  held: readonly Signed[],
  refused: readonly RefusedCommit[],
): Promise<AdoptedHistory> {
  const statements = await statementsIn(context, held);
  const commits: Signed[] = [];
  const verdicts: Verdict[] = [];
  for (const one of held) {
    const own = statements.get(one.commit.id);
    const stray = own && (await isStray(context, one));
    const found = stray ? await judgeOne(context, strayCommit(one), own) : undefined;
    verdicts.push(...(found?.verdicts ?? []).filter(({ verdict }) => verdict !== 'fail'));
    commits.push(found?.adopted ?? one);
  }
  for (const one of refused) {
    const own = statements.get(one.commit.id);
    const found = own && (await judgeOne(context, one, own));
    verdicts.push(...(found?.verdicts ?? one.verdicts));
    if (found?.adopted) commits.push(found.adopted);
  }
  return { commits, verdicts };
}

/** Signed by someone who may not publish, it changes what is published. */
async function isStray(
  { changes, areas, judging }: AdoptionContext,
  { commit, signer }: Signed,
): Promise<boolean> {
  const by = judging.get(commit.id);
  if (signer === undefined || !by || hasRole(by, signer, 'ci')) return false;
  return (await changes.files(commit, areas.out)).length > 0;
}

const strayCommit = ({ commit, signer }: Signed): RefusedCommit => ({
  commit,
  ...(signer === undefined ? {} : { signer }),
  verdicts: [],
});

/** Statements of the tip by the commit that they are of, each with the signed commit that brought it in. */
async function statementsIn(
  { repository, byId, changes, tip }: AdoptionContext,
  held: readonly Signed[],
): Promise<ReadonlyMap<string, readonly Brought[]>> {
  const { trees, prefix } = repository;
  const folder = prefix + ADOPTIONS_FOLDER;
  const files = await trees.files(byId.get(tip)?.tree ?? '', folder);
  const found = new Map<string, Brought[]>();
  if (files.size === 0) return found;
  const missing = new Map(files);
  for (const { commit, signer } of held) {
    if (signer === undefined) continue;
    for (const path of await changes.files(commit, folder)) {
      const name = path.slice(folder.length + 1).replace(/\.sig$/, '');
      const brought = name.endsWith('.json')
        ? await broughtBy(repository, commit, name, files)
        : undefined;
      if (!brought || !missing.delete(name)) continue;
      const { commit: of } = brought.statement;
      found.set(of, [...(found.get(of) ?? []), brought]);
    }
  }
  return found;
}

/** A statement with its signature, where a commit has both as the tip has them. */
async function broughtBy(
  { trees, prefix }: Repository,
  commit: Commit,
  name: string,
  tip: ReadonlyMap<string, TreeEntry>,
): Promise<Brought | undefined> {
  const bytes: Buffer[] = [];
  for (const file of [name, `${name}.sig`]) {
    const entry = await trees.at(commit.tree, `${prefix}${ADOPTIONS_FOLDER}/${file}`);
    if (!entry || tip.get(file)?.id !== entry.id) return undefined;
    const read = await trees.bytes(entry);
    if (!read) return undefined;
    bytes.push(read);
  }
  const [text, signature] = bytes;
  const statement = text && readAdoption(text.toString('utf8'));
  if (!text || !signature || !statement) return undefined;
  if (adoptionPath(statement) !== `${ADOPTIONS_FOLDER}/${name}`) return undefined;
  return { statement, text, signature: signature.toString('utf8'), in: commit };
}

async function judgeOne(
  context: AdoptionContext,
  { commit, signer, verdicts }: RefusedCommit,
  statements: readonly Brought[],
): Promise<{ readonly adopted?: Signed; readonly verdicts: readonly Verdict[] }> {
  const { changes, areas, judging, repository } = context;
  const at = commit.id.slice(0, 12);
  const refuse = (why: string, ...more: Verdict[]) => ({
    verdicts: [
      ...more,
      ...verdicts.map((one) => fail(one.check, one.subject, `${one.reason}; not adopted: ${why}`)),
    ],
  });
  for (const file of areas.trust)
    if (await changes.touches(commit, file))
      return refuse(`it changes ${file}, and a change of trust cannot be adopted`);
  const tree = await repository.objects.read(commit.tree);
  if (!tree) throw new BrokenObject(commit.tree);
  const digest = sha256(tree.data);
  const counted: Counted[] = [];
  const others: Verdict[] = [];
  for (const one of sortedBy(statements, ({ statement }) => statement.by)) {
    const found = await countOf(context, commit, digest, one, counted);
    if (typeof found !== 'string') counted.push(found);
    else
      others.push(
        unknown('adopted', at, `the adoption by ${one.statement.by} does not count: ${found}`),
      );
  }
  const needed = judging.get(commit.id)?.policy.adopters ?? LEAST_ADOPTERS;
  if (counted.length < needed)
    return refuse(`${counted.length} of ${needed} adoptions count`, ...others);
  for (const role of ['author', 'approver'] as const)
    if (!counted.some((one) => one.role === role))
      return refuse(`no ${role} has adopted it`, ...others);
  const people = counted.map(({ by, role }) => `${by} (${role})`).join(', ');
  const reason = counted[0]?.reason ?? '';
  const makers = counted.filter(({ then, by }) => hasRole(then, by, 'author')).map(({ by }) => by);
  const adoption = {
    by: counted.map(({ by }) => by),
    makers: [...new Set([...makers, ...(signer === undefined ? [] : [signer])])].sort(),
    reason,
  };
  const words = `${JSON.stringify(commit.subject.slice(0, 60).toWellFormed())} was adopted by ${people}: ${reason}`;
  return { adopted: { commit, adoption }, verdicts: [...others, pass('adopted', at, words)] };
}

/** Never one person alone. */
export const LEAST_ADOPTERS = 2;

/** Why a statement does not count, or who stands behind it. */
async function countOf(
  { byId, judging, trust, sides, tip }: AdoptionContext,
  commit: Commit,
  tree: string,
  { statement, text, signature, in: brought }: Brought,
  before: readonly Counted[],
): Promise<Counted | string> {
  const { by, role, reason } = statement;
  const then = judging.get(brought.id);
  const key = keyOfSignature(signature);
  if (!then || key === undefined)
    return 'its signature is not in the format that ssh-keygen writes';
  if (brought.id === commit.id || !ancestorsOf(brought.id, byId).has(commit.id))
    return 'the commit that added it does not descend from the adopted one';
  if (statement.tree !== tree) return 'it is for another tree';
  if (!hasRole(then, by, role)) return `the policy does not give the signer the role ${role}`;
  const claimed = Math.floor(Date.parse(statement.time) / 1000);
  const committed = brought.committer.time;
  if (claimed > committed + then.policy.clockTolerance)
    return 'it is dated later than the commit that added it';
  const claim = {
    principal: by,
    namespace: ADOPTION_NAMESPACE,
    signature,
    signed: text,
    signers: then.signers,
    revoked: [then.revoked, trust.get(tip)?.revoked ?? ''].join('\n'),
    time: claimed,
  };
  const [why, later] = await checkSignatures([claim, { ...claim, time: committed }]);
  if (why !== undefined || later !== undefined) return why ?? later ?? '';
  const all = [...new Set(trust.values())];
  const twin = before.find(
    (other) =>
      other.key === key ||
      all.some(({ keys }) => lists(keys, other.by, key) || lists(keys, by, other.key)),
  );
  if (twin) return `its key also belongs to ${twin.by}, who counts once`;
  const taken = await sides.refused({ commit: brought, claim, roles: [role] });
  return taken ?? { by, role, reason, key, then };
}
