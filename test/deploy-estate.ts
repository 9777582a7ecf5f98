/** What tests of deploy/ share: its jobs as they lie in the image, and a repository that they work on. */

import { execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { type Ended, type Files, put, source } from './run-cli.ts';

export const REPOSITORY_ROOT = fileURLToPath(new URL('..', import.meta.url));
export const DEPLOY = join(REPOSITORY_ROOT, 'deploy');

export function newFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'deploy-')));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}

/** A folder with jobs/ and dist/ side by side, as build.sh lays them. */
export function jobsInPlace(): string {
  const folder = newFolder();
  cpSync(join(DEPLOY, 'images/cadastre/jobs'), join(folder, 'jobs'), { recursive: true });
  symlinkSync(join(REPOSITORY_ROOT, 'dist'), join(folder, 'dist'));
  return folder;
}

const state = (name: string): string =>
  readFileSync(join(REPOSITORY_ROOT, `test/fixtures/terraform/mockupbank/${name}.tfstate`), 'utf8');

/** An estate whose recording needs no database: its source is a state. */
export const ESTATE: Files = {
  'cadastre.config.yaml':
    "formats: [svg]\nestates:\n  bank:\n    - terraform: { state: 'states/*.tfstate' }\n",
  'states/network.tfstate': state('network'),
  'diagrams/a.ts': source(`[account('a')]`),
  'diagrams/b.ts': source(`[account('b')]`),
};

export const OTHER_STATE = state('organization');

export interface Hosted {
  /** A bare repository, for REPOSITORY. */
  readonly url: string;
  readonly git: (...args: string[]) => string;
  /** Commits files to main and pushes them. */
  readonly commit: (files: Files) => void;
  /** Of the bare repository. */
  readonly show: (...args: string[]) => string;
}

/** A repository on a host, with one commit of `files` on main. */
export function hosted(files: Files): Hosted {
  const folder = newFolder();
  const url = join(folder, 'host.git');
  const clone = join(folder, 'clone');
  const run = (...args: string[]) =>
    execFileSync('git', args, { cwd: folder, encoding: 'utf8', stdio: 'pipe' });
  run('init', '--quiet', '--bare', '-b', 'main', url);
  run('init', '--quiet', '-b', 'main', clone);
  const git = (...args: string[]) => run('-C', clone, ...args);
  for (const [name, value] of Object.entries({
    'user.name': 'Eng',
    'user.email': 'eng@example.com',
    'commit.gpgsign': 'false',
  }))
    git('config', name, value);
  git('remote', 'add', 'origin', url);
  const commit = (changed: Files) => {
    put(clone, changed);
    git('add', '-A');
    git('commit', '--quiet', '-m', 'Change');
    git('push', '--quiet', 'origin', 'HEAD:main');
  };
  commit(files);
  // Of a bare path, git copies files instead of asking for what it needs.
  return { url: `file://${url}`, git, commit, show: (...args) => run('-C', url, ...args) };
}

/** Runs a program to its end, with this environment and PATH alone. */
export function ended(
  program: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      env: { PATH: process.env.PATH, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let [stdout, stderr] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
}
