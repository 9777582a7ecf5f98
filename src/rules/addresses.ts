/** Address ranges of segments, and which networks are joined. */

import { type CidrBlock, overlap, parseBlock } from '../model/cidr.ts';
import type { Identity } from '../model/diagram.ts';
import { mayBeActive } from '../model/status.ts';
import { isSegment } from './kinds.ts';
import type { RuleCheck, RuleFinding } from './rule.ts';
import type { View } from './view.ts';

interface AddressRange {
  readonly text: string;
  readonly block: CidrBlock;
}

/** What is no block was reported when the diagram was compiled. */
export function blocks(view: View, id: Identity): AddressRange[] {
  return (view.element(id).facts.cidr ?? []).flatMap((text) => {
    const block = parseBlock(text);
    return block ? [{ text, block }] : [];
  });
}

/** The nearest segment around a segment that has blocks, where both have. */
export function networkAround(view: View, id: Identity): Identity | undefined {
  if (blocks(view, id).length === 0) return undefined;
  return view
    .around(id)
    .find((group) => isSegment(view.element(group).kind) && blocks(view, group).length > 0);
}

/** The outermost segment around an element; itself where there is none. */
function site(view: View, id: Identity): Identity {
  return [id, ...view.around(id)].findLast((at) => isSegment(view.element(at).kind)) ?? id;
}

/** Sets that grow together: for each member the same one of its set. */
class Groups<T> {
  readonly #first = new Map<T, T>();

  rootOf(member: T): T {
    let at = member;
    for (let next = this.#first.get(at); next !== undefined; next = this.#first.get(at)) at = next;
    return at;
  }

  join(one: T, other: T): void {
    const [a, b] = [this.rootOf(one), this.rootOf(other)];
    if (a !== b) this.#first.set(b, a);
  }
}

/** Networks that links join, over any number of stops. A failed or rejected peering joins nothing. */
function joined(view: View): (id: Identity) => Identity {
  const groups = new Groups<Identity>();
  for (const id of view.links) {
    const { from, to, facts } = view.link(id);
    // Over the internet everything is joined with everything, and addresses are translated.
    if ([from, to].some((end) => view.zone(end) === 'untrusted')) continue;
    if (mayBeActive(facts.status)) groups.join(site(view, from), site(view, to));
  }
  return (id) => groups.rootOf(site(view, id));
}

interface HeldRange extends AddressRange {
  readonly id: Identity;
  readonly site: Identity;
  readonly root: Identity;
}

/** One finding a block, with all that hold addresses of it. */
export function overlaps(view: View): RuleCheck {
  const rootOf = joined(view);
  const ranges = view.segments.flatMap((id) =>
    blocks(view, id).map(
      (range): HeldRange => ({
        ...range,
        id,
        site: site(view, id),
        root: rootOf(id),
      }),
    ),
  );
  const groups = new Groups<HeldRange>();
  const found = new Set<HeldRange>();
  const sites = new Set<string>();
  ranges.forEach((a, i) => {
    for (const b of ranges.slice(i + 1)) {
      if (a.root !== b.root || a.id === b.id || !overlap(a.block, b.block)) continue;
      if (view.isIn(a.id, b.id) || view.isIn(b.id, a.id)) continue;
      const pair = JSON.stringify([a.site, b.site].sort());
      // Subnets of two networks that overlap would all be reported again.
      const isPart = a.id !== a.site || b.id !== b.site;
      if (isPart && a.site !== b.site && sites.has(pair)) continue;
      sites.add(pair);
      groups.join(a, b);
      found.add(a).add(b);
    }
  });
  const byBlock = new Map<HeldRange, HeldRange[]>();
  for (const range of ranges.filter((one) => found.has(one))) {
    const root = groups.rootOf(range);
    byBlock.set(root, [...(byBlock.get(root) ?? []), range]);
  }
  return {
    count: ranges.length,
    found: [...byBlock.values()].map((held) => findingOf(view, held)),
  };
}

/** Of blocks that overlap, one holds all others. */
function findingOf(view: View, held: readonly HeldRange[]): RuleFinding {
  const [first, second] = held as [HeldRange, HeldRange];
  const of = ({ text, id }: HeldRange): string => `${text} of ${view.name(id)}`;
  if (held.length === 2) return { message: `${of(second)} overlaps ${of(first)}`, at: second.id };
  const largest = held.reduce((a, b) => (b.block.bits < a.block.bits ? b : a));
  const holders = held.map((range) =>
    range.text === largest.text ? view.name(range.id) : of(range),
  );
  const message = `${held.length} connected segments have addresses in ${largest.text}: ${holders.join(', ')}`;
  return { message, at: second.id };
}
