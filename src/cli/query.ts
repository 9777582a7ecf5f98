/** `cadastre query`: packs of queries, listed, checked and run. */

import { Argument, Option } from 'commander';
import { also, parameter, positive } from './arguments.ts';
import { type Declare, judging } from './command.ts';
import type { Action, QueryFlags } from './query-actions.ts';

export const queryCommand: Declare = (program) => {
  judging(
    program
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
      .argument('[names...]', 'only the queries with these names')
      .description('list, check and run packs of graph queries')
      .option(
        '--pack <file>',
        "a pack, JSON or YAML; may be repeated (default: Cadastre's own)",
        also,
      )
      .addOption(
        new Option(
          '--tags <list>',
          'only queries with all of these tags, separated by commas',
        ).argParser((text) => text.split(',').filter((tag) => tag !== '')),
      )
      .option('--account <id or name>', 'only what belongs to this account (project, cluster)')
      .addOption(
        new Option(
          '--param <name=value>',
          'a parameter as text, or as JSON with name:=value; may be repeated',
        ).argParser(parameter),
      )
      .addOption(
        new Option('--format <format>', 'format of the answers')
          .choices(['table', 'csv', 'jsonl', 'markdown'])
          .default('table'),
      )
      .addOption(
        new Option('--timeout <seconds>', 'time limit for each query, in seconds')
          .argParser(positive)
          .default(60),
      )
      .addHelpText(
        'after',
        `
\`run\` asks the database of NEO4J_URI, NEO4J_USER, NEO4J_PASSWORD and, if it is not the user's home
database, NEO4J_DATABASE; it only reads. \`lint\` needs no database.`,
      ),
  ).action(async (action: Action, names: string[], options: QueryFlags) => {
    const { query } = await import('./query-actions.ts');
    await query(action, names, options);
  });
};
