/** `cadastre diff`: what changed between two revisions, files or bundles. */

import { relative, resolve } from 'node:path';
import { Option } from 'commander';
import { also, positive } from './arguments.ts';
import { common, type Declare } from './command.ts';
import { type CommonOptions, openProject, print, refuse } from './run.ts';

interface DiffFlags extends CommonOptions {
  readonly only?: readonly string[];
  readonly format?: 'text' | 'json' | 'markdown';
  readonly limit?: number;
}

/** `A..B`, where neither is a file: as git writes a range. */
function sidesOf(a: string, b: string | undefined): readonly [string, string | undefined] {
  const [, from, to] = /^(.+?)\.\.([^./].*)$/.exec(a) ?? [];
  return b === undefined && from !== undefined && to !== undefined ? [from, to] : [a, b];
}

async function diff(a: string, b: string | undefined, options: DiffFlags): Promise<void> {
  const refusal = { json: options.json === true || options.format === 'json' };
  const project = await openProject(refusal);
  if (!project) return;
  const { openSide, openWorkingTree } = await import('../app/diff/open-side.ts');
  const { diffSides } = await import('../app/diff/diff.ts');
  const [from, to] = sidesOf(a, b);
  const only = (options.only ?? []).map((path) =>
    relative(project.root, resolve(path)).replaceAll('\\', '/'),
  );
  const before = await openSide(from, project, only);
  const after =
    to === undefined ? await openWorkingTree(project, only) : await openSide(to, project, only);
  if (!before.value || !after.value)
    return refuse([...before.diagnostics, ...after.diagnostics], refusal);
  const { value: found, diagnostics } = diffSides(before.value, after.value);
  if (!found) return refuse(diagnostics, refusal);
  const { DIFF_REPORTERS } = await import('../report/diff-reporters.ts');
  const result = {
    diff: found,
    pictures: {},
    diagnostics: [...before.diagnostics, ...after.diagnostics],
  };
  const format = options.format ?? (options.json ? 'json' : 'text');
  print(
    DIFF_REPORTERS[format](result, {
      quiet: options.quiet === true,
      command: ['cadastre diff', from, ...(to === undefined ? [] : [to])].join(' '),
      ...(options.limit === undefined ? {} : { limit: options.limit }),
    }),
  );
}

export const diffCommand: Declare = (program) => {
  common(
    program
      .command('diff')
      .argument(
        '<a>',
        'a revision, or the file of a diagram, a model (.model.json) or a bundle (.zip)',
      )
      .argument('[b]', 'the same (default: the working tree)')
      .description('show what changed between two versions of the diagrams')
      .option('--only <file>', 'compare only the diagrams of this source; may be repeated', also)
      .addOption(
        new Option('--format <format>', 'format of the changes (default: text)')
          .choices(['text', 'json', 'markdown'])
          .conflicts('json'),
      )
      .addOption(
        new Option(
          '--limit <characters>',
          'longest Markdown; what does not fit is counted (default: 65536)',
        ).argParser(positive),
      )
      .addHelpText(
        'after',
        '\nExit codes: 0 nothing changed; 1 something changed; 2 the comparison failed.',
      ),
  ).action((a: string, b: string | undefined, options: DiffFlags) => diff(a, b, options));
};
