/** The command `cadastre` with all its commands. Each loads what it needs when it runs. */

import { Command, CommanderError } from 'commander';
import manifest from '../../package.json' with { type: 'json' };
import { adoptCommand } from './adopt.ts';
import { approveCommand } from './approve.ts';
import { bundleCommand } from './bundle.ts';
import { changeCommand } from './change.ts';
import { checkCommand } from './check.ts';
import type { Declare } from './command.ts';
import { coverageCommand } from './coverage.ts';
import { diffCommand } from './diff.ts';
import { driftCommand } from './drift.ts';
import { iconsCommand } from './icons.ts';
import { importCommand } from './import.ts';
import { initCommand } from './init.ts';
import { inspectCommand } from './inspect.ts';
import { inventoryCommand } from './inventory.ts';
import { logCommand } from './log.ts';
import { pathsCommand } from './paths.ts';
import { publishCommand } from './publish.ts';
import { queryCommand } from './query.ts';
import { renderCommand } from './render.ts';
import { snapshotCommand } from './snapshot.ts';
import { verifyCommand } from './verify.ts';

const { version } = manifest;

/** In the order in which the help lists them. */
const COMMANDS: readonly Declare[] = [
  initCommand,
  renderCommand,
  checkCommand,
  inspectCommand,
  diffCommand,
  changeCommand,
  snapshotCommand,
  importCommand,
  inventoryCommand,
  coverageCommand,
  pathsCommand,
  driftCommand,
  iconsCommand,
  approveCommand,
  adoptCommand,
  verifyCommand,
  logCommand,
  bundleCommand,
  publishCommand,
  queryCommand,
];

const EXAMPLES = `
Examples:
  cadastre render                          draw everything in diagrams/
  cadastre render diagrams/net.ts -f svg   one diagram, as SVG
  cadastre render --watch                  redraw whenever a file changes
  cadastre check --fail-on warning         what CI runs on a pull request
  cadastre icons load balancer             find the kind for a node

Exit codes: 0 success; 1 the command worked and found problems; 2 the command could not do its work.`;

function program(): Command {
  const cadastre = new Command('cadastre')
    .description('Cloud diagrams as code that stand up in an audit.')
    .version(version, '-V, --version', 'the version')
    .helpOption('-h, --help', 'this help')
    .exitOverride()
    .configureOutput({ writeErr: (text) => process.stderr.write(text) })
    .showSuggestionAfterError()
    .showHelpAfterError('`cadastre --help` lists commands and options.')
    .addHelpText('after', EXAMPLES);
  for (const declare of COMMANDS) declare(cadastre, version);
  return cadastre;
}

/** Runs a command line; reports errors and sets the exit code. */
export async function run(args: readonly string[]): Promise<void> {
  try {
    const cadastre = program();
    if (args.length === 0) cadastre.outputHelp();
    else await cadastre.parseAsync(args, { from: 'user' });
  } catch (thrown) {
    if (thrown instanceof CommanderError) {
      process.exitCode = thrown.exitCode === 0 ? 0 : 2;
      return;
    }
    const fault = (await import('../app/system-error.ts')).faultOf(thrown);
    const { stack } = thrown as Error;
    if (fault) (await import('./run.ts')).refuse([fault], { json: args.includes('--json') });
    else
      process.stderr.write(
        `This is a bug in Cadastre ${version}; please report it with the diagram.\n${stack ?? String(thrown)}\n`,
      );
    process.exitCode = 2;
  }
}
