/** Which part of an estate the options ask for. */

import type { Inventory } from '../inventory/inventory.ts';
import { tagKey } from '../inventory/tags.ts';
import type { Scope } from '../model/derivation.ts';
import { type Diagnostic, error, quote } from '../model/diagnostic.ts';

/** Whether an account, by id, is asked for. What belongs to no known account is not, once accounts or OUs are named. */
export type WantsAccount = (id: string | undefined) => boolean;

interface Named {
  readonly id: string;
  /** What tells it from others of its name: `Prod (o-1/ou-1, below Root)`. */
  readonly described: string;
}

/**
 * What a name of the options means.
 * Errors: `not-in-graph`: the source has none. A picture that lacks it without a word would be taken for complete.
 * `ambiguous-name`: it has several. A picture of one that another was meant by would be, too.
 */
function resolveName(
  what: string,
  name: string,
  found: readonly Named[],
  source: string,
  report: (diagnostic: Diagnostic) => void,
): string | undefined {
  const [only] = found;
  if (found.length === 1 && only) return only.id;
  if (!only) {
    const hint = `Write names and ids exactly as in ${source}. If it no longer exists, remove it from the options.`;
    const message = `${source} has no ${what} ${quote(name)}`;
    report(error('not-in-graph', message, undefined, { hint }));
    return undefined;
  }
  const message = `${source} has ${found.length} ${what}s named ${quote(name)}: ${found.map(({ described }) => described).join(', ')}`;
  report(error('ambiguous-name', message, undefined, { hint: 'Use the id instead.' }));
  return undefined;
}

/** An id means one thing, also where it is another's name. */
const byIdOrName = <T extends { readonly id: string }>(
  all: Iterable<T>,
  ids: (one: T) => readonly string[],
  named: (one: T) => boolean,
  wanted: string,
): T[] => {
  const records = [...all];
  const exact = records.filter((one) => ids(one).includes(wanted));
  return exact.length === 1
    ? exact
    : records.filter((one) => ids(one).includes(wanted) || named(one));
};

/** Errors: `not-in-graph`, `ambiguous-name`. */
export function accountFilter(
  { accounts: names, ous }: Pick<Scope, 'accounts' | 'ous'>,
  { accounts, units, source }: Inventory,
  report: (diagnostic: Diagnostic) => void,
): WantsAccount {
  const nameOf = (unit: string | undefined): string => units.get(unit ?? '')?.name ?? 'no OU';
  const wanted = new Set<string>();
  for (const name of names ?? []) {
    const found = byIdOrName(
      accounts.values(),
      ({ id }) => [id],
      (account) => account.name === name,
      name,
    ).map(({ id, path }) => ({ id, described: `${id} in ${nameOf(path.at(-1))}` }));
    const id = resolveName('account', name, found, source.name, report);
    if (id !== undefined) wanted.add(id);
  }
  const within = new Set<string>();
  for (const name of ous ?? []) {
    const found = byIdOrName(
      units.values(),
      ({ id, short }) => [id, short],
      (unit) => unit.name === name,
      name,
    ).map(({ id, parent, organization }) => ({
      id,
      described: `${id} in ${nameOf(parent)}${organization ? ` of ${organization}` : ''}`,
    }));
    const id = resolveName('OU', name, found, source.name, report);
    if (id !== undefined) within.add(id);
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
