/** `cadastre log`: versions of a diagram, and which was in force on a day. */

import { relative } from 'node:path';
import { Option } from 'commander';
import { date } from './arguments.ts';
import { common, type Declare } from './command.ts';
import { type CommonOptions, openForeignProject, print, refuse } from './run.ts';

interface LogFlags extends CommonOptions {
  readonly bundle?: string;
  readonly on?: string;
  readonly out?: string;
}

async function log(file: string, options: LogFlags): Promise<void> {
  const project = await openForeignProject(options);
  if (!project) return;
  const { log: read } = await import('../app/log/log.ts');
  const { value, diagnostics } = await read(project, options.bundle);
  if (!value) return refuse(diagnostics, options);
  // By the file that it is made from, or by the name of its outputs.
  const source = relative(project.root, file).replaceAll('\\', '/');
  const { LOG_REPORTERS } = await import('../report/log.ts');
  const result = {
    versions: Object.entries(value.diagrams).map(
      ([name, versions]) =>
        [name, versions.filter((one) => one.source === source || name === file)] as const,
    ),
    published: Object.keys(value.diagrams),
    failed: value.failed,
  };
  const today = new Date().toISOString().slice(0, 10);
  print(
    LOG_REPORTERS[options.json ? 'json' : 'text'](result, { diagram: file, on: options.on, today }),
  );
}

export const logCommand: Declare = (program) => {
  common(
    program
      .command('log')
      .argument('<diagram>', 'a diagram file, or the name of its outputs')
      .description('list the versions of a diagram: when, by whom, what changed')
      .option(
        '--out <folder>',
        'the output folder, if a TypeScript config sets one other than out/',
      )
      .option('--bundle <zip>', 'read the history in this bundle instead of the checkout')
      .addOption(
        new Option(
          '--on <date>',
          'only the version in force on that day (YYYY-MM-DD, UTC)',
        ).argParser(date),
      ),
  ).action((file: string, options: LogFlags) => log(file, options));
};
