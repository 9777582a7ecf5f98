/** What an approver reads before signing: the model, its picture, what changed, what the rules found. */

import { join } from 'node:path';
import { compare } from '../../compare/compare.ts';
import { describe } from '../../compare/describe.ts';
import type { Approver } from '../../evidence/approvals/approver.ts';
import { dayOf } from '../../evidence/publications/publication-facts.ts';
import type { PublicationCommit } from '../../evidence/publications/published.ts';
import { failure, hasErrors, type Outcome } from '../../model/diagnostic.ts';
import type { Diagram } from '../../model/diagram.ts';
import { writeTogether } from '../../render/output/write.ts';
import { judgeOne } from '../check/judge.ts';
import type { Compiled } from '../compile/compile-source.ts';
import { bytesOf, drawOne, sheetsOf } from '../draw/draw-one.ts';
import { previewFiles, previewFolder } from '../draw/preview-folder.ts';
import type { Project } from '../project.ts';
import { readModel } from '../verify/published-model.ts';

/** What an approver is asked to sign. */
export interface Proposal {
  readonly diagram: string;
  readonly title: string;
  /** What the policy asks approvals of. */
  readonly approves: 'model' | 'changes';
  readonly model: string;
  readonly previous?: string;
  /** Since it was last approved, in words; a line each. Empty: nothing. */
  readonly changes: readonly string[];
  readonly makers: readonly string[];
  /** The profile of rules that it names. */
  readonly profile?: string;
  /** Findings of the rules as of today, and waived ones; one line each. */
  readonly findings: readonly string[];
  /** Absolute path of a drawing of it, as a draft. */
  readonly picture: string;
}

/** What a proposal is compared with. */
export interface ProposalBasis extends Pick<Proposal, 'approves'> {
  /** SHA-256 of the model before. */
  readonly previous?: string | undefined;
  readonly makers: readonly string[];
  /** The model that was approved before; absent for a diagram that is new. */
  readonly before: Diagram | undefined;
}

/**
 * All that the approver reads before signing.
 * @param time epoch seconds
 * Errors: those of drawing, `unwritable`.
 */
export async function proposalOf(
  one: Compiled,
  project: Project,
  time: number,
  { approves, previous, makers, before }: ProposalBasis,
): Promise<Outcome<Proposal>> {
  const picture = await preview(one, project);
  if (!picture.value) return failure(picture.diagnostics);
  const { judged, diagnostics } = await judgeOne(one, project, { asOf: dayOf(time) });
  const value: Proposal = {
    diagram: one.name,
    title: one.diagram.title,
    approves,
    model: one.digest,
    ...(previous ? { previous } : {}),
    changes: describe(compare(before, one.diagram)),
    makers,
    ...(judged.profile === undefined ? {} : { profile: judged.profile }),
    findings: [
      ...diagnostics.map(({ severity, code, message }) => `${severity} ${code}: ${message}`),
      ...judged.waived.map(
        ({ rule, message, reason, until }) =>
          `waived until ${until} ${rule}: ${message} (${reason})`,
      ),
    ],
    picture: picture.value,
  };
  return { value, diagnostics: [] };
}

/** The model that was last published as approved: what a draft added since has been seen by nobody. */
export async function approvedModel(
  name: string,
  { repository, chain, past }: Approver,
): Promise<Diagram | undefined> {
  const version = chain.publications.all.findLast(
    ({ commit, manifest }) =>
      past.known.has(commit.id) &&
      manifest.diagrams[name]?.draft === undefined &&
      manifest.diagrams[name],
  );
  return publishedModel(name, version, repository);
}

export async function publishedModel(
  name: string,
  version: PublicationCommit | undefined,
  repository: Approver['repository'],
): Promise<Diagram | undefined> {
  const bytes = await repository.trees.bytes(version?.files.get(`${name}.model.json`));
  return bytes && readModel(bytes.toString('utf8'));
}

/** Draws it where nothing is published from. */
async function preview(one: Compiled, project: Project): Promise<Outcome<string>> {
  const drawn = await drawOne(one, project);
  if (!drawn.value || hasErrors(drawn.diagnostics)) return failure(drawn.diagnostics);
  const path = join(previewFolder(project), `${one.name}.svg`);
  const bytes = await bytesOf(drawn.value, 'svg', one, project);
  // An approver of an atlas has to see all of its sheets.
  const sheets = sheetsOf(drawn.value, path.replace(/\.svg$/, ''));
  const files = previewFiles(project, [[path, bytes], ...sheets]);
  const { diagnostics } = writeTogether(files);
  return hasErrors(diagnostics) ? failure(diagnostics) : { value: path, diagnostics };
}
