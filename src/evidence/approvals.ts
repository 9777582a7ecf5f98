/** Which approvals of a model hold, and why the others do not. */

import {
  APPROVAL_NAMESPACE,
  APPROVALS_FOLDER,
  type Approval,
  approvalPath,
  readApproval,
} from './approval.ts';
import type { Repository } from './git.ts';
import { type Claim, checkSignatures } from './keygen.ts';
import { filesOf, type TreeEntry } from './tree.ts';
import type { Trust } from './trust.ts';

/** What an approval must be of. */
export interface Wanted {
  readonly diagram: string;
  readonly model: string;
  readonly previous: string | undefined;
  readonly makers: readonly string[];
  /** Epoch seconds of the commit in whose tree it lies: nothing is approved after it was committed. */
  readonly by: number;
}

export interface Judged {
  readonly approval: Approval;
  /** Why it does not count; absent where it does. */
  readonly refused?: string;
}

/** Approvals in a commit's tree, by path relative to the estate's root. */
export async function approvalFiles(
  repository: Repository,
  tree: string,
): Promise<ReadonlyMap<string, TreeEntry>> {
  const files = await filesOf(repository, tree, `${repository.prefix}${APPROVALS_FOLDER}`);
  return new Map([...files].map(([path, entry]) => [`${APPROVALS_FOLDER}/${path}`, entry]));
}

interface Found {
  readonly approval: Approval;
  readonly text: Buffer;
  readonly signature: string;
}

/** The approvals and withdrawals that are stored for one model. */
async function stored(
  repository: Repository,
  files: ReadonlyMap<string, TreeEntry>,
  { diagram, model }: Wanted,
): Promise<readonly Found[]> {
  const prefix = `${APPROVALS_FOLDER}/${diagram}/${model}/`;
  const found: Found[] = [];
  for (const [path, entry] of files) {
    if (!path.startsWith(prefix) || !path.endsWith('.json') || entry.mode === '120000') continue;
    const signed = files.get(`${path}.sig`);
    if (!signed) continue;
    const [text, signature] = await Promise.all([
      repository.objects.read(entry.id),
      repository.objects.read(signed.id),
    ]);
    const approval = text && readApproval(text.data.toString('utf8'));
    if (text && signature && approval && approvalPath(approval) === path)
      found.push({ approval, text: text.data, signature: signature.data.toString('utf8') });
  }
  return found;
}

function misplaced({ approval }: Found, wanted: Wanted, trust: Trust): string | undefined {
  const { diagram, model, previous, by, time } = approval;
  if (diagram !== wanted.diagram) return `it is of the diagram ${JSON.stringify(diagram)}`;
  if (model !== wanted.model) return 'it is of another model';
  if (previous !== wanted.previous)
    return 'it is of an earlier round: another model was published before';
  if (!trust.policy.roles.approver.includes(by))
    return 'the policy does not name the signer as approver';
  if (approval.action === 'approve' && wanted.makers.includes(by))
    return 'it is by one who made the change';
  if (Date.parse(time) / 1000 > wanted.by + trust.policy.clockTolerance)
    return 'it claims a time after it was committed';
  return undefined;
}

/** All approvals stored for a model, sorted by who approved. */
export async function approvalsOf(
  repository: Repository,
  files: ReadonlyMap<string, TreeEntry>,
  wanted: Wanted,
  trust: Trust,
): Promise<readonly Judged[]> {
  const found = await stored(repository, files, wanted);
  const answers = await checkSignatures(
    found.map(
      ({ approval, text, signature }): Claim => ({
        principal: approval.by,
        namespace: APPROVAL_NAMESPACE,
        signature,
        signed: text,
        signers: trust.signers,
        revoked: trust.revoked,
        time: Math.floor(Date.parse(approval.time) / 1000),
      }),
    ),
  );
  const judged = found.map((one, i) => ({
    approval: one.approval,
    refused: answers[i] ?? misplaced(one, wanted, trust),
  }));
  const withdrawn = judged.filter(
    ({ approval, refused }) => approval.action === 'withdraw' && !refused,
  );
  return judged
    .filter(({ approval }) => approval.action === 'approve')
    .map(({ approval, refused }): Judged => {
      const later = withdrawn.some(
        (w) => w.approval.by === approval.by && w.approval.time >= approval.time,
      );
      const why = refused ?? (later ? 'it was withdrawn' : undefined);
      return { approval, ...(why === undefined ? {} : { refused: why }) };
    })
    .sort((a, b) => (a.approval.by < b.approval.by ? -1 : 1));
}
