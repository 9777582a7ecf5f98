/** `cadastre verify`: every check of the chain, by name. */

import { columns } from '../report/text.ts';
import { unsignedWords, verdictRows } from '../report/verdicts.ts';
import { common, type Declare } from './command.ts';
import {
  type CommonOptions,
  openForeignProject,
  openProject,
  out,
  outJson,
  refuse,
} from './run.ts';

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
  const { verdicts, root, diagrams } = value;
  const failed = verdicts.filter(({ verdict }) => verdict === 'fail').length;
  const anchored = verdicts.some((v) => v.check === 'anchored' && v.verdict === 'pass');
  const open = unsignedWords(verdicts);
  const verdict =
    failed > 0 ? 'refused' : !anchored ? 'unanchored' : open.length > 0 ? 'partial' : 'verified';
  if (options.json) outJson({ verdict, ...value });
  else {
    if (!options.quiet) out(columns(verdictRows(verdicts)));
    else
      for (const v of verdicts.filter((one) => one.verdict === 'fail'))
        out(`${v.check}  ${v.subject}  ${v.reason}`);
    for (const [name, { version: n, draft, date }] of Object.entries(diagrams))
      if (!options.quiet) out(`${name}: ${draft ? 'DRAFT' : `version ${n}`} of ${date}`);
    out(
      verdict === 'verified'
        ? `verified from the root ${root}`
        : verdict === 'partial'
          ? `verified in part from the root ${root}: history and pictures; not: ${open.join(', ')}`
          : verdict === 'unanchored'
            ? `unanchored: all checks passed, but from a root that nobody vouched for. Compare it with the root that you were given: --root ${root}`
            : `refused: ${failed} of ${verdicts.length} checks failed`,
    );
  }
  process.exitCode = verdict === 'verified' ? 0 : 1;
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
