/** Signing takes key, name and program from wherever git does, and none of them from programs that the repository names. */

import { chmodSync, existsSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type EvidenceEstate, mail } from './evidence-estate.ts';
import { approve, copyOf, expectVerified, publishedEstate, TWO } from './evidence-forge.ts';
import { where } from './evidence-refusal.ts';

let base: EvidenceEstate;
beforeAll(async () => {
  base = await publishedEstate();
  base.as('eng');
  base.commit('Two', { 'diagrams/a.ts': TWO });
  await approve(base);
}, 120_000);
afterAll(() => base.remove());

/** A checkout whose own config names nobody, on a branch with something to publish. */
function start(): EvidenceEstate {
  const e = copyOf(base);
  for (const name of ['user.name', 'user.email', 'user.signingkey'])
    e.git('config', '--unset', name);
  return e;
}

/** A program that leaves a mark, and then does what ssh-keygen does. */
function marking(e: EvidenceEstate, name: string): { program: string; mark: string } {
  const [program, mark] = [e.path(name), e.path(`${name}-ran`)];
  writeFileSync(program, `#!/bin/sh\n: >'${mark}'\nexec ${where('ssh-keygen')} "$@"\n`);
  chmodSync(program, 0o755);
  return { program, mark };
}

async function published(e: EvidenceEstate): Promise<void> {
  const ended = await e.cadastre(['publish']);
  expect(ended, ended.stderr).toMatchObject({ code: 0 });
  expect(e.git('log', '-1', '--format=%ce')).toBe(mail('ci'));
  await expectVerified(e);
}

test('from the environment', async () => {
  const e = start();
  const settings = { 'user.name': 'ci', 'user.email': mail('ci'), 'user.signingkey': e.key('ci') };
  for (const [i, [name, value]] of Object.entries(settings).entries())
    Object.assign(e.env, { [`GIT_CONFIG_KEY_${i}`]: name, [`GIT_CONFIG_VALUE_${i}`]: value });
  e.env.GIT_CONFIG_COUNT = '3';
  await published(e);
}, 120_000);

test('from a file that the user includes for this folder, with a program of theirs', async () => {
  const e = start();
  const { program, mark } = marking(e, 'own');
  const config = e.path('work.gitconfig');
  writeFileSync(
    config,
    `[user]\n name = ci\n email = ${mail('ci')}\n signingkey = ${e.key('ci')}\n[gpg "ssh"]\n program = ${program}\n`,
  );
  writeFileSync(e.path('.gitconfig'), `[includeIf "gitdir:${e.root}/"]\n path = ${config}\n`);
  // HOME of the tests is the folder around the estate.
  await published(e);
  expect(existsSync(mark)).toBe(true);
}, 120_000);

test('a program that the repository names does not run', async () => {
  const e = start();
  const { program, mark } = marking(e, 'theirs');
  e.as('ci');
  e.git('config', 'gpg.ssh.program', program);
  e.git('config', 'gpg.ssh.defaultKeyCommand', program);
  await published(e);
  expect(existsSync(mark)).toBe(false);
}, 120_000);
