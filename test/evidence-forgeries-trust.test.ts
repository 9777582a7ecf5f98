/** Who may change what, and trust files that say more than they seem to. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readRevoked, readSigners } from '../src/evidence/trust/allowed-signers.ts';
import { type EvidenceEstate, mail, type Person, POLICY } from './evidence-estate.ts';
import {
  approve,
  copyOf,
  expectRefused,
  expectVerified,
  forgePublication,
  judged,
  publish,
  publishedEstate,
  TWO,
} from './evidence-forge.ts';
import type { Files } from './run-cli.ts';

let base: EvidenceEstate;
beforeAll(async () => {
  base = await publishedEstate();
});
afterAll(() => base.remove());

function committed(by: Person, files: Files): EvidenceEstate {
  const e = copyOf(base);
  e.as(by);
  e.commit('Change', files);
  return e;
}

const signers = (e: EvidenceEstate): string =>
  readFileSync(join(e.root, '.cadastre/allowed_signers'), 'utf8');

test("CI's key changes a diagram", async () => {
  await expectRefused(committed('ci', { 'diagrams/a.ts': TWO }), 'role', /without the role author/);
});

test('an approver who is no author changes a diagram', async () => {
  const e = committed('app', { 'diagrams/a.ts': TWO });
  await expectRefused(e, 'role', /app@example.com changes diagrams.* without the role author/);
});

test('an author changes the policy, the signers or the list of revoked keys', async () => {
  for (const name of ['policy.yaml', 'allowed_signers', 'revoked_keys']) {
    const e = committed('eng', { [`.cadastre/${name}`]: `# ${name}\n` });
    await expectRefused(e, 'role', /without the role approver/);
  }
});

test("CI's key admits another", async () => {
  const e = committed('ci', { '.cadastre/policy.yaml': `${POLICY}clockTolerance: 9\n` });
  await expectRefused(e, 'role', /without the role approver/);
});

test('a change of trust comes alone, so that nothing profits from it in the same commit', async () => {
  const both = POLICY.replace(
    `author: [${mail('eng')}]`,
    `author: [${mail('eng')}, ${mail('app')}]`,
  );
  const e = committed('app', { '.cadastre/policy.yaml': both });
  await expectVerified(e);
  e.commit('Weaker', {
    '.cadastre/policy.yaml': both.replace('approvals: 1', 'approvals: 0'),
    'diagrams/a.ts': TWO,
  });
  await expectRefused(e, 'trust', /a commit of its own, but this one also changes diagrams/);
});

test('a change of trust by an approver is taken, and told of', async () => {
  const e = committed('app', { '.cadastre/policy.yaml': `${POLICY}clockTolerance: 9\n` });
  const { said } = await judged(e);
  expect(said.filter(({ check }) => check === 'trust')).toMatchObject([
    { verdict: 'pass', reason: 'policy.yaml changed by app@example.com' },
  ]);
});

test('until there is an approver, an author changes trust', async () => {
  const e = copyOf(base);
  e.as('app');
  e.commit('None', { '.cadastre/policy.yaml': POLICY.replace(`[${mail('app')}]`, '[]') });
  e.as('eng');
  e.commit('One', { '.cadastre/policy.yaml': POLICY });
  await expectVerified(e);
});

test('until an approver has a key, an author changes trust: a mistyped name shuts nobody out', async () => {
  const e = copyOf(base);
  e.as('app');
  const mistyped = POLICY.replace(`approver: [${mail('app')}]`, 'approver: [ap@example.com]');
  expect(mistyped).not.toBe(POLICY);
  e.commit('Mistyped', { '.cadastre/policy.yaml': mistyped });
  expect((await judged(e)).said).toContainEqual(
    expect.objectContaining({
      check: 'trust',
      verdict: 'unknown',
      reason: 'the policy names "ap@example.com", but no key has that name',
    }),
  );
  e.as('eng');
  e.commit('Mended', { '.cadastre/policy.yaml': POLICY });
  await expectVerified(e);
  e.commit('Once more', { '.cadastre/policy.yaml': mistyped });
  await expectRefused(e, 'role', /eng@example.com changes policy.yaml without the role approver/);
});

test('a key without any role changes nothing', async () => {
  const e = copyOf(base);
  e.as('app');
  e.commit('Eve', { '.cadastre/allowed_signers': `${signers(e)}${e.signer('eve')}\n` });
  await expectVerified(e);
  e.as('eve');
  e.commit('Nothing');
  await expectRefused(e, 'role', /has no role in the policy/);
});

test('a publication by a key that is not that of CI', async () => {
  const e = copyOf(base);
  forgePublication(e, () => {}, { by: 'eng' });
  await expectRefused(e, 'published-by-ci', /eng@example.com does not have the role ci/);
});

test.each<[string, Files, RegExp]>([
  ['a policy that cannot be read', { 'policy.yaml': 'roles: {{' }, /policy.yaml cannot be read/],
  ['a policy with a key that is not known', { 'policy.yaml': `${POLICY}x: 1\n` }, /policy.yaml/],
  ['a pattern', { allowed_signers: `*@x.com ssh-ed25519 AAAA\n` }, /line 1 .* pattern/],
  [
    'a certificate authority',
    { allowed_signers: `a@x cert-authority ssh-ed25519 AAAA\n` },
    /authority/,
  ],
  ['a list of revoked keys that is none', { revoked_keys: 'SHA256:abc\n' }, /revoked_keys is no/],
])(
  '%s: refused at the tip; mended, what was in force before it stayed so',
  async (_, files, why) => {
    const e = copyOf(base);
    const old = signers(e);
    e.as('app');
    e.commit(
      'Broken',
      Object.fromEntries(Object.entries(files).map(([n, t]) => [`.cadastre/${n}`, t])),
    );
    await expectRefused(e, 'trust', why);
    const ended = await e.cadastre(['publish']);
    expect(ended.stderr).toMatch(/error unverified: trust/);
    e.commit('Mended', {
      '.cadastre/allowed_signers': old,
      '.cadastre/policy.yaml': POLICY,
      '.cadastre/revoked_keys': '',
    });
    await expectVerified(e);
    const { said } = await judged(e);
    expect(said).toContainEqual(
      expect.objectContaining({
        check: 'trust',
        verdict: 'unknown',
        reason: expect.stringMatching(why),
      }),
    );
  },
);

test('trust files that are taken away, or are a symlink', async () => {
  const e = copyOf(base);
  e.as('app');
  e.git('rm', '-q', '-r', '.cadastre/allowed_signers', '.cadastre/policy.yaml');
  e.commit('Gone');
  await expectRefused(e, 'trust', /trust files are missing/);
});

test('keys change hands: a new one is named, the old one expires, and what they signed stays good', async () => {
  const e = copyOf(base);
  const old = e.signer('app');
  const { execFileSync } = await import('node:child_process');
  execFileSync('ssh-keygen', [
    '-q',
    '-t',
    'ed25519',
    '-N',
    '',
    '-C',
    '',
    '-f',
    e.path('keys/app2'),
  ]);
  const next = readFileSync(e.path('keys/app2.pub'), 'utf8').trim();
  const day = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10).replaceAll('-', '');
  e.as('app');
  e.commit('Rotate', {
    '.cadastre/allowed_signers': signers(e).replace(
      old,
      `${old.replace(' ssh-', ` valid-before="${day}" ssh-`)}\n${mail('app')} ${next}`,
    ),
  });
  e.as('eng');
  e.commit('Two', { 'diagrams/a.ts': TWO });
  e.as('app');
  e.git('config', 'user.signingkey', e.path('keys/app2'));
  expect(await e.cadastre(['approve', 'diagrams/a.ts', '--yes'])).toMatchObject({ code: 0 });
  e.commit('Approve with the new key');
  await publish(e);
  await expectVerified(e, []);
});

test('an approver who leaves leaves their approvals behind; a key that is revoked does not', async () => {
  const e = copyOf(base);
  const key = e.signer('app').split(' ').slice(1).join(' ');
  e.as('app');
  e.commit('Leave', {
    '.cadastre/policy.yaml': POLICY.replace(`[${mail('app')}]`, `[${mail('eng')}]`),
  });
  await expectVerified(e);
  e.as('ci');
  expect((await e.cadastre(['publish'])).stdout).toMatch(/nothing has changed/);
  e.as('eng');
  e.commit('Revoke', { '.cadastre/revoked_keys': `${key}\n` });
  e.as('ci');
  const ended = await e.cadastre(['publish']);
  expect(ended.stderr).toMatch(/warning approval-refused: .*revoked/);
  expect(ended.stderr).toMatch(/warning not-approved/);
  await expectVerified(e);
});

test('names of signers are plain, keys are plain', () => {
  const key = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIPx1';
  expect(readSigners(`# c\n\na@x,b@x namespaces="git,file" ${key} comment here\n`)).toMatchObject([
    { principals: ['a@x', 'b@x'] },
  ]);
  expect(readSigners(`"a@x" valid-after="20200101",valid-before=20300101Z ${key}`)).toHaveLength(1);
  for (const line of [
    `*@x ${key}`,
    `a@x,!b@x ${key}`,
    `a?@x ${key}`,
    `a@x cert-authority ${key}`,
    `a@x namespaces="git",cert-authority ${key}`,
    `a@x CERT-AUTHORITY ${key}`,
    `a@x unknown="x" ${key}`,
    `a@x ssh-ed25519-cert-v01@openssh.com AAAA`,
    `a@x`,
    key,
    `a@x namespaces="*" ${key}`,
  ])
    expect(readSigners(line), line).toEqual(expect.any(String));
  expect(readRevoked(`${key}\n# x\n`)).toHaveLength(1);
  expect(readRevoked('SSHKRL\n\0\0')).toEqual(expect.any(String));
});

test('approving and publishing again after a change of policy', async () => {
  const e = copyOf(base);
  e.as('app');
  e.commit('Two approvals', {
    '.cadastre/policy.yaml': POLICY.replace('approvals: 1', 'approvals: 2'),
  });
  e.as('ci');
  expect((await e.cadastre(['publish'])).stderr).toMatch(/lacks 1 approval /);
  await expectVerified(e);
  await approve(copyOf(base));
});
