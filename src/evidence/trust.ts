/** Who may sign what: `.cadastre/allowed_signers`, `.cadastre/revoked_keys` and `.cadastre/policy.yaml` of a commit. */

import type { Outcome } from '../model/diagnostic.ts';
import type { Commit } from './commit.ts';
import type { Repository } from './git.ts';
import { filesOf } from './tree.ts';

export const ROLES = ['author', 'approver', 'ci'] as const;
export type Role = (typeof ROLES)[number];

export interface Policy {
  /** E-mail addresses by role, as they stand in the trust file. */
  readonly roles: Readonly<Record<Role, readonly string[]>>;
  /** Approvals that a model needs. */
  readonly approvals: number;
  /** Seconds that a commit's date may lie before its parent's. */
  readonly clockTolerance: number;
  /** Whether merges that a hosting service made, and no person signed, count when they only merge. */
  readonly hostMerges: 'accept' | 'refuse';
}

/** Trust as one commit has it. */
export interface Trust {
  readonly signers: string;
  readonly revoked: string;
  readonly policy: Policy;
}

export const TRUST_FOLDER = '.cadastre';

/** Reads a policy; its diagnostics have places in the text. */
export type PolicyReader = (text: string) => Outcome<Policy>;

/** Trust by commit; absent where a commit has none, or one that cannot be read. */
export async function trustOf(
  repository: Repository,
  commits: readonly Commit[],
  readPolicy: PolicyReader,
): Promise<ReadonlyMap<string, Trust>> {
  const found = new Map<string, Trust>();
  // Most commits leave the trust alone: what a tree says is read once.
  const byTree = new Map<string, Promise<Trust | undefined>>();
  for (const { id, tree } of commits) {
    const read = byTree.get(tree) ?? trustOfTree(repository, tree, readPolicy);
    byTree.set(tree, read);
    const trust = await read;
    if (trust) found.set(id, trust);
  }
  return found;
}

async function trustOfTree(
  repository: Repository,
  tree: string,
  readPolicy: PolicyReader,
): Promise<Trust | undefined> {
  const files = await filesOf(repository, tree, `${repository.prefix}${TRUST_FOLDER}`);
  const names = ['allowed_signers', 'revoked_keys', 'policy.yaml'];
  const ids = names.map((name) => files.get(name)?.id);
  const read = await repository.objects.readAll(ids.filter((id) => id !== undefined));
  const [signers, revoked, policyText] = ids.map((id) =>
    id === undefined ? undefined : read.get(id)?.data.toString('utf8'),
  );
  if (signers === undefined || policyText === undefined) return undefined;
  const policy = readPolicy(policyText).value;
  return policy && { signers, revoked: revoked ?? '', policy };
}
