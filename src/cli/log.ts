/** `cadastre log`: versions of a diagram, and which was in force on a day. */

import { relative } from 'node:path';
import { Option } from 'commander';
import type { Logged } from '../app/log/log.ts';
import { endedBy, inForceOn } from '../report/in-force.ts';
import { endedText, versionText } from '../report/log.ts';
import { date } from './arguments.ts';
import { common, type Declare } from './command.ts';
import { type CommonOptions, openForeignProject, out, outJson, refuse, say } from './run.ts';

interface LogFlags extends CommonOptions {
  readonly bundle?: string;
  readonly on?: string;
  readonly out?: string;
}

type LogEntries<T> = readonly (readonly [name: string, T])[];

async function log(file: string, options: LogFlags): Promise<void> {
  const project = await openForeignProject(options);
  if (!project) return;
  const { log: read } = await import('../app/log/log.ts');
  const { value, diagnostics } = await read(project, options.bundle);
  if (!value) return refuse(diagnostics, options);
  // By the file that it is made from, or by the name of its outputs.
  const source = relative(project.root, file).replaceAll('\\', '/');
  const { on } = options;
  const named: LogEntries<readonly Logged[]> = Object.entries(value.diagrams).map(
    ([name, versions]) => [name, versions.filter((one) => one.source === source || name === file)],
  );
  const found = named
    .map(([name, versions]) => [name, on === undefined ? versions : only(versions, on)] as const)
    .filter(([, versions]) => versions.length > 0);
  const ended = named.flatMap(([name, versions]) => {
    const last = on === undefined ? undefined : endedBy(versions, on);
    return last ? [[name, last] as const] : [];
  });
  if (on !== undefined && on > new Date().toISOString().slice(0, 10))
    say(`${on} is in the future: this is the state of today.`);
  for (const { check, subject, reason } of value.failed) say(`${check} ${subject}: ${reason}`);
  if (options.json)
    outJson({
      diagrams: Object.fromEntries(found),
      // Why no version is in force on that day, although one was before.
      ...(on === undefined ? {} : { ended: Object.fromEntries(ended) }),
      failed: value.failed,
    });
  else if (found.length === 0) {
    const known = Object.keys(value.diagrams).sort().join(', ') || 'nothing';
    say(
      on === undefined
        ? `No version of ${file} was published. Published diagrams: ${known}.`
        : `No approved version of ${file} was in force at the end of ${on}.`,
    );
  } else
    out(
      found
        .map(
          ([name, versions]) => `${name}\n\n${versions.toReversed().map(versionText).join('\n\n')}`,
        )
        .join('\n\n'),
    );
  if (!options.json) for (const [name, version] of ended) say(endedText(name, version));
  process.exitCode = value.failed.length > 0 || found.length === 0 ? 1 : 0;
}

function only(versions: readonly Logged[], day: string): readonly Logged[] {
  const one = inForceOn(versions, day);
  return one ? [one] : [];
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
