/** `cadastre render`: draws diagrams into files. */

import { relative, resolve } from 'node:path';
import { Option } from 'commander';
import { drawingFolder } from '../app/draw/preview-folder.ts';
import type { Shard } from '../app/draw/shard.ts';
import type { Project } from '../app/project.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { RENDER_REPORTERS, type RenderResult } from '../report/render.ts';
import { formatsOf, positive } from './arguments.ts';
import { type Declare, judging } from './command.ts';
import { progress } from './progress.ts';
import { type CommonOptions, onInterrupt, openProject, print, refuse, say } from './run.ts';

interface RenderFlags extends CommonOptions {
  readonly out?: string;
  readonly formats?: string;
  readonly watch?: boolean;
  readonly force?: boolean;
  readonly jobs?: number;
  readonly manifest?: boolean;
  readonly shard?: string;
  readonly merge?: boolean;
}

/** None, or the one that was asked for. */
async function shardOption({ shard }: RenderFlags): Promise<{ shard?: Shard } | Diagnostic> {
  if (shard === undefined) return {};
  const { value, diagnostics } = (await import('../app/draw/shard.ts')).shardOf(shard);
  return value ? { shard: value } : (diagnostics[0] as Diagnostic);
}

function folderOf({ out, manifest }: RenderFlags, project: Project): string {
  if (out !== undefined) return resolve(out);
  return manifest ? resolve(project.root, project.config.out) : drawingFolder(project);
}

/** One run; `before` is what the last one drew, where it is watched. */
async function once(
  files: readonly string[],
  options: RenderFlags,
  version: string,
  project: Project,
  before?: RenderResult,
): Promise<RenderResult | undefined> {
  const { jobs, force = false, json = false, quiet = false } = options;
  const formats =
    options.formats === undefined ? project.config.formats : formatsOf(options.formats);
  if ('code' in formats) {
    refuse([formats], options);
    return undefined;
  }
  const shard = await shardOption(options);
  if ('code' in shard) {
    refuse([shard], options);
    return undefined;
  }
  const { render } = await import('../app/draw/render.ts');
  const { sourcesOf } = await import('../app/compile/named-sources.ts');
  const sources = await sourcesOf(files, project);
  const settings = {
    formats,
    out: folderOf(options, project),
    force: force && !before,
    ...(jobs === undefined ? {} : { jobs }),
    ...(options.manifest ? { manifest: version } : {}),
    ...shard,
  };
  const bar = progress(quiet || json);
  const run = await render(sources.value ?? [], settings, project, (done, n, of) => {
    if (!done.kept) bar.step(n, of, done.name);
  });
  bar.end();
  const left = before
    ? (await import('../app/watch/orphaned.ts')).orphaned(before.rendered, run.rendered, project)
    : [];
  const result = { ...run, diagnostics: [...sources.diagnostics, ...run.diagnostics, ...left] };
  const report = RENDER_REPORTERS[json ? 'json' : 'text'];
  const failOn = options.failOn ?? project.config.failOn;
  const reporting = { failOn, quiet, changedOnly: before !== undefined };
  print(report(result, reporting));
  if (run.files && !options.watch && !force && sources.diagnostics.length === 0) {
    const { filesRead } = await import('../app/draw/files-read.ts');
    const { remember } = await import('../app/draw/run-record.ts');
    const kept = run.rendered.map((one) => ({ ...one, changed: [], kept: true }));
    const read = filesRead(run.files, process.cwd(), files, project);
    const again = report({ ...result, rendered: kept }, reporting);
    await remember(process.cwd(), process.argv.slice(2), read, again);
  }
  return result;
}

/** Joins the manifests of shards; draws nothing. */
async function merge(options: RenderFlags, project: Project): Promise<void> {
  const { mergeShards } = await import('../app/publish/shard-manifest.ts');
  const { changed, diagnostics } = mergeShards(folderOf(options, project), project);
  const found = { rendered: [], listed: changed, diagnostics };
  const { quiet = false, failOn = project.config.failOn } = options;
  print(
    RENDER_REPORTERS[options.json ? 'json' : 'text'](found, { failOn, quiet, changedOnly: false }),
  );
}

async function render(
  files: readonly string[],
  options: RenderFlags,
  version: string,
): Promise<void> {
  const project = await openProject(options);
  if (!project) return;
  if (options.manifest || options.merge) {
    const folder = folderOf({ ...options, manifest: true }, project);
    const { manifestRefused } = await import('../app/publish/draft-manifest.ts');
    const refused = await manifestRefused(files, folder, project);
    if (refused.length > 0) return refuse(refused, options);
  }
  if (options.merge) return merge({ ...options, manifest: true }, project);
  const { removePending } = await import('../app/draw/render.ts');
  onInterrupt(removePending);
  let last = await once(files, options, version, project);
  if (!options.watch || !last) return;
  const { watchProject } = await import('../app/watch/watch.ts');
  await watchProject(project.root, folderOf(options, project), {
    onReady: () => {
      if (!options.quiet) say('watching for changes; press Ctrl-C to stop');
    },
    onChange: async (paths) => {
      const names = paths.map((path) => relative(project.root, path)).sort();
      say(`${names.join(', ')} changed`);
      // The config may be what changed.
      const now = await openProject(options);
      last = (now && (await once(files, options, version, now, last))) ?? last;
    },
  });
}

export const renderCommand: Declare = (program, version) => {
  judging(
    program
      .command('render')
      .argument('[files...]', 'diagram files or folders (default: diagrams/)')
      .description('draw diagrams as SVG, JPG, PNG or DOT, and write their models')
      .option(
        '-o, --out <folder>',
        'the output folder (default: out/, or preview/ if there is a trust file)',
      )
      .option(
        '-f, --formats <list>',
        'svg, jpg, png, pdf, dot, drawio, separated by commas (default: svg,jpg)',
      )
      .option('-w, --watch', 'redraw whenever a file changes')
      .option('--force', 'also draw what has not changed since the last run')
      .addOption(
        new Option(
          '--manifest',
          'also write manifest.json and SHA256SUMS, for use without signatures',
        ).conflicts('watch'),
      )
      .addOption(
        new Option(
          '-j, --jobs <n>',
          'number of diagrams to draw in parallel (default: the number of cores)',
        ).argParser(positive),
      )
      .addOption(
        new Option(
          '--shard <i/n>',
          'draw only the i-th of n shares of the diagrams, e.g. on one of n machines',
        ).conflicts('watch'),
      )
      .addOption(
        new Option(
          '--merge',
          'draw nothing: make one manifest of those of all shards in the output folder',
        ).conflicts(['watch', 'shard', 'formats', 'force']),
      )
      .addHelpText(
        'after',
        `
diagrams/p/x.ts becomes out/p/x.svg, or out/p/x.NAME.svg if the file exports a list.
Files and folders whose names begin with _ hold shared parts and are not drawn.`,
      ),
  ).action((files: string[], options: RenderFlags) => render(files, options, version));
};
