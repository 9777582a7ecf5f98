/** Who may sign what: `.cadastre/allowed_signers`, `.cadastre/revoked_keys` and `.cadastre/policy.yaml` of a commit. */

import type { Outcome } from '../../model/diagnostic.ts';
import type { Commit } from '../git/commit.ts';
import type { Repository } from '../git/git.ts';
import { readRevoked, readSigners, type Signer } from './allowed-signers.ts';

export const ROLES = ['author', 'approver', 'ci'] as const;
export type Role = (typeof ROLES)[number];

export interface Policy {
  /** E-mail addresses by role, as they stand in the trust file. */
  readonly roles: Readonly<Record<Role, readonly string[]>>;
  /** Approvals that a model, or each change, needs. */
  readonly approvals: number;
  /** What an approver signs: all of a model, or what changed in it; a model where the policy does not say. */
  readonly approve?: 'model' | 'changes';
  /** Seconds that a commit's date may lie before its parent's. */
  readonly clockTolerance: number;
  /** Whether merges that a hosting service made, and no person signed, count when they only merge. */
  readonly hostMerges: 'accept' | 'refuse';
  /** People who must vouch for a commit without an authorized signature; two where the policy does not say. */
  readonly adopters?: number;
  /**
   * Whether an author or co-author of a commit that another signed may approve it. Where the policy does not say, as
   * before there was this key, it counts and is reported.
   */
  readonly authorsApprove?: 'accept' | 'refuse';
}

/** Trust as one commit has it. */
export interface Trust {
  readonly signers: string;
  readonly revoked: string;
  readonly policy: Policy;
  /** What the two files say. */
  readonly keys: readonly Signer[];
  readonly revokedKeys: readonly string[];
}

export const TRUST_FOLDER = '.cadastre';
export const TRUST_FILES = ['allowed_signers', 'revoked_keys', 'policy.yaml'] as const;

/** Reads a policy; its diagnostics have places in the text. */
export type PolicyReader = (text: string) => Outcome<Policy>;

/** What the trust files of a commit say, or why they say nothing. */
export type Stated = Trust | string;

export const NO_TRUST = 'the trust files are missing';

/** By commit. */
export async function statedTrust(
  repository: Repository,
  commits: readonly Commit[],
  readPolicy: PolicyReader,
): Promise<ReadonlyMap<string, Stated>> {
  const found = new Map<string, Stated>();
  // Most commits leave the trust alone: what three files say is read once.
  const known = new Map<string, Stated>();
  for (const { id, tree } of commits) {
    const folder = `${repository.prefix}${TRUST_FOLDER}`;
    const entries = await Promise.all(
      TRUST_FILES.map((name) => repository.trees.at(tree, `${folder}/${name}`)),
    );
    const key = JSON.stringify(entries.map((entry) => entry && [entry.mode, entry.id]));
    let stated = known.get(key);
    if (stated === undefined) {
      const texts = await Promise.all(entries.map((entry) => repository.trees.bytes(entry)));
      stated = read(
        texts.map((bytes) => bytes?.toString('utf8')),
        entries.some((entry, i) => entry && !texts[i]),
        readPolicy,
      );
      known.set(key, stated);
    }
    found.set(id, stated);
  }
  return found;
}

function read(
  [signers, revoked = '', policyText]: (string | undefined)[],
  odd: boolean,
  readPolicy: PolicyReader,
): Stated {
  if (odd) return 'one of the trust files is not a regular file';
  if (signers === undefined && policyText === undefined) return NO_TRUST;
  if (signers === undefined) return 'allowed_signers is missing';
  if (policyText === undefined) return 'policy.yaml is missing';
  const keys = readSigners(signers);
  if (typeof keys === 'string') return keys;
  const revokedKeys = readRevoked(revoked);
  if (typeof revokedKeys === 'string') return revokedKeys;
  const { value: policy, diagnostics } = readPolicy(policyText);
  if (!policy) return `policy.yaml cannot be read: ${diagnostics[0]?.message ?? 'it is empty'}`;
  return { signers, revoked, policy, keys, revokedKeys };
}

/** Whether someone has the role and a key beside that name, in force or not. */
export const isFilled = ({ policy: { roles }, keys }: Trust, role: Role): boolean =>
  keys.some(({ principals }) => principals.some((name) => roles[role].includes(name)));

/** Names that the policy gives a role and that no key stands beside: a slip of the pen, as a rule. */
export function withoutKey({ policy: { roles }, keys }: Trust): readonly string[] {
  const known = new Set(keys.flatMap(({ principals }) => principals));
  const named = new Set(Object.values(roles).flat());
  return [...named].filter((name) => !known.has(name)).sort();
}

/** Whether someone has one of the roles. */
export const hasRole = ({ policy: { roles } }: Trust, by: string, ...any: Role[]): boolean =>
  any.some((role) => roles[role].includes(by));
