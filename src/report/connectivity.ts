/** Ports that get from one end to another, in words. Pure. */

export interface ReportedPorts {
  readonly open?: readonly string[];
  readonly oneWay?: readonly string[];
  readonly cannotTell?: readonly string[];
}

/** `open tcp/443; cannot tell tcp/22`; `closed` */
export function portWords(ports: ReportedPorts | undefined): string {
  const { open = [], oneWay = [], cannotTell = [] } = ports ?? {};
  const words = [
    ...(open.length > 0 ? [`open ${open.join(', ')}`] : []),
    ...(oneWay.length > 0 ? [`one way ${oneWay.join(', ')}`] : []),
    ...(cannotTell.length > 0 ? [`cannot tell ${cannotTell.join(', ')}`] : []),
  ];
  return words.join('; ') || 'closed';
}
