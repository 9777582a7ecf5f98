/**
 * What was drawn from what, so that a run in which nothing changed draws nothing.
 *
 * Sources are code and are evaluated in every run; what is saved is the drawing. A picture is kept
 * only if everything that decides its bytes is as it was when it was made, and its own bytes too.
 * The record lies in the user's cache folder, never among the sources; where it is missing,
 * unreadable or broken, everything is drawn. `check` does not use it.
 */

import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Diagnostic } from '../../model/diagnostic.ts';
import { sha256 } from '../../model/digest.ts';
import type { Drawing } from '../../render/draw.ts';

/** Digest of all sources of this build; absent when they run unbuilt, and then nothing is kept. */
declare const BUILD_DIGEST: string | undefined;

/** Packages whose version can change a picture; the rest is in the build's digest. */
const DRAWING = [
  '@hpcc-js/wasm-graphviz',
  '@resvg/resvg-js',
  'sharp',
  'pdfkit',
  'fontkit',
  'aws-icons',
  '@expo-google-fonts/arimo',
];

let tool: string | undefined;

/** Where the `package.json` of an installed package may be, absolute, in the order in which they count. */
export function packageFiles(name: string): string[] {
  const { resolve } = createRequire(import.meta.url);
  // Not resolve(`${name}/package.json`): some packages do not export it.
  return (resolve.paths('sharp') ?? []).map((folder) => join(folder, name, 'package.json'));
}

/** `package.json` of each package that draws. */
const packagePapers = (): [string, string | undefined][] =>
  DRAWING.map((name) => [
    name,
    packageFiles(name)
      .map(textOfFile)
      .find((text) => text !== undefined),
  ]);

const textOfFile = (path: string): string | undefined => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
};

/** Versions of the packages that draw, by name. */
export function libraryVersions(): Record<string, string> {
  return Object.fromEntries(
    packagePapers().flatMap(([name, paper]) =>
      paper ? [[name, (JSON.parse(paper) as { version: string }).version]] : [],
    ),
  );
}

/** What draws: this build, the packages it draws with, and the Node that runs them. */
export function toolDigest(): string | undefined {
  if (typeof BUILD_DIGEST === 'undefined') return undefined;
  if (tool) return tool;
  const papers = packagePapers().map(([, paper]) => paper && sha256(paper));
  tool = sha256([BUILD_DIGEST, process.version, ...papers].join('\n'));
  return tool;
}

/** One diagram as it was drawn. */
export interface CacheEntry {
  /** Digest of all that decides the bytes of its files. */
  readonly key: string;
  /** SHA-256 of each file, by its absolute path. */
  readonly files: Readonly<Record<string, string>>;
  /** Of the drawing; those of the source are found again. */
  readonly diagnostics: readonly Diagnostic[];
  readonly quality?: Drawing['quality'] | undefined;
  /** SHA-256 of the local files that the source was read from, by absolute path. */
  readonly inputs: Readonly<Record<string, string>>;
}

export const digestOfFile = (path: string): string | undefined => {
  try {
    return sha256(readFileSync(path));
  } catch {
    return undefined;
  }
};

/** SHA-256 by path; empty for what cannot be read. */
export function digests(paths: readonly string[]): Record<string, string> {
  return Object.fromEntries(paths.map((path) => [path, digestOfFile(path) ?? '']));
}

const asThen = (files: Readonly<Record<string, string>>): boolean =>
  Object.entries(files).every(([path, digest]) => digestOfFile(path) === digest);

/** The user's cache folder, as each system has it. */
export function cacheFolder(): string {
  const { XDG_CACHE_HOME, LOCALAPPDATA } = process.env;
  if (XDG_CACHE_HOME) return join(XDG_CACHE_HOME, 'cadastre');
  if (process.platform === 'win32' && LOCALAPPDATA) return join(LOCALAPPDATA, 'cadastre', 'Cache');
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'cadastre');
  return join(homedir(), '.cache', 'cadastre');
}

const RECORD = 1;
/** More records than this are old ones of folders long gone. */
const MOST = 200;
const MONTH_MS = 30 * 24 * 3600 * 1000;

/** The record of an output folder. */
export interface Records {
  /** The entry of a diagram (by the name of its outputs), if it was made so and its files are still those. */
  find(name: string, key: string): CacheEntry | undefined;
  /** SHA-256 by path of the files of a diagram, as they are now. */
  filesOf(name: string): Readonly<Record<string, string>> | undefined;
  /** Whether the files of this source (absolute) are as they were. A guess that decides nothing but what is loaded early. */
  likelyKept(source: string): boolean;
  add(name: string, key: string, pictures: CachedDrawing, inputs: readonly string[]): void;
  /** Writes what was added. Never fails: a record is a convenience. */
  save(): void;
}

/** What was drawn of one diagram. */
export interface CachedDrawing extends Pick<CacheEntry, 'diagnostics' | 'quality'> {
  readonly files: readonly { readonly path: string; readonly bytes: Uint8Array }[];
}

/** The record of an output folder (absolute). */
export function openRecord(out: string): Records {
  const folder = cacheFolder();
  const path = join(folder, `${sha256(out)}.json`);
  const entries = read(path);
  let added = false;
  return {
    find(name, key) {
      const entry = entries.get(name);
      return entry?.key === key && asThen(entry.files) ? entry : undefined;
    },
    filesOf: (name) => entries.get(name)?.files,
    likelyKept: (source) =>
      [...entries.values()].some(({ inputs }) => Object.hasOwn(inputs, source) && asThen(inputs)),
    add(name, key, { files, diagnostics, quality }, inputs) {
      const made = Object.fromEntries(files.map(({ path, bytes }) => [path, sha256(bytes)]));
      entries.set(name, { key, files: made, diagnostics, quality, inputs: digests(inputs) });
      added = true;
    },
    save() {
      if (!added) return;
      try {
        mkdirSync(folder, { recursive: true });
        const beside = `${path}.${process.pid}.tmp`;
        writeFileSync(beside, JSON.stringify({ record: RECORD, entries: [...entries] }));
        renameSync(beside, path);
        prune(folder);
      } catch {
        // A full disk or a read-only home: the next run draws again.
      }
    },
  };
}

/** Whatever is not a record counts as none. */
function read(path: string): Map<string, CacheEntry> {
  try {
    const { record, entries } = JSON.parse(readFileSync(path, 'utf8'));
    const sound = (entry: Partial<CacheEntry> | null): boolean =>
      typeof entry?.key === 'string' &&
      typeof entry.files === 'object' &&
      typeof entry.inputs === 'object' &&
      Array.isArray(entry.diagnostics);
    if (record !== RECORD) return new Map();
    return new Map((entries as [string, CacheEntry][]).filter(([, entry]) => sound(entry)));
  } catch {
    return new Map();
  }
}

function prune(folder: string): void {
  const names = readdirSync(folder);
  if (names.length <= MOST) return;
  for (const name of names) {
    const path = join(folder, name);
    if (Date.now() - statSync(path).mtimeMs > MONTH_MS) rmSync(path, { force: true });
  }
}
