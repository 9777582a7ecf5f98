/** `cadastre snapshot`: records what the diagrams ask of the graph. */

import { Option } from 'commander';
import { positive } from './arguments.ts';
import { common, type Declare } from './command.ts';
import { progress } from './progress.ts';
import { type CommonOptions, finish, onInterrupt, openProject } from './run.ts';

interface SnapshotFlags extends CommonOptions {
  readonly replace?: boolean;
  /** Seconds. */
  readonly timeout: number;
}

async function snapshot(
  names: readonly string[],
  options: SnapshotFlags,
  version: string,
): Promise<void> {
  const project = await openProject(options);
  if (!project) return;
  const { removePending, snapshot: record } = await import('../app/snapshot/snapshot.ts');
  onInterrupt(removePending);
  const bar = progress(options.quiet === true || options.json === true);
  const {
    snapped = [],
    recorded,
    diagnostics,
  } = await record(project, {
    names,
    env: process.env,
    by: `cadastre ${version}`,
    replace: options.replace === true,
    timeoutMs: options.timeout * 1000,
    onProgress: (n, of, what) => bar.step(n, of, what),
  });
  bar.end();
  const { snapshotText } = await import('../report/snapshot.ts');
  const json = { snapshots: snapped, recorded };
  finish({ json, text: snapshotText(recorded, snapped), diagnostics }, options, project);
}

export const snapshotCommand: Declare = (program, version) => {
  common(
    program
      .command('snapshot')
      .argument('[names...]', 'estates to record (default: all that the diagrams ask for)')
      .description('query the graph for what the diagrams need, and record the answers')
      .option('--replace', 'even if it replaces a snapshot of another estate')
      .addOption(
        new Option('--timeout <seconds>', 'time limit for each query, in seconds')
          .argParser(positive)
          .default(60),
      )
      .addHelpText(
        'after',
        `
Connects to NEO4J_URI as NEO4J_USER with NEO4J_PASSWORD, and reads the database NEO4J_DATABASE (default: the user's home
database). Nothing is written to the graph. Answers go to diagrams/snapshots/NAME.json: commit that file.`,
      ),
  ).action((names: string[], options: SnapshotFlags) => snapshot(names, options, version));
};
