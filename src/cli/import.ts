/** `cadastre import`: records what files say of an estate. */

import { common, type Declare } from './command.ts';
import { type CommonOptions, finish, onInterrupt, openProject } from './run.ts';

interface ImportFlags extends CommonOptions {
  readonly as?: string;
}

async function importCommandAction(
  given: readonly string[],
  options: ImportFlags,
  version: string,
): Promise<void> {
  const project = await openProject(options);
  if (!project) return;
  const { importFiles, removePending } = await import('../app/import/import.ts');
  onInterrupt(removePending);
  const { value, diagnostics } = await importFiles(project, {
    given,
    by: `cadastre ${version}`,
    ...(options.as === undefined ? {} : { as: options.as }),
  });
  const json = { format: 'cadastre/import@1', ...value };
  const { importText } = await import('../report/import.ts');
  finish({ json, text: value && importText(value), diagnostics }, options, project);
}

export const importCommand: Declare = (program, version) => {
  common(
    program
      .command('import')
      .argument('<files...>', 'files and folders to read; all of one estate')
      .description('record what state files, code, templates and exports say of an estate')
      .option(
        '--as <name>',
        'name of the estate (default: the only one there is, else that of the folder)',
      )
      .addHelpText(
        'after',
        `
Each source of facts is recorded as diagrams/snapshots/NAME.SOURCE.json, which belongs into version control. Only facts of
networks and accounts are kept: no file is copied, and no secret is read. Where no diagram draws the estate, a first one is written.

A file of draw.io is no source of facts: an old drawing becomes a draft of a diagram, and a picture of Cadastre's that was
edited is compared with its model.`,
      ),
  ).action((files: string[], options: ImportFlags) => importCommandAction(files, options, version));
};
