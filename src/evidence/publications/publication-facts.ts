/** What a manifest says of each diagram, compared with the history: sources, makers, versions, dates, approvals. */

import { canonicalJson } from '../../model/canonical-json.ts';
import { sha256 } from '../../model/digest.ts';
import { statementOf } from '../approvals/approval.ts';
import { approvalBasis } from '../approvals/approval-basis.ts';
import type { ApprovalStore } from '../approvals/approvals.ts';
import { approvalMode, judgeChanges } from '../approvals/change-approvals.ts';
import type { Repository } from '../git/git.ts';
import { inRepository } from '../git/source-paths.ts';
import type { History } from '../history/history.ts';
import type { OtherAuthor } from '../history/makers.ts';
import type { Publication } from '../manifest/manifest.ts';
import type { Trust } from '../trust/trust.ts';
import { fail, pass, unknown, type Verdict } from '../verdict.ts';
import { changesVerdicts } from './change-verdicts.ts';
import type { Past, PublicationCommit } from './published.ts';

/** Packages are not committed; what they are, the lock file says. */
export const isPackageFile = (path: string): boolean => path.split('/').includes('node_modules');

/** Day of a time in seconds, `YYYY-MM-DD`, UTC. */
export const dayOf = (time: number): string => new Date(time * 1000).toISOString().slice(0, 10);

/** @param trust of the commit that was published */
export async function judgePublication(
  repository: Repository,
  history: History,
  { commit, manifest, files }: PublicationCommit,
  past: Past,
  approvals: ApprovalStore,
  trust: Trust,
): Promise<Verdict[]> {
  const source = commit.parents[0] ?? '';
  const verdicts: Verdict[] = [];
  for (const [name, one] of Object.entries(manifest.diagrams)) {
    const subject = `${commit.id.slice(0, 12)}:${name}`;
    const problem = (check: string, why: string): void => {
      verdicts.push(fail(check, subject, why));
    };
    const tree = history.byId.get(source)?.tree ?? '';
    verdicts.push(...(await inputVerdicts(repository, tree, one, subject)));
    const basis = await approvalBasis(
      { repository, changes: history.changes, past },
      { name, model: one.model, inputs: one.inputs },
    );
    const { last, sameModel, authors, previous, version } = basis;
    const ofChanges =
      approvalMode(last, one.model, trust.policy) === 'changes'
        ? await judgeChanges(
            { repository, history, past, approvals, source },
            {
              name,
              inputs: one.inputs,
              model: await approvals.models.at(files.get(`${name}.model.json`)),
            },
          )
        : undefined;
    const { makers, unsigned } = ofChanges ?? basis;
    for (const id of unsigned)
      problem('makers', `commit ${id.slice(0, 12)} changed it and is not signed by a key in force`);
    if (JSON.stringify(makers) !== JSON.stringify(one.makers))
      problem('makers', `the history says ${list(makers)}, the manifest says ${list(one.makers)}`);
    if (one.version !== version)
      problem('versions', `it is version ${version}, the manifest says ${one.version}`);
    if (one.previous !== previous)
      problem('versions', 'the manifest names a different previous version');
    const keeps = sameModel && last?.draft === one.draft;
    const day = keeps ? last?.date : dayOf(commit.committer.time);
    if (one.date !== day)
      problem('dates', `it was published on ${day}, but the manifest says ${one.date}`);
    if (ofChanges) {
      verdicts.push(...changesVerdicts(subject, one, ofChanges));
      for (const [i, { approvals: own }] of ofChanges.approved.entries())
        for (const { by } of own)
          verdicts.push(...authorship(subject, by, ofChanges.authors[i] ?? [], approvals));
      continue;
    }
    if (one.approvedChanges)
      problem(
        'approvals',
        'the manifest claims approvals of changes, but the policy asks for approvals of models',
      );
    const wanted = { diagram: name, model: one.model, previous, makers, authors, source };
    const earlier = past.earlier(name, one.model);
    const judged = await approvals.of({ ...wanted, known: past.known, earlier });
    verdicts.push(...approved(subject, one, judged, trust));
    for (const { by } of one.approvals)
      verdicts.push(...authorship(subject, by, authors, approvals));
  }
  return verdicts;
}

/** An approval by someone who wrote what another signed is never silent. */
function authorship(
  subject: string,
  by: string,
  authors: readonly OtherAuthor[],
  approvals: ApprovalStore,
): Verdict[] {
  const author = approvals.authorBehind(by, '', authors, ['accept', undefined]);
  if (!author) return [];
  const accepted = approvals.authorBehind(by, '', [author], ['accept']) !== undefined;
  const what = `${by} approved it, and is an author of commit ${author.commit.slice(0, 12)}, which ${author.signer} ${author.how}`;
  return accepted
    ? [pass('authors', subject, `${what}: the policy accepts that`)]
    : [unknown('authors', subject, `${what}: the policy does not say whether that counts`)];
}

const list = (people: readonly string[]): string => people.join(', ') || 'nobody';

async function inputVerdicts(
  { trees, prefix }: Repository,
  tree: string,
  { source, inputs }: Publication,
  subject: string,
): Promise<Verdict[]> {
  const found: Verdict[] = [];
  let packages = 0;
  for (const { path, sha256: digest } of inputs) {
    const whole = inRepository(prefix, path);
    const entry = whole === undefined ? undefined : await trees.at(tree, whole);
    const bytes = await trees.bytes(entry);
    if (bytes && sha256(bytes) === digest) continue;
    if (entry === undefined && isPackageFile(path)) packages++;
    else found.push(fail('inputs', subject, `${path} differs from the file that it was made from`));
  }
  if (!inputs.some(({ path }) => path === source))
    found.push(fail('inputs', subject, `${source} is not among the files that it was made from`));
  if (packages > 0) {
    const why = `${packages} of its files come from packages, which are not in the repository`;
    found.push(unknown('inputs', subject, why));
  }
  return found;
}

function approved(
  subject: string,
  one: Publication,
  judged: Awaited<ReturnType<ApprovalStore['of']>>,
  trust: Trust,
): Verdict[] {
  const holding = judged.filter(({ refused }) => refused === undefined);
  const claimed = (by: string): boolean => one.approvals.some((claim) => claim.by === by);
  const found: Verdict[] = [];
  for (const { approval, refused } of judged) {
    const { by } = approval;
    const why = `the approval by ${by} does not count: ${refused}`;
    // One that nobody relies on harms nobody: it may be of an earlier round.
    if (refused !== undefined)
      found.push((claimed(by) ? fail : unknown)('approvals', subject, why));
    else if (!claimed(by))
      found.push(fail('approvals', subject, `the manifest leaves out the approval by ${by}`));
  }
  for (const claim of one.approvals) {
    const { by, time } = claim;
    const signed = judged.find(({ approval }) => approval.by === by && approval.time === time);
    if (signed && canonicalJson(statementOf(signed.approval)) !== canonicalJson(claim))
      found.push(
        fail(
          'approvals',
          subject,
          `the manifest does not quote the approval by ${by} as it was signed`,
        ),
      );
    if (!signed)
      found.push(
        fail('approvals', subject, `the manifest claims an approval by ${by} that does not exist`),
      );
  }
  const { approvals: needed } = trust.policy;
  if (holding.length < needed && !one.draft)
    found.push(fail('approvals', subject, `${holding.length} of ${needed} approvals hold`));
  if (holding.length >= needed && one.draft)
    found.push(
      fail('approvals', subject, 'it is approved, but the manifest says that it is a draft'),
    );
  if (found.some(({ verdict }) => verdict === 'fail')) return found;
  if (holding.length !== one.approvals.length)
    return [...found, fail('approvals', subject, 'the manifest names an approver twice')];
  const by = holding.map(({ approval }) => approval.by).join(', ');
  const reason = one.draft
    ? 'a draft, and marked as one'
    : `approved by ${by || 'nobody: the policy requires none'}`;
  return [...found, pass('approvals', subject, reason)];
}
