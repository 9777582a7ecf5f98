/** `cadastre render`: draws diagrams into files. */

import { relative, resolve } from 'node:path';
import {
  FORMATS,
  type Format,
  manifestRefused,
  type Project,
  type Rendered,
  removePending,
  render,
  sourcesOf,
} from '../app/index.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { error } from '../model/diagnostic.ts';
import { plural, tally } from '../report/text.ts';
import { progress } from './progress.ts';
import {
  type CommonOptions,
  exitCode,
  openProject,
  out,
  outJson,
  refuse,
  report,
  say,
} from './run.ts';

export interface RenderCommand extends CommonOptions {
  readonly out?: string;
  readonly formats?: string;
  readonly watch?: boolean;
  readonly force?: boolean;
  readonly jobs?: number;
  readonly manifest?: boolean;
}

function formatsOf(given: string | undefined, fallback: readonly Format[]): Format[] | Diagnostic {
  if (given === undefined) return [...fallback];
  const words = given.split(',').map((w) =>
    w
      .trim()
      .toLowerCase()
      .replace(/^jpeg$/, 'jpg'),
  );
  const wrong = words.find((w) => !FORMATS.includes(w as Format));
  if (wrong !== undefined)
    return error('unknown-format', `there is no format "${wrong}"`, undefined, {
      hint: `Formats are ${FORMATS.join(', ')}, e.g. -f svg,jpg`,
    });
  return [...new Set(words as Format[])];
}

function jsonOf({ source, name, files, changed, digest, quality }: Rendered): object {
  return { source, name, files, changed, model: digest, ...(quality ? { quality } : {}) };
}

async function once(
  files: readonly string[],
  project: Project,
  formats: readonly Format[],
  folder: string,
  options: RenderCommand,
  version: string,
): Promise<number> {
  const sources = await sourcesOf(files, project);
  const bar = progress(options.quiet === true || options.json === true);
  const { jobs, force = false } = options;
  const how = {
    formats,
    out: folder,
    force,
    ...(jobs === undefined ? {} : { jobs }),
    ...(options.manifest ? { manifest: version } : {}),
  };
  const run = await render(sources.value ?? [], how, project, (done, n, of) => {
    bar.step(n, of, done.name);
  });
  bar.end();
  const diagnostics = [...sources.diagnostics, ...run.diagnostics];
  const drawn = run.rendered.filter((r) => r.files.length > 0);
  if (options.json) {
    outJson({ rendered: drawn.map(jsonOf), listed: run.listed, diagnostics });
  } else {
    report(diagnostics);
    for (const { files: written } of drawn) for (const file of written) out(file);
    for (const file of run.listed) out(file);
    if (!options.quiet) {
      const changed = drawn.reduce((n, r) => n + r.changed.length, run.listed.length);
      const kept = drawn.filter((r) => r.kept).length;
      const fresh = kept < drawn.length || kept === 0;
      const done = [
        ...(fresh ? [`${plural(drawn.length - kept, 'diagram')} drawn`] : []),
        ...(kept > 0 ? [`${fresh ? kept : plural(kept, 'diagram')} as before`] : []),
      ].join(', ');
      const found = tally(diagnostics);
      say(`${done}, ${plural(changed, 'file')} changed${found ? `, ${found}` : ''}`);
    }
  }
  return exitCode(diagnostics, 2, options, project);
}

export async function renderCommand(
  files: readonly string[],
  options: RenderCommand,
  version: string,
): Promise<void> {
  const project = await openProject(options);
  if (!project) return;
  const formats = formatsOf(options.formats, project.config.formats);
  if (!Array.isArray(formats)) {
    refuse([formats], options);
    return;
  }
  const folder =
    options.out === undefined ? resolve(project.root, project.config.out) : resolve(options.out);
  const refused = options.manifest ? await manifestRefused(files, folder, project) : [];
  if (refused.length > 0) return refuse(refused, options);
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      removePending();
      process.exit(signal === 'SIGINT' ? 130 : 143);
    });
  const again = () => once(files, project, formats, folder, options, version);
  process.exitCode = await again();
  if (options.watch) await watch(again, project, folder, options);
}

/** Draws again whenever something under the root that could matter changes. */
async function watch(
  again: () => Promise<number>,
  project: Project,
  folder: string,
  options: RenderCommand,
): Promise<void> {
  const { watch: start } = await import('chokidar');
  const inOutput = (path: string): boolean => path === folder || path.startsWith(`${folder}/`);
  const watcher = start(project.root, {
    ignoreInitial: true,
    ignored: (path) => inOutput(path) || /(^|[\\/])(node_modules|\.git)([\\/]|$)/.test(path),
  });
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<unknown> = Promise.resolve();
  watcher.on('all', (_, path) => {
    if (!/\.(m?[jt]s|ya?ml|json|svg|png|ttf|otf)$/i.test(path)) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      say(`${relative(project.root, path)} changed`);
      running = running.then(async () => {
        process.exitCode = await again();
      });
    }, 80);
  });
  await new Promise<void>((ready) => watcher.once('ready', ready));
  if (!options.quiet) say('watching for changes; Ctrl-C ends');
  await new Promise(() => {});
}
