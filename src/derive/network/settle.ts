/** The last steps: what belongs to no VPC, and what becomes of all that the options leave out. */

import type { Plan } from './plan.ts';
import { settleZones, subnetElement } from './subnets.ts';
import { endpointElement, gatewayElement } from './vpcs.ts';

/** What belongs to no VPC of the graph stands in its account. */
export function drawLoose(plan: Plan): void {
  const { networks, chosen, boxes, wishes } = plan;
  if (wishes.depth === 'vpcs') return;
  const loose = <T extends { readonly vpc?: string; readonly accounts: readonly string[] }>(
    all: Iterable<T>,
  ): T[] => [...all].filter((x) => x.vpc === undefined && chosen.asks(x as never));
  for (const s of loose(networks.subnets.values()))
    boxes.add(s.accounts[0], s.region, subnetElement(plan, s));
  for (const g of loose(networks.gateways.values()))
    boxes.add(g.accounts[0], g.region, gatewayElement(plan, g));
  for (const e of loose(networks.endpoints.values()))
    boxes.add(e.accounts[0], e.region, endpointElement(plan, e, []));
}

/** Gives everything that the options leave out its fate, and hands all fates to the ledger. */
export function settle(plan: Plan): void {
  const { networks, chosen, fates, boxes, wishes } = plan;
  const asks = chosen.asks;
  const shallow = wishes.depth === 'vpcs';
  for (const { id, unlisted } of networks.vpcs.values())
    if (!(chosen.selected.has(id) || chosen.neighbours.has(id)))
      fates.omit(unlisted ? 'unlisted-vpc' : 'vpc', [id]);
  for (const [id, { vpc, gone }] of networks.blocks)
    if (gone || vpc === undefined || !(chosen.selected.has(vpc) || chosen.neighbours.has(vpc)))
      fates.omit('cidr-block', [id]);
  fates.leaveOut('subnet', networks.subnets.values(), (s) => !shallow && asks(s));
  fates.leaveOut('vpc-endpoint', networks.endpoints.values(), (e) => !shallow && asks(e));
  fates.leaveOut(
    'internet-gateway',
    networks.gateways.values(),
    (g) => asks(g) && !(shallow && g.vpc === undefined),
  );
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
