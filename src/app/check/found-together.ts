/** What the rules find in several changes together, and in none of them alone: nobody who approved one of them saw it. */

import { approvedModelPath } from '../../evidence/approvals/approval.ts';
import type { ChangesPlace } from '../../evidence/approvals/change-approvals.ts';
import type {
  Publication,
  PublishedChange,
  PublishedFinding,
} from '../../evidence/manifest/manifest.ts';
import { type Diagram, inDocumentOrder } from '../../model/diagram.ts';
import { judge } from '../../rules/judge.ts';
import { profileNamed } from '../../rules/profiles.ts';
import { readModel } from '../verify/published-model.ts';

type FindingsPlace = Pick<ChangesPlace, 'repository' | 'history' | 'past' | 'source'>;

/**
 * By the rules of the profile that the model names. Those of the config are code of the assessed party, which `verify`
 * does not run.
 * @param asOf `YYYY-MM-DD`
 */
export async function foundTogether(
  name: string,
  merged: Diagram,
  {
    base,
    approved,
  }: { readonly base: string | undefined; readonly approved: readonly PublishedChange[] },
  place: FindingsPlace,
  asOf: string,
): Promise<readonly PublishedFinding[]> {
  const { repository, history, past, source } = place;
  const tree = history.byId.get(source)?.tree ?? '';
  const entries = [];
  for (const { approvals } of approved)
    for (const { model } of approvals)
      entries.push(
        await repository.trees.at(tree, repository.prefix + approvedModelPath(name, model)),
      );
  const isBase = (one: Publication | undefined): boolean => one?.model === base && !one?.draft;
  const last = past.of(name).findLast(({ manifest }) => isBase(manifest.diagrams[name]));
  if (base !== undefined) entries.push(last?.files.get(`${name}.model.json`));
  const parts: Diagram[] = [];
  for (const entry of entries) {
    const bytes = await repository.trees.bytes(entry);
    const part = bytes && readModel(bytes.toString('utf8'));
    if (part) parts.push(part);
  }
  return worseThan(merged, parts, asOf);
}

/** Findings of a diagram that none of its parts has, in order. */
export function worseThan(
  merged: Diagram,
  parts: readonly Diagram[],
  asOf: string,
): readonly PublishedFinding[] {
  const { profile: named } = merged.document;
  const rules = named === undefined ? [] : (profileNamed(named)?.rules ?? []);
  const findings = (diagram: Diagram): PublishedFinding[] =>
    judge({ diagram: inDocumentOrder(diagram), asOf }, rules).diagnostics.map(
      ({ code, severity, message }) => ({
        ...{ rule: code, message },
        severity: severity === 'error' ? 'error' : 'warning',
      }),
    );
  const key = ({ rule, severity, message }: PublishedFinding): string =>
    `${rule}\n${severity}\n${message}`;
  const known = new Set(parts.flatMap(findings).map(key));
  return findings(merged).filter((one) => !known.has(key(one)));
}
