/** The whole chain of a revision or a bundle: history, publications, and the pictures drawn again from their models. */

import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Pages } from '../../evidence/bundle/bundle.ts';
import { contentVerdicts } from '../../evidence/bundle/content-verdicts.ts';
import { listVerdict } from '../../evidence/bundle/digest-list.ts';
import { openBundle } from '../../evidence/bundle/open-bundle.ts';
import type { Chain } from '../../evidence/chain.ts';
import type { Repository } from '../../evidence/git/git.ts';
import type { Publication } from '../../evidence/manifest/manifest.ts';
import { chainOf, openChain, WHOLE } from '../../evidence/open-chain.ts';
import { checkoutVerdicts } from '../../evidence/publications/checkout.ts';
import { currentPublications } from '../../evidence/publications/in-force.ts';
import { fail, pass, unknown, type Verdict } from '../../evidence/verdict.ts';
import { canonicalModel, inFormat1 } from '../../model/canonical.ts';
import { failure, type Outcome, quote, refused } from '../../model/diagnostic.ts';
import { sha256 } from '../../model/digest.ts';
import { assemble } from '../bundle/bundle.ts';
import { compileSource } from '../compile/compile-source.ts';
import type { Project } from '../project.ts';
import { type Redrawing, redraw } from './redraw.ts';
import { togetherVerdicts } from './together.ts';

export interface VerifyOptions extends Redrawing {
  /** A revision of the repository, or the path of a bundle; absent for what is checked out. */
  readonly rev?: string;
  /** Id of the first commit with a trust file, obtained separately. */
  readonly root?: string;
  /** Runs the sources of the checkout, too, and compares the models that they make. */
  readonly evaluate?: boolean;
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

/** Whether a name is that of a bundle: a file that begins as a zip does, or is called so. */
function isBundle(rev: string): boolean {
  if (!statSync(rev, { throwIfNoEntry: false })?.isFile()) return false;
  return rev.endsWith('.zip') || readFileSync(rev).toString('latin1', 0, 2) === 'PK';
}

/** For a name that is not a revision: the hint for an assessor without a repository. */
function noBundle(rev: string): ReturnType<typeof refused> | undefined {
  const bundle = quote(rev);
  if (statSync(rev, { throwIfNoEntry: false })?.isDirectory()) {
    const hint = 'Name the zip file that you received, not the folder to which it was unpacked.';
    return refused('unknown-revision', `${bundle} is a folder, not a revision or a bundle`, hint);
  }
  if (!rev.endsWith('.zip')) return undefined;
  const hint = 'Give the path of the zip file that you received, relative to this folder.';
  return refused('unknown-revision', `no such bundle: ${bundle}`, hint);
}

/** Errors: those of `openChain`, `chainOf` and `unzipBundle`. A failed check is a verdict, not an error. */
export async function verify(project: Project, options: VerifyOptions): Promise<Outcome<Verified>> {
  const { rev = 'HEAD', root } = options;
  // What is checked out may hold a file of any name: only who names a file means one.
  if (options.rev !== undefined && isBundle(rev)) {
    const other = rev.endsWith('.zip') ? undefined : (await openChain(project.root, rev)).value;
    if (!other) return verifyBundle(rev, project, options);
    other.repository.close();
    const hint =
      'For the bundle, give a path with a folder (`./NAME`); for the revision, write `refs/heads/…`.';
    return refused('ambiguous-revision', `${quote(rev)} is both a revision and a file`, hint);
  }
  const opened = await openChain(project.root, rev);
  if (!opened.value) return noBundle(rev) ?? failure(opened.diagnostics);
  const { repository } = opened.value;
  try {
    const { out } = project.config;
    const { value: chain, diagnostics } = await chainOf(opened.value, out, root);
    if (!chain) return { diagnostics };
    const verified = await judgeAll(repository, chain, project, options);
    const there =
      options.rev === undefined
        ? await checkoutVerdicts(repository, chain, opened.value.given.top, out)
        : [];
    if (options.evaluate)
      there.push(...(await evaluated(verified.diagrams, project, options.rev === undefined)));
    return {
      value: { ...verified, verdicts: [...verified.verdicts, ...there] },
      diagnostics: [],
    };
  } finally {
    repository.close();
  }
}

/** Whether the sources that are checked out make the models that were published. */
async function evaluated(
  diagrams: Verified['diagrams'],
  project: Project,
  checkedOut: boolean,
): Promise<Verdict[]> {
  if (!checkedOut)
    return [
      unknown('sources', 'HEAD', 'only the checkout can be evaluated: do not name a revision'),
    ];
  const sources = [...new Set(Object.values(diagrams).map(({ source }) => source))].sort();
  const made = new Map<string, readonly string[]>();
  for (const source of sources) {
    const { diagrams: compiled } = await compileSource(join(project.root, source), project);
    for (const { name, digest, diagram } of compiled)
      made.set(name, [digest, sha256(canonicalModel(inFormat1(diagram)))]);
  }
  return Object.entries(diagrams).map(([name, { model, source }]) =>
    made.get(name)?.includes(model)
      ? pass('sources', name, `${source} produces this model`)
      : fail(
          'sources',
          name,
          `${source} produces ${made.has(name) ? 'a different model' : 'no such diagram'}`,
        ),
  );
}

async function judgeAll(
  repository: Repository,
  chain: Chain,
  project: Project,
  options: VerifyOptions,
): Promise<Verified> {
  const { history, publications } = chain;
  const last = publications.all.at(-1);
  const drawn: Verdict[] = [];
  for (const [one, names] of currentPublications(publications.all))
    drawn.push(
      ...(await redraw(repository, history, one, names, project, options)),
      ...(await togetherVerdicts({ repository, history, publications }, one, names, options)),
    );
  if (!last && history.root !== undefined)
    drawn.push(unknown('manifest', chain.tip.slice(0, 12), 'nothing has been published yet'));
  return {
    verdicts: [...chain.verdicts, ...drawn],
    ...(history.root ? { root: history.root } : {}),
    ...(last ? { commit: last.commit.id } : {}),
    diagrams: last?.manifest.diagrams ?? {},
  };
}

async function verifyBundle(
  file: string,
  project: Project,
  options: VerifyOptions,
): Promise<Outcome<Verified>> {
  const { value: bundle, diagnostics } = await openBundle(file);
  if (!bundle) return failure(diagnostics);
  const { head, files, signed, repository } = bundle;
  try {
    const there = { ...project, config: { ...project.config, out: head.out } };
    const { tip, out } = head;
    const judged = await chainOf({ repository, tip, ...WHOLE }, out, options.root);
    const chain = judged.value;
    if (!chain) return { diagnostics: judged.diagnostics };
    const verified = await judgeAll(repository, chain, there, options);
    const made = await assemble(
      repository,
      out,
      chain,
      { version: options.version, by: head.by },
      options.pages,
    );
    // What cannot be compared with the history is not verified: pages and pictures of one that published nothing.
    const contents = made.value
      ? contentVerdicts(
          files,
          made.value.files,
          head.tool === made.value.head.tool,
          options.redraw === 'require',
        )
      : [
          fail(
            'bundle',
            'all files',
            made.diagnostics[0]?.message ?? 'the history contains no publication',
          ),
        ];
    contents.push(await listVerdict(signed, chain.history, tip));
    if (head.root !== verified.root)
      contents.push(fail('bundle', 'bundle.json', 'its root differs from that of the history'));
    const verdicts = [...verified.verdicts, ...contents];
    return { value: { ...verified, verdicts }, diagnostics: [] };
  } finally {
    repository.close();
  }
}
