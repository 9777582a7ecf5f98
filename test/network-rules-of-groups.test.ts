/** Rules that name a group themselves, as the answers of the AWS command line have them: a line each, with their own ports. */

import { join } from 'node:path';
import { expect, test } from 'vitest';
import { compileSource } from '../src/app/compile/compile-source.ts';
import { snapshot } from '../src/app/snapshot/snapshot.ts';
import type { NetworkOptions } from '../src/model/derivation.ts';
import { loadConfig } from '../src/sources/config/config.ts';
import { lined } from './derived-answers.ts';
import { estate, lines } from './sources-estate.ts';

interface Permission {
  readonly from: number;
  readonly groups: readonly string[];
}

const group = (id: string, permissions: readonly Permission[]) => ({
  ...{ GroupId: id, GroupName: id.slice(3), VpcId: 'vpc-1', OwnerId: '100000000001' },
  IpPermissions: permissions.map(({ from, groups }) => ({
    ...{ IpProtocol: 'tcp', FromPort: from, ToPort: from, IpRanges: [] },
    UserIdGroupPairs: groups.map((GroupId) => ({ GroupId, UserId: '100000000001' })),
  })),
  IpPermissionsEgress: [],
});

const instance = (id: string, subnet: string, of: string) => ({
  ...{ InstanceId: id, SubnetId: subnet, VpcId: 'vpc-1', State: { Name: 'running' } },
  SecurityGroups: [{ GroupId: of }],
});

const subnet = (id: string, block: string) => ({
  ...{ SubnetId: id, VpcId: 'vpc-1', CidrBlock: block, AvailabilityZone: 'eu-west-1a' },
});

/** One network: `web` may call `app`, `app` the database and itself; nothing is in `spare`. */
const ANSWERS = {
  'ec2-describe-vpcs': { Vpcs: [{ VpcId: 'vpc-1', CidrBlock: '10.0.0.0/16' }] },
  'ec2-describe-subnets': {
    Subnets: [subnet('subnet-1', '10.0.1.0/24'), subnet('subnet-2', '10.0.2.0/24')],
  },
  'ec2-describe-security-groups': {
    SecurityGroups: [
      group('sg-web', []),
      group('sg-app', [
        { from: 8443, groups: ['sg-web'] },
        { from: 7946, groups: ['sg-app'] },
      ]),
      group('sg-db', [{ from: 5432, groups: ['sg-app', 'sg-spare'] }]),
      group('sg-spare', [{ from: 22, groups: ['sg-web'] }]),
    ],
  },
  'ec2-describe-instances': {
    Reservations: [
      {
        Instances: [
          instance('i-web', 'subnet-1', 'sg-web'),
          instance('i-app-1', 'subnet-1', 'sg-app'),
          instance('i-app-2', 'subnet-2', 'sg-app'),
          instance('i-db', 'subnet-2', 'sg-db'),
        ],
      },
    ],
  },
};

async function drawn(options: NetworkOptions) {
  const root = estate({
    'cadastre.config.yaml': 'estates: { bank: [{ aws: exports }] }\n',
    'diagrams/net.ts': `import { diagram, estate } from 'cadastre';
export default diagram('Network', { content: estate('bank').network(${JSON.stringify(options)}) });\n`,
    ...Object.fromEntries(
      Object.entries(ANSWERS).map(([name, answer]) => [
        `exports/100000000001/eu-west-1/${name}.json`,
        JSON.stringify(answer),
      ]),
    ),
  });
  const { value: config } = await loadConfig(root);
  if (!config) throw new Error('no config');
  const project = { root, config };
  const recording = { names: [], env: {}, by: 'test', replace: false, timeoutMs: 1000 };
  const recorded = await snapshot(project, recording);
  const { diagrams, diagnostics } = await compileSource(join(root, 'diagrams/net.ts'), project);
  const [one] = diagrams;
  if (!one) throw new Error(lines([...recorded.diagnostics, ...diagnostics], root).join('\n'));
  return one.diagram;
}

test('each member of the one may call each of the other on the ports of just that rule', async () => {
  const diagram = await drawn({ depth: 'resources' });
  expect(lined({ diagram })).toEqual([
    'i-app-1 -tcp/5432-> i-db [db]',
    'i-app-2 -tcp/5432-> i-db [db]',
    'i-web -tcp/8443-> i-app-1 [app]',
    'i-web -tcp/8443-> i-app-2 [app]',
  ]);
  const notes = Object.values(diagram.links).map(({ facts }) => facts.description);
  expect(new Set(notes)).toEqual(new Set(['app admits web', 'db admits app']));
});

test('a group that nothing is in is said of its network, and all rules are accounted for', async () => {
  const { elements, census = [] } = await drawn({ depth: 'resources' });
  const network = Object.values(elements).find(({ kind }) => kind === 'vpc');
  expect(network?.facts.description).toMatch(/unused security group spare/);
  const counted = (kind: string) => census.find((entry) => entry.kind === kind);
  expect(counted('security-group')).toMatchObject({ found: 4, folded: 4, omitted: 0 });
  expect(counted('security-group-rule')).toMatchObject({ found: 5, omitted: 0 });
});
