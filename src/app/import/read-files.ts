/** Files to import, and those in folders to import. */

import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { basename, join, relative, resolve, sep } from 'node:path';
import type { SourceFile } from '../../importers/file-importer.ts';
import { type Diagnostic, error, quote, warning } from '../../model/diagnostic.ts';
import { byCodeUnit } from '../../model/order.ts';
import { type Project, slashed } from '../project.ts';

/** Most files of one import: more is a wrong folder, such as a home. */
const MOST_FILES = 20_000;
/** Beyond what a text in memory can be. */
const MOST_BYTES = 512 * 1024 * 1024;

/** Folders of other tools, which hold copies or programs. */
const isSkipped = (folder: string, name: string): boolean =>
  name === '.git' ||
  name === 'node_modules' ||
  (name === 'providers' && basename(folder) === '.terraform');
/** What a folder is searched for; a file that is named itself is read whatever it is called. */
const ENDING =
  /\.(?:tfstate|json|tf|tofu|tfvars|ya?ml|template|tpl|tftpl|csv|tsv|drawio|xml|hcl)$/i;

export interface ReadFile extends SourceFile {
  /** Whether it was named itself, and not only a folder that holds it. */
  readonly named: boolean;
}

interface Walk {
  /** Real path of the folder that was named. */
  readonly top: string;
  /** Folders of what Cadastre writes. */
  readonly own: readonly string[];
  readonly found: string[];
  readonly diagnostics: Diagnostic[];
  readonly shown: (path: string) => string;
}

function walk(folder: string, state: Walk): void {
  const entries = readdirSync(folder, { withFileTypes: true });
  for (const entry of entries.sort((a, b) => byCodeUnit(a.name, b.name))) {
    if (state.found.length > MOST_FILES) return;
    const path = join(folder, entry.name);
    if (entry.isSymbolicLink()) {
      const target = statSync(path, { throwIfNoEntry: false });
      if (!target?.isFile() || !ENDING.test(entry.name)) continue;
      if (realpathSync(path).startsWith(state.top + sep)) state.found.push(path);
      else state.diagnostics.push(outside(state.shown(path)));
    } else if (entry.isDirectory()) {
      if (!isSkipped(folder, entry.name) && !state.own.includes(path)) walk(path, state);
    } else if (entry.isFile() && ENDING.test(entry.name)) state.found.push(path);
  }
}

const outside = (file: string): Diagnostic =>
  warning(
    'import-outside',
    'a symbolic link leads outside of the folder: not read',
    { file },
    {
      hint: 'Name the file itself where it is meant.',
    },
  );

/**
 * @param given files and folders, absolute or relative to the current folder
 * @returns each file once, sorted by path: relative to the project's root where it is inside
 * Errors: `not-found`, `unreadable`, `too-large`. Warnings: `import-outside`.
 */
export function readFiles(
  given: readonly string[],
  { root, config }: Project,
): { readonly files: readonly ReadFile[]; readonly diagnostics: readonly Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  const own = [join(root, config.sources, 'snapshots'), join(root, config.out)];
  const files = new Map<string, ReadFile>();
  for (const name of given) {
    const path = resolve(name);
    const inside = path === root || path.startsWith(root + sep);
    // What lies elsewhere is called from the folder that was named: no path of one machine is recorded.
    const shown = (file: string): string =>
      slashed(inside ? relative(root, file) : join(basename(path), relative(path, file)));
    const stat = statSync(path, { throwIfNoEntry: false });
    if (!stat) {
      const hint = 'The path is relative to the current folder.';
      diagnostics.push(error('not-found', `no file or folder ${quote(name)}`, undefined, { hint }));
      continue;
    }
    const top = stat.isDirectory() ? realpathSync(path) : path;
    const state: Walk = { top, own, found: [], diagnostics, shown };
    if (stat.isDirectory()) walk(path, state);
    else state.found.push(path);
    if (state.found.length > MOST_FILES) {
      const message = `${quote(name)} holds more than ${MOST_FILES} files`;
      const hint = 'Name the folder of the state, code or answers itself.';
      diagnostics.push(error('too-large', message, undefined, { hint }));
      continue;
    }
    for (const file of state.found) {
      const bytes = bytesOf(file, shown(file), diagnostics);
      if (bytes) files.set(file, { path: shown(file), bytes, named: !stat.isDirectory() });
    }
  }
  const sorted = [...files.values()].sort((a, b) => byCodeUnit(a.path, b.path));
  return { files: sorted, diagnostics };
}

function bytesOf(path: string, file: string, diagnostics: Diagnostic[]): Buffer | undefined {
  try {
    if (statSync(path).size <= MOST_BYTES) return readFileSync(path);
    const hint = 'Split it, or import the parts that hold networks.';
    diagnostics.push(error('too-large', 'the file is larger than 512 MiB', { file }, { hint }));
  } catch (thrown) {
    const { code } = thrown as NodeJS.ErrnoException;
    const hint = 'Check its permissions.';
    diagnostics.push(error('unreadable', `the file cannot be read (${code})`, { file }, { hint }));
  }
  return undefined;
}
