/** Writes the diagrams that are measured, for this tool and the same ones for its peers. */

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Organizational units of ten accounts each. */
function organization(accounts) {
  return Array.from({ length: Math.ceil(accounts / 10) }, (_, u) => ({
    name: `Unit ${u + 1}`,
    accounts: Array.from(
      { length: Math.min(10, accounts - u * 10) },
      (__, a) => `Account ${u + 1}-${a + 1}`,
    ),
  }));
}

const quote = (text) => JSON.stringify(text);

function typescript(title, units, sheets) {
  const ous = units.map(
    ({ name, accounts }) =>
      `    ou(${quote(name)}, [${accounts.map((a) => `account(${quote(a)})`).join(', ')}]),`,
  );
  return `import { account, diagram, organization, ou } from 'cadastre';

export default diagram(${quote(title)}, {${
    sheets
      ? `
  sheets: ${quote(sheets)},`
      : ''
  }
  content: organization('Org', [
${ous.join('\n')}
  ]),
});
`;
}

/** An estate at `root` with `count` organizations of `accounts` accounts. */
export function organizations(root, count, accounts, sheets) {
  mkdirSync(join(root, 'diagrams'), { recursive: true });
  for (let n = 1; n <= count; n++)
    writeFileSync(
      join(root, 'diagrams', `org-${n}.ts`),
      typescript(`Organization ${n}`, organization(accounts), sheets),
    );
  return root;
}

/**
 * Answers of AWS on `count` VPCs at a transit gateway, each with three subnets and an instance in each, in the
 * folder `exports`: VPC n has the block of 4,096 addresses n, counted from 10.0.0.0.
 */
export function transitNetworks(root, count) {
  const gateway = 'tgw-1';
  const table = 'tgw-rtb-1';
  const tables = [];
  const lists = {
    ...{ vpcs: [], subnets: [], acls: [], tables: [], groups: [], interfaces: [], instances: [] },
    ...{ attachments: [], routes: [] },
  };
  const open = [true, false].map((Egress) => ({
    ...{ RuleNumber: 100, Protocol: '-1', RuleAction: 'allow', CidrBlock: '0.0.0.0/0', Egress },
  }));
  for (let n = 0; n < count; n++) {
    const at = (k, last) => `10.${n >> 4}.${(n & 15) * 16 + k}.${last}`;
    const block = `${at(0, 0)}/20`;
    const [VpcId, GroupId, attachment] = [`vpc-${n}`, `sg-${n}`, `tgw-attach-${n}`];
    const ids = ['a', 'b', 'c'].map((zone) => `subnet-${n}${zone}`);
    lists.vpcs.push({ VpcId, CidrBlock: block });
    lists.acls.push({
      ...{ NetworkAclId: `acl-${n}`, VpcId, IsDefault: true, Entries: open },
      Associations: ids.map((SubnetId) => ({ SubnetId })),
    });
    ids.forEach((SubnetId, k) => {
      const InstanceId = `i-${n}-${k}`;
      const AvailabilityZone = `eu-central-1${'abc'[k]}`;
      lists.subnets.push({ SubnetId, VpcId, CidrBlock: `${at(k, 0)}/24`, AvailabilityZone });
      lists.instances.push({ InstanceId, VpcId, SubnetId, State: { Name: 'running' } });
      lists.interfaces.push({
        ...{ NetworkInterfaceId: `eni-${n}-${k}`, SubnetId, Groups: [{ GroupId }] },
        PrivateIpAddresses: [{ PrivateIpAddress: at(k, 10) }],
        Attachment: { InstanceId },
      });
    });
    const allow = (port, CidrIp) => ({
      ...{ IpProtocol: 'tcp', FromPort: port, ToPort: port, IpRanges: [{ CidrIp }] },
    });
    lists.groups.push({
      ...{ GroupId, GroupName: GroupId, VpcId },
      IpPermissions: [
        allow(443, '10.0.0.0/8'),
        ...Array.from({ length: 10 }, (_, j) => allow(8000 + j, `10.${(n * 7 + j) % 125}.0.0/16`)),
      ],
      IpPermissionsEgress: [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }],
    });
    tables.push({
      ...{ RouteTableId: `rtb-${n}`, VpcId, Associations: [{ Main: true }] },
      Routes: [
        { DestinationCidrBlock: block, GatewayId: 'local' },
        { DestinationCidrBlock: '10.0.0.0/8', TransitGatewayId: gateway },
      ],
    });
    lists.attachments.push({
      ...{ TransitGatewayAttachmentId: attachment, TransitGatewayId: gateway, VpcId },
      ...{ State: 'available', SubnetIds: ids },
    });
    lists.routes.push({
      ...{ DestinationCidrBlock: block, Type: 'propagated', State: 'active' },
      TransitGatewayAttachments: [{ TransitGatewayAttachmentId: attachment }],
    });
  }
  const associations = lists.attachments.map((own) => ({
    ...{ TransitGatewayAttachmentId: own.TransitGatewayAttachmentId, State: 'associated' },
  }));
  const place = join(root, 'exports', '100000000001', 'eu-central-1');
  mkdirSync(place, { recursive: true });
  const answers = {
    'ec2-describe-vpcs': { Vpcs: lists.vpcs },
    'ec2-describe-subnets': { Subnets: lists.subnets },
    'ec2-describe-network-acls': { NetworkAcls: lists.acls },
    'ec2-describe-route-tables': { RouteTables: tables },
    'ec2-describe-security-groups': { SecurityGroups: lists.groups },
    'ec2-describe-network-interfaces': { NetworkInterfaces: lists.interfaces },
    'ec2-describe-instances': { Reservations: [{ Instances: lists.instances }] },
    'ec2-describe-transit-gateways': {
      TransitGateways: [{ TransitGatewayId: gateway, OwnerId: '100000000001' }],
    },
    'ec2-describe-transit-gateway-vpc-attachments': {
      TransitGatewayVpcAttachments: lists.attachments,
    },
    'ec2-describe-transit-gateway-route-tables': {
      TransitGatewayRouteTables: [{ TransitGatewayRouteTableId: table, TransitGatewayId: gateway }],
    },
    [`ec2-get-transit-gateway-route-table-associations--${table}`]: { Associations: associations },
    [`ec2-search-transit-gateway-routes--${table}`]: { Routes: lists.routes },
  };
  for (const [name, answer] of Object.entries(answers))
    writeFileSync(join(place, `${name}.json`), JSON.stringify(answer));
  return root;
}

/** The same VPCs and peerings as an estate at `root` and as `graph.dot` in it. */
export function peerings(root, vpcs, links, sheets) {
  mkdirSync(join(root, 'diagrams'), { recursive: true });
  const pairs = Array.from({ length: links }, (_, n) => {
    const from = n % vpcs;
    return [from, (from * 7 + Math.floor(n / vpcs) * 31 + 1) % vpcs, `pcx-${n}`];
  }).filter(([from, to]) => from !== to);
  const source = `import { connect, diagram, node } from 'cadastre';

const vpcs = Array.from({ length: ${vpcs} }, (_, n) => node('vpc', 'vpc-' + n));
const pairs: [number, number, string][] = ${JSON.stringify(pairs)};
export default diagram('Peerings', {${
    sheets
      ? `
  sheets: ${quote(sheets)},`
      : ''
  }
  content: vpcs,
  links: pairs.map(([a, b, label]) => connect(vpcs[a]!, vpcs[b]!, { label })),
});
`;
  writeFileSync(join(root, 'diagrams', 'peerings.ts'), source);
  const edges = pairs.map(([a, b, label]) => `"vpc-${a}" -> "vpc-${b}" [label="${label}"];`);
  const options = 'splines=line; nslimit=2; mclimit=0.2; node [shape=box];';
  writeFileSync(join(root, 'graph.dot'), `digraph { ${options}\n${edges.join('\n')}\n}\n`);
  return root;
}

/** VPCs, three in an account, each attached to one of some transit gateways in an account of their own. */
export function attachedNetworks(root, vpcs, gateways) {
  mkdirSync(join(root, 'diagrams'), { recursive: true });
  const source = `import { account, connect, diagram, node, vpc } from 'cadastre';

const hubs = Array.from({ length: ${gateways} }, (_, n) => node('aws:transit-gateway', 'core-' + n));
const teams = Array.from({ length: ${Math.ceil(vpcs / 3)} }, (_, a) =>
  account('team-' + a, [0, 1, 2].map((v) => vpc('net-' + a + '-' + v, { cidr: '10.0.0.0/20' }))),
);
export default diagram('Transit network', {
  sheets: 'auto',
  content: [account('network', hubs), ...teams],
  links: teams.flatMap(({ members }) =>
    members.map((one, n) => connect(one as never, hubs[n % hubs.length]!, { label: 'attachment' })),
  ),
});
`;
  writeFileSync(join(root, 'diagrams', 'transit.ts'), source);
  return root;
}

/** Files of two models with some `count` elements, of which a tenth is added, removed, renamed, moved or has other facts. */
export function twoModels(root, count) {
  const model = (later) => {
    const [elements, links] = [{}, {}];
    for (let u = 0; u < count / 100; u++) {
      const ou = `ou=Unit ${u}`;
      elements[ou] = { kind: 'ou', name: `Unit ${u}`, group: true, order: u, facts: {} };
      for (let n = 0; n < 99; n++) {
        if ((later && n === 7) || (!later && n === 8)) continue;
        const name = later && n % 20 === 9 ? `Renamed ${n}` : `Account ${n}`;
        const id = later && n === 50 ? `ou=Unit ${(u + 1) % 50}` : ou;
        const facts = { owner: `team ${n % 20 === 3 && later ? 'new' : n}` };
        const parent = later && n === 50 ? id : ou;
        elements[`${ou}/account=${name}`] = {
          ...{ kind: 'account', name, group: false, parent, order: n, facts },
        };
      }
      const [from, to] = [1, 2].map((n) => `${ou}/account=Account ${n}`);
      const facts = { ports: [later && u % 10 === 0 ? 'tcp/22' : 'tcp/443'] };
      links[`connection=${u}`] = { relation: 'connection', from, to, order: u, facts };
    }
    return {
      ...{ format: 'cadastre/diagram@2', title: 'Large', direction: 'right', legend: 'auto' },
      ...{ document: {}, elements, links, hints: [], waivers: [], unresolved: [], icons: {} },
    };
  };
  return [false, true].map((later) => {
    const name = `${later ? 'after' : 'before'}.model.json`;
    writeFileSync(join(root, name), JSON.stringify(model(later)));
    return name;
  });
}
