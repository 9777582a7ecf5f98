/** `cadastre publish`: draws, writes the manifest, makes the signed commit. */

import { type Declare, judging } from './command.ts';
import { progress } from './progress.ts';
import { type CommonOptions, openProject, print, refuse } from './run.ts';

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
  const { PUBLISH_REPORTERS } = await import('../report/publish.ts');
  const report = PUBLISH_REPORTERS[options.json ? 'json' : 'text'];
  const result = { published: value, dryRun: options.dryRun === true, diagnostics };
  const failOn = options.failOn ?? project.config.failOn;
  print(report(result, { failOn, quiet: options.quiet === true }));
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
