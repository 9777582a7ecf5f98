/** What declares a command, and the options that all or several commands have. */

import { type Command, Option } from 'commander';

/**
 * Adds a command to the program: its arguments, options and help. Every start declares all commands, so
 * what a command needs to work is imported when it runs.
 */
export type Declare = (program: Command, version: string) => void;

export const common = (command: Command): Command =>
  command
    .option('--json', 'print one JSON document on stdout')
    .option('-q, --quiet', 'print no progress and no summary');

export const judging = (command: Command): Command =>
  common(command).addOption(
    new Option(
      '--fail-on <severity>',
      'lowest severity that makes the command fail (default: error)',
    ).choices(['error', 'warning']),
  );
