/** An estate with a signed history, made by real git, ssh-keygen and the built command. */

import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { inject } from 'vitest';
import { type Ended, type Files, put } from './run-cli.ts';
import { runWarm } from './warm-cli.ts';

/** `eve` has a key that nobody trusts; a team may trust `eve`, `dan` and `fay`. */
export const PEOPLE = ['eng', 'app', 'ci', 'eve', 'dan', 'fay'] as const;
export type Person = (typeof PEOPLE)[number];

export const mail = (person: Person): string => `${person}@example.com`;

export const POLICY = `roles:
  author: [${mail('eng')}]
  approver: [${mail('app')}]
  ci: [${mail('ci')}]
approvals: 1
`;

export interface EvidenceEstate {
  readonly root: string;
  /** Private key of a person. */
  key(person: Person): string;
  /** `name ssh-ed25519 AAAA…`: a line of the trust file. */
  signer(person: Person): string;
  /** `SHA256:…`, as ssh-keygen prints it. */
  fingerprint(person: Person): string;
  /** From here on this person commits, approves, publishes. */
  as(person: Person): void;
  git(...args: string[]): string;
  /** Writes files, and commits everything; the id of the commit. */
  commit(message: string, files?: Files): string;
  /** The built command, in the estate or in another folder. */
  cadastre(args: readonly string[], folder?: string): Promise<Ended>;
  head(): string;
  /** A file outside of the estate, which goes with it. */
  path(name: string): string;
  /** The same at this moment, in a place of its own. */
  copy(): EvidenceEstate;
  /** Environment of every process that is started. */
  readonly env: NodeJS.ProcessEnv;
  remove(): void;
}

/** What of the machine has no say here: the config and identity of whoever runs the tests. */
const environment = (home: string): NodeJS.ProcessEnv => ({
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_'))),
  HOME: home,
  XDG_CACHE_HOME: join(home, 'cache'),
  XDG_CONFIG_HOME: join(home, 'config'),
  GIT_CONFIG_NOSYSTEM: '1',
  SSH_AUTH_SOCK: '',
});

/** Written, not set by git, as who is at work below: each start of a process costs as much as a small run. */
const CONFIG = `[gpg]
\tformat = ssh
[commit]
\tgpgsign = true
[gc]
\tauto = 0
[maintenance]
\tauto = false
`;
const USER = /^\[user\]\n(?:\t.*\n)*/gm;

/**
 * A repository with `files` and no commit yet; `.cadastre/` trusts eng, app and ci.
 * @param folder of the estate in the repository: '' or `networks/`
 */
export function evidenceEstate(files: Files, folder = ''): EvidenceEstate {
  const home = newHome();
  const e = estateIn(home, folder);
  mkdirSync(join(home, 'keys'));
  for (const person of PEOPLE)
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', '', '-f', e.key(person)]);
  put(e.root, {
    [`${folder}.cadastre/allowed_signers`]: `${(['eng', 'app', 'ci'] as const).map(e.signer).join('\n')}\n`,
    [`${folder}.cadastre/policy.yaml`]: POLICY,
    ...files,
  });
  e.git('init', '-q', '-b', 'main');
  appendFileSync(join(e.root, '.git/config'), CONFIG);
  return e;
}

/**
 * An estate that several test files begin with: made once in a run, by whoever is first. Each has a copy, in which nobody
 * is at work yet (`as`).
 */
export async function estateOfRun(
  name: string,
  make: () => Promise<EvidenceEstate>,
): Promise<EvidenceEstate> {
  const kept = join(inject('runFolder'), name);
  while (!existsSync(`${kept}.whole`)) {
    try {
      mkdirSync(`${kept}.making`);
    } catch {
      await setTimeout(100);
      continue;
    }
    try {
      const made = await make();
      cpSync(made.path(''), kept, { recursive: true });
      made.remove();
      writeFileSync(`${kept}.whole`, '');
    } finally {
      rmSync(`${kept}.making`, { recursive: true });
    }
  }
  const home = newHome();
  cpSync(kept, home, { recursive: true });
  return estateIn(home, '');
}

const newHome = (): string => realpathSync(mkdtempSync(join(tmpdir(), 'cadastre-evidence-')));

function estateIn(home: string, folder: string): EvidenceEstate {
  const root = join(home, 'estate');
  const env = environment(home);
  const key = (person: Person): string => join(home, 'keys', person);
  const git = (...args: string[]): string =>
    execFileSync('git', args, {
      cwd: root,
      env,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    }).trim();
  /** As git resolves it, where HEAD or its branch is a file. */
  const head = (): string => {
    const [, branch] = /^ref: (.*)$/m.exec(readFileSync(join(root, '.git/HEAD'), 'utf8')) ?? [];
    const file = join(root, '.git', branch ?? 'HEAD');
    return existsSync(file) ? readFileSync(file, 'utf8').trim() : git('rev-parse', 'HEAD');
  };
  const signer = (person: Person): string =>
    `${mail(person)} ${readFileSync(`${key(person)}.pub`, 'utf8').trim()}`;
  return {
    root,
    key,
    signer,
    fingerprint: (person) =>
      execFileSync('ssh-keygen', ['-l', '-f', key(person)], { encoding: 'utf8' }).split(' ')[1] ??
      '',
    git,
    as(person) {
      const file = join(root, '.git/config');
      const user = `[user]\n\tname = ${person}\n\temail = ${mail(person)}\n\tsigningkey = ${key(person)}\n`;
      writeFileSync(file, readFileSync(file, 'utf8').replace(USER, '') + user);
    },
    commit(message, more = {}) {
      put(root, more);
      git('add', '-A');
      git('commit', '-q', '--allow-empty', '-m', message);
      return head();
    },
    cadastre: (args, cwd = join(root, folder)) => runWarm(cwd, args, env),
    head,
    path(name) {
      const path = join(home, name);
      if (!existsSync(dirname(path))) mkdirSync(dirname(path), { recursive: true });
      return path;
    },
    env,
    copy() {
      const other = newHome();
      cpSync(home, other, { recursive: true });
      return estateIn(other, folder);
    },
    remove: () => rmSync(home, { recursive: true, force: true, maxRetries: 5 }),
  };
}
