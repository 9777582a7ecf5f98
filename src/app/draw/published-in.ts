/** What the manifest beside pictures says of them, read only where there is one. */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { failure, type Outcome } from '../../model/diagnostic.ts';
import type { Compiled } from '../compile/compile-source.ts';
import type { Project } from '../project.ts';

/** Gives each diagram the title block that the manifest has for it; absent where nothing is published. */
export async function publishedIn(
  project: Project,
): Promise<Outcome<((one: Compiled) => Compiled) | undefined>> {
  const folder = join(project.root, project.config.out);
  if (!existsSync(join(folder, 'manifest.json'))) return { value: undefined, diagnostics: [] };
  const { asPublished, publishedManifestIn } = await import('./publication.ts');
  const { value, diagnostics } = await publishedManifestIn(folder, project.config.out);
  if (diagnostics.length > 0) return failure(diagnostics);
  return { value: value && ((one) => asPublished(one, value.diagrams[one.name])), diagnostics };
}
