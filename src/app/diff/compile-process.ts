/**
 * The process that compiles the diagrams of another revision: its code shares no module, no global and no current
 * folder with that of the working tree, and ends with the process.
 */

import { hasErrors } from '../../model/diagnostic.ts';
import { loadConfig } from '../../sources/config/config.ts';
import { type CompiledModels, compileModels } from './compile-models.ts';
import { type SideEstate, sideEstates } from './side-estates.ts';

export interface ModelsRequest {
  /** Absolute: the estate's root in the temporary tree. */
  readonly root: string;
  /** Sources relative to the root; empty: all. */
  readonly only: readonly string[];
  /** Whether recorded estates are read, too. */
  readonly estates: boolean;
}

export interface ModelsReply extends CompiledModels {
  readonly estates?: readonly SideEstate[];
}

async function answer({ root, only, estates }: ModelsRequest): Promise<ModelsReply> {
  const { value: config, diagnostics } = await loadConfig(root);
  if (!config || hasErrors(diagnostics))
    return { models: [], failed: [], broken: true, diagnostics };
  const project = { root, config };
  const found = await compileModels(project, only);
  return {
    ...found,
    ...(estates ? { estates: await sideEstates(project) } : {}),
    diagnostics: [...diagnostics, ...found.diagnostics],
  };
}

process.once('message', async (request: ModelsRequest) => {
  process.send?.(await answer(request), () => process.exit(0));
});
