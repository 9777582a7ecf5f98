/** What routes lead to: nodes of the graph where there are any, else stubs, so that no way out is missing. */

import { routesOf, subnetOfTarget } from '../../inventory/indexes.ts';
import { type Inventory, type RecordType, readState } from '../../inventory/inventory.ts';
import type { Vpc } from '../../inventory/network.ts';
import type { RecordProvenance } from '../../inventory/provenance.ts';
import type { TargetKind, VpcRoute } from '../../inventory/routing.ts';
import type { ElementContent } from '../../model/content.ts';
import {
  subjectText,
  type UnresolvedReason,
  type UnresolvedSubject,
} from '../../model/unresolved.ts';
import { element, link } from '../elements.ts';
import { countGateways, gatewayFacts } from './gateways.ts';
import { type Plan, putInto } from './plan.ts';

interface TargetStyle {
  readonly kind: string;
  readonly type: UnresolvedSubject['type'];
  /** Why there is nothing more to show. */
  readonly reason: UnresolvedReason;
  /** What it would be a record of; its source knows why there is none. */
  readonly record?: RecordType;
}

const NO_NODES = { code: 'kind-not-recorded' } as const;
const NOT_THERE = { code: 'target-not-recorded' } as const;

const LOOKS: Partial<Readonly<Record<TargetKind, TargetStyle>>> = {
  'nat-gateway': {
    type: 'nat-gateway',
    kind: 'aws:nat-gateway',
    reason: NO_NODES,
    record: 'natGateways',
  },
  'virtual-private-gateway': {
    type: 'virtual-private-gateway',
    kind: 'aws:virtual-private-gateway',
    reason: NO_NODES,
    record: 'vpnGateways',
  },
  'egress-only-gateway': {
    type: 'egress-only-gateway',
    kind: 'aws:internet-gateway',
    reason: NO_NODES,
    record: 'egressOnlyGateways',
  },
  'carrier-gateway': { type: 'carrier-gateway', kind: 'aws:carrier-gateway', reason: NO_NODES },
  'local-gateway': { type: 'local-gateway', kind: 'aws:outposts', reason: NO_NODES },
  'core-network': {
    type: 'core-network',
    kind: 'aws:cloud-wan',
    reason: NO_NODES,
    record: 'coreNetworks',
  },
  'internet-gateway': {
    type: 'internet-gateway',
    kind: 'aws:internet-gateway',
    reason: NOT_THERE,
  },
  'vpc-endpoint': { type: 'vpc-endpoint', kind: 'aws:vpc-endpoint', reason: NOT_THERE },
  'transit-gateway': { type: 'transit-gateway', kind: 'aws:transit-gateway', reason: NOT_THERE },
  'peering-connection': {
    type: 'peering-connection',
    kind: 'aws:peering-connection',
    reason: NOT_THERE,
  },
  'network-interface': {
    type: 'network-interface',
    kind: 'aws:elastic-network-interface',
    reason: NOT_THERE,
  },
  instance: {
    type: 'instance',
    kind: 'aws:ec2',
    reason: { code: 'instances-not-queried' },
  },
  unknown: {
    type: 'route-target',
    kind: 'generic:unknown',
    reason: { code: 'target-not-named' },
  },
};

/** Kinds that the graph's own counts know by these names; other stubs are counted apart from nodes. */
const COUNTED = new Set<TargetKind>(['nat-gateway', 'virtual-private-gateway']);

const countedAs = (kind: TargetKind): string =>
  COUNTED.has(kind) ? kind : kind === 'unknown' ? 'route-target' : `unlisted-${kind}`;

/** Whether the target of a route is a node of the graph that is drawn in its own right. */
export function isNode(
  { inventory, wishes, fates }: Plan,
  { kind, target }: VpcRoute,
  instances: ReadonlySet<string>,
): boolean {
  switch (kind) {
    case 'local':
      return true;
    case 'internet-gateway':
      return inventory.internetGateways.has(target);
    case 'vpc-endpoint':
      return inventory.endpoints.has(target) || fates.has('network-firewall-endpoint', target);
    case 'peering-connection':
      return inventory.peerings.has(target);
    case 'transit-gateway':
      return [...inventory.transitGateways.values()].some(
        (g) => g.short === target || g.id === target,
      );
    case 'instance':
      return wishes.depth === 'resources' && instances.has(target);
    default:
      return false;
  }
}

/** The record of a target, where its source has one: a NAT gateway, a gateway of a VPN … */
export function targetRecord(
  inventory: Inventory,
  { kind, target }: Pick<VpcRoute, 'kind' | 'target'>,
): { readonly name?: string; readonly provenance: RecordProvenance } | undefined {
  const { record } = LOOKS[kind] ?? {};
  return record && inventory[record].get(target);
}

/** Of a type that its source reads, a target without a record is one that the source does not have. */
const reasonOf = ({ inventory }: Plan, { record, reason }: TargetStyle): UnresolvedReason =>
  record && readState(inventory, record) === 'read' ? NOT_THERE : reason;

/** The stub of one target, and why it is one. */
function stubOf(plan: Plan, route: VpcRoute, vpc: Vpc | undefined): ElementContent {
  const { kind, target } = route;
  const { at } = route.provenance;
  const look = LOOKS[kind] ?? (LOOKS.unknown as TargetStyle);
  const counted = plan.fates.draw(countedAs(kind), target);
  const record = targetRecord(plan.inventory, route);
  // An interface that the graph has is no stub: it is only not drawn otherwise.
  const known =
    record !== undefined ||
    (kind === 'network-interface' && subnetOfTarget(plan.inventory, target) !== undefined);
  if (!known)
    plan.ledger.stub({
      kind: counted,
      id: target,
      what: { type: look.type, name: target },
      reason: reasonOf(plan, look),
      at,
    });
  const origin = record?.provenance.at ?? at;
  const { status, words } = gatewayFacts(plan.inventory, kind, target);
  return element({ at: origin, counted }, look.kind, record?.name ?? target, {
    id: target,
    status,
    description: [
      `${subjectText({ type: look.type })}${vpc ? ` of VPC ${vpc.name}` : ''}`,
      ...words,
    ].join('; '),
    ...(kind === 'egress-only-gateway' ? { role: 'egress only' } : {}),
  });
}

/** Where networks are cards, only what leads to other networks is drawn beside them. */
const AWAY = new Set<TargetKind>([
  'virtual-private-gateway',
  'carrier-gateway',
  'local-gateway',
  'core-network',
  'transit-gateway',
  'peering-connection',
  'internet-gateway',
  'unknown',
]);

/** Draws the stubs of all targets that routes of the selected VPCs name, each once, where it is. */
export function drawTargets(plan: Plan, instances: ReadonlySet<string>): void {
  const { inventory, chosen, fates, wishes, boxes, links } = plan;
  for (const table of inventory.routeTables.values()) {
    const vpc = table.vpc === undefined ? undefined : inventory.vpcs.get(table.vpc);
    for (const route of routesOf(inventory, table.id)) {
      if (isNode(plan, route, instances)) continue;
      const counted = countedAs(route.kind);
      const here = vpc
        ? chosen.selected.has(vpc.id)
        : wishes.depth !== 'vpcs' && chosen.asks(table);
      if (!here || fates.has(counted, route.target)) continue;
      if (wishes.depth === 'vpcs' && !AWAY.has(route.kind)) continue;
      const subnet = subnetOfTarget(inventory, route.target);
      const inside = subnet !== undefined && vpc && inventory.subnets.get(subnet)?.vpc === vpc.id;
      const stub = stubOf(plan, route, vpc);
      if (!vpc) boxes.add(table.accounts[0], table.region, stub);
      else if (wishes.depth !== 'vpcs') putInto(plan, inside ? subnet : vpc.id, stub);
      else {
        boxes.add(vpc.owner, vpc.region, stub);
        const counted = fates.draw('route-to-target', route.target);
        links.push(
          link({ at: route.provenance.at, counted }, vpc.id, route.target, { direction: 'both' }),
        );
      }
    }
  }
}

/** What becomes of targets that are not drawn, and how many there are of what no query counts. */
export function countTargets(plan: Plan, instances: ReadonlySet<string>): void {
  const { inventory, fates } = plan;
  const kinds = new Set<string>();
  // Of networks that are not drawn and of tables that are not there; after all others, as several may name one target.
  for (const route of inventory.routes.values()) {
    if (isNode(plan, route, instances)) continue;
    kinds.add(countedAs(route.kind));
    fates.omit(countedAs(route.kind), [route.target]);
  }
  for (const kind of countGateways(plan)) kinds.add(kind);
  for (const kind of kinds) if (!COUNTED.has(kind as TargetKind)) fates.made(kind);
  fates.made('route-to-target');
}
