/** `cadastre snapshot`: records what the diagrams ask of the graph. */

import { Option } from 'commander';
import { error } from '../model/diagnostic.ts';
import { positive } from './arguments.ts';
import { common, type Declare } from './command.ts';
import { progress } from './progress.ts';
import { type CommonOptions, finish, onInterrupt, openProject } from './run.ts';

interface SnapshotFlags extends CommonOptions {
  readonly replace?: boolean;
  readonly merge?: boolean;
  /** Seconds. */
  readonly timeout: number;
}

/** Three paths, as git's merge driver names them. */
async function merge(
  paths: readonly string[],
  options: CommonOptions,
  project: Parameters<typeof finish>[2],
): Promise<void> {
  const [base, ours, theirs, ...others] = paths;
  if (base === undefined || ours === undefined || theirs === undefined || others.length > 0) {
    const hint = 'cadastre snapshot --merge BASE OURS THEIRS';
    const wrong = error('not-found', '--merge takes three paths', undefined, { hint });
    return finish({ json: {}, text: undefined, diagnostics: [wrong] }, options, project);
  }
  const { mergeSnapshots } = await import('../app/merge-snapshots/merge-snapshots.ts');
  const diagnostics = mergeSnapshots({ base, ours, theirs });
  finish({ json: {}, text: undefined, diagnostics }, options, project);
}

async function snapshot(
  names: readonly string[],
  options: SnapshotFlags,
  version: string,
): Promise<void> {
  const project = await openProject(options);
  if (!project) return;
  if (options.merge) return merge(names, options, project);
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
      .option(
        '--merge',
        'merge two recordings of one base: BASE OURS THEIRS; the result goes to OURS',
      )
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
