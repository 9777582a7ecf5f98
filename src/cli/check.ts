/** `cadastre check`: what a pull request must hold. Writes nothing. */

import { resolve } from 'node:path';
import type { Diagnostic } from '../model/diagnostic.ts';
import { checkSources, sourcesOf } from '../pipeline.ts';
import { plural, tally } from '../report/text.ts';
import { progress } from './progress.ts';
import { type CommonOptions, exitCode, openEstate, out, outJson, report } from './run.ts';

export interface CheckCommand extends CommonOptions {
  readonly published?: boolean;
}

export async function checkCommand(files: readonly string[], options: CheckCommand): Promise<void> {
  const estate = await openEstate(options);
  if (!estate) return;
  const sources = await sourcesOf(files, estate);
  const bar = progress(options.quiet === true || options.json === true);
  const folder = resolve(estate.root, estate.config.out);
  const checked = await checkSources(
    sources.value ?? [],
    estate,
    options.published ? { folder, whole: files.length === 0 } : undefined,
    (name, n, of) => bar.step(n, of, name),
  );
  bar.end();
  const diagnostics: Diagnostic[] = [...sources.diagnostics, ...checked.diagnostics];
  if (options.json) outJson({ checked: checked.diagrams, diagnostics });
  else {
    report(diagnostics);
    if (!options.quiet)
      out(
        `${plural(checked.diagrams.length, 'diagram')} checked: ${tally(diagnostics) || 'nothing found'}`,
      );
  }
  const unreadable = sources.diagnostics.length > 0;
  process.exitCode = exitCode(diagnostics, unreadable ? 2 : 1, options, estate);
}
