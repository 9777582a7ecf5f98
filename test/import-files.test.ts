/** `cadastre import`, without a process: what it records, writes and refuses. */

import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { compileSource } from '../src/app/compile/compile-source.ts';
import { importFiles } from '../src/app/import/import.ts';
import { awsImporter } from '../src/importers/aws/importer.ts';
import { loadConfig } from '../src/sources/config/config.ts';
import { bankFiles } from './aws-bank.ts';
import { estate, lines, write } from './sources-estate.ts';

const BY = 'cadastre 0.1.0';
const PLACE = 'exports/100000000001/eu-west-1';

async function project(root: string) {
  const { value: config } = await loadConfig(root);
  if (!config) throw new Error('the config is wrong');
  return { root, config };
}

async function run(root: string, given: readonly string[] = ['exports'], as?: string) {
  const paths = given.map((path) => join(root, path));
  const named = as === undefined ? {} : { as };
  const { value, diagnostics } = await importFiles(await project(root), {
    given: paths,
    by: BY,
    ...named,
  });
  return { value, lines: lines(diagnostics, root) };
}

const VPCS = JSON.stringify({ Vpcs: [{ VpcId: 'vpc-1', CidrBlock: '10.0.0.0/16' }] });
const SUBNETS = JSON.stringify({
  Subnets: [{ SubnetId: 'subnet-1', VpcId: 'vpc-1', CidrBlock: '10.0.1.0/24' }],
});

describe('a folder of answers', () => {
  const root = estate({});
  for (const { path, bytes } of bankFiles()) {
    mkdirSync(dirname(join(root, 'exports', path)), { recursive: true });
    writeFileSync(join(root, 'exports', path), bytes);
  }

  test('becomes a recorded inventory and a first diagram, which draws it', async () => {
    const { value, lines: found } = await run(root, ['exports'], 'bank');
    expect(found).toEqual([]);
    expect(value).toMatchObject({
      ...{ estate: 'bank', wrote: ['diagrams/snapshots/bank.aws.json', 'diagrams/bank.ts'] },
      found: { vpc: 11, subnet: 31, account: 10 },
    });
    expect(value?.sources).toHaveLength(571);
    const compiled = await compileSource(join(root, 'diagrams/bank.ts'), await project(root));
    expect(compiled.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    const [organization, network] = compiled.diagrams;
    const kinds = (of: typeof network) =>
      Object.values(of?.diagram.elements ?? {}).map(({ kind }) => kind);
    expect(kinds(organization).filter((kind) => kind === 'account')).toHaveLength(10);
    expect(kinds(network).filter((kind) => kind === 'vpc')).toHaveLength(11);
    expect(network?.diagram.unresolved?.map(({ what }) => what)).toEqual([
      { type: 'vpc', name: 'vpc-8c8fda6a31dcdeed4' },
    ]);
    // The same rules as of the group's own words: which application may talk to which database, and how.
    const flows = Object.values(network?.diagram.links ?? {}).flatMap(
      ({ facts }) => facts.ports ?? [],
    );
    expect(flows).toContain('tcp/5432');
    expect(compiled.inputs).toContain(join(root, 'diagrams/snapshots/bank.aws.json'));
  });

  test('changes nothing when it is imported again', async () => {
    const { value } = await run(root);
    expect(value).toMatchObject({
      estate: 'bank',
      wrote: [],
      unchanged: ['diagrams/snapshots/bank.aws.json'],
    });
  });

  test('that lacks what was recorded before is said to', async () => {
    const { lines: found } = await run(root, ['exports/100000000005']);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(
      /^diagrams\/snapshots\/bank\.aws\.json: warning import-dropped: .* more said$/,
    );
  });
});

test('an estate is called as its only diagram calls it, and that diagram is left alone', async () => {
  const root = estate({
    [`${PLACE}/ec2-describe-vpcs.json`]: VPCS,
    'diagrams/net.ts':
      "import { diagram, estate } from 'cadastre';\nexport default diagram('N', { content: estate('acme').network() });\n",
  });
  const { value } = await run(root);
  expect(value?.wrote).toEqual(['diagrams/snapshots/acme.aws.json']);
});

test.each(['../x', 'a/b', '.x', ''])('%j is no name of an estate', async (as) => {
  const root = estate({ [`${PLACE}/ec2-describe-vpcs.json`]: VPCS });
  const { value, lines: found } = await run(root, ['exports'], as);
  expect(value).toBeUndefined();
  expect(found[0]).toContain('error invalid-value');
  expect(existsSync(join(root, 'diagrams'))).toBe(false);
});

describe('files that are not to be read', () => {
  test('one that was named and that nobody knows is an error; in a folder it is counted', async () => {
    const root = estate({
      'notes.json': '{}',
      [`${PLACE}/ec2-describe-vpcs.json`]: VPCS,
      'exports/notes.json': '{}',
    });
    expect((await run(root, ['notes.json'])).lines[0]).toContain('error import-unknown-format');
    expect((await run(root)).value?.unread).toBe(1);
    expect((await run(root, ['nowhere'])).lines[0]).toContain('error not-found');
  });

  test('links that lead outside are not followed', async () => {
    const root = estate({ [`${PLACE}/ec2-describe-vpcs.json`]: VPCS });
    const outside = estate({ 'ec2-describe-subnets.json': SUBNETS });
    symlinkSync(
      join(outside, 'ec2-describe-subnets.json'),
      join(root, PLACE, 'ec2-describe-subnets.json'),
    );
    symlinkSync(outside, join(root, 'exports/all'));
    const { value, lines: found } = await run(root);
    expect(value?.found).toMatchObject({ vpc: 1 });
    expect(value?.found.subnet).toBeUndefined();
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(`${PLACE}/ec2-describe-subnets.json: warning import-outside`);
  });

  test('after an error nothing is written', async () => {
    const root = estate({
      [`${PLACE}/ec2-describe-vpcs.json`]: VPCS,
      [`${PLACE}/ec2-describe-subnets.json`]: SUBNETS.slice(0, 20),
    });
    const { value, lines: found } = await run(root);
    expect(value).toBeUndefined();
    expect(found[0]).toContain('error import-broken');
    expect(readdirSync(root)).toEqual(['exports']);
  });

  test('what lies elsewhere is recorded without the path of this machine', async () => {
    const root = estate({ 'cadastre.config.yaml': '' });
    const outside = estate({ '100000000001/eu-west-1/ec2-describe-vpcs.json': VPCS });
    const { value } = await importFiles(await project(root), { given: [outside], by: BY, as: 'x' });
    expect(value?.sources[0]?.file).toMatch(
      /^estate-\w+\/100000000001\/eu-west-1\/ec2-describe-vpcs\.json$/,
    );
  });
});

test('3,000 files are read, each thing once though two accounts list it', async () => {
  const root = estate({});
  const files: Record<string, string> = {};
  for (let n = 0; n < 1500; n++) {
    const place = `exports/2${String(n).padStart(11, '0')}/eu-west-1`;
    files[`${place}/ec2-describe-vpcs.json`] = JSON.stringify({
      Vpcs: [
        { VpcId: `vpc-${n}`, CidrBlock: '10.0.0.0/16' },
        { VpcId: 'vpc-shared', OwnerId: '1'.repeat(12) },
      ],
    });
    files[`${place}/ec2-describe-subnets.json`] = JSON.stringify({ Subnets: [] });
  }
  write(root, files);
  const { value, lines: found } = await run(root);
  expect(found).toEqual([]);
  expect(value?.sources).toHaveLength(3000);
  expect(value?.found.vpc).toBe(1501);
});

test('no secret of an answer reaches what is recorded, printed or drawn', async () => {
  let planted = 0;
  const secret = (): string => `planted-secret-${String(++planted).padStart(2, '0')}`;
  const many = (names: readonly string[]): Record<string, string> =>
    Object.fromEntries(names.map((name) => [name, secret()]));
  const answers: Readonly<Record<string, unknown>> = {
    'organizations-list-accounts': {
      Accounts: [{ Id: '100000000001', Name: 'a', Email: secret(), ...many(['Phone', 'Contact']) }],
    },
    'ec2-describe-vpcs': {
      Vpcs: [
        {
          VpcId: 'vpc-1',
          CidrBlock: '10.0.0.0/16',
          Tags: [
            { Key: 'token', Value: secret() },
            { Key: secret(), Value: secret() },
          ],
          ...many(['DhcpOptionsId']),
        },
      ],
    },
    'ec2-describe-instances': {
      Reservations: [
        {
          Instances: [
            {
              InstanceId: 'i-1',
              SubnetId: 'subnet-1',
              ...many(['UserData', 'KeyName', 'PrivateDnsName', 'ClientToken']),
              IamInstanceProfile: { Arn: secret() },
              MetadataOptions: { Token: secret() },
            },
          ],
        },
      ],
    },
    'rds-describe-db-instances': {
      DBInstances: [
        {
          DBInstanceIdentifier: 'db',
          ...many(['MasterUsername', 'MasterUserPassword', 'DBName', 'KmsKeyId']),
          MasterUserSecret: { SecretArn: secret() },
          PendingModifiedValues: { MasterUserPassword: secret() },
        },
      ],
    },
    'ec2-describe-vpn-connections': {
      VpnConnections: [
        {
          VpnConnectionId: 'vpn-1',
          CustomerGatewayConfiguration: `<preshared>${secret()}</preshared>`,
          Options: { TunnelOptions: [{ PreSharedKey: secret() }, { PreSharedKey: secret() }] },
        },
      ],
    },
    'directconnect-describe-virtual-interfaces': {
      virtualInterfaces: [
        {
          virtualInterfaceId: 'dxvif-1',
          authKey: secret(),
          customerRouterConfig: secret(),
          bgpPeers: [{ authKey: secret() }],
        },
      ],
    },
    'lambda-list-functions': {
      Functions: [
        {
          FunctionName: 'f',
          FunctionArn: 'arn:aws:lambda:eu-west-1:100000000001:function:f',
          Environment: { Variables: many(['PASSWORD', 'TOKEN', 'URL']) },
          ...many(['Description', 'CodeSha256']),
        },
      ],
    },
    'ec2-describe-vpc-endpoints': {
      VpcEndpoints: [{ VpcEndpointId: 'vpce-1', VpcId: 'vpc-1', PolicyDocument: secret() }],
    },
    'elasticache-describe-cache-clusters': {
      CacheClusters: [{ CacheClusterId: 'c', ...many(['AuthToken', 'UserGroupIds']) }],
    },
    'ec2-describe-client-vpn-endpoints': {
      ClientVpnEndpoints: [
        {
          ClientVpnEndpointId: 'cvpn-1',
          Description: secret(),
          ServerCertificateArn: secret(),
          AuthenticationOptions: [
            { Type: 'federated', FederatedAuthentication: { SamlProviderArn: secret() } },
          ],
          SelfServicePortalUrl: secret(),
        },
      ],
    },
    'eks-describe-cluster--c': {
      cluster: {
        name: 'c',
        arn: 'arn:aws:eks:eu-west-1:100000000001:cluster/c',
        certificateAuthority: { data: secret() },
        endpoint: secret(),
      },
    },
    'autoscaling-describe-auto-scaling-groups': {
      AutoScalingGroups: [{ AutoScalingGroupName: 'g', LaunchConfigurationName: secret() }],
    },
    'ec2-describe-something-new': { Things: [{ Id: secret() }] },
  };
  expect(planted).toBeGreaterThanOrEqual(40);
  const root = estate(
    Object.fromEntries(
      Object.entries(answers).map(([name, value]) => [
        `${PLACE}/${name}.json`,
        JSON.stringify(value),
      ]),
    ),
  );
  const { value, lines: found } = await run(root, ['exports'], 'bank');
  const compiled = await compileSource(join(root, 'diagrams/bank.ts'), await project(root));
  const outputs = [
    JSON.stringify(value),
    ...found,
    readFileSync(join(root, 'diagrams/snapshots/bank.aws.json'), 'utf8'),
    ...compiled.diagrams.map(({ model }) => model),
  ];
  expect(compiled.diagrams).toHaveLength(1);
  for (const text of outputs) expect(text).not.toContain('planted-secret');
  // They were in what was read.
  expect(
    awsImporter.kindOf({ path: `${PLACE}/lambda-list-functions.json`, bytes: Buffer.from('{}') }),
  ).toBe('aws-cli');
});
