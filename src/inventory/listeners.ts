/** Ports that listeners, targets and rules name, and whether what passes is encrypted. */

import { type PortRange, portRange } from '../model/ports.ts';

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

/** Of `https/443`. */
export function listenerOf(text: string): ListenerPort {
  const [protocol, port] = text.split('/');
  const number = Number(port);
  return listener(protocol, port === undefined || Number.isNaN(number) ? undefined : number);
}

/** Whether all of them are encrypted, or none; absent where they differ or do not tell. */
export function encryptionOf(listeners: readonly ListenerPort[]): boolean | undefined {
  const [first] = listeners;
  return listeners.every(({ encrypted }) => encrypted === first?.encrypted)
    ? first?.encrypted
    : undefined;
}

/** Whether a rule lets a port in. */
export const covers = (rule: PortRange, port: PortRange): boolean =>
  (rule.protocol === 'all' || rule.protocol === port.protocol) &&
  (rule.low === undefined ||
    (port.low !== undefined && rule.low <= port.low && port.low <= (rule.high ?? rule.low)));
