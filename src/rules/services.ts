/** What the ports of a link say to an assessor: everything, or a service that is known to be insecure. */

import { parsePort } from '../model/ports.ts';
import { highestPort } from '../model/protocols.ts';

/** A range that is wider than this names no service. */
const WIDE = 10_000;

/**
 * Whether it names nothing in particular: `all`, `tcp`, `tcp/0-65535`; and what is no port at all, which
 * only a recorded source may still say.
 */
export function isAnything(text: string): boolean {
  const port = parsePort(text);
  if (!port) return true;
  const { protocol, low, high = low } = port;
  if (protocol === 'all') return true;
  if (low === undefined) return (highestPort(protocol) ?? 0) > WIDE;
  return (high ?? low) - low > WIDE;
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
  // A bare number, as some recorded sources have it, is taken for the worse.
  const { protocol, low, high = low } = parsePort(text) ?? parsePort(`tcp/${text}`) ?? {};
  if (protocol === undefined || low === undefined || high === undefined || high - low > 10)
    return undefined;
  return INSECURE.find(
    ([port, protocols]) => port >= low && port <= high && protocols.split(' ').includes(protocol),
  )?.[2];
}
