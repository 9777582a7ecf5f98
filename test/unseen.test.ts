/** Small estates in which something differs, is open or was not read: no check may pass over it. */

import { describe, expect, test } from 'vitest';
import { estate, type Files } from './run-cli.ts';
import { cadastre } from './warm-cli.ts';

const ACCOUNT = '111111111111';
const OWNED = { OwnerId: ACCOUNT };

type Answers = Readonly<Record<string, unknown>>;

const subnet = (n: string, block: string, more: object = {}) => ({
  ...{ SubnetId: `subnet-0000000${n}`, VpcId: 'vpc-0000000a', CidrBlock: block, ...OWNED },
  ...{ AvailabilityZone: 'eu-west-1a', ...more },
});

const local = { DestinationCidrBlock: '10.0.0.0/16', GatewayId: 'local', State: 'active' };
const toInternet = {
  ...{ DestinationCidrBlock: '0.0.0.0/0', GatewayId: 'igw-0000000a', State: 'active' },
};

const tables = (publicSubnets: readonly string[]) => ({
  RouteTables: [
    {
      ...{ RouteTableId: 'rtb-0000000a', VpcId: 'vpc-0000000a', ...OWNED },
      Routes: [local, toInternet],
      Associations: publicSubnets.map((n) => ({
        ...{ RouteTableAssociationId: `rtbassoc-0000000${n}`, RouteTableId: 'rtb-0000000a' },
        ...{ SubnetId: `subnet-0000000${n}`, AssociationState: { State: 'associated' } },
      })),
    },
    {
      ...{ RouteTableId: 'rtb-0000000b', VpcId: 'vpc-0000000a', ...OWNED, Routes: [local] },
      Associations: [
        {
          ...{ Main: true, RouteTableAssociationId: 'rtbassoc-0000000m' },
          ...{ RouteTableId: 'rtb-0000000b', AssociationState: { State: 'associated' } },
        },
      ],
    },
  ],
});

const everything = { IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] };
const group = (n: string, permission: object) => ({
  ...{ GroupId: `sg-0000000${n}`, GroupName: n, VpcId: 'vpc-0000000a', ...OWNED },
  ...{ IpPermissions: [permission], IpPermissionsEgress: [everything] },
});

const tcp = (port: number, more: object) => ({
  ...{ IpProtocol: 'tcp', FromPort: port, ToPort: port, ...more },
});

const card = (n: string, address: string, more: object = {}) => ({
  ...{ NetworkInterfaceId: `eni-0000000${n}`, SubnetId: `subnet-0000000${n}` },
  ...{ VpcId: 'vpc-0000000a', InterfaceType: 'interface', Status: 'in-use', ...OWNED },
  ...{ Groups: [{ GroupId: `sg-0000000${n}` }], PrivateIpAddress: address },
  PrivateIpAddresses: [{ PrivateIpAddress: address, Primary: true }],
  ...more,
});

const allow = (Egress: boolean) => ({
  ...{ RuleNumber: 100, Protocol: '-1', RuleAction: 'allow', CidrBlock: '0.0.0.0/0', Egress },
});

/** A web server that the internet reaches on one port, and a database behind it. */
const BASE: Answers = {
  'ec2-describe-vpcs': { Vpcs: [{ VpcId: 'vpc-0000000a', CidrBlock: '10.0.0.0/16', ...OWNED }] },
  'ec2-describe-subnets': {
    Subnets: [subnet('a', '10.0.1.0/24'), subnet('b', '10.0.2.0/24')],
  },
  'ec2-describe-route-tables': tables(['a']),
  'ec2-describe-internet-gateways': {
    InternetGateways: [
      { InternetGatewayId: 'igw-0000000a', Attachments: [{ VpcId: 'vpc-0000000a' }], ...OWNED },
    ],
  },
  'ec2-describe-network-acls': {
    NetworkAcls: [
      {
        ...{ NetworkAclId: 'acl-0000000a', VpcId: 'vpc-0000000a', IsDefault: true, ...OWNED },
        ...{ Entries: [allow(true), allow(false)] },
        Associations: ['a', 'b'].map((n) => ({
          ...{ NetworkAclAssociationId: `aclassoc-0000000${n}`, NetworkAclId: 'acl-0000000a' },
          SubnetId: `subnet-0000000${n}`,
        })),
      },
    ],
  },
  'ec2-describe-security-groups': {
    SecurityGroups: [
      group('a', tcp(443, { IpRanges: [{ CidrIp: '0.0.0.0/0' }] })),
      group('b', tcp(5432, { UserIdGroupPairs: [{ GroupId: 'sg-0000000a', UserId: ACCOUNT }] })),
    ],
  },
  'ec2-describe-network-interfaces': {
    NetworkInterfaces: [
      card('a', '10.0.1.10', { Association: { PublicIp: '54.1.1.1' } }),
      card('b', '10.0.2.10'),
    ],
  },
  'ec2-describe-addresses': { Addresses: [] },
  'ec2-describe-instances': { Reservations: [] },
  ...{ 'ec2-describe-vpc-peering-connections': { VpcPeeringConnections: [] } },
  ...{ 'ec2-describe-nat-gateways': { NatGateways: [] } },
  ...{ 'ec2-describe-vpn-gateways': { VpnGateways: [] } },
  ...{ 'ec2-describe-vpc-endpoints': { VpcEndpoints: [] } },
  ...{ 'ec2-describe-egress-only-internet-gateways': { EgressOnlyInternetGateways: [] } },
  ...{ 'ec2-describe-transit-gateway-attachments': { TransitGatewayAttachments: [] } },
  ...{ 'ec2-describe-transit-gateways': { TransitGateways: [] } },
  ...{ 'ec2-describe-vpn-connections': { VpnConnections: [] } },
  ...{ 'ec2-describe-client-vpn-endpoints': { ClientVpnEndpoints: [] } },
  ...{ 'ec2-describe-vpc-endpoint-service-configurations': { ServiceConfigurations: [] } },
  ...{ 'elbv2-describe-load-balancers': { LoadBalancers: [] } },
  'organizations-list-accounts': {
    Accounts: [{ Id: ACCOUNT, Name: 'bank', Status: 'ACTIVE' }],
  },
};

const DIAGRAM = `title: Network
covers: [{ vpcs: true, detail: routes }]
content:
  - kind: account
    name: bank
    id: "${ACCOUNT}"
    members:
      - kind: region
        name: eu-west-1
        members:
          - kind: vpc
            name: vpc-0000000a
            id: vpc-0000000a
            cidr: 10.0.0.0/16
            members:
              - { kind: subnet, name: subnet-0000000a, id: subnet-0000000a, cidr: 10.0.1.0/24, access: public }
              - { kind: subnet, name: subnet-0000000b, id: subnet-0000000b, cidr: 10.0.2.0/24, access: private }
              - { kind: aws:internet-gateway, name: igw-0000000a, id: igw-0000000a }
              - { kind: route-table, name: rtb-0000000a, id: rtb-0000000a, routes: [{ destination: 10.0.0.0/16, target: local }, { destination: 0.0.0.0/0, target: igw-0000000a }] }
              - { kind: route-table, name: rtb-0000000b, id: rtb-0000000b, role: main, routes: [{ destination: 10.0.0.0/16, target: local }] }
`;

const files = (answers: Answers, diagram = DIAGRAM): Files => ({
  'cadastre.config.yaml': 'estates: { bank: [{ aws: exports }] }\n',
  'diagrams/net.yaml': diagram,
  ...Object.fromEntries(
    Object.entries({ ...BASE, ...answers }).map(([name, answer]) => [
      `exports/${ACCOUNT}/eu-west-1/${name}.json`,
      JSON.stringify(answer),
    ]),
  ),
});

async function recorded(answers: Answers, diagram?: string): Promise<string> {
  const root = estate(files(answers, diagram));
  expect((await cadastre(root, ['snapshot'])).code).toBe(0);
  return root;
}

describe('drift', () => {
  const drift = async (answers: Answers, diagram?: string) =>
    cadastre(await recorded(answers, diagram), ['drift']);

  const v6 = (block: string) => ({
    'ec2-describe-subnets': {
      Subnets: [
        subnet('a', '10.0.1.0/24'),
        subnet('b', '10.0.2.0/24', {
          Ipv6CidrBlockAssociationSet: [
            {
              ...{ Ipv6CidrBlock: '2001:db8:f::/64' },
              Ipv6CidrBlockState: { State: 'disassociated' },
            },
            { Ipv6CidrBlock: block, Ipv6CidrBlockState: { State: 'associated' } },
          ],
        }),
      ],
    },
  });
  const drawnV6 = DIAGRAM.replace('cidr: 10.0.2.0/24', 'cidr: [10.0.2.0/24, "2001:db8:1::/64"]');

  test('finds nothing where nothing differs', async () => {
    expect((await drift({})).stdout).toMatch(/in sync/);
    expect((await drift(v6('2001:db8:1::/64'), drawnV6)).stdout).toMatch(/in sync/);
  });

  test.each<[string, Answers, string | undefined, RegExp]>([
    [
      'a private subnet that got the public table',
      { 'ec2-describe-route-tables': tables(['a', 'b']) },
      undefined,
      /differs: subnet subnet-0000000b: access is declared as private and is public/,
    ],
    [
      'a gateway that was detached',
      {
        'ec2-describe-internet-gateways': {
          InternetGateways: [{ InternetGatewayId: 'igw-0000000a', Attachments: [], ...OWNED }],
        },
      },
      undefined,
      /moved: internet gateway igw-0000000a: vpc is declared as vpc-0000000a and is nothing/,
    ],
    [
      'a VPN of a network that is drawn without one',
      {
        'ec2-describe-client-vpn-endpoints': {
          ClientVpnEndpoints: [
            { ClientVpnEndpointId: 'cvpn-endpoint-0000000a', VpcId: 'vpc-0000000a' },
          ],
        },
      },
      undefined,
      /unmanaged: client vpn endpoint cvpn-endpoint-0000000a runs and is not declared/,
    ],
    [
      'another block of IPv6',
      v6('2001:db8:9::/64'),
      drawnV6,
      /differs: subnet subnet-0000000b: ipv6Cidr is declared as 2001:db8:1::\/64/,
    ],
    [
      'a scope of a tag with a value that nothing has',
      {
        'ec2-describe-vpcs': {
          Vpcs: [
            {
              ...{ VpcId: 'vpc-0000000a', CidrBlock: '10.0.0.0/16', ...OWNED },
              Tags: [{ Key: 'pci', Value: 'cde' }],
            },
          ],
        },
      },
      'title: T\ncovers: [{ vpcs: { tags: { pci: CDE } } }]\ncontent:\n  - { kind: user, name: u }\n',
      /no VPC is recorded with (this value of )?the tag "pci"/,
    ],
    [
      'ports open to both halves of the internet',
      {
        'ec2-describe-security-groups': {
          SecurityGroups: [
            group(
              'a',
              tcp(443, { IpRanges: [{ CidrIp: '0.0.0.0/1' }, { CidrIp: '128.0.0.0/1' }] }),
            ),
          ],
        },
      },
      DIAGRAM.replace('detail: routes', 'detail: resources'),
      /unmanaged: .*tcp\/443/,
    ],
  ])('finds %s', async (_, answers, diagram, found) => {
    const { code, stdout } = await drift(answers, diagram);
    expect(stdout).toMatch(found);
    expect(code).not.toBe(0);
  });
});

test('an answer of nobody knows which account says nothing of the accounts', async () => {
  const answers = Object.fromEntries(
    Object.entries(files({})).filter(([name]) => !name.includes('nat-gateways')),
  );
  const root = estate({
    ...answers,
    'exports/ec2-describe-nat-gateways.json': JSON.stringify({ NatGateways: [] }),
  });
  expect((await cadastre(root, ['snapshot'])).code).toBe(0);
  const { code, stdout } = await cadastre(root, ['drift']);
  expect(stdout).toMatch(/nat-gateway: the export of AWS was not asked for/);
  expect(code).toBe(2);
});

test.each([[null], ['error'], [7], [{ a: 1 }]])(
  'a list of networks that is %j is no empty list',
  async (list) => {
    const root = estate(files({ 'ec2-describe-vpcs': { Vpcs: list } }));
    const { code, stderr } = await cadastre(root, ['snapshot']);
    expect(code).toBe(2);
    expect(stderr).toMatch(/error import-incomplete: .*its Vpcs is no list/);
  },
);

describe('paths', () => {
  const toDatabase = async (answers: Answers) => {
    const args = ['paths', '--to', 'subnet-0000000b', '--json'];
    const { stdout } = await cadastre(await recorded(answers), args);
    const { paths } = JSON.parse(stdout) as {
      paths: { from: string; to: string; verdict: string; reason: string }[];
    };
    return paths.map(({ verdict, reason }) => `${verdict} ${reason}`);
  };

  test('through a rule for a prefix list without known entries cannot be told', async () => {
    const found = await toDatabase({
      'ec2-describe-managed-prefix-lists': {
        PrefixLists: [{ PrefixListId: 'pl-0000000a', PrefixListName: 'own', ...OWNED }],
      },
      'ec2-describe-security-groups': {
        SecurityGroups: [
          group('a', tcp(443, { IpRanges: [{ CidrIp: '0.0.0.0/0' }] })),
          group('b', tcp(5432, { PrefixListIds: [{ PrefixListId: 'pl-0000000a' }] })),
        ],
      },
    });
    expect(found).toContain('cannot-tell PREFIX_LIST_UNKNOWN');
  });

  test('lead to a public address that a further private one has', async () => {
    const root = await recorded({
      'ec2-describe-network-interfaces': {
        NetworkInterfaces: [
          card('a', '10.0.1.10', {
            PrivateIpAddresses: [
              { PrivateIpAddress: '10.0.1.10', Primary: true },
              { PrivateIpAddress: '10.0.1.11', Association: { PublicIp: '54.1.1.1' } },
            ],
          }),
        ],
      },
    });
    const { stdout } = await cadastre(root, ['paths', '--from', 'internet']);
    expect(stdout).toMatch(/^open +internet +subnet-0000000a \(a\) +tcp\/443/m);
  });
});
