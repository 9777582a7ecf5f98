/** Where accounts stand: the tree of an organization, whatever the graph makes of it. */

import type { Account, AccountTree, OrganizationalUnit } from '../../inventory/organization.ts';
import { type Diagnostic, quote, warning } from '../../model/diagnostic.ts';
import { sortedBy } from '../../model/order.ts';

export interface OrganizationTree {
  /** Ids of organizations that accounts or OUs name, sorted; '' among them for OUs that name none. */
  readonly organizations: readonly string[];
  /** OUs without roots, the deepest first. */
  readonly units: readonly PlacedAccount[];
  readonly roots: readonly PlacedAccount[];
  /** Unit that an account hangs from directly; absent when it has no place. */
  unitOf(account: Account): PlacedAccount | undefined;
  organizationOf(account: Account): string | undefined;
}

export interface PlacedAccount {
  readonly unit: OrganizationalUnit;
  /** Absent for the root of an organization and for OUs right below one. */
  readonly parent?: string;
  /** 0 for a root, 1 for the OUs below it. */
  readonly level: number;
  /** Empty where nothing says which. */
  readonly organization: string;
}

/** Ids are `o-…/ou-…`. */
const organizationIn = (id: string): string | undefined =>
  id.startsWith('o-') && id.includes('/') ? id.slice(0, id.indexOf('/')) : undefined;

/**
 * Warnings: `ou-cycle` (OUs in a circle: the first of them is shown at the root), `ou-without-parent`.
 * A graph that was read in the middle of a move can hold both.
 */
export function treeOf(
  { units, accounts }: AccountTree,
  report: (diagnostic: Diagnostic) => void,
): OrganizationTree {
  const parents = withoutCycles(units, report);
  const placed = new Map<string, PlacedAccount>();
  const place = (start: OrganizationalUnit): void => {
    const open = [start];
    for (let unit = open.at(-1); unit; unit = open.at(-1)) {
      const above = parents.get(unit.id);
      const upper = above === undefined ? undefined : units.get(above);
      const parent = upper && placed.get(upper.id);
      if (upper && !parent) {
        open.push(upper);
        continue;
      }
      open.pop();
      if (!upper && !unit.root)
        report(
          warning(
            'ou-without-parent',
            `the OU ${quote(unit.name)} has no parent`,
            unit.provenance.at,
            {
              hint: 'It is shown at the root of its organization. Run Cartography again and record it again.',
            },
          ),
        );
      const organization =
        unit.organization ?? parent?.organization ?? organizationIn(unit.id) ?? '';
      placed.set(unit.id, {
        unit,
        ...(upper && !upper.root ? { parent: upper.id } : {}),
        level: unit.root ? 0 : parent ? parent.level + 1 : 1,
        organization,
      });
    }
  };
  for (const unit of sortedBy([...units.values()], ({ id }) => id))
    if (!placed.has(unit.id)) place(unit);
  const unitOf = (account: Account): PlacedAccount | undefined => {
    const [own] = account.path.slice(-1);
    return own === undefined ? undefined : placed.get(own);
  };
  const organizationOf = (account: Account): string | undefined =>
    unitOf(account)?.organization ?? account.organization;
  const named = [
    ...[...placed.values()].map(({ organization }) => organization),
    ...[...accounts.values()].map(organizationOf),
  ].filter((id) => id !== undefined);
  const ous = sortedBy([...placed.values()], ({ unit }) => `${unit.name}\n${unit.id}`);
  return {
    organizations: [...new Set(named)].sort(),
    units: ous.filter(({ unit }) => !unit.root).sort((a, b) => b.level - a.level),
    roots: ous.filter(({ unit }) => unit.root),
    unitOf,
    organizationOf,
  };
}

/** Ids of parents; if OUs form a cycle, the first by id has none. */
function withoutCycles(
  units: ReadonlyMap<string, OrganizationalUnit>,
  report: (diagnostic: Diagnostic) => void,
): Map<string, string | undefined> {
  const parents = new Map(
    [...units.values()].map(({ id, root, parent }) => [id, root ? undefined : parent]),
  );
  const sound = new Set<string>();
  for (const start of [...parents.keys()].sort()) {
    const path = new Set<string>();
    let at: string | undefined = start;
    while (at !== undefined && !sound.has(at) && !path.has(at)) {
      path.add(at);
      at = parents.get(at);
    }
    if (at !== undefined && path.has(at)) {
      const circle = [...path].slice([...path].indexOf(at)).sort();
      const [top = at] = circle;
      parents.set(top, undefined);
      const names = circle.map((id) => units.get(id)?.name ?? id);
      report(
        warning(
          'ou-cycle',
          `the parents of these OUs form a cycle: ${quote(names.join(', '))}`,
          units.get(top)?.provenance.at,
          { hint: 'The graph was read while an OU was being moved: run Cartography again.' },
        ),
      );
    }
    for (const id of path) sound.add(id);
  }
  return parents;
}
