/** Versions of the published diagrams, with what changed in each, in words. */

import { compare } from '../compare/compare.ts';
import { describe } from '../compare/describe.ts';
import { openRepository, type Repository } from '../evidence/git.ts';
import { verifyHistory } from '../evidence/history.ts';
import { verifyPublications } from '../evidence/publications.ts';
import type { Verdict } from '../evidence/verdict.ts';
import { type Version, versionsOf } from '../evidence/versions.ts';
import type { Outcome } from '../model/diagnostic.ts';
import type { Diagram } from '../model/diagram.ts';
import type { Estate } from './estate.ts';
import { readPolicy } from './policy.ts';

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
  const entry = files['model.json'];
  const blob = entry && (await repository.objects.read(entry.id));
  return blob && (JSON.parse(blob.data.toString('utf8')) as Diagram);
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

/** Errors: those of `openRepository`. */
export async function log(estate: Estate): Promise<Outcome<Log>> {
  const opened = await openRepository(estate.root);
  const repository = opened.value;
  if (!repository) return { diagnostics: opened.diagnostics };
  try {
    const history = await verifyHistory(repository, 'HEAD', undefined, (text) =>
      readPolicy(text, '.cadastre/policy.yaml'),
    );
    const { all, verdicts } = await verifyPublications(repository, history, estate.config.out);
    const diagrams: Record<string, readonly Logged[]> = {};
    for (const [name, versions] of versionsOf(all)) {
      const logged: Logged[] = [];
      for (const [i, version] of versions.entries()) {
        const { files: _, ...rest } = version;
        logged.push({ ...rest, changes: await changesOf(repository, versions[i - 1], version) });
      }
      diagrams[name] = logged;
    }
    const failed = [...history.verdicts, ...verdicts].filter(({ verdict }) => verdict === 'fail');
    return { value: { diagrams, failed }, diagnostics: [] };
  } finally {
    repository.close();
  }
}
