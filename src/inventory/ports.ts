/** Ports of rules and listeners, as links say them. */

import { byCodeUnit } from '../model/order.ts';

export interface PortRange {
  /** `tcp`, `udp`, `icmp` …; `all` for every protocol. */
  readonly protocol: string;
  /** Absent: every port. */
  readonly low?: number;
  readonly high?: number;
}

export function portRange(
  protocol: string | undefined,
  low: number | undefined,
  high: number | undefined,
): PortRange {
  const name = (protocol ?? 'all').toLowerCase();
  if (name === '-1' || name === 'all') return { protocol: 'all' };
  // ICMP has types where others have ports, and -1 stands for all of them.
  if (low === undefined || low < 0 || name.startsWith('icmp')) return { protocol: name };
  return { protocol: name, low, high: high ?? low };
}

/** `tcp/443`, `tcp/0-65535`, `icmp`, `all`. */
export function portText({ protocol, low, high }: PortRange): string {
  if (low === undefined) return protocol;
  return `${protocol}/${low}${high === undefined || high === low ? '' : `-${high}`}`;
}

export const covers = (rule: PortRange, port: PortRange): boolean =>
  (rule.protocol === 'all' || rule.protocol === port.protocol) &&
  (rule.low === undefined ||
    (port.low !== undefined && rule.low <= port.low && port.low <= (rule.high ?? rule.low)));

/** What a load balancer listens on or sends to. */
export interface ListenerPort {
  readonly ports: readonly PortRange[];
  /** Absent where the protocol does not tell. */
  readonly encrypted?: boolean;
}

/** @param protocol `HTTPS`, `TLS`, `TCP`, `TCP_UDP`, `GENEVE` … */
export function listener(protocol: string | undefined, port: number | undefined): ListenerPort {
  const name = (protocol ?? 'tcp').toLowerCase();
  const transports =
    name === 'tcp_udp' ? ['tcp', 'udp'] : name === 'udp' || name === 'geneve' ? ['udp'] : ['tcp'];
  const ports = transports.map((transport) => portRange(transport, port, port));
  if (['https', 'tls', 'ssl'].includes(name)) return { ports, encrypted: true };
  return name === 'http' ? { ports, encrypted: false } : { ports };
}

/** `https/443`, as the questions return listeners. */
export function listenerOf(text: string): ListenerPort {
  const [protocol, port] = text.split('/');
  const number = Number(port);
  return listener(protocol, port === undefined || Number.isNaN(number) ? undefined : number);
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
