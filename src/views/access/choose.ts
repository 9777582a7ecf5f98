/** Which trusts are drawn, which are only counted. */

import type { Principal, RoleTrust } from '../../inventory/access.ts';
import type { AccessOptions } from '../../model/derivation.ts';
import type { WantsAccount } from '../scope.ts';

/** Why a trust has no line: its ends are in one account, a service may assume it, or it is not asked for. */
export type Quiet = 'within' | 'service' | 'unwanted';

export interface ChosenTrusts {
  readonly drawn: readonly RoleTrust[];
  readonly quiet: readonly { readonly trust: RoleTrust; readonly why: Quiet }[];
}

/** Whether it stays in one account. A federated identity comes from outside, wherever its provider is entered. */
function within(account: string | undefined, principal: Principal): boolean {
  if (!['account', 'role', 'user'].includes(principal.kind)) return false;
  return account !== undefined && principal.account === account;
}

/** A trust is asked for when the account of its role is, or that of its principal: who may come in, and who may go out. */
export function choose(
  trusts: Iterable<RoleTrust>,
  { services }: AccessOptions,
  wants: WantsAccount,
): ChosenTrusts {
  const drawn: RoleTrust[] = [];
  const quiet: { readonly trust: RoleTrust; readonly why: Quiet }[] = [];
  for (const trust of trusts) {
    const { role, principal } = trust;
    const away = principal !== undefined && principal.kind !== 'federated';
    if (!wants(role.account) && !(away && wants(principal.account)))
      quiet.push({ trust, why: 'unwanted' });
    else if (principal && within(role.account, principal)) quiet.push({ trust, why: 'within' });
    else if (principal?.kind === 'service' && !services) quiet.push({ trust, why: 'service' });
    else drawn.push(trust);
  }
  return { drawn, quiet };
}
