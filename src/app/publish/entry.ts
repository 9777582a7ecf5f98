/** What the manifest says of one diagram. */

import { statementOf } from '../../evidence/approvals/approval.ts';
import { type ApprovalBasis, approvalBasis } from '../../evidence/approvals/approval-basis.ts';
import type { ApprovalDecision } from '../../evidence/approvals/approvals.ts';
import type { Digested, Publication, PublishedFinding } from '../../evidence/manifest/manifest.ts';
import { dayOf } from '../../evidence/publications/publication-facts.ts';
import type { Start } from '../../evidence/publishing/start.ts';
import { unresolvedText } from '../../model/unresolved.ts';
import { judgeOne } from '../check/judge.ts';
import type { Compiled } from '../compile/compile-source.ts';
import { publishedFacts } from '../draw/publication.ts';
import type { Project } from '../project.ts';

/** Where a model stands among the versions of its diagram. */
export async function basisNow(
  { name, digest }: Pick<Compiled, 'name' | 'digest'>,
  inputs: readonly Digested[],
  { repository, chain, past }: Pick<Start, 'repository' | 'chain' | 'past'>,
): Promise<ApprovalBasis> {
  const { changes } = chain.history;
  return approvalBasis({ repository, changes, past }, { name, model: digest, inputs });
}

export interface PublicationEntry {
  readonly publication: Publication;
  readonly missing: number;
  /** Approvals that do not count, and why. */
  readonly refused: readonly string[];
}

/** What the manifest will say of a diagram, findings aside. */
export async function publicationOf(
  one: Compiled,
  inputs: readonly Digested[],
  start: Start,
  time: number,
): Promise<PublicationEntry> {
  const { chain, past, trust, head } = start;
  const { last, makers, authors, previous, version, sameModel } = await basisNow(
    one,
    inputs,
    start,
  );
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
  const draft = approvals.length < trust.policy.approvals;
  // Nothing that its reader would call another version: the day stays, too.
  const kept = sameModel && last?.draft === (draft || undefined) ? last : undefined;
  const { title, waivers, unresolved, census, asOf, stale } = one.diagram;
  const data = kept ?? { ...(asOf ? { asOf } : {}), ...(stale ? { stale } : {}) };
  return {
    missing: Math.max(0, trust.policy.approvals - approvals.length),
    refused: judged.flatMap(refusal),
    publication: {
      source: one.source,
      title,
      model: one.digest,
      ...(previous ? { previous } : {}),
      version,
      ...(draft ? { draft: true } : {}),
      date: kept?.date ?? dayOf(time),
      makers,
      approvals,
      ...(data.asOf ? { asOf: data.asOf } : {}),
      ...(data.stale ? { stale: data.stale } : {}),
      inputs,
      unresolved: unresolved.map(unresolvedText),
      ...(census ? { census } : {}),
      findings: [],
      waivers: waivers.map(({ rule, reason, until }) => ({ rule, reason, until })),
    },
  };
}

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
