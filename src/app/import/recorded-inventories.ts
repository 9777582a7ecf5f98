/** The recorded inventories of an estate beside its snapshot: `diagrams/snapshots/NAME.SOURCE.json`. */

import { closeSync, openSync, readdirSync, readFileSync, readSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { ImportedFacts } from '../../inventory/imported.ts';
import {
  factsText,
  printRecorded,
  type RecordedHead,
  type RecordedInventory,
  readRecorded,
  recordedOf,
} from '../../inventory/recorded-file.ts';
import { type Diagnostic, hasErrors, type Outcome, outcome } from '../../model/diagnostic.ts';
import { byCodeUnit } from '../../model/order.ts';
import { writeTogether } from '../../render/output/write.ts';
import { type Project, slashed } from '../project.ts';

const folderOf = ({ root, config }: Project): string => join(root, config.sources, 'snapshots');

/** The file of one source of an estate, absolute. */
export const recordedPath = (estate: string, source: string, project: Project): string =>
  join(folderOf(project), `${estate}.${source}.json`);

/** Enough for the format and the estate. */
const BEGIN = 4096;

function beginOf(path: string): string {
  const file = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(BEGIN);
    return bytes.toString('utf8', 0, readSync(file, bytes, 0, BEGIN, 0));
  } finally {
    closeSync(file);
  }
}

/** Absolute paths of an estate's recorded inventories, sorted. A name may hold dots, so each file says whose it is. */
export function recordedFiles(estate: string, project: Project): readonly string[] {
  const folder = folderOf(project);
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch {
    return [];
  }
  return names
    .filter((name) => name.startsWith(`${estate}.`) && /\.[a-z0-9-]+\.json$/.test(name))
    .filter((name) => name !== `${estate}.json`)
    .sort(byCodeUnit)
    .map((name) => join(folder, name))
    .filter((path) => recordedOf(beginOf(path))?.estate === estate);
}

/** Names of all estates of which an inventory is recorded, sorted. */
export function recordedEstates(project: Project): readonly string[] {
  const folder = folderOf(project);
  let names: string[] = [];
  try {
    names = readdirSync(folder).filter((name) => /\.[a-z0-9-]+\.json$/.test(name));
  } catch {
    return [];
  }
  const estates = names.flatMap((name) => recordedOf(beginOf(join(folder, name)))?.estate ?? []);
  return [...new Set(estates)].sort(byCodeUnit);
}

// A run draws many diagrams of one estate, and parsing is the dear part. Keyed by the content: a watched file changes.
const read = new Map<
  string,
  { readonly text: string; readonly outcome: Outcome<RecordedInventory> }
>();

/** Errors: `snapshot-broken`, `snapshot-newer`, `snapshot-edited`, `snapshot-of-another`. */
export function openRecorded(
  path: string,
  estate: string,
  { root }: Project,
): Outcome<RecordedInventory> {
  const text = readFileSync(path, 'utf8');
  const known = read.get(path);
  if (known?.text === text) return known.outcome;
  const opened = readRecorded(text, slashed(relative(root, path)), estate);
  read.set(path, { text, outcome: opened });
  return opened;
}

/** What became of one recorded inventory. */
export interface Kept {
  /** Relative to the root. */
  readonly file: string;
  /** How many inputs it is made of. */
  readonly files: number;
  /** False where the file held the same facts already. */
  readonly changed: boolean;
  /** What was recorded before, where it can be read. */
  readonly before?: RecordedInventory;
}

/** Writes facts that differ from those that are there. Errors: `unwritable`. */
export function keepRecorded(
  head: RecordedHead,
  facts: ImportedFacts,
  project: Project,
): Outcome<Kept> {
  const path = recordedPath(head.estate, facts.inventory.source.id, project);
  const file = slashed(relative(project.root, path));
  let before: RecordedInventory | undefined;
  try {
    before = readRecorded(readFileSync(path, 'utf8'), file, head.estate).value;
  } catch {
    // It is not there, or not readable: it is recorded again.
  }
  const old = before && { before };
  if (before && factsText(before) === factsText(facts))
    return { value: { file, files: facts.inputs.length, changed: false, ...old }, diagnostics: [] };
  const bytes = Buffer.from(printRecorded(head, facts));
  const diagnostics: readonly Diagnostic[] = writeTogether([
    { path, name: file, bytes },
  ]).diagnostics;
  return outcome(
    hasErrors(diagnostics)
      ? undefined
      : { file, files: facts.inputs.length, changed: true, ...old },
    diagnostics,
  );
}
