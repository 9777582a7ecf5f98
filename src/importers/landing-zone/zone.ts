/** What a landing zone's configuration declares, as resources by the names of Terraform's AWS provider. */

import type { Origin } from '../../model/diagnostic.ts';
import type { DeclaredResource } from '../aws-resources/resource.ts';
import { Reference, Unknown, type Value, type ValueMap } from '../aws-resources/values.ts';
import type { UnresolvedFact } from '../file-importer.ts';
import { present } from '../present.ts';
import type { YamlMapping } from '../yaml-mapping.ts';
import { openPlaceholder } from './config-files.ts';

/** Where something is made. */
export interface ZonePlace {
  /** The account's name in the configuration. */
  readonly account: string;
  readonly region: string;
}

export class LandingZone {
  readonly scope: string;
  readonly #prefix: string;
  readonly #ids: ReadonlyMap<string, string>;
  readonly #resources = new Map<string, DeclaredResource>();
  readonly #unresolved = new Map<string, UnresolvedFact>();
  /** Sections that nothing reads, with their number of entries. */
  readonly unmapped = new Map<string, number>();

  /**
   * @param ids of accounts, by name
   * @param prefix of addresses, where several configurations are read together
   */
  constructor(scope: string, ids: ReadonlyMap<string, string>, prefix: string) {
    this.scope = scope;
    this.#ids = ids;
    this.#prefix = prefix;
  }

  get resources(): readonly DeclaredResource[] {
    return [...this.#resources.values()];
  }

  get unresolved(): readonly UnresolvedFact[] {
    return [...this.#unresolved.values()];
  }

  has(address: string): boolean {
    return this.#resources.has(this.#prefix + address);
  }

  note(what: string, reason: string, at: Origin): void {
    const key = `${what}\n${reason}`;
    if (!this.#unresolved.has(key)) this.#unresolved.set(key, { what, reason, at });
  }

  skip(section: string, number: number): void {
    if (number > 0) this.unmapped.set(section, (this.unmapped.get(section) ?? 0) + number);
  }

  /** Id of the record of an account: its own, where the configuration states it. */
  accountId(name: string): string {
    return this.#ids.get(name) ?? `${this.#prefix}account/${name}`;
  }

  /** Address of something in an account and region. */
  address({ account, region }: ZonePlace, ...path: readonly string[]): string {
    return [account, region, ...path].join('/');
  }

  ref(address: string, ...path: readonly (string | number)[]): Reference {
    return new Reference(this.scope, this.#prefix + address, path.length > 0 ? path : ['id']);
  }

  /** The first of an address stays. */
  add(
    type: string,
    address: string,
    at: Origin,
    values: Readonly<Record<string, Value | undefined>>,
    more: { readonly label?: string; readonly place?: ZonePlace } = {},
  ): void {
    const whole = this.#prefix + address;
    if (this.#resources.has(whole)) return;
    const { label, place } = more;
    const account = place && this.accountId(place.account);
    this.#resources.set(whole, {
      ...{ scope: this.scope, address: whole, type, managed: true, applied: false, at },
      values: present(values) as ValueMap,
      ...present({ label, account, region: place?.region }),
    });
  }
}

/** A text of the configuration; unknown where a placeholder in it has no value. */
export function known(item: YamlMapping, key: string): string | Unknown | undefined {
  const text = item.text(key);
  const open = text === undefined ? undefined : openPlaceholder(text);
  if (open !== undefined)
    return new Unknown(`no file of the configuration gives {{ ${open} }} a value`);
  return text;
}

/** Like `known`, for what names something: absent where that is not known. */
export function name(item: YamlMapping, key: string): string | undefined {
  const text = known(item, key);
  return typeof text === 'string' ? text : undefined;
}

/** Each of a list, as `known` says it. */
export const knownTexts = (item: YamlMapping, key: string): readonly (string | Unknown)[] =>
  item.texts(key).map((text) => {
    const open = openPlaceholder(text);
    return open === undefined
      ? text
      : new Unknown(`no file of the configuration gives {{ ${open} }} a value`);
  });

/** Those of a list that are known, for what names something. */
export const names = (item: YamlMapping, key: string): readonly string[] =>
  item.texts(key).filter((text) => openPlaceholder(text) === undefined);
