/** Sheets that an atlas had when it was larger: those that Cadastre drew are removed, and any others are named. */

import { readdirSync, readFileSync, rmdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Diagnostic, warning } from '../../model/diagnostic.ts';
import { sha256 } from '../../model/digest.ts';
import { sheetOfFile } from '../../model/sheet-files.ts';

interface AtlasOutputs {
  readonly name: string;
  readonly source: string;
  readonly files: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

interface SheetsPlace {
  /** Output folder, absolute. */
  readonly out: string;
  /** Absolute paths of what was drawn now; nothing where sheets were not. */
  readonly drawn: readonly { readonly path: string }[];
  /** SHA-256 by absolute path of what the last run drew. */
  readonly before: Readonly<Record<string, string>>;
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

/**
 * @param shown a path as messages show it
 * @returns names of the files that were removed, and all that is to be said. Warnings: `left-over`, for what nothing says that Cadastre drew.
 */
export async function withoutOldSheets(
  { name, source, files, diagnostics: found }: AtlasOutputs,
  { out, drawn, before }: SheetsPlace,
  shown: (path: string) => string,
): Promise<{ removed?: string[]; diagnostics?: Diagnostic[] }> {
  const folder = join(out, `${name}.sheets`);
  const now = new Set(drawn.map(({ path }) => path));
  const old = filesIn(folder).filter(
    (file) => sheetOfFile(`${name}.sheets/${file}`) && !now.has(join(folder, file)),
  );
  if (old.length === 0 || now.size === 0 || files.length === 0) return {};
  const { manifestIn } = await import('./publication.ts');
  const manifest = (await manifestIn(out, shown(out))).value;
  const removed: string[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const file of old) {
    const path = join(folder, file);
    const digest = sha256(readFileSync(path));
    const made = [before[path], manifest?.files[`${name}.sheets/${file}`]].includes(digest);
    if (made) {
      rmSync(path);
      removed.push(shown(path));
      continue;
    }
    const message = `${shown(path)} is a sheet that ${source} does not make`;
    const hint = 'It is not the file that Cadastre drew there, and was left alone. Remove it.';
    diagnostics.push(warning('left-over', message, { file: source }, { hint }));
  }
  if (filesIn(folder).length === 0) rmdirSync(folder);
  return { removed, diagnostics: [...found, ...diagnostics] };
}
