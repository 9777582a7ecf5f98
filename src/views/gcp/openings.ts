/** What firewall rules let in, as lines: from where to what, once the rules before them are weighed. */

import type { GcpFirewall, GcpNetwork, GcpSubnet } from '../../inventory/gcp/network.ts';
import { AddressSet } from '../../model/addresses.ts';
import { type CidrBlock, holds, parseBlock } from '../../model/cidr.ts';
import type { ElementContent, End } from '../../model/content.ts';
import { sortedBy } from '../../model/order.ts';
import { PortSet, portTexts } from '../../model/ports.ts';
import { line } from '../lines.ts';
import type { GcpPlan } from './plan.ts';
import { leaving, type Opening, weighed } from './precedence.ts';

/** Lines from more subnets than these would say less than the card. */
const MOST_SOURCES = 4;

/** Nobody can connect to one of these. */
const STOPPED: ReadonlySet<string | undefined> = new Set([
  'TERMINATED',
  'STOPPED',
  'STOPPING',
  'SUSPENDED',
  'SUSPENDING',
]);

const ANYWHERE = '0.0.0.0/0';

/** Blocks that are wider than any of private addresses hold addresses of the internet. */
const WIDEST = { ipv4: 8, ipv6: 7 } as const;

export function isInternet(range: string): boolean {
  const block = parseBlock(range);
  return block !== undefined && block.bits < WIDEST[block.address.kind()];
}

/** Instances of a rule that the internet can reach: by an address in the rule's own network. */
export function reachableIn({ vpc, instances }: GcpFirewall, network: GcpNetwork): string[] {
  return instances.filter((id) => {
    const instance = network.instances.get(id);
    return (
      !STOPPED.has(instance?.status) &&
      instance?.interfaces.some(
        (nic) =>
          nic.public !== undefined &&
          (vpc === undefined ||
            nic.subnet === undefined ||
            (network.subnets.get(nic.subnet)?.vpc ?? vpc) === vpc),
      )
    );
  });
}

/** Where traffic comes from: a subnet, or what is outside. */
interface TrafficSource {
  readonly addresses: AddressSet | undefined;
  /** Absent for what is outside. */
  readonly subnet?: GcpSubnet;
}

/** Subnets of the rule's own network and of its peers that the range covers, else what is outside. */
function sourcesOf(
  range: string,
  { vpc }: GcpFirewall,
  { network }: GcpPlan,
): readonly TrafficSource[] {
  const block = parseBlock(range);
  const peers = peersOf(vpc, network);
  const covers = (outer: CidrBlock, inner: string | undefined): boolean => {
    const own = inner === undefined ? undefined : parseBlock(inner);
    return own !== undefined && holds(outer, own);
  };
  const near = (subnet: GcpSubnet): boolean =>
    subnet.vpc === vpc || (subnet.vpc !== undefined && peers.has(subnet.vpc));
  const covered =
    block && !isInternet(range)
      ? [...network.subnets.values()].filter((s) => near(s) && covers(block, s.cidr))
      : [];
  if (covered.length === 0) return [{ addresses: AddressSet.parse([range]) }];
  return covered.map((subnet) => ({
    addresses: AddressSet.parse([subnet.cidr ?? '']),
    subnet,
  }));
}

/** Networks that an active peering joins to one. */
function peersOf(vpc: string | undefined, { peerings }: GcpNetwork): ReadonlySet<string> {
  const peers = new Set<string>();
  for (const { local, peer, state } of peerings)
    if (local === vpc && peer !== undefined && state === 'ACTIVE') peers.add(peer);
  return peers;
}

interface FirewallEnd {
  /** Absent: all that the network holds. */
  readonly instance?: string;
  readonly end: End;
}

/** What a rule holds for. From the internet only what runs and has a public address can be reached. */
function endsOf(firewall: GcpFirewall, internet: boolean, canvas: GcpPlan): FirewallEnd[] {
  const { network, cards } = canvas;
  const { vpc, tags, accounts, instances } = firewall;
  const some = internet
    ? reachableIn(firewall, network)
    : accounts || tags.length > 0
      ? instances.filter((id) => !STOPPED.has(network.instances.get(id)?.status))
      : undefined;
  if (some)
    return some.flatMap((instance) => {
      const end = cards.get(instance);
      return end ? [{ instance, end }] : [];
    });
  return vpc === undefined || !network.vpcs.has(vpc) ? [] : [{ end: vpc }];
}

/** Addresses of a target in a network; absent where the graph does not say them all. */
function addressesOf(
  { instance }: FirewallEnd,
  vpc: string | undefined,
  network: GcpNetwork,
): AddressSet | undefined {
  const texts =
    instance === undefined
      ? [...network.subnets.values()].filter((s) => s.vpc === vpc).map(({ cidr }) => cidr)
      : (network.instances.get(instance)?.interfaces ?? [])
          .filter(({ subnet }) => network.subnets.get(subnet ?? '')?.vpc === vpc)
          .map(({ ip }) => ip);
  const known = texts.filter((text) => text !== undefined);
  return known.length === texts.length && known.length > 0 ? AddressSet.parse(known) : undefined;
}

/** What a rule opens from one source to one end, which may stand for several instances. */
interface OpeningLine {
  readonly from: End;
  readonly to: End;
  readonly ports: Set<string>;
  readonly deniedBy: Set<string>;
  readonly perhaps: Set<string>;
}

export interface FirewallOpenings {
  readonly lines: readonly OpeningLine[];
  /** Rules before it that deny all of what it would open between what the graph holds. Sorted. */
  readonly closedBy: readonly string[];
}

/** Ports by where they are let in from. */
function rangesOf({ rules }: GcpFirewall): ReadonlyMap<string, readonly string[]> {
  const open = new Map<string, string[]>();
  for (const { effect, ranges, ports } of sortedBy(rules, ({ id }) => id))
    for (const range of effect === 'allow' ? ranges : [])
      open.set(range, [...new Set([...(open.get(range) ?? []), ports])]);
  return open;
}

const joined = (...names: (readonly string[])[]): readonly string[] =>
  [...new Set(names.flat())].sort();

function openingOf(
  firewall: GcpFirewall,
  ports: PortSet,
  { addresses = AddressSet.ALL, subnet }: TrafficSource,
  target: FirewallEnd,
  network: GcpNetwork,
): Opening {
  const { vpc } = firewall;
  const traffic = { ports, addresses };
  const external = subnet === undefined;
  const inbound = weighed(firewall, traffic, target.instance, external, network);
  if (!subnet || inbound.ports.isEmpty) return inbound;
  const to = addressesOf(target, vpc, network);
  const outbound = leaving(subnet.vpc, inbound.ports, to, network);
  return {
    ports: outbound.ports,
    deniedBy: joined(inbound.deniedBy, outbound.deniedBy),
    perhaps: outbound.ports.isEmpty ? [] : joined(inbound.perhaps, outbound.perhaps),
  };
}

class OpeningLines {
  readonly lines: OpeningLine[] = [];
  readonly #byEnds = new Map<End, Map<End, OpeningLine>>();

  add(from: End, to: End, { deniedBy, perhaps }: Opening, ports: readonly string[]): void {
    const ends = this.#byEnds.get(from) ?? new Map<End, OpeningLine>();
    this.#byEnds.set(from, ends);
    let known = ends.get(to);
    if (!known) {
      const sets = { ports: new Set<string>(), deniedBy: new Set<string>() };
      known = { from, to, ...sets, perhaps: new Set() };
      ends.set(to, known);
      this.lines.push(known);
    }
    for (const port of ports) known.ports.add(port);
    for (const name of deniedBy) known.deniedBy.add(name);
    for (const name of perhaps) known.perhaps.add(name);
  }
}

/** What an ingress rule opens between what is drawn, once the rules before it are weighed. */
export function openingsOf(firewall: GcpFirewall, canvas: GcpPlan): FirewallOpenings {
  const { ingress, disabled, vpc, at } = firewall;
  const lines = new OpeningLines();
  const closedBy = new Set<string>();
  const { network, chosen } = canvas;
  for (const [range, texts] of ingress && !disabled ? rangesOf(firewall) : []) {
    const ports = PortSet.parse(texts);
    const all = sourcesOf(range, firewall, canvas);
    for (const target of endsOf(firewall, isInternet(range), canvas)) {
      const { end, instance } = target;
      // Within the whole network no line says more than the card does.
      const sources = all.filter(
        ({ subnet }) => instance !== undefined || subnet?.vpc !== vpc || !subnet,
      );
      for (const source of sources) {
        const { subnet } = source;
        // What denies any protocol may deny one that has no name here.
        const opening = openingOf(firewall, ports ?? PortSet.ALL, source, target, network);
        if (opening.ports.isEmpty) {
          for (const name of opening.deniedBy) closedBy.add(name);
          continue;
        }
        const apart =
          !subnet ||
          (chosen.subnets.has(subnet.id) && !canvas.in(subnet.id).includes(end as ElementContent));
        if (sources.length > MOST_SOURCES || !apart) continue;
        const whole = !ports || opening.ports.equals(ports);
        const from = subnet?.id ?? canvas.outside(isInternet(range) ? ANYWHERE : range, at);
        lines.add(from, end, opening, whole ? texts : portTexts(opening.ports.ranges));
      }
    }
  }
  return { lines: lines.lines, closedBy: [...closedBy].sort() };
}

const NOT_IN_GRAPH =
  'The graph has no routes, and no hierarchical or network firewall policies, which may deny it.';

/** In words and by its line. No status: what may be open is no connection that is out of service. */
const unsureLook = (ports: readonly string[], name: string) => ({
  label: `${ports.join(', ')}, ${name}: cannot tell`,
  style: { line: 'dashed' as const, legend: 'Cannot tell: another rule may deny it' },
});

export function drawOpenings(
  { lines }: FirewallOpenings,
  firewall: GcpFirewall,
  canvas: GcpPlan,
): void {
  const { name, at } = firewall;
  for (const { from, to, ports, deniedBy, perhaps } of lines) {
    const denied =
      deniedBy.size > 0 ? ` Some of it is, or may be, denied before by ${list(deniedBy)}.` : '';
    const unsure =
      perhaps.size > 0
        ? ` Cannot tell: ${list(perhaps)} may deny it; the graph does not say all that decides it.`
        : '';
    canvas.lines.push(
      line(canvas.ledger, at, 'gcp:firewall-opening', from, to, {
        ports: [...ports],
        control: name,
        ...(perhaps.size > 0 ? unsureLook([...ports], name) : {}),
        description: `What the firewall rules of its network allow.${denied}${unsure} ${NOT_IN_GRAPH}`,
      }),
    );
  }
}

const list = (names: Iterable<string>): string => [...names].sort().join(', ');
