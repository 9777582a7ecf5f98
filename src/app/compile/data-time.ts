/** How old what a picture shows is. */

import type { ReadSnapshot } from '../../graph/snapshot.ts';
import type { RecordedInventory } from '../../inventory/recorded-file.ts';
import type { Diagram, Element } from '../../model/diagram.ts';
import { explicitIdentity, type Identity } from '../../model/identity.ts';
import type { Ledger } from '../../views/ledger.ts';

type Times = Pick<ReadSnapshot, 'updated' | 'taken'>;

const day = (seconds: number): string => new Date(seconds * 1000).toISOString().slice(0, 10);

/** Day of the graph's newest sync; of the recording, in a graph that does not say. */
export const dayOf = ({ updated, taken }: Times): string =>
  updated ? day(updated.to) : taken.slice(0, 10);

/** Day of the oldest input that says when its data is of; of the recording, where none does. */
export function recordedDay({
  taken,
  inputs,
}: Pick<RecordedInventory, 'taken' | 'inputs'>): string {
  const times = inputs.flatMap(({ asOf }) => asOf ?? []);
  return times.length > 0 ? day(Math.min(...times)) : taken.slice(0, 10);
}

/** Whether the element or what it is in is one of these. */
function isWithin(
  identity: Identity,
  elements: Readonly<Record<Identity, Element>>,
  dated: ReadonlySet<Identity>,
): boolean {
  for (let at: Identity | undefined = identity; at !== undefined; at = elements[at]?.parent)
    if (dated.has(at)) return true;
  return false;
}

/**
 * Day of the oldest complete sync of what the picture shows: of the accounts, projects, clusters and directories that
 * are drawn, and of each thing in them that such a sync did not read. Where the snapshot does not say it of something,
 * no younger day than that of the graph's oldest data is certain.
 * @param anything whether any node of the graph may be shown, as by an author's own query
 */
export function dataDay(
  { updated, taken }: Times,
  { elements }: Pick<Diagram, 'elements'>,
  { stale, sources, places }: Pick<Ledger, 'stale' | 'sources' | 'places'>,
  anything: boolean,
): string {
  if (!updated) return taken.slice(0, 10);
  const { from, units = {} } = updated;
  const all = Object.values(units);
  if (anything) return day(all.length > 0 ? Math.min(...all) : from);
  const shown = new Set([...sources, ...stale.values()]);
  for (const [id, { accounts }] of places)
    if (Object.hasOwn(elements, explicitIdentity(id)))
      for (const one of accounts ?? []) shown.add(one);
  const times: number[] = [];
  const dated = new Set<Identity>();
  for (const [id, at] of Object.entries(units)) {
    const identity = explicitIdentity(id);
    if (!shown.has(id) && !Object.hasOwn(elements, identity)) continue;
    times.push(at);
    dated.add(identity);
  }
  const isDated = ([element, source]: [string, string]): boolean =>
    Object.hasOwn(units, source) || isWithin(explicitIdentity(element), elements, dated);
  const known = times.length > 0 && [...stale].every(isDated);
  return day(known ? Math.min(...times) : from);
}
