/** The CI kit: workflows and action are valid, and their shell does what it says. */

import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { validateAction, validateWorkflow } from '@action-validator/core';
import { describe, expect, onTestFinished, test } from 'vitest';
import { parse } from 'yaml';
import { checkWorkflow, publishWorkflow } from '../src/app/init/workflows.ts';
import { type EvidenceEstate, evidenceEstate, mail } from './evidence-estate.ts';
import { CLI, filesIn } from './run-cli.ts';

interface Step {
  readonly name?: string;
  readonly uses?: string;
  readonly if?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
}
interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, { readonly if?: string; readonly steps: Step[] }>>;
}

const root = fileURLToPath(new URL('..', import.meta.url));
const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const DIAGRAM = (name: string): string => `import { account, diagram } from 'cadastre';
export default diagram('Accounts', { content: [account('${name}')] });
`;
const YAML = 'title: Sites\ncontent: [{ kind: account, name: One }]\n';

describe('workflows', () => {
  test('are those that `cadastre init` writes', () => {
    expect(read('docs/ci/pull-request.yaml')).toBe(checkWorkflow(''));
    expect(read('docs/ci/merge.yaml')).toBe(publishWorkflow(''));
  });

  test.each(['', 'networks/', `it's "a" team/net works/`])('are valid in %j', (prefix) => {
    for (const text of [checkWorkflow(prefix), publishWorkflow(prefix)]) {
      expect(validateWorkflow(text).errors).toEqual([]);
      const { defaults } = parse(text);
      expect(defaults?.run?.['working-directory']).toBe(
        prefix === '' ? undefined : prefix.slice(0, -1),
      );
    }
    expect(validateWorkflow('on: push\njobs: { a: { steps: [] } }').errors).not.toEqual([]);
  });

  test('the drift job is valid, has no secret and may write nothing', () => {
    const text = read('docs/ci/drift.yaml');
    expect(validateWorkflow(text).errors).toEqual([]);
    expect(text).not.toMatch(/secrets\./);
    const { on, permissions } = parse(text) as Workflow;
    expect(Object.keys(on)).toEqual(['schedule', 'workflow_dispatch']);
    expect(permissions).toEqual({ contents: 'read' });
  });

  test.each([0, 1, 2])('the drift job ends as the comparison does: %i', (status) => {
    const folder = mkdtempSync(join(tmpdir(), 'drift-job-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    writeFileSync(join(folder, 'npx'), `#!/bin/sh\necho "found: $*"\nexit ${status}\n`);
    chmodSync(join(folder, 'npx'), 0o755);
    const { jobs } = parse(read('docs/ci/drift.yaml')) as Workflow;
    const run = jobs.drift?.steps.find(({ name }) => name === 'Compare')?.run ?? '';
    const summary = join(folder, 'summary');
    const env = {
      ...process.env,
      PATH: `${folder}:${process.env.PATH}`,
      GITHUB_STEP_SUMMARY: summary,
    };
    // As the runner starts it.
    const ended = spawnSync('bash', ['-e', '-c', run], { cwd: folder, env, encoding: 'utf8' });
    expect(ended.status).toBe(status);
    expect(readFileSync(summary, 'utf8')).toContain('drift --format markdown');
    expect(ended.stdout).toContain('drift --format github');
  });

  test('the pull request has no secret and may write nothing', () => {
    const text = checkWorkflow('');
    const { on, permissions } = parse(text) as Workflow;
    expect(text).not.toMatch(/secrets\./);
    // The result of the merge is judged, also where a queue makes it.
    expect(Object.keys(on)).toEqual(['pull_request', 'merge_group']);
    expect(permissions).toEqual({ contents: 'read' });
  });

  test('of a fork nothing is installed or run but what is in the base', () => {
    const { fork } = (parse(checkWorkflow('')) as Workflow).jobs;
    expect(fork?.if).toContain('!= github.repository');
    expect(fork?.steps[0]?.with?.ref).toMatch(
      /^\$\{\{ github\.event\.pull_request\.base\.sha \}\}$/,
    );
  });

  test('no text from outside is pasted into a script', () => {
    for (const text of [checkWorkflow('a/'), publishWorkflow('a/'), read('action.yml')]) {
      const { jobs, runs } = parse(text);
      const steps: Step[] =
        runs?.steps ??
        Object.values(jobs).flatMap((job) => (job as Workflow['jobs'][string]).steps);
      const scripts = steps.flatMap(({ run }) => (run === undefined ? [] : [run]));
      expect(scripts.length).toBeGreaterThan(1);
      expect(scripts.filter((run) => run.includes('${{'))).toEqual([]);
    }
  });
});

test('the action is valid, and publishes with the same script', () => {
  const text = read('action.yml');
  expect(validateAction(text).errors).toEqual([]);
  expect(validateAction('name: a\nruns: { using: composite }').errors).not.toEqual([]);
  const steps: Step[] = parse(text).runs.steps;
  const script = stepOf(publishWorkflow(''), 'publish', 'Publish').run;
  expect(steps.find(({ name }) => name === 'Publish')?.run).toBe(script);
});

function stepOf(workflow: string, job: string, name: string): Step {
  const found = (parse(workflow) as Workflow).jobs[job]?.steps.find((step) => step.name === name);
  if (!found) throw new Error(`${job} has no step ${name}`);
  return found;
}

interface Story {
  readonly estate: EvidenceEstate;
  readonly origin: string;
  readonly temp: string;
  /** Runs a step as a runner does. */
  readonly run: (
    step: Step,
    env: Readonly<Record<string, string>>,
  ) => { code: number | null; said: string };
}

/** What `npx --no-install` comes to where the command is installed, without the second that npm takes to find that out. */
const NPX = '#!/bin/sh\nname=$2\nshift 2\nexec "node_modules/.bin/$name" "$@"\n';

/** An estate whose pushed branch is main of a bare repository, with the command in `node_modules`. */
function story(): Story {
  const estate = evidenceEstate({
    'diagrams/accounts.ts': DIAGRAM('One'),
    'package.json': '{ "private": true, "type": "module" }\n',
    '.gitignore': 'node_modules/\n',
  });
  onTestFinished(() => estate.remove());
  const [origin, temp] = [estate.path('origin.git'), estate.path('temp/x')].map((path) =>
    path.replace(/\/x$/, ''),
  ) as [string, string];
  mkdirSync(temp, { recursive: true });
  estate.as('eng');
  estate.commit('Diagrams');
  estate.git('init', '-q', '--bare', '-b', 'main', origin);
  estate.git('remote', 'add', 'origin', origin);
  estate.git('push', '-q', '-u', 'origin', 'main');
  const bin = join(estate.root, 'node_modules/.bin/cadastre');
  mkdirSync(dirname(bin), { recursive: true });
  writeFileSync(bin, `#!/bin/sh\nexec "${process.execPath}" "${CLI}" "$@"\n`);
  chmodSync(bin, 0o755);
  const npx = join(temp, 'npx');
  writeFileSync(npx, NPX);
  chmodSync(npx, 0o755);
  const script = join(temp, 'step.sh');
  return {
    estate,
    origin,
    temp,
    run({ run = '' }, env) {
      writeFileSync(script, run);
      const { status, stdout, stderr } = spawnSync('bash', ['-e', script], {
        cwd: estate.root,
        encoding: 'utf8',
        env: {
          ...process.env,
          PATH: `${temp}:${process.env.PATH}`,
          HOME: dirname(temp),
          XDG_CACHE_HOME: join(temp, 'cache'),
          RUNNER_TEMP: temp,
          GITHUB_STEP_SUMMARY: join(temp, 'summary'),
          ...env,
        },
      });
      return { code: status, said: stdout + stderr };
    },
  };
}

describe('the step that publishes', () => {
  const step = stepOf(publishWorkflow(''), 'publish', 'Publish');
  const env = ({ estate }: Story): Record<string, string> => ({
    BRANCH: 'main',
    CADASTRE_SIGNING_KEY: readFileSync(estate.key('ci'), 'utf8').trimEnd(),
    CADASTRE_SIGNER: mail('ci'),
  });
  const pushed = ({ estate, origin }: Story): string =>
    estate.git('-C', origin, 'rev-parse', 'main');

  test('pushes a signed commit, then none, and leaves no key', async () => {
    const at = story();
    const first = at.estate.head();
    // Once with the npx of npm.
    const { code, said } = at.run(step, { ...env(at), PATH: process.env.PATH ?? '' });
    expect(said).toContain('published 1 diagram');
    expect(code).toBe(0);
    const tip = pushed(at);
    expect(at.estate.git('-C', at.origin, 'rev-parse', 'main^')).toBe(first);
    expect((await at.estate.cadastre(['verify', 'origin/main', '--root', first])).code).toBe(0);
    expect(existsSync(join(at.temp, 'cadastre-key'))).toBe(false);
    expect(at.run(step, env(at))).toMatchObject({ code: 0 });
    expect(pushed(at)).toBe(tip);
  }, 60_000);

  test('publishes again from where main is, when that moved on', async () => {
    const at = story();
    const first = at.estate.head();
    // Somebody pushes between the drawing and the push, once.
    const other = at.estate.path('other');
    at.estate.git('clone', '-q', at.origin, other);
    writeFileSync(join(other, 'diagrams/accounts.ts'), DIAGRAM('Two'));
    const as = [
      '-c',
      'gpg.format=ssh',
      '-c',
      `user.signingkey=${at.estate.key('eng')}`,
      '-c',
      'user.name=eng',
      '-c',
      `user.email=${mail('eng')}`,
    ];
    const hook = join(at.estate.root, '.git/hooks/pre-push');
    mkdirSync(dirname(hook), { recursive: true });
    writeFileSync(
      hook,
      `#!/bin/sh\nrm "$0"\ncd '${other}' && env -u GIT_DIR git ${as.map((arg) => `'${arg}'`).join(' ')} commit -q -S -am Two && env -u GIT_DIR git push -q origin main\n`,
    );
    chmodSync(hook, 0o755);
    // `npm ci` of the second round has no lock to go by here.
    writeFileSync(join(at.temp, 'npm'), '#!/bin/sh\necho "$@" >> "$RUNNER_TEMP/npm-ran"\n');
    chmodSync(join(at.temp, 'npm'), 0o755);
    const { code, said } = at.run(step, env(at));
    expect(said).toContain('main moved in the meantime');
    expect(code).toBe(0);
    expect(readFileSync(join(at.temp, 'npm-ran'), 'utf8')).toBe('ci\n');
    const subjects = at.estate.git('-C', at.origin, 'log', '--format=%s', 'main').split('\n');
    expect(subjects).toEqual(['Publish diagrams', 'Two', 'Diagrams']);
    expect(at.estate.git('-C', at.origin, 'show', 'main:out/accounts.svg')).toContain('Two');
    expect((await at.estate.cadastre(['verify', 'origin/main', '--root', first])).code).toBe(0);
  }, 60_000);

  test('says when the branch is protected from it, and when it has no key', () => {
    const at = story();
    const hook = join(at.origin, 'hooks/pre-receive');
    mkdirSync(dirname(hook), { recursive: true });
    writeFileSync(hook, '#!/bin/sh\necho protected >&2; exit 1\n');
    chmodSync(hook, 0o755);
    const before = pushed(at);
    const { code, said } = at.run(step, env(at));
    expect(said).toContain('::error::main has not moved');
    expect(code).toBe(1);
    expect(pushed(at)).toBe(before);
    const without = at.run(step, { ...env(at), CADASTRE_SIGNING_KEY: '' });
    expect(without).toMatchObject({
      code: 1,
      said: expect.stringContaining('::error::The secret'),
    });
    const publicHalf = readFileSync(`${at.estate.key('ci')}.pub`, 'utf8');
    for (const wrong of [publicHalf, 'no key at all'])
      expect(at.run(step, { ...env(at), CADASTRE_SIGNING_KEY: wrong })).toMatchObject({
        code: 1,
        said: expect.stringContaining('is not a private SSH key without a passphrase'),
      });
  }, 60_000);

  test('publishes nothing with a key that nobody trusts', () => {
    const at = story();
    const before = pushed(at);
    const { code, said } = at.run(step, {
      ...env(at),
      CADASTRE_SIGNING_KEY: readFileSync(at.estate.key('eve'), 'utf8'),
    });
    expect(said).toContain('key-not-trusted');
    expect(code).toBe(2);
    expect(pushed(at)).toBe(before);
  }, 60_000);
});

describe('the steps of a pull request', () => {
  const step = (name: string, job = 'check'): Step => stepOf(checkWorkflow(''), job, name);

  test('judge the result of the merge: two changes that were approved apart are a draft together', async () => {
    const at = story();
    const { estate } = at;
    const team = (
      first: string,
      last: string,
    ): string => `import { account, diagram } from 'cadastre';
export default diagram('Accounts', {
  content: [
    account('${first}'),


    account('${last}'),
  ],
});
`;
    const change = async (branch: string, text: string): Promise<void> => {
      estate.git('checkout', '-q', '-B', branch);
      estate.as('eng');
      estate.commit(branch, { 'diagrams/accounts.ts': text });
      estate.as('app');
      expect((await estate.cadastre(['approve', 'diagrams/accounts.ts', '--yes'])).code).toBe(0);
      estate.commit('Approve');
    };
    const merge = (into: string, branch: string): void => {
      estate.git('checkout', '-q', into);
      estate.as('eng');
      estate.git('merge', '-q', '--no-ff', '-S', '-m', `Merge ${branch}`, branch);
    };
    const judge = (head: string) =>
      at.run(step('What the merge would publish', 'approvals'), {
        BASE: estate.git('rev-parse', 'main'),
        HEAD: estate.git('rev-parse', head),
      });
    const env = {
      BRANCH: 'main',
      CADASTRE_SIGNING_KEY: readFileSync(estate.key('ci'), 'utf8'),
      CADASTRE_SIGNER: mail('ci'),
    };
    const publishing = stepOf(publishWorkflow(''), 'publish', 'Publish');

    await change('main', team('One', 'Nine'));
    estate.git('push', '-q', 'origin', 'main');
    expect(at.run(publishing, env)).toMatchObject({ code: 0 });
    await change('left', team('Two', 'Nine'));
    estate.git('checkout', '-q', 'main');
    await change('right', team('One', 'Ten'));
    // Each is green alone.
    for (const branch of ['left', 'right']) expect(judge(branch)).toMatchObject({ code: 0 });
    merge('main', 'left');
    estate.git('push', '-q', 'origin', 'main');
    expect(at.run(publishing, env)).toMatchObject({ code: 0 });
    // The other one is no longer: neither as it is, nor with main merged into it.
    expect(judge('right')).toMatchObject({
      code: 1,
      said: expect.stringContaining('::error::The branch lacks commits of its base'),
    });
    merge('right', 'main');
    expect(judge('right')).toMatchObject({ code: 1, said: expect.stringContaining('DRAFT') });
    // Merged all the same, it is published, and the job says that main is a draft now.
    merge('main', 'right');
    estate.git('push', '-q', 'origin', 'main');
    const { code, said } = at.run(publishing, env);
    expect([code, said]).toEqual([1, expect.stringContaining('warning approval-lapsed')]);
    expect(estate.git('-C', at.origin, 'show', 'main:out/accounts.svg')).toContain('DRAFT');
  }, 240_000);

  test('show pictures before and after', () => {
    const { estate, temp, run } = story();
    const BASE = estate.commit('Another', {
      'diagrams/same.ts': DIAGRAM('Same'),
      'diagrams/gone.ts': DIAGRAM('Gone'),
    });
    estate.git('rm', '-q', 'diagrams/gone.ts');
    estate.commit('Change', {
      'diagrams/accounts.ts': DIAGRAM('Two'),
      'diagrams/same.more.ts': DIAGRAM('More'),
    });
    expect(run(step('Pictures before and after'), { BASE })).toMatchObject({ code: 0 });
    expect(filesIn(join(temp, 'pictures'))).toEqual(
      ['after/accounts', 'after/same.more', 'before/accounts', 'before/gone'].flatMap((name) => [
        `${name}.jpg`,
        `${name}.svg`,
      ]),
    );
    const rows = readFileSync(join(temp, 'summary'), 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('| `'));
    expect(rows).toEqual([
      '| `accounts` | changed |',
      '| `gone` | gone |',
      '| `same.more` | new |',
    ]);
  }, 60_000);

  test('say what changed, with one picture of both versions', () => {
    const { estate, temp, run } = story();
    const BASE = estate.commit('Another', { 'diagrams/same.ts': DIAGRAM('Same') });
    estate.commit('Change', { 'diagrams/accounts.ts': DIAGRAM('Two') });
    expect(run(step('What changed'), { BASE })).toMatchObject({ code: 0 });
    expect(filesIn(join(temp, 'pictures'))).toEqual([
      'changes/accounts.diff.jpg',
      'changes/accounts.diff.svg',
    ]);
    const summary = readFileSync(join(temp, 'summary'), 'utf8');
    expect(summary).toContain('## 1 diagram changed');
    expect(summary).toContain('- **+** added account "Two"');
    // One that does not compile is named, and does not fail the step: `check` says what is wrong.
    estate.commit('Broken', { 'diagrams/same.ts': 'export default 1;\n' });
    const broken = run(step('What changed'), { BASE });
    expect([broken.code, broken.said]).toEqual([0, expect.stringContaining('::notice::')]);
    expect(readFileSync(join(temp, 'summary'), 'utf8')).toContain('**Not compared**');
  }, 60_000);

  test('refuse a commit that nobody signed', () => {
    const { estate, run } = story();
    const BASE = estate.head();
    const signed = estate.commit('Signed', { 'diagrams/accounts.ts': DIAGRAM('Two') });
    expect(run(step('Signatures'), { BASE, HEAD: signed })).toMatchObject({ code: 0 });
    estate.git('-c', 'commit.gpgsign=false', 'commit', '-q', '--allow-empty', '-m', 'Unsigned');
    const unsigned = run(step('Signatures'), { BASE, HEAD: estate.head() });
    expect(unsigned.said).toContain('it is not signed');
    expect(unsigned.code).toBe(1);
  }, 60_000);

  test('take of a fork only what is YAML', () => {
    const { estate, origin, temp, run } = story();
    const BASE = estate.head();
    estate.git('checkout', '-q', '-b', 'fork');
    const evil = `import { writeFileSync } from 'node:fs';\nwriteFileSync('${temp}/ran', '');\n`;
    estate.commit('Of a fork', {
      'diagrams/sites.yaml': YAML,
      'diagrams/accounts.ts': evil + DIAGRAM('Two'),
      'cadastre.config.ts': `${evil}export default {};\n`,
    });
    estate.git('push', '-q', origin, 'fork:refs/pull/7/head');
    estate.git('checkout', '-q', 'main');
    const { code, said } = run(step('Check the YAML diagrams', 'fork'), { BASE, NUMBER: '7' });
    expect(said).toContain('nothing found');
    expect(code).toBe(0);
    expect(existsSync(join(temp, 'ran'))).toBe(false);
    expect(filesIn(join(temp, 'pictures')).filter((name) => name.endsWith('.svg'))).toEqual([
      'sites.svg',
    ]);
    expect(
      execFileSync('git', ['-C', estate.root, 'status', '--porcelain'], { encoding: 'utf8' }),
    ).toBe('A  diagrams/sites.yaml\n');
  }, 60_000);
});
