/** Which paths into and out of the CDE a change opens and closes, as a user of `change` and `diff` sees it. */

import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { estate, put } from './run-cli.ts';
import { cadastre } from './warm-cli.ts';

const ACCOUNT = '100000000001';
const own = { VpcId: 'vpc-1', OwnerId: ACCOUNT };
const SNAPSHOT = 'diagrams/snapshots/bank.aws.json';

/** Two hosts in a VPC; `db` takes TCP connections to these ports from `web`. */
function answers(ports: readonly number[]): Record<string, string> {
  const json = (key: string, all: readonly object[]): string => JSON.stringify({ [key]: all });
  const rule = (port: number) => ({
    ...{ IpProtocol: 'tcp', FromPort: port, ToPort: port, UserIdGroupPairs: [] },
    ...{ IpRanges: [{ CidrIp: '10.0.1.0/24' }], Ipv6Ranges: [], PrefixListIds: [] },
  });
  const group = (name: string, taken: readonly number[], sends: boolean) => ({
    ...{ ...own, GroupId: `sg-${name}`, GroupName: name, IpPermissions: taken.map(rule) },
    IpPermissionsEgress: sends
      ? [
          {
            ...{ IpProtocol: '-1', UserIdGroupPairs: [], Ipv6Ranges: [], PrefixListIds: [] },
            IpRanges: [{ CidrIp: '0.0.0.0/0' }],
          },
        ]
      : [],
  });
  const folder = `exports/${ACCOUNT}/eu-west-1/ec2-describe-`;
  const host = (n: number, name: string) => ({
    ...{ ...own, NetworkInterfaceId: `eni-${name}`, SubnetId: `subnet-${n}` },
    ...{ PrivateIpAddress: `10.0.${n}.5`, InterfaceType: 'interface' },
    Groups: [{ GroupId: `sg-${name}`, GroupName: name }],
    PrivateIpAddresses: [{ PrivateIpAddress: `10.0.${n}.5`, Primary: true }],
  });
  const table = {
    ...{ ...own, RouteTableId: 'rtb-1', Associations: [{ Main: true, RouteTableId: 'rtb-1' }] },
    Routes: [{ DestinationCidrBlock: '10.0.0.0/16', GatewayId: 'local', State: 'active' }],
  };
  const entry = (egress: boolean) => ({
    ...{ Egress: egress, Protocol: '-1', RuleAction: 'allow', RuleNumber: 100 },
    CidrBlock: '0.0.0.0/0',
  });
  const acl = {
    ...{ ...own, NetworkAclId: 'acl-1', IsDefault: true, Entries: [entry(true), entry(false)] },
    Associations: [1, 2].map((n) => ({ NetworkAclId: 'acl-1', SubnetId: `subnet-${n}` })),
  };
  return {
    [`${folder}vpcs.json`]: json('Vpcs', [{ ...own, CidrBlock: '10.0.0.0/16' }]),
    [`${folder}subnets.json`]: json(
      'Subnets',
      [1, 2].map((n) => ({ ...own, SubnetId: `subnet-${n}`, CidrBlock: `10.0.${n}.0/24` })),
    ),
    [`${folder}security-groups.json`]: json('SecurityGroups', [
      group('web', [], true),
      group('db', ports, false),
    ]),
    [`${folder}network-interfaces.json`]: json('NetworkInterfaces', [
      host(1, 'web'),
      host(2, 'db'),
    ]),
    [`${folder}route-tables.json`]: json('RouteTables', [table]),
    [`${folder}network-acls.json`]: json('NetworkAcls', [acl]),
  };
}

const DIAGRAM = (zone: string): string => `title: Payments
content:
  - { kind: subnet, id: subnet-1, name: web, zone: connected }
  - { kind: subnet, id: subnet-2, name: db, zone: ${zone} }
`;

function repository(zone = 'cde') {
  const root = estate({ 'diagrams/pay.yaml': DIAGRAM(zone), '.gitignore': 'exports/\n' });
  const who = ['user.name=Ann', 'user.email=ann@example.com', 'commit.gpgsign=false'];
  const git = (...args: string[]): string =>
    execFileSync('git', [...who.flatMap((one) => ['-c', one]), ...args], {
      cwd: root,
      encoding: 'utf8',
    });
  const commit = (message: string): void => {
    git('add', '.');
    git('commit', '-qm', message);
  };
  const record = async (...ports: readonly number[]): Promise<void> => {
    put(root, answers(ports));
    const ended = await cadastre(root, ['import', 'exports', '--as', 'bank']);
    expect(ended.code).toBe(0);
    // The first import also draws what it found: here, one diagram is enough.
    rmSync(join(root, 'diagrams/bank.ts'), { force: true });
  };
  const json = async (...args: string[]) => {
    const ended = await cadastre(root, [...args, '--json']);
    return { code: ended.code, ...JSON.parse(ended.stdout) };
  };
  git('init', '-q', '-b', 'main');
  return { root, commit, record, json };
}

const WEB = 'subnet-1 sg-web';
const DB = 'subnet-2 sg-db';

describe('a rule that a recording gains', () => {
  test('opens a path into the CDE in every form of the record, and the checkout stays', async () => {
    const { root, commit, record, json } = repository();
    await record(5432);
    commit('one');
    await record(5432, 22);
    commit('two');
    put(root, { 'diagrams/pay.yaml': 'title: [\n' });
    const found = await json('change', 'HEAD');
    const change = {
      ...{ estate: 'bank', direction: 'into', effects: ['opened'], from: WEB, to: DB },
      ...{ before: { open: ['tcp/5432'] }, after: { open: ['tcp/22', 'tcp/5432'] } },
    };
    expect(found).toMatchObject({
      paths: 'judged',
      connectivity: [change],
      connectivityScope: {
        scope: 'zone:cde',
        estates: [{ estate: 'bank', within: { before: 1, after: 1 } }],
        notJudged: [],
      },
    });
    expect(readFileSync(join(root, 'diagrams/pay.yaml'), 'utf8')).toBe('title: [\n');
    const words = /closed|open tcp\/5432 became open tcp\/22, tcp\/5432/;
    expect((await cadastre(root, ['change', 'HEAD'])).stdout).toMatch(words);
    const page = (await cadastre(root, ['change', 'HEAD', '--format', 'html'])).stdout;
    expect(page).toContain('open tcp/22, tcp/5432');
    const backwards = await json('diff', 'HEAD', 'HEAD~1');
    expect(backwards).toMatchObject({ code: 1, connectivity: [{ effects: ['closed'] }] });
    const text = await cadastre(root, ['diff', 'HEAD~1', 'HEAD']);
    expect([text.code, text.stdout]).toEqual([
      1,
      expect.stringMatching(
        /^paths into and out of the CDE of bank: 1 opened\n {2}\+ opened, into: .+ -> .+: open tcp\/5432 became open tcp\/22, tcp\/5432\n/,
      ),
    ]);
    const markdown = await cadastre(root, ['diff', 'HEAD~1..HEAD', '--format', 'markdown']);
    expect(markdown.stdout).toContain('## Paths into and out of the CDE');
    expect(markdown.stdout).toMatch(words);
  });

  test('is compared with the working tree, too', async () => {
    const { commit, record, json } = repository();
    await record(5432);
    commit('one');
    expect(await json('diff', 'HEAD')).toMatchObject({ code: 0, connectivity: [] });
    await record();
    expect(await json('diff', 'HEAD')).toMatchObject({
      code: 1,
      connectivity: [{ effects: ['closed'], change: 'removed', before: { open: ['tcp/5432'] } }],
    });
  });
});

test('a zone that a diagram gives makes a path one into the CDE', async () => {
  const { root, commit, record, json } = repository('connected');
  await record(5432);
  commit('one');
  put(root, { 'diagrams/pay.yaml': DIAGRAM('cde') });
  expect(await json('diff', 'HEAD')).toMatchObject({
    code: 1,
    connectivity: [{ effects: ['opened'], change: 'added', from: WEB, to: DB, entered: [DB] }],
    connectivityScope: { estates: [{ within: { before: 0, after: 1 } }] },
  });
});

describe('nothing is said of paths', () => {
  const notJudged = async (
    result: Promise<{ connectivity: unknown; connectivityScope: { notJudged: object[] } }>,
  ) => {
    const { connectivity, connectivityScope } = await result;
    expect(connectivity).toEqual([]);
    return connectivityScope.notJudged[0];
  };

  test('where a version holds no estate, or no diagram names the CDE', async () => {
    const { root, commit, record, json } = repository('connected');
    commit('none');
    expect(await notJudged(json('change', 'HEAD'))).toMatchObject({ cause: 'nothing-recorded' });
    expect((await cadastre(root, ['diff', 'HEAD'])).stderr).toBe('no diagram changed\n');
    await record(5432);
    commit('recorded');
    expect(await notJudged(json('change', 'HEAD'))).toMatchObject({
      cause: 'one-sided',
      why: expect.stringContaining('holds no recorded estate'),
    });
    expect((await cadastre(root, ['change', 'HEAD'])).stdout).toContain('not judged, since');
    expect(await notJudged(json('diff', 'HEAD'))).toMatchObject({ cause: 'no-zone' });
  });

  test('where a recording was edited, or a diagram that may name the CDE has errors', async () => {
    const { root, commit, record, json } = repository();
    await record(5432);
    commit('one');
    const text = readFileSync(join(root, SNAPSHOT), 'utf8');
    put(root, { [SNAPSHOT]: text.replaceAll('10.0.1.5', '10.0.1.6') });
    const edited = json('diff', 'HEAD');
    expect(await notJudged(edited)).toMatchObject({
      ...{ estate: 'bank', cause: 'unread', why: expect.stringContaining('snapshot-edited') },
    });
    expect((await edited).code).toBe(2);
    put(root, { [SNAPSHOT]: text, 'diagrams/other.yaml': 'title: [\n' });
    expect(await notJudged(json('diff', 'HEAD'))).toMatchObject({
      ...{ cause: 'unread', why: expect.stringContaining('diagrams/other.yaml has errors') },
    });
    rmSync(join(root, 'diagrams/other.yaml'));
    const some = json('diff', 'HEAD', '--only', 'diagrams/pay.yaml');
    expect(await notJudged(some)).toMatchObject({ cause: 'left-out' });
  });
});
