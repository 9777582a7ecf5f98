/**
 * Adoptions: how people vouch for a commit without an authorized signature, such as a squash by the host. Small JSON files,
 * signed with a namespace of their own: `.cadastre/adoptions/<commit>/<principal>.json`, with `.json.sig` beside it.
 */

import { z } from 'zod';
import { canonicalJson } from '../../model/canonical-json.ts';
import { principalFile } from '../approvals/approval.ts';

export const ADOPTION_NAMESPACE = 'pci-diagram-adoption';
export const ADOPTIONS_FOLDER = '.cadastre/adoptions';

const isInstant = (text: string): boolean => {
  const time = Date.parse(text);
  return !Number.isNaN(time) && new Date(time).toISOString() === text;
};

const schema = z.strictObject({
  format: z.literal('cadastre/adoption@1'),
  /** Id of the commit. */
  commit: z.string().regex(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/),
  /** SHA-256 of the bytes of its tree object. */
  tree: z.string().regex(/^[0-9a-f]{64}$/),
  /** What it changed, a line each, as the adopter saw it. */
  changes: z.array(z.string()),
  /** Why it is to count. */
  reason: z.string().regex(/\S/),
  by: z.string().min(1),
  role: z.enum(['author', 'approver']),
  /** ISO 8601, UTC. */
  time: z.string().refine(isInstant),
});

export type AdoptionStatement = Readonly<z.output<typeof schema>>;

/** The bytes that are signed. */
export const printAdoption = (statement: AdoptionStatement): string =>
  `${canonicalJson(statement)}\n`;

/** Path of a statement, relative to the estate's root. */
export const adoptionPath = ({ commit, by }: Pick<AdoptionStatement, 'commit' | 'by'>): string =>
  `${ADOPTIONS_FOLDER}/${commit}/${principalFile(by)}.json`;

/** Absent if it is not valid; its claims are not yet proved. */
export function readAdoption(text: string): AdoptionStatement | undefined {
  try {
    const { success, data } = schema.safeParse(JSON.parse(text));
    // In its canonical form: the signature is of these bytes.
    return success && printAdoption(data) === text ? data : undefined;
  } catch {
    return undefined;
  }
}
