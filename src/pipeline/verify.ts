/** The whole chain of a revision or a bundle: history, publications, and the pictures drawn again from their models. */

import { readFileSync, statSync } from 'node:fs';
import { PACK_FILE, type Pages, unzipBundle } from '../evidence/bundle.ts';
import { openRepository, type Repository, unpackRepository } from '../evidence/git.ts';
import { verifyHistory } from '../evidence/history.ts';
import type { Publication } from '../evidence/manifest.ts';
import { verifyPublications } from '../evidence/publications.ts';
import { fail, pass, unknown, type Verdict } from '../evidence/verdict.ts';
import { type Diagnostic, error, type Outcome } from '../model/diagnostic.ts';
import { assemble } from './bundle.ts';
import type { Estate } from './estate.ts';
import { readPolicy } from './policy.ts';
import { type Redrawing, redraw } from './redraw.ts';

export interface VerifyOptions extends Redrawing {
  /** A revision of the repository, or the path of a bundle. */
  readonly rev: string;
  /** Id of the first commit with a trust file, as it was told by other means. */
  readonly root?: string;
  /** What makes the page and tables of a bundle. */
  readonly pages: Pages;
}

export interface Verified {
  readonly verdicts: readonly Verdict[];
  readonly root?: string;
  /** The newest publication of the revision. */
  readonly commit?: string;
  readonly diagrams: Readonly<Record<string, Publication>>;
}

/** Errors: those of `openRepository` and `unzipBundle`, `unknown-revision`. What does not hold is a verdict, no error. */
export async function verify(estate: Estate, options: VerifyOptions): Promise<Outcome<Verified>> {
  const { rev } = options;
  if (statSync(rev, { throwIfNoEntry: false })?.isFile()) return verifyBundle(rev, estate, options);
  const { value: repository, diagnostics } = await openRepository(estate.root);
  if (!repository) return { diagnostics };
  try {
    const known = await repository
      .run(['rev-parse', '--verify', '--quiet', '--end-of-options', `${rev}^{commit}`])
      .catch(() => '');
    if (known === '') {
      const hint = 'Name a branch, a tag or a commit, or the file of a bundle.';
      const message = `there is no revision and no bundle ${JSON.stringify(rev)}`;
      return { diagnostics: [error('unknown-revision', message, undefined, { hint })] };
    }
    return { value: await verifyChain(repository, estate, rev, options), diagnostics: [] };
  } finally {
    repository.close();
  }
}

async function verifyChain(
  repository: Repository,
  estate: Estate,
  rev: string,
  options: VerifyOptions,
): Promise<Verified> {
  const history = await verifyHistory(repository, rev, options.root, (text) =>
    readPolicy(text, '.cadastre/policy.yaml'),
  );
  const { all, verdicts } = await verifyPublications(repository, history, estate.config.out);
  const last = all.at(-1);
  const drawn = last ? await redraw(repository, last, estate, options) : [];
  if (!last && history.root !== undefined)
    drawn.push(unknown('manifest', rev, 'nothing has been published yet'));
  return {
    verdicts: [...history.verdicts, ...verdicts, ...drawn],
    ...(history.root ? { root: history.root } : {}),
    ...(last ? { commit: last.commit.id } : {}),
    diagrams: last?.manifest.diagrams ?? {},
  };
}

async function verifyBundle(
  file: string,
  estate: Estate,
  options: VerifyOptions,
): Promise<Outcome<Verified>> {
  const { value: unzipped, diagnostics } = unzipBundle(readFileSync(file), file);
  if (!unzipped) return { diagnostics };
  const { head, files } = unzipped;
  const pack = Buffer.from(files[PACK_FILE] ?? []);
  const opened = await unpackRepository(pack, head.prefix, head.objectFormat);
  const repository = opened.value;
  if (!repository)
    return { diagnostics: opened.diagnostics.map((d): Diagnostic => ({ ...d, origin: { file } })) };
  try {
    const there = { ...estate, config: { ...estate.config, out: head.out } };
    const chain = await verifyChain(repository, there, head.tip, options);
    const made = await assemble(
      repository,
      head.out,
      { rev: head.tip, version: options.version },
      options.pages,
    );
    const contents = made.value
      ? contentVerdicts(files, made.value.files, head.tool === made.value.head.tool)
      : [];
    return { value: { ...chain, verdicts: [...chain.verdicts, ...contents] }, diagnostics: [] };
  } finally {
    repository.close();
  }
}

/** What lies in a bundle beside its history must be what the history makes. */
function contentVerdicts(
  given: Readonly<Record<string, Uint8Array>>,
  made: Readonly<Record<string, Uint8Array>>,
  sameTool: boolean,
): Verdict[] {
  const found: Verdict[] = [];
  for (const path of new Set([...Object.keys(given), ...Object.keys(made)])) {
    const [a, b] = [given[path], made[path]];
    if (a && b && Buffer.from(a).equals(b)) continue;
    // Pages are words about the history; another version of the tool words them otherwise.
    const words = !/^(pictures|models|trust)\//.test(path);
    if (words && !sameTool)
      found.push(unknown('bundle', path, 'another version of Cadastre wrote it'));
    else if (!a) found.push(fail('bundle', path, 'it is missing'));
    else
      found.push(
        fail(
          'bundle',
          path,
          b ? 'it is not what the history makes' : 'nothing in the history makes it',
        ),
      );
  }
  if (!found.some(({ verdict }) => verdict === 'fail'))
    found.push(
      pass('bundle', 'all files', 'pictures, models and pages are what the history makes'),
    );
  return found;
}
