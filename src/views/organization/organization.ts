/** The tree of organizations: their OUs and accounts. */

import type { Inventory } from '../../inventory/inventory.ts';
import type { Account } from '../../inventory/organization.ts';
import type { Content, ElementContent } from '../../model/content.ts';
import type { OrganizationOptions } from '../../model/derivation.ts';
import { error, type Origin, quote, warning } from '../../model/diagnostic.ts';
import { element, grouping } from '../elements.ts';
import { accountFilter } from '../scope.ts';
import type { EstateView, ViewInput } from '../view.ts';
import { accountDrawing, type DrawAccounts } from './accounts.ts';
import { type OrganizationTree, treeOf } from './tree.ts';
import { drawUnits, wantedUnits } from './units.ts';

type OrganizationInput = ViewInput<OrganizationOptions, Inventory>;

/**
 * Errors: `empty-graph`, `not-in-graph`.
 * Warnings: `no-organization`, `ou-cycle`, `ou-without-parent`.
 */
export const organization: EstateView<OrganizationOptions, Inventory> = (input) => {
  const { options, inventory, ledger, report } = input;
  const { accounts, units: known, organizations: nodes, source } = inventory;
  for (const { kind, found } of inventory.counts) ledger.found(kind, found);
  if (accounts.size === 0 && known.size === 0) {
    const message = `${source.name} has no AWS account`;
    report(error('empty-graph', message, undefined, { hint: source.ifEmpty() }));
    return [];
  }
  const tree = treeOf(inventory, report);
  const organizations = chosen(input, [...new Set([...nodes.keys(), ...tree.organizations])]);
  const wanted = wantedAccounts(input, tree, organizations);
  const units = wantedUnits(tree, options, wanted);
  ledger.omitted('account', accounts.size - wanted.length);
  ledger.omitted('ou', tree.units.length - units.length);

  const draw = accountDrawing(inventory, ledger);
  const boxes = drawUnits(units, byUnit(tree, wanted), options.depth ?? Infinity, draw, ledger);
  const drawn = new Set<string>();
  const content = organizations.flatMap((id): ElementContent[] => {
    const box = organizationBox(input, tree, id, wanted, boxes.get(id) ?? [], draw);
    if (box.length > 0) drawn.add(id);
    return box;
  });
  ledger.omitted('organization', [...nodes.keys()].filter((id) => !drawn.has(id)).length);
  for (const root of tree.roots)
    if (drawn.has(root.organization)) ledger.folded('root');
    else ledger.omitted('root');
  const homeless = wanted.filter((account) => tree.organizationOf(account) === undefined);
  return [...content, ...outside(input, organizations.length > 0, homeless, draw)];
};

function wantedAccounts(
  { options, inventory, report }: OrganizationInput,
  tree: OrganizationTree,
  organizations: readonly string[],
): readonly Account[] {
  const wants = accountFilter(options, inventory, report);
  return [...inventory.accounts.values()].filter((account) => {
    const home = tree.organizationOf(account);
    if (!wants(account.id)) return false;
    return home === undefined ? !options.organizations : organizations.includes(home);
  });
}

/** An organization with its units and accounts; nothing where none of them is wanted. */
function organizationBox(
  input: OrganizationInput,
  tree: OrganizationTree,
  id: string,
  wanted: readonly Account[],
  units: readonly ElementContent[],
  draw: DrawAccounts,
): ElementContent[] {
  const { options, inventory, ledger } = input;
  const own = wanted.filter((account) => tree.organizationOf(account) === id);
  const unplaced = own.filter((account) => !tree.unitOf(account));
  const members = [
    ...draw(own.filter((account) => tree.unitOf(account)?.unit.root)),
    ...units,
    ...apart(input, 'No place in the organization', unplaced, draw),
  ];
  const everything = options.accounts === undefined && options.ous === undefined;
  if (members.length === 0 && !everything) return [];
  const name = id === '' ? 'Unknown organization' : 'AWS organization';
  const facts = { id: id || undefined };
  const node = inventory.organizations.get(id);
  if (!node)
    return [grouping(ledger, originOf(tree, own, id), 'organization', name, facts, members)];
  const source = { at: node.provenance.at, counted: 'organization' };
  return [element(source, 'organization', name, facts, members)];
}

function chosen(
  { options, inventory, report }: OrganizationInput,
  known: readonly string[],
): readonly string[] {
  for (const id of options.organizations ?? [])
    if (!known.includes(id))
      report(
        error(
          'not-in-graph',
          `${inventory.source.name} has no organization ${quote(id)}`,
          undefined,
          {
            hint: `It has ${known.length > 0 ? known.join(', ') : 'none'}.`,
          },
        ),
      );
  return known.filter((id) => options.organizations?.includes(id) ?? true).sort();
}

function byUnit(
  tree: OrganizationTree,
  accounts: readonly Account[],
): ReadonlyMap<string, readonly Account[]> {
  const map = new Map<string, Account[]>();
  for (const account of accounts) {
    const placed = tree.unitOf(account);
    if (placed) map.set(placed.unit.id, [...(map.get(placed.unit.id) ?? []), account]);
  }
  return map;
}

/** Where an organization is named that has no node of its own. */
function originOf(tree: OrganizationTree, own: readonly Account[], id: string): Origin {
  const unit = [...tree.roots, ...tree.units].find(({ organization }) => organization === id);
  return unit?.unit.provenance.at ?? own[0]?.provenance.at ?? { file: '' };
}

/** A box of accounts that stand nowhere in the tree, unless they are not wanted. */
function apart(
  { options, ledger }: OrganizationInput,
  name: string,
  accounts: readonly Account[],
  draw: DrawAccounts,
): ElementContent[] {
  const [first] = accounts;
  if (!first) return [];
  if (options.unplaced !== 'omit')
    return [grouping(ledger, first.provenance.at, 'generic:group', name, {}, draw(accounts))];
  ledger.omitted('account', accounts.length);
  return [];
}

/** Accounts that no organization lists. A graph of Cartography before 0.137 knows no organization at all. */
function outside(
  input: OrganizationInput,
  organized: boolean,
  accounts: readonly Account[],
  draw: DrawAccounts,
): Content[] {
  if (organized) return apart(input, 'Outside of the organization', accounts, draw);
  input.report(
    warning(
      'no-organization',
      `${input.inventory.source.name} has accounts, but no organization and no OUs`,
      undefined,
      {
        hint: 'Cartography reads them from version 0.137 on, with the rights of the management account or a delegated administrator.',
      },
    ),
  );
  const read = accounts.filter(({ inscope, synced }) => inscope || synced);
  return [
    ...draw(read),
    ...apart(
      input,
      'Known by name only',
      accounts.filter((a) => !read.includes(a)),
      draw,
    ),
  ];
}
