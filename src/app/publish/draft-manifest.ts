/**
 * The manifest of an estate that has no trust file yet: the same statement of files, sources and tool that a
 * publication makes, without people and times.
 */

import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { readIfThere } from '../../evidence/git/work-file.ts';
import {
  type Digested,
  type Draft,
  type Drafts,
  MANIFEST_FILE,
  printManifest,
  printSums,
  SUMS_FILE,
} from '../../evidence/manifest/manifest.ts';
import { TRUST_FOLDER } from '../../evidence/trust/trust.ts';
import { type Diagnostic, refused } from '../../model/diagnostic.ts';
import { sha256 } from '../../model/digest.ts';
import { byCodeUnit } from '../../model/order.ts';
import { unresolvedText } from '../../model/unresolved.ts';
import { writeTogether } from '../../render/output/write.ts';
import type { Compiled } from '../compile/compile-source.ts';
import { type Project, slashed } from '../project.ts';
import { toolOf } from '../tool.ts';
import { inputPaths } from './inputs.ts';

/** What a diagram is made from, as it lies in the folder. */
export async function inputsHere(one: Compiled, project: Project): Promise<readonly Digested[]> {
  const found: Digested[] = [];
  for (const file of inputPaths(one, project)) {
    const bytes = await readIfThere(file);
    if (bytes) found.push({ path: slashed(relative(project.root, file)), sha256: sha256(bytes) });
  }
  return found.sort((a, b) => byCodeUnit(a.path, b.path));
}

async function draftOf(one: Compiled, project: Project): Promise<Draft> {
  const { title, asOf, stale, sources, unresolved, census, waivers } = one.diagram;
  return {
    source: one.source,
    title,
    model: one.digest,
    ...(asOf ? { asOf } : {}),
    ...(stale ? { stale } : {}),
    ...(sources ? { sources } : {}),
    inputs: await inputsHere(one, project),
    unresolved: unresolved.map(unresolvedText),
    ...(census ? { census } : {}),
    waivers: waivers.map(({ rule, reason, until }) => ({ rule, reason, until })),
  };
}

/**
 * Why there can be no manifest of drafts (`manifest-refused`); asked before anything is drawn.
 * @param files as named on the command line
 */
export async function manifestRefused(
  files: readonly string[],
  folder: string,
  { root, config }: Project,
): Promise<readonly Diagnostic[]> {
  if (files.length > 0)
    return refused(
      'manifest-refused',
      'a manifest lists all diagrams, but only some are to be drawn',
      'Omit --manifest, or do not name files.',
    ).diagnostics;
  const signers = join(root, TRUST_FOLDER, 'allowed_signers');
  if (folder !== join(root, config.out) || !existsSync(signers)) return [];
  return refused(
    'manifest-refused',
    `the estate has a trust file, so the manifest in ${config.out}/ belongs to a signed commit`,
    'Omit --manifest; `cadastre publish` writes the manifest.',
  ).diagnostics;
}

/** What a run drew, for the manifest. */
export interface DraftsRun {
  /** All diagrams, drawn or not. */
  readonly compiled: readonly Compiled[];
  /** Absolute paths of pictures and models that are drawn. */
  readonly files: readonly string[];
  /** Absolute. */
  readonly folder: string;
  /** Of Cadastre. */
  readonly version: string;
}

export interface WrittenLists {
  /** Paths of those whose bytes were not there before. */
  readonly changed: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

export async function draftsOf(run: DraftsRun, project: Project): Promise<Drafts> {
  const diagrams: Record<string, Draft> = {};
  for (const one of run.compiled) diagrams[one.name] = await draftOf(one, project);
  const files: Record<string, string> = {};
  for (const file of run.files)
    files[slashed(relative(run.folder, file))] = sha256(await readFile(file));
  return { files, tool: toolOf(run.version, project), diagrams };
}

/** Writes `manifest.json` and `SHA256SUMS` beside what was drawn. Errors: `unwritable`. */
export const writeDraftManifest = async (run: DraftsRun, project: Project): Promise<WrittenLists> =>
  writeLists(await draftsOf(run, project), run.folder, project);

export function writeLists(manifest: Drafts, folder: string, project: Project): WrittenLists {
  const text = printManifest(manifest);
  return writeTogether([
    listFile(MANIFEST_FILE, text, folder, project),
    listFile(SUMS_FILE, printSums(manifest.files, text), folder, project),
  ]);
}

export const listFile = (name: string, text: string, folder: string, { root }: Project) => ({
  path: join(folder, name),
  name: slashed(relative(root, join(folder, name))),
  bytes: Buffer.from(text),
});
