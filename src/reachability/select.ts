/** Ends that a selector names: an id, a name, an address or range, a zone, an account, or `internet`. */

import type { Inventory } from '../inventory/inventory.ts';
import { AddressSet } from '../model/addresses.ts';
import type { Zone } from '../model/facts.ts';
import type { PathEnd } from './path-ends.ts';

/** Zones that diagrams give to things, by their ids. */
export type ZonesById = ReadonlyMap<string, ReadonlySet<Zone>>;

export interface EndPlace {
  readonly subnet?: string;
  readonly vpc?: string;
  readonly account?: string;
}

export function placeOfEnd(end: PathEnd, { vpcs }: Inventory): EndPlace {
  const unread = end.kind === 'unread' && end.gateway === undefined ? end.id : undefined;
  const vpc = end.kind === 'segment' ? end.subnet.vpc : unread;
  const held = end.kind === 'segment' ? end.subnet : vpc === undefined ? undefined : vpcs.get(vpc);
  const account = held?.accounts[0] ?? (vpc === undefined ? undefined : vpcs.get(vpc)?.accounts[0]);
  return {
    ...(end.kind === 'segment' ? { subnet: end.subnet.id } : {}),
    ...(vpc === undefined ? {} : { vpc }),
    ...(account === undefined ? {} : { account }),
  };
}

/** Zones of an end: those of what is in it, else of the nearest thing around it that has one. */
export function zonesOfEnd(
  end: PathEnd,
  inventory: Inventory,
  zones: ZonesById,
): ReadonlySet<Zone> {
  const own = new Set<Zone>();
  const add = (id: string | undefined): boolean => {
    const found = id === undefined ? undefined : zones.get(id);
    for (const zone of found ?? []) own.add(zone);
    return found !== undefined;
  };
  const { subnet, vpc, account } = placeOfEnd(end, inventory);
  const around = (): void => void (add(subnet) || add(vpc) || add(account));
  if (end.kind !== 'segment') {
    if (end.kind === 'internet') own.add('untrusted');
    if (!add(end.id)) around();
    return own;
  }
  // Members without a zone of their own have that of their place.
  const named = end.members.filter(({ id }) => add(id));
  if (named.length < end.members.length || named.length === 0) around();
  return own;
}

/** The end with only those of its addresses. */
const narrowed = (end: PathEnd, addresses: AddressSet): PathEnd[] => {
  const part = end.addresses.intersect(addresses);
  if (part.isEmpty) return [];
  const known = end.known.intersect(addresses);
  if (end.kind !== 'segment') return [{ ...end, addresses: part, known }];
  return [{ ...end, addresses: part, known, publicAddresses: end.publicAddresses.intersect(part) }];
};

/**
 * @returns absent where nothing has the name
 */
export function selectEnds(
  text: string,
  ends: readonly PathEnd[],
  inventory: Inventory,
  zones: ZonesById,
): readonly PathEnd[] | undefined {
  const [, zone] = /^zone:(.+)$/.exec(text) ?? [];
  const found =
    zone !== undefined
      ? ends.filter((end) => zonesOfEnd(end, inventory, zones).has(zone as Zone))
      : named(text, ends, inventory);
  return found.length > 0 ? found : undefined;
}

function named(text: string, ends: readonly PathEnd[], inventory: Inventory): readonly PathEnd[] {
  const addresses = AddressSet.parse([text]);
  if (addresses) return ends.flatMap((end) => narrowed(end, addresses));
  if (text === 'on-premises') return ends.filter(({ kind }) => kind === text);
  const { vpcs, accounts } = inventory;
  const ids = (end: PathEnd): string[] => {
    const { subnet, vpc, account } = placeOfEnd(end, inventory);
    const groups = end.kind === 'segment' ? (end.groups ?? []) : [];
    const members = end.kind === 'segment' ? end.members.map(({ id }) => id) : [];
    return [end.id, ...[subnet, vpc, account].flatMap((id) => id ?? []), ...groups, ...members];
  };
  const exact = ends.filter((end) => ids(end).includes(text));
  if (exact.length > 0) return exact;
  return ends.filter((end) => {
    const { vpc, account } = placeOfEnd(end, inventory);
    const names = [
      end.name,
      vpc === undefined ? undefined : vpcs.get(vpc)?.name,
      account === undefined ? undefined : accounts.get(account)?.name,
      ...(end.kind === 'segment' ? [end.subnet.name, ...end.members.map(({ name }) => name)] : []),
      ...(end.kind === 'segment' ? (end.groups ?? []) : []).map(
        (id) => inventory.securityGroups.get(id)?.name,
      ),
    ];
    return names.includes(text);
  });
}
