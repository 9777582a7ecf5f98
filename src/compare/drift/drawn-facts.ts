/** Facts that are drawn on one element and follow from several records: how a subnet is reached, what a table serves. */

import { isPublic, servedBy } from '../../inventory/indexes.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import type { RecordProvenance } from '../../inventory/provenance.ts';
import type { DeclaredEstate } from './declared-estate.ts';
import type { DriftDifference, DriftPlace } from './drift.ts';
import type { JoinedIds } from './join-records.ts';

const placesOf = (...provenances: readonly (RecordProvenance | undefined)[]): DriftPlace[] =>
  provenances.flatMap((one) => (one ? [{ source: one.source, place: one.at }] : []));

/**
 * Subnets that are drawn as public and are not, or the other way round.
 * @param routed routes are compared: of subnets whose table is drawn, these say themselves what they change
 */
export function accessDifferences(
  { access, inventory, serves }: DeclaredEstate,
  running: Inventory,
  subnets: JoinedIds,
  routed: boolean,
): DriftDifference[] {
  const served = new Set([...serves.values()].flat());
  return [...access].flatMap(([own, declared]): DriftDifference[] => {
    const drawn = inventory.subnets.get(own);
    if (routed && [own, drawn?.id, drawn?.name].some((name) => name && served.has(name))) return [];
    const subnet = running.subnets.get(subnets.get(own) ?? '');
    const open = isPublic(running, subnet);
    if (!subnet || open === undefined || open === (declared === 'public')) return [];
    const { id, name, provenance } = subnet;
    return [
      {
        type: 'subnet',
        change: 'differs',
        id,
        ...(name === id ? {} : { name }),
        ...{ fact: 'access', declared, running: open ? 'public' : 'private' },
        places: placesOf(inventory.subnets.get(own)?.provenance, provenance),
      },
    ];
  });
}

/** Tables that decide for other subnets than is drawn; of subnets that both sides have. */
export function servedDifferences(
  { serves, inventory }: DeclaredEstate,
  running: Inventory,
  tables: JoinedIds,
  subnets: JoinedIds,
): DriftDifference[] {
  const inBoth = new Set(subnets.values());
  const named = new Map(
    [...inventory.subnets.values()].map(({ id, vpc, name }) => [`${vpc}|${name}`, id]),
  );
  return [...serves].flatMap(([own, texts]): DriftDifference[] => {
    const table = inventory.routeTables.get(own);
    const other = running.routeTables.get(tables.get(own) ?? '');
    if (!table || !other || other.unread) return [];
    const ids = texts.map((text) => named.get(`${table.vpc}|${text}`) ?? text);
    const known = (all: readonly string[]): string[] => all.filter((id) => inBoth.has(id)).sort();
    const declared = known(ids.map((id) => subnets.get(id) ?? id));
    const now = known(servedBy(running, other.id).map(({ id }) => id));
    if (declared.join() === now.join()) return [];
    return [
      {
        type: 'route-table',
        change: 'differs',
        id: other.id,
        ...{ fact: 'serves', declared, running: now },
        places: placesOf(table.provenance, other.provenance),
      },
    ];
  });
}
