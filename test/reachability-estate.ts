/** Small networks for tests of reachability, in the words of the cloud. */

import {
  type Collections,
  type Inventory,
  inventoryOf,
  RECORD_TYPES,
} from '../src/inventory/inventory.ts';
import type { RouteTable, TargetKind, VpcRoute } from '../src/inventory/routing.ts';
import { byKey } from '../src/model/order.ts';
import { type PortRange, PortSet, parsePort } from '../src/model/ports.ts';
import { type Connection, PathConnector } from '../src/reachability/connect.ts';
import { NetworkModel } from '../src/reachability/network-model.ts';
import { outsideEnds } from '../src/reachability/outside.ts';
import type { PathEnd } from '../src/reachability/path-ends.ts';
import { segmentsOf } from '../src/reachability/segments.ts';
import { WayFinder } from '../src/reachability/way-finder.ts';

const provenance = { source: 'test', at: { file: 'test' } };
const ACCOUNT = { accounts: ['111111111111'], provenance };

/** `in tcp/443 from 10.0.0.0/8`, `out all to sg-web`. */
export type RuleText = string;

/** `100 deny tcp/22 10.1.0.0/24`. */
export type EntryText = string;

const portsOf = (text: string): PortRange => parsePort(text) ?? { protocol: 'unknown' };

type Drafts = {
  -readonly [T in keyof Collections]?: Map<
    string,
    Collections[T] extends ReadonlyMap<string, infer R> ? R : never
  >;
};

export class TestEstate {
  readonly #parts: Drafts = {};

  add<T extends keyof Collections>(
    type: T,
    record: Collections[T] extends ReadonlyMap<string, infer R>
      ? Omit<R, 'provenance'> & { id: string }
      : never,
  ): this {
    const own = (this.#parts[type] ?? new Map()) as Map<string, unknown>;
    own.set(record.id, { ...record, provenance });
    this.#parts[type] = own as never;
    return this;
  }

  remove(type: keyof Collections, id: string): this {
    (this.#parts[type] as Map<string, unknown> | undefined)?.delete(id);
    return this;
  }

  vpc(id: string, blocks: string | readonly string[], region = 'eu-central-1'): this {
    return this.add('vpcs', {
      ...ACCOUNT,
      ...{ id, name: id, region, blocks: [blocks].flat(), tags: {} },
      ...{ isDefault: false, unlisted: false, behind: false },
    });
  }

  /** Open in both directions unless an ACL is given. */
  subnet(id: string, vpc: string, cidr: string, zone = 'a', ipv6Cidr?: string): this {
    this.add('subnets', {
      ...ACCOUNT,
      ...{ id, name: id, vpc, cidr, zone, isDefault: false, used: true, tags: {} },
      ...(ipv6Cidr === undefined ? {} : { ipv6Cidr }),
    });
    return this.acl(`acl-${id}`, [id], {
      in: ['100 allow all 0.0.0.0/0', '101 allow all ::/0'],
      out: ['100 allow all 0.0.0.0/0', '101 allow all ::/0'],
    });
  }

  acl(
    id: string,
    subnets: readonly string[],
    entries: { readonly in: readonly EntryText[]; readonly out: readonly EntryText[] },
  ): this {
    for (const own of this.#parts.networkAcls?.values() ?? [])
      if (own.subnets?.some((subnet) => subnets.includes(subnet)))
        this.remove('networkAcls', own.id);
    const rule = (text: EntryText, inbound: boolean): void => {
      const [number = '', action, ports = '', cidr = ''] = text.split(' ');
      this.add('networkAclRules', {
        ...{ id: `${id}|${inbound ? 'in' : 'out'}|${number}`, acl: id, number: Number(number) },
        ...{ inbound, allow: action === 'allow', cidr },
        ...(ports === '?' ? {} : { ports: portsOf(ports) }),
      });
    };
    for (const text of entries.in) rule(text, true);
    for (const text of entries.out) rule(text, false);
    const ruleCount = entries.in.length + entries.out.length;
    return this.add('networkAcls', {
      ...ACCOUNT,
      id,
      name: id,
      isDefault: false,
      subnets,
      ruleCount,
    });
  }

  /** The VPC's main table, or one of some subnets. Routes: `10.2.0.0/16 peering-connection pcx-1 [propagated] [blackhole]`. */
  table(
    id: string,
    vpc: string,
    subnets: 'main' | readonly string[],
    routes: readonly string[],
  ): this {
    const main = subnets === 'main';
    this.add('routeTables', { ...ACCOUNT, id, vpc, main } satisfies Omit<RouteTable, 'provenance'>);
    for (const subnet of main ? [] : subnets)
      this.add('routeTableAssociations', { id: `${id}|${subnet}`, table: id, main: false, subnet });
    for (const text of [
      ...(this.#parts.vpcs?.get(vpc)?.blocks ?? []).map((b) => `${b} local local`),
      ...routes,
    ]) {
      const [destination = '', kind, target = '', ...flags] = text.split(' ');
      this.add('routes', {
        ...{ id: `${id}|${destination}|${target}`, table: id, destination, target },
        kind: kind as TargetKind,
        active: !flags.includes('blackhole'),
        propagated: flags.includes('propagated'),
      } satisfies Omit<VpcRoute, 'provenance'>);
    }
    return this;
  }

  group(id: string, vpc: string, rules: readonly RuleText[]): this {
    for (const text of rules) {
      const [way, ports = '', , peer = ''] = text.split(' ');
      const none = { ranges: [], peerGroups: [], prefixLists: [] };
      this.add('securityGroupRules', {
        ...{ id: `${id}|${text}`, inbound: way === 'in', ports: portsOf(ports), groups: [id] },
        ...none,
        ...(peer.startsWith('sg-')
          ? { peerGroups: [peer] }
          : peer.startsWith('pl-')
            ? { prefixLists: [peer] }
            : { ranges: [peer] }),
      });
    }
    return this.add('securityGroups', { ...ACCOUNT, id, name: id, vpc });
  }

  /** `any`: lets all of IPv4 in and out. */
  any(vpc: string): this {
    return this.group(`sg-any-${vpc}`, vpc, ['in all from 0.0.0.0/0', 'out all to 0.0.0.0/0']);
  }

  /** An instance with one interface. */
  host(
    id: string,
    subnet: string,
    addresses: string | readonly string[],
    groups: readonly string[],
    publicAddress?: string,
  ): this {
    this.add('instances', {
      ...ACCOUNT,
      ...{ id, name: id, subnets: [subnet], groups, tags: {}, interfaceSubnets: [], exposure: [] },
      ...{ state: 'running', publicAddress: publicAddress !== undefined },
    });
    return this.add('networkInterfaces', {
      ...{ id: `eni-${id}`, subnet, groups, privateAddresses: [addresses].flat(), instance: id },
      ...(publicAddress === undefined ? {} : { publicAddress }),
    });
  }

  peering(id: string, requester: string, accepter: string, status = 'active'): this {
    return this.add('peerings', { id, requester, accepter, status, gone: false });
  }

  gateway(id: string, groupReferences = false): this {
    return this.add('transitGateways', {
      ...ACCOUNT,
      ...{ id, short: id, owner: '111111111111', region: 'eu-central-1', sharedWith: [], tags: {} },
      groupReferences,
    });
  }

  attach(id: string, gateway: string, vpc: string, subnets: readonly string[]): this {
    return this.add('transitAttachments', {
      ...ACCOUNT,
      ...{ id, gateway, vpc, subnets, type: 'vpc', state: 'available' },
    });
  }

  /** Routes: `10.2.0.0/16 tgw-attach-b propagated`, `10.3.0.0/16 blackhole static`. */
  transitTable(
    id: string,
    gateway: string,
    associated: readonly string[],
    routes: readonly string[],
  ): this {
    this.add('transitRouteTables', { id, gateway });
    for (const attachment of associated)
      this.add('transitAssociations', {
        id: `${id}|${attachment}`,
        table: id,
        attachment,
        state: 'associated',
      });
    for (const text of routes) {
      const [destination = '', target = '', origin] = text.split(' ');
      this.add('transitRoutes', {
        ...{ id: `${id}|${text}`, table: id, destination, active: target !== 'blackhole' },
        targets: target === 'blackhole' ? [] : [target],
        origin: origin === 'propagated' ? 'propagated' : 'static',
      });
    }
    return this;
  }

  internetGateway(id: string, vpc: string): this {
    return this.add('internetGateways', { ...ACCOUNT, id, name: id, vpc, tags: {} });
  }

  nat(id: string, vpc: string, subnet: string, address: string): this {
    this.add('natGateways', {
      ...ACCOUNT,
      ...{
        id,
        name: id,
        vpc,
        subnet,
        connectivity: 'public',
        publicAddresses: ['203.0.113.7'],
        state: 'available',
      },
    });
    return this.add('networkInterfaces', {
      ...{ id: `eni-${id}`, subnet, groups: [], privateAddresses: [address], natGateway: id },
    });
  }

  get inventory(): Inventory {
    const sorted = Object.fromEntries(
      Object.entries(this.#parts).map(([type, own]) => [type, new Map([...own].sort(byKey))]),
    );
    const read = { state: 'read', except: [] } as const;
    return inventoryOf(
      {
        ...{ id: 'test', name: 'the test', ifEmpty: () => '' },
        vocabulary: {
          networkInterfaces: ['subnet', 'groups', 'privateAddresses', 'publicAddress', 'instance'],
        },
      },
      { ...sorted, coverage: Object.fromEntries(RECORD_TYPES.map((type) => [type, read])) },
    );
  }
}

/** Connections between things of an inventory, by the id of a member, of a subnet, or of what is outside. */
export function connector(inventory: Inventory): {
  end: (name: string) => PathEnd;
  connect: (from: string, to: string) => Connection;
  ends: readonly PathEnd[];
} {
  const model = new NetworkModel(inventory);
  const ends: PathEnd[] = [...segmentsOf(model), ...outsideEnds(model)];
  const one = new PathConnector(new WayFinder(model));
  const end = (name: string): PathEnd => {
    const found = ends.find(
      (own) =>
        own.id === name || (own.kind === 'segment' && own.members.some(({ id }) => id === name)),
    );
    if (!found) throw new Error(`no end ${name}: ${ends.map(({ id }) => id).join(', ')}`);
    return found;
  };
  return { end, ends, connect: (from, to) => one.connect(end(from), end(to)) };
}

/** Ports by verdict, without those that are empty. */
export function verdicts({ outcome }: Connection): Record<string, readonly string[]> {
  const { open, oneWay, unsure } = outcome;
  return Object.fromEntries(
    Object.entries({ open, oneWay, unsure })
      .filter(([, ports]) => !ports.isEmpty)
      .map(([verdict, ports]) => [verdict, ports.texts]),
  );
}

export const ALL = PortSet.ALL.texts;
