/** Approvals that are none, or not of this. */

import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { type Approval, approvalPath, printApproval } from '../src/evidence/approvals/approval.ts';
import { type EvidenceEstate, mail, type Person, POLICY } from './evidence-estate.ts';
import {
  approve,
  copyOf,
  expectRefused,
  expectVerified,
  forgePublication,
  judged,
  manifestOf,
  now,
  ONE,
  publish,
  publishedEstate,
  sign,
  TWO,
} from './evidence-forge.ts';

let base: EvidenceEstate;
/** `diagrams/a.ts` has gone to TWO, published as a draft. */
beforeAll(async () => {
  base = await publishedEstate();
  base.as('eng');
  base.commit('Two', { 'diagrams/a.ts': TWO });
  await publish(base);
});
afterAll(() => base.remove());

const iso = (time: number): string => new Date(time * 1000).toISOString();

/** What the genuine approval would say. */
function genuine(e: EvidenceEstate): Approval {
  const { model = '', previous } = manifestOf(e).diagrams.a ?? {};
  return {
    format: 'cadastre/approval@1',
    action: 'approve',
    diagram: 'a',
    model,
    ...(previous ? { previous } : {}),
    by: mail('app'),
    role: 'approver',
    time: iso(now()),
  };
}

/** Commits an approval by the approver's key. */
function commitApproval(e: EvidenceEstate, change: Partial<Approval> = {}): void {
  const claimed: Approval = { ...genuine(e), ...change };
  const text = printApproval(claimed);
  const path = approvalPath(claimed);
  e.as('app');
  e.commit('Approve', {
    [path]: text,
    [`${path}.sig`]: sign(e, 'app', 'pci-diagram-approval', text),
  });
}

/** Commits an approval, signed by whomever, and has CI publish on it. */
async function published(
  change: Partial<Approval>,
  {
    by = 'app',
    namespace = 'pci-diagram-approval',
    committer = 'app',
    at,
    text,
    before,
  }: {
    by?: Person;
    namespace?: string;
    committer?: Person;
    at?: Partial<Approval>;
    text?: (text: string) => string;
    before?: (e: EvidenceEstate) => void;
  } = {},
): Promise<{ e: EvidenceEstate; why: string; claimed: Approval }> {
  const e = copyOf(base);
  before?.(e);
  const claimed: Approval = { ...genuine(e), ...change };
  const signed = printApproval(claimed);
  const path = approvalPath({ ...claimed, ...at });
  e.as(committer);
  e.commit('Approve', {
    [path]: text ? text(signed) : signed,
    [`${path}.sig`]: sign(e, by, namespace, signed),
  });
  e.as('ci');
  const { stderr, code } = await e.cadastre(['publish']);
  expect(code, stderr).toBe(0);
  return { e, why: stderr, claimed };
}

/** Publishing does not take it, and a manifest that claims it all the same is refused. */
async function expectNoApproval(
  { e, why, claimed }: Awaited<ReturnType<typeof published>>,
  reason: RegExp,
): Promise<void> {
  expect(why).toMatch(reason);
  expect(manifestOf(e).diagrams.a).toMatchObject({ draft: true, approvals: [] });
  await expectVerified(e);
  forgePublication(e, ({ diagrams: { a } }) => {
    const one = a as { draft?: true; approvals: unknown };
    delete one.draft;
    one.approvals = [{ by: claimed.by, time: claimed.time }];
  });
  const verdict =
    reason === NOT_SEEN
      ? `the manifest claims an approval by ${claimed.by} that does not exist`
      : `the approval by ${claimed.by} does not count: .*(?:${reason.source})`;
  await expectRefused(e, 'approvals', new RegExp(verdict));
}

const NOT_SEEN = /lacks 1 approval/;

test('a genuine approval counts', async () => {
  const { e } = await published({});
  expect(manifestOf(e).diagrams.a).toMatchObject({ approvals: [{ by: mail('app') }], version: 2 });
  expect(manifestOf(e).diagrams.a?.draft).toBeUndefined();
  await expectVerified(e, []);
});

test('of another model', async () => {
  const model = 'a'.repeat(64);
  await expectNoApproval(await published({ model }), NOT_SEEN);
});

test('of another model, in the place of this one', async () => {
  const at = { model: genuine(base).model };
  await expectNoApproval(await published({ model: 'a'.repeat(64) }, { at }), NOT_SEEN);
});

test('of another diagram, in the place of this one', async () => {
  await expectNoApproval(await published({ diagram: 'b' }, { at: { diagram: 'a' } }), NOT_SEEN);
});

test('of an earlier round', async () => {
  const previous = 'b'.repeat(64);
  expect(genuine(base).previous).not.toBe(previous);
  await expectNoApproval(await published({ previous }), /an earlier round/);
});

test('by one who made the change', async () => {
  const both = POLICY.replace(`[${mail('app')}]`, `[${mail('app')}, ${mail('eng')}]`);
  const self = await published(
    { by: mail('eng') },
    {
      by: 'eng',
      before: (e) => {
        e.as('app');
        e.commit('Trust', { '.cadastre/policy.yaml': both });
      },
    },
  );
  await expectNoApproval(self, /by someone who made the change/);
});

test('by one who made a draft that somebody else changed since', async () => {
  const e = copyOf(base);
  const all = `roles:
  author: [${mail('eng')}, ${mail('app')}]
  approver: [${mail('eng')}, ${mail('app')}]
  ci: [${mail('ci')}]
`;
  e.as('app');
  e.commit('Trust', { '.cadastre/policy.yaml': all });
  e.commit('A word more', { 'diagrams/a.ts': TWO.replace('Accounts', 'All accounts') });
  for (const person of ['app', 'eng'] as const) {
    e.as(person);
    const ended = await e.cadastre(['approve', 'diagrams/a.ts', '--yes']);
    expect(ended.stderr).toMatch(/error self-approval/);
  }
  await publish(e);
  expect(manifestOf(e).diagrams.a?.makers).toEqual([mail('app'), mail('eng')]);
  await expectVerified(e);
});

test('by a person who is no approver', async () => {
  await expectNoApproval(
    await published({ by: mail('ci') }, { by: 'ci' }),
    /does not give the signer the role approver/,
  );
});

test('by a key that nobody trusts, or that is of somebody else', async () => {
  await expectNoApproval(
    await published({ by: mail('eve') }, { by: 'eve' }),
    /does not list its key/,
  );
  await expectNoApproval(await published({}, { by: 'eng' }), /does not list its key/);
});

test('a git signature in the place of an approval', async () => {
  await expectNoApproval(await published({}, { namespace: 'git' }), /namespace does not match/);
});

test('changed after it was signed, or in another form', async () => {
  const text = (signed: string): string => signed.replace('"approve"', '"approve" ');
  await expectNoApproval(await published({}, { text }), NOT_SEEN);
  const later = (signed: string): string => signed.replace(/"time":"20\d\d/, '"time":"2025');
  await expectNoApproval(await published({}, { text: later }), /incorrect signature/);
});

test('dated after it was committed', async () => {
  await expectNoApproval(await published({ time: iso(now() + 3600) }), /later than the commit/);
});

test('by a key that has expired, with a time before that', async () => {
  const expired = await published(
    { time: '2024-01-01T00:00:00.000Z' },
    {
      committer: 'eng',
      before: (e) => {
        const signers = readFileSync(join(e.root, '.cadastre/allowed_signers'), 'utf8');
        const line = e.signer('app');
        e.as('app');
        e.commit('Expire', {
          '.cadastre/allowed_signers': signers.replace(
            line,
            line.replace(' ssh-', ' valid-before="20250101" ssh-'),
          ),
        });
      },
    },
  );
  await expectNoApproval(expired, /key has expired/);
});

test('without its signature, or with a symlink in its place', async () => {
  const e = copyOf(base);
  const text = printApproval(genuine(e));
  const path = approvalPath(genuine(e));
  e.as('app');
  e.commit('Unsigned', { [path]: text });
  mkdirSync(dirname(join(e.root, path)), { recursive: true });
  symlinkSync('app@example.com.json', join(e.root, `${path}.sig`));
  e.commit('Link');
  await publish(e);
  expect(manifestOf(e).diagrams.a?.draft).toBe(true);
  await expectVerified(e);
});

test('withdrawn: it counts no more, even when the withdrawal is taken away', async () => {
  const e = copyOf(base);
  await approve(e);
  const gone = approvalPath({ ...genuine(e), action: 'withdraw' });
  await approve(e, '--withdraw');
  await publish(e);
  expect(manifestOf(e).diagrams.a?.draft).toBe(true);
  e.as('eng');
  rmSync(join(e.root, gone));
  rmSync(join(e.root, `${gone}.sig`));
  e.commit('It never happened');
  e.as('ci');
  expect((await e.cadastre(['publish'])).stderr).toMatch(/it was withdrawn/);
  expect(manifestOf(e).diagrams.a?.draft).toBe(true);
  await expectVerified(e);
  // Who withdrew may approve again, later.
  commitApproval(e, { time: iso(now() + 60) });
  await publish(e);
  expect(manifestOf(e).diagrams.a?.draft).toBeUndefined();
  await expectVerified(e, []);
});

test('a withdrawal in the second of the approval withdraws it', async () => {
  const e = copyOf(base);
  const time = iso(now());
  commitApproval(e, { time });
  commitApproval(e, { time, action: 'withdraw' });
  e.as('ci');
  expect((await e.cadastre(['publish'])).stderr).toMatch(/it was withdrawn/);
  expect(manifestOf(e).diagrams.a).toMatchObject({ draft: true, approvals: [] });
  await expectVerified(e);
});

test('one key under two names counts once, also where the policy asks for two approvals', async () => {
  const e = copyOf(base);
  const second = 'app.second@example.com';
  const signers = readFileSync(join(e.root, '.cadastre/allowed_signers'), 'utf8');
  e.as('app');
  e.commit('Trust', {
    '.cadastre/allowed_signers': `${signers}${e.signer('app').replace(mail('app'), second)}\n`,
    '.cadastre/policy.yaml': POLICY.replace('approvals: 1', 'approvals: 2').replace(
      `approver: [${mail('app')}]`,
      `approver: [${mail('app')}, ${second}]`,
    ),
  });
  commitApproval(e);
  commitApproval(e, { by: second });
  e.as('ci');
  const { stderr } = await e.cadastre(['publish']);
  expect(stderr).toContain(`its key also belongs to ${second}, and counts only once`);
  expect(manifestOf(e).diagrams.a).toMatchObject({ draft: true, approvals: [{ by: second }] });
  await expectVerified(e);
});

test("somebody else's withdrawal withdraws nothing", async () => {
  const e = copyOf(base);
  await approve(e);
  const claimed: Approval = { ...genuine(e), action: 'withdraw', time: iso(now() + 60) };
  const path = approvalPath(claimed);
  const text = printApproval(claimed);
  e.as('eng');
  e.commit('Withdraw', {
    [path]: text,
    [`${path}.sig`]: sign(e, 'eng', 'pci-diagram-approval', text),
  });
  await publish(e);
  expect(manifestOf(e).diagrams.a?.draft).toBeUndefined();
});

test('an approval of a model is good for its round only, also when it is taken away and put back', async () => {
  const e = copyOf(base);
  await approve(e);
  await publish(e);
  const folder = join(e.root, '.cadastre/approvals');
  cpSync(folder, e.path('kept'), { recursive: true });
  e.as('eng');
  e.commit('One', { 'diagrams/a.ts': ONE });
  await approve(e);
  await publish(e);
  expect(manifestOf(e).diagrams.a).toMatchObject({ version: 3 });
  // From ONE to TWO, as it was once: the model and the one before it are those of that approval.
  e.as('eng');
  rmSync(folder, { recursive: true });
  e.commit('Two again', { 'diagrams/a.ts': TWO });
  cpSync(e.path('kept'), folder, { recursive: true });
  expect(readdirSync(join(folder, 'a'))).not.toHaveLength(0);
  e.commit('Put back');
  e.as('ci');
  expect((await e.cadastre(['publish'])).stderr).toMatch(/an earlier round/);
  expect(manifestOf(e).diagrams.a).toMatchObject({ version: 4, draft: true });
  await expectVerified(e);
});

test('two approvals where the policy asks for two; the same person twice is one', async () => {
  const e = copyOf(base);
  e.as('app');
  e.commit('Trust', {
    '.cadastre/policy.yaml': POLICY.replace('approvals: 1', 'approvals: 2').replace(
      `approver: [${mail('app')}]`,
      `approver: [${mail('app')}, ${mail('eve')}]`,
    ),
    '.cadastre/allowed_signers': `${readFileSync(join(e.root, '.cadastre/allowed_signers'), 'utf8')}${e.signer('eve')}\n`,
  });
  await approve(e);
  await publish(e);
  expect(manifestOf(e).diagrams.a).toMatchObject({ draft: true, approvals: [{}] });
  e.as('eve');
  expect(await e.cadastre(['approve', 'diagrams/a.ts', '--yes'])).toMatchObject({ code: 0 });
  e.commit('Second');
  await publish(e);
  expect(manifestOf(e).diagrams.a?.draft).toBeUndefined();
  const { said } = await judged(e, []);
  expect(said).toContainEqual(
    expect.objectContaining({ reason: 'approved by app@example.com, eve@example.com' }),
  );
});

test('who changes a rule of the config that sets zones has made what it draws', async () => {
  const config = (zone: string): string =>
    `formats: [svg]\nclassify:\n  - when: { tags: { pci-zone: connected } }\n    set: { zone: ${zone} }\n`;
  const snapshot = join(import.meta.dirname, '../diagrams/snapshots/mockupbank.json');
  const e = await publishedEstate({
    '.cadastre/policy.yaml': POLICY.replace('author: [', `author: [${mail('app')}, `),
    'cadastre.config.yaml': config('connected'),
    'diagrams/a.ts': `import { diagram, estate } from 'cadastre';
export default diagram('Networks', { content: estate('mockupbank').network({ depth: 'vpcs' }) });
`,
    'diagrams/snapshots/mockupbank.json': readFileSync(snapshot),
  });
  onTestFinished(() => e.remove());
  e.as('app');
  e.commit('Zones', { 'cadastre.config.yaml': config('security-impacting') });
  const ended = await e.cadastre(['approve', 'diagrams/a.ts', '--yes']);
  expect(ended.code, ended.stdout + ended.stderr).toBe(2);
  expect(ended.stderr).toMatch(/error self-approval/);
  await publish(e);
  expect(manifestOf(e).diagrams.a).toMatchObject({ makers: [mail('app')], draft: true });
});
