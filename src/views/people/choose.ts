/** Which directories and groups the options ask for. */

import type { Directory, DirectoryGroup, PeopleFacts } from '../../inventory/people.ts';
import type { PeopleOptions } from '../../model/derivation.ts';
import { type Diagnostic, error, quote } from '../../model/diagnostic.ts';

export interface PeopleSelection {
  wantsDirectory(directory: Directory): boolean;
  wantsGroup(group: DirectoryGroup): boolean;
}

/** Errors: `not-in-graph`. */
export function choose(
  { groups }: PeopleFacts,
  options: PeopleOptions,
  report: (diagnostic: Diagnostic) => void,
): PeopleSelection {
  const named = options.groups && new Set(options.groups);
  for (const text of named ?? [])
    if (!groups.some(({ id, name }) => id === text || name === text))
      report(
        error('not-in-graph', `the graph has no group ${quote(text)}`, undefined, {
          hint: 'Write names and ids exactly as in the graph. If it no longer exists, remove it from the options.',
        }),
      );
  const wantsDirectory = ({ kind }: Directory): boolean =>
    options.directories === undefined || options.directories.includes(kind);
  return {
    wantsDirectory,
    wantsGroup: ({ id, name, directory }) =>
      wantsDirectory(directory) && (!named || named.has(id) || named.has(name)),
  };
}
