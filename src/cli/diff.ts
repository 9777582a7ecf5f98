/** `cadastre diff`: what changed between two revisions, files or bundles. */

import { relative, resolve } from 'node:path';
import { Option } from 'commander';
import type { PicturePaths, ReportedDiff } from '../report/diff.ts';
import { also, positive } from './arguments.ts';
import { common, type Declare } from './command.ts';
import { type CommonOptions, openProject, out, outJson, refuse, report, say } from './run.ts';

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

async function print(
  diff: ReportedDiff,
  pictures: PicturePaths,
  sides: readonly (string | undefined)[],
  options: DiffFlags,
): Promise<void> {
  const format = options.format ?? (options.json ? 'json' : 'text');
  const { diagramWords, diffDocument, diffText } = await import('../report/diff.ts');
  if (format === 'json') return outJson(diffDocument(diff, pictures));
  if (format === 'markdown') {
    const { diffMarkdown } = await import('../report/diff-markdown.ts');
    const command = ['cadastre diff', ...sides.filter(Boolean)].join(' ');
    return out(diffMarkdown(diff, pictures, command, options.limit).trimEnd());
  }
  const text = diffText(diff, pictures);
  if (text !== '') out(text);
  if (!options.quiet) say(diagramWords(diff.diagrams));
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
  if (!refusal.json) report([...before.diagnostics, ...after.diagnostics]);
  await print(found, {}, [from, to], options);
  process.exitCode = found.diagrams.some(({ change }) => change !== 'unchanged') ? 1 : 0;
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
