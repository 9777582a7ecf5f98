/** The diagrams of a revision, compiled from its sources in a process and a folder of their own. */

import { fork } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Repository } from '../../evidence/git/git.ts';
import { openChain } from '../../evidence/open-chain.ts';
import { type Diagnostic, failure, type Outcome, quote, refused } from '../../model/diagnostic.ts';
import type { Project } from '../project.ts';
import type { ComparedSide } from './compared-side.ts';
import type { ModelsReply, ModelsRequest } from './compile-process.ts';
import { writeTree } from './revision-tree.ts';

const PROCESS = new URL('./compile-process.ts', import.meta.url);

/** Asks a new process; undefined where it ended without an answer. */
function compileApart(request: ModelsRequest): Promise<ModelsReply | undefined> {
  return new Promise((done, failed) => {
    // What the code prints is no part of the result.
    const child = fork(PROCESS, {
      cwd: request.root,
      execArgv: [],
      serialization: 'advanced',
      stdio: ['ignore', 2, 2, 'ipc'],
    });
    let reply: ModelsReply | undefined;
    child.once('message', (message) => {
      reply = message as ModelsReply;
    });
    child.once('error', failed);
    child.once('close', () => done(reply));
    child.send(request);
  });
}

/** Said at the revision: the file is not that of the checkout. */
const atRevision = (found: Diagnostic, revision: string): Diagnostic =>
  found.origin
    ? { ...found, origin: { ...found.origin, file: `${revision}:${found.origin.file}` } }
    : { ...found, message: `${revision}: ${found.message}` };

export interface RevisionOptions {
  /** Sources relative to the root; empty: all. */
  readonly only: readonly string[];
  /** Whether recorded estates are read, too. */
  readonly estates: boolean;
}

interface RevisionTree {
  readonly repository: Repository;
  /** Absolute path of the user's work tree. */
  readonly top: string;
  /** Id of the tree. */
  readonly tree: string;
  readonly revision: string;
}

async function compileTree(
  { repository, top, tree, revision }: RevisionTree,
  project: Project,
  { only, estates }: RevisionOptions,
): Promise<Outcome<ModelsReply>> {
  // The folder of a system's temporary files may be a link, which the loader would follow.
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'cadastre-revision-')));
  try {
    await writeTree(repository, tree, project.config, top, folder);
    const root = join(folder, repository.prefix);
    mkdirSync(root, { recursive: true });
    const found = await compileApart({ root, only, estates });
    if (!found)
      return refused(
        'revision-failed',
        `the diagrams of ${quote(revision)} could not be compiled: the process ended`,
        'A source of that revision ends the process or never returns. Name the diagrams to compare with --only, or compare published models with --published.',
      );
    const diagnostics = found.diagnostics.map((one) => atRevision(one, revision));
    return found.broken ? failure(diagnostics) : { value: found, diagnostics };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Warnings about what was once written help nobody now. */
const isError = ({ severity }: Diagnostic): boolean => severity === 'error';

/** Errors: those of `openChain` and of compiling, `revision-failed`. */
export async function openRevision(
  revision: string,
  project: Project,
  options: RevisionOptions,
): Promise<Outcome<ComparedSide>> {
  const opened = await openChain(project.root, revision);
  if (!opened.value) return failure(opened.diagnostics);
  const { repository, given, tip } = opened.value;
  try {
    const tree = (await given.run(['rev-parse', `${tip}^{tree}`])).trim();
    const found = await compileTree(
      { repository, top: given.top, tree, revision },
      project,
      options,
    );
    if (!found.value) return failure(found.diagnostics);
    const side: ComparedSide = {
      label: revision,
      what: 'revision',
      commit: tip,
      failed: found.value.failed,
      partial: options.only.length > 0,
      ...(found.value.estates ? { estates: found.value.estates } : {}),
      models: new Map(found.value.models.map((one) => [one.name, one])),
    };
    return { value: side, diagnostics: found.diagnostics.filter(isError) };
  } finally {
    repository.close();
  }
}
