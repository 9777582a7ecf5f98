/** `cadastre drift`: what is declared against what runs. */

import { Option } from 'commander';
import type { DriftFormat } from '../report/drift-reporters.ts';
import { date, period } from './arguments.ts';
import { type Declare, judging } from './command.ts';
import { type CommonOptions, openProject, print, refuse } from './run.ts';

interface DriftFlags extends CommonOptions {
  readonly against?: string;
  readonly from?: string;
  readonly to?: string;
  readonly asOf?: string;
  readonly maxAge?: string;
  readonly format?: DriftFormat;
}

/** Today in UTC. */
const today = (): string => new Date().toISOString().slice(0, 10);

const USAGE = 'Give --from and --to together and no files, or files and neither.';

async function drift(
  files: readonly string[],
  options: DriftFlags,
  version: string,
): Promise<void> {
  const { quiet = false, against, from, to, asOf = today() } = options;
  const format = options.format ?? (options.json ? 'json' : 'text');
  const refusal = { json: format === 'json' };
  const { error } = await import('../model/diagnostic.ts');
  if ((from === undefined) !== (to === undefined) || (from !== undefined && files.length > 0)) {
    const message = 'drift compares diagrams with an estate, or one source of it with another';
    return refuse([error('missing-value', message, undefined, { hint: USAGE })], refusal);
  }
  const project = await openProject(refusal);
  if (!project) return;
  const time = { asOf, maxAge: options.maxAge ?? project.config.maxAge };
  const { driftOfDiagrams, driftOfSources } = await import('../app/drift/index.ts');
  const { value, diagnostics } =
    from !== undefined && to !== undefined
      ? await driftOfSources({ from, to, against }, project, time)
      : await driftOfDiagrams(files, against, project, time);
  if (!value) return refuse(diagnostics, refusal);
  const { inRepository } = await import('../app/check/repository-place.ts');
  const { DRIFT_REPORTERS } = await import('../report/drift-reporters.ts');
  const report = await DRIFT_REPORTERS[format]();
  const failOn = options.failOn ?? project.config.failOn;
  print(report(value, { failOn, quiet, version, inRepository: inRepository(project.root) }));
}

export const driftCommand: Declare = (program, version) => {
  judging(
    program
      .command('drift')
      .argument('[files...]', 'diagram files or folders (default: all that state a scope)')
      .description('compare what diagrams declare with what runs, or code with what runs')
      .option('--against <estate>', 'the recorded estate (default: the only one)')
      .option('--from <source>', 'the source that declares, such as terraform')
      .option('--to <source>', 'the source that says what runs, such as cartography or aws')
      .addOption(
        new Option(
          '--as-of <date>',
          'the date for which the age of the data and the baseline are judged (default: today)',
        ).argParser(date),
      )
      .addOption(
        new Option(
          '--max-age <period>',
          'how old the data may be, such as "7 days" (default: maxAge of the config, else 30 days)',
        ).argParser(period),
      )
      .addOption(
        new Option('--format <format>', 'format of the findings (default: text)')
          .choices(['text', 'json', 'markdown', 'sarif', 'github'])
          .conflicts('json'),
      )
      .addHelpText(
        'after',
        '\nExit codes: 0 in sync; 1 something differs; 2 incomplete, or not compared (what differs is listed all the same).',
      ),
  ).action((files: string[], options: DriftFlags) => drift(files, options, version));
};
