/** Who may assume which role, across accounts and from outside. */

import type { RoleTrust } from '../../inventory/access.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import type { AccessOptions } from '../../model/derivation.ts';
import { error, quote, warning } from '../../model/diagnostic.ts';
import { accountFilter } from '../scope.ts';
import type { EstateView, ViewInput } from '../view.ts';
import { type ChosenTrusts, choose } from './choose.ts';
import { roleSets } from './fold.ts';
import { Picture } from './picture.ts';

/**
 * The basis are trust policies. Their conditions are not in the graph, nor are principals that have no node:
 * roles and users of accounts that are not read, and `*` in newer versions of Cartography.
 * Errors: `empty-graph`, `not-in-graph`. Warnings: `anyone-trusted`, `trust-not-recorded`.
 */
export const access: EstateView<AccessOptions, Inventory> = (input) => {
  const { options, inventory, ledger, report } = input;
  const { roles, trusts, source } = inventory;
  for (const { kind, found } of inventory.counts) ledger.found(kind, found);
  if (roles.size === 0) {
    report(
      error('empty-graph', `${source.name} has no IAM role`, undefined, {
        hint: source.ifEmpty('IAM'),
      }),
    );
    return [];
  }
  const chosen = choose(trusts.values(), options, accountFilter(options, inventory, report));
  warn(input, chosen.drawn);
  const fold = options.fold ?? true;
  const picture = new Picture(inventory, ledger, fold);
  for (const set of roleSets(chosen.drawn, fold)) picture.place(set);
  for (const trust of chosen.drawn) picture.trust(trust);
  countTheRest(input, chosen, picture);
  return picture.content();
};

/** What must not be overlooked, once for all roles that it is true of. */
function warn(
  { report, inventory }: ViewInput<AccessOptions, Inventory>,
  drawn: readonly RoleTrust[],
): void {
  const named = (trusts: readonly RoleTrust[]): string =>
    quote(
      trusts
        .map(({ role }) => `${role.account}: ${role.name}`)
        .sort()
        .join(', '),
    );
  const open = drawn.filter(({ principal }) => principal?.kind === 'anyone');
  if (open.length > 0)
    report(
      warning(
        'anyone-trusted',
        `roles trust every AWS principal: ${named(open)}`,
        open[0]?.provenance.at,
        {
          hint: `Conditions may narrow it, but ${inventory.source.name} does not hold them: look at the trust policies.`,
        },
      ),
    );
  const unknown = drawn.filter(({ principal }) => principal === undefined);
  if (unknown.length > 0)
    report(
      warning(
        'trust-not-recorded',
        `${inventory.source.name} does not say whom these roles trust: ${named(unknown)}`,
        unknown[0]?.provenance.at,
        {
          hint: 'Either they trust everyone, or a role or user of an account that Cartography does not read; or it read IAM only once: run it again.',
        },
      ),
    );
}

/** What becomes of everything without a line or a card. */
function countTheRest(
  { ledger, inventory: { roles, trusts } }: ViewInput<AccessOptions, Inventory>,
  { quiet }: ChosenTrusts,
  picture: Picture,
): void {
  for (const { trust, why } of quiet) {
    const kind = trust.principal ? 'trust' : 'unrecorded trust';
    if (why !== 'unwanted' && picture.note(trust, why)) ledger.folded(kind);
    else ledger.omitted(kind);
  }
  for (const role of roles.values())
    if (!picture.shows(role.id))
      if (picture.noted(role.id)) ledger.folded('role');
      else ledger.omitted('role');
  const principals = new Set(
    [...trusts.values()].flatMap(({ principal }) =>
      principal && !roles.has(principal.id) ? [principal.id] : [],
    ),
  );
  for (const id of principals)
    if (picture.counts(id)) continue;
    else if (picture.merged(id)) ledger.folded('principal');
    else ledger.omitted('principal');
  picture.countAccounts();
}
