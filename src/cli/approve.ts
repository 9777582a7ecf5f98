/** `cadastre approve`: shows what changed, asks, signs. */

import type { Agreement } from '../app/approve/approve.ts';
import type { Proposal } from '../app/approve/proposal.ts';
import { common, type Declare } from './command.ts';
import { type CommonOptions, openProject, print, refuse, reportOptions, say } from './run.ts';

interface ApproveFlags extends CommonOptions {
  readonly diagram?: string;
  readonly model?: string;
  readonly withdraw?: boolean;
  readonly yes?: boolean;
  readonly ticket?: string;
  readonly remark?: string;
}

/** Asked for in addition to the confirmation; an empty answer omits it. */
const WORDS = [
  ['ticket', 'Ticket of the change (Enter for none): '],
  ['remark', 'Remark (Enter for none): '],
] as const;

/** Asks on the terminal; undefined if the answer is no. */
async function askApprover(
  options: ApproveFlags,
  { approves }: Proposal,
): Promise<Agreement | undefined> {
  const { createInterface } = await import('node:readline/promises');
  const prompt = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const word = options.withdraw ? 'Withdraw the approval' : 'Approve';
    const what = approves === 'model' ? 'this model' : 'these changes';
    const answer = await prompt.question(`${word} of ${what}? [y/N] `);
    if (!/^y(es)?$/i.test(answer.trim())) return undefined;
    const words: Record<string, string> = {};
    for (const [key, question] of WORDS) {
      const text = options[key] ?? (await prompt.question(question)).trim();
      if (text !== '') words[key] = text;
    }
    return words;
  } finally {
    prompt.close();
  }
}

async function approve(files: readonly string[], options: ApproveFlags): Promise<void> {
  const project = await openProject(options);
  if (!project) return;
  const { sourcesOf } = await import('../app/compile/named-sources.ts');
  const sources = await sourcesOf(files, project);
  if (!sources.value || sources.diagnostics.length > 0) return refuse(sources.diagnostics, options);
  const { approvalText, SIGNING_REPORTERS } = await import('../report/signing.ts');
  const proposals: Proposal[] = [];
  const ask = async (proposal: Proposal): Promise<Agreement | undefined> => {
    proposals.push(proposal);
    if (!options.json) say(approvalText(proposal));
    const { ticket, remark } = options;
    if (options.yes) return { ...(ticket ? { ticket } : {}), ...(remark ? { remark } : {}) };
    if (!process.stdin.isTTY) {
      say('Not signed: look at the picture, then run the command again with --yes.');
      return undefined;
    }
    return askApprover(options, proposal);
  };
  const { approve: sign } = await import('../app/approve/approve.ts');
  const { value, diagnostics } = await sign(
    project,
    {
      files: sources.value,
      ...(options.diagram ? { diagram: options.diagram } : {}),
      ...(options.model ? { model: options.model } : {}),
      ...(options.withdraw ? { withdraw: true } : {}),
      // The only clock: when it was signed.
      time: Math.floor(Date.now() / 1000),
    },
    ask,
  );
  print(
    SIGNING_REPORTERS[options.json ? 'json' : 'text'](
      { proposals, written: value?.written ?? [], diagnostics },
      { ...reportOptions(options, project), advice: 'Commit these files in a signed commit.' },
    ),
  );
}

export const approveCommand: Declare = (program) => {
  common(
    program
      .command('approve')
      .argument('<files...>', 'diagram files')
      .description('sign the model of a diagram, or the changes in it, after seeing what changed')
      .option('--diagram <name>', 'only this one of the diagrams in the files')
      .option(
        '--model <digest>',
        'refuse if the sources produce a model with a different digest; with --withdraw, the model in which you approved changes',
      )
      .option('--withdraw', 'withdraw your own approval')
      .option('--ticket <id>', 'ticket of the approved change; it is signed, too')
      .option('--remark <text>', 'a line of text; it is signed, too')
      .option('-y, --yes', 'do not ask'),
  ).action((files: string[], options: ApproveFlags) => approve(files, options));
};
