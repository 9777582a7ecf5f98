/**
 * Paths in real estates, held against what others say of them: the authors of Batfish, whose tests assert it of
 * answers of AWS, and an evaluator of its own that reproduces theirs.
 */

import { describe, expect, test } from 'vitest';
import { awsImporter } from '../src/importers/aws/importer.ts';
import type { Inventory } from '../src/inventory/inventory.ts';
import { AddressSet } from '../src/model/addresses.ts';
import { PortSet } from '../src/model/ports.ts';
import { PathConnector } from '../src/reachability/connect.ts';
import { NetworkModel } from '../src/reachability/network-model.ts';
import { INTERNET } from '../src/reachability/outside.ts';
import type { NetworkSegment, OutsideEnd, PathEnd } from '../src/reachability/path-ends.ts';
import type { RoutePart, WayEnd } from '../src/reachability/route-parts.ts';
import { segmentsOf } from '../src/reachability/segments.ts';
import { WayFinder } from '../src/reachability/way-finder.ts';
import { bankFiles } from './aws-bank.ts';
import { corpusFile, corpusFiles } from './corpus.ts';
import { factsOf } from './imported-files.ts';
import { withNeed } from './required.ts';

const FOLDER = 'reachability/batfish';

interface Place {
  readonly id: string | null;
  readonly ip: string | null;
}

interface Truth {
  readonly case: string;
  readonly from: Place;
  readonly to: Place;
  readonly protocol: string;
  readonly port: number | null;
  readonly expected: 'delivered' | 'denied' | 'exits' | 'no-route' | 'dropped' | 'no-host';
}

interface DerivedRoute {
  readonly result: string;
  readonly via?: readonly string[];
}

interface DerivedRow {
  readonly from: Place;
  readonly to: Place;
  readonly route: DerivedRoute;
  readonly reply_route?: DerivedRoute;
  readonly connection: readonly string[];
}

/** What the model has no place for, with the reason. Everything else has to agree. */
const NOT_MODELLED: Readonly<Record<string, string>> = {
  'test-public-subnet/2': 'an address of nobody, from outside: there is no end to judge',
  'test-public-subnet/3':
    'a private address from outside: from there, ends are found by public ones',
  'test-public-subnet/4': 'from outside to outside: no path of the estate',
  'test-direct-connect-private-vif/1':
    'the routers of the other site are in no answer of AWS: what it announces by BGP is not known',
};

/** Answers that a folder lacks: what hangs on them cannot be told, and has to say so. */
const NOT_READ: Readonly<Record<string, readonly string[]>> = {
  'test-transit-gateway-multi-account': ['ACL_RULES_UNKNOWN', 'ATTACHMENT_UNKNOWN'],
};

const json = <T>(path: string): T => JSON.parse(corpusFile(path).toString()) as T;

async function batfishEstate(name: string): Promise<Inventory> {
  const files = corpusFiles(`${FOLDER}/${name}/aws_configs`, '.json')
    .map((path) => ({ path, bytes: corpusFile(path) }))
    .filter((file) => awsImporter.kindOf(file) !== undefined);
  return (await factsOf(awsImporter, files)).inventory;
}

class JudgedEstate {
  readonly inventory: Inventory;
  readonly connector: PathConnector;
  readonly segments: readonly NetworkSegment[];

  constructor(inventory: Inventory) {
    this.inventory = inventory;
    const model = new NetworkModel(inventory);
    this.connector = new PathConnector(new WayFinder(model));
    this.segments = segmentsOf(model);
  }

  /** An instance, by one private address of it. */
  instance(id: string): NetworkSegment {
    const address = [...this.inventory.networkInterfaces.values()].find(
      ({ instance }) => instance === id,
    )?.privateAddresses[0];
    return this.#at(id, address ?? '');
  }

  #at(id: string, address: string): NetworkSegment {
    const segment = this.segments.find(({ members }) => members.some((own) => own.id === id));
    const only = AddressSet.parse([address]);
    if (!segment || !only) throw new Error(`no segment has ${id} ${address}`);
    const publicAddresses = segment.publicAddresses.intersect(only);
    return { ...segment, addresses: only, known: only, publicAddresses };
  }

  internet(address: string | null): OutsideEnd {
    const own = address === null ? undefined : AddressSet.parse([address]);
    return own ? { ...INTERNET, addresses: own, known: own } : INTERNET;
  }

  /** What a packet of no instance starts from: a router, an address that is not taken. */
  bare(id: string, address: string | null): NetworkSegment {
    const subnet =
      this.inventory.subnets.get(id) ??
      [...this.inventory.subnets.values()].find(({ vpc }) => vpc === id);
    if (!subnet) throw new Error(`no subnet ${id}`);
    const own = AddressSet.parse([address ?? '0.0.0.0']) ?? AddressSet.NONE;
    return {
      ...{ kind: 'segment', id, name: id, subnet, addresses: own, known: own, groups: [] },
      ...{ members: [], publicAddresses: AddressSet.NONE, hasPublic: 'no' },
    };
  }

  from({ id, ip }: Place): PathEnd {
    if (id === 'internet' || id === null) return this.internet(ip);
    return id.startsWith('i-') ? this.instance(id) : this.bare(id, ip);
  }

  /** Ways to an address, whoever has it. */
  ways(from: PathEnd, address: string): RoutePart[] {
    const to = AddressSet.parse([address]) ?? AddressSet.NONE;
    return this.connector.ways.forward(from, this.internet(address), to);
  }

  hasHost(address: string): boolean {
    const own = AddressSet.parse([address]) ?? AddressSet.NONE;
    return this.segments.some(({ known }) => known.overlaps(own));
  }
}

const portsOf = ({ protocol, port }: Truth): PortSet =>
  PortSet.parse([port === null ? protocol.replace(/^ip\//, 'protocol-') : `${protocol}/${port}`]) ??
  PortSet.NONE;

const stops = (parts: readonly RoutePart[]): string[] =>
  parts.flatMap(({ end }) => (end.kind === 'stopped' ? [end.code] : []));

const NO_ROUTE = ['NO_ROUTE_TO_DESTINATION', 'TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT'];
const DROPPED = ['NO_POSSIBLE_DESTINATION', 'TGW_ROUTE_AZ_RESTRICTION'];

/** What our answer says of an asserted case, in its words; several where they cannot be told apart from the routes. */
function answersTo(estate: JudgedEstate, truth: Truth): string[] {
  const from = estate.from(truth.from);
  const ports = portsOf(truth);
  const { id, ip } = truth.to;
  if (id?.startsWith('i-')) {
    const { outcome, others } = estate.connector.connect(from, estate.instance(id));
    if (outcome.open.contains(ports)) return ['delivered'];
    if (!outcome.unsure.intersect(ports).isEmpty)
      return [`cannot tell: ${[...new Set(outcome.doubts.map(({ code }) => code))].sort()}`];
    const codes = stops(others);
    if (codes.some((code) => NO_ROUTE.includes(code))) return ['no-route'];
    return codes.some((code) => DROPPED.includes(code)) ? ['dropped'] : ['denied'];
  }
  if (id?.startsWith('nat-')) return estate.hasHost(ip ?? '') ? ['delivered'] : ['denied'];
  const parts = estate.ways(from, ip ?? '');
  const [end]: (WayEnd | undefined)[] = parts.map((part) => part.end);
  switch (end?.kind) {
    case 'internet': {
      const { outcome } = estate.connector.connect(from, estate.internet(ip));
      return outcome.open.contains(ports) ? ['exits', 'delivered'] : ['denied'];
    }
    case 'service':
    case 'on-premises':
      return ['delivered'];
    case 'subnet':
      return estate.hasHost(ip ?? '') ? ['delivered', 'denied'] : ['no-host'];
    case 'stopped':
      return NO_ROUTE.includes(end.code) ? ['no-route'] : ['dropped'];
    default:
      return [`cannot tell: ${end?.kind}`];
  }
}

describe('what the authors of Batfish assert', () => {
  withNeed('corpus', test)('is what is found', async () => {
    const found: Record<string, string[]> = {};
    const expected: Record<string, string> = {};
    const estates = new Map<string, JudgedEstate>();
    for (const truth of json<Truth[]>(`${FOLDER}/truth.json`)) {
      const name = truth.case.slice(0, truth.case.lastIndexOf('/'));
      if (NOT_MODELLED[truth.case] !== undefined) continue;
      const estate = estates.get(name) ?? new JudgedEstate(await batfishEstate(name));
      estates.set(name, estate);
      const answers = answersTo(estate, truth);
      const unread = NOT_READ[name];
      expected[truth.case] =
        unread === undefined ? truth.expected : `cannot tell: ${unread.slice(0, 1)}`;
      found[truth.case] = answers.includes(expected[truth.case] ?? '')
        ? [expected[truth.case] ?? '']
        : answers;
    }
    expect(Object.keys(found)).toHaveLength(30);
    expect(found).toEqual(
      Object.fromEntries(Object.entries(expected).map(([name, own]) => [name, [own]])),
    );
  });
});

/** What the evaluator calls an end, in our words. */
const RESULTS: Readonly<Record<string, RegExp>> = {
  arrives: /^subnet$/,
  internet: /^internet$/,
  loop: /^stopped ROUTING_LOOP$/,
  'no-route': /^stopped NO_ROUTE_TO_DESTINATION$/,
  'no-tgw-route': /^stopped TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT$/,
  blackhole: /^stopped BAD_STATE_ROUTE$/,
  'no-subnet': /^stopped NO_POSSIBLE_DESTINATION$/,
  'leaves:vpn': /^on-premises$/,
  'no public address': /^stopped IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS$/,
  'no-attachment-in-zone': /^stopped TGW_ROUTE_AZ_RESTRICTION$/,
  'to-internet-gateway-with-private-destination (dropped there)':
    /^stopped IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS$/,
};

const endText = ({ end }: RoutePart): string =>
  'code' in end ? `${end.kind} ${end.code}` : end.kind;

const PASSED_ON = PortSet.parse(['tcp', 'udp', 'icmp']) ?? PortSet.NONE;

/** Ids on the way as the evaluator lists them: of the components that route, each gateway once. */
function viaOf({ hops }: RoutePart): string[] {
  let seen = false;
  return hops.flatMap(({ id, kind, by }, i) => {
    if (kind === 'internet' || (kind === 'route-table' && i > 0 && by?.endsWith('-> local')))
      return [];
    if (kind === 'transit-gateway') {
      if (
        seen &&
        hops[i - 1]?.kind === 'transit-gateway-attachment' &&
        hops[i + 1]?.kind !== 'transit-gateway-attachment'
      )
        return [];
      seen = true;
    }
    return [id];
  });
}

function derivedDifferences(
  estate: JudgedEstate,
  rows: readonly DerivedRow[],
  blind: boolean,
): string[] {
  return rows.flatMap((row) => {
    const from = estate.from(row.from);
    const to =
      row.to.id === 'internet' ? estate.internet('8.8.8.8') : estate.instance(row.to.id ?? '');
    const sender = from.kind === 'internet' ? estate.internet('8.8.8.8') : from;
    const { outcome } = estate.connector.connect(sender, to);
    const texts = row.connection.map((text) => text.replace('type ', ''));
    const all = PortSet.parse(texts) ?? PortSet.NONE;
    // A NAT gateway passes on three protocols, which the evaluator leaves out and Batfish asserts.
    const nat = row.route.via?.some((id) => id.startsWith('nat-')) ?? false;
    const ports = nat ? all.intersect(PASSED_ON) : all;
    const name = `${row.from.id} -> ${row.to.id}`;
    const differences: string[] = [];
    const ours = blind ? outcome.open.union(outcome.unsure) : outcome.open;
    if (!ours.equals(ports)) differences.push(`${name}: ${ours.texts} is not ${ports.texts}`);
    if (!blind && !outcome.unsure.isEmpty)
      differences.push(
        `${name}: cannot tell ${outcome.unsure.texts}: ${JSON.stringify(outcome.doubts)}`,
      );
    const ways = estate.connector.ways.forward(sender, to, to.addresses);
    const result = RESULTS[row.route.result];
    const ends = [...new Set(ways.map(endText))];
    if (!result) differences.push(`${name}: ${row.route.result} has no word, ours is ${ends}`);
    else if (!ends.every((end) => result.test(end)))
      differences.push(`${name}: ${ends} is not ${row.route.result}`);
    const [way] = ways;
    const { via, result: word } = row.route;
    // A loop is given up earlier here than there; what stops a way is named here, and not there.
    const own = way && viaOf(way).slice(0, way.end.kind === 'stopped' ? via?.length : undefined);
    if (via && own && word !== 'loop' && !blind && own.join() !== via.join())
      differences.push(`${name}: via ${own} is not ${via}`);
    return differences;
  });
}

describe('every pair of instances, and the internet', () => {
  const derived = () => corpusFiles(`${FOLDER}/derived`, '.json');

  withNeed('corpus', test)('of the estates of Batfish', async () => {
    let rows = 0;
    for (const path of derived()) {
      const name = path.slice(path.lastIndexOf('/') + 1, -'.json'.length);
      const own = json<DerivedRow[]>(path);
      rows += own.length;
      const estate = new JudgedEstate(await batfishEstate(name));
      expect(derivedDifferences(estate, own, NOT_READ[name] !== undefined), name).toEqual([]);
    }
    expect(rows).toBe(70);
  });

  withNeed('corpus', test)('of the bank', async () => {
    const rows = json<DerivedRow[]>('reachability/mockupbank-derived.json');
    expect(rows).toHaveLength(100);
    const { inventory } = await factsOf(awsImporter, bankFiles());
    expect(derivedDifferences(new JudgedEstate(inventory), rows, false)).toEqual([]);
  });
});
