/** Opens what the command line names: a revision, a diagram, a model, a recorded inventory, or a bundle. */

import { readFileSync, statSync } from 'node:fs';
import { basename, relative, resolve } from 'node:path';
import { openBundle } from '../../evidence/bundle/open-bundle.ts';
import { readRecorded, recordedOf } from '../../inventory/recorded-file.ts';
import { failure, hasErrors, type Outcome, quote, refused } from '../../model/diagnostic.ts';
import { compileSource } from '../compile/compile-source.ts';
import { type Project, slashed } from '../project.ts';
import { readModel } from '../verify/published-model.ts';
import type { ComparedSide, SideModel } from './compared-side.ts';
import { compileModels } from './compile-models.ts';
import {
  committedModels,
  MODEL_FILE,
  notAModel,
  openPublished,
  sideModel,
} from './published-models.ts';
import { sideEstates } from './side-estates.ts';

/** Characters of a recorded inventory that hold its format and its estate. */
const HEAD = 1000;

const byName = (models: readonly SideModel[]): ComparedSide['models'] =>
  new Map(models.map((one) => [one.name, one]));

async function openModelFile(
  file: string,
  label: string,
  project: Project,
): Promise<Outcome<ComparedSide>> {
  const diagram = readModel(readFileSync(file, 'utf8'));
  if (!diagram)
    return notAModel(label, label, '`cadastre render` and `cadastre publish` write model files.');
  const name = basename(file).replace(MODEL_FILE, '');
  const models = byName([await sideModel(name, diagram, project)]);
  return { value: { label, what: 'model', models }, diagnostics: [] };
}

/** The newest published models. Whether the bundle is genuine is what `verify` says. */
async function openBundleFile(
  file: string,
  label: string,
  project: Project,
): Promise<Outcome<ComparedSide>> {
  const { value: bundle, diagnostics } = await openBundle(file);
  if (!bundle) return failure(diagnostics);
  const { repository, head } = bundle;
  try {
    const found = await committedModels(repository, head.tip, head.out, label, project);
    if (!found.value) return failure(found.diagnostics);
    const value: ComparedSide = {
      label,
      what: 'bundle',
      commit: head.tip,
      models: byName(found.value),
    };
    return { value, diagnostics: [] };
  } finally {
    repository.close();
  }
}

/** What a source said of an estate. Errors: those of `readRecorded`, `unknown-source`. */
function openInventoryFile(file: string, label: string): Outcome<ComparedSide> {
  const text = readFileSync(file, 'utf8');
  const of = recordedOf(text.slice(0, HEAD));
  if (!of)
    return refused(
      'unknown-source',
      `${label} is neither a model nor a recorded inventory`,
      'Models end in .model.json; `cadastre import` records inventories in diagrams/snapshots/.',
    );
  const { value, diagnostics } = readRecorded(text, label, of.estate);
  if (!value) return failure(diagnostics);
  const { inventory } = value;
  return { value: { label, what: 'inventory', inventory, models: new Map() }, diagnostics };
}

async function openDiagramFile(
  file: string,
  label: string,
  project: Project,
): Promise<Outcome<ComparedSide>> {
  const { diagrams, diagnostics } = await compileSource(file, project);
  if (hasErrors(diagnostics)) return failure(diagnostics);
  return { value: { label, what: 'diagram', models: byName(diagrams) }, diagnostics };
}

const WORKING_TREE = { label: 'working tree', what: 'working tree' } as const;

/** The working tree. Errors: those that are not one source's. */
export async function openWorkingTree(
  project: Project,
  only: readonly string[],
): Promise<Outcome<ComparedSide>> {
  const { models, failed, broken, diagnostics } = await compileModels(project, only);
  if (broken) return failure(diagnostics);
  const value: ComparedSide = {
    ...WORKING_TREE,
    ...{ failed, models: byName(models), partial: only.length > 0 },
    estates: await sideEstates(project),
  };
  return { value, diagnostics };
}

export interface SideOptions {
  /** Sources relative to the root; empty: all. Of a file, all of it is taken. */
  readonly only: readonly string[];
  /** Takes the published models of a revision, not those that its sources make. */
  readonly published: boolean;
}

/**
 * By what the text names: a file that exists comes before a revision of that name.
 * Errors: those of what it is, `not-a-model`, `unknown-revision`, `not-found`.
 */
export async function openSide(
  text: string,
  project: Project,
  { only, published }: SideOptions,
): Promise<Outcome<ComparedSide>> {
  const file = resolve(text);
  const stat = statSync(file, { throwIfNoEntry: false });
  if (stat?.isFile()) {
    const label = slashed(relative(project.root, file));
    const shown = label.startsWith('..') ? text : label;
    if (MODEL_FILE.test(file)) return openModelFile(file, shown, project);
    if (/\.json$/.test(file)) return openInventoryFile(file, shown);
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
  if (published) return openPublished(text, project);
  const { openRevision } = await import('./revision.ts');
  return openRevision(text, project, { only, estates: true });
}
