/** `cadastre import`: records what files say of an estate. */

import type { Imported } from '../app/import/import.ts';
import { columns, plural } from '../report/text.ts';
import { common, type Declare } from './command.ts';
import { type CommonOptions, finish, onInterrupt, openProject } from './run.ts';

interface ImportFlags extends CommonOptions {
  readonly as?: string;
}

const counts = (title: string, found: Readonly<Record<string, number>>): string => {
  const rows = Object.entries(found).map(([type, n]) => ['  ', String(n).padStart(6), type]);
  return rows.length === 0 ? '' : `${title}\n${columns(rows)}`;
};

/** Most unresolved facts that a terminal gets; `--json` has them all. */
const LISTED = 10;

function text({
  estate,
  sources,
  found,
  unmapped,
  unresolved,
  wrote,
  unchanged,
  unread,
}: Imported): string {
  const more =
    unresolved.length > LISTED
      ? [`  and ${unresolved.length - LISTED} more (--json lists all)`]
      : [];
  const open = unresolved
    .slice(0, LISTED)
    .map(
      ({ what, reason, place }) =>
        `  ${place.file}${place.line ? `:${place.line}` : ''}: ${what}: ${reason}`,
    );
  return [
    `${estate}: read ${plural(sources.length, 'file')}${unread > 0 ? `; ${plural(unread, 'other file')} of no known format` : ''}`,
    counts('found', found),
    counts('not mapped', unmapped),
    ...(open.length > 0 ? [['unresolved', ...open, ...more].join('\n')] : []),
    ...wrote.map((file) => `wrote ${file}`),
    ...unchanged.map((file) => `${file} is unchanged`),
  ]
    .filter((part) => part !== '')
    .join('\n');
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
  finish({ json, text: value && text(value), diagnostics }, options, project);
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
networks and accounts are kept: no file is copied, and no secret is read. Where no diagram draws the estate, a first one is written.`,
      ),
  ).action((files: string[], options: ImportFlags) => importCommandAction(files, options, version));
};
