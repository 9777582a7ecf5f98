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

/** The addresses cut where any filter makes a difference. */
export function filtered(set: AddressSet, filters: readonly WayFilter[]): readonly FilteredAtom[] {
  let atoms: readonly FilteredAtom[] = [{ part: set, forward: OPEN, reply: OPEN }];
  for (const { bounds, byGroup, ofReply } of filters) {
    const pass = (atom: FilteredAtom, part: AddressSet, value: PortBounds): FilteredAtom => {
      const own = byGroup ? either(value, byGroup) : value;
      return ofReply
        ? { part, forward: atom.forward, reply: through(atom.reply, own) }
        : { part, forward: through(atom.forward, own), reply: atom.reply };
    };
    atoms = isConstant(bounds)
      ? atoms.map((atom) => pass(atom, atom.part, bounds))
      : atoms.flatMap((atom) =>
          bounds.over(atom.part).map(({ value, part }) => pass(atom, part, value)),
        );
  }
  return atoms;
}

/** One family of addresses: a connection is of one. */
export const families = (set: AddressSet): readonly AddressSet[] => {
  if (set.ipv6.length === 0 || set.ipv4.length === 0) return [set];
  return [AddressSet.ofIntervals(set.ipv4, []), AddressSet.ofIntervals([], set.ipv6)];
};

export const sameFamily = (a: AddressSet, b: AddressSet): AddressSet =>
  AddressSet.ofIntervals(b.ipv4.length > 0 ? a.ipv4 : [], b.ipv6.length > 0 ? a.ipv6 : []);
