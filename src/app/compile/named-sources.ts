/** Which files a command works on. */

import { join, resolve } from 'node:path';
import { failure, type Outcome } from '../../model/diagnostic.ts';
import { findSources } from '../../sources/find.ts';
import type { Project } from '../project.ts';

/** The sources that the command line names, or all of the project; a font that cannot be used is an error of all. */
export async function sourcesOf(
  named: readonly string[],
  project: Project,
): Promise<Outcome<readonly string[]>> {
  const fonts = project.config.fonts.map((font) => resolve(project.root, font));
  if (fonts.length > 0) {
    const { checkFonts } = await import('../../render/output/fonts.ts');
    const { diagnostics } = checkFonts(fonts);
    if (diagnostics.length > 0) return failure(diagnostics);
  }
  return findSources(
    project.root,
    named.length > 0 ? named : [join(project.root, project.config.sources)],
  );
}
