/** Ends of lines to other sites: gateways of the cloud, and what only such a line names. */

import type { Origin } from '../../model/diagnostic.ts';
import type { UnresolvedSubject } from '../../model/unresolved.ts';
import { element } from '../elements.ts';
import type { Plan } from './plan.ts';

/** What is at the far end of a transit gateway's attachment, and how its line reads. */
export interface AttachedSite {
  readonly end: string;
  readonly label: string;
  readonly words: string;
}

/** Names of accounts. */
export const ownersOf = ({ inventory }: Plan, accounts: readonly string[]): string =>
  accounts.map((id) => inventory.accounts.get(id)?.name ?? id).join(', ');

/** An end that only a connection names. */
export function stubEnd(
  { fates, ledger }: Plan,
  id: string,
  kind: string,
  type: UnresolvedSubject['type'],
  name: string,
  at: Origin,
) {
  const counted = fates.draw('unlisted-site-end', id);
  const reason = { code: 'named-by-connection' } as const;
  ledger.stub({ kind: counted, id, what: { type, name: id }, reason, at });
  return element({ at, counted }, kind, name, { id });
}

/**
 * Where lines to a gateway end; `left out` where the options do not ask for it, absent where nothing records it.
 * A transit gateway of others that is drawn for what is attached to it shows nothing else.
 */
export function gatewayEnd(
  { inventory, fates, chosen }: Plan,
  id: string,
): { readonly end: string } | 'left out' | undefined {
  for (const kind of ['virtual-private-gateway', 'unlisted-transit-gateway', 'unlisted-site-end'])
    if (fates.isDrawn(kind, id)) return { end: id };
  const transit = [...inventory.transitGateways.values()].find(
    (gateway) => gateway.short === id || gateway.id === id,
  );
  if (transit && chosen.asks(transit) && fates.isDrawn('transit-gateway', transit.id))
    return { end: transit.short };
  const known = transit !== undefined || inventory.vpnGateways.has(id);
  return known || fates.has('virtual-private-gateway', id) ? 'left out' : undefined;
}
