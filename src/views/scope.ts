/** Which part of an estate the options ask for. */

import type { Inventory } from '../inventory/inventory.ts';
import { tagKey } from '../inventory/tags.ts';
import type { Scope } from '../model/derivation.ts';
import { type Diagnostic, error, quote } from '../model/diagnostic.ts';

/** Whether an account, by id, is asked for. What belongs to no known account is not, once accounts or OUs are named. */
export type WantsAccount = (id: string | undefined) => boolean;

/**
 * Errors: `not-in-graph`: an account or OU that the options name and the source does not have. A picture
 * that lacks it without a word would be taken for complete.
 */
export function accountFilter(
  { accounts: names, ous }: Pick<Scope, 'accounts' | 'ous'>,
  { accounts, units, source }: Inventory,
  report: (diagnostic: Diagnostic) => void,
): WantsAccount {
  const missing = (what: string, name: string): void =>
    report(
      error('not-in-graph', `${source.name} has no ${what} ${quote(name)}`, undefined, {
        hint: `Names and ids must be as ${source.name} has them; if it left the estate, take it out of the options.`,
      }),
    );
  const wanted = new Set<string>();
  for (const name of names ?? []) {
    const found = [...accounts.values()].filter((a) => a.id === name || a.name === name);
    if (found.length === 0) missing('account', name);
    for (const { id } of found) wanted.add(id);
  }
  const within = new Set<string>();
  for (const name of ous ?? []) {
    const found = [...units.values()].filter((u) => [u.id, u.short, u.name].includes(name));
    if (found.length === 0) missing('OU', name);
    for (const { id } of found) within.add(id);
  }
  return (id) => {
    if (names === undefined && ous === undefined) return true;
    const account = id === undefined ? undefined : accounts.get(id);
    if (!account) return false;
    if (names !== undefined && !wanted.has(account.id)) return false;
    return ous === undefined || account.path.some((unit) => within.has(unit));
  };
}

/** Whether all tags that the options name are there, each with one of its values. */
export function tagFilter(
  tags: Scope['tags'],
): (own: Readonly<Record<string, string>> | undefined) => boolean {
  const wanted = Object.entries(tags ?? {}).map(
    ([key, value]) => [tagKey(key), typeof value === 'string' ? [value] : value] as const,
  );
  return (own = {}) => {
    const values = new Map(Object.entries(own).map(([key, value]) => [tagKey(key), value]));
    return wanted.every(([key, allowed]) => {
      const value = values.get(key);
      return value !== undefined && allowed.includes(value);
    });
  };
}
