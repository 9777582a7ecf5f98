/** A way back from a wrong button: people vouch for a commit that nobody signed who may. Real git and ssh-keygen. */

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ADOPTION_NAMESPACE, printAdoption } from '../src/evidence/history/adoption.ts';
import { sha256 } from '../src/model/digest.ts';
import { type EvidenceEstate, mail, type Person, POLICY } from './evidence-estate.ts';
import {
  approve,
  copyOf,
  expectRefused,
  expectVerified,
  judged,
  manifestOf,
  publish,
  publishedEstate,
  rootOf,
  sign,
  TWO,
  unpackedScript,
} from './evidence-forge.ts';
import { expectRefusal } from './evidence-refusal.ts';

/** Published, and then a squash by the host that nobody signed. */
let base: EvidenceEstate;
beforeAll(async () => {
  base = await publishedEstate();
  squash(base, { 'diagrams/a.ts': TWO });
});
afterAll(() => base.remove());

function squash(e: EvidenceEstate, files: Readonly<Record<string, string>>): string {
  e.as('eng');
  e.git('config', 'user.email', 'noreply@host.example');
  e.git('config', 'commit.gpgsign', 'false');
  const id = e.commit('Two accounts (#7)', files);
  e.git('config', 'commit.gpgsign', 'true');
  return id;
}

const wrong = (e: EvidenceEstate): string => e.git('log', '--format=%H', '--grep=#7');

async function adopt(e: EvidenceEstate, by: Person, id = wrong(e)): Promise<void> {
  e.as(by);
  const ended = await e.cadastre(['adopt', id, '--reason', 'Squashed by mistake', '--yes']);
  expect(ended, ended.stderr).toMatchObject({ code: 0 });
  e.commit('Adopt');
}

interface Statement {
  commit: string;
  tree: string;
  by: string;
  role: 'author' | 'approver';
  time: string;
}

/** A statement by hand, committed by eng. */
function forge(
  e: EvidenceEstate,
  signer: Person,
  change: Partial<Statement> = {},
  namespace = ADOPTION_NAMESPACE,
): void {
  const commit = change.commit ?? wrong(e);
  const tree = spawnSync('git', ['cat-file', 'tree', `${wrong(e)}^{tree}`], { cwd: e.root }).stdout;
  const text = printAdoption({
    format: 'cadastre/adoption@1',
    commit,
    tree: sha256(tree),
    changes: [],
    reason: 'forged',
    by: mail(signer),
    role: signer === 'app' ? 'approver' : 'author',
    time: new Date(Number(e.git('log', '-1', '--format=%ct')) * 1000).toISOString(),
    ...change,
  });
  const path = `.cadastre/adoptions/${commit}/${change.by ?? mail(signer)}.json`;
  e.as('eng');
  e.commit('Forged', { [path]: text, [`${path}.sig`]: sign(e, signer, namespace, text) });
}

test('an author and an approver adopt it: counted so, never as signed; then all goes on', async () => {
  const e = copyOf(base);
  await expectRefused(e, 'signature', /not signed/);
  await adopt(e, 'eng');
  await expectRefused(e, 'signature', /not signed; not adopted: 1 of 2 adoptions count/);
  await adopt(e, 'app');
  const { code, said } = await judged(e);
  expect(code).toBe(0);
  const adopted = said.filter(({ check }) => check === 'adopted');
  expect(adopted).toHaveLength(1);
  expect(adopted[0]?.reason).toMatch(
    /^"Two accounts \(#7\)" was adopted by app@example.com \(approver\), eng@example.com \(author\): Squashed by mistake$/,
  );
  expect(said.find(({ check }) => check === 'signature')?.reason).toMatch(
    /^\d+ commits: \d+ signed by keys in force, 1 adopted, not signed by an authorized key$/,
  );
  // Who adopted it as its author has made it; the approver has not, and may approve what came of it.
  await approve(e);
  await publish(e);
  expect(manifestOf(e).diagrams.a).toMatchObject({ makers: [mail('eng')], version: 2 });
  await expectVerified(e, []);

  const zip = e.path('b.zip');
  expect(await e.cadastre(['bundle', '-o', zip])).toMatchObject({ code: 0 });
  const there = await e.cadastre(['verify', zip, '--no-redraw', '--root', rootOf(e)]);
  expect(there, there.stdout).toMatchObject({ code: 0 });
  // The script does not check adoptions: it says so, and verifies nothing.
  const script = spawnSync('sh', [unpackedScript(zip, e.path('u/x')), rootOf(e)], {
    encoding: 'utf8',
  });
  expect(script.status).toBe(1);
  expect(script.stdout).toMatch(/was adopted.*only Cadastre checks adoptions/);
  expect(script.stdout).toMatch(/NOT VERIFIED/);
}, 300_000);

test('who committed it unsigned, in the name of another author, may not approve what came of it', async () => {
  const e = await publishedEstate({ '.cadastre/policy.yaml': `${POLICY}authorsApprove: refuse\n` });
  try {
    e.as('app');
    e.git('config', 'commit.gpgsign', 'false');
    e.commit('Two accounts (#7)', { 'diagrams/a.ts': TWO });
    e.git('commit', '-q', '--amend', '--no-edit', '--author', `Eng <${mail('eng')}>`);
    e.git('config', 'commit.gpgsign', 'true');
    for (const by of ['eng', 'app'] as const) await adopt(e, by);
    e.as('app');
    await expectRefusal(
      e,
      ['approve', 'diagrams/a.ts', '--yes'],
      'self-approval',
      /is an author of commit .*, which "eng@example.com" adopted/,
    );
  } finally {
    e.remove();
  }
}, 180_000);

test('one person alone, also with two roles or two names', async () => {
  const e = copyOf(base);
  forge(e, 'eng');
  await expectRefused(e, 'signature', /1 of 2 adoptions count/);
  // The same person, who has both roles, under one name twice: the file is the same one.
  forge(e, 'eng', { role: 'approver' });
  await expectRefused(e, 'signature', /0 of 2 adoptions count|1 of 2 adoptions count/);
  // The same key under the name of another.
  forge(e, 'eng', { by: mail('app'), role: 'approver' });
  await expectRefused(e, 'signature', /1 of 2 adoptions count|0 of 2 adoptions count/);
}, 180_000);

test('two authors do not do: an approver has to be among them', async () => {
  const e = copyOf(base);
  e.as('app');
  e.commit('Trust', {
    '.cadastre/policy.yaml': POLICY.replace(
      `author: [${mail('eng')}]`,
      `author: [${mail('eng')}, ${mail('eve')}]`,
    ),
    '.cadastre/allowed_signers': `${readFileSync(join(e.root, '.cadastre/allowed_signers'), 'utf8')}${e.signer('eve')}\n`,
  });
  forge(e, 'eng');
  forge(e, 'eve');
  await expectRefused(e, 'signature', /no approver has adopted it/);
}, 180_000);

test.each<[string, (e: EvidenceEstate) => void, RegExp]>([
  [
    'by a key that nobody trusts',
    (e) => forge(e, 'eve', { by: mail('app'), role: 'approver' }),
    /1 of 2/,
  ],
  ['in the name of CI', (e) => forge(e, 'ci', { role: 'approver' }), /1 of 2/],
  ['signed as an approval', (e) => forge(e, 'app', {}, 'pci-diagram-approval'), /1 of 2/],
  ['signed as a commit', (e) => forge(e, 'app', {}, 'git'), /1 of 2/],
  ['of another tree', (e) => forge(e, 'app', { tree: sha256('x') }), /1 of 2/],
  [
    'from after it was committed',
    (e) => forge(e, 'app', { time: '2999-01-01T00:00:00.000Z' }),
    /1 of 2/,
  ],
])(
  'a statement %s does not count',
  async (_, change, reason) => {
    const e = copyOf(base);
    forge(e, 'eng');
    change(e);
    await expectRefused(e, 'signature', reason);
  },
  60_000,
);

test('a statement is of one commit: put beside another it is none', async () => {
  const e = copyOf(base);
  const first = wrong(e);
  await adopt(e, 'eng');
  await adopt(e, 'app');
  await expectVerified(e);
  const second = squash(e, { 'other.md': 'x' });
  const files = Object.fromEntries(
    ['eng', 'app'].flatMap((who) =>
      ['json', 'json.sig'].map((end) => {
        const name = `${who}@example.com.${end}`;
        const from = join(e.root, `.cadastre/adoptions/${first}/${name}`);
        return [`.cadastre/adoptions/${second}/${name}`, readFileSync(from, 'utf8')];
      }),
    ),
  );
  e.as('eng');
  e.commit('Replayed', files);
  await expectRefused(e, 'signature', /it is not signed/);
}, 180_000);

test('a key that is revoked since adopts nothing, and what is taken away does not count', async () => {
  const e = copyOf(base);
  await adopt(e, 'eng');
  await adopt(e, 'app');
  const gone = copyOf(e);
  gone.as('eng');
  gone.git('rm', '-q', '-r', `.cadastre/adoptions/${wrong(e)}`);
  gone.commit('Gone');
  await expectRefused(gone, 'signature', /it is not signed/);
  e.as('app');
  const key = readFileSync(`${e.key('eng')}.pub`, 'utf8');
  e.commit('Revoke', { '.cadastre/revoked_keys': key });
  await expectRefused(e, 'signature', /1 of 2 adoptions count/);
}, 180_000);

test('who is trusted is never adopted', async () => {
  const e = copyOf(base);
  await adopt(e, 'eng');
  await adopt(e, 'app');
  const id = squash(e, { '.cadastre/policy.yaml': `${POLICY}clockTolerance: 900\n` });
  e.as('eng');
  await expectRefusal(
    e,
    ['adopt', id, '--reason', 'x', '--yes'],
    'not-adoptable',
    /changes .*policy.yaml/,
  );
  const tree = sha256(
    spawnSync('git', ['cat-file', 'tree', `${id}^{tree}`], { cwd: e.root }).stdout,
  );
  forge(e, 'eng', { commit: id, tree });
  forge(e, 'app', { commit: id, tree });
  await expectRefused(e, 'signature', /a change of trust cannot be adopted/);
}, 180_000);

test('pictures that an author committed: adopted, with the commit that puts them back', async () => {
  const e = await publishedEstate();
  try {
    e.as('eng');
    const picture = readFileSync(join(e.root, 'out/a.svg'), 'utf8');
    const stray = e.commit('Stray', { 'out/a.svg': `${picture}<!-- -->` });
    await expectRefused(e, 'published-by-ci', /does not have the role ci/);
    const back = e.commit('Back', { 'out/a.svg': picture });
    for (const by of ['eng', 'app'] as const)
      for (const id of [stray, back]) await adopt(e, by, id);
    await expectVerified(e);
  } finally {
    e.remove();
  }
}, 180_000);

test('what holds, what is not there and who may not are refused, with what to do', async () => {
  const e = copyOf(base);
  e.as('eng');
  const args = (id: string): string[] => ['adopt', id, '--reason', 'x', '--yes'];
  await expectRefusal(e, args(rootOf(e)), 'not-adoptable', /needs no adoption/);
  await expectRefusal(
    e,
    args('nowhere'),
    'not-adoptable',
    /commit "nowhere" is not in this history/,
  );
  await expectRefusal(e, ['adopt', wrong(e), '--reason', ' ', '--yes'], 'not-adoptable', /blank/);
  e.as('ci');
  await expectRefusal(e, args(wrong(e)), 'not-adopter', /ci@example.com/);
}, 180_000);
