/** Route tables as they are drawn: rows of texts, and the subnets that use them. */

import { parseBlock } from '../../model/cidr.ts';
import { quote } from '../../model/diagnostic.ts';
import type { Diagram, Element } from '../../model/diagram.ts';
import { type DeclaredRecords, isExplicit, type PlacedElement } from './declared-records.ts';

/** An id of AWS, as routes name their targets. */
const ID = /^(?:local|[a-z]+(?:-[a-z]+)*-[0-9a-f]{8,17})$/;
const BLACKHOLE = /\s*\(blackhole\)$/;

/** Ids by the names of elements that have one; of a name that several have, none. */
function namedIds(elements: Diagram['elements']): ReadonlyMap<string, string | undefined> {
  const found = new Map<string, string | undefined>();
  for (const { name, facts } of Object.values(elements) as Element[])
    if (facts.id !== undefined) found.set(name, found.has(name) ? undefined : facts.id);
  return found;
}

/** Tables of VPCs, each with its rows and what it serves. */
export function readRoutes(
  tables: readonly PlacedElement[],
  elements: Diagram['elements'],
  to: DeclaredRecords,
): void {
  const ids = namedIds(elements);
  for (const { element, id } of tables) {
    const { origin, derived, facts, name } = element;
    if (facts.serves) to.serves.set(id, facts.serves);
    const more = {
      explicit: isExplicit(element),
      ...(origin ? { origin } : {}),
      ...(derived === undefined ? {} : { derived }),
    };
    for (const { destination, target: words, propagated } of facts.routes ?? []) {
      const text = words.replace(BLACKHOLE, '');
      const target = ID.test(text) ? text : ids.get(text);
      const isRow = parseBlock(destination) !== undefined || /^pl-[0-9a-f]+$/.test(destination);
      if (!isRow || target === undefined)
        to.gaps.push({
          gap: 'unclear',
          what: `the route to ${quote(destination)} by ${quote(words)} in the table ${quote(name)}`,
          why: isRow
            ? `${quote(words)} is no id, and no element with an id has that name`
            : `${quote(destination)} is neither an address block nor a prefix list`,
          types: ['route'],
          name,
          ...(origin ? { place: origin } : {}),
          hint: 'Write ids of the cloud, or the names of elements that have one.',
        });
      if (!isRow) to.unclearTables.add(id);
      if (!isRow) continue;
      to.add(
        'routes',
        `${id}|${destination}`,
        {
          table: id,
          destination,
          target,
          active: !BLACKHOLE.test(words),
          propagated: propagated ? true : undefined,
        },
        more,
      );
    }
  }
}
