/** The manifest of a publication, compared with the files beside it. */

import { sha256 } from '../../model/digest.ts';
import { sheetOfFile } from '../../model/sheet-files.ts';
import type { Repository } from '../git/git.ts';
import type { Signed } from '../history/signed-commit.ts';
import { MANIFEST_FILE, printManifest, printSums, SUMS_FILE } from '../manifest/manifest.ts';
import { readManifest } from '../manifest/manifest-reader.ts';
import { fail, pass, type Verdict } from '../verdict.ts';
import type { PublicationCommit } from './published.ts';

const ENDINGS = ['model.json', 'svg', 'jpg', 'png', 'pdf', 'dot', 'drawio'];

/**
 * @param folder of the outputs, from the top of the work tree
 * @param seen blobs whose digest is known to be right; more are added
 */
export async function publishedFiles(
  repository: Repository,
  { commit, signer }: Signed,
  folder: string,
  seen: Set<string>,
): Promise<{ value?: PublicationCommit; verdicts: Verdict[] }> {
  const at = commit.id.slice(0, 12);
  const { trees } = repository;
  const files = await trees.files(commit.tree, folder);
  const bytes = await trees.bytes(files.get(MANIFEST_FILE));
  if (!bytes) return { verdicts: [fail('manifest', at, `${folder}/${MANIFEST_FILE} is missing`)] };
  const text = bytes.toString('utf8');
  const { value: manifest, diagnostics } = readManifest(text, MANIFEST_FILE);
  if (!manifest)
    return { verdicts: [fail('manifest', at, diagnostics[0]?.message ?? 'it cannot be read')] };
  // A key that stands there twice is one thing to one reader, and another to the next.
  if (printManifest(manifest) !== text)
    return { verdicts: [fail('manifest', at, 'the manifest is not in canonical form')] };
  const verdicts: Verdict[] = [];
  const problem = (check: string, name: string, why: string): void => {
    verdicts.push(fail(check, `${at}:${name}`, why));
  };
  for (const [name, digest] of Object.entries(manifest.files)) {
    const file = files.get(name);
    if (!file) problem('files', name, 'the manifest lists it, but it is missing');
    else if (file.mode !== '100644') problem('files', name, 'it is not a regular file');
    else if (!seen.has(`${file.id} ${digest}`)) {
      const content = await trees.bytes(file);
      if (!content || sha256(content) !== digest)
        problem('files', name, 'its digest differs from the one in the manifest');
      else seen.add(`${file.id} ${digest}`);
    }
  }
  const known = new Set([MANIFEST_FILE, SUMS_FILE]);
  for (const name of files.keys())
    if (!Object.hasOwn(manifest.files, name) && !known.has(name))
      problem('files', name, 'the manifest does not list it');
  const made = new Set(
    Object.keys(manifest.diagrams).flatMap((name) => ENDINGS.map((end) => `${name}.${end}`)),
  );
  const isSheet = (path: string): boolean =>
    Object.hasOwn(manifest.diagrams, sheetOfFile(path)?.name ?? '');
  for (const name of Object.keys(manifest.files))
    if (!made.has(name) && !isSheet(name))
      problem('files', name, 'it belongs to no diagram in the manifest');
  const sums = await trees.bytes(files.get(SUMS_FILE));
  if (sums?.toString('utf8') !== printSums(manifest.files, text))
    problem('files', SUMS_FILE, 'it does not match the manifest');
  if (manifest.sourceCommit !== commit.parents[0])
    problem(
      'source-commit',
      MANIFEST_FILE,
      'the manifest names a commit other than the first parent',
    );
  if (manifest.published !== new Date(commit.committer.time * 1000).toISOString())
    problem('dates', MANIFEST_FILE, 'the manifest gives a different time from its commit');
  for (const [name, { model }] of Object.entries(manifest.diagrams))
    if (manifest.files[`${name}.model.json`] !== model)
      problem('files', `${name}.model.json`, 'it is not the model that was approved');
  if (verdicts.length === 0)
    verdicts.push(
      pass('files', at, `${Object.keys(manifest.files).length} files match the manifest`),
    );
  return { value: { commit, ...(signer ? { signer } : {}), manifest, files }, verdicts };
}
