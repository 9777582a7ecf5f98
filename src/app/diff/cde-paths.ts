/** Which paths into and out of the CDE differ between two sides that hold recorded estates. */

import type { Inventory } from '../../inventory/inventory.ts';
import { quote } from '../../model/diagnostic.ts';
import { byCodeUnit } from '../../model/order.ts';
import type { BorderChange, BorderedState } from '../../reachability/border-changes.ts';
import type { PathGap } from '../../reachability/path-gaps.ts';
import { zonesOfEnd } from '../../reachability/select.ts';
import { zonesOfDiagrams } from '../paths/declared-zones.ts';
import type { ComparedSide } from './compared-side.ts';
import { receivedInventory } from './side-estates.ts';

/** An estate whose paths were compared. */
export interface ComparedEstate {
  readonly estate: string;
  readonly changes: readonly BorderChange[];
  /** How many ends are in the CDE. */
  readonly within: { readonly before: number; readonly after: number };
  /** Names of the diagrams that say what is in which zone. */
  readonly zonesFrom: { readonly before: readonly string[]; readonly after: readonly string[] };
  /** What the lists of paths may lack. */
  readonly incomplete: { readonly before: readonly PathGap[]; readonly after: readonly PathGap[] };
}

/** `unread`: there is something to judge, and it cannot be read. */
type NoPathsCause = 'nothing-recorded' | 'one-sided' | 'left-out' | 'unread' | 'no-zone';

/** Nothing is said of these paths. */
export interface PathsNotJudged {
  /** Absent: of any estate. */
  readonly estate?: string;
  readonly cause: NoPathsCause;
  readonly why: string;
}

export interface CdePaths {
  readonly estates: readonly ComparedEstate[];
  readonly notJudged: readonly PathsNotJudged[];
}

const nothing = (cause: NoPathsCause, why: string): CdePaths => ({
  estates: [],
  notJudged: [{ cause, why }],
});

/** Why nothing at all can be said. */
function obstacle(sides: readonly ComparedSide[]): CdePaths | undefined {
  const without = sides.find(({ estates }) => estates === undefined);
  if (without)
    return nothing(
      'left-out',
      `${quote(without.label)} is compared without what is recorded of estates`,
    );
  const bare = sides.filter(({ estates = [] }) => estates.length === 0);
  if (bare.length === sides.length)
    return nothing('nothing-recorded', 'neither version holds a recorded estate');
  if (bare[0]) return nothing('one-sided', `${quote(bare[0].label)} holds no recorded estate`);
  const failed = sides.find((side) => (side.failed ?? []).length > 0);
  if (failed)
    return nothing(
      'unread',
      `what is in the CDE of ${quote(failed.label)} is not known: ${(failed.failed ?? []).join(', ')} has errors`,
    );
  const partial = sides.find(({ partial }) => partial);
  return (
    partial &&
    nothing('left-out', 'only some diagrams are compared, and others may say what is in the CDE')
  );
}

/** By the zones of each side's own diagrams. */
export async function compareCdePaths(
  before: ComparedSide,
  after: ComparedSide,
): Promise<CdePaths> {
  const sides = [before, after] as const;
  const stopped = obstacle(sides);
  if (stopped) return stopped;
  const { compareBorder } = await import('../../reachability/border-changes.ts');
  const [old, now] = sides.map((side) => zonesOfDiagrams(side.models.values()));
  const estates: ComparedEstate[] = [];
  const notJudged: PathsNotJudged[] = [];
  const names = sides.flatMap(({ estates: all = [] }) => all.map(({ name }) => name));
  for (const estate of [...new Set(names)].sort(byCodeUnit)) {
    const own = sides.map(({ label, estates: all = [] }) => {
      const found = all.find(({ name }) => name === estate);
      if (!found)
        return { why: `it is not recorded in ${quote(label)}`, cause: 'one-sided' as const };
      if (!found.inventory)
        return {
          why: `in ${quote(label)}, ${found.problem ?? 'it cannot be read'}`,
          cause: 'unread' as const,
        };
      return { inventory: receivedInventory(found.inventory) };
    });
    const wrong = own.find((one) => one.inventory === undefined);
    const [a, b] = own.map((one) => one.inventory);
    if (!a || !b || !old || !now) {
      notJudged.push({ estate, cause: wrong?.cause ?? 'unread', why: wrong?.why ?? '' });
      continue;
    }
    const bordered = (inventory: Inventory, { zones }: typeof old): BorderedState => ({
      inventory,
      isWithin: (end) => zonesOfEnd(end, inventory, zones).has('cde'),
    });
    const found = compareBorder(bordered(a, old), bordered(b, now));
    if (found.within.before + found.within.after === 0) {
      const why =
        'no diagram of either version puts anything that has an interface in the zone cde';
      notJudged.push({ estate, cause: 'no-zone', why });
      continue;
    }
    const zonesFrom = { before: old.diagrams, after: now.diagrams };
    estates.push({ estate, zonesFrom, ...found });
  }
  return { estates, notJudged };
}
