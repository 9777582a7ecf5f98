/** What network ACLs let pass is said on the subnets that they guard. */

import { describe, expect, test } from 'vitest';
import { answered, BASE, drawnNetwork } from './imported-network.ts';

const entry = (number: number, way: 'in' | 'out', action: string, more: object = {}) => ({
  ...{ RuleNumber: number, Egress: way === 'out', RuleAction: action },
  ...{ CidrBlock: '0.0.0.0/0', Protocol: '-1', ...more },
});
const tcp = (From: number, To: number, CidrBlock: string) => ({
  ...{ Protocol: '6', PortRange: { From, To }, CidrBlock },
});
const LAST = [entry(32_767, 'in', 'deny'), entry(32_767, 'out', 'deny')];
const acl = (id: string, subnets: readonly string[], entries: readonly object[], more = {}) => ({
  ...{ NetworkAclId: id, VpcId: 'vpc-1', OwnerId: '100000000001', IsDefault: false },
  Associations: subnets.map((SubnetId) => ({ SubnetId })),
  Entries: [...entries, ...LAST],
  ...more,
});
const OPEN = acl('acl-1', ['subnet-a'], [entry(100, 'in', 'allow'), entry(100, 'out', 'allow')], {
  IsDefault: true,
});
const FILTER = acl(
  'acl-2',
  ['subnet-b'],
  [
    entry(100, 'in', 'allow', tcp(443, 443, '10.0.0.0/8')),
    entry(90, 'in', 'deny', tcp(443, 443, '10.9.0.0/16')),
    entry(100, 'out', 'allow', tcp(1024, 65_535, '0.0.0.0/0')),
  ],
);
const estateOf = (...acls: object[]) =>
  answered({ ...BASE, 'ec2-describe-network-acls': { NetworkAcls: acls } });

describe('a subnet', async () => {
  const estate = await estateOf(OPEN, FILTER);
  const { element, count } = drawnNetwork(estate);
  const facts = (id: string) => element(id)?.facts;

  test('says the rules of its ACL in the order in which they are tried, both ways', () => {
    expect(facts('subnet-b')?.description).toContain(
      '; network ACL acl-2: in: 90 deny tcp/443 from 10.9.0.0/16, 100 allow tcp/443 from 10.0.0.0/8 | out: 100 allow tcp/1024-65535 to 0.0.0.0/0',
    );
    expect(facts('subnet-a')?.description).toContain(
      '; network ACL acl-1 (default): in: 100 allow all from 0.0.0.0/0 | out: 100 allow all to 0.0.0.0/0',
    );
  });

  test('has a mark where that does not let everything pass', () => {
    expect([facts('subnet-a')?.role, facts('subnet-b')?.role]).toEqual([undefined, 'network ACL']);
  });

  test('its rules are counted: folded where subnets are drawn, else left out', () => {
    const counts = (depth: 'vpcs' | 'subnets') => {
      const view = drawnNetwork(estate, { depth });
      return [view.count('network-acl'), view.count('network-acl-rule')];
    };
    expect(count('network-acl-rule')).toBe('5 = 0 + 5 + 0');
    expect(counts('subnets')).toEqual(['2 = 0 + 2 + 0', '5 = 0 + 5 + 0']);
    expect(counts('vpcs')).toEqual(['2 = 0 + 2 + 0', '5 = 0 + 0 + 5']);
  });
});

test.each([
  ['that denies something first', [entry(90, 'in', 'deny', tcp(22, 22, '0.0.0.0/0'))]],
  ['of which one rule is narrower', [entry(90, 'out', 'allow', { CidrBlock: '10.0.0.0/8' })]],
])('an ACL %s has the mark', async (_, more) => {
  const both = [entry(100, 'in', 'allow'), entry(100, 'out', 'allow'), ...more];
  const { element } = drawnNetwork(await estateOf(acl('acl-3', ['subnet-a'], both)));
  expect(element('subnet-a')?.facts.role).toBe('network ACL');
});

test('an ACL that lets nothing out has the mark', async () => {
  const inward = acl('acl-3', ['subnet-a'], [entry(100, 'in', 'allow')]);
  const { element } = drawnNetwork(await estateOf(inward));
  expect(element('subnet-a')?.facts).toMatchObject({
    role: 'network ACL',
    description: expect.stringContaining('| out: nothing'),
  });
});

test('rules that are not recorded are no rules that filter', async () => {
  const estate = await estateOf(FILTER);
  const { element } = drawnNetwork({ ...estate, networkAclRules: new Map() });
  expect(element('subnet-b')?.facts.role).toBeUndefined();
  expect(element('subnet-b')?.facts.description).toContain('acl-2: rules not recorded');
});

test('that some rules are not recorded is said', async () => {
  const estate = await estateOf(FILTER);
  const [first] = estate.networkAclRules;
  const { element } = drawnNetwork({ ...estate, networkAclRules: new Map(first ? [first] : []) });
  expect(element('subnet-b')?.facts.description).toContain('| 2 more not recorded');
});

test('the rules of an ACL of no subnet are said on its VPC', async () => {
  const unused = acl('acl-4', [], [entry(100, 'in', 'allow', tcp(22, 22, '10.0.0.0/8'))]);
  const { element, count } = drawnNetwork(await estateOf(unused));
  expect(element('vpc-1')?.facts.description).toContain(
    'acl-4 (1 rules) in: 100 allow tcp/22 from 10.0.0.0/8 | out: nothing',
  );
  expect(count('network-acl-rule')).toBe('1 = 0 + 1 + 0');
});
