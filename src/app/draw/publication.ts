/** What the manifest of the output folder says of a diagram, for its title block. */

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type Drafts,
  isPublished,
  MANIFEST_FILE,
  type Manifest,
  type Publication,
} from '../../evidence/manifest/manifest.ts';
import { readAnyManifest } from '../../evidence/manifest/manifest-reader.ts';
import { failure, type Outcome } from '../../model/diagnostic.ts';
import type { TitleBlock } from '../../render/draw.ts';
import type { PublishedFacts } from '../../rules/view.ts';
import type { Compiled } from '../compile/compile-source.ts';

/** The manifest in a folder; nothing where there is none. */
export async function manifestIn(
  folder: string,
  shown: string,
): Promise<Outcome<Manifest | Drafts | undefined>> {
  const text = await readFile(join(folder, MANIFEST_FILE), 'utf8').catch(() => undefined);
  return text === undefined
    ? { value: undefined, diagnostics: [] }
    : readAnyManifest(text, `${shown}/${MANIFEST_FILE}`);
}

/** What was published there; none where all are drafts by nobody. */
export async function publishedManifestIn(
  folder: string,
  shown: string,
): Promise<Outcome<Manifest | undefined>> {
  const { value, diagnostics } = await manifestIn(folder, shown);
  if (diagnostics.length > 0) return failure(diagnostics);
  return { value: value && isPublished(value) ? value : undefined, diagnostics };
}

/** A diagram as it was published, if that is the model it was published with; else as it is: a draft. */
export function asPublished(compiled: Compiled, publication: Publication | undefined): Compiled {
  if (publication?.model !== compiled.digest) return compiled;
  const { asOf: _, stale: __, sources: ___, ...diagram } = compiled.diagram;
  const { asOf, stale, sources } = publication;
  const data = { ...(asOf ? { asOf } : {}), ...(stale ? { stale } : {}) };
  return {
    ...compiled,
    diagram: { ...diagram, ...data, ...(sources ? { sources } : {}) },
    titleBlock: titleBlockOf(publication, compiled.digest),
  };
}

export function titleBlockOf(publication: Publication, digest: string): TitleBlock {
  const { version, draft, date, makers, asOf } = publication;
  if (draft) return { digest, ...(asOf ? { asOf } : {}) };
  return {
    digest,
    version: String(version),
    date,
    madeBy: makers.join(', '),
    approvedBy: approvers(publication),
    ...(asOf ? { asOf } : {}),
  };
}

/** Where somebody made one change and approved another, whose change each approved stands with it. */
function approvers({ makers, approvals, approvedChanges }: Publication): string {
  const all = namesOf(approvals);
  if (!approvedChanges || !all.some((by) => makers.includes(by))) return all.join(', ');
  return approvedChanges
    .map((one) => `${namesOf(one.approvals).join(', ')} for ${one.makers.join(', ')}`)
    .join('; ');
}

/** Who approved; somebody who approved several changes is named once. */
const namesOf = (approvals: readonly { readonly by: string }[]): readonly string[] => [
  ...new Set(approvals.map(({ by }) => by)),
];

/** What rules on approval and review go by. */
export const publishedFacts = ({
  version,
  date,
  makers,
  approvals,
  approvedChanges,
  draft,
}: Publication): PublishedFacts => ({
  version,
  date,
  makers,
  approvers: draft ? [] : namesOf(approvals),
  ...(approvedChanges
    ? {
        changes: approvedChanges.map((one) => ({
          makers: one.makers,
          approvers: namesOf(one.approvals),
        })),
      }
    : {}),
});
