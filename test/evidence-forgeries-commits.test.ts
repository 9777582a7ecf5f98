/** Commits that git takes and `cadastre verify` refuses: signatures, names, dates, keys, merges. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type EvidenceEstate, mail, POLICY } from './evidence-estate.ts';
import {
  approve,
  commitAt,
  copyOf,
  expectRefused,
  expectVerified,
  forgeCommit,
  header,
  judged,
  manifestOf,
  now,
  publish,
  publishedEstate,
  rootOf,
  sign,
  TWO,
} from './evidence-forge.ts';

let base: EvidenceEstate;
beforeAll(async () => {
  base = await publishedEstate();
});
afterAll(() => base.remove());

const start = (): EvidenceEstate => {
  const e = copyOf(base);
  e.as('eng');
  return e;
};

const signers = (e: EvidenceEstate): string =>
  readFileSync(join(e.root, '.cadastre/allowed_signers'), 'utf8');

/** The approver changes trust, alone. */
function trust(e: EvidenceEstate, files: Readonly<Record<string, string>>): string {
  e.as('app');
  return e.commit('Trust', files);
}

test('the genuine chain is verified', async () => {
  await expectVerified(start(), []);
});

test('without the root that was told it is unanchored; with another one it is refused', async () => {
  const e = start();
  const { stdout, code } = await e.cadastre(['verify', '--no-redraw', '--json']);
  expect([JSON.parse(stdout).verdict, code]).toEqual(['unanchored', 1]);
  await expectRefused(e, 'anchored', /differs from the one given/, ['--root', e.head()]);
  await expectRefused(e, 'anchored', /differs from/, ['--root', rootOf(e).slice(0, 12)]);
});

test('a key that nobody trusts, with an impressive name', async () => {
  const e = start();
  e.as('eve');
  e.git('config', 'user.email', 'ciso@example.com');
  e.commit('Approved by management');
  await expectRefused(e, 'signature', /does not list its key/);
});

test('a commit without a signature, empty too', async () => {
  const e = start();
  e.git('-c', 'commit.gpgsign=false', 'commit', '-q', '--allow-empty', '-m', 'Nothing');
  await expectRefused(e, 'signature', /not signed/);
});

test('the committer is another than the one who signed', async () => {
  const e = start();
  forgeCommit(e, { by: 'eng', as: mail('app') });
  await expectRefused(e, 'signature', /by "app@example.com"/);
});

test('another author is no forgery, and no maker: makers are those who signed', async () => {
  const e = start();
  e.commit('Two', { 'diagrams/a.ts': TWO });
  e.git('commit', '-q', '--amend', '--no-edit', '--author', `Boss <${mail('app')}>`);
  await publish(e);
  expect(manifestOf(e).diagrams.a?.makers).toEqual([mail('eng')]);
  await expectVerified(e);
});

test.each<[string, (one: string, two: string) => string]>([
  ['two signatures', (one, two) => header('gpgsig', one) + header('gpgsig', two)],
  [
    'a signature for the other kind of ids',
    (one, two) => header('gpgsig', one) + header('gpgsig-sha256', two),
  ],
  ['a second committer', (one) => `committer B <b@x> 1 +0000\n${header('gpgsig', one)}`],
  ['a parent out of its place', (one) => `parent ${'0'.repeat(40)}\n${header('gpgsig', one)}`],
])('a commit with %s', async (_, headers) => {
  const e = start();
  const other = sign(e, 'app', 'git', 'something else');
  forgeCommit(e, { by: 'eng', headers: (signature) => headers(signature, other) });
  await expectRefused(e, 'complete-history', /damaged or malformed/);
});

test("another commit's signature", async () => {
  const e = start();
  forgeCommit(e, { by: 'eng', after: (text) => text.replace('+0000', '+0100') });
  await expectRefused(e, 'signature', /incorrect signature/);
});

test('a signature of an approval as that of a commit', async () => {
  const e = start();
  forgeCommit(e, { by: 'eng', namespace: 'pci-diagram-approval' });
  await expectRefused(e, 'signature', /namespace does not match/);
});

test('an expired key with a back-dated commit, at once or in small steps', async () => {
  const e = start();
  const line = e.signer('eng');
  const expiry = `${line.replace(' ssh-', ' valid-before="20200101" ssh-')}`;
  trust(e, { '.cadastre/allowed_signers': signers(e).replace(line, expiry) });
  const before = e.head();
  e.as('eng');
  e.commit('With the expired key');
  await expectRefused(e, 'signature', /key has expired/);
  e.git('reset', '-q', '--hard', before);
  forgeCommit(e, { by: 'eng', date: Date.UTC(2019, 1) / 1000 });
  await expectRefused(e, 'dates', /before that of one of its ancestors/);
});

test('many small steps back are one large one', async () => {
  const e = start();
  const newest = Number(e.git('log', '-1', '--format=%ct'));
  for (let i = 1; i <= 4; i++) forgeCommit(e, { by: 'eng', date: newest - 200 * i });
  await expectRefused(e, 'dates', /[48]00 s before/);
});

test('an empty commit on top, back-dated', async () => {
  const e = start();
  forgeCommit(e, { by: 'eng', date: 1_000_000_000 });
  await expectRefused(e, 'dates', /before that/);
});

test.each([0, -5, 253_402_300_800, 9_007_199_254_740_991])(
  'a date that is none: %d',
  async (date) => {
    const e = start();
    const id = forgeCommit(e, { by: 'eng', date });
    expect(e.head()).toBe(id);
    const { code } = await judged(e);
    expect(code).toBe(1);
  },
);

test("one's own key added in the same commit, and in one before", async () => {
  const e = start();
  e.as('eve');
  const id = e.commit('Admit myself', {
    '.cadastre/allowed_signers': `${signers(e)}${e.signer('eve')}\n`,
  });
  await expectRefused(e, 'signature', /eve@example.com/);
  e.commit('And go on');
  const { said } = await judged(e);
  expect(said.filter((v) => v.verdict === 'fail').map((v) => v.subject)).toContain(id.slice(0, 12));
});

test('a key revoked on main and used on an old branch that is merged', async () => {
  const e = start();
  e.git('branch', 'old');
  const key = e.signer('eng').split(' ').slice(1).join(' ');
  trust(e, { '.cadastre/revoked_keys': `${key}\n` });
  e.git('checkout', '-q', 'old');
  e.as('eng');
  e.commit('Still mine', { 'diagrams/a.ts': TWO });
  e.git('checkout', '-q', 'main');
  e.as('app');
  e.git('merge', '-q', '--no-ff', '-S', '-m', 'Merge', 'old');
  await expectRefused(e, 'revoked', /other side of merge/);
});

test('a key revoked on main makes a merge whose first parent is older', async () => {
  const e = start();
  const old = e.head();
  const key = e.signer('eng').split(' ').slice(1).join(' ');
  const main = trust(e, { '.cadastre/revoked_keys': `${key}\n` });
  forgeCommit(e, { by: 'eng', parents: [old, main] });
  await expectRefused(e, 'signature', /revoked/);
});

test('a key taken out on main makes a merge whose first parent is older', async () => {
  const e = start();
  const old = e.head();
  const rest = signers(e).replace(`${e.signer('eng')}\n`, '');
  const main = trust(e, { '.cadastre/allowed_signers': rest });
  forgeCommit(e, { by: 'eng', parents: [old, main] });
  await expectRefused(e, 'signature', /removed from the trust file/);
});

test('an unsigned merge that brings in a file', async () => {
  const e = start();
  e.git('checkout', '-q', '-b', 'side');
  e.commit('Side', { 'note.md': 'x' });
  e.git('checkout', '-q', 'main');
  e.commit('Main', { 'other.md': 'y' });
  e.git('-c', 'commit.gpgsign=false', 'merge', '-q', '--no-ff', '--no-commit', 'side');
  e.git('-c', 'commit.gpgsign=false', 'commit', '-q', '-m', 'Merge');
  await expectRefused(e, 'signature', /policy refuses merges by the host/);
});

/** Two sides that merge cleanly, merged without a signature; `evil` changes what comes out. */
function hostMerged(policy: string, evil = false): EvidenceEstate {
  const e = start();
  trust(e, { '.cadastre/policy.yaml': policy });
  e.as('eng');
  e.git('checkout', '-q', '-b', 'side');
  e.commit('Side', { 'diagrams/a.ts': TWO });
  e.git('checkout', '-q', 'main');
  e.commit('Main', { 'other.md': 'y' });
  e.git('config', 'user.email', 'noreply@host.example');
  e.git('config', 'commit.gpgsign', 'false');
  e.git('merge', '-q', '--no-ff', '--no-commit', 'side');
  if (evil) e.commit('Merge', { 'evil.md': 'z' });
  else e.git('commit', '-q', '-m', 'Merge');
  e.git('config', 'commit.gpgsign', 'true');
  return e;
}

test('a merge by the host: refused, accepted when the policy says so and it only merges', async () => {
  await expectRefused(hostMerged(`${POLICY}hostMerges: refuse\n`), 'signature', /refuses merges/);
  const accepted = hostMerged(`${POLICY}hostMerges: accept\n`);
  await expectVerified(accepted);
  await approve(accepted);
  await publish(accepted);
  expect(manifestOf(accepted).diagrams.a?.makers).toEqual([mail('eng')]);
  await expectVerified(accepted, []);
});

test('a merge by the host that brings in more', async () => {
  const e = hostMerged(`${POLICY}hostMerges: accept\n`, true);
  await expectRefused(e, 'signature', /differs from the merge of its parents/);
});

test('a squash by the host is signed by nobody', async () => {
  const e = start();
  trust(e, { '.cadastre/policy.yaml': `${POLICY}hostMerges: accept\n` });
  e.git('-c', 'commit.gpgsign=false', 'commit', '-q', '--allow-empty', '-m', 'Squashed (#7)');
  await expectRefused(e, 'signature', /not signed/);
  const pgp = '-----BEGIN PGP SIGNATURE-----\n\nwsFc\n-----END PGP SIGNATURE-----\n';
  forgeCommit(e, {
    by: 'eng',
    as: 'noreply@host.example',
    parents: [e.git('rev-parse', 'HEAD~1')],
    headers: () => header('gpgsig', pgp),
  });
  await expectRefused(e, 'signature', /OpenPGP, as made by a hosting service/);
});

test('an octopus merge counts when it is signed, and not when it is not', async () => {
  const e = start();
  for (const side of ['x', 'y']) {
    e.git('checkout', '-q', '-b', side, 'main');
    e.commit(side, { [`${side}.md`]: side });
  }
  e.git('checkout', '-q', 'main');
  e.commit('Main', { 'main.md': 'x' });
  e.git('merge', '-q', '-S', '-m', 'Octopus', 'x', 'y');
  await expectVerified(e);
  e.git('-c', 'commit.gpgsign=false', 'commit', '-q', '--amend', '--no-edit', '--no-gpg-sign');
  await expectRefused(e, 'signature', /not signed/);
});

test('who merges "ours" over a change has made one: an approver cannot approve what comes of it', async () => {
  const e = start();
  const author = `author: [${mail('eng')}, ${mail('app')}]`;
  trust(e, { '.cadastre/policy.yaml': POLICY.replace(`author: [${mail('eng')}]`, author) });
  e.as('eng');
  // Main goes to TWO; an old branch still has ONE, and a later comment.
  e.git('branch', 'old');
  e.commit('Two', { 'diagrams/a.ts': TWO });
  await approve(e);
  await publish(e);
  e.git('checkout', '-q', 'old');
  e.as('eng');
  e.commit('Elsewhere', { 'note.md': 'x' });
  e.git('checkout', '-q', 'main');
  e.as('app');
  e.git('merge', '-q', '--no-ff', '--no-commit', 'old');
  e.git('checkout', 'old', '--', 'diagrams/a.ts');
  e.commit('Merge');
  const ended = await e.cadastre(['approve', 'diagrams/a.ts', '--yes']);
  expect(ended.stderr).toMatch(/error self-approval/);
  await publish(e);
  expect(manifestOf(e).diagrams.a?.makers).toEqual([mail('app')]);
});

test('history rewritten onto a new root', async () => {
  const e = start();
  const root = rootOf(e);
  const tree = e.git('rev-parse', 'HEAD^{tree}');
  forgeCommit(e, { by: 'eng', tree, parents: [] });
  await expectRefused(e, 'anchored', /differs from the one given/, ['--no-redraw', '--root', root]);
});

test('a history of its own that is merged in', async () => {
  const e = start();
  const head = e.head();
  const alone = forgeCommit(e, { by: 'eve', parents: [] });
  e.git('reset', '-q', '--hard', head);
  forgeCommit(e, { by: 'eng', parents: [head, alone] });
  await expectRefused(e, 'signature', /does not begin at the root/);
});

test('a branch that began before the root is judged by the root', async () => {
  const e = start();
  const [begun, empty] = [e.git('rev-parse', `${rootOf(e)}^{tree}`), e.git('mktree', '--missing')];
  const pre = e.git('commit-tree', '-m', 'Before', empty);
  const root = forgeCommit(e, { by: 'eng', tree: begun, parents: [pre] });
  const side = forgeCommit(e, { by: 'eng', tree: empty, parents: [pre] });
  const args = ['--no-redraw', '--root', root];
  forgeCommit(e, { by: 'eng', tree: begun, parents: [root, side] });
  await expectVerified(e, args);
  const evil = forgeCommit(e, { by: 'eve', tree: empty, parents: [pre] });
  forgeCommit(e, { by: 'eng', tree: begun, parents: [root, evil] });
  await expectRefused(e, 'signature', /eve/, args);
});

test('a clock that is a little behind is tolerated', async () => {
  const e = start();
  commitAt(e, now() - 60, 'A minute behind');
  await expectVerified(e);
});
