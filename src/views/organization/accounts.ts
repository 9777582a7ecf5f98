/** Cards of accounts in the tree of an organization. */

import { type Account, type AccountTree, placeOf } from '../../inventory/organization.ts';
import type { ElementContent } from '../../model/content.ts';
import { sortedBy } from '../../model/order.ts';
import { element } from '../elements.ts';
import type { Ledger } from '../ledger.ts';

/** The one that manages its organization comes first. */
const inOrder = (accounts: readonly Account[]): Account[] =>
  sortedBy(accounts, ({ management, name, id }) => `${management ? 0 : 1}${name}\n${id}`);

/** What must not be taken for a working, recorded account; absent where all is well. */
function statusOf(account: Account, all: readonly Account[]): string | undefined {
  const { state, organization, synced, inscope } = account;
  if (state !== undefined && state.toUpperCase() !== 'ACTIVE') return state;
  if (organization === undefined) return undefined;
  // Graphs without any marks of finished syncs still say which accounts were meant to be read.
  const read = all.some((a) => a.synced) ? synced : inscope;
  return read ? undefined : 'not read';
}

/** What is attached to an OU or account itself. */
export const policyNames = ({ policies }: Pick<Account, 'policies'>): string[] | undefined =>
  policies && policies.length > 0 ? policies.map((name) => `SCP: ${name}`) : undefined;

export type DrawAccounts = (accounts: readonly Account[]) => ElementContent[];

export function accountDrawing(read: AccountTree, ledger: Ledger): DrawAccounts {
  const all = [...read.accounts.values()];
  return (accounts) =>
    inOrder(accounts).map((account) => {
      const { id, name, management, behind, email, provenance } = account;
      if (behind) ledger.older(id);
      ledger.place(id, placeOf(account, read));
      return element({ at: provenance.at, counted: 'account' }, 'account', name, {
        id,
        role: management ? 'management' : undefined,
        status: statusOf(account, all),
        email,
        controls: policyNames(account),
      });
    });
}

/** `mockupbank-dev (100000000008), …`: what a fold holds, for its tooltip. */
export const listed = (accounts: readonly Account[]): string =>
  inOrder(accounts)
    .map(({ name, id }) => (name === id ? id : `${name} (${id})`))
    .join(', ');
