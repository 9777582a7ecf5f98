/** Rules do not hold over a wrong scope: boxes, transit gateways, elements between, inactive links. */

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { findings } from './rule-findings.ts';

const fixture = (name: string): string =>
  readFileSync(new URL(`fixtures/cases/rules/${name}`, import.meta.url), 'utf8');

describe('a link to a box reaches all that is in it', () => {
  test('border-control and untrusted-to-cde see through the box', async () => {
    const text = fixture('link-to-the-box.yaml');
    const lines = text.split('\n');
    const at = (part: string) => lines.findIndex((line) => line.includes(part)) + 1;
    expect(await findings('border-control', text)).toEqual([
      `${at('from: corp')}: the link from "corp" to "pay" names no control and no ports, between connected and cde`,
    ]);
    const open = text
      .replace('from: gd, to: pay', 'from: world, to: pay')
      .replace('  - kind: vpc\n', '  - { kind: internet, name: world }\n  - kind: vpc\n');
    expect(await findings('untrusted-to-cde', open)).toEqual([
      `${at('from: gd') + 1}: the link from "world" to "pay" connects an untrusted network with the CDE without a justification`,
    ]);
    expect(await findings('storage-exposed', open)).toEqual([
      expect.stringContaining(
        'aws:rds "vault" in the CDE, like everything in vpc "pay", is linked directly from internet "world"',
      ),
    ]);
  });

  const boxes = (zone: string, inner: string, facts: string): string => `title: T
content:
  - { kind: aws:lambda, name: fn, zone: ${zone} }
  - kind: vpc
    name: box
    members: [{ kind: subnet, name: a, zone: cde }, { kind: subnet, name: b, zone: ${inner} }]
links:
  - { from: fn, to: box, ${facts} }
`;
  test.each([
    ['cde', 'cde', 0],
    ['cde', 'connected', 1],
    ['connected', 'cde', 1],
    ['connected', 'connected', 1],
  ])('from %s to a box of cde and %s: %i findings', async (zone, inner, count) => {
    expect(await findings('border-control', boxes(zone, inner, 'label: x'))).toHaveLength(count);
    const told = boxes(zone, inner, 'control: sg, ports: [tcp/1]');
    expect(await findings('border-control', told)).toEqual([]);
  });

  test('from a box to its own members nothing is crossed', async () => {
    const own = boxes('cde', 'connected', 'label: x').replace(
      'from: fn, to: box',
      'from: box, to: b',
    );
    expect(await findings('border-control', own)).toEqual([]);
  });
});

/** An out-of-scope network, a CDE, and what is between. */
const between = (middle: string, links: string): string => `title: T
content:
  - { kind: vpc, name: out, id: vpc-out, zone: out-of-scope, cidr: 10.1.0.0/16 }
  - { kind: vpc, name: cde, id: vpc-cde, zone: cde, cidr: 10.2.0.0/16 }
${middle}links:
${links}`;

describe('out of scope and linked with the CDE', () => {
  const found = (through: string, to = 'hub'): string =>
    `the link from "out" to "${to}" connects the CDE with something marked out of scope: vpc "cde" is linked through ${through}`;
  const of = async (text: string): Promise<string[]> =>
    (await findings('out-of-scope-linked', text)).map((line) => line.replace(/^\d+: /, ''));
  const two = '  - { from: out, to: hub, direction: both }\n  - { from: cde, to: hub }\n';

  test.each([
    ['aws:transit-gateway', 'zone: connected'],
    ['aws:transit-gateway', ''],
    ['route-table', 'zone: connected'],
    ['aws:peering-connection', 'zone: connected'],
    ['generic:router', 'zone: connected'],
    ['generic:server', ''],
  ])('through a %s (%s)', async (kind, facts) => {
    const text = between(`  - { kind: ${kind}, name: hub, ${facts} }\n`, two);
    expect(await of(text)).toEqual([
      found(`${kind.replace('generic:router', 'generic:router')} "hub"`),
    ]);
  });

  test('through a box of tables, and one table of it', async () => {
    const gateway = `  - kind: aws:transit-gateway
    name: tgw
    zone: connected
    members: [{ kind: route-table, name: one }, { kind: route-table, name: two }]
`;
    const link = (a: string, b: string) =>
      `  - { from: out, to: ${a} }\n  - { from: cde, to: ${b} }\n`;
    expect(await of(between(gateway, link('one', 'one')))).toEqual([
      found('route-table "one"', 'one'),
    ]);
    expect(await of(between(gateway, link('one', 'two')))).toEqual([]);
    expect(await of(between(gateway, link('tgw', 'two')))).toEqual([
      found('aws:transit-gateway "tgw"', 'tgw'),
    ]);
  });

  test('a table that states its routes joins what they lead to', async () => {
    const table = (routes: string) => `  - { kind: vpc, name: inspection, zone: connected }
  - { kind: route-table, name: hub, zone: connected, routes: [${routes}] }
`;
    const links = `${two}  - { from: hub, to: inspection }\n`;
    const route = (destination: string, target: string) =>
      `{ destination: ${destination}, target: ${target} }`;
    expect(await of(between(table(route('0.0.0.0/0', 'inspection')), links))).toEqual([]);
    expect(await of(between(table(route('0.0.0.0/0', 'vpc-cde')), links))).toHaveLength(1);
    expect(await of(between(table(route('10.0.0.0/8', 'tgw-attach-1')), links))).toHaveLength(1);
    expect(await of(between(table(route('10.9.0.0/16', 'tgw-attach-1')), links))).toEqual([]);
    expect(await of(between(table(route('10.2.0.0/16', 'blackhole')), links))).toEqual([]);
    expect(await of(between(table(route('pl-123', 'tgw-attach-1')), links))).toHaveLength(1);
  });

  const hop = (kind: string, first: string, second: string) =>
    between(
      `  - { kind: ${kind}, name: hub, zone: connected }\n`,
      `  - { ${first} }\n  - { ${second} }\n`,
    );

  test('through a jump host along its connections, and not against them', async () => {
    const [into, on] = ['from: out, to: hub', 'from: hub, to: cde'];
    expect(await of(hop('aws:ec2', into, on))).toEqual([found('aws:ec2 "hub"')]);
    expect(await of(hop('aws:ec2', 'from: hub, to: out', on))).toEqual([]);
    expect(await of(hop('aws:ec2', into, 'from: cde, to: hub'))).toEqual([]);
    expect(await of(hop('aws:sqs', `${into}, relation: flow`, on))).toEqual([]);
  });

  test('a control between, a network between, and what is not active end the path', async () => {
    const [into, on] = ['from: out, to: hub', 'from: hub, to: cde, direction: both'];
    for (const kind of ['aws:network-firewall', 'vpc'])
      expect(await of(hop(kind, into, on))).toEqual([]);
    for (const status of ['rejected', 'failed', 'deleted', 'planned', 'pending-acceptance'])
      expect(await of(hop('aws:transit-gateway', into, `${on}, status: ${status}`))).toEqual([]);
    for (const status of ['active', 'available', 'unknown'])
      expect(await of(hop('aws:transit-gateway', into, `${on}, status: ${status}`))).toHaveLength(
        1,
      );
  });

  test('a direct link to a box that holds a CDE', async () => {
    const box =
      '  - { kind: vpc, name: pay, zone: connected, members: [{ kind: subnet, name: s, zone: cde }] }\n';
    expect(await of(between(box, '  - { from: out, to: pay }\n'))).toEqual([
      'the link from "out" to "pay" connects the CDE with something marked out of scope',
    ]);
  });
});

describe('segment-cidr', () => {
  test('asks no CIDR of a zone that holds only services without a network', async () => {
    expect(await findings('segment-cidr', fixture('serverless.ts'), 'a.ts')).toEqual([]);
  });

  const zone = (...kinds: string[]): string => `title: T
content:
  - kind: zone
    name: z
    members: [${kinds.map((kind, i) => `{ kind: ${kind}, name: n${i} }`).join(', ')}]
`;
  test.each([
    [['aws:lambda', 'aws:dynamodb', 'aws:s3', 'aws:kms'], 0],
    [['gcp:cloud-functions', 'gcp:bigquery', 'saas:okta', 'user'], 0],
    [['aws:lambda', 'aws:ec2'], 1],
    [['aws:rds'], 1],
    [['generic:server'], 1],
    [[], 1],
  ])('a zone of %j: %i findings', async (kinds, count) => {
    expect(await findings('segment-cidr', zone(...kinds))).toHaveLength(count);
  });

  test.each(['TBD', 'n/a', '10.0.0.0/33', 'fe80::1%eth0/64'])('%j is no CIDR', async (cidr) => {
    const vpc = (list: string) => `title: T\ncontent: [{ kind: vpc, name: v, cidr: ${list} }]\n`;
    const message = `2: vpc "v" has the CIDR "${cidr}", which is not an address range`;
    expect(await findings('segment-cidr', vpc(`"${cidr}"`))).toEqual([message]);
    expect(await findings('segment-cidr', vpc(`[10.0.0.0/16, "${cidr}"]`))).toEqual([message]);
    expect(await findings('segment-cidr', vpc('"10.0.0.0/16"'))).toEqual([]);
  });
});

describe('blocks that overlap', () => {
  const branches = (n: number, facts = ''): string => `title: T
content:
  - { kind: vpc, name: hq, cidr: 10.0.0.0/16 }
${Array.from({ length: n }, (_, i) => `  - { kind: generic:branch, name: b${i + 1}, cidr: 192.168.1.0/24 }\n`).join('')}links:
${Array.from({ length: n }, (_, i) => `  - { from: b${i + 1}, to: hq${facts} }\n`).join('')}`;

  test('are one finding with all that hold them', async () => {
    const all = Array.from({ length: 8 }, (_, i) => `generic:branch "b${i + 1}"`).join(', ');
    expect(await findings('cidr-overlap', branches(8))).toEqual([
      `5: 8 connected segments have addresses in 192.168.1.0/24: ${all}`,
    ]);
    expect(await findings('cidr-overlap', branches(2))).toEqual([
      '5: 192.168.1.0/24 of generic:branch "b2" overlaps 192.168.1.0/24 of generic:branch "b1"',
    ]);
  });

  test.each(['failed', 'rejected', 'expired', 'deleted'])(
    'are none over %s links',
    async (status) => {
      expect(await findings('cidr-overlap', branches(3, `, status: ${status}`))).toEqual([]);
    },
  );
  test.each(['active', 'unknown', '""'])('are some over %s links', async (status) => {
    expect(await findings('cidr-overlap', branches(3, `, status: ${status}`))).toHaveLength(1);
  });

  test('each block of one network by itself, larger ones with what they hold', async () => {
    const subnets = (...cidrs: string[]): string =>
      `title: T\ncontent:\n  - kind: vpc\n    name: v\n    cidr: 10.0.0.0/8\n    members:\n${cidrs
        .map((cidr, i) => `      - { kind: subnet, name: s${i + 1}, cidr: ${cidr} }\n`)
        .join('')}`;
    expect(
      await findings(
        'cidr-overlap',
        subnets('10.1.0.0/24', '10.1.0.0/25', '10.2.0.0/24', '10.2.0.0/24', '10.3.0.0/24'),
      ),
    ).toEqual([
      '8: 10.1.0.0/25 of subnet "s2" overlaps 10.1.0.0/24 of subnet "s1"',
      '10: 10.2.0.0/24 of subnet "s4" overlaps 10.2.0.0/24 of subnet "s3"',
    ]);
    expect(
      await findings('cidr-overlap', subnets('10.1.0.0/25', '10.1.0.128/25', '10.1.0.0/24')),
    ).toEqual([
      '8: 3 connected segments have addresses in 10.1.0.0/24: 10.1.0.0/25 of subnet "s1", 10.1.0.128/25 of subnet "s2", subnet "s3"',
    ]);
  });
});
