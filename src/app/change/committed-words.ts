/** What a range adds to the estate's statements and approvals, as its last commit has them. */

import { APPROVALS_FOLDER, readApproval } from '../../evidence/approvals/approval.ts';
import { openChain } from '../../evidence/open-chain.ts';
import { type Diagnostic, failure, hasErrors, type Outcome } from '../../model/diagnostic.ts';
import type { Project } from '../project.ts';
import type { ChangeRange } from './commits.ts';
import { CHANGES_FOLDER, type ChangeStatement, readStatements } from './statements.ts';

/** An approval that lies in the repository. Whether it counts is what `verify` and `publish` judge. */
export interface CommittedApproval {
  readonly diagram: string;
  /** SHA-256 of the model that was approved. */
  readonly model: string;
  readonly by: string;
  /** ISO 8601, UTC. */
  readonly time: string;
  readonly ticket?: string;
  readonly remark?: string;
}

export interface CommittedWords {
  readonly statements: readonly ChangeStatement[];
  readonly approvals: readonly CommittedApproval[];
}

function approvalsOf(files: ReadonlyMap<string, string>): readonly CommittedApproval[] {
  const all = [...files].flatMap(([path, text]) => {
    const approval = path.startsWith(`${APPROVALS_FOLDER}/`) ? readApproval(text) : undefined;
    return approval ? [approval] : [];
  });
  const withdrawn = new Set(
    all
      .filter(({ action }) => action === 'withdraw')
      .map((one) => [one.diagram, one.model, one.by].join('\n')),
  );
  return all
    .filter(({ action }) => action === 'approve')
    .filter((one) => !withdrawn.has([one.diagram, one.model, one.by].join('\n')))
    .map(({ diagram, model, by, time, ticket, remark }) => ({
      ...{ diagram, model, by, time },
      ...(ticket === undefined ? {} : { ticket }),
      ...(remark === undefined ? {} : { remark }),
    }));
}

/** Errors: those of the files with statements. */
export async function committedWords(
  { from, to }: Pick<ChangeRange, 'from' | 'to'>,
  project: Project,
): Promise<Outcome<CommittedWords>> {
  const opened = await openChain(project.root, to);
  if (!opened.value) return failure(opened.diagnostics);
  const { given, repository } = opened.value;
  try {
    const { prefix, trees } = repository;
    const treeOf = async (commit: string): Promise<string> =>
      (await given.run(['rev-parse', `${commit}^{tree}`])).trim();
    const tree = await treeOf(to);
    const before = from === undefined ? undefined : await treeOf(from);
    const read = new Map<string, string>();
    for (const folder of [CHANGES_FOLDER, APPROVALS_FOLDER]) {
      const now = await trees.files(tree, prefix + folder);
      const old = before === undefined ? new Map() : await trees.files(before, prefix + folder);
      for (const [path, entry] of now) {
        if (old.get(path)?.id === entry.id || !/\.(?:json|ya?ml)$/.test(path)) continue;
        const bytes = await trees.bytes(entry);
        if (bytes) read.set(`${folder}/${path}`, bytes.toString('utf8'));
      }
    }
    const diagnostics: Diagnostic[] = [];
    const statements: ChangeStatement[] = [];
    for (const [path, text] of [...read].sort()) {
      if (!path.startsWith(`${CHANGES_FOLDER}/`)) continue;
      const found = readStatements(text, path);
      diagnostics.push(...found.diagnostics);
      statements.push(...(found.value ?? []));
    }
    if (hasErrors(diagnostics)) return failure(diagnostics);
    return { value: { statements, approvals: approvalsOf(read) }, diagnostics };
  } finally {
    repository.close();
  }
}
