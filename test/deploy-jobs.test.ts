/** The jobs of the container image: what they propose, what they refuse, and what they print. */

import { execFileSync } from 'node:child_process';
import { chmodSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import {
  ESTATE,
  ended,
  type Hosted,
  hosted,
  jobsInPlace,
  newFolder,
  OTHER_STATE,
} from './deploy-estate.ts';
import { expectNoTrace, filesIn } from './run-cli.ts';

const RECORDING = 'refs/heads/cadastre/recording';
const TOKEN = 'token-of-the-test';

function setUp(files = ESTATE, more: NodeJS.ProcessEnv = {}) {
  const host = hosted(files);
  const image = jobsInPlace();
  const work = newFolder();
  const key = join(work, 'key');
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', key]);
  // As a mounted secret: its group may read it, and its last line does not end.
  writeFileSync(key, readFileSync(key, 'utf8').trimEnd());
  chmodSync(key, 0o440);
  writeFileSync(join(work, 'token'), `${TOKEN}\n`);
  writeFileSync(join(work, 'password'), 'secret-password');
  const env: NodeJS.ProcessEnv = {
    REPOSITORY: host.url,
    AUTHOR_NAME: 'Recording',
    AUTHOR_EMAIL: 'recording@example.com',
    GIT_TOKEN_FILE: join(work, 'token'),
    SIGNING_KEY_FILE: key,
    NEO4J_PASSWORD_FILE: join(work, 'password'),
    TMPDIR: work,
    XDG_CACHE_HOME: join(work, 'cache'),
    HOME: work,
    ...more,
  };
  const job = (name: string, others: NodeJS.ProcessEnv = {}) =>
    ended(process.execPath, [join(image, 'jobs', `${name}.mjs`)], { ...env, ...others });
  return { host, key, work, job };
}

/** Whom git names as the signer of a commit, with this key in force. */
function signer(host: Hosted, key: string, work: string, commit: string): string {
  const allowed = join(work, 'allowed');
  writeFileSync(
    allowed,
    `recording@example.com namespaces="git" ${readFileSync(`${key}.pub`, 'utf8')}`,
  );
  return host.show(
    ...['-c', `gpg.ssh.allowedSignersFile=${allowed}`],
    ...['log', '-1', '--format=%G? %GS', commit],
  );
}

describe('record', () => {
  test('proposes the recording as one signed commit on a branch, and nothing else', async () => {
    const { host, key, work, job } = setUp();
    const run = await job('record');
    expect(run, run.stderr).toMatchObject({ code: 0 });
    expect(run.stderr).toMatch(
      /^pushed diagrams\/snapshots\/bank[\w.-]*\.json to cadastre\/recording$/m,
    );
    expect(signer(host, key, work, RECORDING)).toBe('G recording@example.com\n');
    const changed = host.show('diff', '--name-status', 'main', RECORDING).trim().split('\n');
    expect(changed.length).toBeGreaterThan(0);
    for (const line of changed) expect(line).toMatch(/^A\tdiagrams\/snapshots\/[\w.-]+\.json$/);
    expect(host.show('log', '-1', '--format=%B', RECORDING)).toMatch(
      /^Record the estate\n\n.*snapshots.*insertion/s,
    );
    expect(host.show('rev-list', '--count', `main..${RECORDING}`)).toBe('1\n');
  });

  test('an equal recording leaves the branch alone, a newer one replaces it', async () => {
    const { host, job } = setUp();
    await job('record');
    const first = host.show('rev-parse', RECORDING);
    const again = await job('record');
    expect(again).toMatchObject({ code: 0 });
    expect(again.stderr).toContain('cadastre/recording has this recording already');
    expect(host.show('rev-parse', RECORDING)).toBe(first);
    host.commit({ 'states/organization.tfstate': OTHER_STATE });
    expect((await job('record')).stderr).toContain('pushed');
    expect(host.show('rev-parse', RECORDING)).not.toBe(first);
    expect(host.show('rev-list', '--count', `main..${RECORDING}`)).toBe('1\n');
  });

  test('where main has the recording, nothing is proposed', async () => {
    const { host, job } = setUp();
    await job('record');
    host.git('fetch', '--quiet', 'origin', RECORDING);
    host.git('merge', '--quiet', 'FETCH_HEAD');
    host.git('push', '--quiet', 'origin', 'HEAD:main', `:${RECORDING}`);
    const run = await job('record');
    expect(run).toMatchObject({ code: 0 });
    expect(run.stderr).toContain('nothing changed: main has this recording already');
    expect(host.show('branch', '--list', 'cadastre/*')).toBe('');
  });

  test('what is no recording is not proposed', async () => {
    const writes = `import { writeFileSync } from 'node:fs';
import { diagram, estate } from 'cadastre';
writeFileSync(new URL('../README.md', import.meta.url), 'changed');
export default diagram('a', { content: estate('bank').network() });\n`;
    const { host, job } = setUp({ ...ESTATE, 'diagrams/a.ts': writes });
    const run = await job('record');
    expect(run).toMatchObject({ code: 2 });
    expect(run.stderr).toMatch(/^error: the recording changed README\.md, which is not/m);
    expect(host.show('branch', '--list', 'cadastre/*')).toBe('');
  });

  test('a recording that fails proposes nothing, and says what Cadastre says', async () => {
    const { host, job } = setUp({ ...ESTATE, 'states/network.tfstate': '{' });
    const run = await job('record');
    expect(run).toMatchObject({ code: 2 });
    expect(run.stderr).toMatch(/error [a-z-]+: /);
    expect(run.stderr).toMatch(/^error: cadastre snapshot ended with exit code 2$/m);
    expectNoTrace(run);
    expect(host.show('branch', '--list', 'cadastre/*')).toBe('');
  });

  const COVERS = `import { account, diagram } from 'cadastre';
export default diagram('a', { covers: [{ vpcs: true }], content: account('a') });\n`;

  test('DRIFT=yes fails the job where diagrams and recording differ, proposed or not', async () => {
    const { host, job } = setUp({ ...ESTATE, 'diagrams/a.ts': COVERS });
    const first = await job('record', { DRIFT: 'yes' });
    expect(first.stderr).toContain('pushed');
    // The state leaves open which routes are propagated: that is never in sync.
    expect(first.code, first.stderr).toBe(2);
    expect(first.stderr).toMatch(/^\| unmanaged \| VPC "hub-egress" .*runs and is not declared/m);
    host.git('fetch', '--quiet', 'origin', RECORDING);
    host.git('merge', '--quiet', 'FETCH_HEAD');
    host.git('push', '--quiet', 'origin', 'HEAD:main');
    const again = await job('record', { DRIFT: 'yes' });
    expect(again.stderr).toContain('nothing changed');
    expect(again.code).toBe(first.code);
    expect(again.stderr).toContain('unmanaged | VPC "hub-egress"');
    expect((await job('record')).code).toBe(0);
  });

  test.each([
    [{ DRIFT: 'true' }, 'DRIFT is true, not yes or no'],
    [{ REPOSITORY: '' }, 'the environment variable REPOSITORY is not set'],
    [
      { REPOSITORY: 'https://me:secret@example.com/a.git' },
      'REPOSITORY holds a name or a password',
    ],
    [{ SIGNING_KEY_FILE: '/nowhere' }, 'SIGNING_KEY_FILE: /nowhere cannot be read (ENOENT)'],
    [{ FORGE: 'forgejo' }, 'FORGE is forgejo, not github, gitlab or none'],
    [{ PROPOSAL_BRANCH: 'main' }, 'PROPOSAL_BRANCH and BRANCH are the same'],
    [{ BRANCH: 'other' }, 'git clone ended with exit code 128'],
  ])('%j is refused in one line', async (wrong, words) => {
    const { job } = setUp();
    const run = await job('record', wrong);
    expect(run).toMatchObject({ code: 2 });
    expect(run.stderr).toContain(`error: ${words}`);
    expectNoTrace(run);
    expect(run.stderr).not.toContain('secret@');
  });

  test('no secret is printed or committed, and no key is left readable', async () => {
    const { host, key, work, job } = setUp();
    const { stdout, stderr } = await job('record');
    const secrets = [TOKEN, 'secret-password', readFileSync(key, 'utf8').split('\n')[1] as string];
    const everything = stdout + stderr + host.show('log', '-p', '--all');
    for (const secret of secrets) expect(everything).not.toContain(secret);
    const copies = filesIn(work).filter((name) => name.endsWith('signing-key'));
    expect(copies.map((name) => statSync(join(work, name)).mode & 0o777)).toEqual([0o600]);
  });
});

describe('a pull request on GitHub', () => {
  interface Asked {
    readonly url: string | undefined;
    readonly authorization: string | undefined;
    readonly body: Record<string, string>;
  }

  /** Stands in for the interface of the host. */
  async function github(status: number, answer: unknown): Promise<{ api: string; asked: Asked[] }> {
    const asked: Asked[] = [];
    const server: Server = createServer((request, response) => {
      let text = '';
      request.on('data', (part) => {
        text += part;
      });
      request.on('end', () => {
        const { authorization } = request.headers;
        asked.push({ url: request.url, authorization, body: JSON.parse(text) });
        response.writeHead(status, { 'content-type': 'application/json' });
        response.end(JSON.stringify(answer));
      });
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    onTestFinished(() => {
      server.close();
    });
    return { api: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
  }

  const onGithub = (api: string) => {
    const set = setUp(ESTATE, { FORGE: 'github', FORGE_API: api });
    return { ...set, run: () => set.job('record') };
  };

  test('is opened for the branch', async () => {
    const { api, asked } = await github(201, { html_url: 'https://github.com/o/r/pull/7' });
    const ran = await onGithub(api).run();
    expect(ran, ran.stderr).toMatchObject({ code: 0 });
    expect(ran.stderr).toContain('opened https://github.com/o/r/pull/7');
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatchObject({
      authorization: `Bearer ${TOKEN}`,
      body: { title: 'Record the estate', head: 'cadastre/recording', base: 'main' },
    });
    expect(asked[0]?.url).toMatch(/^\/repos\/[^/]+\/[^/]+\/pulls$/);
  });

  test('that exists is enough', async () => {
    const errors = [{ message: 'A pull request already exists for o:cadastre/recording.' }];
    const { api } = await github(422, { message: 'Validation Failed', errors });
    const ran = await onGithub(api).run();
    expect(ran, ran.stderr).toMatchObject({ code: 0 });
    expect(ran.stderr).toContain('cadastre/recording has a pull request already');
  });

  test('that is refused is an error, although the branch is there', async () => {
    const { api } = await github(403, { message: 'Resource not accessible by integration' });
    const { run, host } = onGithub(api);
    const ran = await run();
    expect(ran).toMatchObject({ code: 2 });
    expect(ran.stderr).toContain('answers 403');
    expect(ran.stderr).not.toContain(TOKEN);
    expect(host.show('branch', '--list', 'cadastre/*')).toContain('cadastre/recording');
  });

  test('without an answer is an error', async () => {
    const ran = await onGithub('http://127.0.0.1:1').run();
    expect(ran).toMatchObject({ code: 2 });
    expect(ran.stderr).toMatch(/^error: http:\/\/127\.0\.0\.1:1 does not answer: /m);
    expectNoTrace(ran);
  });
});

describe('shard', () => {
  test('pods of an Indexed Job draw everything together', async () => {
    const { job, work } = setUp();
    const out = join(work, 'pictures');
    for (const index of ['1', '0']) {
      const run = await job('shard', { SHARDS: '2', JOB_COMPLETION_INDEX: index, OUT: out });
      expect(run, run.stderr).toMatchObject({ code: 0 });
    }
    expect(filesIn(out)).toEqual(
      ['SHA256SUMS', 'a.model.json', 'a.svg', 'b.model.json', 'b.svg', 'manifest.json'].sort(),
    );
    execFileSync('sha256sum', ['--check', '--strict', '--quiet', 'SHA256SUMS'], { cwd: out });
    rmSync(out, { recursive: true });
  });

  test.each([
    [{ SHARDS: '2', JOB_COMPLETION_INDEX: '2' }, 'JOB_COMPLETION_INDEX 2 is not below SHARDS 2'],
    [{ SHARDS: 'x', JOB_COMPLETION_INDEX: '0' }, 'is not below SHARDS NaN'],
    [{ SHARDS: '2' }, 'the environment variable JOB_COMPLETION_INDEX is not set'],
  ])('%j is refused', async (wrong, words) => {
    const { job, work } = setUp();
    const run = await job('shard', { OUT: work, ...wrong });
    expect(run).toMatchObject({ code: 2 });
    expect(run.stderr).toContain(words);
  });
});

test.each([
  ["Username for 'https://example.com': ", 'x-access-token\n'],
  ["Password for 'https://x-access-token@example.com': ", `${TOKEN}\n`],
])('git asks %j', async (question, answer) => {
  const folder = newFolder();
  writeFileSync(join(folder, 'token'), `${TOKEN}\n`);
  const askpass = join(jobsInPlace(), 'jobs/askpass.mjs');
  const { stdout } = await ended(askpass, [question], { GIT_TOKEN_FILE: join(folder, 'token') });
  expect(stdout).toBe(answer);
});
