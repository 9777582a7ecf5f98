/** Names and numbers of IP protocols, and what stands where TCP and UDP have ports. */

/** By IANA's number. Of protocols that are not listed the name is `protocol-NUMBER`. */
const NAMES: Readonly<Record<number, string>> = {
  1: 'icmp',
  2: 'igmp',
  4: 'ipip',
  6: 'tcp',
  17: 'udp',
  33: 'dccp',
  41: 'ipv6',
  47: 'gre',
  50: 'esp',
  51: 'ah',
  58: 'icmpv6',
  88: 'eigrp',
  89: 'ospf',
  103: 'pim',
  112: 'vrrp',
  115: 'l2tp',
  132: 'sctp',
  136: 'udplite',
};

const KNOWN = new Set(Object.values(NAMES));
const ALIASES: Readonly<Record<string, string>> = {
  '-1': 'all',
  'ipv6-icmp': 'icmpv6',
  icmp6: 'icmpv6',
  '58': 'icmpv6',
  ipencap: 'ipip',
};
const WITH_PORTS = new Set(['tcp', 'udp', 'sctp', 'dccp', 'udplite']);
const WITH_TYPES = new Set(['icmp', 'icmpv6']);

/** The name of a protocol given by name or number, in any case; absent when there is none such. `all` is every protocol. */
export function protocolName(text: string | number): string | undefined {
  const word = String(text).trim().toLowerCase();
  const alias = ALIASES[word] ?? word;
  if (alias === 'all' || KNOWN.has(alias)) return alias;
  const number = /^(?:protocol-)?(0|[1-9]\d{0,2})$/.exec(alias)?.[1];
  if (number === undefined || Number(number) > 255) return undefined;
  return NAMES[Number(number)] ?? `protocol-${number}`;
}

/**
 * The highest port; of ICMP the highest type, which stands in its place. Absent for protocols that have neither.
 * @param protocol as `protocolName` gives it
 */
export function highestPort(protocol: string): number | undefined {
  if (WITH_PORTS.has(protocol)) return 65_535;
  return WITH_TYPES.has(protocol) ? 255 : undefined;
}
