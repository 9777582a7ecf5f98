/** Versions of the published diagrams: when in force, by whom, and what changed in each, in words. */

import type { Verdict } from '../../evidence/verdict.ts';
import type { Outcome } from '../../model/diagnostic.ts';
import type { Project } from '../project.ts';
import { chainOf, openChain } from '../verify/chain.ts';
import { type ToldVersion, toldVersions } from './version-history.ts';

export type Logged = Omit<ToldVersion, 'files'>;

export interface Log {
  /** Oldest first, by name of the diagram. */
  readonly diagrams: Readonly<Record<string, readonly Logged[]>>;
  /** What of the chain does not hold; the log says what was published all the same. */
  readonly failed: readonly Verdict[];
}

/** Errors: those of `openChain` and `chainOf`. */
export async function log(project: Project): Promise<Outcome<Log>> {
  const opened = await openChain(project, 'HEAD');
  if (!opened.value) return { diagnostics: opened.diagnostics };
  const { repository } = opened.value;
  try {
    const { value: chain, diagnostics } = await chainOf(opened.value, project.config.out);
    if (!chain) return { diagnostics };
    const diagrams: Record<string, readonly Logged[]> = {};
    for (const [name, versions] of await toldVersions(repository, chain))
      diagrams[name] = versions.map(({ files: _, ...version }) => version);
    const failed = chain.verdicts.filter(({ verdict }) => verdict === 'fail');
    return { value: { diagrams, failed }, diagnostics: [] };
  } finally {
    repository.close();
  }
}
