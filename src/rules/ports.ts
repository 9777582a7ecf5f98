/** Ports as links name them: `tcp/443`, `tcp/1024-65535`, `icmp`, `443`. */

export interface Ports {
  /** `tcp`, `udp`, `icmp` …; absent where only a number is given. */
  readonly protocol?: string;
  /** First and last; absent for protocols without ports, and where all are meant. */
  readonly range?: readonly [number, number];
}

/** Absent when it is no form of ports. */
export function parsePorts(text: string): Ports | undefined {
  const found =
    /^(?:([a-z][a-z0-9-]*)(?:[/: ]|$))?\s*(?:(\d{1,5})(?:\s*[-–]\s*(\d{1,5}))?|(\*|all|any)?)$/i.exec(
      text.trim(),
    );
  if (!found || text.trim() === '') return undefined;
  const [, protocol, first, last] = found;
  return {
    ...(protocol === undefined ? {} : { protocol: protocol.toLowerCase() }),
    ...(first === undefined ? {} : { range: [Number(first), Number(last ?? first)] as const }),
  };
}

const NO_PORTS = /^(icmp|icmpv6|esp|ah|gre|ipsec|ipip|vrrp)$/;
/** A range that is wider than this names no service. */
const WIDE = 10_000;

/** Whether it names nothing in particular: `any`, `tcp`, `tcp/0-65535`. */
export function isAnything(text: string): boolean {
  const ports = parsePorts(text);
  if (!ports) return /^(\*|-1|0)$/.test(text.trim());
  if (ports.range) return ports.range[1] - ports.range[0] > WIDE;
  return !NO_PORTS.test(ports.protocol ?? '');
}

/** Services that send passwords or data in the clear, or whose protocol cannot be secured, by port. */
const INSECURE: readonly (readonly [port: number, protocols: string, service: string])[] = [
  [20, 'tcp', 'FTP'],
  [21, 'tcp', 'FTP'],
  [23, 'tcp', 'Telnet'],
  [25, 'tcp', 'SMTP without TLS'],
  [69, 'udp', 'TFTP'],
  [80, 'tcp', 'HTTP'],
  [110, 'tcp', 'POP3'],
  [137, 'tcp udp', 'NetBIOS'],
  [138, 'tcp udp', 'NetBIOS'],
  [139, 'tcp udp', 'NetBIOS'],
  [143, 'tcp', 'IMAP'],
  [161, 'udp', 'SNMP'],
  [389, 'tcp', 'LDAP without TLS'],
  [512, 'tcp', 'rexec'],
  [513, 'tcp', 'rlogin'],
  [514, 'tcp', 'rsh'],
  [5900, 'tcp', 'VNC'],
];

/** The insecure service that one port is known for; of a range only where that is narrow. */
export function insecureName(text: string): string | undefined {
  const { protocol = 'tcp', range } = parsePorts(text) ?? {};
  if (!range || range[1] - range[0] > 10) return undefined;
  return INSECURE.find(
    ([port, protocols]) =>
      port >= range[0] && port <= range[1] && protocols.split(' ').includes(protocol),
  )?.[2];
}
