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
          `The root is ${value.root}: note it where the repository cannot change it, and tell the auditor.`,
        ]
      : []),
    '',
    'Next:',
    ...(folder ? [`  cd ${folder}`] : []),
    ...(value?.hasPackage
      ? []
      : [
          '  npm init -y && npm i -D cadastre  what `npm ci` goes by; commit both files (and that of `npm pack`, if you install from it)',
        ]),
    ...(value?.hasSigner
      ? [
          "  git add -A && git commit -S -m 'Diagrams'",
          ...(value.root
            ? []
            : [
                '  git rev-parse HEAD                the root: note it where the repository cannot change it, and tell the auditor',
              ]),
          '  npx cadastre render               draw into preview/, which git ignores; out/ is for CI',
          '  npx cadastre publish              pictures with a manifest, in a signed commit',
          `  npx cadastre verify --root ${value.root ?? 'ROOT  '} the whole chain`,
          'Then, before others begin: keys of an approver and of CI (docs/publishing.md, "Who may do what").',
        ]
      : ['  npx cadastre render               draw the first diagram into out/']),
  ].join('\n');

export const initCommand: Declare = (program, version) => {
  common(
    program
      .command('init')
      .argument('[folder]', 'where (default: the current folder)')
      .description('a starter estate: config, first diagram, trust file, CI workflow')
      .addHelpText(
        'after',
        '\nNothing that is there is written over; a second run adds what is missing.',
      ),
  ).action((folder: string | undefined, options: CommonOptions) => init(folder, options, version));
};
