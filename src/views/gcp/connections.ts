/** What joins networks of Google Cloud to each other and to others: peerings and VPNs. */

import type { GcpPeering, GcpVpnTunnel } from '../../inventory/gcp/network.ts';
import { lastPart } from '../../inventory/gcp/network.ts';
import type { ElementContent, End } from '../../model/content.ts';
import { sortedBy } from '../../model/order.ts';
import { element, grouping, link } from '../elements.ts';
import { said } from './instances.ts';
import type { GcpPlan } from './plan.ts';

const PEERING = 'gcp:vpc-peering';
const GATEWAY = 'gcp:vpn-gateway';
const TUNNEL = 'gcp:vpn-tunnel';

/** Both sides of a peering, or of a pair of tunnels, have one key. */
const pairOf = (a: string | undefined, b: string | undefined): string =>
  [a ?? '', b ?? ''].sort().join('\n');

function pairs<T>(all: readonly T[], key: (one: T) => string): readonly (readonly T[])[] {
  const found = new Map<string, T[]>();
  for (const one of all) found.set(key(one), [...(found.get(key(one)) ?? []), one]);
  return [...found.values()];
}

/** The two sides are one line. Traffic passes when both are active; missing facts of a side are stated. */
export function drawPeerings(canvas: GcpPlan): void {
  const { network, chosen, ledger, lines } = canvas;
  const ordered = sortedBy(network.peerings, ({ id }) => id);
  for (const sides of pairs(ordered, ({ local, peer }) => pairOf(local, peer))) {
    const [first] = sides;
    const ends = first && [first.local, first.peer];
    if (!first || !ends?.some((id) => id !== undefined && chosen.vpcs.has(id))) {
      ledger.omitted(PEERING, sides.length);
      continue;
    }
    const [from, to] = ends.map((id) => peeredEnd(id, first, canvas));
    if (from === undefined || to === undefined) continue;
    const { id, at } = first;
    const active = sides.every(({ state }) => state === 'ACTIVE');
    const states = [...new Set(sides.map(({ state }) => state ?? 'state not recorded'))];
    lines.push(
      link({ at, counted: PEERING }, from, to, {
        id,
        direction: 'none',
        status: active ? undefined : states.join(', '),
        label: active ? 'VPC peering' : 'VPC peering, no traffic',
        description: said([
          sides.map((side) => side.name).join(' and '),
          sides.length === 1 ? 'the other side is not in the graph' : undefined,
          'the graph has no routes',
        ]),
      }),
    );
    ledger.folded(PEERING, sides.length - 1);
  }
}

function peeredEnd(id: string | undefined, side: GcpPeering, canvas: GcpPlan): End | undefined {
  const { network, chosen, ledger } = canvas;
  if (id !== undefined && chosen.vpcs.has(id)) return id;
  const vpc = id === undefined ? undefined : network.vpcs.get(id);
  if (vpc) return canvas.beyond(vpc);
  ledger.unresolved(PEERING);
  const name = id === undefined ? 'Network not recorded' : lastPart(id);
  const { at } = side;
  return canvas.beyond({ id: id ?? `${side.id}/peer`, name, project: undefined, at }, 'not read');
}

/** Gateways as cards in their networks, tunnels as lines to what is at their other end. */
export function drawVpns(canvas: GcpPlan): void {
  const { network, ledger, lines } = canvas;
  const cards = new Map<string, ElementContent>();
  const tunnels = sortedBy(network.vpnTunnels, ({ id }) => id);
  const wanted = tunnels.filter((tunnel) => wantsTunnel(tunnel, canvas));
  ledger.omitted(TUNNEL, tunnels.length - wanted.length);
  const named = new Set(wanted.flatMap(({ gateway, peer }) => [gateway, peer]));
  drawGateways(canvas, cards, named);
  const between = (one: GcpVpnTunnel): string =>
    one.peer === undefined ? one.id : pairOf(one.gateway, one.peer);
  for (const sides of pairs(wanted, between)) {
    const [first] = sides;
    if (!first) continue;
    const { at, gateway, peer, address } = first;
    const from = gatewayCard(gateway, first, cards, canvas);
    const to =
      peer === undefined
        ? canvas.peer(address ?? 'not recorded', at)
        : gatewayCard(peer, first, cards, canvas);
    const down = sides.filter(({ status }) => status !== 'ESTABLISHED');
    const states = [...new Set(down.map(({ status }) => status ?? 'state not recorded'))];
    lines.push(
      link({ at, counted: TUNNEL }, from, to, {
        id: first.id,
        direction: 'none',
        encrypted: true,
        status: states.length > 0 ? states.join(', ') : undefined,
        label: sides.map(({ name }) => name).join(' and '),
        description: said(['IPsec', ...selectors(first)]),
      }),
    );
    ledger.folded(TUNNEL, sides.length - 1);
  }
}

function selectors({ near, far }: GcpVpnTunnel): string[] {
  const everything = (blocks: readonly string[]): boolean => blocks.includes('0.0.0.0/0');
  if (near.length === 0 || far.length === 0) return [];
  if (everything(near) && everything(far)) return ['routes decide what passes'];
  return [`between ${near.join(', ')} and ${far.join(', ')}`];
}

function wantsTunnel({ gateway, peer, project }: GcpVpnTunnel, canvas: GcpPlan): boolean {
  const { network, chosen, options } = canvas;
  const nets = [gateway, peer].flatMap((id) => network.vpnGateways.get(id ?? '')?.vpc ?? []);
  if (nets.some((vpc) => chosen.vpcs.has(vpc))) return true;
  // Of a classic VPN the network is not known: it is part of its project's picture.
  return network.vpnGateways.get(gateway ?? '')?.vpc === undefined
    ? options.vpcs === undefined && chosen.wantsProject(project)
    : false;
}

function drawGateways(
  canvas: GcpPlan,
  cards: Map<string, ElementContent>,
  named: ReadonlySet<string | undefined>,
): void {
  const { network, chosen, ledger } = canvas;
  for (const gateway of sortedBy([...network.vpnGateways.values()], ({ id }) => id)) {
    const { id, name, at, region, vpc, project } = gateway;
    const inside = vpc !== undefined && chosen.vpcs.has(vpc);
    if (!inside && !named.has(id)) {
      ledger.omitted(GATEWAY);
      continue;
    }
    const card = element({ at, counted: GATEWAY }, 'gcp:cloud-vpn', name, {
      id,
      region,
      status: canvas.stateOf(id, vpc === undefined ? 'not read' : undefined),
      role: !inside && vpc !== undefined ? `of network ${lastPart(vpc)}` : undefined,
    });
    if (vpc === undefined) ledger.unresolved(GATEWAY);
    canvas.put(inside ? { vpc, project } : { project }, card);
    cards.set(id, card);
  }
}

/** A gateway that only a tunnel names, e.g. of a classic VPN, is a card in its project. */
function gatewayCard(
  id: string | undefined,
  { at, project, name }: GcpVpnTunnel,
  cards: Map<string, ElementContent>,
  canvas: GcpPlan,
): ElementContent {
  const key = id ?? `gateway of ${name}`;
  const known = cards.get(key);
  if (known) return known;
  const own = /(?:^|\/)projects\/([^/]+)\//.exec(key)?.[1] ?? project;
  const card = grouping(canvas.ledger, at, 'gcp:cloud-vpn', lastPart(key), {
    ...(id === undefined ? {} : { id }),
    status: 'not read',
    description: 'A tunnel names it; the graph does not say which network it is in.',
  });
  canvas.put({ project: own }, card);
  cards.set(key, card);
  return card;
}
