/** `cadastre adopt`: shows a commit without an authorized signature, asks, signs. */

import { Option } from 'commander';
import type { AdoptionProposal } from '../app/adopt/adopt.ts';
import { common, type Declare } from './command.ts';
import { type CommonOptions, openProject, print, refuse, reportOptions, say } from './run.ts';

interface AdoptFlags extends CommonOptions {
  readonly reason: string;
  readonly role?: 'author' | 'approver';
  readonly yes?: boolean;
}

async function adopt(rev: string, options: AdoptFlags): Promise<void> {
  const project = await openProject(options);
  if (!project) return;
  const { adoptionText, SIGNING_REPORTERS } = await import('../report/signing.ts');
  const proposals: AdoptionProposal[] = [];
  const ask = async (proposal: AdoptionProposal): Promise<boolean> => {
    proposals.push(proposal);
    if (!options.json) say(adoptionText(proposal));
    if (options.yes) return true;
    if (!process.stdin.isTTY) {
      say('Not signed: read the commit (`git show`), then run the command again with --yes.');
      return false;
    }
    const { createInterface } = await import('node:readline/promises');
    const prompt = createInterface({ input: process.stdin, output: process.stderr });
    const answer = await prompt
      .question('Vouch for this commit? [y/N] ')
      .finally(() => prompt.close());
    return /^y(es)?$/i.test(answer.trim());
  };
  const { adopt: sign } = await import('../app/adopt/adopt.ts');
  const { value, diagnostics } = await sign(
    project,
    {
      rev,
      reason: options.reason,
      ...(options.role ? { role: options.role } : {}),
      // The only clock: when it was signed.
      time: Math.floor(Date.now() / 1000),
    },
    ask,
  );
  if (!value) return refuse(diagnostics, options);
  print(
    SIGNING_REPORTERS[options.json ? 'json' : 'text'](
      { proposals, written: value.written, diagnostics },
      {
        ...reportOptions(options, project),
        advice:
          'Commit these files in a signed commit. The commit counts once enough people have adopted it.',
      },
    ),
  );
}

export const adoptCommand: Declare = (program) => {
  common(
    program
      .command('adopt')
      .argument('<rev>', 'the commit')
      .description('vouch, with others, for a commit without an authorized signature')
      .requiredOption('--reason <text>', 'why the commit should count')
      .addOption(
        new Option('--role <role>', 'the role in which you adopt it, if you have both').choices([
          'author',
          'approver',
        ]),
      )
      .option('-y, --yes', 'do not ask'),
  ).action((rev: string, options: AdoptFlags) => adopt(rev, options));
};
