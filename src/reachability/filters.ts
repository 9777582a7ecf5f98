/** The filters on a way, and what they let pass of a set of addresses. */

import { AddressSet } from '../model/addresses.ts';
import { either, OPEN, type PortBounds, through } from './port-bounds.ts';
import type { RangeMap } from './range-map.ts';

/** What one filter lets pass, by an address on one side of the connection. */
export interface WayFilter {
  readonly bounds: RangeMap<PortBounds> | PortBounds;
  /** What rules that name a group let pass besides. */
  readonly byGroup?: PortBounds;
  /** Of the answer, and not of what asks. */
  readonly ofReply: boolean;
}

/** Addresses that all filters treat alike. */
export interface FilteredAtom {
  readonly part: AddressSet;
  readonly forward: PortBounds;
  readonly reply: PortBounds;
}

const isConstant = (bounds: RangeMap<PortBounds> | PortBounds): bounds is PortBounds =>
  'sure' in bounds;

function passed(
  atom: FilteredAtom,
  part: AddressSet,
  value: PortBounds,
  by: WayFilter,
): FilteredAtom {
  const own = by.byGroup ? either(value, by.byGroup) : value;
  return by.ofReply
    ? { part, forward: atom.forward, reply: through(atom.reply, own) }
    : { part, forward: through(atom.forward, own), reply: atom.reply };
}

/** The addresses cut where any filter makes a difference. */
export function filtered(set: AddressSet, filters: readonly WayFilter[]): readonly FilteredAtom[] {
  let atoms: readonly FilteredAtom[] = [{ part: set, forward: OPEN, reply: OPEN }];
  for (const filter of filters) {
    const { bounds } = filter;
    const [only] = atoms;
    if (only && atoms.length === 1) {
      const parts = isConstant(bounds)
        ? [{ value: bounds, part: only.part }]
        : bounds.over(only.part);
      const [part] = parts;
      // Mostly all of them are treated alike, by a filter that lets everything pass.
      if (part && parts.length === 1 && part.value === OPEN) continue;
      atoms = parts.map((own) => passed(only, own.part, own.value, filter));
    } else
      atoms = isConstant(bounds)
        ? atoms.map((atom) => passed(atom, atom.part, bounds, filter))
        : atoms.flatMap((atom) =>
            bounds.over(atom.part).map((own) => passed(atom, own.part, own.value, filter)),
          );
  }
  return atoms;
}

/** One family of addresses: a connection is of one. */
export const families = (set: AddressSet): readonly AddressSet[] => {
  if (set.ipv6.length === 0 || set.ipv4.length === 0) return [set];
  return [AddressSet.ofIntervals(set.ipv4, []), AddressSet.ofIntervals([], set.ipv6)];
};

export function sameFamily(a: AddressSet, b: AddressSet): AddressSet {
  const [four, six] = [b.ipv4.length > 0, b.ipv6.length > 0];
  if ((four || a.ipv4.length === 0) && (six || a.ipv6.length === 0)) return a;
  return AddressSet.ofIntervals(four ? a.ipv4 : [], six ? a.ipv6 : []);
}
