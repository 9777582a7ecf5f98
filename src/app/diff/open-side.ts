/** Opens what the command line names: a revision, a diagram file, a model file, or a bundle. */

import { readFileSync, statSync } from 'node:fs';
import { basename, relative, resolve } from 'node:path';
import { openBundle } from '../../evidence/bundle/open-bundle.ts';
import { canonicalModel } from '../../model/canonical.ts';
import { failure, hasErrors, type Outcome, quote, refused } from '../../model/diagnostic.ts';
import type { Diagram } from '../../model/diagram.ts';
import { sha256 } from '../../model/digest.ts';
import { compileSource, ownIcons } from '../compile/compile-source.ts';
import { type Project, slashed } from '../project.ts';
import { readModel } from '../verify/published-model.ts';
import { compileModels } from './compile-models.ts';
import type { Side, SideModel } from './side.ts';

const MODEL_FILE = /\.model\.json$/;

const byName = (models: readonly SideModel[]): Side['models'] =>
  new Map(models.map((one) => [one.name, one]));

/** A model that was read from a file; icons that are not there any more are left out of pictures. */
async function sideModel(name: string, diagram: Diagram, project: Project): Promise<SideModel> {
  const icons = await ownIcons(diagram, project);
  return { name, diagram, icons: icons.value ?? {}, digest: sha256(canonicalModel(diagram)) };
}

async function openModelFile(
  file: string,
  label: string,
  project: Project,
): Promise<Outcome<Side>> {
  const diagram = readModel(readFileSync(file, 'utf8'));
  if (!diagram)
    return refused(
      'not-a-model',
      `${label} is not a valid Cadastre model`,
      '`cadastre render` and `cadastre publish` write model files.',
      { file: label },
    );
  const name = basename(file).replace(MODEL_FILE, '');
  const models = byName([await sideModel(name, diagram, project)]);
  return { value: { label, what: 'model', models }, diagnostics: [] };
}

/** The newest published models. Whether the bundle is genuine is what `verify` says. */
async function openBundleFile(
  file: string,
  label: string,
  project: Project,
): Promise<Outcome<Side>> {
  const { value: bundle, diagnostics } = await openBundle(file);
  if (!bundle) return failure(diagnostics);
  const { repository, head } = bundle;
  try {
    const tree = (await repository.run(['rev-parse', `${head.tip}^{tree}`])).trim();
    const models: SideModel[] = [];
    for (const [path, entry] of await repository.trees.files(tree, repository.prefix + head.out)) {
      if (!MODEL_FILE.test(path)) continue;
      const diagram = readModel((await repository.trees.bytes(entry))?.toString('utf8') ?? '');
      if (!diagram)
        return refused(
          'not-a-model',
          `${path} in ${label} is not a valid Cadastre model`,
          '`cadastre verify` says what else is wrong with the bundle.',
          { file: label },
        );
      models.push(await sideModel(path.replace(MODEL_FILE, ''), diagram, project));
    }
    const value: Side = { label, what: 'bundle', commit: head.tip, models: byName(models) };
    return { value, diagnostics: [] };
  } finally {
    repository.close();
  }
}

async function openDiagramFile(
  file: string,
  label: string,
  project: Project,
): Promise<Outcome<Side>> {
  const { diagrams, diagnostics } = await compileSource(file, project);
  if (hasErrors(diagnostics)) return failure(diagnostics);
  return { value: { label, what: 'diagram', models: byName(diagrams) }, diagnostics };
}

/** The working tree. Errors: those of compiling. */
export async function openWorkingTree(
  project: Project,
  only: readonly string[],
): Promise<Outcome<Side>> {
  const { models, diagnostics } = await compileModels(project, only);
  if (hasErrors(diagnostics)) return failure(diagnostics);
  return {
    value: { label: 'working tree', what: 'working tree', models: byName(models) },
    diagnostics,
  };
}

/**
 * By what the text names: a file that exists comes before a revision of that name.
 * @param only sources relative to the root; empty: all. Of a file, all of it is taken.
 * Errors: those of what it is, `not-a-model`, `unknown-revision`, `not-found`.
 */
export async function openSide(
  text: string,
  project: Project,
  only: readonly string[],
): Promise<Outcome<Side>> {
  const file = resolve(text);
  const stat = statSync(file, { throwIfNoEntry: false });
  if (stat?.isFile()) {
    const label = slashed(relative(project.root, file));
    const shown = label.startsWith('..') ? text : label;
    if (MODEL_FILE.test(file)) return openModelFile(file, shown, project);
    if (/\.zip$/i.test(file)) return openBundleFile(file, shown, project);
    if (/\.(?:m?[jt]s|ya?ml)$/.test(file)) return openDiagramFile(file, shown, project);
    return refused(
      'unknown-source',
      `${shown} is neither a diagram, a model nor a bundle`,
      'Name a revision, or a file that ends in .ts, .yaml, .model.json or .zip.',
    );
  }
  if (/\.(?:zip|json|m?[jt]s|ya?ml)$/i.test(text))
    return refused(
      'not-found',
      `no such file: ${quote(text)}`,
      'Name a file that exists, or a revision.',
    );
  const { openRevision } = await import('./revision.ts');
  return openRevision(text, project, only);
}
