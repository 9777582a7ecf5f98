/** The commits of a range, with the statements in their messages. */

import { openChain } from '../../evidence/open-chain.ts';
import { failure, type Outcome, quote, refused } from '../../model/diagnostic.ts';
import type { Project } from '../project.ts';
import { type ChangeStatement, statementKey } from './statements.ts';

export interface ChangeCommit {
  readonly id: string;
  /** As the commit says: whether it is so is what `verify` judges. */
  readonly author: string;
  /** ISO 8601, UTC. */
  readonly time: string;
  readonly subject: string;
  readonly statements: readonly ChangeStatement[];
}

export interface ChangeRange {
  /** Ids of commits; `from` is absent where the first commit of a history is meant. */
  readonly from?: string;
  readonly to: string;
  /** How the two were named. */
  readonly labels: readonly [string, string];
  /** Newest first, those of merged branches too. */
  readonly commits: readonly ChangeCommit[];
}

const FIELDS = ['%H', '%an <%ae>', '%ct', '%s', '%(trailers:only=true,unfold=true)'];
const [FIELD, RECORD] = ['%x1f', '%x1e'];

function commitOf(record: string): ChangeCommit {
  const [id = '', author = '', time = '', subject = '', trailers = ''] = record.split('\x1f');
  const statements = trailers.split('\n').flatMap((line): ChangeStatement[] => {
    const [, name = '', text = ''] = /^([^:]+):\s*(.+)$/.exec(line.trim()) ?? [];
    const key = statementKey(name);
    return key && text !== '' ? [{ key, text, source: `commit ${id.slice(0, 12)}` }] : [];
  });
  const instant = new Date(Number(time) * 1000).toISOString();
  return { id, author, time: instant, subject, statements };
}

/** `A..B`; `A...B` from where the two parted; `A` alone: what that commit did to its first parent. */
function partsOf(range: string): { from?: string; to: string; parted: boolean } {
  const [, from, dots, to] = /^(.+?)(\.{2,3})(.+)$/.exec(range) ?? [];
  return from === undefined || to === undefined
    ? { to: range, parted: false }
    : { from, to, parted: dots === '...' };
}

/**
 * Errors: those of `openChain`, `shallow-clone`.
 */
export async function readRange(range: string, project: Project): Promise<Outcome<ChangeRange>> {
  const { from, to, parted } = partsOf(range);
  const opened = await openChain(project.root, to);
  if (!opened.value) return failure(opened.diagnostics);
  const { given, tip, repository, shallow } = opened.value;
  try {
    if (shallow)
      return refused(
        'shallow-clone',
        'the clone is shallow: commits of the range may be missing',
        'Fetch the whole history: `git fetch --unshallow`, in CI `fetch-depth: 0`.',
      );
    const name = from ?? `${tip}^1`;
    const verify = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`];
    const start = (await given.run(verify, { none: 1 })).trim();
    if (from !== undefined && start === '')
      return refused(
        'unknown-revision',
        `unknown revision ${quote(from)}`,
        'Name a branch, a tag or a commit.',
      );
    const base =
      parted && start !== ''
        ? (await given.run(['merge-base', start, tip], { none: 1 })).trim()
        : start;
    if (parted && base === '')
      return refused(
        'unknown-revision',
        `${quote(from ?? '')} and ${quote(to)} have no commit in common`,
        'Name both ends of the range with two dots.',
      );
    const log = ['log', `--format=${FIELDS.join(FIELD)}${RECORD}`, '--end-of-options'];
    const text = await given.run([...log, base === '' ? tip : `${base}..${tip}`]);
    const commits = text
      .split('\x1e')
      .map((record) => record.trimStart())
      .filter((record) => record !== '')
      .map(commitOf);
    if (from !== undefined && commits.length === 0 && base !== tip)
      return refused(
        'unknown-revision',
        `there is no commit from ${quote(from)} to ${quote(to)}`,
        'Give the older end first.',
      );
    const value: ChangeRange = {
      ...(base === '' ? {} : { from: base }),
      to: tip,
      labels: [from ?? `${to}^`, to],
      commits,
    };
    return { value, diagnostics: [] };
  } finally {
    repository.close();
  }
}

/** Ids of the commits on the line of first parents, oldest first. Each is one merged change. */
export async function mergedChanges(
  { from, to }: Pick<ChangeRange, 'from' | 'to'>,
  project: Project,
): Promise<Outcome<readonly string[]>> {
  const opened = await openChain(project.root, to);
  if (!opened.value) return failure(opened.diagnostics);
  const { given, repository } = opened.value;
  try {
    const range = from === undefined ? to : `${from}..${to}`;
    // A diagram may import any file, and the config may name other folders: only what is made says nothing.
    const out = `:(exclude,top)${repository.prefix}${project.config.out}`;
    const args = ['rev-list', '--first-parent', '--reverse'];
    const text = await given.run([...args, range, '--', ':(top)', out]);
    return { value: text.split('\n').filter(Boolean), diagnostics: [] };
  } finally {
    repository.close();
  }
}
