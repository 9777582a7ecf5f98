/** `cadastre check`: what a pull request must satisfy. Writes nothing. */

import { resolve } from 'node:path';
import { Option } from 'commander';
import type { CheckFormat } from '../report/check.ts';
import { date } from './arguments.ts';
import { type Declare, judging } from './command.ts';
import { progress } from './progress.ts';
import { type CommonOptions, openProject, print, refuse } from './run.ts';

interface CheckFlags extends CommonOptions {
  readonly published?: boolean;
  readonly profile?: string;
  readonly asOf?: string;
  readonly format?: CheckFormat;
}

/** Today in UTC: the only place where a clock is read. */
const today = (): string => new Date().toISOString().slice(0, 10);

async function check(
  files: readonly string[],
  options: CheckFlags,
  version: string,
): Promise<void> {
  const { quiet = false, profile, asOf = today() } = options;
  const format = options.format ?? (options.json ? 'json' : 'text');
  const refusal = { json: format === 'json' };
  const project = await openProject(refusal);
  if (!project) return;
  const { rulesOf, unknownProfile } = await import('../app/check/judge.ts');
  const unknown = profile === undefined ? undefined : unknownProfile(profile);
  if (unknown) return refuse([unknown], refusal);
  const { checkSources } = await import('../app/check/check.ts');
  const { inRepository } = await import('../app/check/repository-place.ts');
  const { sourcesOf } = await import('../app/compile/named-sources.ts');
  const { CHECK_REPORTERS } = await import('../report/check.ts');
  const sources = await sourcesOf(files, project);
  const bar = progress(quiet || format !== 'text');
  const folder = resolve(project.root, project.config.out);
  const { diagrams, judged, diagnostics } = await checkSources(
    sources.value ?? [],
    project,
    {
      asOf,
      ...(profile === undefined ? {} : { profile }),
      ...(options.published ? { published: { folder, whole: files.length === 0 } } : {}),
    },
    (name, n, of) => bar.step(n, of, name),
  );
  bar.end();
  const report = await CHECK_REPORTERS[format]();
  const result = {
    checked: diagrams,
    asOf,
    judged,
    diagnostics: [...sources.diagnostics, ...diagnostics],
    unreadable: sources.diagnostics.length > 0,
    rules: rulesOf(project),
    inRepository: inRepository(project.root),
  };
  print(report(result, { failOn: options.failOn ?? project.config.failOn, quiet, version }));
}

export const checkCommand: Declare = (program, version) => {
  judging(
    program
      .command('check')
      .argument('[files...]', 'diagram files or folders (default: diagrams/)')
      .description('check that diagrams are valid, legible and follow their rules; writes nothing')
      .option('--published', 'also check that out/ is up to date with the sources')
      .option(
        '--profile <names>',
        'rules to check: pci-1.2.3, pci-1.2.4, none; separate several with commas',
      )
      .addOption(
        new Option(
          '--as-of <date>',
          'the date for which waivers and periods are checked (default: today)',
        ).argParser(date),
      )
      .addOption(
        new Option('--format <format>', 'format of the findings (default: text)')
          .choices(['text', 'json', 'sarif', 'github'])
          .conflicts('json'),
      ),
  ).action((files: string[], options: CheckFlags) => check(files, options, version));
};
