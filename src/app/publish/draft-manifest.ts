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
  const { title, asOf, stale, unresolved, census, waivers } = one.diagram;
  return {
    source: one.source,
    title,
    model: one.digest,
    ...(asOf ? { asOf } : {}),
    ...(stale ? { stale } : {}),
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

/**
 * Writes `manifest.json` and `SHA256SUMS` beside what was drawn. Errors: `unwritable`.
 * @param files absolute paths of pictures and models
 * @returns paths of those whose bytes were not there before
 */
export async function writeDraftManifest(
  compiled: readonly Compiled[],
  files: readonly string[],
  folder: string,
  version: string,
  project: Project,
): Promise<{ readonly changed: readonly string[]; readonly diagnostics: readonly Diagnostic[] }> {
  const diagrams: Record<string, Draft> = {};
  for (const one of compiled) diagrams[one.name] = await draftOf(one, project);
  const digests: Record<string, string> = {};
  for (const file of files) digests[slashed(relative(folder, file))] = sha256(await readFile(file));
  const manifest: Drafts = { files: digests, tool: toolOf(version, project), diagrams };
  const text = printManifest(manifest);
  const named = (name: string, content: string) => ({
    path: join(folder, name),
    name: slashed(relative(project.root, join(folder, name))),
    bytes: Buffer.from(content),
  });
  return writeTogether([
    named(MANIFEST_FILE, text),
    named(SUMS_FILE, printSums(manifest.files, text)),
  ]);
}
