/** `cadastre change`: the record of a change, and whether each merged change has one. */

import { relative, resolve } from 'node:path';
import { Option } from 'commander';
import type { Project } from '../app/project.ts';
import { common, type Declare } from './command.ts';
import { progress } from './progress.ts';
import { type CommonOptions, openProject, out, outJson, refuse, report, say } from './run.ts';

interface ChangeFlags extends CommonOptions {
  readonly out?: string;
  readonly check?: boolean;
  readonly format?: 'markdown' | 'html' | 'json';
}

async function check(range: string, options: ChangeFlags, project: Project): Promise<void> {
  const { checkChanges } = await import('../app/change/check.ts');
  const { mergesText } = await import('../report/change.ts');
  const { plural } = await import('../report/text.ts');
  const bar = progress(options.quiet === true || options.json === true);
  const { value, diagnostics } = await checkChanges(range, project, (subject, n, of) =>
    bar.step(n, of, subject),
  );
  bar.end();
  if (!value) return refuse(diagnostics, options);
  const lacking = value.filter(({ missing }) => missing.length > 0);
  const unknown = value.filter(({ notCompared }) => notCompared.length > 0);
  if (options.json) outJson({ format: 'cadastre/change-check@1', changes: value, diagnostics });
  else {
    report(diagnostics);
    const text = mergesText(value);
    if (text !== '') out(text);
    if (!options.quiet)
      say(
        `${plural(value.length, 'change')} to diagrams, ${lacking.length} with an incomplete record`,
      );
  }
  process.exitCode = unknown.length > 0 ? 2 : lacking.length > 0 ? 1 : 0;
}

async function change(range: string, options: ChangeFlags): Promise<void> {
  const json = options.json === true || options.format === 'json';
  const project = await openProject({ json });
  if (!project) return;
  if (options.check) return check(range, options, project);
  const { changeRecord } = await import('../app/change/change.ts');
  const { value: record, diagnostics } = await changeRecord(range, project);
  if (!record) return refuse(diagnostics, { json });
  const reports = await import('../report/change.ts');
  let written: readonly string[] = [];
  if (options.out !== undefined) {
    const { writeRecord } = await import('../app/change/write-record.ts');
    const done = await writeRecord(
      record,
      resolve(options.out),
      (pictures) => ({
        'change.md': reports.changeMarkdown(record, pictures),
        'change.html': reports.changePage(record, pictures),
        'change.json': `${JSON.stringify(reports.changeDocument(record, pictures), undefined, 2)}\n`,
      }),
      project,
    );
    if (!done.value) return refuse(done.diagnostics, { json });
    written = done.value.map((path) => relative(process.cwd(), path).replaceAll('\\', '/'));
  }
  if (json) outJson({ ...reports.changeDocument(record, {}), written, diagnostics });
  else {
    report(diagnostics);
    if (written.length > 0) out(written.join('\n'));
    else
      out(
        (options.format === 'html' ? reports.changePage : reports.changeMarkdown)(
          record,
          {},
        ).trimEnd(),
      );
    if (record.missing.length > 0 && !options.quiet)
      say(`missing: ${reports.missingWords(record.missing)}`);
  }
  const { cdeUnread } = await import('../report/cde-paths.ts');
  const unknown = record.diff.notCompared.length > 0 || cdeUnread(record.diff.cdePaths);
  process.exitCode = unknown ? 2 : record.missing.length > 0 ? 1 : 0;
}

export const changeCommand: Declare = (program) => {
  common(
    program
      .command('change')
      .argument(
        '<range>',
        'A..B, A...B from where the two parted, or one commit: what it did to its first parent',
      )
      .description('record a change: what it did to the diagrams, findings, approvals, statements')
      .option('-o, --out <folder>', 'write the record there, with pictures before, after and both')
      .addOption(
        new Option('--format <format>', 'format of the record (default: markdown)')
          .choices(['markdown', 'html', 'json'])
          .conflicts(['json', 'out']),
      )
      .addOption(
        new Option(
          '--check',
          'check that each commit of the range that changes diagrams has a complete record',
        ).conflicts(['out', 'format']),
      )
      .addHelpText(
        'after',
        `
Statements are trailers of commit messages (Change-Reason, Change-Impact, Change-Approval, Change-Test,
Change-Back-Out) or keys of a file in .cadastre/changes/ (reason, impact, approval, test, backOut).`,
      ),
  ).action((range: string, options: ChangeFlags) => change(range, options));
};
