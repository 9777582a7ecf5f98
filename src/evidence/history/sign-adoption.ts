/** Which commits people can vouch for, and what they sign then. */

import { type Failure, failure, type Outcome, quote, refused } from '../../model/diagnostic.ts';
import { sha256 } from '../../model/digest.ts';
import type { Chain } from '../chain.ts';
import type { Commit } from '../git/commit.ts';
import { BrokenObject } from '../git/tree.ts';
import type { Opened } from '../open-chain.ts';
import { signStatement } from '../signatures/sign-statement.ts';
import type { SigningKey } from '../signatures/signing-key.ts';
import { areasOf } from '../trust/roles.ts';
import { hasRole, type Trust } from '../trust/trust.ts';
import {
  ADOPTION_NAMESPACE,
  type AdoptionStatement,
  adoptionPath,
  printAdoption,
} from './adoption.ts';
import { changedFiles } from './changed-files.ts';

export interface AdoptionDetails {
  readonly reason: string;
  /** For who has both roles. */
  readonly role?: 'author' | 'approver';
  /** Epoch seconds. */
  readonly time: number;
}

/** What the adopter will sign. Errors: `not-adopter`. */
export async function adoptionStatement(
  { repository }: Opened,
  { history }: Chain,
  commit: Commit,
  { by }: SigningKey,
  trust: Trust,
  { role: wish, reason, time }: AdoptionDetails,
): Promise<Outcome<AdoptionStatement>> {
  const role = (['author', 'approver'] as const).find(
    (one) => (wish ?? one) === one && hasRole(trust, by, one),
  );
  if (role === undefined)
    return refused(
      'not-adopter',
      `the policy does not give ${quote(by)} the role ${wish ?? 'author or approver'}`,
      'At least one author and one approver have to adopt a commit; .cadastre/policy.yaml names them.',
    );
  const tree = await repository.objects.read(commit.tree);
  if (!tree) throw new BrokenObject(commit.tree);
  const folder = repository.prefix.replace(/\/$/, '');
  return {
    value: {
      format: 'cadastre/adoption@1',
      commit: commit.id,
      tree: sha256(tree.data),
      changes: await changedFiles(repository, history, commit, folder),
      reason: reason.trim(),
      by,
      role,
      time: new Date(time * 1000).toISOString(),
    },
    diagnostics: [],
  };
}

export const notAdoptable = (what: string, hint: string): Failure =>
  refused('not-adoptable', what, hint);

/** Checks that people can vouch for. */
const ADOPTABLE = new Set(['signature', 'role', 'published-by-ci']);

/** A commit that fails verification, but would pass if people vouched for it. Errors: `not-adoptable`. */
export async function adoptable(
  { history, verdicts }: Chain,
  id: string,
  rev: string,
  out: string,
  prefix: string,
): Promise<Failure | { readonly commit: Commit; readonly problem: string }> {
  const commit = history.byId.get(id);
  if (!commit)
    return notAdoptable(
      `commit ${quote(rev)} is not in this history`,
      'Name a commit in the history of the checked-out branch.',
    );
  const own = verdicts.filter(
    ({ verdict, subject }) => verdict === 'fail' && subject.startsWith(id.slice(0, 12)),
  );
  const [problem] = own.filter(({ check }) => ADOPTABLE.has(check));
  // Faults of an invalid publication are not counted again.
  const other = problem ? undefined : own[0];
  if (other)
    return notAdoptable(
      `commit ${id.slice(0, 12)} fails the check ${other.check}: ${other.reason}`,
      'An adoption can vouch only for who signed a commit and what they may change.',
    );
  if (!problem)
    return notAdoptable(
      `commit ${id.slice(0, 12)} is valid and needs no adoption`,
      '`cadastre verify` shows why.',
    );
  for (const file of areasOf(prefix, out).trust)
    if (await history.changes.touches(commit, file))
      return notAdoptable(
        `commit ${id.slice(0, 12)} changes ${file}`,
        'A change of trust cannot be adopted. Go back to the commit before it, and restart the branch from there.',
      );
  return { commit, problem: problem.reason };
}

/**
 * The statement and its signature, by path relative to the estate's root.
 * @param key file of the key that signs
 * Errors: those of `signStatement`.
 */
export async function signAdoption(
  statement: AdoptionStatement,
  key: string,
  trust: Trust,
): Promise<Outcome<Readonly<Record<string, Uint8Array>>>> {
  const bytes = Buffer.from(printAdoption(statement));
  const signed = await signStatement(
    { ...statement, namespace: ADOPTION_NAMESPACE, bytes },
    key,
    trust,
  );
  if (signed.value === undefined) return failure(signed.diagnostics);
  const name = adoptionPath(statement);
  return { value: { [name]: bytes, [`${name}.sig`]: Buffer.from(signed.value) }, diagnostics: [] };
}
