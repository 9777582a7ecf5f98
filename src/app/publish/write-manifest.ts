/** The manifest of a run of `render`: of all that it drew, or of one shard. */

import type { Shard } from '../draw/shard.ts';
import type { Project } from '../project.ts';
import { type DraftsRun, type WrittenLists, writeDraftManifest } from './draft-manifest.ts';

/** Errors: `unwritable`. */
export async function writeManifest(
  run: DraftsRun,
  { shard, formats }: { readonly shard?: Shard; readonly formats: readonly string[] },
  project: Project,
): Promise<WrittenLists> {
  if (!shard) return writeDraftManifest(run, project);
  const { writeShard } = await import('./shard-manifest.ts');
  return writeShard(run, shard, formats, project);
}
