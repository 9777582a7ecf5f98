/** The chain of a revision: opened so that nothing from the repository can run, then verified. */

import {
  type Diagnostic,
  error,
  type Failure,
  type Outcome,
  refused,
} from '../model/diagnostic.ts';
import { type Chain, nothing, verifyChain } from './chain.ts';
import { openRepository, type Repository, sealed } from './git/git.ts';
import { KeygenMissing } from './signatures/keygen.ts';
import { keygenMissing } from './signatures/keygen-missing.ts';
import { readPolicy } from './trust/policy.ts';
import { fail } from './verdict.ts';

export interface Opened {
  /** With the config of the user: for what is written. */
  readonly given: Repository;
  /** The same objects and nothing else: for all that is judged. `close` ends both. */
  readonly repository: Repository;
  /** Id of the revision. */
  readonly tip: string;
  readonly shallow: boolean;
  /** Whether it is a partial clone: objects may be missing that the other side has. */
  readonly filtered: boolean;
}

/** Errors: those of `openRepository`, `no-commit`, `unknown-revision`. */
export async function openChain(root: string, rev: string): Promise<Outcome<Opened>> {
  const opened = await openRepository(root);
  const given = opened.value;
  if (!given) return { diagnostics: opened.diagnostics };
  const verify = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${rev}^{commit}`];
  const tip = (await given.run(verify, { none: 1 })).trim();
  if (tip === '') {
    given.close();
    if (rev === 'HEAD')
      return refused('no-commit', 'the repository has no commit yet', 'Commit the diagrams first.');
    const hint = 'Name a branch, a tag or a commit, or the file of a bundle.';
    return refused('unknown-revision', `unknown revision ${JSON.stringify(rev)}`, hint);
  }
  const shallow = (await given.run(['rev-parse', '--is-shallow-repository'])).trim() !== 'false';
  const filters = [
    'config',
    '--get-regexp',
    '^(remote\\..*\\.promisor|extensions\\.partialclone)$',
  ];
  const filtered = (await given.run(filters, { none: 1 })) !== '';
  const value = { given, repository: await sealed(given), tip, shallow, filtered };
  return { value, diagnostics: [] };
}

/** A history that lacks nothing of itself: a bundle's, or one that this run made. */
export const WHOLE = { shallow: false, filtered: false } as const;

/** Errors: `keygen-missing`. A failed check is a verdict. */
export async function chainOf(
  opened: Pick<Opened, 'repository' | 'tip' | 'shallow' | 'filtered'>,
  out: string,
  anchor?: string,
): Promise<Outcome<Chain>> {
  const { repository, tip, shallow, filtered } = opened;
  if (shallow) {
    const why = fail(
      'complete-history',
      tip.slice(0, 12),
      'the clone is shallow: fetch the whole history',
    );
    return { value: nothing(repository, tip, why), diagnostics: [] };
  }
  const asked = { tip, out, ...(anchor === undefined ? {} : { anchor }) };
  try {
    const value = await verifyChain(repository, asked, (text) =>
      readPolicy(text, '.cadastre/policy.yaml'),
    );
    return { value: filtered ? ofPartialClone(value) : value, diagnostics: [] };
  } catch (thrown) {
    if (thrown instanceof KeygenMissing) return keygenMissing();
    throw thrown;
  }
}

/** What a partial clone lacks is elsewhere, and not broken: still nothing can be verified without it. */
function ofPartialClone(chain: Chain): Chain {
  const verdicts = chain.verdicts.map((one) =>
    one.check === 'complete-history' && one.verdict === 'fail'
      ? { ...one, reason: `the clone is partial: ${one.reason}. Fetch what is missing` }
      : one,
  );
  return { ...chain, verdicts };
}

/** Why an incomplete history cannot be judged. Errors: `shallow-clone`. */
export function incomplete(
  { verdicts }: Chain,
  { shallow, filtered }: Opened,
): Failure | undefined {
  const why = verdicts.find(
    ({ check, verdict }) => check === 'complete-history' && verdict === 'fail',
  );
  if (!why || !(shallow || filtered)) return undefined;
  return shallow
    ? refused(
        'shallow-clone',
        'the clone is shallow: earlier publications are not in it',
        'Fetch the whole history: `git fetch --unshallow`, in CI `fetch-depth: 0`.',
      )
    : refused(
        'shallow-clone',
        `the clone is partial: ${why.subject} is not in it`,
        'Clone it without `--filter`, or fetch what is missing: `git fetch --refetch --no-filter`.',
      );
}

/** A history that never had trust files; one that cannot be read is another matter. Errors: `no-trust`. */
export function withoutTrust({ verdicts }: Chain): Failure | undefined {
  const why = verdicts.find(({ check, verdict }) => check === 'root' && verdict === 'fail');
  return (
    why &&
    refused(
      'no-trust',
      why.reason,
      '`cadastre init` writes `.cadastre/allowed_signers` and `policy.yaml`; commit both, signed.',
    )
  );
}

const MOST = 5;

/** Failed checks as errors: only the first few, since one failure causes many others. */
export function unverified({ verdicts }: Chain, hint: string): Diagnostic[] {
  const failed = verdicts.filter(({ verdict }) => verdict === 'fail');
  const found = failed
    .slice(0, MOST)
    .map(({ check, subject, reason }) =>
      error('unverified', `${check} ${subject}: ${reason}`, undefined, { hint }),
    );
  const more = failed.length - found.length;
  return more > 0 ? [...found, error('unverified', `and ${more} more`)] : found;
}
