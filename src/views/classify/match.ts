/** Whether the conditions of a rule hold for an element. */

import { lookup } from '../../icons/catalogue.ts';
import type { Place } from '../../inventory/placement.ts';
import { AddressSet } from '../../model/addresses.ts';
import { parseBlock } from '../../model/cidr.ts';
import type { ClassifyRule } from '../../model/derivation.ts';
import type { Element, Identity } from '../../model/diagram.ts';
import { wordOfKind } from '../../model/words.ts';

const OUS = new Set(['ou', 'folder', 'management-group']);
const ACCOUNTS = new Set(['account', 'project', 'subscription']);

/** Each element with all that is around it. */
export class Surroundings {
  readonly #elements: Readonly<Record<Identity, Element>>;
  readonly #places: ReadonlyMap<string, Place>;
  readonly #known = new Map<Identity, { readonly [K in keyof Place]-?: ReadonlySet<string> }>();

  constructor(elements: Readonly<Record<Identity, Element>>, places: ReadonlyMap<string, Place>) {
    this.#elements = elements;
    this.#places = places;
  }

  element(identity: Identity): Element | undefined {
    return this.#elements[identity];
  }

  /** Ids and names of the OUs and accounts that an element is or is in, drawn or not. */
  of(identity: Identity): { readonly [K in keyof Place]-?: ReadonlySet<string> } {
    const known = this.#known.get(identity);
    if (known) return known;
    const accounts = new Set<string>();
    const ous = new Set<string>();
    let at: Identity | undefined = identity;
    while (at !== undefined) {
      const element: Element | undefined = this.#elements[at];
      if (!element) break;
      const { kind, name, facts } = element;
      const names = [name, ...(facts.id === undefined ? [] : [facts.id])];
      if (ACCOUNTS.has(kind)) for (const text of names) accounts.add(text);
      if (OUS.has(kind)) {
        for (const text of names) ous.add(text);
        // Cartography keys an OU by its organization, people call it by the second part.
        ous.add(facts.id?.split('/').at(-1) ?? name);
      }
      const place = facts.id === undefined ? undefined : this.#places.get(facts.id);
      for (const text of place?.accounts ?? []) accounts.add(text);
      for (const text of place?.ous ?? []) ous.add(text);
      at = element.parent;
    }
    const found = { accounts, ous };
    this.#known.set(identity, found);
    return found;
  }
}

/** A tag that a rule asks for: `true` for any value. */
export interface WantedTag {
  readonly key: string;
  readonly values: readonly string[] | true;
}

export interface Condition {
  readonly rule: ClassifyRule;
  /** Whether the rule is about elements of this kind at all. */
  readonly concerns: (element: Element) => boolean;
  readonly tags: readonly WantedTag[];
  readonly holds: (identity: Identity, around: Surroundings) => boolean;
}

/** A kind as the model names it. */
const modelKind = (kind: string): string =>
  wordOfKind(kind) ? kind : (lookup(kind)?.kind ?? kind);

/** A rule, prepared for matching many elements. */
export function conditionOf(rule: ClassifyRule): Condition {
  const { when } = rule;
  const kinds = new Set((when.kinds ?? ['vpc']).map(modelKind));
  const tags = Object.entries(when.tags ?? {}).map(([key, wanted]) => ({
    key,
    values: typeof wanted === 'string' ? [wanted] : wanted,
  }));
  const addresses = when.cidrs && AddressSet.parse(when.cidrs.filter((text) => parseBlock(text)));
  const concerns = ({ kind }: Element): boolean => kinds.has(kind);
  return {
    rule,
    concerns,
    tags,
    holds(identity, around) {
      const element = around.element(identity);
      if (!element || !concerns(element)) return false;
      if (!tags.every((tag) => hasTag(element, tag))) return false;
      if (addresses && !within(element, addresses)) return false;
      if (!when.ous && !when.accounts) return true;
      const { ous, accounts } = around.of(identity);
      return (
        (when.ous?.some((ou) => ous.has(ou)) ?? true) &&
        (when.accounts?.some((account) => accounts.has(account)) ?? true)
      );
    },
  };
}

/** Recorded tags. `Name` is what the element is called, so it is not kept among them. */
export function tagsOf({ name, facts }: Element): Readonly<Record<string, string>> {
  return name === facts.id ? (facts.tags ?? {}) : { Name: name, ...facts.tags };
}

export function hasTag(element: Element, { key, values }: WantedTag): boolean {
  const tags = tagsOf(element);
  if (!Object.hasOwn(tags, key)) return false;
  return values === true || values.includes(tags[key] ?? '');
}

/** What has no blocks is in none: a rule over addresses says nothing about it. */
function within({ facts }: Element, addresses: AddressSet): boolean {
  const own = AddressSet.parse(facts.cidr ?? []);
  return own !== undefined && !own.isEmpty && addresses.contains(own);
}
