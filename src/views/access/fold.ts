/** Roles of one name that trust the same principals in several accounts: drawn together. */

import { baseName, type IamRole, type Principal, type RoleTrust } from '../../inventory/access.ts';
import { sortedBy } from '../../model/order.ts';

/** Roles that are drawn in one box; a single one stands in its account. */
export interface RoleSet {
  readonly name: string;
  /** By account. */
  readonly roles: readonly IamRole[];
}

/** Identity providers of one name are one: each account enters the same provider again. */
export const principalKey = ({ kind, name, id }: Principal, fold: boolean): string =>
  fold && kind === 'federated' ? `federated ${name}` : id;

/**
 * @param drawn the trusts that are drawn
 * @returns each role of these trusts once, in sets of one where nothing is to be folded
 */
export function roleSets(drawn: readonly RoleTrust[], fold: boolean): readonly RoleSet[] {
  const trusted = new Map<IamRole, string[]>();
  const sources = new Set<string>();
  for (const { role, principal, allowed } of drawn) {
    const key = principal ? `${principalKey(principal, true)} ${allowed}` : '';
    trusted.set(role, [...(trusted.get(role) ?? []), key]);
    if (principal) sources.add(principal.id);
  }
  const sets = new Map<string, IamRole[]>();
  for (const [role, keys] of trusted) {
    // A role that itself assumes others stays in its account: it is a step on the way.
    const alone = !fold || sources.has(role.id) || role.account === undefined;
    const key = alone ? role.id : [baseName(role.name), ...keys.sort()].join('\n');
    sets.set(key, [...(sets.get(key) ?? []), role]);
  }
  return [...sets.values()].flatMap((roles): RoleSet[] => {
    const [first] = roles;
    const accounts = new Set(roles.map(({ account }) => account));
    if (!first) return [];
    if (accounts.size < roles.length || roles.length < 2)
      return roles.map((role) => ({ name: role.name, roles: [role] }));
    return [{ name: baseName(first.name), roles: sortedBy(roles, ({ id }) => id) }];
  });
}
