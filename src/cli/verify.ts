/** `cadastre verify`: every check of the chain, by name. */

import { common, type Declare } from './command.ts';
import { type CommonOptions, openForeignProject, openProject, print, refuse } from './run.ts';

interface VerifyFlags extends CommonOptions {
  readonly root?: string;
  readonly redraw?: boolean;
  readonly requireRedraw?: boolean;
  readonly out?: string;
  readonly evaluate?: boolean;
}

async function verify(
  rev: string | undefined,
  options: VerifyFlags,
  version: string,
): Promise<void> {
  const project = options.evaluate ? await openProject(options) : await openForeignProject(options);
  if (!project) return;
  const { verify: judge } = await import('../app/verify/verify.ts');
  const { bundlePages } = await import('../report/bundle/bundle.ts');
  const { value, diagnostics } = await judge(project, {
    ...(rev === undefined ? {} : { rev }),
    ...(options.root ? { root: options.root } : {}),
    redraw: options.requireRedraw ? 'require' : options.redraw === false ? 'no' : 'yes',
    ...(options.evaluate ? { evaluate: true } : {}),
    version,
    pages: bundlePages,
  });
  if (!value) return refuse(diagnostics, options);
  const { VERIFY_REPORTERS } = await import('../report/verify.ts');
  const report = VERIFY_REPORTERS[options.json ? 'json' : 'text'];
  print(report(value, { quiet: options.quiet === true }));
}

export const verifyCommand: Declare = (program, version) => {
  common(
    program
      .command('verify')
      .argument('[rev]', 'a revision (default: HEAD)')
      .description('check the whole chain: history, publications, approvals, pictures')
      .option('--root <hash>', 'hash of the first commit with a trust file, obtained separately')
      .option(
        '--out <folder>',
        'the output folder, if a TypeScript config sets one other than out/',
      )
      .option(
        '--evaluate',
        'run the config and the diagrams of the checkout, and compare their models',
      )
      .option('--no-redraw', 'do not redraw the pictures')
      .option('--require-redraw', 'fail on pictures drawn by another version'),
  ).action((rev: string | undefined, options: VerifyFlags) => verify(rev, options, version));
};
