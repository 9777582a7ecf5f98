/** The tree of organizations: their OUs and accounts. */

import {
  type Account,
  accountFilter,
  readAccounts,
} from '../../importers/cartography/aws/accounts.ts';
import {
  EMAILS,
  ORGANIZATION_COUNTS,
  ORGANIZATIONS,
} from '../../importers/cartography/aws/organization-importer.ts';
import type { Answers } from '../../importers/cartography/question.ts';
import type { Content, ElementContent } from '../../model/content.ts';
import type { OrganizationOptions } from '../../model/derivation.ts';
import { error, type Origin, quote, warning } from '../../model/diagnostic.ts';
import { element, grouping } from '../elements.ts';
import type { View, ViewInput } from '../view.ts';
import { accountDrawing, type DrawAccounts } from './accounts.ts';
import { type OrganizationTree, treeOf } from './tree.ts';
import { drawUnits, wantedUnits } from './units.ts';

const AGAIN = 'Was it the right database, and had Cartography run? Record it again.';

/**
 * Errors: `empty-graph`, `not-in-graph`.
 * Warnings: `no-organization`, `ou-cycle`, `ou-without-parent`.
 */
export const organization: View<OrganizationOptions, Answers> = (building) => {
  const { options, inventory: answers, ledger, report } = building;
  for (const row of answers.rows(ORGANIZATION_COUNTS))
    ledger.found(row.required('kind'), row.number('found') ?? 0);
  const read = readAccounts(answers);
  if (read.accounts.size === 0 && read.units.size === 0) {
    report(error('empty-graph', 'the graph has no AWS account', undefined, { hint: AGAIN }));
    return [];
  }
  const tree = treeOf(read, report);
  const nodes = new Map(answers.rows(ORGANIZATIONS).map((row) => [row.required('id'), row.at]));
  const organizations = chosen(building, [...new Set([...nodes.keys(), ...tree.organizations])]);
  const wantsAccount = accountFilter(options, read, report);
  const all = [...read.accounts.values()];
  const wanted = all.filter((account) => {
    const home = tree.organizationOf(account);
    if (!wantsAccount(account.id)) return false;
    return home === undefined ? !options.organizations : organizations.includes(home);
  });
  const units = wantedUnits(tree, options, wanted);
  ledger.omitted('account', all.length - wanted.length);
  ledger.omitted('ou', tree.units.length - units.length);

  const emails = answers.rows(EMAILS).map((row) => [row.text('id'), row.text('email')] as const);
  const draw = accountDrawing(
    read,
    new Map(emails.flatMap(([id, email]) => (id && email ? [[id, email] as const] : []))),
    ledger,
  );
  const boxes = drawUnits(units, byUnit(tree, wanted), options.depth ?? Infinity, draw, ledger);
  const drawn = new Set<string>();
  const content = organizations.flatMap((id): ElementContent[] => {
    const own = wanted.filter((account) => tree.organizationOf(account) === id);
    const members = [
      ...draw(own.filter((account) => tree.unitOf(account)?.unit.root)),
      ...(boxes.get(id) ?? []),
      ...apart(
        building,
        'No place in the organization',
        own.filter((account) => !tree.unitOf(account)),
        draw,
      ),
    ];
    const at = nodes.get(id);
    const asked = options.accounts === undefined && options.ous === undefined;
    if (members.length === 0 && !asked) return [];
    drawn.add(id);
    const name = id === '' ? 'Unknown organization' : 'AWS organization';
    const facts = { id: id || undefined };
    return [
      at
        ? element({ at, counted: 'organization' }, 'organization', name, facts, members)
        : grouping(ledger, placeOf(tree, own, id), 'organization', name, facts, members),
    ];
  });
  ledger.omitted('organization', [...nodes.keys()].filter((id) => !drawn.has(id)).length);
  for (const root of tree.roots)
    if (drawn.has(root.organization)) ledger.folded('root');
    else ledger.omitted('root');
  const homeless = wanted.filter((account) => tree.organizationOf(account) === undefined);
  return [...content, ...outside(building, organizations.length > 0, homeless, draw)];
};

function chosen(
  { options, report }: ViewInput<OrganizationOptions, Answers>,
  known: readonly string[],
): readonly string[] {
  for (const id of options.organizations ?? [])
    if (!known.includes(id))
      report(
        error('not-in-graph', `the graph has no organization ${quote(id)}`, undefined, {
          hint: `It has ${known.length > 0 ? known.join(', ') : 'none'}.`,
        }),
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
function placeOf(tree: OrganizationTree, own: readonly Account[], id: string): Origin {
  const unit = [...tree.roots, ...tree.units].find(({ organization }) => organization === id);
  return unit?.unit.at ?? own[0]?.at ?? { file: '' };
}

/** A box of accounts that stand nowhere in the tree, unless they are not wanted. */
function apart(
  { options, ledger }: ViewInput<OrganizationOptions, Answers>,
  name: string,
  accounts: readonly Account[],
  draw: DrawAccounts,
): ElementContent[] {
  const [first] = accounts;
  if (!first) return [];
  if (options.unplaced !== 'omit')
    return [grouping(ledger, first.at, 'generic:group', name, {}, draw(accounts))];
  ledger.omitted('account', accounts.length);
  return [];
}

/** Accounts that no organization lists. A graph of Cartography before 0.137 knows no organization at all. */
function outside(
  building: ViewInput<OrganizationOptions, Answers>,
  organized: boolean,
  accounts: readonly Account[],
  draw: DrawAccounts,
): Content[] {
  if (organized) return apart(building, 'Outside of the organization', accounts, draw);
  building.report(
    warning(
      'no-organization',
      'the graph has accounts, but no organization and no OUs',
      undefined,
      {
        hint: 'Cartography reads them since 0.137, with the rights of the management account or a delegated administrator.',
      },
    ),
  );
  const read = accounts.filter(({ inscope, synced }) => inscope || synced);
  return [
    ...draw(read),
    ...apart(
      building,
      'Known by name only',
      accounts.filter((a) => !read.includes(a)),
      draw,
    ),
  ];
}
