/** `cadastre diff`: what changed between two revisions, files or bundles. */

import { relative, resolve } from 'node:path';
import { Option } from 'commander';
import type { Diff } from '../app/diff/diff.ts';
import type { Project } from '../app/project.ts';
import { failure, type Outcome, refused } from '../model/diagnostic.ts';
import type { PicturePaths } from '../report/diff.ts';
import type { Format } from '../sources/config/types.ts';
import { also, formatsOf, positive } from './arguments.ts';
import { common, type Declare } from './command.ts';
import { type CommonOptions, openProject, print, refuse } from './run.ts';

interface DiffFlags extends CommonOptions {
  readonly published?: boolean;
  readonly only?: readonly string[];
  readonly format?: 'text' | 'json' | 'markdown';
  readonly limit?: number;
  readonly out?: string;
  readonly formats?: string;
}

/** `A..B`, where neither is a file: as git writes a range. */
function sidesOf(a: string, b: string | undefined): readonly [string, string | undefined] {
  const [, from, to] = /^(.+?)\.\.([^./].*)$/.exec(a) ?? [];
  return b === undefined && from !== undefined && to !== undefined ? [from, to] : [a, b];
}

/** Draws what changed, where it is asked for. */
async function pictures(
  found: Diff,
  { out, formats }: DiffFlags,
  project: Project,
): Promise<Outcome<PicturePaths> | undefined> {
  if (out === undefined) return undefined;
  const { writePictures } = await import('../app/diff/pictures.ts');
  const format = /\.(svg|jpg|png)$/i.exec(out)?.[1]?.toLowerCase() as Format | undefined;
  const list = formatsOf(formats ?? 'svg');
  if ('code' in list) return failure([list]);
  const other = list.find((one) => one === 'pdf' || one === 'dot');
  if (other)
    return refused(
      'unknown-format',
      `comparisons are not drawn as ${other}`,
      'Formats are svg, jpg, png.',
    );
  const to = format ? { file: resolve(out), format } : { folder: resolve(out), formats: list };
  const { value, diagnostics } = await writePictures(found, to, project);
  if (!value) return failure(diagnostics);
  const shown = Object.entries(value.pictures).map(([name, paths]) => [
    name,
    paths.map((path) => relative(process.cwd(), path).replaceAll('\\', '/')),
  ]);
  return { value: Object.fromEntries(shown), diagnostics };
}

async function diff(a: string, b: string | undefined, options: DiffFlags): Promise<void> {
  const refusal = { json: options.json === true || options.format === 'json' };
  const project = await openProject(refusal);
  if (!project) return;
  const { openSide, openWorkingTree } = await import('../app/diff/open-side.ts');
  const { diffInventories, diffTrees } = await import('../app/diff/diff.ts');
  const [from, to] = sidesOf(a, b);
  const only = (options.only ?? []).map((path) =>
    relative(project.root, resolve(path)).replaceAll('\\', '/'),
  );
  const sides = { only, published: options.published === true };
  const before = await openSide(from, project, sides);
  const after =
    to === undefined ? await openWorkingTree(project, only) : await openSide(to, project, sides);
  if (!before.value || !after.value)
    return refuse([...before.diagnostics, ...after.diagnostics], refusal);
  const inventories = before.value.inventory ?? after.value.inventory;
  const { value: found, diagnostics } = inventories
    ? await diffInventories(before.value, after.value)
    : await diffTrees(before.value, after.value);
  if (!found) return refuse(diagnostics, refusal);
  const drawn = await pictures(found, options, project);
  if (drawn && !drawn.value) return refuse(drawn.diagnostics, refusal);
  const { DIFF_REPORTERS } = await import('../report/diff-reporters.ts');
  const result = {
    diff: found,
    pictures: drawn?.value ?? {},
    diagnostics: [...before.diagnostics, ...after.diagnostics, ...(drawn?.diagnostics ?? [])],
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
        'a revision, or a file: a diagram, a model (.model.json), a bundle (.zip), a recorded inventory',
      )
      .argument('[b]', 'the same (default: the working tree)')
      .description('show what changed between two versions of the diagrams')
      .option(
        '-o, --out <path>',
        'draw what changed: into this folder, or into this file (.svg, .jpg, .png)',
      )
      .option('-f, --formats <list>', 'svg, jpg, png, separated by commas (default: svg)')
      .option('--only <file>', 'compare only the diagrams of this source; may be repeated', also)
      .option('--published', 'compare what revisions have in out/; none of their code is run')
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
