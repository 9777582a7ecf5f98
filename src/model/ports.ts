/** Ports, port ranges and sets of them: as links and rules write them (`tcp/443`), and as sets to compute with. */

import {
  difference,
  type Intervals,
  intersection,
  normalized,
  sameIntervals,
} from './intervals.ts';
import { byCodeUnit, byKey } from './order.ts';
import { highestPort, protocolName } from './protocols.ts';

/** Ports of one protocol, first and last included. For ICMP types stand in their place. */
export interface PortRange {
  /** `tcp`, `udp`, `icmp` …; `all` for every protocol. */
  readonly protocol: string;
  /** Absent: every port, or a protocol without ports. */
  readonly low?: number;
  readonly high?: number;
}

/**
 * A range from what rules and listeners of clouds say: a protocol by name or number (`-1` for all of them),
 * and ports where -1 or nothing stands for every one.
 */
export function portRange(
  protocol: string | number | undefined,
  low?: number | undefined,
  high?: number | undefined,
): PortRange {
  const given = String(protocol ?? 'all').toLowerCase();
  const name = protocolName(given) ?? given;
  if (name === 'all') return { protocol: 'all' };
  if (low === undefined || low < 0) return { protocol: name };
  // ICMP rules of AWS have a type and a code here, which are no range: the type stands for the port.
  if (name.startsWith('icmp')) return { protocol: name, low, high: low };
  return { protocol: name, low, high: high ?? low };
}

/** `tcp/443`, `tcp/0-65535`, `icmp`, `all`. */
export function portText({ protocol, low, high }: PortRange): string {
  if (low === undefined) return protocol;
  return `${protocol}/${low}${high === undefined || high === low ? '' : `-${high}`}`;
}

/** Texts without repetition, sorted by protocol and port. */
export function portTexts(ports: readonly PortRange[]): readonly string[] {
  const order = [...ports].sort(
    (a, b) =>
      byCodeUnit(a.protocol, b.protocol) ||
      (a.low ?? -1) - (b.low ?? -1) ||
      (a.high ?? -1) - (b.high ?? -1),
  );
  return [...new Set(order.map(portText))];
}

/**
 * `tcp/443`, `tcp/1024-65535`, `udp`, `icmp`, `icmp/8`, `all`; in any case.
 * @returns absent when it is none of these: no protocol, an unknown one, a range that runs backwards, a port beyond the last
 */
export function parsePort(text: string): PortRange | undefined {
  const found = /^([a-z][a-z0-9-]*)(?:\/(0|[1-9]\d{0,4})(?:-(0|[1-9]\d{0,4}))?)?$/i.exec(text);
  const protocol = found?.[1] === undefined ? undefined : protocolName(found[1]);
  if (!found || protocol === undefined) return undefined;
  if (found[2] === undefined) return { protocol };
  const [low, high] = [Number(found[2]), Number(found[3] ?? found[2])];
  const last = highestPort(protocol);
  return last === undefined || low > high || high > last ? undefined : { protocol, low, high };
}

/** Ports by the names that people call them, for hints. */
const SERVICES: Readonly<Record<string, string>> = {
  dns: 'udp/53',
  ftp: 'tcp/21',
  http: 'tcp/80',
  https: 'tcp/443',
  ldap: 'tcp/389',
  ldaps: 'tcp/636',
  mssql: 'tcp/1433',
  mysql: 'tcp/3306',
  ntp: 'udp/123',
  oracle: 'tcp/1521',
  ping: 'icmp/8',
  postgres: 'tcp/5432',
  postgresql: 'tcp/5432',
  rdp: 'tcp/3389',
  redis: 'tcp/6379',
  sftp: 'tcp/22',
  smtp: 'tcp/25',
  ssh: 'tcp/22',
  syslog: 'udp/514',
  tls: 'tcp/443',
};

/** What to write instead of a text that names no port. */
export function portHint(text: string): string {
  const word = text.trim().toLowerCase();
  if (Object.hasOwn(SERVICES, word)) return `Write ${SERVICES[word]}.`;
  if (/^(\*|any|-1|0)$/.test(word))
    return 'Write `all` for every protocol, `tcp` for every port of one.';
  if (/^\d+(-\d+)?$/.test(word)) return `Name the protocol: tcp/${word}.`;
  const [, protocol, low, high] =
    /^([a-z][a-z0-9-]*)[/: ]+(\d+)(?: *[-–:] *(\d+))?$/.exec(word) ?? [];
  const name = protocol === undefined ? undefined : protocolName(protocol);
  const last = name === undefined ? undefined : highestPort(name);
  if (name !== undefined && low !== undefined) {
    if (last === undefined) return `${name} has no ports: write ${name}.`;
    if (Math.max(Number(low), Number(high ?? low)) > last) return `${name} ends at ${last}.`;
    const range = [low, high ?? low].map(Number).sort((a, b) => a - b);
    return `Write ${portText({ protocol: name, low: range[0] ?? 0, high: range[1] ?? 0 })}.`;
  }
  return 'Write a protocol and its ports, such as tcp/443, tcp/1024-65535, udp, icmp or all.';
}

/** Every port of a protocol; those without ports count as having one. */
const every = (protocol: string): Intervals<number> => [
  { start: 0, end: (highestPort(protocol) ?? 0) + 1 },
];

function interval({ protocol, low, high }: PortRange): Intervals<number> {
  const all = every(protocol);
  if (low === undefined || highestPort(protocol) === undefined) return all;
  return intersection(all, normalized([{ start: low, end: (high ?? low) + 1 }]));
}

/** A set of ports, by protocol. Immutable. */
export class PortSet {
  static readonly NONE = new PortSet(new Map(), false);
  static readonly ALL = new PortSet(new Map(), true);

  /** Of the protocols that differ from the others. */
  readonly #ports: ReadonlyMap<string, Intervals<number>>;
  /** Whether every port of every protocol that is not listed is in it. */
  readonly #others: boolean;

  private constructor(ports: ReadonlyMap<string, Intervals<number>>, others: boolean) {
    this.#ports = new Map(
      [...ports]
        .filter(([name, own]) => !sameIntervals(own, others ? every(name) : []))
        .sort(byKey),
    );
    this.#others = others;
  }

  static of(ranges: Iterable<PortRange>): PortSet {
    const found = new Map<string, Intervals<number>>();
    for (const range of ranges) {
      if (range.protocol === 'all') return PortSet.ALL;
      found.set(
        range.protocol,
        normalized([...(found.get(range.protocol) ?? []), ...interval(range)]),
      );
    }
    return new PortSet(found, false);
  }

  /** Absent when any of the texts names no ports. */
  static parse(texts: Iterable<string>): PortSet | undefined {
    const ranges = [...texts].map(parsePort);
    return ranges.includes(undefined)
      ? undefined
      : PortSet.of(ranges.filter((r) => r !== undefined));
  }

  #of(protocol: string): Intervals<number> {
    return this.#ports.get(protocol) ?? (this.#others ? every(protocol) : []);
  }

  #with(
    other: PortSet,
    ports: (a: Intervals<number>, b: Intervals<number>) => Intervals<number>,
    others: boolean,
  ): PortSet {
    const names = new Set([...this.#ports.keys(), ...other.#ports.keys()]);
    const pairs = [...names].map((name) => [name, ports(this.#of(name), other.#of(name))] as const);
    return new PortSet(new Map(pairs), others);
  }

  union(other: PortSet): PortSet {
    const joined = (a: Intervals<number>, b: Intervals<number>) => normalized([...a, ...b]);
    return this.#with(other, joined, this.#others || other.#others);
  }

  intersect(other: PortSet): PortSet {
    return this.#with(other, intersection, this.#others && other.#others);
  }

  subtract(other: PortSet): PortSet {
    return this.#with(other, difference, this.#others && !other.#others);
  }

  get isEmpty(): boolean {
    return !this.#others && this.#ports.size === 0;
  }

  /** Whether all of the other's ports are in this one. */
  contains(other: PortSet): boolean {
    return other.subtract(this).isEmpty;
  }

  equals(other: PortSet): boolean {
    return this.contains(other) && other.contains(this);
  }

  /**
   * Sorted by protocol and port; a protocol of which every port is in the set has no `low`. `all` stands
   * for every protocol, less what `without` lists.
   */
  get ranges(): readonly PortRange[] {
    const listed = [...this.#ports].flatMap(([protocol, own]) =>
      sameIntervals(own, every(protocol))
        ? [{ protocol }]
        : own.map(({ start, end }) => ({ protocol, low: start, high: end - 1 })),
    );
    return this.#others ? [{ protocol: 'all' }] : listed;
  }

  /** What a set of every protocol lacks; empty for any other. */
  get without(): readonly PortRange[] {
    return this.#others ? PortSet.ALL.subtract(this).ranges : [];
  }

  /** `['tcp/443', 'udp']`; `all` for everything, with what it lacks as `not tcp/22`. */
  get texts(): readonly string[] {
    return [...this.ranges.map(portText), ...this.without.map((range) => `not ${portText(range)}`)];
  }
}
