/** The last steps: what belongs to no VPC, and what becomes of all that the options leave out. */

import type { AccountRecord } from '../../inventory/provenance.ts';
import type { ElementContent } from '../../model/content.ts';
import { quote, warning } from '../../model/diagnostic.ts';
import { countAclRules } from './acls.ts';
import type { Plan } from './plan.ts';
import { countZones, subnetElement } from './subnets.ts';
import { type IsUnresolved, tableElement } from './tables.ts';
import { endpointElement, gatewayElement } from './vpcs.ts';

/**
 * What belongs to no VPC of the graph stands in its account; what can stand nowhere is reported.
 * @param strayGroups groups of no VPC that nothing drawn uses
 */
export function drawLoose(
  plan: Plan,
  unresolved: IsUnresolved,
  strayGroups: readonly string[],
): void {
  const { inventory, chosen, boxes, wishes } = plan;
  const loose = <T extends AccountRecord & { readonly vpc?: string }>(all: Iterable<T>): T[] =>
    [...all].filter((x) => x.vpc === undefined && chosen.asks(x));
  const acls = loose(inventory.networkAcls.values());
  plan.fates.omit(
    'network-acl',
    acls.map(({ id }) => id),
  );
  const strays = (all: ReadonlyMap<string, { readonly table?: string }>): string[] =>
    [...all].flatMap(([id, { table }]) =>
      table === undefined || !inventory.routeTables.has(table) ? id : [],
    );
  const astray = (all: ReadonlyMap<string, { readonly table: string }>): string[] =>
    [...all].flatMap(([id, { table }]) => (inventory.transitRouteTables.has(table) ? [] : id));
  const blocks = [...inventory.addressBlocks].flatMap(([id, { vpc }]) =>
    vpc === undefined ? id : [],
  );
  reportStrays(plan, {
    'network ACL(s)': acls.map(({ id }) => id),
    'route(s)': strays(inventory.routes),
    'route table association(s)': strays(inventory.routeTableAssociations),
    'address block(s)': blocks,
    'security group(s)': strayGroups,
    'transit gateway route(s)': astray(inventory.transitRoutes),
    'transit gateway association(s)': astray(inventory.transitAssociations),
    'transit gateway propagation(s)': astray(inventory.transitPropagations),
  });
  if (wishes.depth === 'vpcs') return;
  const put = ({ accounts, region }: AccountRecord, content: ElementContent | undefined): void => {
    if (content) boxes.add(accounts[0], region, content);
  };
  for (const s of loose(inventory.subnets.values())) put(s, subnetElement(plan, s));
  for (const g of loose(inventory.internetGateways.values())) put(g, gatewayElement(plan, g));
  for (const e of loose(inventory.endpoints.values())) put(e, endpointElement(plan, e, []));
  for (const t of loose(inventory.routeTables.values()))
    put(t, tableElement(plan, t, undefined, unresolved));
}

/** Parts without the whole that they are of: they cannot be shown anywhere. */
function reportStrays(
  { report, inventory }: Plan,
  sorts: Readonly<Record<string, readonly string[]>>,
): void {
  const at = [...inventory.vpcs.values()][0]?.provenance.at;
  for (const [sort, ids] of Object.entries(sorts))
    if (ids.length > 0)
      report(
        warning(
          'incomplete-sync',
          `${ids.length} ${sort} without an owner in ${inventory.source.name}, e.g. ${quote(ids[0] ?? '')}: left out`,
          at,
          {
            hint: 'Their owner was deleted, or is in an account or region that was not read. If they remain after all accounts were read, remove them from the graph.',
          },
        ),
      );
}

/** Gives everything that the options leave out its fate, and hands all fates to the ledger. */
export function leaveOutTheRest(plan: Plan): void {
  const { inventory, chosen, fates, boxes, wishes } = plan;
  const shallow = wishes.depth === 'vpcs';
  // Where networks are cards, there is no place for what is in none.
  const asks = (record: AccountRecord & { readonly vpc?: string }): boolean =>
    chosen.asks(record) && !(shallow && record.vpc === undefined);
  for (const { id, unlisted } of inventory.vpcs.values())
    if (!(chosen.selected.has(id) || chosen.neighbours.has(id)))
      fates.omit(unlisted ? 'unlisted-vpc' : 'vpc', [id]);
  for (const [id, { vpc, gone }] of inventory.addressBlocks)
    if (gone || vpc === undefined || !(chosen.selected.has(vpc) || chosen.neighbours.has(vpc)))
      fates.omit('cidr-block', [id]);
  fates.leaveOut('subnet', inventory.subnets.values(), (s) => !shallow && asks(s));
  fates.leaveOut('vpc-endpoint', inventory.endpoints.values(), (e) => !shallow && asks(e));
  fates.leaveOut('internet-gateway', inventory.internetGateways.values(), asks);
  fates.omit('network-firewall', inventory.networkFirewalls.keys());
  fates.leaveOut('network-acl', inventory.networkAcls.values(), asks);
  countAclRules(plan);
  fates.leaveOut('route-table', inventory.routeTables.values(), asks);
  const tableAsked = (id: string | undefined): boolean => {
    const table = id === undefined ? undefined : inventory.routeTables.get(id);
    return table !== undefined && asks(table);
  };
  for (const [kind, all] of [
    ['route', inventory.routes],
    ['route-table-association', inventory.routeTableAssociations],
  ] as const)
    for (const [id, { table }] of all) if (!tableAsked(table)) fates.omit(kind, [id]);
  countZones(plan);
  fates.made('unlisted-vpc');
  boxes.leaveOut([...inventory.vpcs.values()].map((v) => [v.owner, v.region] as const));
  fates.report();
}
