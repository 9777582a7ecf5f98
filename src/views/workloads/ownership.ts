/** Whose a workload is, where it runs in a network of another account: the boxes around it say the other one. */

import type { Inventory } from '../../inventory/inventory.ts';
import { isIncomplete } from '../../inventory/organization.ts';
import type { Ledger } from '../ledger.ts';

/**
 * `belongs to payments`; absent where it stands with its own account.
 * @param owners accounts that list it
 * @param host account of the network, or of the box, that it is drawn in
 */
export function ownershipIn(
  { accounts }: Inventory,
  owners: readonly string[],
  host: string | undefined,
): string | undefined {
  if (host === undefined || owners.length === 0 || owners.includes(host)) return undefined;
  return `belongs to ${owners.map((id) => accounts.get(id)?.name ?? id).join(', ')}`;
}

/** Its age is that of its own account's syncs, of which the boxes around it say nothing. */
export function dateByOwners(
  inventory: Inventory,
  owners: readonly string[],
  element: string,
  ledger: Ledger,
): void {
  const known = owners.flatMap((id) => inventory.accounts.get(id) ?? []);
  for (const { id } of known) ledger.sources.add(id);
  const [first] = known;
  if (first && known.every((account) => account.behind || isIncomplete(inventory, account)))
    ledger.older(element, first.id);
}
