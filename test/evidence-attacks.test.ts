/** What somebody with a key of their own may try with merges, names and keys: each holds for git, and not here. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type EvidenceEstate, mail, type Person, POLICY } from './evidence-estate.ts';
import {
  approve,
  copyOf,
  expectRefused,
  forgeCommit,
  header,
  manifestOf,
  ONE,
  publish,
  publishedEstate,
  rootOf,
  TWO,
  write,
} from './evidence-forge.ts';
import { put } from './run-cli.ts';

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

type Texts = Readonly<Record<string, string>>;

/** The approver changes trust, alone. */
function trust(e: EvidenceEstate, files: Texts): string {
  e.as('app');
  return e.commit('Trust', files);
}

/** A branch from a commit with one change by a person; back on main after that. */
function branch(e: EvidenceEstate, from: string, by: Person, files: Texts): string {
  e.git('checkout', '-q', '--detach', from);
  e.as(by);
  const id = e.commit('Branch', files);
  e.git('checkout', '-q', 'main');
  return id;
}

/** A merge by a person of commits, with the tree of one of them. */
const merge = (e: EvidenceEstate, by: Person, parents: readonly string[], tree: string): string =>
  forgeCommit(e, {
    by,
    parents,
    tree: e.git('rev-parse', `${tree}^{tree}`),
    date: Math.max(...parents.map((id) => Number(e.git('log', '-1', '--format=%ct', id)))) + 1,
  });

/** Tree of a commit with other files. */
function treeWith(e: EvidenceEstate, from: string, files: Texts): string {
  const at = e.head();
  e.git('checkout', '-q', '--detach', from);
  e.as('eng');
  const id = e.commit('Tree', files);
  e.git('checkout', '-q', 'main');
  e.git('reset', '-q', '--hard', at);
  return e.git('rev-parse', `${id}^{tree}`);
}

const both = POLICY.replace(
  `approver: [${mail('app')}]`,
  `approver: [${mail('app')}, ${mail('eng')}]`,
);

test('an author brings a weaker policy of the past back, by merges that cross', async () => {
  const e = start();
  const strict = trust(e, {
    '.cadastre/policy.yaml': POLICY.replace('approvals: 1', 'approvals: 2'),
  });
  const weak = trust(e, { '.cadastre/policy.yaml': POLICY });
  const again = trust(e, {
    '.cadastre/policy.yaml': POLICY.replace('approvals: 1', 'approvals: 2'),
  });
  const side = branch(e, strict, 'eng', { 'note.md': 'x' });
  const main = merge(e, 'eng', [again, side], treeWith(e, again, { 'note.md': 'x' }));
  const other = merge(e, 'eng', [weak, side], treeWith(e, weak, { 'note.md': 'x' }));
  merge(e, 'eng', [main, other], other);
  await expectRefused(e, 'role', /changes policy.yaml/);
});

test("CI's key changes a diagram in a merge", async () => {
  const e = start();
  const [main, old] = [e.head(), e.git('rev-parse', 'HEAD~1')];
  forgeCommit(e, {
    by: 'ci',
    parents: [main, old],
    tree: treeWith(e, main, { 'diagrams/a.ts': TWO }),
  });
  await expectRefused(e, 'role', /without the role author/);
});

test("CI's key brings an approval in with a merge", async () => {
  const e = start();
  const [main, old] = [e.head(), e.git('rev-parse', 'HEAD~1')];
  forgeCommit(e, {
    by: 'ci',
    parents: [main, old],
    tree: treeWith(e, main, { '.cadastre/approvals/x.json': '{}' }),
  });
  await expectRefused(e, 'role', /without the role/);
});

const ended = (e: EvidenceEstate, person: Person, day = '20240101'): string =>
  signers(e).replace(
    e.signer(person),
    e.signer(person).replace(' ssh-', ` valid-before="${day}" ssh-`),
  );

test('a key that ended on main makes a merge whose first parent is older', async () => {
  const e = start();
  const old = e.head();
  const main = trust(e, { '.cadastre/allowed_signers': ended(e, 'eng') });
  merge(e, 'eng', [old, main], main);
  await expectRefused(e, 'signature', /side of the merge/);
});

test('an approver who is none any more makes a merge whose first parent is older', async () => {
  const e = start();
  const old = trust(e, { '.cadastre/policy.yaml': both });
  const main = trust(e, { '.cadastre/policy.yaml': POLICY });
  merge(e, 'eng', [old, main], old);
  await expectRefused(e, 'trust', /role approver was revoked/);
});

test('an approver who is none any more admits a key on an old branch', async () => {
  const e = start();
  const old = trust(e, { '.cadastre/policy.yaml': both });
  const main = trust(e, { '.cadastre/policy.yaml': POLICY });
  const admitted = `${signers(e)}${e.signer('eve').replace(mail('eve'), mail('app'))}\n`;
  const side = branch(e, old, 'eng', { '.cadastre/allowed_signers': admitted });
  merge(e, 'eng', [main, side], treeWith(e, main, { '.cadastre/allowed_signers': admitted }));
  await expectRefused(e, 'trust', /side of merge/);
});

test.each<[string, (e: EvidenceEstate) => Texts]>([
  [
    'has left',
    (e) => ({
      '.cadastre/policy.yaml': POLICY.replace(mail('app'), mail('eve')),
      '.cadastre/allowed_signers': `${signers(e).replace(e.signer('app'), e.signer('eve'))}`,
    }),
  ],
  ['has a key that ended', (e) => ({ '.cadastre/allowed_signers': ended(e, 'app') })],
])('an approver who %s approves on an old branch', async (_, left) => {
  const e = start();
  const old = e.head();
  trust(e, left(e));
  e.git('checkout', '-q', '-b', 'old', old);
  e.as('eng');
  e.commit('Two', { 'diagrams/a.ts': TWO });
  await approve(e);
  e.git('checkout', '-q', 'main');
  e.as('eng');
  e.git('merge', '-q', '--no-ff', '-S', '-m', 'Merge', 'old');
  await publish(e);
  expect(manifestOf(e).diagrams.a).toMatchObject({ draft: true });
});

test('a revoked key with something behind its signature, on an old branch that is merged', async () => {
  const e = start();
  const old = e.head();
  const key = e.signer('eng').split(' ').slice(1).join(' ');
  const main = trust(e, { '.cadastre/revoked_keys': `${key}\n` });
  const tree = treeWith(e, old, { 'diagrams/a.ts': TWO });
  const side = forgeCommit(e, {
    by: 'eng',
    parents: [old],
    tree,
    headers: (s) => header('gpgsig', `${s.trimEnd()}\nx`),
  });
  merge(e, 'app', [main, side], treeWith(e, main, { 'diagrams/a.ts': TWO }));
  await expectRefused(e, 'signature', /not in the format that ssh-keygen writes/);
});

test('a bundle in the checkout, by the name of what is to be verified', async () => {
  const e = start();
  const root = rootOf(e);
  expect((await e.cadastre(['bundle', '-o', e.path('b.zip')])).code).toBe(0);
  e.git('-c', 'commit.gpgsign=false', 'commit', '-q', '--allow-empty', '-m', 'Unsigned');
  put(e.root, { HEAD: readFileSync(e.path('b.zip')), main: readFileSync(e.path('b.zip')) });
  const verify = (...args: string[]) =>
    e.cadastre(['verify', '--no-redraw', '--root', root, ...args]);
  expect((await verify()).stdout).toMatch(/refused: 1 of/);
  for (const name of ['HEAD', 'main']) {
    const { code, stderr } = await verify(name);
    expect([code, stderr]).toEqual([2, expect.stringContaining('ambiguous-revision')]);
  }
});

test('one key under two names: who made it does not approve it', async () => {
  const e = start();
  const second = 'eng.second@example.com';
  trust(e, {
    '.cadastre/allowed_signers': `${signers(e)}${e.signer('eng').replace(mail('eng'), second)}\n`,
    '.cadastre/policy.yaml': POLICY.replace(`[${mail('app')}]`, `[${mail('app')}, ${second}]`),
  });
  e.as('eng');
  e.commit('Two', { 'diagrams/a.ts': TWO });
  e.git('config', 'user.email', second);
  expect((await e.cadastre(['approve', 'diagrams/a.ts', '--yes'])).code).toBe(0);
  e.commit('Approve');
  await publish(e);
  expect(manifestOf(e).diagrams.a).toMatchObject({ draft: true });
});

test('what lies dormant has a maker when it wakes', async () => {
  const e = start();
  e.as('app');
  trust(e, {
    '.cadastre/policy.yaml': both.replace(
      `author: [${mail('eng')}]`,
      `author: [${mail('eng')}, ${mail('app')}]`,
    ),
  });
  e.as('app');
  const bomb = (day: string) =>
    `${ONE.replace('content: [', `content: [...(process.env.AWAKE ? [account('Two')] : []), `)}// ${day}\n`;
  e.commit('Dormant', { 'diagrams/a.ts': bomb('1') });
  await publish(e);
  e.env.AWAKE = '1';
  await publish(e);
  expect(manifestOf(e).diagrams.a?.makers).toContain(mail('app'));
});

test('the one who changed what a diagram reads on the way is a maker', async () => {
  const e = start();
  trust(e, {
    '.cadastre/policy.yaml': both.replace(
      `author: [${mail('eng')}]`,
      `author: [${mail('eng')}, ${mail('app')}]`,
    ),
  });
  e.as('eng');
  const reading = `import { readFileSync } from 'node:fs';\n${ONE.replace("account('One')", "...readFileSync(new URL('./list.txt', import.meta.url), 'utf8').trim().split(' ').map((n) => account(n))")}`;
  e.commit('Reads', { 'diagrams/a.ts': reading, 'diagrams/list.txt': 'One' });
  await publish(e);
  e.as('app');
  e.commit('Two', { 'diagrams/list.txt': 'One Two' });
  await publish(e);
  expect(manifestOf(e).diagrams.a).toMatchObject({
    makers: [mail('app'), mail('eng')],
  });
});

test('a committer with two addresses', async () => {
  const e = start();
  forgeCommit(e, { by: 'eng', as: `boss@example.com> <${mail('eng')}` });
  await expectRefused(e, 'complete-history', /damaged or malformed/);
});

test('a tree out of order: git would not find what is read', async () => {
  const e = start();
  const entries = e
    .git('ls-tree', 'HEAD')
    .split('\n')
    .map((line) => line.split(/[ \t]/) as [string, string, string, string])
    .map(([mode, , id, name]) =>
      Buffer.concat([Buffer.from(`${mode.replace(/^0/, '')} ${name}\0`), Buffer.from(id, 'hex')]),
    );
  forgeCommit(e, { by: 'eng', tree: write(e, 'tree', Buffer.concat(entries.reverse())) });
  await expectRefused(e, 'complete-history', /broken/);
});

test('keys that are revoked by lines with CR LF, or without their padding', async () => {
  const e = start();
  const key = e.signer('eng').split(' ').slice(1, 3).join(' ');
  trust(e, { '.cadastre/revoked_keys': `# gone\r\n${key}\r\n` });
  e.as('eng');
  e.commit('Still here');
  await expectRefused(e, 'signature', /revoked/);
});
