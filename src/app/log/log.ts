/** Versions of the published diagrams: when in force, by whom, and what changed in each, in words. */

import { statSync } from 'node:fs';
import { openBundle } from '../../evidence/bundle/open-bundle.ts';
import type { Chain } from '../../evidence/chain.ts';
import type { Repository } from '../../evidence/git/git.ts';
import { chainOf, incomplete, openChain, WHOLE } from '../../evidence/open-chain.ts';
import type { Verdict } from '../../evidence/verdict.ts';
import { failure, type Outcome, quote, refused } from '../../model/diagnostic.ts';
import type { Project } from '../project.ts';
import { type DescribedVersion, describedVersions } from './version-history.ts';

export type Logged = Omit<DescribedVersion, 'files'>;

export interface Log {
  /** Oldest first, by name of the diagram. */
  readonly diagrams: Readonly<Record<string, readonly Logged[]>>;
  /** Failed checks of the chain; the log still lists what was published. */
  readonly failed: readonly Verdict[];
}

/**
 * Of the history that is checked out, or of that of a bundle.
 * @param bundle path of its file
 * Errors: those of `openChain`, `chainOf` and `unzipBundle`, `shallow-clone`.
 */
export async function log(project: Project, bundle?: string): Promise<Outcome<Log>> {
  if (bundle !== undefined) return logOfBundle(bundle);
  const opened = await openChain(project.root, 'HEAD');
  if (!opened.value) return { diagnostics: opened.diagnostics };
  const { repository } = opened.value;
  try {
    const { value: chain, diagnostics } = await chainOf(opened.value, project.config.out);
    if (!chain) return { diagnostics };
    return incomplete(chain, opened.value) ?? (await logOf(repository, chain));
  } finally {
    repository.close();
  }
}

/** Its texts and pictures are not looked at: what it says of versions is in its history. */
async function logOfBundle(file: string): Promise<Outcome<Log>> {
  if (!statSync(file, { throwIfNoEntry: false })?.isFile())
    return refused(
      'unknown-revision',
      `no such bundle: ${quote(file)}`,
      'Give the path of the zip file that you received, relative to this folder.',
    );
  const { value: bundle, diagnostics } = await openBundle(file);
  if (!bundle) return failure(diagnostics);
  const { repository } = bundle;
  const { tip, out } = bundle.head;
  try {
    const judged = await chainOf({ repository, tip, ...WHOLE }, out);
    if (!judged.value) return { diagnostics: judged.diagnostics };
    return await logOf(repository, judged.value);
  } finally {
    repository.close();
  }
}

async function logOf(repository: Repository, chain: Chain): Promise<Outcome<Log>> {
  const diagrams: Record<string, readonly Logged[]> = {};
  for (const [name, versions] of await describedVersions(repository, chain))
    diagrams[name] = versions.map(({ files: _, ...version }) => version);
  const failed = chain.verdicts.filter(({ verdict }) => verdict === 'fail');
  return { value: { diagrams, failed }, diagnostics: [] };
}
