/** Manifests that anyone may have written, read back. */

import { hasCanonicalForm } from '../../model/canonical-json.ts';
import { error, type Outcome } from '../../model/diagnostic.ts';
import { PAPERS } from '../../model/paper.ts';
import {
  DRAFTS,
  type Draft,
  type Drafts,
  isPlainPath,
  isPublished,
  MANIFEST,
  type Manifest,
  type Publication,
  STATEMENT,
} from './manifest.ts';

const HEX = /^[0-9a-f]{64}$/;

const broken = (file: string, why: string): Outcome<never> => ({
  diagnostics: [
    error(
      'manifest-broken',
      `the manifest ${why}`,
      { file },
      { hint: 'Restore the committed file; `cadastre publish` writes a new one.' },
    ),
  ],
});

/** As `readAnyManifest` does, of what was published. */
export function readManifest(text: string, file: string): Outcome<Manifest> {
  const { value, diagnostics } = readAnyManifest(text, file);
  if (value === undefined) return { diagnostics };
  return isPublished(value)
    ? { value, diagnostics }
    : broken(file, 'describes drafts, which nobody published');
}

/**
 * @param text of `manifest.json`
 * Errors: `manifest-broken`: no JSON, another format, paths that leave the folder, one name twice
 * (also when compared without case), no canonical form.
 */
export function readAnyManifest(text: string, file: string): Outcome<Manifest | Drafts> {
  let statement: {
    _type?: unknown;
    predicateType?: unknown;
    subject?: { name?: unknown; digest?: { sha256?: unknown } }[];
    predicate?: unknown;
  };
  try {
    statement = JSON.parse(text);
  } catch {
    return broken(file, 'is truncated or not JSON');
  }
  const { subject, predicate, predicateType } = statement ?? {};
  if (statement?._type !== STATEMENT || (predicateType !== MANIFEST && predicateType !== DRAFTS))
    return broken(file, 'has a format that this version does not support');
  if (!Array.isArray(subject) || !(predicateType === MANIFEST ? isBody : isDraftsBody)(predicate))
    return broken(file, 'lacks required fields');
  if (!hasCanonicalForm(statement)) return broken(file, 'cannot be put into canonical form');
  const files: Record<string, string> = {};
  const seen = new Set<string>();
  for (const entry of subject) {
    const { name, digest } = entry ?? {};
    if (typeof name !== 'string' || typeof digest?.sha256 !== 'string' || !HEX.test(digest.sha256))
      return broken(file, 'has a subject without name or digest');
    if (!isPlainPath(name))
      return broken(file, `lists ${JSON.stringify(name)}, which is outside its folder`);
    const key = name.normalize('NFC').toLowerCase();
    if (seen.has(key)) return broken(file, `lists ${JSON.stringify(name)} twice`);
    seen.add(key);
    files[name] = digest.sha256;
  }
  return { value: { ...(predicate as Body), files }, diagnostics: [] };
}

const texts = (list: unknown): boolean =>
  Array.isArray(list) && list.every((text) => typeof text === 'string');

const bags = (list: unknown, ...keys: string[]): boolean =>
  Array.isArray(list) &&
  list.every((bag) => bag && keys.every((key) => typeof bag[key] === 'string'));

const isCensus = (list: unknown): boolean =>
  bags(list, 'kind') &&
  (list as Record<string, unknown>[]).every((entry) =>
    ['found', 'folded', 'omitted', 'unresolved'].every((key) => Number.isSafeInteger(entry[key])),
  );

type Body = Omit<Manifest, 'files'> | Omit<Drafts, 'files'>;

function isSources(given: unknown): boolean {
  if (typeof given !== 'object' || given === null) return false;
  const { names, declaredOnly, runningOnly } = given as Readonly<Record<string, unknown>>;
  return (
    texts(names) && [declaredOnly, runningOnly].every((ids) => ids === undefined || texts(ids))
  );
}

const isDraft = (one: Partial<Draft> | null): boolean =>
  typeof one?.model === 'string' &&
  HEX.test(one.model) &&
  typeof one.source === 'string' &&
  typeof one.title === 'string' &&
  ['undefined', 'string'].includes(typeof one.asOf) &&
  (one.stale === undefined || texts(one.stale)) &&
  (one.sources === undefined || isSources(one.sources)) &&
  bags(one.inputs, 'path', 'sha256') &&
  bags(one.unresolved, 'what', 'reason') &&
  (one.census === undefined || isCensus(one.census)) &&
  bags(one.waivers, 'rule', 'reason', 'until');

const isPublication = (one: Partial<Publication> | null): boolean =>
  isDraft(one) &&
  (one?.draft === undefined || one.draft === true) &&
  ['undefined', 'string'].includes(typeof one?.previous) &&
  Number.isSafeInteger(one?.version) &&
  typeof one?.date === 'string' &&
  texts(one.makers) &&
  bags(one.approvals, 'by', 'time') &&
  (one.approvedChanges === undefined || isChanges(one.approvedChanges)) &&
  ['undefined', 'string'].includes(typeof one.base) &&
  (one.together === undefined || bags(one.together, 'rule', 'severity', 'message')) &&
  bags(one.findings, 'rule', 'severity', 'message') &&
  (one.findings ?? []).every(({ element }) => ['undefined', 'string'].includes(typeof element));

const isChanges = (list: unknown): boolean =>
  bags(list, 'changes') &&
  (list as Record<string, unknown>[]).every(
    ({ makers, approvals }) => texts(makers) && bags(approvals, 'by', 'time', 'model'),
  );

function isDraftsBody(body: unknown): boolean {
  if (typeof body !== 'object' || body === null) return false;
  const { tool, diagrams } = body as Partial<Drafts>;
  return (
    typeof tool?.name === 'string' &&
    typeof tool.version === 'string' &&
    typeof tool.libraries === 'object' &&
    typeof tool.settings?.icons === 'string' &&
    isPlainPath(tool.settings.icons) &&
    Array.isArray(tool.settings.fonts) &&
    texts(tool.settings.fonts) &&
    (tool.settings.paper === undefined || PAPERS.includes(tool.settings.paper)) &&
    typeof diagrams === 'object' &&
    diagrams !== null &&
    Object.keys(diagrams).every(isPlainPath) &&
    Object.values(diagrams).every(isDraft)
  );
}

function isBody(body: unknown): boolean {
  if (!isDraftsBody(body)) return false;
  const { sourceCommit, published, diagrams } = body as Manifest;
  return (
    typeof sourceCommit === 'string' &&
    typeof published === 'string' &&
    Object.values(diagrams).every(isPublication)
  );
}
