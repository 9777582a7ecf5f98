/** Approvals of changes as nobody gave them, or of something else: each must leave a draft, and a manifest that claims them must be refused. */

import { cpSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Publication, PublishedChange } from '../src/evidence/manifest/manifest.ts';
import {
  approveAs,
  CHANGES_POLICY,
  DIAGRAM_FILE,
  LINES,
  mergeByHost,
  network,
  published,
  publishNow,
  pullRequest,
  refusals,
  sign,
  signByHand,
  teamEstate,
} from './change-team.ts';
import { type EvidenceEstate, mail } from './evidence-estate.ts';
import { copyOf, forgePublication, manifestOf } from './evidence-forge.ts';

/** Version 1 of the network: `web` adds a subnet, `mail` another, and `zone` puts the build servers in scope; each approved, none merged. */
let base: EvidenceEstate;

const WEB = { edge: `${LINES.edge}\nsubnet('web', { cidr: '10.1.3.0/24', zone: 'connected' }),` };
const MAIL = { db: `${LINES.db}\nsubnet('mail', { cidr: '10.1.4.0/24', zone: 'connected' }),` };
const zoned = (zone: string): Record<string, string> => ({
  build: `subnet('build', { cidr: '10.2.2.0/24', zone: '${zone}' }),`,
});

beforeAll(async () => {
  base = await teamEstate();
  await pullRequest(base, 'web', 'eng', network(WEB), 'app');
  await pullRequest(base, 'mail', 'app', network(MAIL), 'eng');
  await pullRequest(base, 'zone', 'dan', network(zoned('connected')), 'fay');
});
afterAll(() => base.remove());

const APPROVALS = '.cadastre/approvals/net';

/** It is a draft and for this reason, and verifies as one; a manifest that says otherwise does not. */
async function expectDraft(e: EvidenceEstate, why: RegExp, reason: RegExp = why): Promise<void> {
  const said = await publishNow(e);
  expect(said).toMatch(why);
  expect(published(e)).toMatchObject({ draft: true, approvals: [], approvedChanges: [] });
  expect(await refusals(e)).toEqual([]);
  claim(e);
  expect((await refusals(e)).join('\n')).toMatch(reason);
}

/** CI's key claims that it is approved, by all whose approvals lie there. */
function claim(e: EvidenceEstate): void {
  const folder = join(e.root, APPROVALS);
  const claims: PublishedChange[] = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('@example.com.json'))
    .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')))
    .filter(({ changes }) => changes !== undefined)
    .map(({ by, time, model, changes }) => ({
      changes,
      makers: [],
      approvals: [{ by, time, model }],
    }));
  forgePublication(e, ({ diagrams: { net } }) => {
    const one = net as { -readonly [K in keyof Publication]: Publication[K] };
    delete one.draft;
    one.approvedChanges = claims;
    one.approvals = claims.flatMap(({ approvals }) =>
      approvals.map(({ by, time }) => ({ by, time })),
    );
  });
}

test('genuine ones count, whatever else was merged before them', async () => {
  const e = copyOf(base);
  mergeByHost(e, 'mail', 'web', 'zone');
  expect(await publishNow(e)).not.toMatch(/approv/);
  const { approvedChanges = [], draft, makers } = published(e);
  expect(draft).toBeUndefined();
  expect(makers).toEqual(['app', 'dan', 'eng'].map((who) => `${who}@example.com`));
  expect(
    approvedChanges.map((one) => [...one.makers, ...one.approvals.map(({ by }) => by)]).sort(),
  ).toEqual([
    [mail('app'), mail('eng')],
    [mail('dan'), mail('fay')],
    [mail('eng'), mail('app')],
  ]);
  expect(await refusals(e)).toEqual([]);
  // CI leaves one out, or names another maker.
  const forged = copyOf(e);
  forgePublication(forged, ({ diagrams: { net } }) => {
    const one = net as { approvedChanges?: readonly PublishedChange[] };
    one.approvedChanges = one.approvedChanges?.map((change) => ({ ...change, makers: [] })) ?? [];
  });
  expect((await refusals(forged)).join('\n')).toMatch(/names other changes, makers or approvals/);
});

test('twice: a change that was undone since is not approved again by its old approval', async () => {
  const e = copyOf(base);
  mergeByHost(e, 'web');
  await publishNow(e);
  const kept = e.path('kept');
  cpSync(join(e.root, '.cadastre/approvals'), kept, { recursive: true });
  await pullRequest(e, 'undo', 'eng', network(), 'app');
  mergeByHost(e, 'undo');
  await publishNow(e);
  expect(published(e)).toMatchObject({ version: 3 });
  await pullRequest(e, 'again', 'eng', network(WEB));
  mergeByHost(e, 'again');
  rmSync(join(e.root, '.cadastre/approvals'), { recursive: true });
  e.as('eng');
  e.commit('Away');
  cpSync(kept, join(e.root, '.cadastre/approvals'), { recursive: true });
  e.commit('Put back');
  await expectDraft(
    e,
    /nobody approved the change of element #vpc-1\/subnet=web/,
    /its changes are not all approved/,
  );
});

test('on another base: what it touches was changed, and changed back, since', async () => {
  const e = copyOf(base);
  for (const [n, zone] of ['security-impacting', 'back'].entries()) {
    const change = zone === 'back' ? network() : network(zoned(zone));
    await pullRequest(e, `round${n}`, 'eng', change, 'app');
    mergeByHost(e, `round${n}`);
    await publishNow(e);
  }
  expect(published(e)).toMatchObject({ version: 3 });
  mergeByHost(e, 'zone');
  await expectDraft(
    e,
    /that does not count|version \d has changed element #vpc-2\/subnet=build/,
    /version \d has changed element #vpc-2\/subnet=build since/,
  );
});

test('on a base that nobody approved: a draft, or a model that was never published; in another order', async () => {
  const e = copyOf(base);
  await pullRequest(e, 'unapproved', 'dan', network(WEB));
  mergeByHost(e, 'unapproved');
  await publishNow(e);
  const draft = published(e);
  expect(draft).toMatchObject({ draft: true });
  e.git('checkout', '-q', '-b', 'upon', 'main');
  e.as('dan');
  e.commit('Upon', { [DIAGRAM_FILE]: network({ ...WEB, ...MAIL }) });
  await signByHand(e, 'eng', { base: draft.model });
  mergeByHost(e, 'upon');
  await expectDraft(e, /the version it starts from was never approved, or no longer is/);
});

test('of another list, another model, a commit of nowhere, or with another model beside it', async () => {
  const cases = [
    [{ changes: 'a'.repeat(64) }, /its list of changes is not the one between its models/],
    [{ commit: 'b'.repeat(40) }, /which is not in this history/],
    [{ base: 'c'.repeat(64) }, /the version it starts from was never approved/],
    [{ model: 'd'.repeat(64) }, /the model it approves is not stored beside it/],
  ] as const;
  const e = copyOf(base);
  await pullRequest(e, 'hand', 'dan', network({ jump: '' }));
  for (const [change, why] of cases) {
    const one = copyOf(e);
    one.git('checkout', '-q', 'hand');
    await signByHand(one, 'eng', change);
    mergeByHost(one, 'hand');
    await expectDraft(one, why);
  }
});

test('of another diagram, in the place of this one', async () => {
  const e = copyOf(base);
  await pullRequest(e, 'hand', 'dan', network({ jump: '' }));
  e.git('checkout', '-q', 'hand');
  await signByHand(e, 'eng', { diagram: 'other' });
  const there = join(e.root, '.cadastre/approvals/other');
  cpSync(there, join(e.root, APPROVALS), { recursive: true });
  e.commit('Here');
  mergeByHost(e, 'hand');
  await expectDraft(
    e,
    /nobody approved the change of element #vpc-2\/subnet=jump/,
    /its changes are not all approved/,
  );
});

test('two that touch one thing, and a third that nobody approved', async () => {
  const e = copyOf(base);
  await pullRequest(e, 'both', 'eve', network({ ...zoned('connected'), edge: '' }), 'app');
  await pullRequest(e, 'more', 'eng', network({ ...zoned('connected'), logs: '' }), 'dan');
  mergeByHost(e, 'both', 'more');
  await expectDraft(e, /two approved changes touch element #vpc-2\/subnet=build/);
});

test('siblings change places behind one that comes in; a waiver comes in with a merge', async () => {
  const e = copyOf(base);
  for (const [name, text] of [
    ['order', network({ ...WEB, app: LINES.db ?? '', db: LINES.app ?? '' })],
    [
      'waiver',
      network(WEB).replace(
        'profile:',
        "waivers: [{ rule: 'cidr-overlap', reason: 'r', until: '2027-01-01' }],\n  profile:",
      ),
    ],
  ] as const) {
    const one = copyOf(e);
    one.as('eng');
    one.git('merge', '-q', '--no-ff', '--no-commit', 'web');
    one.commit('Merge web', { [DIAGRAM_FILE]: text });
    await expectDraft(
      one,
      name === 'order'
        ? /nobody approved the change of order of members of #vpc-1/
        : /nobody approved the change of waiver \{\\"reason/,
      /its changes are not all approved/,
    );
  }
});

test('by who made the change: on its branch, beside it, in a merge, with a key under another name', async () => {
  const e = copyOf(base);
  await pullRequest(e, 'mine', 'dan', network({ jump: '' }));
  const branch = (): EvidenceEstate => {
    const one = copyOf(e);
    one.git('checkout', '-q', 'mine');
    return one;
  };
  const own = branch();
  expect(await sign(own, 'dan')).toMatch(/error self-approval/);
  await signByHand(own, 'dan');
  mergeByHost(own, 'mine');
  await expectDraft(own, /its key belongs to dan@example.com, who made the change/);
  // As if of a commit that holds nothing of it.
  const beside = branch();
  await signByHand(beside, 'dan', { commit: beside.git('rev-parse', 'main') });
  mergeByHost(beside, 'mine');
  await expectDraft(beside, /its key belongs to dan@example.com, who made the change/);
  // The commit of somebody else's change: dan's own is then in no approval.
  const behind = branch();
  await signByHand(behind, 'dan', { commit: behind.git('rev-parse', 'web') });
  mergeByHost(behind, 'web', 'mine');
  await expectDraft(behind, /its key belongs to dan@example.com, who made the change/);
  // Who resolves a merge otherwise than git has made something, too.
  const merging = copyOf(e);
  merging.git('checkout', '-q', 'web');
  merging.as('eve');
  merging.git('merge', '-q', '--no-ff', '--no-commit', 'mail');
  merging.commit('Resolved', { [DIAGRAM_FILE]: network({ ...WEB, ...MAIL, logs: '' }) });
  await signByHand(merging, 'eve');
  mergeByHost(merging, 'web');
  await expectDraft(merging, /its key belongs to eve@example.com, who made the change/);
});

test('by an approver who made another of the changes, and signs it with a merge that git makes: that counts', async () => {
  const e = copyOf(base);
  e.as('app');
  e.git('merge', '-q', '--no-ff', '-m', 'web', 'web');
  e.git('merge', '-q', '--no-ff', '-m', 'mail', 'mail');
  await publishNow(e);
  expect(published(e).draft).toBeUndefined();
  expect(await refusals(e)).toEqual([]);
});

test('withdrawn: before it is published, and long after', async () => {
  const e = copyOf(base);
  const early = copyOf(e);
  early.git('checkout', '-q', 'web');
  await approveAs(early, 'app', { withdraw: true });
  mergeByHost(early, 'web');
  await expectDraft(
    early,
    /nobody approved the change of element #vpc-1\/subnet=web/,
    /it was withdrawn|not all approved/,
  );
  // Version 3 rests on the changes of version 2.
  mergeByHost(e, 'web');
  await publishNow(e);
  mergeByHost(e, 'mail');
  await publishNow(e);
  expect(published(e)).toMatchObject({ version: 3 });
  const [web] = readdirSync(join(e.root, APPROVALS)).filter(
    (model) =>
      readdirSync(join(e.root, APPROVALS, model)).includes(`${mail('app')}.json`) &&
      readFileSync(join(e.root, APPROVALS, model, 'model.json'), 'utf8').includes('subnet=web'),
  );
  await approveAs(e, 'app', { withdraw: true, model: web ?? '' });
  await expectDraft(
    e,
    /nobody approved the change of element #vpc-1\/subnet=web/,
    /its changes are not all approved|another model as the start of its changes/,
  );
});

test('one key under two names is one approval, and of two approvers none may have made it', async () => {
  const e = copyOf(base);
  e.as('app');
  const signers = readFileSync(join(e.root, '.cadastre/allowed_signers'), 'utf8');
  e.commit('Two', {
    '.cadastre/policy.yaml': CHANGES_POLICY.replace('approvals: 1', 'approvals: 2').replaceAll(
      mail('fay'),
      `${mail('fay')}, second@example.com`,
    ),
    '.cadastre/allowed_signers': `${signers}${e.signer('fay').replace(mail('fay'), 'second@example.com')}\n`,
  });
  await pullRequest(e, 'two', 'dan', network({ jump: '' }), 'fay');
  e.git('checkout', '-q', 'two');
  await signByHand(e, 'app', { by: 'second@example.com' }, { honest: 'eve', key: 'fay' });
  mergeByHost(e, 'two');
  await expectDraft(copyOf(e), /counts only once/, /its changes are not all approved/);
  await pullRequest(e, 'three', 'dan', `${network({ jump: '' })}\n`, 'fay');
  e.git('checkout', '-q', 'three');
  await approveAs(e, 'eng');
  mergeByHost(e, 'three');
  await publishNow(e);
  expect(published(e).approvals.map(({ by }) => by)).toEqual([mail('eng'), mail('fay')]);
  expect(published(e).draft).toBeUndefined();
});

test('of a model where changes are approved, and of changes where models are; a policy that comes with a change', async () => {
  const e = copyOf(base);
  // Approved while the policy asked for models: both kinds of approval.
  e.as('app');
  e.commit('Models', {
    '.cadastre/policy.yaml': CHANGES_POLICY.replace('approve: changes', 'approve: model'),
  });
  await pullRequest(e, 'model', 'dan', network({ jump: '' }), 'fay');
  e.as('app');
  e.commit('Changes', { '.cadastre/policy.yaml': CHANGES_POLICY });
  mergeByHost(e, 'model');
  await expectDraft(
    e,
    /nobody approved the change of element #vpc-2\/subnet=jump/,
    /not all approved/,
  );
  const mixed = copyOf(base);
  mixed.as('app');
  mixed.commit('Models', {
    '.cadastre/policy.yaml': CHANGES_POLICY.replace('approve: changes', 'approve: model'),
  });
  mergeByHost(mixed, 'web');
  expect(await publishNow(mixed)).toMatch(/lacks 1 approval/);
  expect(published(mixed)).toMatchObject({ draft: true });
  expect(published(mixed).approvedChanges).toBeUndefined();
  claim(mixed);
  expect((await refusals(mixed)).join('\n')).toMatch(
    /claims approvals of changes, but the policy asks for approvals of models/,
  );
  const along = copyOf(base);
  along.as('eng');
  along.commit('Along', {
    '.cadastre/policy.yaml': CHANGES_POLICY.replace('approvals: 1', 'approvals: 0'),
    [DIAGRAM_FILE]: network({ jump: '' }),
  });
  expect((await refusals(along)).join('\n')).toMatch(
    /trust: a change of trust needs a commit of its own/,
  );
});

test('another policy makes no draft of what was published, either way', async () => {
  const e = copyOf(base);
  const one = published(e);
  e.as('app');
  e.commit('Models', {
    '.cadastre/policy.yaml': CHANGES_POLICY.replace('approve: changes', 'approve: model'),
  });
  await publishNow(e);
  expect(manifestOf(e).diagrams.net).toMatchObject({ model: one.model, approvals: one.approvals });
  expect(published(e).draft).toBeUndefined();
  await pullRequest(e, 'model', 'dan', network({ jump: '' }), 'fay');
  mergeByHost(e, 'model');
  await publishNow(e);
  expect(published(e)).toMatchObject({ version: 2 });
  expect(published(e).draft).toBeUndefined();
  e.as('app');
  e.commit('Changes', { '.cadastre/policy.yaml': CHANGES_POLICY });
  await publishNow(e);
  expect(published(e).draft).toBeUndefined();
  // The changes of the open pull request begin with version 1, which stands; the model of version 2 is the base.
  await pullRequest(e, 'next', 'eng', network({ jump: '', ...WEB }), 'app');
  mergeByHost(e, 'next');
  await publishNow(e);
  expect(published(e)).toMatchObject({ version: 3, makers: [mail('eng')] });
  expect(published(e).draft).toBeUndefined();
  expect(await refusals(e)).toEqual([]);
});

test('two changes that break a rule only together need an approval of both', async () => {
  const e = copyOf(base);
  const same = "subnet('NAME', { cidr: '10.9.0.0/24', zone: 'connected' }),";
  await pullRequest(
    e,
    'left',
    'eng',
    network({ edge: `${LINES.edge}\n${same.replace('NAME', 'left')}` }),
    'app',
  );
  await pullRequest(
    e,
    'right',
    'dan',
    network({ db: `${LINES.db}\n${same.replace('NAME', 'right')}` }),
    'app',
  );
  mergeByHost(e, 'left', 'right');
  expect(await publishNow(e)).toMatch(/approved apart, and together they break cidr-overlap/);
  expect(published(e)).toMatchObject({
    draft: true,
    approvedChanges: [],
    together: [{ rule: 'cidr-overlap' }],
  });
  expect(await refusals(e)).toEqual([]);
  const hushed = copyOf(e);
  forgePublication(hushed, ({ diagrams: { net } }) => {
    delete (net as { together?: unknown }).together;
  });
  expect((await refusals(hushed)).join('\n')).toMatch(
    /its changes are approved, but the manifest says that it is a draft/,
  );
  e.git('checkout', '-q', '-b', 'whole');
  await approveAs(e, 'fay');
  mergeByHost(e, 'whole');
  await publishNow(e);
  expect(published(e)).toMatchObject({ version: 2, approvals: [{ by: mail('fay') }] });
  expect(published(e).draft).toBeUndefined();
  expect(await refusals(e)).toEqual([]);
});
