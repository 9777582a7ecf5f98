/** `cadastre publish`: draws, writes the manifest, makes the signed commit. */

import { plural, tally } from '../report/text.ts';
import { type Declare, judging } from './command.ts';
import { progress } from './progress.ts';
import { type CommonOptions, exitCode, openProject, out, outJson, refuse, report } from './run.ts';

interface PublishFlags extends CommonOptions {
  readonly branch?: string;
  readonly dryRun?: boolean;
}

async function publish(options: PublishFlags, version: string): Promise<void> {
  const project = await openProject(options);
  if (!project) return;
  const { sourcesOf } = await import('../app/compile/named-sources.ts');
  const { publish: commit } = await import('../app/publish/publish.ts');
  const sources = await sourcesOf([], project);
  if (!sources.value?.length || sources.diagnostics.length > 0)
    return refuse(sources.diagnostics, options);
  const bar = progress(options.quiet === true || options.json === true);
  const { value, diagnostics } = await commit(
    project,
    {
      files: sources.value,
      ...(options.branch ? { branch: options.branch } : {}),
      // The only clock: the commit has this time, and everything that is dated has it from here.
      time: Math.floor(Date.now() / 1000),
      version,
      ...(options.dryRun ? { dryRun: true } : {}),
    },
    (name, n, of) => bar.step(n, of, name),
  );
  bar.end();
  if (options.json) outJson({ ...value, diagnostics });
  else {
    report(diagnostics);
    if (value && options.dryRun)
      for (const [name, { version: n, draft }] of Object.entries(value.diagrams))
        out(`${name}: ${draft ? 'DRAFT' : `version ${n}`}`);
    if (value && !options.quiet)
      out(
        value.commit
          ? `published ${plural(Object.keys(value.diagrams).length, 'diagram')} in ${value.commit}`
          : options.dryRun && value.changed.length > 0
            ? `would publish ${plural(Object.keys(value.diagrams).length, 'diagram')}; nothing was written`
            : 'nothing has changed: no commit made',
      );
    const found = tally(diagnostics);
    if (found && !options.quiet) out(found);
  }
  const drafts = Object.values(value?.diagrams ?? {}).some(({ draft }) => draft);
  // What a check of a pull request asks: would it be published as approved? And after a merge: is it still?
  const found = (options.dryRun && drafts) || (value?.lapsed.length ?? 0) > 0 ? 1 : 0;
  process.exitCode = exitCode(diagnostics, 2, options, project) || found;
}

export const publishCommand: Declare = (program, version) => {
  judging(
    program
      .command('publish')
      .description('draw all diagrams and commit them with a manifest, signed')
      .option('--branch <name>', 'the branch to commit to, if none is checked out')
      .option(
        '--dry-run',
        'only print what would be published, and what would be a draft; write nothing',
      ),
  ).action((options: PublishFlags) => publish(options, version));
};
