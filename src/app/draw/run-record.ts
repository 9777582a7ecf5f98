/**
 * What a `render` answered, and everything that decided it, so that the same command answers at once where
 * nothing changed: before config, sources, schemas or hooks are loaded.
 *
 * Sources are code. A run is recorded only if all of its code is closed (see `isClosed`): what it gives follows
 * from files that are recorded here. Whatever else `render` reads has to be in `FilesRead`.
 */

import { mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import { sha256 } from '../../model/digest.ts';
import { cacheFolder, digestOfFile, toolDigest } from './drawing-cache.ts';

/** What a command prints, and how it ends. */
interface RecordedAnswer {
  readonly output: string;
  readonly messages: string;
  readonly exitCode: 0 | 1 | 2;
}

/** What decides a run, absolute. */
export interface FilesRead {
  /** Of the config and the sources, and what they import or draw on; also those that are not there but would count. */
  readonly inputs: readonly string[];
  /** Folders in which another file would change what is found. */
  readonly folders: readonly string[];
  /** SHA-256 of the bytes that were written, or were there already. */
  readonly outputs: Readonly<Record<string, string>>;
}

interface RunRecord {
  readonly format: number;
  readonly tool: string;
  /** SHA-256 by path; empty for what is not there. */
  readonly files: Readonly<Record<string, string>>;
  readonly folders: Readonly<Record<string, string>>;
  readonly answer: RecordedAnswer;
}

const FORMAT = 1;
/** A file that changed this short before it was read may have changed after, at the same time stamp. */
const RACY_MS = 2000;

/** What decides locale and time zone: code may reach these by names that it puts together. */
const SETTINGS = ['LANG', 'LANGUAGE', 'LC_ALL', 'LC_MESSAGES', 'TZ'] as const;

function pathOf(cwd: string, args: readonly string[]): string {
  const settings = SETTINGS.map((name) => process.env[name] ?? null);
  return join(cacheFolder(), `run-${sha256(JSON.stringify([cwd, args, settings]))}.json`);
}

const digestOf = (path: string): string => digestOfFile(path) ?? '';

/** SHA-256 of the names in a folder and of what they are. */
function listing(folder: string): string {
  try {
    const names = readdirSync(folder, { withFileTypes: true }).map((entry) => {
      const path = join(folder, entry.name);
      const stat = entry.isSymbolicLink() ? statSync(path, { throwIfNoEntry: false }) : entry;
      return `${entry.name}\0${stat?.isFile() ? 'file' : stat?.isDirectory() ? 'folder' : ''}`;
    });
    return sha256(names.sort().join('\n'));
  } catch {
    return '';
  }
}

const same = (then: Readonly<Record<string, string>>, now: (path: string) => string): boolean =>
  Object.entries(then).every(([path, digest]) => now(path) === digest);

/** What the command answered, if nothing that decided it has changed. */
export function recalled(cwd: string, args: readonly string[]): RecordedAnswer | undefined {
  try {
    const record = JSON.parse(readFileSync(pathOf(cwd, args), 'utf8')) as RunRecord;
    const sound =
      record.format === FORMAT &&
      record.tool === toolDigest() &&
      same(record.folders, listing) &&
      same(record.files, digestOf);
    return sound ? record.answer : undefined;
  } catch {
    return undefined;
  }
}

/** Whether it was as it is now before this process started. */
function unchangedSinceStart(path: string): boolean {
  const stat = statSync(path, { throwIfNoEntry: false });
  return !stat || Math.max(stat.mtimeMs, stat.ctimeMs) < performance.timeOrigin - RACY_MS;
}

const isCode = (path: string): boolean => /^\.m?[jt]s$/.test(extname(path));

/**
 * Notes what the command answers as long as nothing changes. Never fails: a record is a convenience.
 * @param answer What it would have answered if everything had been drawn before.
 */
export async function remember(
  cwd: string,
  args: readonly string[],
  { inputs, folders, outputs }: FilesRead,
  answer: RecordedAnswer,
): Promise<void> {
  const tool = toolDigest();
  if (!tool) return;
  try {
    const files = Object.fromEntries(inputs.map((path) => [path, digestOf(path)]));
    const listings = Object.fromEntries(folders.map((folder) => [folder, listing(folder)]));
    // After they were read: what is written from now on shows in the time stamps of the next run.
    if (![...inputs, ...folders].every(unchangedSinceStart)) return;
    const { isClosed, wasOpened } = await import('../../sources/typescript/closed.ts');
    if (wasOpened()) return;
    const code = inputs.filter((path) => isCode(path) && files[path] !== '');
    if (!code.every((path) => isClosed(readFileSync(path, 'utf8')))) return;
    const record: RunRecord = {
      format: FORMAT,
      tool,
      files: { ...files, ...outputs },
      folders: listings,
      answer,
    };
    const path = pathOf(cwd, args);
    const beside = `${path}.${process.pid}.tmp`;
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(beside, JSON.stringify(record));
    renameSync(beside, path);
  } catch {
    // A full disk or a read-only home: the next run evaluates again. An older record is checked like any other.
  }
}
