/**
 * Drift of 2,000 VPCs with 12,000 subnets and 4,000 route tables: a diagram against the answers of AWS, and a state against them.
 *
 *     npm run build && node bench/drift.mjs [VPCS]
 *
 * Prints the seconds and the peak memory of whole processes.
 */

import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const cli = fileURLToPath(new URL('../dist/cli.js', import.meta.url));
const peak = fileURLToPath(new URL('../test/peak-memory.cjs', import.meta.url));
const COUNT = Number(process.argv[2] ?? 2000);
const PER_ACCOUNT = 100;
const REGION = 'eu-west-1';

const hex = (n, kind) => `${kind}${n.toString(16).padStart(16, '0')}`;

/** One account's networks, as AWS lists them. */
function network(n) {
  const vpc = `vpc-${hex(n, '0')}`;
  const block = `10.${n % 250}`;
  const subnets = [0, 1, 2, 3, 4, 5].map((i) => ({
    SubnetId: `subnet-${hex(n * 10 + i, '0')}`,
    CidrBlock: `${block}.${i * 16}.0/20`,
    AvailabilityZone: `${REGION}${'abc'[i % 3]}`,
    VpcId: vpc,
    Tags: [{ Key: 'Name', Value: `s${n}-${i}` }],
  }));
  const tables = [0, 1].map((i) => ({
    RouteTableId: `rtb-${hex(n * 10 + i, '0')}`,
    VpcId: vpc,
    Associations:
      i === 0
        ? [{ Main: true, RouteTableAssociationId: `rtbassoc-${hex(n, '0')}` }]
        : [
            {
              Main: false,
              SubnetId: subnets[0].SubnetId,
              RouteTableAssociationId: `rtbassoc-${hex(n, '1')}`,
            },
          ],
    Routes: [
      { DestinationCidrBlock: `${block}.0.0/16`, GatewayId: 'local', State: 'active' },
      {
        DestinationCidrBlock: '0.0.0.0/0',
        TransitGatewayId: 'tgw-00000000000000001',
        State: 'active',
      },
    ],
  }));
  return {
    vpc: {
      VpcId: vpc,
      CidrBlock: `${block}.0.0/16`,
      IsDefault: false,
      Tags: [{ Key: 'Name', Value: `net-${n}` }],
    },
    subnets,
    tables: tables.map((table) => ({
      ...table,
      Associations: table.Associations.map((a) => ({ ...a, RouteTableId: table.RouteTableId })),
    })),
    group: {
      GroupId: `sg-${hex(n, '0')}`,
      GroupName: 'default',
      VpcId: vpc,
      IpPermissions: [],
      IpPermissionsEgress: [],
    },
  };
}

const wrap = (key, items) => JSON.stringify({ [key]: items });
const EMPTY = {
  'ec2-describe-vpc-peering-connections': 'VpcPeeringConnections',
  'ec2-describe-internet-gateways': 'InternetGateways',
  'ec2-describe-egress-only-internet-gateways': 'EgressOnlyInternetGateways',
  'ec2-describe-nat-gateways': 'NatGateways',
  'ec2-describe-vpn-gateways': 'VpnGateways',
  'ec2-describe-vpc-endpoints': 'VpcEndpoints',
  'ec2-describe-transit-gateways': 'TransitGateways',
  'ec2-describe-transit-gateway-attachments': 'TransitGatewayAttachments',
};

/** A diagram that declares all of it. */
const diagram = (
  drawn,
) => `import { account, diagram, region, routeTable, subnet, vpc } from 'cadastre';
const drawn = ${JSON.stringify(drawn)};
const name = ({ Tags }: any) => Tags[0].Value;
export default diagram('Large', {
  covers: [{ vpcs: true, detail: 'routes' }],
  content: drawn.map(({ account: id, all }) => account(id, { id }, [region('${REGION}', all.map((one) =>
    vpc(name(one.vpc), { id: one.vpc.VpcId, cidr: one.vpc.CidrBlock }, [
      ...one.subnets.map((s) => subnet(name(s), { id: s.SubnetId, cidr: s.CidrBlock })),
      ...one.tables.map((t) => routeTable('t', { id: t.RouteTableId,
        routes: [{ destination: '0.0.0.0/0', target: 'tgw-00000000000000001' }] })),
    ])))])),
});
`;

function write(folder) {
  const drawn = [];
  const resources = [];
  const resource = (type, name, attributes) =>
    resources.push({
      mode: 'managed',
      type,
      name,
      provider: 'provider["registry.terraform.io/hashicorp/aws"]',
      instances: [{ attributes }],
    });
  for (let first = 0, a = 1; first < COUNT; first += PER_ACCOUNT, a++) {
    const account = String(100000000000 + a);
    const all = Array.from({ length: Math.min(PER_ACCOUNT, COUNT - first) }, (_, i) =>
      network(first + i),
    );
    const place = join(folder, 'aws', account, REGION);
    mkdirSync(place, { recursive: true });
    const file = (name, text) => writeFileSync(join(place, `${name}.json`), text);
    file(
      'ec2-describe-vpcs',
      wrap(
        'Vpcs',
        all.map(({ vpc }) => ({ ...vpc, OwnerId: account })),
      ),
    );
    file(
      'ec2-describe-subnets',
      wrap(
        'Subnets',
        all.flatMap(({ subnets }) => subnets.map((s) => ({ ...s, OwnerId: account }))),
      ),
    );
    file(
      'ec2-describe-route-tables',
      wrap(
        'RouteTables',
        all.flatMap(({ tables }) => tables.map((t) => ({ ...t, OwnerId: account }))),
      ),
    );
    file(
      'ec2-describe-security-groups',
      wrap(
        'SecurityGroups',
        all.map(({ group }) => ({ ...group, OwnerId: account })),
      ),
    );
    for (const [name, key] of Object.entries(EMPTY)) file(name, wrap(key, []));
    drawn.push({ account, all });
    for (const { vpc, subnets } of all) {
      const name = vpc.Tags[0].Value;
      resource('aws_vpc', name, {
        id: vpc.VpcId,
        cidr_block: vpc.CidrBlock,
        owner_id: account,
        arn: `arn:aws:ec2:${REGION}:${account}:vpc/${vpc.VpcId}`,
        tags: { Name: name },
      });
      for (const s of subnets) {
        resource('aws_subnet', s.SubnetId, {
          id: s.SubnetId,
          cidr_block: s.CidrBlock,
          vpc_id: vpc.VpcId,
          availability_zone: s.AvailabilityZone,
          arn: `arn:aws:ec2:${REGION}:${account}:subnet/${s.SubnetId}`,
          tags: { Name: s.Tags[0].Value },
        });
      }
    }
  }
  mkdirSync(join(folder, 'diagrams'));
  writeFileSync(join(folder, 'diagrams', 'large.ts'), diagram(drawn));
  writeFileSync(
    join(folder, 'large.tfstate'),
    JSON.stringify({
      version: 4,
      terraform_version: '1.11.4',
      serial: 1,
      lineage: 'x',
      outputs: {},
      resources,
    }),
  );
}

const folder = mkdtempSync(join(tmpdir(), 'cadastre-drift-'));
const run = (...args) => {
  const start = process.hrtime.bigint();
  const memory = join(folder, 'peak');
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    ['--require', peak, cli, ...args],
    {
      cwd: folder,
      encoding: 'utf8',
      maxBuffer: 1 << 28,
      env: { ...process.env, PEAK_FILE: memory },
    },
  );
  return { stdout, stderr, status, seconds: Number(process.hrtime.bigint() - start) / 1e9, memory };
};
try {
  write(folder);
  for (const args of [
    ['import', 'aws', '--as', 'large', '-q'],
    ['import', 'large.tfstate', '--as', 'large', '-q'],
  ])
    run(...args);
  for (const args of [
    ['drift', 'diagrams/large.ts'],
    ['drift', '--from', 'terraform', '--to', 'aws'],
  ]) {
    const { stdout, stderr, status, seconds, memory } = run(...args);
    let bytes = '';
    try {
      bytes = readFileSync(memory, 'utf8');
    } catch {}
    process.stdout.write(
      `${args.join(' ')}: exit ${status}, ${seconds.toFixed(1)} s, peak ${Math.round(Number(bytes))} MB\n`,
    );
    process.stdout.write(`${stdout.trim().split('\n').at(-1) ?? stderr}\n`);
  }
} finally {
  rmSync(folder, { recursive: true });
}
