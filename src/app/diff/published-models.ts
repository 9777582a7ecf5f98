/** Models that were written before, as sides of a comparison. No code is run for them. */

import type { Repository } from '../../evidence/git/git.ts';
import { openChain } from '../../evidence/open-chain.ts';
import { canonicalModel } from '../../model/canonical.ts';
import { type Failure, failure, type Outcome, refused } from '../../model/diagnostic.ts';
import type { Diagram } from '../../model/diagram.ts';
import { sha256 } from '../../model/digest.ts';
import { ownIcons } from '../compile/compile-source.ts';
import type { Project } from '../project.ts';
import { readModel } from '../verify/published-model.ts';
import type { ComparedSide, SideModel } from './compared-side.ts';

export const MODEL_FILE = /\.model\.json$/;

export const notAModel = (what: string, file: string, hint: string): Failure =>
  refused('not-a-model', `${what} is not a valid Cadastre model`, hint, { file });

/** A model that was read from a file; icons that are not there any more are left out of pictures. */
export async function sideModel(
  name: string,
  diagram: Diagram,
  project: Project,
): Promise<SideModel> {
  const icons = await ownIcons(diagram, project);
  return { name, diagram, icons: icons.value ?? {}, digest: sha256(canonicalModel(diagram)) };
}

/** Models in the output folder of a commit. Errors: `not-a-model`. */
export async function committedModels(
  repository: Repository,
  commit: string,
  out: string,
  label: string,
  project: Project,
): Promise<Outcome<readonly SideModel[]>> {
  const tree = (await repository.run(['rev-parse', `${commit}^{tree}`])).trim();
  const models: SideModel[] = [];
  for (const [path, entry] of await repository.trees.files(tree, repository.prefix + out)) {
    if (!MODEL_FILE.test(path)) continue;
    const diagram = readModel((await repository.trees.bytes(entry))?.toString('utf8') ?? '');
    if (!diagram)
      return notAModel(
        `${path} in ${label}`,
        label,
        '`cadastre verify` says what else is wrong with it.',
      );
    models.push(await sideModel(path.replace(MODEL_FILE, ''), diagram, project));
  }
  return { value: models, diagnostics: [] };
}

/** What a revision has in its output folder, whatever its sources would make. */
export async function openPublished(
  revision: string,
  project: Project,
): Promise<Outcome<ComparedSide>> {
  const opened = await openChain(project.root, revision);
  if (!opened.value) return failure(opened.diagnostics);
  const { repository, tip } = opened.value;
  try {
    const found = await committedModels(repository, tip, project.config.out, revision, project);
    if (!found.value) return failure(found.diagnostics);
    const models = new Map(found.value.map((one) => [one.name, one]));
    return { value: { label: revision, what: 'revision', commit: tip, models }, diagnostics: [] };
  } finally {
    repository.close();
  }
}
