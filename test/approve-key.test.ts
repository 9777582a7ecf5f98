/** Keys that an approver cannot sign with, what an approval says beside the model, and what it leaves behind. */

import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type EvidenceEstate, evidenceEstate, mail } from './evidence-estate.ts';
import {
  copyOf,
  expectRefused,
  expectVerified,
  forgePublication,
  manifestOf,
  ONE,
  publish,
} from './evidence-forge.ts';
import { expectNoTrace } from './run-cli.ts';

let base: EvidenceEstate;
beforeAll(() => {
  base = evidenceEstate({ 'cadastre.config.yaml': 'formats: [svg]\n', 'diagrams/a.ts': ONE });
  base.as('eng');
  base.commit('First');
  base.as('app');
});
afterAll(() => base.remove());

const approveA = (e: EvidenceEstate, ...more: string[]) =>
  e.cadastre(['approve', 'diagrams/a.ts', '--yes', ...more]);

test('the id of an OpenPGP key is said to be one', async () => {
  const e = copyOf(base);
  e.git('config', 'gpg.format', 'openpgp');
  e.git('config', 'user.signingkey', 'ABCDEF0123456789');
  const ended = await approveA(e);
  expect(ended.code).toBe(2);
  expect(ended.stderr).toMatch(/error no-key: .*"ABCDEF0123456789" names an OpenPGP key/);
  expect(ended.stderr).toContain('git config gpg.format ssh');
  expectNoTrace(ended);
});

test('a key that others may read is said to be so', async () => {
  const e = copyOf(base);
  e.git('config', 'user.signingkey', e.key('app'));
  chmodSync(e.key('app'), 0o644);
  const ended = await approveA(e);
  expect(ended.code).toBe(2);
  expect(ended.stderr).toContain('error not-signed: others can read the key file');
  expect(ended.stderr).toContain(`chmod 600 ${e.key('app')}`);
  expectNoTrace(ended);
});

test('name, ticket and remark are signed and published; nothing is left in the temporary folder', async () => {
  const e = copyOf(base);
  e.git('config', 'user.signingkey', e.key('app'));
  e.env.TMPDIR = mkdtempSync(e.path('temp-'));
  const ended = await approveA(e, '--ticket', 'CHG-7', '--remark', 'reviewed, no change');
  expect(ended.code, ended.stderr).toBe(0);
  expect(readdirSync(e.env.TMPDIR)).toEqual([]);
  rmSync(e.env.TMPDIR, { recursive: true });
  delete e.env.TMPDIR;
  // The picture is where render would draw it, and git does not see it.
  expect(readFileSync(join(e.root, 'preview/a.svg'), 'utf8')).toContain('DRAFT');
  expect(e.git('status', '--porcelain', '--untracked-files=all')).not.toContain('preview');
  e.commit('Approve');
  await publish(e);
  expect(manifestOf(e).diagrams.a?.approvals).toMatchObject([
    { by: mail('app'), name: 'app', ticket: 'CHG-7', remark: 'reviewed, no change' },
  ]);
  await expectVerified(e);
  forgePublication(e, ({ diagrams: { a } }) => {
    (a as { approvals: unknown }).approvals = a?.approvals.map((one) => ({
      ...one,
      ticket: 'CHG-8',
    }));
  });
  await expectRefused(e, 'approvals', /does not quote the approval by app@example.com/);
});

test.each(['two\nlines', 'a "quotation"', 'back\\slash', 'x'.repeat(501)])(
  'a remark that not every reader reads alike is refused: %j',
  async (remark) => {
    const e = copyOf(base);
    e.git('config', 'user.signingkey', e.key('app'));
    const ended = await approveA(e, '--remark', remark);
    expect(ended.code).toBe(2);
    expect(ended.stderr).toContain('error not-a-statement: the remark');
    expect(e.git('status', '--porcelain', '--untracked-files=all')).toBe('');
  },
);
