/** Accounts and their regions as boxes around what is in them. */

import { type AccountTree, isIncomplete, isRead, placeOf } from '../../inventory/organization.ts';
import type { Content, ElementContent } from '../../model/content.ts';
import type { Origin } from '../../model/diagnostic.ts';
import { byCodeUnit } from '../../model/order.ts';
import { byName, element } from '../elements.ts';
import type { Ledger } from '../ledger.ts';
import type { Dispositions } from './dispositions.ts';

/** Ids of all elements of a tree. */
export function idsIn(contents: readonly Content[]): string[] {
  return contents.flatMap((c) =>
    c.type === 'element' ? [...(c.facts.id ? [c.facts.id] : []), ...idsIn(c.members)] : [],
  );
}

const regionKey = (account: string | undefined, region: string): string =>
  `${account ?? ''}/${region}`;

export class AccountBoxes {
  readonly #byAccount = new Map<string | undefined, Map<string | undefined, ElementContent[]>>();
  readonly #accounts: AccountTree;
  readonly #fates: Dispositions;
  readonly #ledger: Ledger;

  constructor(accounts: AccountTree, fates: Dispositions, ledger: Ledger) {
    this.#accounts = accounts;
    this.#fates = fates;
    this.#ledger = ledger;
  }

  add(account: string | undefined, region: string | undefined, content: ElementContent): void {
    const regions = this.#byAccount.get(account) ?? new Map<string | undefined, ElementContent[]>();
    this.#byAccount.set(account, regions);
    regions.set(region, [...(regions.get(region) ?? []), content]);
  }

  /** What an account holds: in boxes of their regions where there are several. */
  #members(
    account: string | undefined,
    regions: ReadonlyMap<string | undefined, readonly ElementContent[]>,
    at: Origin,
  ): ElementContent[] {
    const named = [...regions.keys()].filter((r) => r !== undefined);
    if (named.length < 2) {
      this.#fates.fold(
        'region',
        named.map((region) => regionKey(account, region)),
      );
      return byName([...regions.values()].flat());
    }
    return [...regions]
      .sort(([a = '~'], [b = '~']) => byCodeUnit(a, b))
      .flatMap(([region, contents]) =>
        region === undefined
          ? byName(contents)
          : element(
              { at, counted: this.#fates.draw('region', regionKey(account, region)) },
              'region',
              region,
              {},
              byName(contents),
            ),
      );
  }

  /** Boxes of accounts by name; what belongs to no account stands beside them. */
  build(): ElementContent[] {
    const { accounts } = this.#accounts;
    const made = [...this.#byAccount].flatMap(([id, regions]): ElementContent[] => {
      const account = id === undefined ? undefined : accounts.get(id);
      const at = account?.provenance.at ?? [...regions.values()][0]?.[0]?.origin;
      if (at === undefined) return [];
      const members = this.#members(id, regions, at);
      if (id === undefined) return members;
      const read = isRead(this.#accounts, id);
      const unfinished =
        account && isIncomplete(this.#accounts, account) ? 'sync never completed' : undefined;
      const state = account?.state === 'ACTIVE' ? undefined : account?.state;
      if (account) {
        this.#ledger.place(id, placeOf(account, this.#accounts));
        if (account.behind || isIncomplete(this.#accounts, account))
          for (const own of [id, ...idsIn(members)]) this.#ledger.older(own);
      }
      // An owner that only a property names has no node, so it is not counted as one.
      const counted = account ? { counted: this.#fates.draw('account', id) } : {};
      return [
        element(
          { at, ...counted },
          'account',
          account?.name ?? id,
          {
            id,
            status: state ?? (read ? unfinished : 'not read'),
            role: account?.management ? 'management' : undefined,
            ...(read ? {} : { style: { line: 'dashed' } }),
          },
          members,
        ),
      ];
    });
    return byName(made);
  }

  /** Every account and region that is not drawn is left out. */
  leaveOut(
    regions: Iterable<readonly [account: string | undefined, region: string | undefined]>,
  ): void {
    this.#fates.omit('account', this.#accounts.accounts.keys());
    for (const [account, region] of regions)
      if (region !== undefined) this.#fates.omit('region', [regionKey(account, region)]);
    this.#fates.made('region');
  }
}
