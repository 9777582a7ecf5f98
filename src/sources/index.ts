/** Sources of diagrams: what is found where, and who loads it. */

import { extname, resolve } from 'node:path';
import type { Content, Contents } from '../model/content.ts';
import { error, failure, type Origin, type Outcome } from '../model/diagnostic.ts';
import type { LoadedSource } from './loaded.ts';
import type { EvaluationContext } from './typescript/evaluate.ts';
import { displayPath } from './typescript/origin.ts';

export { findSources } from './find.ts';
export type { LoadedSource } from './loaded.ts';
export type { EvaluationContext } from './typescript/evaluate.ts';
export { normaliseDiagnostic, normaliseOrigin } from './typescript/origin.ts';

/**
 * Content that a function of a diagram file makes, e.g. from the rows of its query: run under guard,
 * and checked as the content of the file itself is.
 * @param origin where the function was handed over: what has no place of its own is reported there
 */
export async function loadBack(
  make: () => readonly Contents[],
  inputs: readonly string[],
  context: EvaluationContext,
  origin: Origin = { file: inputs[0] ?? '' },
): Promise<Outcome<readonly Content[]>> {
  const { callBack } = await import('./typescript/evaluate.ts');
  const { checkMade } = await import('./content-guards.ts');
  const { flatten } = await import('../dsl/element.ts');
  const made = await callBack(() => flatten(make()), inputs, context);
  if (made.value) {
    const wrong = await checkMade(made.value, origin);
    return wrong.length > 0 ? failure(wrong) : made;
  }
  const diagnostics = made.diagnostics.map((d) => (d.origin?.line ? d : { ...d, origin }));
  return failure(diagnostics);
}

type Loader = (
  file: string,
  path: string,
  context: EvaluationContext,
) => Promise<Outcome<LoadedSource>>;

// Loaded when needed: a run with TypeScript alone does not pay for YAML, nor the other way round.
const typescript = async (): Promise<Loader> =>
  (await import('./typescript/typescript.ts')).loadTypeScript;
const yaml = async (): Promise<Loader> => (await import('./yaml/yaml.ts')).loadYaml;

const LOADERS: Readonly<Record<string, () => Promise<Loader>>> = {
  '.ts': typescript,
  '.mts': typescript,
  '.js': typescript,
  '.mjs': typescript,
  '.yaml': yaml,
  '.yml': yaml,
};

/**
 * Loads the diagrams of a file.
 * @param file Absolute, or relative to the root.
 * Errors: `not-found`, `unreadable`, `syntax`, `import-not-found`, `missing-export`, `threw`,
 * `timeout`, `exited`, `wrong-export`, `invalid-value` and YAML's own.
 */
export async function load(
  file: string,
  context: EvaluationContext,
): Promise<Outcome<LoadedSource>> {
  const path = resolve(context.root, file);
  const loader = LOADERS[extname(path)];
  if (loader) return (await loader())(file, path, context);
  return {
    diagnostics: [
      error(
        'unknown-source',
        `${displayPath(path, context.root)} is not a diagram file`,
        undefined,
        {
          hint: 'Diagrams are .ts, .mts, .js, .mjs, .yaml or .yml.',
        },
      ),
    ],
  };
}
