/** Holds the names in the config's rules against what the estates' snapshots know. */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { ReadSnapshot } from '../../graph/snapshot.ts';
import { type KnownNames, namesIn, unknownNames } from '../../importers/cartography/known-names.ts';
import type { Diagnostic, Origin } from '../../model/diagnostic.ts';
import { CONFIG_FILES } from '../../sources/config/config.ts';
import type { Project } from '../project.ts';

// Many diagrams are of one snapshot.
const known = new WeakMap<ReadSnapshot, KnownNames>();

function namesOf(snapshot: ReadSnapshot): KnownNames {
  const names = known.get(snapshot) ?? namesIn(snapshot.queries);
  known.set(snapshot, names);
  return names;
}

/** Where the config says a name for the first time. */
function placeIn(root: string): (name: string) => Origin | undefined {
  const file = CONFIG_FILES.find((name) => existsSync(join(root, name)));
  if (file === undefined) return () => undefined;
  const lines = readFileSync(join(root, file), 'utf8').split('\n');
  return (name) => {
    const line = lines.findIndex((text) => text.includes(name));
    if (line < 0) return { file };
    return { file, line: line + 1, column: (lines[line] ?? '').indexOf(name) + 1 };
  };
}

/**
 * @param read the diagram's snapshots, by path: absolute
 * Warnings: `rule-unknown-name`, at the config's own line.
 */
export function ruleNames(
  read: ReadonlyMap<string, ReadSnapshot>,
  { root, config }: Project,
): readonly Diagnostic[] {
  const [path] = read.keys();
  if (config.classify.length === 0 || path === undefined) return [];
  let others: readonly string[] | undefined;
  const elsewhere = (name: string): boolean => {
    const folder = dirname(path);
    const own = new Set([...read.keys()].map((one) => basename(one)));
    others ??= readdirSync(folder)
      .filter((file) => file.endsWith('.json') && !own.has(file))
      .map((file) => readFileSync(join(folder, file), 'utf8'));
    return others.some((text) => text.includes(JSON.stringify(name)));
  };
  const names = [...read.values()].map(namesOf);
  return unknownNames(config.classify, names, elsewhere, placeIn(root));
}
