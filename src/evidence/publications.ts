/** Every publication of a history, judged: by whom, from what, made and approved by whom. */

import { approvalFiles, approvalsOf } from './approvals.ts';
import type { Commit } from './commit.ts';
import type { Repository } from './git.ts';
import { ancestorsOf, type History, type Signed } from './history.ts';
import { changedPaths, makersOf } from './makers.ts';
import {
  MANIFEST_FILE,
  type Manifest,
  type Publication,
  printSums,
  readManifest,
  SUMS_FILE,
  sha256,
} from './manifest.ts';
import { changeBeside, entryAt, filesOf, type TreeEntry } from './tree.ts';
import type { Trust } from './trust.ts';
import { fail, pass, unknown, type Verdict } from './verdict.ts';

/** One commit that published. */
export interface Published {
  readonly commit: Commit;
  readonly signer?: string;
  readonly manifest: Manifest;
  /** Files of the output folder, by path from there. */
  readonly files: ReadonlyMap<string, TreeEntry>;
}

export interface Publications {
  /** Oldest first. */
  readonly all: readonly Published[];
  readonly verdicts: readonly Verdict[];
}

const short = (id: string): string => id.slice(0, 12);

/** @param out name of the output folder, relative to the estate's root */
export async function verifyPublications(
  repository: Repository,
  history: History,
  out: string,
): Promise<Publications> {
  const verdicts: Verdict[] = [];
  const { commits } = history;
  const folder = `${repository.prefix}${out}`;
  const ids = commits.map(({ commit }) => commit.id);
  // A merge that only brings together what its sides published is no publication of its own.
  const touching = await changedPaths(repository, ids, [folder]);
  const byId = new Map(commits.map(({ commit }) => [commit.id, commit]));
  const seen = new Set<string>();
  const read: Published[] = [];
  for (const signed of commits) {
    if (!touching.get(signed.commit.id)?.size) continue;
    const trust = history.trust.get(signed.commit.parents[0] ?? '');
    const parent = byId.get(signed.commit.parents[0] ?? '');
    const beside =
      parent && (await changeBeside(repository, parent.tree, signed.commit.tree, folder));
    verdicts.push(...mayPublish(signed, beside, folder, trust));
    const one = await published(repository, signed, folder, seen);
    verdicts.push(...one.verdicts);
    if (one.value) read.push(one.value);
  }
  const changed = await changedPaths(repository, ids, sourcePaths(read, repository.prefix));
  const all: Published[] = [];
  for (const one of read) {
    const source = one.commit.parents[0] ?? '';
    const trust = history.trust.get(source);
    if (!trust) continue;
    const known = ancestorsOf(source, byId);
    const before = all.findLast(({ commit }) => known.has(commit.id));
    const old = before ? ancestorsOf(before.commit.id, byId) : new Set<string>();
    const since = commits.filter(({ commit: { id } }) => known.has(id) && !old.has(id));
    verdicts.push(...(await judge(repository, one, before?.manifest, since, changed, trust)));
    all.push(one);
  }
  return { all, verdicts };
}

/** Everything that a publication was ever made from, from the top of the work tree; sorted. */
export function sourcePaths(
  publications: readonly Pick<Published, 'manifest'>[],
  prefix: string,
): string[] {
  const paths = publications.flatMap(({ manifest }) =>
    Object.values(manifest.diagrams).flatMap(({ inputs }) => inputs.map(({ path }) => path)),
  );
  return [
    ...new Set(paths.filter((path) => !path.startsWith('../')).map((path) => prefix + path)),
  ].sort();
}

function mayPublish(
  { commit, signer }: Signed,
  beside: string | undefined,
  folder: string,
  trust: Trust | undefined,
): Verdict[] {
  const by = signer ?? 'nobody who signed';
  if (signer === undefined || !trust?.policy.roles.ci.includes(signer))
    return [
      fail(
        'published-by-ci',
        short(commit.id),
        `it changes ${folder}/, and ${by} has not the role ci`,
      ),
    ];
  if (beside === undefined) return [];
  const why = `a publication changes nothing but ${folder}/, this one ${beside}`;
  return [fail('published-by-ci', short(commit.id), why)];
}

/** The manifest of a commit, held against the files beside it. */
async function published(
  repository: Repository,
  { commit, signer }: Signed,
  folder: string,
  seen: Set<string>,
): Promise<{ value?: Published; verdicts: Verdict[] }> {
  const at = short(commit.id);
  const files = await filesOf(repository, commit.tree, folder);
  const entry = files.get(MANIFEST_FILE);
  const blob = entry && (await repository.objects.read(entry.id));
  if (!blob || entry.mode === '120000')
    return { verdicts: [fail('manifest', at, `there is no ${folder}/${MANIFEST_FILE}`)] };
  const text = blob.data.toString('utf8');
  const { value: manifest, diagnostics } = readManifest(text, MANIFEST_FILE);
  if (!manifest)
    return { verdicts: [fail('manifest', at, diagnostics[0]?.message ?? 'it cannot be read')] };
  const verdicts: Verdict[] = [];
  const problem = (check: string, name: string, why: string): void => {
    verdicts.push(fail(check, `${at}:${name}`, why));
  };
  for (const [name, digest] of Object.entries(manifest.files)) {
    const file = files.get(name);
    if (!file) problem('files', name, 'the manifest names it, and it is not there');
    else if (file.mode !== '100644') problem('files', name, 'it is no plain file');
    else if (!seen.has(`${file.id} ${digest}`)) {
      const bytes = await repository.objects.read(file.id);
      if (!bytes || sha256(bytes.data) !== digest)
        problem('files', name, 'its bytes are not those of the manifest');
      else seen.add(`${file.id} ${digest}`);
    }
  }
  for (const name of files.keys())
    if (!Object.hasOwn(manifest.files, name) && name !== MANIFEST_FILE && name !== SUMS_FILE)
      problem('files', name, 'it is there, and the manifest does not name it');
  const sums = files.get(SUMS_FILE);
  const sumsText = sums && (await repository.objects.read(sums.id))?.data.toString('utf8');
  if (sumsText !== printSums(manifest.files, text))
    problem('files', SUMS_FILE, 'it does not say what the manifest says');
  if (manifest.sourceCommit !== commit.parents[0])
    problem(
      'source-commit',
      MANIFEST_FILE,
      'the manifest names another commit than the first parent',
    );
  if (Date.parse(manifest.published) !== commit.committer.time * 1000)
    problem('dates', MANIFEST_FILE, 'the manifest gives another time than its commit has');
  for (const [name, { model }] of Object.entries(manifest.diagrams))
    if (manifest.files[`${name}.model.json`] !== model)
      problem('files', `${name}.model.json`, 'it is not the model that was approved');
  if (verdicts.length === 0)
    verdicts.push(
      pass('files', at, `${Object.keys(manifest.files).length} files are those of the manifest`),
    );
  return { value: { commit, ...(signer ? { signer } : {}), manifest, files }, verdicts };
}

/** Id of a commit's tree, '' where there is no such commit. */
export async function treeOf(repository: Repository, commit: string): Promise<string> {
  const object = await repository.objects.read(commit);
  return /^tree ([0-9a-f]+)/.exec(object?.data.toString('latin1', 0, 80) ?? '')?.[1] ?? '';
}

/** Sources, makers, versions and approvals of each diagram of a publication. */
async function judge(
  repository: Repository,
  { commit, manifest }: Published,
  before: Manifest | undefined,
  since: readonly Signed[],
  changed: ReadonlyMap<string, ReadonlySet<string>>,
  trust: Trust,
): Promise<Verdict[]> {
  const source = commit.parents[0] ?? '';
  const tree = await treeOf(repository, source);
  const approvals = await approvalFiles(repository, tree);
  const verdicts: Verdict[] = [];
  for (const [name, one] of Object.entries(manifest.diagrams)) {
    const subject = `${short(commit.id)}:${name}`;
    const last = before?.diagrams[name];
    const same = last?.model === one.model;
    const problem = (check: string, why: string): void => {
      verdicts.push(fail(check, subject, why));
    };
    for (const { path, sha256: digest } of one.inputs) {
      const entry = await entryAt(repository, tree, repository.prefix + path);
      const blob = entry && (await repository.objects.read(entry.id));
      if (!blob || sha256(blob.data) !== digest)
        problem('inputs', `${path} is not the file that it was made from`);
    }
    const paths = one.inputs.map(({ path }) => repository.prefix + path);
    const makers = same ? last.makers : makersOf(since, changed, paths);
    if (JSON.stringify(makers) !== JSON.stringify(one.makers))
      problem(
        'makers',
        `the history says ${makers.join(', ') || 'nobody'}, the manifest ${one.makers.join(', ') || 'nobody'}`,
      );
    const version = !last ? 1 : same || last.draft ? last.version : last.version + 1;
    if (one.version !== version)
      problem('versions', `it is version ${version}, the manifest says ${one.version}`);
    const previous = same ? last.previous : last?.model;
    if (one.previous !== previous)
      problem('versions', 'the manifest names another version before it');
    verdicts.push(
      ...(await approved(
        repository,
        subject,
        name,
        one,
        { makers, previous, time: commit.committer.time },
        approvals,
        trust,
      )),
    );
  }
  return verdicts;
}

async function approved(
  repository: Repository,
  subject: string,
  diagram: string,
  one: Publication,
  {
    makers,
    previous,
    time,
  }: { makers: readonly string[]; previous: string | undefined; time: number },
  files: ReadonlyMap<string, TreeEntry>,
  trust: Trust,
): Promise<Verdict[]> {
  const judged = await approvalsOf(
    repository,
    files,
    { diagram, model: one.model, previous, makers, by: time },
    trust,
  );
  const holding = judged
    .filter(({ refused }) => refused === undefined)
    .map(({ approval }) => approval);
  const claims = (by: string): boolean => one.approvals.some((claim) => claim.by === by);
  // One that nobody relies on harms nobody: it may be of an earlier round.
  const found = judged.flatMap(({ approval: { by }, refused }) =>
    refused === undefined
      ? []
      : [
          (claims(by) ? fail : unknown)(
            'approvals',
            subject,
            `that of ${by} does not count: ${refused}`,
          ),
        ],
  );
  for (const { by, time: claimed } of one.approvals)
    if (!judged.some(({ approval }) => approval.by === by && approval.time === claimed))
      found.push(fail('approvals', subject, `the manifest claims one by ${by} that is not there`));
  const enough = holding.length >= trust.policy.approvals;
  if (!enough && !one.draft)
    found.push(
      fail('approvals', subject, `${holding.length} of ${trust.policy.approvals} approvals hold`),
    );
  if (found.some(({ verdict }) => verdict === 'fail')) return found;
  const by = holding.map((approval) => approval.by).join(', ');
  const reason = one.draft
    ? 'a draft, marked so'
    : `approved by ${by || 'nobody: the policy asks for none'}`;
  return [...found, pass('approvals', subject, reason)];
}
