/** Landing zones as code: what configurations of the Landing Zone Accelerator and of org-formation say, and what they leave open. */

import { describe, expect, test } from 'vitest';
import { landingZoneImporter } from '../src/importers/landing-zone/importer.ts';
import { orgFormationImporter } from '../src/importers/org-formation/importer.ts';
import { isPublic } from '../src/inventory/indexes.ts';
import { hasCloudId } from '../src/reconcile/keys.ts';
import { factsOf, imported, textFile } from './imported-files.ts';

const ACCOUNTS = `
mandatoryAccounts:
  - { name: Management, email: root@secret.example, organizationalUnit: Root }
  - { name: LogArchive, email: log@secret.example, organizationalUnit: Security }
workloadAccounts:
  - { name: Network, email: net@secret.example, organizationalUnit: Infra }
  - { name: Shop, email: shop@secret.example, organizationalUnit: Workloads/Prod }
  - { name: Lab, email: lab@secret.example, organizationalUnit: Workloads/Test }
accountIds:
  - { email: NET@secret.example, accountId: '012345678901' }
`;

const ORGANIZATION = `
enable: true
organizationalUnits:
  - name: Security
  - name: Infra
  - name: Workloads
  - name: Workloads/Prod
  - name: Workloads/Test
serviceControlPolicies:
  - { name: one, policy: p.json }
  - { name: two, policy: q.json }
`;

const NETWORK = `
homeRegion: &HOME {{ Home }}
transitGateways:
  - name: hub
    account: Network
    region: *HOME
    defaultRouteTableAssociation: disable
    defaultRouteTablePropagation: disable
    shareTargets: { organizationalUnits: [Workloads] }
    routeTables:
      - name: core
        routes:
          - destinationCidrBlock: 0.0.0.0/0
            attachment: { vpcName: egress, account: Network }
          - { destinationCidrBlock: 10.9.0.0/16, blackhole: true }
          - destinationCidrBlock: 192.168.0.0/16
            attachment: { vpnConnectionName: office-vpn }
          - destinationCidrBlock: 10.77.0.0/16
            attachment: { vpcName: nowhere, account: Shop }
customerGateways:
  - name: office
    account: Network
    region: *HOME
    ipAddress: 192.0.2.10
    asn: 65010
    vpnConnections:
      - { name: office-vpn, transitGateway: hub, staticRoutesOnly: false, routeTableAssociations: [core], preSharedKey: planted-psk }
directConnectGateways:
  - name: dx
    gatewayName: dx-main
    account: Network
    asn: 64600
    virtualInterfaces:
      - { name: line-1, type: transit, region: eu-west-1, vlan: 101, connectionId: dxcon-1 }
    transitGatewayAssociations:
      - { name: hub, account: Network, allowedPrefixes: [10.0.0.0/8], routeTableAssociations: [core] }
prefixLists:
  - name: offices
    deploymentTargets: { accounts: [Shop] }
    entries: [192.0.2.0/24, 198.51.100.0/24]
vpcs:
  - name: egress
    account: Network
    region: *HOME
    cidrs: [10.0.0.0/21, 10.1.0.0/21]
    internetGateway: true
    routeTables:
      - name: out
        routes:
          - { name: net, destination: 0.0.0.0/0, type: internetGateway }
          - { name: s3, type: gatewayEndpoint, target: s3 }
      - name: inner
        routes:
          - { name: nat, destination: 0.0.0.0/0, type: natGateway, target: nat-a }
          - { name: fw, destination: public-a, type: networkFirewall, target: fw, targetAvailabilityZone: a }
          - { name: hub, destinationPrefixList: offices, type: transitGateway, target: hub }
          - { name: odd, destination: 10.50.0.0/16, type: carrierPigeon }
    subnets:
      - { name: public-a, availabilityZone: a, routeTable: out, ipv4CidrBlock: 10.0.0.0/25 }
      - { name: inner-a, availabilityZone: a, routeTable: inner, ipv4CidrBlock: 10.0.1.0/25 }
      - { name: inner-2, availabilityZone: 2, routeTable: inner, ipv4CidrBlock: 10.0.2.0/25 }
    natGateways:
      - { name: nat-a, subnet: public-a }
    gatewayEndpoints: { defaultPolicy: Default, endpoints: [{ service: s3 }] }
    transitGatewayAttachments:
      - name: egress
        transitGateway: { name: hub, account: Network }
        routeTableAssociations: [core]
        routeTablePropagations: []
        subnets: [inner-a]
    securityGroups:
      - name: web
        inboundRules:
          - { description: in, types: [HTTPS], sources: [0.0.0.0/0, '{{ Unset }}'] }
          - { description: own, tcpPorts: [8080, 9090], sources: [{ securityGroups: [web] }] }
          - { description: net, types: [TCP], fromPort: 1024, toPort: 2048, sources: [{ account: Network, vpc: egress, subnets: [inner-a] }] }
        outboundRules:
          - { description: out, types: [ALL], sources: [0.0.0.0/0] }
      - { name: quiet, inboundRules: [], outboundRules: [] }
    networkAcls:
      - name: edge
        subnetAssociations: [public-a]
        inboundRules:
          - { rule: 200, protocol: 6, fromPort: 443, toPort: 443, action: allow, source: 0.0.0.0/0 }
        outboundRules:
          - { rule: 200, protocol: -1, fromPort: -1, toPort: -1, action: deny, destination: 10.9.0.0/16 }
    loadBalancers: { applicationLoadBalancers: [{ name: a }] }
vpcTemplates:
  - name: spoke
    region: *HOME
    deploymentTargets:
      organizationalUnits: [Workloads/Prod, Workloads/Test]
      excludedAccounts: [Lab]
    ipamAllocations: [{ ipamPoolName: pool-1, netmaskLength: 24 }]
    subnets:
      - { name: app, availabilityZone: b, ipamAllocation: { ipamPoolName: pool-1, netmaskLength: 26 } }
    tags: [{ key: team, value: shop }, { key: pin, value: planted-tag }]
vpcPeering:
  - { name: p, vpcs: [egress, spoke] }
centralNetworkServices:
  delegatedAdminAccount: Network
  networkFirewall:
    firewalls:
      - { name: fw, vpc: egress, subnets: [inner-a], firewallPolicy: strict }
    policies: []
  ipams: [{ name: central }]
`;

const REPLACEMENTS = `
globalReplacements:
  - { key: Home, type: String, value: eu-west-1 }
  - { key: Unset, type: SSM, path: /accelerator/x, value: planted-ssm }
`;

const zone = (folder = 'config') => [
  textFile(`${folder}/accounts-config.yaml`, ACCOUNTS),
  textFile(`${folder}/organization-config.yaml`, ORGANIZATION),
  textFile(`${folder}/network-config.yaml`, NETWORK),
  textFile(`${folder}/replacements-config.yaml`, REPLACEMENTS),
];

const ids = (records: ReadonlyMap<string, unknown>): string[] => [...records.keys()];
const EGRESS = 'Network/eu-west-1/vpc/egress';

describe('a configuration of the Landing Zone Accelerator', async () => {
  const facts = await factsOf(landingZoneImporter, zone(), { tagKeys: ['team'] });
  const { inventory, unresolved, unmapped } = facts;

  test('places accounts in the tree of OUs, with the ids that it states', () => {
    const { accounts, units } = inventory;
    expect(ids(units)).toEqual([
      'organization.roots[0].id',
      ...['ou/Infra', 'ou/Security', 'ou/Workloads', 'ou/Workloads/Prod', 'ou/Workloads/Test'],
    ]);
    expect(accounts.get('012345678901')).toMatchObject({ name: 'Network' });
    expect(accounts.get('account/Shop')?.path).toEqual([
      ...['organization.roots[0].id', 'ou/Workloads', 'ou/Workloads/Prod'],
    ]);
    expect(accounts.get('account/Management')).toMatchObject({ management: true });
    expect(units.get('ou/Workloads/Prod')?.provenance.at).toEqual({
      file: 'config/organization-config.yaml',
      line: 7,
      column: 5,
    });
  });

  test('what has no id yet is never taken for an id of the cloud', () => {
    for (const type of ['units', 'vpcs', 'subnets', 'transitAttachments', 'routeTables'] as const)
      for (const record of inventory[type].values())
        expect([record.id, hasCloudId(record)]).toEqual([record.id, false]);
  });

  test('expands templates over OUs, without excluded accounts', () => {
    expect(ids(inventory.vpcs)).toEqual([EGRESS, 'Shop/eu-west-1/vpc/spoke']);
    expect(inventory.vpcs.get('Shop/eu-west-1/vpc/spoke')).toMatchObject({
      name: 'spoke',
      accounts: ['account/Shop'],
      blocks: [],
      tags: { team: 'shop' },
    });
    expect(inventory.vpcs.get(EGRESS)?.blocks).toEqual(['10.0.0.0/21', '10.1.0.0/21']);
  });

  test('public is what has a route to the internet gateway', () => {
    const publicOf = (name: string) =>
      isPublic(inventory, inventory.subnets.get(`${EGRESS}/subnet/${name}`));
    expect([publicOf('public-a'), publicOf('inner-a')]).toEqual([true, false]);
  });

  test('routes lead to what they name', () => {
    const routes = [...inventory.routes.values()]
      .filter(({ kind }) => kind !== 'local')
      .map(({ table, destination, kind }) => `${table?.split('/').at(-1)} ${destination} ${kind}`);
    expect(routes.sort()).toEqual([
      'inner 0.0.0.0/0 nat-gateway',
      'inner 10.0.0.0/25 vpc-endpoint',
      'inner 10.50.0.0/16 unknown',
      'inner Network/eu-west-1/prefix-list/offices transit-gateway',
      `out 0.0.0.0/0 internet-gateway`,
      'out com.amazonaws.eu-west-1.s3 vpc-endpoint',
    ]);
    const [firewall] = inventory.networkFirewalls.values();
    const route = [...inventory.routes.values()].find(
      ({ destination }) => destination === '10.0.0.0/25',
    );
    expect(firewall?.endpoints[0]?.endpoint).toBe(route?.target);
  });

  test('tables of the transit gateway have their static and their propagated rows', () => {
    const rows = [...inventory.transitRoutes.values()].map(
      ({ destination, targets, active, origin }) => [destination, targets, active, origin],
    );
    expect(rows).toEqual([
      ['0.0.0.0/0', [`${EGRESS}/attachment/egress`], true, 'static'],
      ['10.77.0.0/16', [], true, 'static'],
      ['10.9.0.0/16', [], false, 'static'],
      [
        '192.168.0.0/16',
        ['Network/eu-west-1/customer-gateway/office/vpn/office-vpn.transit_gateway_attachment_id'],
        true,
        'static',
      ],
    ]);
    expect(inventory.transitAssociations.size).toBe(3);
  });

  test('lines to other sites, with their ends', () => {
    expect([...inventory.customerGateways.values()]).toMatchObject([
      { name: 'office', address: '192.0.2.10', asn: 65010 },
    ]);
    expect([...inventory.vpnConnections.values()]).toMatchObject([
      { gateway: 'Network/eu-west-1/transit-gateway/hub' },
    ]);
    expect([...inventory.directConnectGateways.values()]).toMatchObject([{ name: 'dx-main' }]);
    expect([...inventory.directConnectInterfaces.values()]).toMatchObject([
      { type: 'transit', vlan: 101 },
    ]);
    expect([...inventory.directConnectAssociations.values()]).toMatchObject([
      { allowedPrefixes: ['10.0.0.0/8'] },
    ]);
  });

  test('rules of groups and ACLs; what has no value lets nothing in for sure', () => {
    const rules = ids(inventory.securityGroupRules).map((id) => id.replace(`${EGRESS}/`, ''));
    expect(rules).toEqual([
      'group/quiet|out|unknown|unknown',
      'group/web|in|tcp/1024-2048|10.0.1.0/25',
      'group/web|in|tcp/443|0.0.0.0/0',
      `group/web|in|tcp/8080|${EGRESS}/group/web`,
      `group/web|in|tcp/9090|${EGRESS}/group/web`,
      'group/web|out|all|0.0.0.0/0',
    ]);
    const acl = [...inventory.networkAclRules.values()].filter(({ acl }) => acl.endsWith('/edge'));
    expect(acl.map(({ inbound, allow, cidr, ports }) => ({ inbound, allow, cidr, ports }))).toEqual(
      [
        {
          inbound: true,
          allow: true,
          cidr: '0.0.0.0/0',
          ports: { protocol: 'tcp', low: 443, high: 443 },
        },
        { inbound: false, allow: false, cidr: '10.9.0.0/16', ports: { protocol: 'all' } },
      ],
    );
  });

  test('what is open is listed with its reason, and what is not read is counted', () => {
    const said = unresolved.map(({ what, reason }) => `${what}: ${reason}`).join('\n');
    for (const part of [
      'Shop/eu-west-1/vpc/spoke.cidr_block: /24 from the IPAM pool pool-1',
      'subnet/app.cidr_block: /26 from the IPAM pool pool-1',
      'no file of the configuration gives {{ Unset }} a value',
      'route/odd: routes of the type carrierPigeon are not read',
      'table/core/route/4: what it leads to is not attached to the gateway',
    ])
      expect(said).toContain(part);
    expect(inventory.subnets.get(`${EGRESS}/subnet/inner-2`)?.zone).toBeUndefined();
    expect(Object.fromEntries(unmapped)).toEqual({
      'network-config: ipams': 1,
      'network-config: loadBalancers of VPCs': 1,
      'network-config: shares of transit gateways': 1,
      'organization-config: serviceControlPolicies': 2,
    });
  });

  test('nothing of what it holds besides reaches the facts', () => {
    const text = JSON.stringify([
      facts,
      ...Object.values(inventory).map((m) => (m instanceof Map ? [...m] : m)),
    ]);
    for (const secret of ['secret.example', 'planted-psk', 'planted-tag', 'planted-ssm'])
      expect(text).not.toContain(secret);
  });

  test('instances are not asked for, so that none is missed', () => {
    expect(inventory.coverage.instances).toBeUndefined();
    expect(inventory.coverage.subnets?.state).toBe('read');
  });
});

describe('configurations that are not whole', () => {
  test('two folders are two organizations', async () => {
    const { inventory } = await factsOf(landingZoneImporter, [...zone('a'), ...zone('b')]);
    expect(inventory.organizations.size).toBe(2);
    expect(ids(inventory.vpcs)).toHaveLength(4);
  });

  test('without the accounts, an OU stands for nobody, and that is said', async () => {
    const [, , network, replacements] = zone();
    const { inventory, unresolved } = await factsOf(landingZoneImporter, [
      network,
      replacements,
    ] as never);
    expect(ids(inventory.vpcs)).toEqual([EGRESS]);
    expect(unresolved).toContainEqual(
      expect.objectContaining({ reason: 'accounts-config.yaml is not among the files' }),
    );
  });

  test.each<[string, string, object]>([
    ['truncated', 'mandatoryAccounts:\n  - { name: A', { code: 'syntax' }],
    ['a list', '- mandatoryAccounts:\nmandatoryAccounts:', { code: 'syntax' }],
    ['empty', 'mandatoryAccounts: !!null\n---\n', { severity: 'error' }],
    [
      'a bomb of aliases',
      `mandatoryAccounts: []\na: &a [1,1,1,1,1,1,1,1,1,1]\n${'bcdefgh'
        .split('')
        .map((k, i) => `${k}: &${k} [${Array(10).fill(`*${'abcdefg'[i]}`).join(',')}]`)
        .join('\n')}\n`,
      { code: 'too-large' },
    ],
  ])('%s is refused with its place', async (_, text, found) => {
    const { facts, diagnostics } = await imported(landingZoneImporter, [
      textFile('config/accounts-config.yaml', text),
    ]);
    if (facts) expect(facts.inventory.accounts.size).toBe(0);
    else expect(diagnostics).toContainEqual(expect.objectContaining(found));
  });

  test('replacements that multiply are refused', async () => {
    const value = 'x'.repeat(1_000_000);
    const { diagnostics } = await imported(landingZoneImporter, [
      textFile(
        'c/replacements-config.yaml',
        `globalReplacements:\n  - { key: K, value: ${value} }\n`,
      ),
      textFile('c/accounts-config.yaml', `mandatoryAccounts: []\nx: "${'{{K}}'.repeat(40)}"\n`),
    ]);
    expect(diagnostics).toMatchObject([{ code: 'too-large' }]);
  });

  test('merge keys, a byte-order mark and CR LF are read', async () => {
    const text = `\uFEFFmandatoryAccounts:\n  - &base { name: A, organizationalUnit: Root }\n  - { <<: *base, name: B }\n`;
    const { inventory } = await factsOf(landingZoneImporter, [
      textFile('c/accounts-config.yaml', text.replaceAll('\n', '\r\n')),
    ]);
    expect([...inventory.accounts.values()].map(({ name, path }) => [name, path])).toEqual([
      ['A', ['organization.roots[0].id']],
      ['B', ['organization.roots[0].id']],
    ]);
  });
});

const FORMATION = `
AWSTemplateFormatVersion: '2010-09-09-OC'
Organization:
  Main:
    Type: OC::ORG::MasterAccount
    Properties: { AccountName: Main Account, AccountId: '012345678901', RootEmail: root@secret.example }
  Root:
    Type: OC::ORG::OrganizationRoot
  ProdOu:
    Type: OC::ORG::OrganizationalUnit
    Properties:
      OrganizationalUnitName: prod
      OrganizationalUnits: !Ref CardsOu
      Accounts: [!Ref Shop, !Ref Missing, '111111111111']
  CardsOu:
    Type: OC::ORG::OrganizationalUnit
    Properties: { OrganizationalUnitName: cards, Accounts: [{ Ref: Cards }] }
  Shop:
    Type: OC::ORG::Account
    Properties: { AccountName: Shop, AccountId: '{{shop-id}}' }
  Cards:
    Type: OC::ORG::Account
    Properties: { AccountName: Cards, AccountId: 022222222222 }
  Loose:
    Type: OC::ORG::Account
    Properties: { AccountName: Loose }
  Deny:
    Type: OC::ORG::ServiceControlPolicy
    Properties: { PolicyName: deny, Description: planted }
`;

describe('org-formation', () => {
  test('accounts are where an OU lists them, and at the root otherwise', async () => {
    const { inventory, unresolved, unmapped } = await factsOf(orgFormationImporter, [
      textFile('organization.yml', FORMATION),
      textFile('tasks.yml', 'Update:\n  Type: update-organization\nVpc:\n  Type: update-stacks\n'),
    ]);
    const root = 'organization.roots[0].id';
    expect([...inventory.accounts.values()].map(({ id, name, path }) => [id, name, path])).toEqual([
      ['012345678901', 'Main Account', [root]],
      ['022222222222', 'Cards', [root, 'ProdOu', 'CardsOu']],
      ['Loose', 'Loose', [root]],
      ['Shop', 'Shop', [root, 'ProdOu']],
    ]);
    expect(inventory.accounts.get('012345678901')?.management).toBe(true);
    expect(inventory.units.get('CardsOu')).toMatchObject({ name: 'cards', parent: 'ProdOu' });
    expect(unresolved.map(({ what, reason }) => [what, reason])).toEqual([
      ['ProdOu.Accounts', 'the file declares no Missing'],
      ['ProdOu.Accounts', 'what it lists is not a !Ref'],
      ['Shop.AccountId', 'the placeholder {{shop-id}} has no value'],
    ]);
    expect(Object.fromEntries(unmapped)).toEqual({
      'OC::ORG::ServiceControlPolicy': 1,
      'org-formation task: update-organization': 1,
      'org-formation task: update-stacks': 1,
    });
    expect(inventory.coverage.vpcs).toBeUndefined();
  });

  test('a truncated file is refused', async () => {
    const { facts, diagnostics } = await imported(orgFormationImporter, [
      textFile('organization.yml', `${FORMATION}\n  Cut: { Type: "OC::`),
    ]);
    expect(facts).toBeUndefined();
    expect(diagnostics[0]).toMatchObject({ code: 'syntax', origin: { file: 'organization.yml' } });
  });
});
