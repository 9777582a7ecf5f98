/** `cadastre init`: a starter estate. */

import { resolve } from 'node:path';
import type { Initialised } from '../app/init/init.ts';
import { common, type Declare } from './command.ts';
import { type CommonOptions, out, outJson, report, say } from './run.ts';

async function init(
  folder: string | undefined,
  options: CommonOptions,
  version: string,
): Promise<void> {
  const { init: start } = await import('../app/init/init.ts');
  const { value, diagnostics } = await start(resolve(folder ?? '.'), version);
  if (options.json) outJson({ ...value, diagnostics });
  else {
    report(diagnostics);
    for (const name of value?.written ?? []) out(`wrote  ${name}`);
    for (const name of value?.kept ?? []) if (!options.quiet) say(`kept   ${name}`);
    if (!options.quiet) say(nextSteps(folder, value));
  }
  process.exitCode = diagnostics.some(({ severity }) => severity === 'error') ? 2 : 0;
}

const nextSteps = (folder: string | undefined, value: Initialised | undefined): string =>
  [
    ...(value?.root
      ? [
          '',
          `The root is ${value.root}: keep it outside the repository, and give it to the auditor.`,
        ]
      : []),
    '',
    'Next:',
    ...(folder ? [`  cd ${folder}`] : []),
    ...(value?.hasPackage
      ? []
      : [
          '  npm init -y && npm i -D cadastre  needed for `npm ci`; commit both files (and the `npm pack` file, if you install from one)',
        ]),
    ...(value?.hasSigner
      ? [
          "  git add -A && git commit -S -m 'Diagrams'",
          ...(value.root
            ? []
            : [
                '  git rev-parse HEAD                the root: keep it outside the repository, and give it to the auditor',
              ]),
          '  npx cadastre render               draws into preview/, which git ignores; out/ is for CI',
          '  npx cadastre publish              commits the pictures and a manifest, signed',
          `  npx cadastre verify --root ${value.root ?? 'ROOT  '} checks the whole chain`,
          'Before others start, add the keys of an approver and of CI (docs/publishing.md, "Who may do what").',
        ]
      : ['  npx cadastre render               draws the first diagram into out/']),
  ].join('\n');

export const initCommand: Declare = (program, version) => {
  common(
    program
      .command('init')
      .argument('[folder]', 'where (default: the current folder)')
      .description('create an estate: config, first diagram, trust file, CI workflows')
      .addHelpText(
        'after',
        '\nExisting files are never overwritten; a second run adds what is missing.',
      ),
  ).action((folder: string | undefined, options: CommonOptions) => init(folder, options, version));
};
