/** What is shown of an element next to its name: zone, route table, and what a reader must not miss of its data. */

import type { Diagram, Identity } from '../../model/diagram.ts';
import type { Zone } from '../../model/facts.ts';
import { servedBy } from '../../model/served.ts';
import { isOutOfService } from '../../model/status.ts';
import { wrapText } from '../../text/wrap.ts';
import { PROTECTION_LOOKS, protectionsOf } from '../scene/protection-looks.ts';
import type { Tag } from '../scene/scene.ts';
import { REMARKS, TAG_SIZE, tableTag, zoneTag } from '../scene/theme.ts';

export interface Badges {
  /** Its own, where it differs from that of its surroundings. */
  readonly zone?: Zone;
  readonly tags: readonly Tag[];
  readonly remarks: readonly Tag[];
  /** Named by a source, and not described in it. */
  readonly stub: boolean;
}

/** Widest status of a tag, px; a longer one is a detail in lines. */
const TAG_MOST = 140;

/** What a status tag says; nothing where the status is well, or too long for a tag. */
export function statusTag(status: string | undefined): string | undefined {
  if (!isOutOfService(status)) return undefined;
  const { lines, truncated } = wrapText(status, TAG_MOST, TAG_SIZE, true, 1);
  return truncated || lines.length !== 1 ? undefined : lines[0];
}

/** By identity: the numbers of route tables, on the tables and on what uses them. */
export function tableNumbers(diagram: Diagram): ReadonlyMap<Identity, readonly string[]> {
  const numbers = new Map<Identity, string[]>();
  let n = 0;
  for (const { table, users } of servedBy(diagram)) {
    if (users.length === 0) continue;
    const number = `RT${++n}`;
    for (const id of [table, ...users]) numbers.set(id, [...(numbers.get(id) ?? []), number]);
  }
  return numbers;
}

/** Elements and links that a source names and does not describe. */
export const stubIdentities = ({ unresolved }: Diagram): ReadonlySet<Identity> =>
  new Set(unresolved.flatMap(({ element }) => element ?? []));

/** @param ownZone the zone to show on an element, if any */
export function badgesOf(
  diagram: Diagram,
  ownZone: (id: Identity) => Zone | undefined,
): (id: Identity) => Badges {
  const tables = tableNumbers(diagram);
  const stubs = stubIdentities(diagram);
  const stale = new Set(diagram.stale);
  const declared = new Set(diagram.sources?.declaredOnly);
  const running = new Set(diagram.sources?.runningOnly);
  const known = new Map<Identity, Badges>();
  return (id) => {
    const before = known.get(id);
    if (before) return before;
    const element = diagram.elements[id];
    const zone = ownZone(id);
    const status = statusTag(element?.facts.status);
    // One that holds for a group holds for all inside.
    const begins = (ids: ReadonlySet<Identity>): boolean =>
      ids.has(id) && !(element?.parent !== undefined && ids.has(element.parent));
    const stub = stubs.has(id);
    const badges: Badges = {
      ...(zone ? { zone } : {}),
      tags: [...(tables.get(id) ?? []).map(tableTag), ...(zone ? [zoneTag(zone)] : [])],
      remarks: [
        ...protectionsOf(element?.facts.accountData).map((one) =>
          tableTag(PROTECTION_LOOKS[one].letters),
        ),
        ...(status === undefined || (stub && status === 'unresolved')
          ? []
          : [REMARKS.status(status)]),
        ...(diagram.remarks?.[id] ?? []).map(REMARKS.sheet),
        ...(stub ? [REMARKS.unresolved()] : []),
        ...(begins(declared) ? [REMARKS.declared()] : []),
        ...(begins(running) ? [REMARKS.running()] : []),
        ...(begins(stale) ? [REMARKS.older()] : []),
      ],
      stub,
    };
    known.set(id, badges);
    return badges;
  };
}

/** The tags and remarks of a figure, where it has any. */
export const withBadges = ({
  tags,
  remarks,
}: Pick<Badges, 'tags' | 'remarks'>): { tags?: readonly Tag[]; remarks?: readonly Tag[] } => ({
  ...(tags.length > 0 ? { tags } : {}),
  ...(remarks.length > 0 ? { remarks } : {}),
});
