/** What load balancers listen on and send to. */

import { type PortRange, portRange } from '../model/ports.ts';

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

/** Whether all of them are encrypted, or none is; absent where they differ or do not tell. */
export function agreedEncryption(listeners: readonly ListenerPort[]): {
  readonly encrypted?: boolean;
} {
  const [first] = listeners;
  return first?.encrypted !== undefined &&
    listeners.every(({ encrypted }) => encrypted === first.encrypted)
    ? { encrypted: first.encrypted }
    : {};
}
