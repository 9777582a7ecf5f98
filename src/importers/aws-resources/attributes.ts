/** Reads attributes of a resource by name and type. What nobody asks for is never read. */

import type { AbsenceReason, InventoryRecord } from '../../inventory/provenance.ts';
import { tagKey } from '../../inventory/tags.ts';
import { byCodeUnit } from '../../model/order.ts';
import { isAllowed } from './allow-list.ts';
import {
  absenceOfMissing,
  type DeclaredResource,
  type NoteUnresolved,
  saysAll,
} from './resource.ts';
import type { ResourceIndex } from './resource-index.ts';
import {
  entry,
  isList,
  isMap,
  Reference,
  Sensitive,
  Unknown,
  type Value,
  type ValueMap,
} from './values.ts';

export interface ReadContext {
  /** Its name, for provenance. */
  readonly source: string;
  readonly index: ResourceIndex;
  /** Keys of tags to keep, as `tagKey` gives them. */
  readonly tagKeys: ReadonlySet<string>;
  readonly note: NoteUnresolved;
}

/** ResourceAttributes of a resource, or of a block in it. */
export class ResourceAttributes {
  readonly resource: DeclaredResource;
  readonly context: ReadContext;
  readonly #values: ValueMap;
  readonly #path: string;

  constructor(
    resource: DeclaredResource,
    context: ReadContext,
    values: ValueMap = resource.values,
    path = '',
  ) {
    this.resource = resource;
    this.context = context;
    this.#values = values;
    this.#path = path;
  }

  /** Of another resource. */
  of(resource: DeclaredResource): ResourceAttributes {
    return new ResourceAttributes(resource, this.context);
  }

  get id(): string {
    return this.context.index.idOf(this.resource);
  }

  /** Throws for a name that the list of what is read does not have. */
  #own(name: string): Value | undefined {
    if (!isAllowed(name)) throw new Error(`the attribute ${name} is not in the allow-list`);
    return entry(this.#values, name);
  }

  /** The value, or what it refers to where that is known. */
  value(name: string): Value | undefined {
    const value = this.#own(name);
    if (!(value instanceof Reference)) return value;
    const known = this.context.index.attribute(value);
    return known === undefined || known instanceof Unknown ? value : known;
  }

  /** Also numbers and booleans, as text; an empty one is absent. */
  text(name: string): string | undefined {
    const value = this.value(name);
    if (typeof value === 'number' || typeof value === 'boolean') return String(value);
    return typeof value === 'string' && value !== '' ? value : undefined;
  }

  /** Like `text`; where it is not known, that is noted. */
  needed(name: string): string | undefined {
    const value = this.value(name);
    if (value instanceof Unknown) this.#note(name, value.reason);
    if (value instanceof Reference) this.#note(name, `${value.text} is known after apply`);
    if (value instanceof Sensitive) this.#note(name, 'sensitive');
    return this.text(name);
  }

  number(name: string): number | undefined {
    const value = this.value(name);
    const number = typeof value === 'string' && value !== '' ? Number(value) : value;
    return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
  }

  flag(name: string): boolean | undefined {
    const value = this.value(name);
    if (value === 'true' || value === 'false') return value === 'true';
    return typeof value === 'boolean' ? value : undefined;
  }

  /** Whether it has a value, or will have one. */
  has(name: string): boolean {
    const value = this.#own(name);
    return value !== undefined && value !== null && value !== '';
  }

  /** Whether there is something in place of a value that could be anything. */
  unknown(name: string): boolean {
    const value = this.value(name);
    return value instanceof Unknown || value instanceof Reference || value instanceof Sensitive;
  }

  /** The id of the record that it means. */
  ref(name: string): string | undefined {
    return this.#meant(name, this.#own(name));
  }

  refs(name: string): readonly string[] {
    const value = this.value(name);
    if (isList(value)) return value.flatMap((item, i) => this.#meant(`${name}[${i}]`, item) ?? []);
    if (value instanceof Unknown || value instanceof Reference) this.#noteUnknown(name, value);
    return [];
  }

  #meant(name: string, value: Value | undefined): string | undefined {
    if (value instanceof Unknown || value instanceof Sensitive) this.#noteUnknown(name, value);
    return this.context.index.resolve(value);
  }

  #noteUnknown(name: string, value: Unknown | Reference | Sensitive): void {
    const reason =
      value instanceof Unknown
        ? value.reason
        : value instanceof Sensitive
          ? 'sensitive'
          : `${value.text} is known after apply`;
    this.#note(name, reason);
  }

  /** The resource that it means. */
  target(name: string): DeclaredResource | undefined {
    return this.context.index.find(this.#own(name));
  }

  /** The resource that it refers to any attribute of. */
  referenced(name: string): DeclaredResource | undefined {
    const value = this.#own(name);
    return value instanceof Reference ? this.context.index.ownerOf(value) : undefined;
  }

  /** The resource of one of these types that it means by a name. */
  named(name: string, types: readonly string[], attributes = ['name', 'id']) {
    return this.context.index.named(types, attributes, this.#own(name), this.resource);
  }

  /** The type of resource that it means, also of one that is only read. */
  targetType(name: string): string | undefined {
    const value = this.#own(name);
    const found = this.target(name);
    if (found) return found.type;
    if (!(value instanceof Reference)) return undefined;
    return /(?:^|\.)(aws_\w+)\.[^.]+$/.exec(value.address)?.[1];
  }

  texts(name: string): readonly string[] {
    const value = this.value(name);
    if (isList(value))
      return value.flatMap((item, i) => {
        if (typeof item === 'string') return item === '' ? [] : [item];
        if (typeof item === 'number') return [String(item)];
        if (item instanceof Reference) {
          const known = this.context.index.attribute(item);
          if (typeof known === 'string') return [known];
        }
        if (item instanceof Unknown || item instanceof Reference || item instanceof Sensitive)
          this.#noteUnknown(`${name}[${i}]`, item);
        return [];
      });
    if (value instanceof Unknown || value instanceof Reference || value instanceof Sensitive)
      this.#noteUnknown(name, value);
    return [];
  }

  /** Nested blocks: a list of maps, or one map. */
  blocks(name: string): readonly ResourceAttributes[] {
    const value = this.value(name);
    const list = isList(value) ? value : isMap(value) ? [value] : [];
    if (value instanceof Unknown) this.#note(name, value.reason);
    return list.flatMap((item, i) => {
      const path = `${this.#path}${name}[${i}].`;
      if (isMap(item)) return [new ResourceAttributes(this.resource, this.context, item, path)];
      if (item instanceof Unknown) this.#note(`${name}[${i}]`, item.reason);
      return [];
    });
  }

  /** Whether there may be blocks that nobody knows. */
  hasOpenBlocks(name: string): boolean {
    const value = this.value(name);
    const list = isList(value) ? value : [value];
    return list.some((item) => item instanceof Unknown || item instanceof Reference);
  }

  /** Says that something is not known. */
  #note(name: string, reason: string): void {
    const what = `${this.resource.address}.${this.#path}${name}`;
    this.context.note(what, reason, this.resource.at);
  }

  /** Says that something cannot be told, in words of the mapping. */
  cannotTell(name: string, reason: string): void {
    this.#note(name, reason);
  }

  /** Tags to keep, without `Name`: that is what it is called. */
  tags(): Readonly<Record<string, string>> {
    const { tagKeys } = this.context;
    return Object.fromEntries(
      this.#allTags()
        .filter(([key]) => key !== 'Name' && tagKeys.has(tagKey(key)))
        .sort(([a], [b]) => byCodeUnit(a, b)),
    );
  }

  /** Its `Name` tag, else one of these attributes. */
  name(...attributes: readonly string[]): string | undefined {
    const tag = this.#allTags().find(([key, value]) => key === 'Name' && value !== '')?.[1];
    if (tag !== undefined) return tag;
    for (const attribute of attributes) {
      const text = this.text(attribute);
      if (text !== undefined) return text;
    }
    return this.resource.label;
  }

  #allTags(): [string, string][] {
    const found = ['tags', 'tags_all'].flatMap((name): [string, string][] => {
      const value = this.value(name);
      if (!isMap(value)) return [];
      return Object.entries(value).flatMap(([key, tag]): [string, string][] => {
        const known = tag instanceof Reference ? this.context.index.attribute(tag) : tag;
        return typeof known === 'string' ? [[key, known]] : [];
      });
    });
    // Scaling groups have a block for each tag.
    const own = this.#own('tag');
    const listed = isList(own)
      ? own.flatMap((tag): [string, string][] =>
          isMap(tag) && typeof tag.key === 'string' && typeof tag.value === 'string'
            ? [[tag.key, tag.value]]
            : [],
        )
      : [];
    return [...new Map([...found, ...listed].reverse())];
  }

  /**
   * What every record has.
   * @param facts by the name of a fact, the attribute that it comes from: says why it is absent
   */
  base(facts: Readonly<Record<string, string>> = {}): InventoryRecord {
    const { at, asOf, address, matchedByIndex } = this.resource;
    const absent: Record<string, AbsenceReason> = {};
    for (const [fact, name] of Object.entries(facts)) {
      const value = this.value(name);
      if (value instanceof Sensitive) absent[fact] = 'redacted';
      else if (value instanceof Unknown) absent[fact] = value.absence;
      else if (value instanceof Reference) absent[fact] = 'known-after-apply';
      else if (value === undefined && !saysAll(this.resource))
        absent[fact] = absenceOfMissing(this.resource);
    }
    return {
      id: this.id,
      provenance: {
        source: this.context.source,
        at,
        address,
        ...(asOf === undefined ? {} : { asOf }),
        ...(matchedByIndex ? { derivedBy: 'same-index' as const } : {}),
      },
      ...(Object.keys(absent).length > 0 ? { absent } : {}),
    };
  }

  /** What an account's record has, too. */
  held(facts: Readonly<Record<string, string>> = {}) {
    const { index } = this.context;
    const account = index.accountOf(this.resource);
    const region = index.regionOf(this.resource);
    return {
      ...this.base(facts),
      accounts: account === undefined ? [] : [account],
      ...(region === undefined ? {} : { region }),
    };
  }
}
