/** The last steps: what belongs to no VPC, and what becomes of all that the options leave out. */

import type { Held } from '../../importers/cartography/aws/graph.ts';
import type { ElementContent } from '../../model/content.ts';
import { quote, warning } from '../../model/diagnostic.ts';
import type { Plan } from './plan.ts';
import { settleZones, subnetElement } from './subnets.ts';
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
  const { networks, transit, chosen, boxes, wishes } = plan;
  const loose = <T extends Held & { readonly vpc?: string }>(all: Iterable<T>): T[] =>
    [...all].filter((x) => x.vpc === undefined && chosen.asks(x));
  const acls = loose(networks.acls.values());
  plan.fates.omit(
    'network-acl',
    acls.map(({ id }) => id),
  );
  const strays = (all: ReadonlyMap<string, string | undefined>): string[] =>
    [...all].flatMap(([id, of]) => (of === undefined || !networks.tables.has(of) ? id : []));
  const astray = (all: ReadonlyMap<string, { readonly table: string }>): string[] =>
    [...all].flatMap(([id, { table }]) => (transit.tables.has(table) ? [] : id));
  const blocks = [...networks.blocks].flatMap(([id, { vpc }]) => (vpc === undefined ? id : []));
  reportStrays(plan, {
    'network ACL(s)': acls.map(({ id }) => id),
    'route(s)': strays(networks.routes),
    'route table association(s)': strays(networks.associations),
    'address block(s)': blocks,
    'security group(s)': strayGroups,
    'transit gateway route(s)': astray(transit.routes),
    'transit gateway association(s)': astray(transit.associations),
    'transit gateway propagation(s)': astray(transit.propagations),
  });
  if (wishes.depth === 'vpcs') return;
  const put = ({ accounts, region }: Held, content: ElementContent | undefined): void => {
    if (content) boxes.add(accounts[0], region, content);
  };
  for (const s of loose(networks.subnets.values())) put(s, subnetElement(plan, s));
  for (const g of loose(networks.gateways.values())) put(g, gatewayElement(plan, g));
  for (const e of loose(networks.endpoints.values())) put(e, endpointElement(plan, e, []));
  for (const t of loose(networks.tables.values()))
    put(t, tableElement(plan, t, undefined, unresolved));
}

/** Parts without the whole that they are of: they cannot be shown anywhere. */
function reportStrays(
  { report, networks }: Plan,
  sorts: Readonly<Record<string, readonly string[]>>,
): void {
  const at = [...networks.vpcs.values()][0]?.at;
  for (const [sort, ids] of Object.entries(sorts))
    if (ids.length > 0)
      report(
        warning(
          'incomplete-sync',
          `${ids.length} ${sort} of nothing that the graph has, e.g. ${quote(ids[0] ?? '')}: left out`,
          at,
          {
            hint: 'Run Cartography once more and record again.',
          },
        ),
      );
}

/** Gives everything that the options leave out its fate, and hands all fates to the ledger. */
export function settle(plan: Plan): void {
  const { networks, chosen, fates, boxes, wishes } = plan;
  const shallow = wishes.depth === 'vpcs';
  // Where networks are cards, there is no place for what is in none.
  const asks = (thing: Held & { readonly vpc?: string }): boolean =>
    chosen.asks(thing) && !(shallow && thing.vpc === undefined);
  for (const { id, unlisted } of networks.vpcs.values())
    if (!(chosen.selected.has(id) || chosen.neighbours.has(id)))
      fates.omit(unlisted ? 'unlisted-vpc' : 'vpc', [id]);
  for (const [id, { vpc, gone }] of networks.blocks)
    if (gone || vpc === undefined || !(chosen.selected.has(vpc) || chosen.neighbours.has(vpc)))
      fates.omit('cidr-block', [id]);
  fates.leaveOut('subnet', networks.subnets.values(), (s) => !shallow && asks(s));
  fates.leaveOut('vpc-endpoint', networks.endpoints.values(), (e) => !shallow && asks(e));
  fates.leaveOut('internet-gateway', networks.gateways.values(), asks);
  fates.leaveOut('network-acl', networks.acls.values(), asks);
  fates.leaveOut('route-table', networks.tables.values(), asks);
  const tableAsked = (id: string | undefined): boolean => {
    const table = id === undefined ? undefined : networks.tables.get(id);
    return table !== undefined && asks(table);
  };
  for (const [kind, all] of [
    ['route', networks.routes],
    ['route-table-association', networks.associations],
  ] as const)
    for (const [id, table] of all) if (!tableAsked(table)) fates.omit(kind, [id]);
  settleZones(plan);
  fates.made('unlisted-vpc');
  boxes.settle([...networks.vpcs.values()].map((v) => [v.owner, v.region] as const));
  fates.settle();
}
