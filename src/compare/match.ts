/**
 * Which element of one diagram is which of another. Equal identities are the same thing. What has no
 * explicit id is known by its path, so a renamed group would take everything in it with it: such
 * elements are found again by what they hold and what they are linked to.
 *
 * Every choice looks at both sides alike, so that comparing the other way round pairs the same.
 */

import { canonicalJson } from '../model/canonical-json.ts';
import type { Diagram, Element, Identity } from '../model/diagram.ts';
import { byCodeUnit } from '../model/order.ts';

/** Pairs of identities, both ways. */
export interface Pairing {
  readonly after: ReadonlyMap<Identity, Identity>;
  readonly before: ReadonlyMap<Identity, Identity>;
}

/** Of what two renamed elements have, this part at least must be the same. */
const ALIKE = 0.5;
/** More pairs than this under one parent are not weighed: that would take seconds. */
const MOST_PAIRS = 250_000;

type Children = ReadonlyMap<Identity | undefined, readonly Identity[]>;

interface MatchSide {
  readonly elements: Diagram['elements'];
  readonly children: Children;
  readonly traits: (id: Identity) => ReadonlySet<string>;
}

/** Members of each group, and those of the page. */
export function childrenOf({ elements }: Diagram): Children {
  const found = new Map<Identity | undefined, Identity[]>();
  for (const [id, { parent }] of Object.entries(elements)) {
    const siblings = found.get(parent);
    if (siblings) siblings.push(id);
    else found.set(parent, [id]);
  }
  return found;
}

/** What tells an element from others whatever its name is: facts, what it holds, what it is linked to. */
function side(diagram: Diagram): MatchSide {
  const children = childrenOf(diagram);
  const links = new Map<Identity, string[]>();
  const note = (end: Identity, trait: string): void => {
    const there = links.get(end);
    if (there) there.push(trait);
    else links.set(end, [trait]);
  };
  for (const { relation, from, to } of Object.values(diagram.links)) {
    note(from, `${relation} to ${to}`);
    note(to, `${relation} from ${from}`);
  }
  const known = new Map<Identity, ReadonlySet<string>>();
  const traits = (id: Identity): ReadonlySet<string> => {
    const there = known.get(id);
    if (there) return there;
    const { id: _, ...facts } = diagram.elements[id]?.facts ?? {};
    const found = new Set(links.get(id));
    for (const [key, value] of Object.entries(facts)) found.add(`${key}: ${canonicalJson(value)}`);
    const open = [...(children.get(id) ?? [])];
    for (let inner = open.pop(); inner !== undefined; inner = open.pop()) {
      const member = diagram.elements[inner];
      // Without its path: a group that is renamed with one in it is still known by the rest.
      found.add(
        member?.facts.id === undefined ? canonicalJson([member?.kind, member?.name]) : inner,
      );
      open.push(...(children.get(inner) ?? []));
    }
    known.set(id, found);
    return found;
  };
  return { elements: diagram.elements, children, traits };
}

/** Part of the traits of both that both have; 1 when neither has any. */
function likeness(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  if (a.size === 0 && b.size === 0) return 1;
  let shared = 0;
  for (const trait of a) if (b.has(trait)) shared++;
  return shared / (a.size + b.size - shared);
}

interface MatchCandidate {
  readonly before: Identity;
  readonly after: Identity;
  /** Larger is better. */
  readonly score: number;
}

/** Best first; ties by what does not depend on which side is which. */
function byScore(a: MatchCandidate, b: MatchCandidate): number {
  const key = ({ before, after }: MatchCandidate): string =>
    before < after ? `${before}\n${after}` : `${after}\n${before}`;
  return b.score - a.score || byCodeUnit(key(a), key(b));
}

const bothBare = (a: Element | undefined, b: Element | undefined): boolean =>
  a?.facts.id === undefined && b?.facts.id === undefined;

class Matcher {
  readonly after = new Map<Identity, Identity>();
  readonly before = new Map<Identity, Identity>();
  readonly #old: MatchSide;
  readonly #new: MatchSide;
  readonly #open: [Identity | undefined, Identity | undefined][] = [[undefined, undefined]];

  constructor(before: Diagram, after: Diagram) {
    this.#old = side(before);
    this.#new = side(after);
    for (const id of Object.keys(before.elements))
      if (Object.hasOwn(after.elements, id)) this.#pair(id, id);
    this.#below();
    this.#moved();
  }

  #pair(before: Identity, after: Identity): void {
    this.after.set(before, after);
    this.before.set(after, before);
    this.#open.push([before, after]);
  }

  /** Members of paired groups, until nothing more is found. */
  #below(): void {
    for (let pair = this.#open.pop(); pair; pair = this.#open.pop()) {
      const [old, now] = pair;
      const gone = (): Identity[] =>
        (this.#old.children.get(old) ?? []).filter((id) => !this.after.has(id));
      const come = (): Identity[] =>
        (this.#new.children.get(now) ?? []).filter((id) => !this.before.has(id));
      if (gone().length === 0 || come().length === 0) continue;
      this.#bySegment(gone(), come(), old, now);
      this.#byName(gone(), come());
      this.#byTraits(gone(), come());
    }
  }

  /** Under a parent that is another only by name, a member keeps its own part of the path. */
  #bySegment(gone: Identity[], come: Identity[], old?: Identity, now?: Identity): void {
    if (old === undefined || now === undefined || old === now) return;
    const there = new Set(come);
    for (const id of gone) {
      const same = id.startsWith(`${old}/`) ? now + id.slice(old.length) : undefined;
      if (same !== undefined && there.has(same)) this.#pair(id, same);
    }
  }

  /** Something that was given an explicit id, or lost it. Another id is another thing. */
  #byName(gone: Identity[], come: Identity[]): void {
    const old = this.#only(gone, this.#old);
    const now = this.#only(come, this.#new);
    for (const [key, id] of old) {
      const same = now.get(key);
      if (!id || !same) continue;
      const a = this.#old.elements[id]?.facts.id;
      const b = this.#new.elements[same]?.facts.id;
      if ((a === undefined) !== (b === undefined)) this.#pair(id, same);
    }
  }

  /** Those that are alone with their kind and name, by these; undefined where several are. */
  #only(ids: readonly Identity[], { elements }: MatchSide): Map<string, Identity | undefined> {
    const found = new Map<string, Identity | undefined>();
    for (const id of ids) {
      const key = canonicalJson([elements[id]?.kind, elements[id]?.name]);
      found.set(key, found.has(key) ? undefined : id);
    }
    return found;
  }

  /** Renamed siblings: the same kind, and alike in what they have. */
  #byTraits(gone: Identity[], come: Identity[]): void {
    if (gone.length * come.length > MOST_PAIRS) return;
    const candidates: MatchCandidate[] = [];
    for (const before of gone)
      for (const after of come) {
        const a = this.#old.elements[before];
        const b = this.#new.elements[after];
        const [traitsA, traitsB] = [this.#old.traits(before), this.#new.traits(after)];
        // With nothing but a name, another name is another thing.
        if (a?.kind !== b?.kind || !bothBare(a, b) || traitsA.size + traitsB.size === 0) continue;
        const score = likeness(traitsA, traitsB);
        if (score >= ALIKE) candidates.push({ before, after, score });
      }
    this.#take(candidates);
  }

  /** What left one group and came into another under its name, the only one that did. */
  #moved(): void {
    const gone = Object.keys(this.#old.elements).filter((id) => !this.after.has(id));
    const come = Object.keys(this.#new.elements).filter((id) => !this.before.has(id));
    const now = this.#only(come, this.#new);
    const candidates: MatchCandidate[] = [];
    for (const [key, before] of this.#only(gone, this.#old)) {
      const after = now.get(key);
      if (!before || !after) continue;
      if (!bothBare(this.#old.elements[before], this.#new.elements[after])) continue;
      if (likeness(this.#old.traits(before), this.#new.traits(after)) < ALIKE) continue;
      // Groups before their members, which then follow them.
      const depth = this.#depth(before, this.#old) + this.#depth(after, this.#new);
      candidates.push({ before, after, score: -depth });
    }
    this.#take(candidates);
  }

  #depth(id: Identity, { elements }: MatchSide): number {
    const seen = new Set<Identity>();
    for (let at: Identity | undefined = id; at !== undefined && !seen.has(at); ) {
      seen.add(at);
      at = elements[at]?.parent;
    }
    return seen.size;
  }

  #take(candidates: MatchCandidate[]): void {
    for (const { before, after } of candidates.sort(byScore)) {
      if (this.after.has(before) || this.before.has(after)) continue;
      this.#pair(before, after);
      // What is in it follows at once: a later candidate must not take its members.
      this.#below();
    }
  }
}

/** Elements of `before` and `after` that are the same thing. */
export function matchElements(before: Diagram, after: Diagram): Pairing {
  return new Matcher(before, after);
}

/**
 * Links that are the same: by explicit id, else of one relation between the same two ends; among
 * several of these, those with the same facts first, then in their order.
 */
export function matchLinks(before: Diagram, after: Diagram, elements: Pairing): Pairing {
  const pairs = { after: new Map<Identity, Identity>(), before: new Map<Identity, Identity>() };
  const pair = (old: Identity, now: Identity): void => {
    pairs.after.set(old, now);
    pairs.before.set(now, old);
  };
  for (const [id, { facts }] of Object.entries(before.links))
    if (facts.id !== undefined && Object.hasOwn(after.links, id)) pair(id, id);
  const old = byEnds(before, pairs.after, (end) => elements.after.get(end));
  const now = byEnds(after, pairs.before, (end) => end);
  for (const [ends, gone] of old) {
    const come = now.get(ends) ?? [];
    const named = (links: readonly UnmatchedElement[]) => links.filter((link) => link.named);
    const bare = (links: readonly UnmatchedElement[]) => links.filter((link) => !link.named);
    const zip = (
      a: readonly UnmatchedElement[],
      b: readonly UnmatchedElement[],
      same = false,
    ): void => {
      for (const { id, facts } of a) {
        const other = b.find(
          (link) => !pairs.before.has(link.id) && (!same || link.facts === facts),
        );
        if (other && !pairs.after.has(id)) pair(id, other.id);
      }
    };
    zip(bare(gone), bare(come), true);
    zip(bare(gone), bare(come));
    // One that was given an explicit id, or lost it; another id is another link.
    zip(bare(gone), named(come));
    zip(named(gone), bare(come));
  }
  return pairs;
}

interface UnmatchedElement {
  readonly id: Identity;
  readonly named: boolean;
  readonly facts: string;
}

function byEnds(
  { links }: Diagram,
  taken: ReadonlyMap<Identity, Identity>,
  endOf: (end: Identity) => Identity | undefined,
): Map<string, UnmatchedElement[]> {
  const found = new Map<string, UnmatchedElement[]>();
  const ordered = Object.entries(links).sort(
    ([a, x], [b, y]) => x.order - y.order || byCodeUnit(a, b),
  );
  for (const [id, { relation, from, to, facts }] of ordered) {
    const ends = [endOf(from), endOf(to)];
    if (taken.has(id) || ends.includes(undefined)) continue;
    const key = canonicalJson([relation, ...ends]);
    const waiting = { id, named: facts.id !== undefined, facts: canonicalJson(facts) };
    found.set(key, [...(found.get(key) ?? []), waiting]);
  }
  return found;
}
