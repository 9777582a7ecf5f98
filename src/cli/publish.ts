/** `cadastre publish`: draws, writes the manifest, makes the signed commit. */

import { publish, sourcesOf } from '../pipeline.ts';
import { plural, tally } from '../report/text.ts';
import { progress } from './progress.ts';
import { type CommonOptions, exitCode, openEstate, out, outJson, refuse, report } from './run.ts';

export interface PublishCommand extends CommonOptions {
  readonly branch?: string;
}

export async function publishCommand(options: PublishCommand, version: string): Promise<void> {
  const estate = await openEstate(options);
  if (!estate) return;
  const sources = await sourcesOf([], estate);
  if (!sources.value?.length || sources.diagnostics.length > 0)
    return refuse(sources.diagnostics, options);
  const bar = progress(options.quiet === true || options.json === true);
  const { value, diagnostics } = await publish(
    estate,
    {
      files: sources.value,
      ...(options.branch ? { branch: options.branch } : {}),
      // The only clock: the commit has this time, and everything that is dated has it from here.
      time: Math.floor(Date.now() / 1000),
      version,
    },
    (name, n, of) => bar.step(n, of, name),
  );
  bar.end();
  if (options.json) outJson({ ...value, diagnostics });
  else {
    report(diagnostics);
    if (value && !options.quiet)
      out(
        value.commit
          ? `published ${plural(Object.keys(value.diagrams).length, 'diagram')} in ${value.commit}`
          : 'nothing changed: no commit',
      );
    const found = tally(diagnostics);
    if (found && !options.quiet) out(found);
  }
  process.exitCode = exitCode(diagnostics, 2, options, estate);
}
