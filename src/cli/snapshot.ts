/** `cadastre snapshot`: records what the diagrams ask of the graph. */

import { removePending, type Snapped, snapshot } from '../app/index.ts';
import { columns, plural, tally } from '../report/text.ts';
import { progress } from './progress.ts';
import { type CommonOptions, exitCode, openProject, out, outJson, report, say } from './run.ts';

export interface SnapshotCommand extends CommonOptions {
  readonly replace?: boolean;
  /** Seconds. */
  readonly timeout: number;
}

const line = ({ file, queries, rows, changed, asOf }: Snapped): string[] => [
  file,
  queries === 1 ? '1 query' : `${queries} queries`,
  plural(rows, 'row'),
  changed ? 'written' : 'unchanged',
  `as of ${asOf}`,
];

export async function snapshotCommand(
  names: readonly string[],
  options: SnapshotCommand,
  version: string,
): Promise<void> {
  const project = await openProject(options);
  if (!project) return;
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      removePending();
      process.exit(signal === 'SIGINT' ? 130 : 143);
    });
  const bar = progress(options.quiet === true || options.json === true);
  const { value: snapped = [], diagnostics } = await snapshot(project, {
    names,
    env: process.env,
    by: `cadastre ${version}`,
    replace: options.replace === true,
    timeoutMs: options.timeout * 1000,
    onProgress: (n, of, what) => bar.step(n, of, what),
  });
  bar.end();
  if (options.json) outJson({ snapshots: snapped, diagnostics });
  else {
    report(diagnostics);
    if (snapped.length > 0) out(columns(snapped.map(line)));
    const found = tally(diagnostics);
    if (!options.quiet && found) say(found);
  }
  process.exitCode = exitCode(diagnostics, 2, options, project);
}
