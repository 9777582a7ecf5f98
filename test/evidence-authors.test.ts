/** Who wrote what another signed: their approval counts only where the policy accepts it, and never in silence. */

import { afterAll, beforeAll, expect, test } from 'vitest';
import { type EvidenceEstate, mail, POLICY } from './evidence-estate.ts';
import {
  copyOf,
  expectVerified,
  judged,
  manifestOf,
  publish,
  publishedEstate,
  TWO,
} from './evidence-forge.ts';
import { expectRefusal } from './evidence-refusal.ts';

let base: EvidenceEstate;
beforeAll(async () => {
  base = await publishedEstate();
});
afterAll(() => base.remove());

/** The approver wrote it, eng signed it, under a policy that says this. */
function written(policy: string, how: 'author' | 'co-author'): EvidenceEstate {
  const e = copyOf(base);
  if (policy !== POLICY) {
    e.as('app');
    e.commit('Trust', { '.cadastre/policy.yaml': policy });
  }
  e.as('eng');
  e.commit('Two', { 'diagrams/a.ts': TWO });
  const by =
    how === 'author'
      ? ['--no-edit', '--author', `Boss <${mail('app').toUpperCase()}>`]
      : ['-m', `Two\n\nCo-authored-by: Boss <${mail('app')}>`];
  e.git('commit', '-q', '--amend', ...by);
  return e;
}

/** Approves as `approve` would have, before it refused this. */
async function approveAs(e: EvidenceEstate, policy: string): Promise<void> {
  const tip = e.head();
  e.as('app');
  const there = e.copy();
  try {
    // The same change, written by eng alone, has the same model.
    there.as('eng');
    there.git('commit', '-q', '--amend', '-m', 'Two', '--reset-author');
    there.as('app');
    const ended = await there.cadastre(['approve', 'diagrams/a.ts', '--yes']);
    expect(ended, ended.stderr + policy).toMatchObject({ code: 0 });
    const { cpSync } = await import('node:fs');
    cpSync(`${there.root}/.cadastre/approvals`, `${e.root}/.cadastre/approvals`, {
      recursive: true,
    });
  } finally {
    there.remove();
  }
  expect(e.head()).toBe(tip);
  e.commit('Approve');
}

test.each(['author', 'co-author'] as const)(
  'may not approve, by default: an %s',
  async (how) => {
    for (const policy of [POLICY, `${POLICY}authorsApprove: refuse\n`]) {
      const e = written(policy, how);
      e.as('app');
      const args = ['approve', 'diagrams/a.ts', '--yes'];
      await expectRefusal(
        e,
        args,
        'self-approval',
        /is an author of commit .*, which "eng@example.com" signed/,
      );
    }
    const e = written(`${POLICY}authorsApprove: refuse\n`, how);
    await approveAs(e, 'refuse');
    await publish(e);
    expect(manifestOf(e).diagrams.a).toMatchObject({ draft: true, approvals: [] });
    const { code, said } = await judged(e);
    expect(said.map(({ reason }) => reason)).toContainEqual(
      expect.stringMatching(
        /the approval by app@example.com does not count: it is by an author of commit/,
      ),
    );
    expect(code).toBe(0);
  },
  90_000,
);

test('where the policy accepts it, it counts and is shown; where it does not say, it is reported', async () => {
  for (const [policy, verdict, words] of [
    [`${POLICY}authorsApprove: accept\n`, 'pass', /the policy accepts that/],
    [POLICY, 'unknown', /the policy does not say whether that counts/],
  ] as const) {
    const e = written(policy, 'author');
    if (verdict === 'pass') {
      e.as('app');
      expect(await e.cadastre(['approve', 'diagrams/a.ts', '--yes'])).toMatchObject({ code: 0 });
      e.commit('Approve');
    } else await approveAs(e, policy);
    await publish(e);
    expect(manifestOf(e).diagrams.a?.draft).toBeUndefined();
    const { said } = await judged(e);
    const found = said.filter(({ check }) => check === 'authors');
    expect(found).toEqual([
      expect.objectContaining({ verdict, reason: expect.stringMatching(words) }),
    ]);
    await expectVerified(e);
  }
}, 180_000);

const READS = `import { readFileSync } from 'node:fs';
import { account, diagram } from 'cadastre';
const names = readFileSync(new URL('./names.txt', import.meta.url), 'utf8').trim().split(',');
export default diagram('Accounts', { content: names.map((name) => account(name)) });
`;

test('also of a file that code reads otherwise than by an import, and of a draft published since', async () => {
  const e = await publishedEstate({
    'diagrams/a.ts': READS,
    'diagrams/names.txt': 'One',
    '.cadastre/policy.yaml': `${POLICY}authorsApprove: refuse\n`,
  });
  const refused = (): Promise<unknown> =>
    expectRefusal(
      e,
      ['approve', 'diagrams/a.ts', '--yes'],
      'self-approval',
      /is an author of commit .*, which "eng@example.com" signed/,
    );
  try {
    e.as('eng');
    e.commit('Two', { 'diagrams/names.txt': 'One,Two' });
    e.git('commit', '-q', '--amend', '--no-edit', '--author', `Boss <${mail('app')}>`);
    e.as('app');
    await refused();
    await publish(e);
    expect(manifestOf(e).diagrams.a?.draft).toBe(true);
    e.as('app');
    await refused();
    // A change that is seen, on top of one that is not.
    e.as('eng');
    e.commit('Three', { 'diagrams/a.ts': READS.replace('.trim()', ".concat(',Three').trim()") });
    e.as('app');
    await refused();
  } finally {
    e.remove();
  }
}, 180_000);
