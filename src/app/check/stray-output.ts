/**
 * Files in the output folder that are committed, or about to be, and that no publication wrote. In a repository with
 * trust files only CI commits there: after one commit by hand, verification fails.
 */

import { openRepository, type Repository } from '../../evidence/git/git.ts';
import { isPublished, MANIFEST_FILE, SUMS_FILE } from '../../evidence/manifest/manifest.ts';
import { readAnyManifest } from '../../evidence/manifest/manifest-reader.ts';
import { TRUST_FOLDER } from '../../evidence/trust/trust.ts';
import { type Diagnostic, error } from '../../model/diagnostic.ts';
import { sha256 } from '../../model/digest.ts';
import { hasTrustFile } from '../draw/preview-folder.ts';
import type { Project } from '../project.ts';

/** What the index holds of a folder: ids by path from there. */
async function indexed(repository: Repository, folder: string): Promise<Map<string, string>> {
  const asked = ['--literal-pathspecs', 'ls-files', '-s', '-z', '--', folder];
  const lines = (await repository.run(asked)).split('\0').filter(Boolean);
  return new Map(
    lines.map((line) => {
      const [about = '', path = ''] = line.split('\t');
      return [path.slice(folder.length + 1), about.split(' ')[1] ?? ''];
    }),
  );
}

/** Whether the folder is as it was when there was no trust yet: that is the root's, and whoever vouches for it. */
async function isOfTheRoot(repository: Repository, folder: string): Promise<boolean> {
  const signers = `${repository.prefix}${TRUST_FOLDER}/allowed_signers`;
  const log = ['--literal-pathspecs', 'log', '--diff-filter=A', '--format=%H', '--reverse', 'HEAD'];
  if ((await repository.run(['rev-list', '-n', '1', '--all'])) === '') return true;
  const [root = ''] = (await repository.run([...log, '--', signers])).split('\n');
  if (root === '') return true;
  const diff = ['--literal-pathspecs', 'diff-index', '--cached', '--name-only', root];
  return (await repository.run([...diff, '--', folder])) === '';
}

/** Names of files that are not what the newest manifest says; all of them where nothing published it. */
async function strayNames(
  { objects }: Repository,
  files: ReadonlyMap<string, string>,
): Promise<readonly string[]> {
  const read = async (name: string): Promise<Buffer | undefined> => {
    const id = files.get(name);
    return id === undefined ? undefined : (await objects.read(id))?.data;
  };
  const text = (await read(MANIFEST_FILE))?.toString('utf8');
  const manifest = text === undefined ? undefined : readAnyManifest(text, MANIFEST_FILE).value;
  if (!manifest || !isPublished(manifest)) return [...files.keys()];
  const own = new Set([MANIFEST_FILE, SUMS_FILE]);
  const found: string[] = [];
  for (const name of new Set([...files.keys(), ...Object.keys(manifest.files)])) {
    if (own.has(name)) continue;
    const bytes = await read(name);
    const digest = Object.hasOwn(manifest.files, name) ? manifest.files[name] : undefined;
    if (!bytes || sha256(bytes) !== digest) found.push(name);
  }
  return found;
}

/** Errors: `stray-output`. */
export async function strayOutput(project: Project): Promise<readonly Diagnostic[]> {
  if (!hasTrustFile(project)) return [];
  const { value: repository } = await openRepository(project.root);
  // Without a repository nothing is committed.
  if (!repository) return [];
  try {
    const { out } = project.config;
    const folder = repository.prefix + out;
    const files = await indexed(repository, folder);
    if (files.size === 0 || (await isOfTheRoot(repository, folder))) return [];
    const [first, ...more] = (await strayNames(repository, files)).toSorted();
    if (first === undefined) return [];
    const others = more.length > 0 ? ` and ${more.length} more` : '';
    return [
      error(
        'stray-output',
        `${out}/${first}${others} in git: no publication wrote this`,
        undefined,
        {
          hint: `Only \`cadastre publish\` in CI commits ${out}/. Take it out before you push: \`git reset --soft HEAD~1\` if the last commit added it, then \`git restore --staged --worktree --source=origin/main ${out}\`. docs/publishing.md, "When something went wrong", has the other cases.`,
        },
      ),
    ];
  } finally {
    repository.close();
  }
}
