/** Boxes of OUs, with the accounts in them. */

import type { Account, OrganizationalUnit } from '../../inventory/organization.ts';
import type { ElementContent } from '../../model/content.ts';
import type { OrganizationOptions } from '../../model/derivation.ts';
import { byName, element, grouping } from '../elements.ts';
import type { Ledger } from '../ledger.ts';
import { type DrawAccounts, listed, policyNames } from './accounts.ts';
import type { OrganizationTree, PlacedAccount } from './tree.ts';

/** The OUs that the options ask for, with all above them; the deepest first, as in the tree. */
export function wantedUnits(
  { units, roots, unitOf }: OrganizationTree,
  { accounts: names, ous, organizations }: OrganizationOptions,
  wanted: readonly Account[],
): readonly PlacedAccount[] {
  const within = units.filter(
    ({ organization }) => organizations === undefined || organizations.includes(organization),
  );
  if (names === undefined && ous === undefined) return within;
  const chosen = new Set<string | undefined>(wanted.map((a) => unitOf(a)?.unit.id));
  const named = ({ id, short, name }: OrganizationalUnit): boolean =>
    names === undefined && (ous ?? []).some((ou) => ou === id || ou === short || ou === name);
  const whole = new Set(roots.filter(({ unit }) => named(unit)).map((r) => r.organization));
  for (const { unit, parent, organization } of [...within].reverse())
    if (
      named(unit) ||
      (parent === undefined ? whole.has(organization) : names === undefined && chosen.has(parent))
    )
      chosen.add(unit.id);
  for (const { unit, parent } of within) if (chosen.has(unit.id)) chosen.add(parent);
  return within.filter(({ unit }) => chosen.has(unit.id));
}

interface Hidden {
  readonly units: PlacedAccount[];
  readonly accounts: Account[];
}

const count = (n: number, word: string): string => `${n} ${word}${n === 1 ? '' : 's'}`;

/** One card for all that is further down than `depth` levels. */
function fold({ units, accounts }: Hidden, ledger: Ledger): ElementContent[] {
  const names = units.map(({ unit }) => unit.name).sort();
  const [first] = units;
  if (!first) return [];
  ledger.folded('ou', units.length);
  ledger.folded('account', accounts.length);
  const below = count(units.length, 'further OU');
  return [
    grouping(
      ledger,
      first.unit.provenance.at,
      'ou',
      `${count(accounts.length, 'account')} in ${below}`,
      {
        description: `${names.join(', ')}${accounts.length > 0 ? `: ${listed(accounts)}` : ''}`,
      },
    ),
  ];
}

const repeated = (texts: readonly string[]): ReadonlySet<string> =>
  new Set(texts.filter((text, i) => texts.indexOf(text) !== i));

/**
 * @param units the deepest first
 * @returns boxes and folds by organization
 */
export function drawUnits(
  units: readonly PlacedAccount[],
  accountsIn: ReadonlyMap<string, readonly Account[]>,
  depth: number,
  draw: DrawAccounts,
  ledger: Ledger,
): ReadonlyMap<string, readonly ElementContent[]> {
  const members = new Map<string, ElementContent[]>();
  const hidden = new Map<string, Hidden>();
  const twice = repeated(units.map(({ unit }) => unit.short));
  for (const placed of units) {
    const { unit, parent, organization, level } = placed;
    const home = parent ?? organization;
    const own = accountsIn.get(unit.id) ?? [];
    const below = hidden.get(unit.id) ?? { units: [], accounts: [] };
    if (level > depth) {
      const into = hidden.get(home) ?? { units: [], accounts: [] };
      hidden.set(home, into);
      for (const u of [placed, ...below.units]) into.units.push(u);
      for (const a of [...own, ...below.accounts]) into.accounts.push(a);
      continue;
    }
    const inner = [...draw(own), ...byName(members.get(unit.id) ?? []), ...fold(below, ledger)];
    const id = twice.has(unit.short) ? unit.id : unit.short;
    const facts = { id, controls: policyNames(unit) };
    const box = element({ at: unit.provenance.at, counted: 'ou' }, 'ou', unit.name, facts, inner);
    members.set(home, [...(members.get(home) ?? []), box]);
  }
  return new Map(
    [...new Set(units.map(({ organization }) => organization))].map((id) => [
      id,
      [
        ...byName(members.get(id) ?? []),
        ...fold(hidden.get(id) ?? { units: [], accounts: [] }, ledger),
      ],
    ]),
  );
}
