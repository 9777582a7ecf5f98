/** What was not read of an estate, or not to the end: of that, nothing that is absent is known to be gone. */

import {
  type Inventory,
  RECORD_TYPES,
  type RecordType,
  readState,
} from '../../inventory/inventory.ts';
import type { Account } from '../../inventory/organization.ts';
import type { ReadState } from '../../inventory/provenance.ts';
import { TYPE_WORDS } from '../../inventory/type-words.ts';
import { byCodeUnit } from '../../model/order.ts';
import type { DriftSide } from './compare-facts.ts';
import { asksAbout, type ScopePart } from './compared-scope.ts';
import type { DriftGap, GapKind } from './drift.ts';

/** Types that have neither an account nor a region. */
const GLOBAL: ReadonlySet<RecordType> = new Set(['organizations', 'units', 'accounts']);

/** Nothing runs in it any more: that it was not read hides nothing. */
const isClosed = ({ state }: Account): boolean =>
  state !== undefined && state.toUpperCase() !== 'ACTIVE';

/** Accounts of the estate: not those of others that a peering or a role names. */
export function ownAccounts(inventory: Inventory): readonly string[] {
  const all = [...inventory.accounts.values()];
  const own = all.filter(
    (account) => (account.organization !== undefined || account.inscope) && !isClosed(account),
  );
  if (own.length > 0) return own.map(({ id }) => id);
  // A state of one account says no more of it than what it owns.
  const held = [...inventory.vpcs.values()].flatMap(({ owner, accounts, stub }) =>
    stub ? [] : (owner ?? accounts[0] ?? []),
  );
  return [...new Set(held)].sort(byCodeUnit);
}

/** Accounts that a source was asked about and has no record of: what is in them is not known. */
const refusedAccounts = (inventory: Inventory, types: readonly RecordType[]): string[] =>
  types.flatMap((type) =>
    (inventory.coverage[type]?.except ?? []).flatMap(({ account, state }) =>
      account === undefined || state === 'read' || inventory.accounts.has(account) ? [] : account,
    ),
  );

/** Regions that any record or read is of. */
export function knownRegions(inventory: Inventory): readonly string[] {
  const found = new Set<string>();
  for (const type of RECORD_TYPES)
    for (const { region } of inventory.coverage[type]?.except ?? [])
      if (region !== undefined && region !== 'global') found.add(region);
  for (const { region } of inventory.vpcs.values()) if (region !== undefined) found.add(region);
  return [...found].sort(byCodeUnit);
}

const KINDS: Readonly<Record<Exclude<ReadState, 'read'>, GapKind>> = {
  'not-asked': 'not-read',
  refused: 'refused',
};

/** `account payments (100000000007)`. */
export const accountText = (inventory: Inventory, account: string): string => {
  const name = inventory.accounts.get(account)?.name;
  return `account ${name === undefined || name === account ? account : `${name} (${account})`}`;
};

/** The reason of the most particular exception. */
function reasonOf(
  { source, inventory }: DriftSide,
  type: RecordType,
  state: ReadState,
  account: string,
  region?: string,
): string {
  const own = (inventory.coverage[type]?.except ?? []).find(
    (one) =>
      one.reason !== '' &&
      (one.account === undefined || one.account === account) &&
      (one.region === undefined || one.region === region),
  );
  if (own) return own.reason;
  return state === 'refused'
    ? `${source.name} was refused these records`
    : `${source.name} did not read them there`;
}

interface Unread {
  readonly gap: GapKind;
  readonly account: string;
  readonly region?: string;
  readonly why: string;
  readonly types: Set<RecordType>;
}

/** Of each account and region of a part of the scope, what was not read. */
class UnreadPlaces {
  readonly #side: DriftSide;
  readonly #found = new Map<string, Unread>();

  constructor(side: DriftSide) {
    this.#side = side;
  }

  check(type: RecordType, account: string, region?: string): void {
    const { inventory } = this.#side;
    const state = readState(inventory, type, account, region);
    if (state === 'read') return;
    const why = reasonOf(this.#side, type, state, account, region);
    const key = `${account}|${region}|${why}`;
    const own = this.#found.get(key) ?? {
      gap: KINDS[state],
      account,
      ...(region === undefined ? {} : { region }),
      why,
      types: new Set<RecordType>(),
    };
    own.types.add(type);
    this.#found.set(key, own);
  }

  /** What is missing in all regions of an account is said once. */
  gaps(regions: readonly string[]): DriftGap[] {
    const found = [...this.#found.values()];
    const everywhere = (one: Unread): boolean =>
      one.region !== undefined &&
      regions.every((region) =>
        found.some(
          (other) =>
            other.account === one.account &&
            other.region === region &&
            [...one.types].every((type) => other.types.has(type)),
        ),
      );
    const gaps = found.map((one): DriftGap => {
      const whole = everywhere(one);
      const account = accountText(this.#side.inventory, one.account);
      return {
        gap: one.gap,
        what: `${account}${one.region === undefined || whole ? '' : ` in ${one.region}`}`,
        why: one.why,
        types: [...one.types].map((type) => TYPE_WORDS[type]).sort(byCodeUnit),
        id: one.account,
      };
    });
    return [...new Map(gaps.map((gap) => [JSON.stringify(gap), gap])).values()];
  }
}

/**
 * @param side the one that was read
 * @param types those that are compared, among those that it knows
 * @param regions of the other side, besides its own
 */
export function readGaps(
  side: DriftSide,
  types: Iterable<RecordType>,
  parts: readonly ScopePart[],
  regions: readonly string[],
): DriftGap[] {
  const { inventory, source } = side;
  const compared = [...types];
  const accounts = [
    ...new Set([...ownAccounts(inventory), ...refusedAccounts(inventory, compared)]),
  ];
  const all = [...new Set([...knownRegions(inventory), ...regions])].sort(byCodeUnit);
  const unread = new UnreadPlaces(side);
  const notAsked: string[] = [];
  for (const type of compared) {
    const own = inventory.coverage[type];
    if (own === undefined || (own.state !== 'read' && own.except.length === 0)) {
      notAsked.push(TYPE_WORDS[type]);
      continue;
    }
    if (GLOBAL.has(type)) {
      if (own.state !== 'read') notAsked.push(TYPE_WORDS[type]);
      continue;
    }
    const regional = own.except.some(({ region }) => region !== undefined);
    const asking = parts.filter((part) => part.types.has(type));
    for (const account of accounts)
      for (const region of regional ? all : [undefined])
        if (asking.length === 0 || asking.some((p) => asksAbout(p, inventory, account, region)))
          unread.check(type, account, region);
  }
  return [
    ...(notAsked.length > 0
      ? [
          {
            gap: 'not-asked' as const,
            what: notAsked.sort(byCodeUnit).join(', '),
            why: `${source.name} was not asked for them`,
            types: notAsked,
          },
        ]
      : []),
    ...unread.gaps(all),
  ];
}
