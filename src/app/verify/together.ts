/** Whether changes that were approved apart break a rule together, judged anew: an approver of one of them saw none of that. */

import { approvalMode, judgeChanges } from '../../evidence/approvals/change-approvals.ts';
import type { Chain } from '../../evidence/chain.ts';
import type { Repository } from '../../evidence/git/git.ts';
import { type PublicationCommit, pastOf } from '../../evidence/publications/published.ts';
import { fail, unknown, type Verdict } from '../../evidence/verdict.ts';
import { canonicalJson } from '../../model/canonical-json.ts';
import { foundTogether } from '../check/found-together.ts';
import { readModel } from './published-model.ts';
import type { Redrawing } from './redraw.ts';

interface Published extends Pick<Chain, 'history' | 'publications'> {
  readonly repository: Repository;
}

/** @param names of the diagrams that are judged */
export async function togetherVerdicts(
  { repository, history, publications }: Published,
  { commit, manifest, files }: PublicationCommit,
  names: readonly string[],
  { version, redraw }: Redrawing,
): Promise<Verdict[]> {
  const source = commit.parents[0] ?? '';
  const past = pastOf(history, publications.all, source);
  const place = { repository, history, past, approvals: publications.approvals, source };
  const policy = history.trust.get(source)?.policy;
  const found: Verdict[] = [];
  for (const name of names) {
    const one = manifest.diagrams[name];
    if (!one || !policy || approvalMode(past.last(name), one.model, policy) !== 'changes') continue;
    const entry = files.get(`${name}.model.json`);
    const model = await publications.approvals.models.at(entry);
    const judged = await judgeChanges(place, { name, inputs: one.inputs, model });
    if (judged.approved.length < 2) continue;
    const subject = `${commit.id.slice(0, 12)}:${name}`;
    if (manifest.tool.version !== version) {
      const why = `changes that were approved apart were judged together by ${manifest.tool.version}, this is ${version}`;
      found.push((redraw === 'require' ? fail : unknown)('findings', subject, why));
      continue;
    }
    const bytes = await repository.trees.bytes(entry);
    const diagram = bytes && readModel(bytes.toString('utf8'));
    const { base, approved } = judged;
    const day = manifest.published.slice(0, 10);
    const together =
      diagram && (await foundTogether(name, diagram, { base, approved }, place, day));
    if (canonicalJson(together) !== canonicalJson(one.together ?? []))
      found.push(
        fail('findings', subject, 'its changes together break other rules than the manifest says'),
      );
  }
  return found;
}
