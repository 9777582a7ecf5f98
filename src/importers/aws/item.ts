/** One thing in an answer of AWS: its values by name, whatever they really are, and where it stands. */

import type { RecordProvenance } from '../../inventory/provenance.ts';
import type { Origin } from '../../model/diagnostic.ts';
import { AWS } from './source.ts';

type Values = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is Values =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What is absent, empty or of another type than it should be counts as absent: it never ends an import. */
export class Item {
  readonly values: Values;
  readonly at: Origin;
  /** Of the folder that the answer lies in. */
  readonly account: string | undefined;
  readonly region: string | undefined;
  readonly #source: Pick<RecordProvenance, 'source' | 'asOf'>;

  /** @param source whose answer it is, and of what time, where single things have one */
  constructor(
    values: Values,
    at: Origin,
    account: string | undefined,
    region: string | undefined,
    source: Pick<RecordProvenance, 'source' | 'asOf'> = { source: AWS.id },
  ) {
    this.values = values;
    this.at = at;
    this.account = account;
    this.region = region;
    this.#source = source;
  }

  text(name: string): string | undefined {
    const value = this.values[name];
    if (typeof value === 'number') return String(value);
    return typeof value === 'string' && value !== '' ? value : undefined;
  }

  number(name: string): number | undefined {
    const value = this.values[name];
    if (typeof value === 'number') return value;
    return typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : undefined;
  }

  flag(name: string): boolean {
    return this.values[name] === true || this.values[name] === 'true';
  }

  /** Absent where the answer does not say it. */
  choice(name: string): boolean | undefined {
    const value = this.values[name];
    return typeof value === 'boolean' ? value : undefined;
  }

  texts(name: string): readonly string[] {
    const value = this.values[name];
    return Array.isArray(value)
      ? value.filter((one): one is string => typeof one === 'string' && one !== '')
      : [];
  }

  inner(name: string): Item {
    const value = this.values[name];
    return this.#of(isObject(value) ? value : {});
  }

  items(name: string): readonly Item[] {
    const value = this.values[name];
    return Array.isArray(value) ? value.filter(isObject).map((one) => this.#of(one)) : [];
  }

  /** Of each item in a list, one text: `Groups[].GroupId`. */
  each(name: string, text: string): readonly string[] {
    return this.items(name).flatMap((item) => item.text(text) ?? []);
  }

  /** Tags in any of the ways in which services write them: lists of `Key` and `Value`, or a mapping. */
  get tags(): ReadonlyMap<string, string> {
    const found = new Map<string, string>();
    for (const name of ['Tags', 'TagSet', 'TagList', 'tags']) {
      for (const tag of this.items(name)) {
        const key = tag.text('Key') ?? tag.text('key');
        if (key !== undefined) found.set(key, tag.text('Value') ?? tag.text('value') ?? '');
      }
      const mapping = this.values[name];
      if (isObject(mapping))
        for (const [key, value] of Object.entries(mapping))
          if (typeof value === 'string') found.set(key, value);
    }
    return found;
  }

  get provenance(): RecordProvenance {
    return { ...this.#source, at: this.at };
  }

  #of(values: Values): Item {
    return new Item(values, this.at, this.account, this.region, this.#source);
  }
}
