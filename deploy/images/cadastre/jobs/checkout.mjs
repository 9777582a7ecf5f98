/** A checkout of the repository with the diagrams, and git in it: no configuration of the machine, no hook, no prompt. */

import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fail, run, setting } from './job.mjs';

const ASKPASS = fileURLToPath(new URL('askpass.mjs', import.meta.url));

const environment = () => ({
  ...process.env,
  GIT_ASKPASS: ASKPASS,
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_TERMINAL_PROMPT: '0',
});

/**
 * Fetches one commit of REPOSITORY: REVISION (a branch or tag), without its history.
 * @returns {{ root: string, estate: string, git: (args: readonly string[], may?: readonly number[]) => { code: number, output: string } }}
 */
export function checkOut(revision) {
  const url = setting('REPOSITORY');
  // A password in it would be in logs, and in the list of processes.
  if (/^https?:\/\/[^/]*@/.test(url))
    fail('REPOSITORY holds a name or a password: use GIT_TOKEN_FILE');
  const root = join(mkdtempSync(join(tmpdir(), 'estate-')), 'repository');
  const env = environment();
  run('git', ['clone', '--quiet', '--depth=1', `--branch=${revision}`, '--', url, root], {
    env,
    name: 'git clone',
  });
  const git = (args, may) =>
    run('git', args, {
      cwd: root,
      env,
      name: `git ${args.find((word) => /^[a-z-]+$/.test(word) && !word.startsWith('-'))}`,
      ...(may ? { may } : {}),
    });
  return { root, estate: join(root, setting('ESTATE', '.')), git };
}
