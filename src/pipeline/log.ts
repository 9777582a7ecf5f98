/** Versions of the published diagrams, with what changed in each, in words. */

import { compare } from '../compare/compare.ts';
import { describe } from '../compare/describe.ts';
import type { Repository } from '../evidence/git.ts';
import type { Verdict } from '../evidence/verdict.ts';
import { type Version, versionsOf } from '../evidence/versions.ts';
import type { Outcome } from '../model/diagnostic.ts';
import type { Diagram } from '../model/diagram.ts';
import { chainOf, openChain } from './chain.ts';
import type { Estate } from './estate.ts';
import { readModel } from './published-model.ts';

export interface Logged extends Omit<Version, 'files'> {
  /** Against the version before; a line each. */
  readonly changes: readonly string[];
}

export interface Log {
  /** Oldest first, by name of the diagram. */
  readonly diagrams: Readonly<Record<string, readonly Logged[]>>;
  /** What of the chain does not hold; the log says what was published all the same. */
  readonly failed: readonly Verdict[];
}

/** The model of a version as it was published. */
export async function modelOf(
  repository: Repository,
  { files }: Version,
): Promise<Diagram | undefined> {
  const bytes = await repository.trees.bytes(files['model.json']).catch(() => undefined);
  return bytes && readModel(bytes.toString('utf8'));
}

/** What changed from one version to the next, in words. */
export async function changesOf(
  repository: Repository,
  before: Version | undefined,
  version: Version,
): Promise<readonly string[]> {
  if (before?.model === version.model)
    return [version.draft ? 'an approval is missing' : 'approved'];
  const [old, now] = [
    before && (await modelOf(repository, before)),
    await modelOf(repository, version),
  ];
  return now ? describe(compare(old, now)) : [];
}

/** Errors: those of `openChain` and `chainOf`. */
export async function log(estate: Estate): Promise<Outcome<Log>> {
  const opened = await openChain(estate, 'HEAD');
  if (!opened.value) return { diagnostics: opened.diagnostics };
  const { repository } = opened.value;
  try {
    const { value: chain, diagnostics } = await chainOf(opened.value, estate.config.out);
    if (!chain) return { diagnostics };
    const { all } = chain.publications;
    const diagrams: Record<string, readonly Logged[]> = {};
    for (const [name, versions] of versionsOf(all)) {
      const logged: Logged[] = [];
      for (const [i, version] of versions.entries()) {
        const { files: _, ...rest } = version;
        logged.push({ ...rest, changes: await changesOf(repository, versions[i - 1], version) });
      }
      diagrams[name] = logged;
    }
    const failed = chain.verdicts.filter(({ verdict }) => verdict === 'fail');
    return { value: { diagrams, failed }, diagnostics: [] };
  } finally {
    repository.close();
  }
}
