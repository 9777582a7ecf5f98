/** From an empty folder to a verified publication, with the packed tarball, as docs/publishing.md says. */

import { execFileSync, spawnSync } from 'node:child_process';
import {
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
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { parse } from 'yaml';
import { type Ended, expectNoTrace, filesIn } from './run-cli.ts';
import { runWarm } from './warm-cli.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const WRITTEN = [
  '.cadastre/allowed_signers',
  '.cadastre/policy.yaml',
  '.gitattributes',
  '.github/workflows/cadastre-check.yaml',
  '.github/workflows/cadastre-publish.yaml',
  '.gitignore',
  'cadastre.config.ts',
  'diagrams/aws-accounts.ts',
];
const TRUST = WRITTEN.slice(0, 2);
const PEOPLE = ['erin', 'alex', 'ci'] as const;
type Person = (typeof PEOPLE)[number];

/** A machine with nothing but keys: its home has no config of git. */
let home = '';
const env = (): NodeJS.ProcessEnv => ({
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_'))),
  HOME: home,
  XDG_CONFIG_HOME: join(home, 'config'),
  XDG_CACHE_HOME: join(home, 'cache'),
  GIT_CONFIG_NOSYSTEM: '1',
  SSH_AUTH_SOCK: '',
});
const mail = (person: Person): string => `${person}@example.com`;
const key = (person: Person): string => join(home, 'keys', person);
const publicKey = (person: Person): string => readFileSync(`${key(person)}.pub`, 'utf8').trim();

beforeAll(() => {
  home = realpathSync(mkdtempSync(join(tmpdir(), 'cadastre-init-')));
  mkdirSync(join(home, 'keys'));
  for (const person of PEOPLE)
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', '', '-f', key(person)]);
});
afterAll(() => {
  rmSync(home, { recursive: true, force: true, maxRetries: 5 });
});

/** A new folder that goes when the test ends. */
function folder(): string {
  const path = realpathSync(mkdtempSync(join(home, 'estate-')));
  onTestFinished(() => rmSync(path, { recursive: true, force: true, maxRetries: 5 }));
  return path;
}

function git(at: string, ...args: string[]): string {
  return execFileSync('git', args, {
    cwd: at,
    env: env(),
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  }).trim();
}

function as(at: string, person: Person): void {
  git(at, 'config', 'gpg.format', 'ssh');
  git(at, 'config', 'commit.gpgsign', 'true');
  git(at, 'config', 'user.name', person);
  git(at, 'config', 'user.email', mail(person));
  git(at, 'config', 'user.signingkey', key(person));
}

function repository(person?: Person): string {
  const at = folder();
  git(at, 'init', '-q', '-b', 'main');
  if (person) as(at, person);
  return at;
}

function run(at: string, program: string, args: readonly string[]): Ended {
  const ended = spawnSync(program, args, { cwd: at, env: env(), encoding: 'utf8' });
  return { code: ended.status, signal: ended.signal, stdout: ended.stdout, stderr: ended.stderr };
}
const cadastre = (at: string, ...args: string[]): Promise<Ended> => runWarm(at, args, env());

/** All files but those of git and of npm. */
const own = (at: string): string[] =>
  filesIn(at).filter((path) => !/^(\.git|node_modules)\//.test(path));

describe('the whole way', () => {
  test('goes from an empty folder to a verified publication', () => {
    const at = repository('erin');
    const npm = (...args: string[]): string =>
      execFileSync('npm', args, { cwd: at, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
    const pack = ['pack', '--json', '--ignore-scripts', '--pack-destination', at];
    const packed = execFileSync('npm', pack, {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    npm('init', '-y');
    npm(
      'i',
      '-D',
      `./${JSON.parse(packed)[0].filename}`,
      '--prefer-offline',
      '--no-audit',
      '--no-fund',
    );
    /** The installed command. */
    const step = (code: number, ...args: string[]): Ended => {
      const ended = run(at, 'node_modules/.bin/cadastre', args);
      expect(ended.code, ended.stderr + ended.stdout).toBe(code);
      expectNoTrace(ended);
      return ended;
    };
    const write = (path: string, text: string): void => writeFileSync(join(at, path), text);
    const read = (path: string): string => readFileSync(join(at, path), 'utf8');
    const commit = (message: string, paths: string): string => {
      git(at, 'add', paths);
      git(at, 'commit', '-q', '-m', message);
      return git(at, 'rev-parse', 'HEAD');
    };

    step(0, 'init');
    expect(own(at)).toEqual(expect.arrayContaining(WRITTEN));
    const hash = commit('Diagrams', '-A');
    expect(git(at, 'ls-files')).not.toContain('node_modules');

    const lines = PEOPLE.map(
      (person) =>
        `${mail(person)} namespaces="git,pci-diagram-approval,pci-diagram-bundle" ${publicKey(person)}\n`,
    );
    write('.cadastre/allowed_signers', lines.join(''));
    write(
      '.cadastre/policy.yaml',
      read('.cadastre/policy.yaml')
        .replace('approver: []', `approver: [${mail('alex')}]`)
        .replace(/ci: .*/, `ci: [${mail('ci')}]`),
    );
    commit('Alex approves, CI publishes', '.cadastre');

    // Not yet approved: a draft, and only CI publishes it.
    expect(step(2, 'publish').stderr).toContain('key-not-trusted');
    as(at, 'ci');
    expect(step(0, 'publish').stderr).toContain('not-approved');
    expect(read('out/aws-accounts.svg')).toContain('DRAFT');

    git(at, 'checkout', '-q', '-b', 'change');
    as(at, 'erin');
    const source = read('diagrams/aws-accounts.ts');
    write(
      'diagrams/aws-accounts.ts',
      source.replace("account('Audit')", "account('Audit'), account('Backup')"),
    );
    expect(step(0, 'render').stdout).toContain('preview/aws-accounts.svg');
    step(0, 'check');
    expect(git(at, 'status', '--porcelain')).toBe('M diagrams/aws-accounts.ts');
    commit('Backup account', 'diagrams');
    const clean = git(at, 'rev-parse', 'HEAD');
    // By hand into out/, and committed: refused at once, and the documented way back keeps the root.
    step(0, 'render', '-o', 'out');
    commit('Pictures', 'out');
    expect(step(1, 'check').stderr).toContain('error stray-output: out/aws-accounts.');
    git(at, 'reset', '-q', '--soft', 'HEAD~1');
    git(at, 'restore', '--staged', '--worktree', '--source=main', 'out');
    step(0, 'check');
    expect(git(at, 'rev-parse', 'HEAD')).toBe(clean);
    expect(git(at, 'status', '--porcelain')).toBe('');
    expect(step(2, 'approve', 'diagrams/aws-accounts.ts', '--yes').stderr).toContain(
      'not-approver',
    );
    as(at, 'alex');
    expect(step(1, 'approve', 'diagrams/aws-accounts.ts').stderr).toContain('Not signed');
    expect(step(0, 'approve', 'diagrams/aws-accounts.ts', '--yes').stderr).toContain(
      'added account "Backup"',
    );
    commit('Approve accounts', '.cadastre/approvals');
    git(at, 'checkout', '-q', 'main');
    // As the button of a host merges: signed by nobody.
    git(at, 'merge', '-q', '--no-ff', '--no-gpg-sign', '-m', 'Merge', 'change');

    as(at, 'ci');
    step(0, 'publish');
    expect(read('out/aws-accounts.svg')).not.toContain('DRAFT');
    expect(read('out/aws-accounts.svg')).toContain(mail('alex'));
    expect(git(at, 'status', '--porcelain')).toBe('');
    expect(step(0, 'verify', '--root', hash).stdout).toContain(`verified from the root ${hash}`);
    expect(step(1, 'verify').stdout).toContain('unanchored');

    as(at, 'alex');
    step(0, 'approve', '--withdraw', 'diagrams/aws-accounts.ts', '--yes');
    commit('Withdraw the approval of accounts', '.cadastre/approvals');
    as(at, 'ci');
    expect(step(1, 'publish').stderr).toContain('approval-lapsed');
    expect(read('out/aws-accounts.svg')).toContain('DRAFT');
    step(0, 'verify', '--root', hash);
  }, 240_000);
});

describe('init', () => {
  test('writes a starter that can be drawn, checked and read', async () => {
    const at = repository('erin');
    const ended = await cadastre(at, 'init');
    expect(ended.code).toBe(0);
    expect(
      ended.stdout
        .trim()
        .split('\n')
        .map((line) => line.replace(/^wrote {2}/, ''))
        .sort(),
    ).toEqual(WRITTEN);
    expect(own(at)).toEqual(WRITTEN);
    expect(readFileSync(join(at, '.cadastre/allowed_signers'), 'utf8')).toBe(
      `${mail('erin')} namespaces="git,pci-diagram-approval,pci-diagram-bundle,pci-diagram-adoption" ${publicKey('erin')}\n`,
    );
    expect(parse(readFileSync(join(at, '.cadastre/policy.yaml'), 'utf8')).roles.author).toEqual([
      mail('erin'),
    ]);
    expect((await cadastre(at, 'check', '--fail-on', 'warning')).code).toBe(0);
  });

  test('a second time changes nothing', async () => {
    const at = repository('erin');
    await cadastre(at, 'init');
    for (const path of WRITTEN) writeFileSync(join(at, path), `mine: ${path}`);
    const { code, stdout, stderr } = await cadastre(at, 'init');
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    for (const path of WRITTEN) {
      expect(stderr).toContain(`kept   ${path}`);
      expect(readFileSync(join(at, path), 'utf8')).toBe(`mine: ${path}`);
    }
  });

  test('leaves diagrams and a config in YAML as the only ones', async () => {
    const at = repository('erin');
    mkdirSync(join(at, 'diagrams'));
    writeFileSync(
      join(at, 'diagrams/own.yaml'),
      'title: Own\ncontent: [{ kind: account, name: One }]\n',
    );
    writeFileSync(join(at, 'cadastre.config.yaml'), 'formats: [svg]\n');
    expect((await cadastre(at, 'init')).code).toBe(0);
    expect(own(at)).not.toContain('diagrams/aws-accounts.ts');
    expect(own(at)).not.toContain('cadastre.config.ts');
    const { stderr } = await cadastre(at, 'init');
    expect(stderr).not.toContain('kept   diagrams/');
    expect(stderr).not.toContain('kept   cadastre.config.ts');
    expect((await cadastre(at, 'check')).code).toBe(0);
  });

  test('in a folder of a larger repository puts the workflows at its top', async () => {
    const at = repository('erin');
    const { code, stdout } = await cadastre(at, 'init', 'teams/net works');
    expect(code).toBe(0);
    expect(stdout).toContain(
      'wrote  ../../.github/workflows/cadastre-publish-teams-net works.yaml',
    );
    const workflow = parse(
      readFileSync(join(at, '.github/workflows/cadastre-publish-teams-net works.yaml'), 'utf8'),
    );
    expect(workflow.on.push.paths).toEqual(['teams/net works/**']);
    expect(workflow.defaults.run['working-directory']).toBe('teams/net works');
    expect(existsSync(join(at, 'teams/net works/.cadastre/policy.yaml'))).toBe(true);
    expect(existsSync(join(at, '.cadastre'))).toBe(false);
    git(at, 'add', '-A');
    git(at, 'commit', '-q', '-m', 'Networks');
    const hash = git(at, 'rev-parse', 'HEAD');
    expect((await cadastre(join(at, 'teams/net works'), 'publish')).code).toBe(0);
    expect(git(at, 'show', '--format=', '--name-only').split('\n').map(dirname)).toEqual(
      Array.from({ length: 5 }, () => 'teams/net works/out'),
    );
    expect((await cadastre(join(at, 'teams/net works'), 'verify', '--root', hash)).code).toBe(0);
    // Later commits do not change what the auditor is to be told.
    const again = (await cadastre(join(at, 'teams/net works'), 'init')).stderr;
    expect(again).toContain(`The root is ${hash}: keep it`);
    expect(again).not.toContain('rev-parse HEAD');
  }, 60_000);

  test.each([
    ['no repository', () => folder(), 'no-repository'],
    ['no key', () => repository(), 'no-key'],
  ])('with %s leaves the trust file out, and adds it later', async (_, make, warning) => {
    const at = make();
    const first = await cadastre(at, 'init');
    expect(first.code).toBe(0);
    expect(first.stderr).toContain(`warning ${warning}`);
    expectNoTrace(first);
    expect(own(at)).toEqual(WRITTEN.filter((path) => !TRUST.includes(path)));
    if (!existsSync(join(at, '.git'))) git(at, 'init', '-q');
    as(at, 'erin');
    expect((await cadastre(at, 'init')).stdout.trim().split('\n')).toEqual(
      TRUST.map((path) => `wrote  ${path}`),
    );
  });

  test('takes a public key that stands in the config itself, as of an agent', async () => {
    for (const prefix of ['', 'key::']) {
      const at = repository('erin');
      git(at, 'config', 'user.signingkey', prefix + publicKey('erin'));
      expect((await cadastre(at, 'init')).code).toBe(0);
      expect(readFileSync(join(at, '.cadastre/allowed_signers'), 'utf8')).toContain(
        publicKey('erin'),
      );
    }
  });

  test.each([
    ['GIT_CONFIG_GLOBAL', (file: string) => ({ GIT_CONFIG_GLOBAL: file })],
    [
      'GIT_CONFIG_COUNT',
      () => ({
        GIT_CONFIG_COUNT: '2',
        GIT_CONFIG_KEY_0: 'user.email',
        GIT_CONFIG_VALUE_0: mail('erin'),
        GIT_CONFIG_KEY_1: 'user.signingkey',
        GIT_CONFIG_VALUE_1: key('erin'),
      }),
    ],
  ])('takes e-mail address and key from %s, as git does', async (_, sources) => {
    const at = repository();
    const config = join(at, 'config-elsewhere');
    writeFileSync(config, `[user]\n\temail = ${mail('erin')}\n\tsigningkey = ${key('erin')}\n`);
    const ended = await runWarm(at, ['init'], { ...env(), ...sources(config) });
    expect(ended.stderr).not.toContain('no-key');
    expect(readFileSync(join(at, '.cadastre/allowed_signers'), 'utf8')).toContain(
      publicKey('erin'),
    );
  });

  test('says all of it in JSON', async () => {
    const at = repository('erin');
    const { value, stderr } = (({ stdout, stderr }) => ({ value: JSON.parse(stdout), stderr }))(
      await cadastre(at, 'init', '--json'),
    );
    expect(value).toMatchObject({ kept: [], inRepository: true, hasSigner: true, diagnostics: [] });
    expect(value.written.toSorted()).toEqual(WRITTEN);
    expect(stderr).toBe('');
    const bare = JSON.parse((await cadastre(folder(), 'init', '--json')).stdout);
    expect(bare).toMatchObject({
      inRepository: false,
      hasSigner: false,
      diagnostics: [{ code: 'no-repository' }],
    });
  });

  test('says that `npm ci` needs a package, where there is none around', async () => {
    const at = repository('erin');
    expect((await cadastre(at, 'init')).stderr).toContain('npm i -D cadastre');
    writeFileSync(join(at, 'package.json'), '{}');
    expect((await cadastre(at, 'init', 'below')).stderr).not.toContain('npm i -D cadastre');
  });

  test.each(['nothing-there', '.', 'ABCDEF0123456789'])(
    'a signing key %j that is no SSH key is as none',
    async (configured) => {
      const at = repository('erin');
      git(at, 'config', 'user.signingkey', configured);
      const ended = await cadastre(at, 'init');
      expect(ended.code).toBe(0);
      expect(ended.stderr).toContain('warning no-key');
      expectNoTrace(ended);
    },
  );

  test('a folder that cannot be written is said, not thrown', async () => {
    const at = folder();
    writeFileSync(join(at, 'file'), '');
    const ended = await cadastre(at, 'init', 'file/below');
    expect(ended.code).toBe(2);
    expect(ended.stderr).toMatch(/error [a-z-]+: /);
    expectNoTrace(ended);
  });
});
