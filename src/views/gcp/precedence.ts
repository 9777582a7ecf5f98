/**
 * Which rule of a network decides: of all that hold for an instance, the one with the lowest number; of equal
 * numbers, one that denies. What no rule decides is denied inbound, and allowed outbound.
 */

import type { GcpFirewall, GcpFirewallRule, GcpNetwork } from '../../inventory/gcp/network.ts';
import { AddressSet } from '../../model/addresses.ts';
import { PortSet } from '../../model/ports.ts';

/** Ports from (or, outbound, to) addresses. */
interface Traffic {
  readonly ports: PortSet;
  readonly addresses: AddressSet;
}

/** Traffic without what a rule decides. */
const without = (all: readonly Traffic[], { ports, addresses }: Traffic): Traffic[] =>
  all
    .flatMap((part) => [
      { ports: part.ports.subtract(ports), addresses: part.addresses },
      {
        ports: part.ports.intersect(ports),
        addresses: part.addresses.subtract(addresses),
      },
    ])
    .filter((part) => !part.ports.isEmpty && !part.addresses.isEmpty);

const meets = (all: readonly Traffic[], { ports, addresses }: Traffic): boolean =>
  all.some((part) => !part.ports.intersect(ports).isEmpty && part.addresses.overlaps(addresses));

type Held = 'all' | 'some' | 'none' | 'unknown';

/**
 * Whether a rule holds for an instance, or for all of its network. The graph has no names of target service
 * accounts.
 */
function holdsFor({ tags, accounts, instances }: GcpFirewall, instance: string | undefined): Held {
  if (accounts) return 'unknown';
  if (tags.length === 0) return 'all';
  if (instance === undefined) return 'some';
  return instances.includes(instance) ? 'all' : 'none';
}

/** What a rule is about; absent where the graph does not say it. */
function trafficOf({ ports, ranges }: GcpFirewallRule): Traffic | undefined {
  const [set, addresses] = [PortSet.parse([ports]), AddressSet.parse(ranges)];
  return set && addresses && ranges.length > 0 ? { ports: set, addresses } : undefined;
}

/** What is left of an opening once the rules before it are weighed. */
export interface Opening {
  /** Empty: other rules deny all of it. */
  readonly ports: PortSet;
  /** Names of the rules that deny all or some of it; for some of what a network holds, perhaps. */
  readonly deniedBy: readonly string[];
  /** Names of rules that may deny it: the graph does not say whether they hold for it. */
  readonly perhaps: readonly string[];
}

class Weighing {
  #open: readonly Traffic[];
  /** Allowed by a rule before. */
  #decided = PortSet.NONE;
  readonly #deniedBy = new Set<string>();
  readonly #perhaps = new Set<string>();

  constructor(open: Traffic) {
    this.#open = [open];
  }

  deny(name: string, held: Held, traffic: Traffic): void {
    if (held === 'none' || !meets(this.#open, traffic)) return;
    if (held === 'unknown') {
      this.#perhaps.add(name);
      return;
    }
    this.#deniedBy.add(name);
    if (held === 'all') this.#open = without(this.#open, traffic);
  }

  decide(traffic: Traffic): void {
    for (const { ports, addresses } of this.#open)
      if (addresses.overlaps(traffic.addresses))
        this.#decided = this.#decided.union(ports.intersect(traffic.ports));
    this.#open = without(this.#open, traffic);
  }

  get opening(): Opening {
    const ports = this.#open.reduce((sum, part) => sum.union(part.ports), this.#decided);
    return {
      ports,
      deniedBy: [...this.#deniedBy].sort(),
      // What is closed anyway is certain.
      perhaps: ports.isEmpty ? [] : [...this.#perhaps].sort(),
    };
  }
}

/** Of one network and direction, that are in force. One whose network the graph lost may be of any of its project. */
const rulesOf = (
  network: GcpNetwork,
  vpc: string | undefined,
  ingress: boolean,
): { readonly firewall: GcpFirewall; readonly sure: boolean }[] =>
  network.firewalls
    .filter((firewall) => firewall.ingress === ingress && !firewall.disabled)
    .filter((firewall) => vpc === undefined || firewall.vpc === vpc || firewall.vpc === undefined)
    .map((firewall) => ({ firewall, sure: vpc !== undefined && firewall.vpc === vpc }));

/**
 * @param firewall an ingress rule that allows
 * @param from the addresses that it lets in
 * @param instance absent for all that the network holds
 * @param external whether these are outside of Google Cloud: tags and service accounts are never there
 */
export function weighed(
  firewall: GcpFirewall,
  { ports, addresses: from }: Traffic,
  instance: string | undefined,
  external: boolean,
  network: GcpNetwork,
): Opening {
  const weighing = new Weighing({ ports, addresses: from });
  for (const { firewall: other, sure } of rulesOf(network, firewall.vpc, true)) {
    const certain = sure && other.priority !== undefined && firewall.priority !== undefined;
    if (other === firewall || (certain && Number(other.priority) > Number(firewall.priority)))
      continue;
    if (!sure && other.project !== firewall.project) continue;
    const held = holdsFor(other, instance);
    const anything = { ports, addresses: from };
    // Without a rule the graph does not say what it is about: its sources are tags or service accounts.
    const unsure = held === 'some' ? 'some' : 'unknown';
    if (other.rules.length === 0 && !external && held !== 'none')
      weighing.deny(other.name, unsure, anything);
    for (const rule of other.rules) {
      if (rule.effect === 'allow' || held === 'none') continue;
      const traffic = trafficOf(rule);
      if (!traffic) {
        const bySource = rule.ranges.length === 0;
        if (!(bySource && external)) weighing.deny(other.name, unsure, anything);
      } else weighing.deny(other.name, certain && rule.effect === 'deny' ? held : unsure, traffic);
    }
  }
  return weighing.opening;
}

/**
 * What rules for egress of the source's network leave of traffic to some addresses.
 * @param to absent where the graph does not say the addresses
 */
export function leaving(
  vpc: string | undefined,
  ports: PortSet,
  to: AddressSet | undefined,
  network: GcpNetwork,
): Opening {
  const rules = rulesOf(network, vpc, false)
    .filter(({ sure }) => sure)
    .map(({ firewall }) => firewall)
    .sort((a, b) => (a.priority ?? 0) - (b.priority ?? 0) || denials(b) - denials(a));
  const all = { ports, addresses: to ?? AddressSet.ALL };
  const weighing = new Weighing(all);
  for (const firewall of rules) {
    const everyone = firewall.tags.length === 0 && !firewall.accounts;
    const known = to !== undefined && firewall.priority !== undefined;
    for (const rule of firewall.rules) {
      const traffic = trafficOf(rule);
      if (rule.effect === 'allow') {
        // What holds for some sources only decides nothing for the others.
        if (traffic && everyone && known) weighing.decide(traffic);
      } else {
        const certain = known && rule.effect === 'deny' && traffic !== undefined;
        const held = !certain ? 'unknown' : everyone ? 'all' : 'some';
        weighing.deny(firewall.name, held, traffic ?? all);
      }
    }
  }
  return weighing.opening;
}

const denials = ({ rules }: GcpFirewall): number =>
  rules.some(({ effect }) => effect === 'deny') ? 1 : 0;
