/** Composes the stages: sources -> Diagram -> drawing -> files. What commands and the API call. */

import { join, resolve } from 'node:path';
import type { Outcome } from './model/diagnostic.ts';
import type { Estate } from './pipeline/compile.ts';
import { findSources } from './sources/index.ts';

export { type Checked, checkSources } from './pipeline/check.ts';
export {
  type Compiled,
  type CompiledSource,
  compileSource,
  type Estate,
  FORMATS,
  type Format,
} from './pipeline/compile.ts';
export { type Rendered, type RenderOptions, type Run, render } from './pipeline/render.ts';

/** Files to draw, from what was named on the command line. */
export async function sourcesOf(
  given: readonly string[],
  estate: Estate,
): Promise<Outcome<readonly string[]>> {
  const fonts = estate.config.fonts.map((font) => resolve(estate.root, font));
  if (fonts.length > 0) {
    const { checkFonts } = await import('./output/fonts.ts');
    const { diagnostics } = checkFonts(fonts);
    if (diagnostics.length > 0) return { diagnostics };
  }
  const named = given.length > 0 ? given : [join(estate.root, estate.config.sources)];
  return findSources(estate.root, named);
}
