/** The command as a user runs it: `dist/cli.js` in a process of its own, in a folder of its own. */

import { type ChildProcess, spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished } from 'vitest';

export const CLI = fileURLToPath(new URL('../dist/cli.js', import.meta.url));
if (!existsSync(CLI)) throw new Error('run `npm run build` first');

export type Files = Readonly<Record<string, string | Uint8Array>>;

/** An estate in a new folder, which goes when the test ends. */
export function estate(files: Files): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'cadastre-')));
  onTestFinished(() => {
    for (const folder of [root, cacheOf(root)])
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });
  put(root, files);
  return root;
}

/** Where runs in this estate note what they drew: never in the home of whoever runs the tests. */
const cacheOf = (root: string): string => `${root}-cache`;

export function put(root: string, files: Files): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
}

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly env?: NodeJS.ProcessEnv;
  readonly node?: string;
  /** Another build's `cli.js`. */
  readonly cli?: string;
  /** Called as soon as the process has started. */
  readonly onStart?: (child: ChildProcess) => void;
}

/** Of a run in `root`: that of the tests, and `env`. */
export const environmentOf = (root: string, env: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv => ({
  ...process.env,
  XDG_CACHE_HOME: cacheOf(root),
  ...env,
});

/** Runs `cadastre ARGS…` in `root` until it ends, in a process of its own: `cadastre` of warm-cli.ts is faster. */
export function cadastre(
  root: string,
  args: readonly string[],
  { env, node = process.execPath, cli = CLI, onStart }: RunOptions = {},
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(node, [cli, ...args], {
      cwd: root,
      env: environmentOf(root, env),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal, stdout, stderr }));
    onTestFinished(() => {
      child.kill('SIGKILL');
    });
    onStart?.(child);
  });
}

/** Paths of all files below a folder, `/`-separated and sorted; empty when there is no folder. */
export function filesIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .map((path) => path.replaceAll('\\', '/'))
    .sort();
}

/** Nothing of an error may look like a crash: no trace, no places of our own code. */
export function expectNoTrace({ stderr, stdout }: Ended): void {
  const all = stderr + stdout;
  expect(all).not.toMatch(/^\s+at /m);
  expect(all).not.toContain('This is a bug');
  expect(all).not.toContain('node:internal');
  expect(all).not.toContain('/dist/');
}

/** A TypeScript diagram with these contents, everything of the language imported. */
export function source(content: string, more = ''): string {
  return `import * as c from 'cadastre';
import { account, connect, diagram, group, node, organization, ou, vpc } from 'cadastre';
${more}
export default diagram('Test', { content: ${content} });
void [c, account, connect, group, node, organization, ou, vpc];
`;
}

/** A sound diagram: it must be drawn whatever is wrong beside it. */
export const GOOD = source(`[account('Good')]`);
