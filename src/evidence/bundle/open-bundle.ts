/** The history in the file of a bundle, unpacked into a repository that Cadastre alone made. */

import { readFileSync } from 'node:fs';
import { failure, type Outcome } from '../../model/diagnostic.ts';
import { type Repository, unpackRepository } from '../git/git.ts';
import { PACK_FILE, type Unzipped, unzipBundle } from './bundle.ts';

export interface OpenedBundle extends Unzipped {
  /** `close` removes it. */
  readonly repository: Repository;
}

/** Errors: those of `unzipBundle` and `unpackRepository`, at the file. */
export async function openBundle(file: string): Promise<Outcome<OpenedBundle>> {
  const { value: bundle, diagnostics } = unzipBundle(readFileSync(file), file);
  if (!bundle) return failure(diagnostics);
  const { prefix, objectFormat } = bundle.head;
  const pack = Buffer.from(bundle.files[PACK_FILE] ?? []);
  const { value: repository, diagnostics: broken } = await unpackRepository(
    pack,
    prefix,
    objectFormat,
  );
  if (!repository) return failure(broken.map((d) => ({ ...d, origin: { file } })));
  return { value: { ...bundle, repository }, diagnostics: [] };
}
