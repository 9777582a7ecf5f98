/** Writes files whole or not at all: beside their place first, then renamed. */

import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { type Diagnostic, error } from '../../model/diagnostic.ts';

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'the folder is not writable',
  EPERM: 'the folder is not writable',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  ENOTDIR: 'a part of the path is a file',
  EEXIST: 'a part of the path is a file',
  ENOENT: 'the folder does not exist and cannot be created',
  EISDIR: 'a folder with that name exists',
  ENAMETOOLONG: 'the name is too long for the file system',
};

/** Why the system cannot write, in words; absent for errors that do not concern the disk. */
export const reasonFor = (code: string): string | undefined => REASONS[code];

const pending = new Set<string>();

/** Removes what is half-written; for an interrupt. */
export function removePending(): void {
  for (const path of pending) rmSync(path, { force: true });
  pending.clear();
}

/** True when the file holds just these bytes. */
function same(path: string, bytes: Uint8Array): boolean {
  try {
    return readFileSync(path).equals(bytes);
  } catch {
    return false;
  }
}

/**
 * Makes a folder with those above it. Not `mkdirSync(…, { recursive: true })`: that never returns
 * where a file system says of a new name that its parent does not exist, as /proc does.
 */
function makeFolder(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return;
  const above = dirname(path);
  if (above !== path) makeFolder(above);
  try {
    mkdirSync(path);
  } catch (cause) {
    // Another process may have made it meanwhile.
    if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) throw cause;
  }
}

export interface FileToWrite {
  /** Absolute. */
  readonly path: string;
  /** As printed. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/**
 * Writes files that belong together: all are written beside their places before
 * the first is put there. Files that hold the same bytes already are left alone.
 * @returns names of the files that changed, or what went wrong (`unwritable`)
 */
export function writeTogether(files: readonly FileToWrite[]): {
  changed: string[];
  diagnostics: Diagnostic[];
} {
  const staged: { from: string; to: string; name: string }[] = [];
  let at = '';
  try {
    for (const { path, name, bytes } of files) {
      at = name;
      if (same(path, bytes)) continue;
      makeFolder(dirname(path));
      const beside = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
      pending.add(beside);
      writeFileSync(beside, bytes);
      staged.push({ from: beside, to: path, name });
    }
    for (const { from, to, name } of staged) {
      at = name;
      renameSync(from, to);
      pending.delete(from);
    }
    return { changed: staged.map((s) => s.name), diagnostics: [] };
  } catch (cause) {
    removePending();
    return { changed: [], diagnostics: [unwritable(at, cause)] };
  }
}

function unwritable(name: string, cause: unknown): Diagnostic {
  const { code = '', message } = cause as NodeJS.ErrnoException;
  return error('unwritable', `${name} cannot be written: ${REASONS[code] ?? message}`, undefined, {
    hint: 'No partial file was left behind. Check the folder and the disk, or choose another place with `-o` (`render`, `bundle`).',
  });
}

/**
 * Writes a file that cannot be made again, in pieces: it is on the disk before it takes its place.
 * @returns what went wrong (`unwritable`)
 */
export function writeDurably(
  path: string,
  name: string,
  pieces: Iterable<Uint8Array>,
): Diagnostic[] {
  const beside = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
  let file: number | undefined;
  try {
    makeFolder(dirname(path));
    pending.add(beside);
    file = openSync(beside, 'w');
    for (const bytes of pieces)
      for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
    fsyncSync(file);
    closeSync(file);
    file = undefined;
    renameSync(beside, path);
    pending.delete(beside);
    return [];
  } catch (cause) {
    if (file !== undefined) closeSync(file);
    removePending();
    return [unwritable(name, cause)];
  }
}
