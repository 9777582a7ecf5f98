/** Files -> what each importer says of those that it knows. */

import { posix } from 'node:path';
import type { FileImporter, FilesBeside, SourceFile } from '../../importers/file-importer.ts';
import type { ImportedFacts } from '../../inventory/imported.ts';
import { type Diagnostic, error, hasErrors, quote } from '../../model/diagnostic.ts';
import { byCodeUnit, gather } from '../../model/order.ts';
import { FILE_IMPORTERS } from './file-importers.ts';
import type { ReadFile } from './read-files.ts';

export interface ReadFacts {
  /** In the order of the importers. */
  readonly facts: readonly ImportedFacts[];
  /** Files that no importer knows. */
  readonly unknown: number;
  readonly diagnostics: readonly Diagnostic[];
}

const FORMATS =
  'It may be truncated. docs/sources.md lists the formats and how to get each of them.';

/**
 * @param only the importer that the files are meant for; any when absent
 * Errors: `invalid-value` for an importer that there is none of; `import-unknown-format` for a file that was named itself and that nobody knows, and for nothing that anyone
 * knows; those of the importers.
 */
export async function readFacts(
  files: readonly ReadFile[],
  tagKeys: readonly string[],
  only?: string,
): Promise<ReadFacts> {
  const all = await Promise.all(FILE_IMPORTERS.map((load) => load()));
  const importers = only === undefined ? all : all.filter(({ id }) => id === only);
  if (only !== undefined && importers.length === 0) return unreadable(only, all);
  const claimed = new Map<string, ReadFile[]>();
  const diagnostics: Diagnostic[] = [];
  let unknown = 0;
  for (const file of files) {
    const importer = importers.find((one) => one.kindOf(file) !== undefined);
    if (importer) gather(claimed, importer.id, file);
    else if (file.named) {
      const message = `${quote(posix.basename(file.path))} has no format that Cadastre reads`;
      diagnostics.push(
        error('import-unknown-format', message, { file: file.path }, { hint: FORMATS }),
      );
    } else unknown++;
  }
  if (claimed.size === 0 && diagnostics.length === 0 && files.length > 0) {
    const message = `none of the ${files.length} files has a format that Cadastre reads`;
    diagnostics.push(error('import-unknown-format', message, undefined, { hint: FORMATS }));
  }
  const facts: ImportedFacts[] = [];
  for (const importer of importers) {
    const own = claimed.get(importer.id);
    const read = own && (await importer.read(own.map(bare), { tagKeys, beside: besideIn(files) }));
    if (!read) continue;
    diagnostics.push(...read.diagnostics);
    if (read.facts && !hasErrors(read.diagnostics)) facts.push(read.facts);
  }
  return { facts, unknown, diagnostics };
}

/** The config may name a source that this version has no importer of. */
function unreadable(source: string, all: readonly FileImporter[]): ReadFacts {
  const known = all.map(({ id }) => id).sort(byCodeUnit);
  const message = `files of the source ${quote(source)} are not read`;
  const hint = `These are: ${known.join(', ')}. Remove it from \`estates\` of the config, or use a newer version.`;
  const diagnostics = [error('invalid-value', message, undefined, { hint })];
  return { facts: [], unknown: 0, diagnostics };
}

const bare = ({ path, bytes }: ReadFile): SourceFile => ({ path, bytes });

function besideIn(files: readonly ReadFile[]): FilesBeside {
  const all = new Map(files.map(({ path, bytes }) => [path, bytes]));
  return {
    get: (path) => all.get(path),
    searched: files.flatMap(({ path, named }) => (named ? [] : path)),
  };
}
