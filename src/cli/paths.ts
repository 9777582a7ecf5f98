/** `cadastre paths`: which paths of an estate are open, closed, or cannot be told, and what decides. */

import { Option } from 'commander';
import { PATH_LEVELS, type PathLevel, type PathList } from '../app/paths/path-list.ts';
import { type Diagnostic, warning } from '../model/diagnostic.ts';
import { exitCodeOf } from '../report/reporter.ts';
import { also } from './arguments.ts';
import { common, type Declare } from './command.ts';
import { type CommonOptions, finish, openProject, out } from './run.ts';

interface PathFlags extends CommonOptions {
  readonly estate?: string;
  readonly from?: string;
  readonly to?: string;
  readonly port?: readonly string[];
  readonly by?: PathLevel;
  readonly closed?: boolean;
  readonly expect?: 'closed' | 'open';
  readonly format?: 'text' | 'csv' | 'markdown';
}

/** Whether the paths are as they should be. What cannot be told is neither closed nor open. */
function asExpected({ pairs }: PathList, expected: PathFlags['expect']): boolean {
  if (expected === 'closed') return pairs.open + pairs['one-way'] + pairs['cannot-tell'] === 0;
  return expected === undefined || pairs['one-way'] + pairs['cannot-tell'] + pairs.closed === 0;
}

/** That paths are closed says nothing of ends that no source has read. */
function notAll({ incomplete, ends }: PathList): Diagnostic[] {
  const accounts = new Set(ends.flatMap(({ account }) => account ?? []));
  const [gap, ...more] = incomplete.filter(
    ({ kind, account }) => kind === 'unread' && (account === undefined || accounts.has(account)),
  );
  if (!gap) return [];
  const others = more.length > 0 ? `, and ${more.length} more` : '';
  const message = `paths may be missing from what is closed: ${gap.what}: ${gap.why}${others}`;
  const hint = 'Ask the source for them, and import again.';
  return [warning('paths-not-all', message, undefined, { hint })];
}

/** Paths that are printed at a time: those of a large estate are longer than a text may be. */
const CHUNK = 1000;

/** One document, with a line for each path. */
function outPaths({ paths: all, ...list }: PathList, diagnostics: readonly Diagnostic[]): void {
  const head = JSON.stringify({ format: 'cadastre/paths@1', ...list, diagnostics });
  out(`${head.slice(0, -1)},"paths":[`);
  for (let i = 0; i < all.length; i += CHUNK) {
    const lines = all.slice(i, i + CHUNK).map((path) => JSON.stringify(path));
    out(`${lines.join(',\n')}${i + CHUNK < all.length ? ',' : ''}`);
  }
  out(']}');
}

async function paths(files: readonly string[], options: PathFlags): Promise<void> {
  const project = await openProject(options);
  if (!project) return;
  const { pathsOfEstate } = await import('../app/paths/paths.ts');
  const { estate, from, to, port = [], by = 'segment', closed = false, expect } = options;
  const { value, diagnostics: found } = await pathsOfEstate(
    {
      ...{ files, ports: port.flatMap((text) => text.split(',')), by, closed },
      ...(estate === undefined ? {} : { estate }),
      ...(from === undefined ? {} : { from }),
      ...(to === undefined ? {} : { to }),
    },
    project,
  );
  const closes = value && expect === 'closed' && asExpected(value, expect);
  const diagnostics = closes ? [...found, ...notAll(value)] : found;
  if (value && options.json) {
    outPaths(value, diagnostics);
    process.exitCode = exitCodeOf(diagnostics, 2, options.failOn ?? project.config.failOn);
  } else {
    const { pathCsv, pathMarkdown, pathText } = await import('./path-text.ts');
    const { format = 'text' } = options;
    const words = { text: pathText, csv: pathCsv, markdown: pathMarkdown }[format];
    const text = value && (await words(value));
    finish({ json: { format: 'cadastre/paths@1' }, text, diagnostics }, options, project);
  }
  if (value && !asExpected(value, expect) && process.exitCode !== 2) process.exitCode = 1;
}

export const pathsCommand: Declare = (program) => {
  common(
    program
      .command('paths')
      .argument('[files...]', 'diagrams that say which zone things are in (default: all)')
      .description('list which paths are open or cannot be judged, and what decides each')
      .option('--estate <name>', 'the estate (default: the only one that is recorded)')
      .option('--from <selector>', 'id, name, address, range, account, zone:NAME, internet')
      .option('--to <selector>', 'the same (default: zone:cde where a diagram says what that is)')
      .option('--port <port>', 'only these: tcp/443, udp, icmp/8; may be repeated', also)
      .addOption(
        new Option('--by <level>', 'put together what is in one of these').choices(PATH_LEVELS),
      )
      .option('--closed', 'list closed paths, too, with what closes them')
      .addOption(
        new Option('--expect <verdict>', 'exit with 1 unless all pairs are').choices([
          'closed',
          'open',
        ]),
      )
      .addOption(
        new Option('--format <format>', 'of what is printed').choices(['text', 'csv', 'markdown']),
      ),
  ).action((files: string[], options: PathFlags) => paths(files, options));
};
