/** Who may assume which role: of a recorded bank, and of graphs that are made up. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { principalOf } from '../src/importers/cartography/aws/principal.ts';
import { baseName } from '../src/inventory/access.ts';
import type { AccessOptions } from '../src/model/derivation.ts';
import { access } from './derivations.ts';
import { type Built, build, lined, type Row, recorded, tables } from './derived-answers.ts';

const bank = (options: AccessOptions = {}): Built => build(access, options, recorded);

const ORGANIZATION = 'AWS organization';
const OUTSIDE = 'Outside of the organization';

describe('the recorded bank', () => {
  test('roles of one name that trust one principal are one line', () => {
    const built = bank();
    expect(built.codes).toEqual([]);
    expect(lined(built)).toEqual([
      '900000000001 --> card-processor-settlement (trusted)',
      'audit-hub --> audit-spoke in 7 accounts (trusted and allowed)',
      'deployer --> deploy-target in 4 accounts (trusted and allowed)',
      'mockupbank-management --> OrganizationAccountAccessRole in 7 accounts (trusted)',
      'token.actions.githubusercontent.com --> deployer (trusted)',
    ]);
    expect(built.counts).toMatchObject({
      account: [10, 5, 0, 5],
      role: [26, 21, 2, 3],
      trust: [26, 5, 18, 3],
    });
    const { elements } = built.diagram;
    const within = (box: string) =>
      Object.values(elements).filter(({ parent }) => elements[parent ?? '']?.name === box);
    expect(within('deploy-target in 4 accounts').map(({ name }) => name)).toEqual([
      ...['mockupbank-network', 'mockupbank-production', 'mockupbank-payments', 'mockupbank-dev'],
    ]);
    expect(within('audit-spoke in 7 accounts').map(({ facts }) => facts.id)).toContain(
      'arn:aws:iam::100000000007:role/audit-spoke',
    );
  });

  test('strangers stand outside, in the untrusted zone', () => {
    const built = bank();
    expect(built.path('900000000001')).toEqual([OUTSIDE, '900000000001']);
    expect(built.path('token.actions.githubusercontent.com')[0]).toBe(OUTSIDE);
    expect(built.elements.get(OUTSIDE)?.facts.zone).toBe('untrusted');
    expect(built.path('card-processor-settlement')).toEqual([
      ...[ORGANIZATION, 'mockupbank-payments', 'card-processor-settlement'],
    ]);
  });

  test('lines say whether the policies of the principal allow it, too', () => {
    const styles = new Map(bank().links.map(({ facts }) => [facts.label, facts.style?.line]));
    expect(Object.fromEntries(styles)).toEqual({
      trusted: 'dashed',
      'trusted and allowed': undefined,
    });
    expect(new Set(bank().links.map(({ facts }) => facts.style?.legend))).toEqual(
      new Set(['Trusted, permissions not recorded', 'Trusted, and allowed to assume it']),
    );
    for (const { facts } of bank().links) expect(facts.description).toContain('not recorded');
  });

  test('unfolded, each role stands in its account', () => {
    const built = bank({ fold: false });
    expect(built.links).toHaveLength(20);
    expect(built.path('audit-hub')).toEqual([ORGANIZATION, 'mockupbank-security', 'audit-hub']);
    const spokes = Object.values(built.diagram.elements).filter((e) => e.name === 'audit-spoke');
    expect(new Set(spokes.map(({ parent }) => parent)).size).toBe(7);
    expect(built.counts.account).toEqual([10, 9, 0, 1]);
  });

  test('services may assume roles, on request', () => {
    expect(bank().elements.has('ec2.amazonaws.com')).toBe(false);
    const built = bank({ services: true });
    expect(built.path('lambda.amazonaws.com')).toEqual(['AWS services', 'lambda.amazonaws.com']);
    expect(lined(built)).toContain('ec2.amazonaws.com --> core-app (trusted)');
    expect(built.counts.trust).toEqual([26, 10, 16, 0]);
    expect(bank().elements.get('mockupbank-payments')?.facts.description).toBe(
      'Roles assumed by AWS services: tokenise-card',
    );
  });

  test('of an account: who may come in, and where it may go', () => {
    expect(lined(bank({ accounts: ['mockupbank-deployment'] }))).toEqual([
      'audit-hub --> audit-spoke (trusted and allowed)',
      'deployer --> deploy-target in 4 accounts (trusted and allowed)',
      'mockupbank-management --> OrganizationAccountAccessRole (trusted)',
      'token.actions.githubusercontent.com --> deployer (trusted)',
    ]);
    expect(lined(bank({ ous: ['Payments-CDE'] }))).toHaveLength(4);
    expect(bank({ accounts: ['none'] }).codes).toContain('not-in-graph');
  });

  test('lines can be annotated by their id', () => {
    const ids = bank().links.flatMap(({ facts }) => facts.id ?? []);
    expect(ids).toContain(
      'arn:aws:iam::100000000007:role/card-processor-settlement < arn:aws:iam::900000000001:root',
    );
  });

  test('any choice is accounted for', () => {
    const some = (names: readonly string[]) =>
      fc.option(fc.subarray([...names], { minLength: 1 }), { nil: undefined });
    const options = fc.record({
      accounts: some(['mockupbank-dev', '100000000007', '900000000001', 'mockupbank-security']),
      ous: some(['Prod', 'Payments-CDE', 'Security']),
      fold: fc.option(fc.boolean(), { nil: undefined }),
      services: fc.boolean(),
    });
    fc.assert(
      fc.property(options, (chosen) => {
        const { links } = bank(chosen as AccessOptions);
        if (chosen.accounts?.length === 1 && chosen.accounts[0] === '900000000001')
          expect(links.length).toBeLessThan(2);
      }),
      { numRuns: 100 },
    );
  });
});

const arn = (account: string, role: string): string => `arn:aws:iam::${account}:role/${role}`;
const [A, B, C, X] = ['100000000001', '100000000002', '100000000003', '999999999999'];

/** Trusts `[role, principal, allowed]`; an absent principal is none that the graph holds. */
function made(
  trusts: readonly (readonly [role: string, principal?: string, allowed?: boolean])[],
  options: AccessOptions = {},
  { accounts = [A, B, C], organization = 'o-1' as string | null } = {},
): Built {
  const roles = new Set(trusts.map(([role]) => role));
  const principals = new Set(trusts.flatMap(([, p]) => (p && !roles.has(p) ? [p] : [])));
  const unknown = trusts.filter(([, principal]) => principal === undefined);
  const counts: readonly Row[] = [
    { kind: 'account', found: accounts.length },
    { kind: 'role', found: roles.size },
    { kind: 'principal', found: principals.size },
    { kind: 'trust', found: trusts.length - unknown.length },
    { kind: 'unrecorded trust', found: unknown.length },
  ];
  return build(
    access,
    options,
    tables({
      'AS found': counts,
      'AS management': accounts.map((id) => ({
        ...{ id, name: `account-${id.slice(-1)}`, organization },
        ...{ inscope: true, synced: true },
      })),
      TRUSTS_AWS_PRINCIPAL: trusts.map(([role, principal, allowed]) => ({
        ...{ role, name: role.slice(role.lastIndexOf('/') + 1), principal: principal ?? null },
        allowed: allowed ?? false,
      })),
    }),
  );
}

describe('graphs of other estates', () => {
  test('everyone: a wildcard stands outside, with a warning', () => {
    const built = made([[arn(A, 'open'), '*']]);
    expect(built.codes).toEqual(['anyone-trusted']);
    expect(built.diagnostics[0]?.message).toContain(`${A}: open`);
    expect(built.path('Anyone')).toEqual([OUTSIDE, 'Anyone']);
    expect(built.elements.get('Anyone')?.kind).toBe('internet');
  });

  test('a role whose trust is not recorded is drawn with an unresolved stub', () => {
    const built = made([[arn(A, 'odd')], [arn(B, 'odd')], [arn(B, 'other')]]);
    expect(built.codes).toEqual(['trust-not-recorded']);
    expect(built.stubs).toEqual(['Principals that roles trust']);
    expect(lined(built)).toEqual([
      'Principals that are not recorded --> odd in 2 accounts (trusted)',
      'Principals that are not recorded --> other (trusted)',
    ]);
  });

  test('an account that the graph does not hold is a stub; bare ids are accounts, too', () => {
    const built = made([
      [arn(A, 'partner'), `arn:aws:iam::${X}:root`],
      [arn(B, 'second'), X],
    ]);
    expect(built.path(X)).toEqual([OUTSIDE, X]);
    expect(built.stubs).toEqual([`AWS account ${X}`]);
    expect(built.counts.principal).toEqual([2, 0, 2, 0]);
  });

  test('roles and users of strangers, deleted principals', () => {
    const built = made([
      [arn(A, 'a'), arn(X, 'theirs')],
      [arn(A, 'b'), `arn:aws:iam::${X}:user/path/jo`],
      [arn(A, 'c'), 'AROAROSDW5AAYPWGLIIEJ'],
    ]);
    expect(built.path('theirs')).toEqual([OUTSIDE, X, 'theirs']);
    expect(built.path('jo')).toEqual([OUTSIDE, X, 'jo']);
    expect(built.path('Deleted principal AROAROSDW5AAYPWGLIIEJ')[0]).toBe(OUTSIDE);
    expect(lined(built)[2]).toBe('theirs --> a (trusted, no permission found)');
  });

  test('Identity Center is one provider, whatever each account calls it', () => {
    const sso = (account: string, hash: string) =>
      `arn:aws:iam::${account}:saml-provider/AWSSSO_${hash}_DO_NOT_DELETE`;
    const role = (account: string, hash: string) =>
      arn(account, `aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_${hash}`);
    const trusts = [
      [role(A, '0123456789abcdef'), sso(A, 'aa01')],
      [role(B, 'fedcba9876543210'), sso(B, 'bb02')],
    ] as const;
    const built = made(trusts);
    expect(lined(built)).toEqual([
      'IAM Identity Center --> AWSReservedSSO_Admin in 2 accounts (trusted)',
    ]);
    expect(built.counts.principal).toEqual([2, 1, 1, 0]);
    expect(made(trusts, { fold: false }).links).toHaveLength(2);
  });

  test('a role in very many accounts is one card that names them', () => {
    const accounts = Array.from({ length: 300 }, (_, n) => String(100000000000 + n));
    const built = made(
      accounts.slice(1).map((id) => [arn(id, 'spoke'), arn(accounts[0] ?? '', 'hub')] as const),
      {},
      { accounts },
    );
    expect(lined(built)).toEqual(['hub --> spoke in 299 accounts (trusted, no permission found)']);
    const { description } = built.elements.get('spoke in 299 accounts')?.facts ?? {};
    expect(description?.split(', ')).toHaveLength(299);
    expect(built.counts).toMatchObject({ role: [299, 1, 298, 0], trust: [299, 1, 298, 0] });
  });

  test('what differs is not folded', () => {
    const hub = arn(A, 'hub');
    const built = made([
      [hub, 'ec2.amazonaws.com'],
      [arn(B, 'spoke'), hub, true],
      [arn(C, 'spoke'), hub, false],
    ]);
    expect(lined(built)).toEqual([
      'hub --> spoke (trusted and allowed)',
      'hub --> spoke (trusted, no permission found)',
    ]);
    const chain = made([
      [arn(B, 'spoke'), hub],
      [arn(C, 'spoke'), hub],
      [arn(A, 'next'), arn(B, 'spoke')],
      [hub, arn(C, 'boss')],
    ]);
    // A step on the way stays in its account.
    expect(chain.path('spoke')).toEqual([ORGANIZATION, 'account-2', 'spoke']);
  });

  test('trust within an account is said and not drawn', () => {
    const built = made([
      [arn(A, 'inner'), `arn:aws:iam::${A}:root`],
      [arn(A, 'inner2'), arn(A, 'inner')],
      [arn(A, 'gate'), `arn:aws:iam::${B}:root`],
    ]);
    expect(built.links).toHaveLength(1);
    expect(built.elements.get('account-1')?.facts.description).toBe(
      'Roles assumed within the account only: inner, inner2',
    );
    expect(built.counts).toMatchObject({ trust: [3, 1, 2, 0], role: [3, 1, 2, 0] });
    const quiet = made([[arn(A, 'inner'), `arn:aws:iam::${A}:root`]]);
    expect(quiet.counts.trust).toEqual([1, 0, 0, 1]);
  });

  test('without an organization, accounts that are read are our own', () => {
    const built = made([[arn(A, 'r'), `arn:aws:iam::${X}:root`]], {}, { organization: null });
    expect(built.path('r')).toEqual(['account-1', 'r']);
    expect(built.path(X)).toEqual(['Outside', X]);
  });

  test('a graph without roles is an error', () => {
    expect(made([]).codes[0]).toBe('empty-graph');
  });
});

test('principals are told apart by their text', () => {
  const kinds = Object.fromEntries(
    [
      '*',
      'arn:aws-cn:iam::100000000001:root',
      'arn:aws:sts::100000000001:assumed-role/web/i-1',
      'arn:aws:iam::100000000001:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/A1',
      'cognito-identity.amazonaws.com',
      'accounts.google.com',
      'ec2.amazonaws.com.cn',
      'AIDAROSDW5AAYPWGLIIEJ',
      'arn:aws:iam::cloudfront:user/x',
    ].map((id) => [id, `${principalOf(id).kind} ${principalOf(id).name}`]),
  );
  expect(kinds).toEqual({
    '*': 'anyone Anyone',
    'arn:aws-cn:iam::100000000001:root': 'account 100000000001',
    'arn:aws:sts::100000000001:assumed-role/web/i-1': 'role web',
    'arn:aws:iam::100000000001:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/A1':
      'federated oidc.eks.eu-west-1.amazonaws.com/id/A1',
    'cognito-identity.amazonaws.com': 'federated cognito-identity.amazonaws.com',
    'accounts.google.com': 'federated accounts.google.com',
    'ec2.amazonaws.com.cn': 'service ec2.amazonaws.com.cn',
    AIDAROSDW5AAYPWGLIIEJ: 'unknown Deleted principal AIDAROSDW5AAYPWGLIIEJ',
    'arn:aws:iam::cloudfront:user/x': 'unknown arn:aws:iam::cloudfront:user/x',
  });
  expect(principalOf('x.example', 'Service').kind).toBe('service');
  expect(baseName('AWSReservedSSO_A_B_0123456789abcdef')).toBe('AWSReservedSSO_A_B');
});
