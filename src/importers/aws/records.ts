/** What readers of answers share: records by id, names and tags, values that may be absent. */

import type { VpcRecord } from '../../inventory/network.ts';
import type { AccountRecord, InventoryRecord } from '../../inventory/provenance.ts';
import { tagKey } from '../../inventory/tags.ts';
import { byKey } from '../../model/order.ts';
import { present } from '../present.ts';
import type { Item } from './item.ts';

/** In the order of ids; of two of one id the first, as several accounts list what is shared. */
export function byId<T extends InventoryRecord>(records: Iterable<T>): Map<string, T> {
  const found = new Map<string, T>();
  for (const record of records) if (!found.has(record.id)) found.set(record.id, record);
  return new Map([...found].sort(byKey));
}

export const unique = (ids: readonly string[]): string[] => [...new Set(ids)].sort();

/** Which tags are kept: those that rules and options name. `Name` is what a thing is called. */
export class KeptTags {
  readonly #keys: ReadonlySet<string>;

  constructor(keys: readonly string[]) {
    this.#keys = new Set(keys.map(tagKey).filter((key) => key !== 'name'));
  }

  of({ tags }: Pick<Item, 'tags'>): Readonly<Record<string, string>> {
    return Object.fromEntries([...tags].filter(([key]) => this.#keys.has(tagKey(key))).sort(byKey));
  }
}

/** Its Name tag. */
export function nameOf({ tags }: Pick<Item, 'tags'>): string | undefined {
  for (const [key, value] of tags) if (tagKey(key) === 'name' && value !== '') return value;
  return undefined;
}

/** The account and region of a thing: its owner, where the answer names one, else whose answer it is. */
export function heldBy(
  item: Item,
  ownerName = 'OwnerId',
): Pick<AccountRecord, 'accounts' | 'region'> {
  const owner = item.text(ownerName) ?? item.account;
  return { accounts: owner === undefined ? [] : [owner], ...present({ region: item.region }) };
}

/** The account and region in an ARN. */
export function ofArn(arn: string | undefined): { account?: string; region?: string } {
  const [, region, account] = /^arn:[^:]*:[^:]*:([^:]*):(\d{12})?:/.exec(arn ?? '') ?? [];
  return present({ account, region: region === '' ? undefined : region });
}

/** What is read of each item that has an id. */
export const identified = <T>(
  items: readonly Item[],
  name: string,
  read: (item: Item, id: string) => T,
): T[] =>
  items.flatMap((item) => {
    const id = item.text(name);
    return id === undefined ? [] : [read(item, id)];
  });

/** Something in a VPC. */
export const inVpc = (item: Item, id: string, vpc: string | undefined): VpcRecord => ({
  id,
  name: nameOf(item) ?? id,
  ...heldBy(item),
  ...present({ vpc }),
  provenance: item.provenance,
});
