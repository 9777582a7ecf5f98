/** What the manifest says of one diagram. */

import { statementOf } from '../../evidence/approvals/approval.ts';
import { type ApprovalBasis, approvalBasis } from '../../evidence/approvals/approval-basis.ts';
import type { ApprovalDecision } from '../../evidence/approvals/approval-request.ts';
import { readParts } from '../../evidence/approvals/approved-models.ts';
import { approvalMode, judgeChanges } from '../../evidence/approvals/change-approvals.ts';
import type { Digested, Publication, PublishedFinding } from '../../evidence/manifest/manifest.ts';
import { approvalsOfChanges } from '../../evidence/publications/change-verdicts.ts';
import { dayOf } from '../../evidence/publications/publication-facts.ts';
import type { PublishSession } from '../../evidence/publishing/start.ts';
import { unresolvedText } from '../../model/unresolved.ts';
import { foundTogether } from '../check/found-together.ts';
import { judgeOne } from '../check/judge.ts';
import type { Compiled } from '../compile/compile-source.ts';
import { publishedFacts } from '../draw/publication.ts';
import type { Project } from '../project.ts';

/** Where a model stands among the versions of its diagram. */
export async function basisNow(
  { name, digest }: Pick<Compiled, 'name' | 'digest'>,
  inputs: readonly Digested[],
  { repository, chain, past }: Pick<PublishSession, 'repository' | 'chain' | 'past'>,
): Promise<ApprovalBasis> {
  const { changes } = chain.history;
  return approvalBasis({ repository, changes, past }, { name, model: digest, inputs });
}

export interface PublicationEntry {
  readonly publication: Publication;
  /** Approvals of the model that are missing, or why its changes are not approved. */
  readonly missing: number | string;
  /** Approvals that do not count, and why. */
  readonly refused: readonly string[];
}

interface Decision extends Omit<PublicationEntry, 'publication'> {
  readonly entry: Pick<
    Publication,
    'makers' | 'approvals' | 'draft' | 'approvedChanges' | 'base' | 'together'
  >;
}

/** What the manifest will say of a diagram, findings aside. */
export async function publicationOf(
  one: Compiled,
  inputs: readonly Digested[],
  start: PublishSession,
  time: number,
): Promise<PublicationEntry> {
  const basis = await basisNow(one, inputs, start);
  const { last, previous, version, sameModel } = basis;
  const mode = approvalMode(last, one.digest, start.trust.policy);
  const { entry, missing, refused } =
    mode === 'changes'
      ? await changesDecision(one, inputs, start, time)
      : await modelDecision(one, basis, start);
  // Nothing that its reader would call another version: the day stays, too.
  const kept = sameModel && last?.draft === entry.draft ? last : undefined;
  const { title, waivers, unresolved, census, asOf, stale, sources } = one.diagram;
  const data = kept ?? {
    ...(asOf ? { asOf } : {}),
    ...(stale ? { stale } : {}),
    ...(sources ? { sources } : {}),
  };
  return {
    missing,
    refused,
    publication: {
      source: one.source,
      title,
      model: one.digest,
      ...(previous ? { previous } : {}),
      version,
      date: kept?.date ?? dayOf(time),
      ...entry,
      ...(data.asOf ? { asOf: data.asOf } : {}),
      ...(data.stale ? { stale: data.stale } : {}),
      ...(data.sources ? { sources: data.sources } : {}),
      inputs,
      unresolved: unresolved.map(unresolvedText),
      ...(census ? { census } : {}),
      findings: [],
      waivers: waivers.map(({ rule, reason, until }) => ({ rule, reason, until })),
    },
  };
}

async function modelDecision(
  one: Compiled,
  { makers, authors, previous }: ApprovalBasis,
  { chain, past, trust, head }: PublishSession,
): Promise<Decision> {
  const judged = await chain.publications.approvals.of({
    diagram: one.name,
    model: one.digest,
    previous,
    makers,
    authors,
    source: head,
    known: past.known,
    earlier: past.earlier(one.name, one.digest),
  });
  const approvals = judged
    .filter(({ refused }) => refused === undefined)
    .map(({ approval }) => statementOf(approval));
  const missing = Math.max(0, trust.policy.approvals - approvals.length);
  return {
    entry: { makers, approvals, ...(missing > 0 ? { draft: true } : {}) },
    missing,
    refused: judged.flatMap(refusal),
  };
}

async function changesDecision(
  one: Compiled,
  inputs: readonly Digested[],
  { repository, chain, past, head: source }: PublishSession,
  time: number,
): Promise<Decision> {
  const { history, publications } = chain;
  const place = { repository, history, past, approvals: publications.approvals, source };
  const model = readParts(one.model);
  const { makers, approved, base, why, refused } = await judgeChanges(place, {
    ...{ name: one.name, inputs, model },
  });
  const together =
    why === undefined && approved.length > 1
      ? await foundTogether(one.name, one.diagram, { base, approved }, place, dayOf(time))
      : [];
  const draft = why !== undefined || together.length > 0;
  const said = draft ? [] : approved;
  return {
    entry: {
      makers,
      approvals: approvalsOfChanges(said),
      approvedChanges: said,
      ...(base ? { base } : {}),
      ...(draft ? { draft: true } : {}),
      ...(together.length > 0 ? { together } : {}),
    },
    missing: why ?? (together.length > 0 ? togetherWords(together) : 0),
    refused: draft ? refused.flatMap(refusal) : [],
  };
}

const togetherWords = ([first, ...more]: readonly PublishedFinding[]): string =>
  `its changes were approved apart, and together they break ${first?.rule}: ${first?.message}${more.length > 0 ? ` (and ${more.length} more)` : ''}`;

const refusal = ({ approval: { by }, refused }: ApprovalDecision): string[] =>
  refused === undefined ? [] : [`${by}: ${refused}`];

/**
 * What the rules of the diagram's profile and of the config found, waived ones too.
 * @param asOf `YYYY-MM-DD`
 */
export async function findingsOf(
  one: Compiled,
  project: Project,
  publication: Publication,
  asOf: string,
): Promise<{
  readonly findings: readonly PublishedFinding[];
  readonly diagnostics: Awaited<ReturnType<typeof judgeOne>>['diagnostics'];
}> {
  const { judged, diagnostics } = await judgeOne(
    one,
    project,
    { asOf },
    publishedFacts(publication),
  );
  const rules = new Set(judged.checked.map(({ rule }) => rule));
  const found = diagnostics.filter(({ code }) => rules.has(code));
  const findings = [
    ...found.map(({ code, severity, message, element }) => ({
      ...{ rule: code, severity, message },
      ...(element === undefined ? {} : { element }),
    })),
    ...judged.waived.map(({ rule, message, element }) => ({
      ...{ rule, severity: 'warning' as const, message },
      ...(element === undefined ? {} : { element }),
      waived: true,
    })),
  ];
  return { findings, diagnostics: diagnostics.filter((d) => !found.includes(d)) };
}
