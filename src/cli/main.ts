/** The command `cadastre`. Each command loads what it needs when it runs. */

import { readFileSync } from 'node:fs';
import { Argument, Command, CommanderError, Option } from 'commander';
import { also, date, parameter, positive } from './arguments.ts';
import type { Action, QueryCommand } from './query.ts';
import type { SnapshotCommand } from './snapshot.ts';

const { version } = JSON.parse(
  readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
) as { version: string };

const common = (command: Command): Command =>
  command
    .option('--json', 'one JSON document on stdout')
    .option('-q, --quiet', 'no progress, no summary');

const judging = (command: Command): Command =>
  common(command).addOption(
    new Option(
      '--fail-on <severity>',
      'the least that makes the exit code other than 0 (default: error)',
    ).choices(['error', 'warning']),
  );

function program(): Command {
  const cadastre = new Command('cadastre')
    .description('Cloud diagrams as code that stand up in an audit.')
    .version(version, '-V, --version', 'the version')
    .helpOption('-h, --help', 'this help')
    .exitOverride()
    .configureOutput({ writeErr: (text) => process.stderr.write(text) })
    .showSuggestionAfterError()
    .showHelpAfterError('`cadastre --help` lists commands and options.')
    .addHelpText(
      'after',
      `
Examples:
  cadastre render                          draw all of diagrams/ into out/
  cadastre render diagrams/net.ts -f svg   one diagram, as SVG
  cadastre render --watch                  draw again whenever a file changes
  cadastre check --fail-on warning         what CI runs on a pull request
  cadastre icons load balancer             find the kind for a node

Exit codes: 0 fine; 1 it worked and found something; 2 it could not do its work.`,
    );
  common(
    cadastre
      .command('init')
      .argument('[folder]', 'where (default: the current folder)')
      .description('a starter estate: config, first diagram, trust file, CI workflow')
      .addHelpText(
        'after',
        '\nNothing that is there is written over; a second run adds what is missing.',
      ),
  ).action(async (folder: string | undefined, options: object) => {
    await (await import('./init.ts')).initCommand(folder, options, version);
  });
  judging(
    cadastre
      .command('render')
      .argument('[files...]', 'diagram files or folders (default: diagrams/)')
      .description('draw diagrams: SVG, JPG, PNG, DOT, and the model beside them')
      .option('-o, --out <folder>', 'where the pictures go (default: out/)')
      .option('-f, --formats <list>', 'svg, jpg, png, dot, by commas (default: svg,jpg)')
      .option('-w, --watch', 'draw again whenever a file changes')
      .option('--force', 'draw also what has not changed since it was drawn')
      .addOption(
        new Option(
          '--manifest',
          'write manifest.json and SHA256SUMS of drafts, too: before anybody signs',
        ).conflicts('watch'),
      )
      .addOption(
        new Option(
          '-j, --jobs <n>',
          'diagrams drawn at once (default: the number of cores)',
        ).argParser(positive),
      )
      .addHelpText(
        'after',
        `
diagrams/p/x.ts becomes out/p/x.svg; of a file that exports a list, out/p/x.NAME.svg.
Files and folders that begin with _ are parts of diagrams and not drawn.`,
      ),
  ).action(async (files: string[], options: object) => {
    await (await import('./render.ts')).renderCommand(files, options, version);
  });
  judging(
    cadastre
      .command('check')
      .argument('[files...]', 'diagram files or folders (default: diagrams/)')
      .description('check diagrams: valid, legible, true to their rules; writes nothing')
      .option('--published', 'also that out/ holds what the sources make')
      .option('--profile <name>', 'rules to judge by: pci-1.2.3, pci-1.2.4, none')
      .addOption(
        new Option(
          '--as-of <date>',
          'the day on which waivers and periods are judged (default: today)',
        ).argParser(date),
      )
      .addOption(
        new Option('--format <format>', 'how findings are printed (default: text)')
          .choices(['text', 'json', 'sarif', 'github'])
          .conflicts('json'),
      ),
  ).action(async (files: string[], options: object) => {
    await (await import('./check.ts')).checkCommand(files, options, version);
  });
  common(
    cadastre
      .command('inspect')
      .argument('<file>', 'a diagram file')
      .description('show what a diagram holds: counts by kind, or with --json the whole of it'),
  ).action(async (file: string, options: object) => {
    await (await import('./inspect.ts')).inspectCommand(file, options);
  });
  common(
    cadastre
      .command('snapshot')
      .argument('[names...]', 'estates to record (default: all that the diagrams ask for)')
      .description('ask the graph what the diagrams need, and record the answers')
      .option('--replace', 'also over a snapshot of another estate')
      .addOption(
        new Option('--timeout <seconds>', 'for each query').argParser(positive).default(60),
      )
      .addHelpText(
        'after',
        `
The graph is where NEO4J_URI says, asked as NEO4J_USER with NEO4J_PASSWORD, in the database NEO4J_DATABASE (default: the
user's home database). It is only read. Answers go to diagrams/snapshots/NAME.json, which belongs into version control.`,
      ),
  ).action(async (names: string[], options: SnapshotCommand) => {
    await (await import('./snapshot.ts')).snapshotCommand(names, options, version);
  });
  common(
    cadastre
      .command('icons')
      .argument('[search...]', 'words of the title or the kind')
      .description('list the kinds that node() and group() know')
      .option('--missing', 'only those drawn with a generic icon'),
  ).action(async (words: string[], options: object) => {
    await (await import('./icons.ts')).iconsCommand(words, options);
  });
  common(
    cadastre
      .command('approve')
      .argument('<files...>', 'diagram files')
      .description('sign the model of a diagram, after seeing what changed')
      .option('--diagram <name>', 'only this one of those that the files make')
      .option('--model <digest>', 'refuse if the sources make another model than this')
      .option('--withdraw', "withdraw one's own approval")
      .option('-y, --yes', 'do not ask'),
  ).action(async (files: string[], options: object) => {
    await (await import('./approve.ts')).approveCommand(files, options);
  });
  common(
    cadastre
      .command('verify')
      .argument('[rev]', 'a revision (default: HEAD)')
      .description('check the whole chain: history, publications, approvals, pictures')
      .option('--root <hash>', 'id of the first commit with a trust file, as you were told it')
      .option(
        '--out <folder>',
        'the output folder, where a config in TypeScript names another than out/',
      )
      .option(
        '--evaluate',
        'run the config and the diagrams that are checked out, and compare their models',
      )
      .option('--no-redraw', 'do not draw the pictures again')
      .option('--require-redraw', 'pictures that another version drew are a failure'),
  ).action(async (rev: string | undefined, options: object) => {
    await (await import('./verify.ts')).verifyCommand(rev, options, version);
  });
  common(
    cadastre
      .command('log')
      .argument('<diagram>', 'a diagram file, or the name of its outputs')
      .description('versions of a diagram: when, by whom, what changed')
      .option(
        '--out <folder>',
        'the output folder, where a config in TypeScript names another than out/',
      )
      .addOption(
        new Option('--on <date>', 'only the one in force on that day (YYYY-MM-DD, UTC)').argParser(
          date,
        ),
      ),
  ).action(async (file: string, options: object) => {
    await (await import('./log.ts')).logCommand(file, options);
  });
  common(
    cadastre
      .command('bundle')
      .argument('[rev]', 'a revision (default: HEAD)')
      .description('what an auditor receives: one file, verified offline')
      .requiredOption('-o, --out <file>', 'the file to write, e.g. evidence.zip'),
  ).action(async (rev: string | undefined, options: object) => {
    await (await import('./bundle.ts')).bundleCommand(
      rev,
      options as { readonly out: string },
      version,
    );
  });
  judging(
    cadastre
      .command('publish')
      .description('draw all diagrams, write the manifest, and commit both, signed')
      .option('--branch <name>', 'the branch that gets the commit, where none is checked out')
      .option('--dry-run', 'write nothing: say what would be published, and what would be a draft'),
  ).action(async (options: object) => {
    await (await import('./publish.ts')).publishCommand(options, version);
  });
  judging(
    cadastre
      .command('query')
      .addArgument(
        new Argument('<action>', 'what to do with the queries').choices([
          'list',
          'tags',
          'count',
          'lint',
          'run',
        ]),
      )
      .argument('[names...]', 'only the queries of these names')
      .description('list, check and run packs of graph queries')
      .option(
        '--pack <file>',
        "a pack, JSON or YAML; may be repeated (default: Cadastre's own)",
        also,
      )
      .addOption(
        new Option(
          '--tags <list>',
          'only queries that have all of these tags, by commas',
        ).argParser((text) => text.split(',').filter((tag) => tag !== '')),
      )
      .option('--account <id or name>', 'only what belongs to this account (project, cluster)')
      .addOption(
        new Option(
          '--param <name=value>',
          'a parameter, as text; name:=value takes JSON; may be repeated',
        ).argParser(parameter),
      )
      .addOption(
        new Option('--format <format>', 'of the answers')
          .choices(['table', 'csv', 'jsonl', 'markdown'])
          .default('table'),
      )
      .addOption(
        new Option('--timeout <seconds>', 'for each query').argParser(positive).default(60),
      )
      .addHelpText(
        'after',
        `
\`run\` asks the database of NEO4J_URI, NEO4J_USER, NEO4J_PASSWORD and, if it is not the user's home
database, NEO4J_DATABASE; it only reads. \`lint\` needs no database.`,
      ),
  ).action(async (action: Action, names: string[], options: object) => {
    await (await import('./query.ts')).queryCommand(action, names, options as QueryCommand);
  });
  return cadastre;
}

// `cadastre icons | head` ends the reader first: nobody is left to write to, which is no fault.
for (const stream of [process.stdout, process.stderr])
  stream.on('error', ({ code }: NodeJS.ErrnoException) => {
    process.exit(code === 'EPIPE' ? (process.exitCode ?? 0) : 2);
  });

const ARGUMENTS = process.argv.slice(2);

try {
  const cadastre = program();
  if (ARGUMENTS.length === 0) cadastre.outputHelp();
  else await cadastre.parseAsync(ARGUMENTS, { from: 'user' });
} catch (thrown) {
  if (thrown instanceof CommanderError) {
    process.exitCode = thrown.exitCode === 0 ? 0 : 2;
  } else {
    const fault = (await import('../app/index.ts')).faultOf(thrown);
    const { stack } = thrown as Error;
    if (fault) (await import('./run.ts')).refuse([fault], { json: ARGUMENTS.includes('--json') });
    else
      process.stderr.write(
        `This is a bug of Cadastre ${version}; please report it with the diagram.\n${stack ?? String(thrown)}\n`,
      );
    process.exitCode = 2;
  }
}

// A timer that a diagram file left behind must not keep the command alive. Both
// streams are flushed first: on Windows a pipe is written to later.
for (const stream of [process.stdout, process.stderr])
  await new Promise<void>((flushed) => stream.write('', () => flushed()));
process.exit();
