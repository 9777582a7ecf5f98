/** What belongs to what: each worked out once for an inventory, on first use. */

import { byCodeUnit, sortedBy } from '../model/order.ts';
import type { Inventory } from './inventory.ts';
import type { Subnet } from './network.ts';
import type { RouteTable, RouteTableAssociation, VpcRoute } from './routing.ts';
import type { NetworkAcl, NetworkAclRule, SecurityGroupRule } from './security.ts';
import type { TransitTableUse } from './transit.ts';

/** A function of an inventory that is worked out once for each. */
export function once<T>(make: (inventory: Inventory) => T): (inventory: Inventory) => T {
  const known = new WeakMap<Inventory, T>();
  return (inventory) => {
    const there = known.get(inventory);
    if (there !== undefined) return there;
    const made = make(inventory);
    known.set(inventory, made);
    return made;
  };
}

/** Items by a key, each list in the order of the items. (`Map.groupBy` is younger than Node 20.) */
export function grouped<T, K>(items: Iterable<T>, key: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group) group.push(item);
    else groups.set(key(item), [item]);
  }
  return groups;
}

const subnetsByVpc = once(({ subnets }) => grouped(subnets.values(), ({ vpc }) => vpc));

/** Subnets of a VPC, or of none, by id. */
export const subnetsOf = (inventory: Inventory, vpc: string | undefined): readonly Subnet[] =>
  subnetsByVpc(inventory).get(vpc) ?? [];

const routesByTable = once(({ routes }) => {
  const inOrder = [...routes.values()].sort(
    (a, b) =>
      Number(b.kind === 'local') - Number(a.kind === 'local') ||
      byCodeUnit(a.destination, b.destination),
  );
  return grouped(inOrder, ({ table }) => table);
});

/** Routes of a table: within the VPC first, then by destination. */
export const routesOf = (inventory: Inventory, table: string): readonly VpcRoute[] =>
  routesByTable(inventory).get(table) ?? [];

const associationsByTable = once(({ routeTableAssociations }) =>
  grouped(routeTableAssociations.values(), ({ table }) => table),
);

export const associationsOf = (
  inventory: Inventory,
  table: string,
): readonly RouteTableAssociation[] => associationsByTable(inventory).get(table) ?? [];

/** Ids of the subnets that are associated with a table by themselves. */
export const ownSubnets = (inventory: Inventory, table: string): readonly string[] =>
  associationsOf(inventory, table)
    .flatMap(({ subnet }) => subnet ?? [])
    .sort();

/** Gateways whose incoming traffic a table routes. */
export const routedGateways = (inventory: Inventory, table: string): readonly string[] =>
  associationsOf(inventory, table)
    .flatMap(({ gateway }) => gateway ?? [])
    .sort();

const deciding = once((inventory) => {
  const main = new Map<string, RouteTable>();
  const own = new Map<string, RouteTable>();
  for (const table of inventory.routeTables.values()) {
    if (table.main && table.vpc !== undefined && !main.has(table.vpc)) main.set(table.vpc, table);
    for (const subnet of ownSubnets(inventory, table.id)) own.set(subnet, table);
  }
  return { main, own };
});

/** The table that decides for a subnet: its own, else its VPC's main one. */
export function tableOf(inventory: Inventory, { id, vpc }: Subnet): RouteTable | undefined {
  const { main, own } = deciding(inventory);
  return own.get(id) ?? (vpc === undefined ? undefined : main.get(vpc));
}

const subnetsByTable = once((inventory) =>
  grouped(inventory.subnets.values(), (subnet) => tableOf(inventory, subnet)?.id),
);

/** Subnets for which a table decides, by id. */
export const servedBy = (inventory: Inventory, table: string): readonly Subnet[] =>
  subnetsByTable(inventory).get(table) ?? [];

/** Whether a subnet's traffic may go to an internet gateway; unknown without a route table, or its routes. */
export function isPublic(inventory: Inventory, subnet: Subnet | undefined): boolean | undefined {
  const table = subnet && tableOf(inventory, subnet);
  if (!table) return undefined;
  const routes = routesOf(inventory, table.id);
  const found = routes.some(({ kind, active }) => kind === 'internet-gateway' && active);
  return found || !table.unread ? found : undefined;
}

const targetSubnets = once(({ networkInterfaces, natGateways }) => {
  const found = new Map<string, string>();
  for (const { id, subnet, natGateway } of networkInterfaces.values()) {
    if (subnet === undefined) continue;
    found.set(id, subnet);
    if (natGateway !== undefined) found.set(natGateway, subnet);
  }
  for (const { id, subnet } of natGateways.values())
    if (subnet !== undefined) found.set(id, subnet);
  return found;
});

/** The subnet of a NAT gateway or network interface that a route leads to, where that is known. */
export const subnetOfTarget = (inventory: Inventory, target: string): string | undefined =>
  targetSubnets(inventory).get(target);

/** The VPC of something that has addresses in these subnets. */
export const vpcOfSubnets = ({ subnets }: Inventory, ids: readonly string[]): string | undefined =>
  ids.map((id) => subnets.get(id)?.vpc).find((vpc) => vpc !== undefined);

const rulesByGroup = once(({ securityGroupRules }) => {
  const found = new Map<string, SecurityGroupRule[]>();
  for (const rule of securityGroupRules.values())
    for (const group of rule.groups) {
      const rules = found.get(group);
      if (rules) rules.push(rule);
      else found.set(group, [rule]);
    }
  return found;
});

/** Rules of a security group, both ways. */
export const rulesOf = (inventory: Inventory, group: string): readonly SecurityGroupRule[] =>
  rulesByGroup(inventory).get(group) ?? [];

export const inboundRules = (inventory: Inventory, group: string): readonly SecurityGroupRule[] =>
  rulesOf(inventory, group).filter(({ inbound }) => inbound);

const pairsByGroup = once(({ securityGroupPairs }) =>
  grouped(securityGroupPairs, ({ group }) => group),
);

/** Ids of groups that a group names in some rule, where the source does not keep that with the rule. */
export const namedGroups = (inventory: Inventory, group: string): readonly string[] =>
  (pairsByGroup(inventory).get(group) ?? []).map(({ source }) => source);

const tableOfAttachments = once(
  ({ transitAssociations }) =>
    new Map([...transitAssociations.values()].map((use) => [use.attachment, use.table])),
);

/** The transit gateway's table in which an attachment's traffic is looked up. */
export const transitTableOf = (inventory: Inventory, attachment: string): string | undefined =>
  tableOfAttachments(inventory).get(attachment);

/** The ACL of each subnet, and the rules of each ACL in the order of their numbers. */
const aclIndex = once(({ networkAcls, networkAclRules }) => {
  const bySubnet = new Map<string, NetworkAcl>();
  for (const acl of networkAcls.values())
    for (const subnet of acl.subnets ?? []) bySubnet.set(subnet, acl);
  const rules = grouped(networkAclRules.values(), ({ acl }) => acl);
  for (const own of rules.values()) own.sort((a, b) => a.number - b.number);
  return { bySubnet, rules };
});

export const aclOf = (inventory: Inventory, subnet: string): NetworkAcl | undefined =>
  aclIndex(inventory).bySubnet.get(subnet);

/** In the order in which they are tried. */
export const aclRules = (
  inventory: Inventory,
  acl: string,
  inbound: boolean,
): readonly NetworkAclRule[] =>
  (aclIndex(inventory).rules.get(acl) ?? []).filter((rule) => rule.inbound === inbound);

/** Whether the source has the rules of an ACL, which may be none. */
export const hasAclRules = (inventory: Inventory, { id, unread, ruleCount }: NetworkAcl): boolean =>
  !unread && (ruleCount === 0 || aclIndex(inventory).rules.has(id));

/** What uses a table of a transit gateway, by id. */
export const usesOf = (
  uses: ReadonlyMap<string, TransitTableUse>,
  table: string,
): readonly TransitTableUse[] =>
  sortedBy(
    [...uses.values()].filter((use) => use.table === table),
    ({ id }) => id,
  );
