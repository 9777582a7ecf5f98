/** The steps that build the images, in a plain folder, and what was built: as an unnamed user, on a root that nobody can write to. */

import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DEPLOY, ESTATE, hosted, REPOSITORY_ROOT } from './deploy-estate.ts';
import { unshare, withNeed } from './required.ts';
import { filesIn, put } from './run-cli.ts';

const USER = '10001';
let folder = '';
let image = '';

beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'image-')));
  chmodSync(folder, 0o755);
  image = join(folder, 'cadastre');
  const script = join(DEPLOY, 'images/cadastre/build.sh');
  execFileSync('sh', [script, REPOSITORY_ROOT, image], { stdio: 'pipe' });
}, 600_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('what runs is in the image, and what only builds is not', () => {
  const top = ['LICENSE', 'NOTICE', 'collect', 'dist', 'jobs', 'node_modules', 'queries', 'schema'];
  const files = filesIn(image);
  expect([...new Set(files.map((file) => file.split('/')[0]))].sort()).toEqual(
    [...top, 'package-lock.json', 'package.json'].sort(),
  );
  for (const name of ['esbuild', 'vitest', 'typescript', 'playwright-core'])
    expect(files.filter((file) => file.startsWith(`node_modules/${name}/`))).toEqual([]);
});

test('it is not built over something, and only from a checkout', () => {
  const script = join(DEPLOY, 'images/cadastre/build.sh');
  const built = (...args: string[]) => spawnSync('sh', [script, ...args], { encoding: 'utf8' });
  expect(built(REPOSITORY_ROOT, image)).toMatchObject({
    status: 2,
    stderr: `build.sh: ${image} exists already\n`,
  });
  expect(built(folder, join(folder, 'other'))).toMatchObject({ status: 2 });
  expect(built()).toMatchObject({ status: 2, stderr: 'usage: build.sh SOURCE TARGET\n' });
});

/**
 * Runs a command as user 10001 without any right, where everything but `work` is read-only. The user has no name there, so
 * that nothing may rely on a home.
 */
function locked(work: string, env: NodeJS.ProcessEnv, ...command: string[]) {
  const script = `set -eu
mount --make-rprivate /
for at in $(awk '$2 !~ /^\\/(proc|sys|dev)/ { print $2 }' /proc/mounts); do mount -o remount,bind,ro "$at"; done
mount -t tmpfs -o mode=1777 tmpfs "$1"
shift
exec setpriv --reuid ${USER} --regid ${USER} --clear-groups --no-new-privs --bounding-set=-all --inh-caps=-all -- "$@"`;
  const { status, stdout, stderr } = spawnSync(
    'unshare',
    [unshare() ?? '-m', 'sh', '-c', script, 'sh', work, ...command],
    {
      encoding: 'utf8',
      env: {
        PATH: process.env.PATH,
        HOME: work,
        TMPDIR: work,
        XDG_CACHE_HOME: `${work}/.cache`,
        ...env,
      },
    },
  );
  return { status, stdout, stderr };
}

/** Another user takes root: in a namespace of one's own there is but one. */
const withRoot: typeof withNeed = (need, collect) =>
  unshare() === '-rm' ? ((() => undefined) as never) : withNeed(need, collect);

withRoot('disk', describe)('as user 10001, with a read-only root', () => {
  let work = '';
  beforeAll(() => {
    work = join(folder, 'work');
    mkdirSync(work);
  });

  const cli = (...args: string[]) => [process.execPath, join(image, 'dist/cli.js'), ...args];

  test('nothing can be written but the work folder', () => {
    const { stdout } = locked(
      work,
      {},
      'sh',
      '-c',
      `id -u; touch ${folder}/x ${image}/x /x 2>&1 | grep -c 'Read-only'; touch ${work}/x && echo ok`,
    );
    expect(stdout).toBe(`${USER}\n3\nok\n`);
  });

  test('cadastre draws', () => {
    const estate = join(folder, 'estate');
    put(estate, ESTATE);
    const script = `cp -r ${estate}/. ${work} && cd ${work} && exec "$@"`;
    const ran = locked(
      work,
      {},
      'sh',
      '-c',
      script,
      'sh',
      ...cli('render', '-f', 'svg,png', '-o', `${work}/out`),
    );
    expect(ran, ran.stderr).toMatchObject({ status: 0 });
    expect(ran.stderr).toContain('2 diagrams drawn, 6 files changed');
  });

  test('the shard of a job is drawn from a repository', () => {
    const { url } = hosted(ESTATE);
    // git serves a repository to its owner alone.
    execFileSync('chown', ['-R', USER, dirname(url.replace('file://', ''))]);
    const env = {
      REPOSITORY: url,
      SHARDS: '2',
      JOB_COMPLETION_INDEX: '1',
      OUT: `${work}/pictures`,
    };
    const ran = locked(
      work,
      env,
      'sh',
      '-c',
      `"$@" && ls ${work}/pictures`,
      'sh',
      process.execPath,
      join(image, 'jobs/shard.mjs'),
    );
    expect(ran, ran.stderr).toMatchObject({ status: 0 });
    expect(ran.stdout).toBe('b.model.json\nb.svg\nmanifest.2-of-2.json\n');
  });

  withNeed('python3', test)(
    'the entrypoint of Cartography writes its profiles, and becomes Cartography',
    () => {
      const bin = join(folder, 'bin');
      mkdirSync(bin);
      cpSync(join(DEPLOY, 'images/cartography/entrypoint.py'), join(bin, 'entrypoint.py'));
      writeFileSync(
        join(bin, 'cartography'),
        '#!/bin/sh\nid -u\ngrep -c external_id "$AWS_CONFIG_FILE"\n',
      );
      chmodSync(join(bin, 'cartography'), 0o755);
      for (const [name, text] of [
        ['accounts', '100000000001 a\n'],
        ['id', 'an-external-id'],
        ['password', 'p'],
      ] as const)
        writeFileSync(join(bin, name), text);
      const ran = locked(
        work,
        {
          PATH: `${bin}:/usr/local/bin:/usr/bin:/bin`,
          ACCOUNTS_FILE: join(bin, 'accounts'),
          EXTERNAL_ID_FILE: join(bin, 'id'),
          CREDENTIAL_SOURCE: 'container',
          NEO4J_URI: 'bolt://neo4j:7687',
          NEO4J_PASSWORD_FILE: join(bin, 'password'),
          PYTHONDONTWRITEBYTECODE: '1',
        },
        'python3',
        join(bin, 'entrypoint.py'),
      );
      expect(ran, ran.stderr).toMatchObject({ status: 0, stdout: `${USER}\n1\n` });
    },
  );
});
