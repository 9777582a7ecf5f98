/** `cadastre check`: what a pull request must hold. Writes nothing. */

import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { checkSources, rulesOf, sourcesOf, unknownProfile } from '../app/index.ts';
import type { Diagnostic, Origin } from '../model/diagnostic.ts';
import { githubText } from '../report/github.ts';
import { judgedText } from '../report/rule-summary.ts';
import { sarifText } from '../report/sarif.ts';
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

export interface CheckCommand extends CommonOptions {
  readonly published?: boolean;
  readonly profile?: string;
  readonly asOf?: string;
  readonly format?: 'text' | 'json' | 'sarif' | 'github';
}

/** Today in UTC: the one place where a clock is read. */
const today = (): string => new Date().toISOString().slice(0, 10);

/** Hosts count files from the root of the repository, which may hold the project in a folder. */
function inRepository(root: string): <T extends { readonly origin?: Origin }>(entry: T) => T {
  let top = root;
  while (!existsSync(join(top, '.git')) && dirname(top) !== top) top = dirname(top);
  const inside = existsSync(join(top, '.git')) ? relative(top, root).split(sep).join('/') : '';
  const moved = (origin: Origin): Origin =>
    inside === '' || origin.file.startsWith('/')
      ? origin
      : { ...origin, file: `${inside}/${origin.file}` };
  return (entry) => (entry.origin ? { ...entry, origin: moved(entry.origin) } : entry);
}

/** @param version of Cadastre, for formats that name what made them */
export async function checkCommand(
  files: readonly string[],
  given: CheckCommand,
  version: string,
): Promise<void> {
  const format = given.format ?? (given.json ? 'json' : 'text');
  const options = { ...given, json: format === 'json' };
  const project = await openProject(options);
  if (!project) return;
  const { profile, asOf = today() } = options;
  if (profile !== undefined) {
    const unknown = await unknownProfile(profile);
    if (unknown) {
      refuse([unknown], options);
      return;
    }
  }
  const sources = await sourcesOf(files, project);
  const bar = progress(options.quiet === true || format !== 'text');
  const folder = resolve(project.root, project.config.out);
  const checked = await checkSources(
    sources.value ?? [],
    project,
    {
      asOf,
      ...(profile === undefined ? {} : { profile }),
      ...(options.published ? { published: { folder, whole: files.length === 0 } } : {}),
    },
    (name, n, of) => bar.step(n, of, name),
  );
  bar.end();
  const diagnostics: Diagnostic[] = [...sources.diagnostics, ...checked.diagnostics];
  const waived = checked.judged.flatMap((judged) => judged.waived);
  const placed = inRepository(project.root);
  if (format === 'json')
    outJson({ checked: checked.diagrams, asOf, judged: checked.judged, diagnostics });
  else if (format === 'sarif')
    out(
      sarifText({
        version,
        rules: await rulesOf(project),
        diagnostics: diagnostics.map(placed),
        waived: waived.map(placed),
      }),
    );
  else if (format === 'github') {
    process.stdout.write(githubText(diagnostics.map(placed), waived.map(placed)));
  } else {
    report(diagnostics);
    if (!options.quiet) {
      for (const text of checked.judged.map(judgedText)) if (text) out(`${text}\n`);
      out(
        `${plural(checked.diagrams.length, 'diagram')} checked: ${tally(diagnostics) || 'nothing found'}`,
      );
    }
  }
  if (format === 'github' && !options.quiet) say(tally(diagnostics) || 'nothing found');
  const unreadable = sources.diagnostics.length > 0;
  process.exitCode = exitCode(diagnostics, unreadable ? 2 : 1, options, project);
}
