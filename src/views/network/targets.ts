/** What routes lead to: nodes of the graph where there are any, else stubs, so that no way out is missing. */

import type { RouteRow, TargetKind, Vpc } from '../../importers/cartography/aws/graph.ts';
import type { ElementContent } from '../../model/content.ts';
import { element, link } from '../elements.ts';
import { type Plan, putInto } from './plan.ts';

interface TargetStyle {
  readonly kind: string;
  /** In words, before its id. */
  readonly words: string;
  /** Why there is nothing more to show. */
  readonly reason: string;
}

const NO_NODES = 'Cartography has no nodes for these: only routes name it';
const NOT_THERE = 'a route leads to it, but the graph has no such node';

const LOOKS: Partial<Readonly<Record<TargetKind, TargetStyle>>> = {
  'nat-gateway': { kind: 'aws:nat-gateway', words: 'NAT gateway', reason: NO_NODES },
  'virtual-private-gateway': {
    kind: 'aws:virtual-private-gateway',
    words: 'virtual private gateway',
    reason: NO_NODES,
  },
  'egress-only-gateway': {
    kind: 'aws:internet-gateway',
    words: 'egress-only internet gateway',
    reason: NO_NODES,
  },
  'carrier-gateway': { kind: 'aws:carrier-gateway', words: 'carrier gateway', reason: NO_NODES },
  'local-gateway': { kind: 'aws:outposts', words: 'local gateway', reason: NO_NODES },
  'core-network': { kind: 'aws:cloud-wan', words: 'Cloud WAN core network', reason: NO_NODES },
  'internet-gateway': {
    kind: 'aws:internet-gateway',
    words: 'internet gateway',
    reason: NOT_THERE,
  },
  'vpc-endpoint': { kind: 'aws:vpc-endpoint', words: 'VPC endpoint', reason: NOT_THERE },
  'transit-gateway': { kind: 'aws:transit-gateway', words: 'transit gateway', reason: NOT_THERE },
  'peering-connection': {
    kind: 'aws:peering-connection',
    words: 'peering connection',
    reason: NOT_THERE,
  },
  'network-interface': {
    kind: 'aws:elastic-network-interface',
    words: 'network interface',
    reason: NOT_THERE,
  },
  instance: {
    kind: 'aws:ec2',
    words: 'instance',
    reason: 'a route leads to it; instances are not asked for here',
  },
  unknown: {
    kind: 'generic:unknown',
    words: 'unknown target',
    reason: 'a route leads somewhere that the graph does not name',
  },
};

/** Kinds that the graph's own counts know by these names; other stubs are counted apart from nodes. */
const COUNTED = new Set<TargetKind>(['nat-gateway', 'virtual-private-gateway']);

const countedAs = (kind: TargetKind): string =>
  COUNTED.has(kind) ? kind : kind === 'unknown' ? 'route-target' : `unlisted-${kind}`;

/** Whether the target of a route is a node of the graph that is drawn in its own right. */
export function isNode(
  { networks, transit, peerings, wishes }: Plan,
  { kind, target }: RouteRow,
  instances: ReadonlySet<string>,
): boolean {
  switch (kind) {
    case 'local':
      return true;
    case 'internet-gateway':
      return networks.gateways.has(target);
    case 'vpc-endpoint':
      return networks.endpoints.has(target);
    case 'peering-connection':
      return peerings.has(target);
    case 'transit-gateway':
      return [...transit.gateways.values()].some((g) => g.short === target || g.id === target);
    case 'instance':
      return wishes.depth === 'resources' && instances.has(target);
    default:
      return false;
  }
}

/** The stub of one target, and why it is one. */
function stubOf(plan: Plan, route: RouteRow, vpc: Vpc | undefined): ElementContent {
  const { kind, target, at } = route;
  const look = LOOKS[kind] ?? (LOOKS.unknown as TargetStyle);
  const counted = plan.fates.draw(countedAs(kind), target);
  // An interface that the graph has is no stub: it is only not drawn otherwise.
  const known = kind === 'network-interface' && plan.networks.interfaces.has(target);
  if (!known)
    plan.ledger.stub({
      kind: counted,
      id: target,
      what: `${look.words} ${target}`,
      reason: look.reason,
      at,
    });
  return element({ at, counted }, look.kind, target, {
    id: target,
    description: `${look.words}${vpc ? ` of VPC ${vpc.name}` : ''}${known ? '' : `: ${look.reason}`}`,
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
  const { networks, chosen, fates, wishes, boxes, links } = plan;
  const kinds = new Set<string>();
  for (const table of networks.tables.values()) {
    const vpc = table.vpc === undefined ? undefined : networks.vpcs.get(table.vpc);
    for (const route of table.routes) {
      if (isNode(plan, route, instances)) continue;
      const counted = countedAs(route.kind);
      kinds.add(counted);
      const here = vpc
        ? chosen.selected.has(vpc.id)
        : wishes.depth !== 'vpcs' && chosen.asks(table);
      if (!here || fates.has(counted, route.target)) continue;
      if (wishes.depth === 'vpcs' && !AWAY.has(route.kind)) continue;
      const subnet = networks.interfaces.get(route.target);
      const inside = subnet !== undefined && vpc && networks.subnets.get(subnet)?.vpc === vpc.id;
      const stub = stubOf(plan, route, vpc);
      if (!vpc) boxes.add(table.accounts[0], table.region, stub);
      else if (wishes.depth !== 'vpcs') putInto(plan, inside ? subnet : vpc.id, stub);
      else {
        boxes.add(vpc.owner, vpc.region, stub);
        const counted = fates.draw('route-to-target', route.target);
        links.push(link({ at: route.at, counted }, vpc.id, route.target, { direction: 'both' }));
      }
    }
  }
  // Of networks that are not drawn; after all others, as several tables may name one target.
  for (const table of networks.tables.values())
    for (const route of table.routes)
      if (!isNode(plan, route, instances)) fates.omit(countedAs(route.kind), [route.target]);
  for (const kind of kinds) if (!COUNTED.has(kind as TargetKind)) fates.made(kind);
  fates.made('route-to-target');
}
