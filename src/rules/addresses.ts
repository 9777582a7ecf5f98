/** Address ranges of segments, and which networks are joined. */

import { type CidrBlock, holds, parseBlock } from '../model/cidr.ts';
import type { Identity } from '../model/diagram.ts';
import { isSegment } from './kinds.ts';
import type { RuleCheck, RuleFinding } from './rule.ts';
import type { View } from './view.ts';

interface AddressRange {
  readonly text: string;
  readonly block: CidrBlock;
}

/** What is no block has been told of when the diagram was compiled. */
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

/** For each element the first of those that links join it with, over any number of stops. */
function joined(view: View): (id: Identity) => Identity {
  const first = new Map<Identity, Identity>();
  const root = (id: Identity): Identity => {
    let at = id;
    for (let next = first.get(at); next !== undefined; next = first.get(at)) at = next;
    return at;
  };
  for (const id of view.links) {
    const { from, to } = view.link(id);
    // Over the internet everything is joined with everything, and addresses are translated.
    if ([from, to].some((end) => view.zone(end) === 'untrusted')) continue;
    const [a, b] = [root(site(view, from)), root(site(view, to))];
    if (a !== b) first.set(b, a);
  }
  return (id) => root(site(view, id));
}

export function overlaps(view: View): RuleCheck {
  const rootOf = joined(view);
  const ranges = view.segments.flatMap((id) =>
    blocks(view, id).map((range) => ({ ...range, id, root: rootOf(id) })),
  );
  const found: RuleFinding[] = [];
  const told = new Set<string>();
  ranges.forEach((a, i) => {
    for (const b of ranges.slice(i + 1)) {
      if (a.root !== b.root || a.id === b.id) continue;
      if (!holds(a.block, b.block) && !holds(b.block, a.block)) continue;
      if (view.isIn(a.id, b.id) || view.isIn(b.id, a.id)) continue;
      // Subnets of two networks that overlap would all be told again.
      const inside = [a, b].some(({ id }) =>
        view.around(id).some((group) => isSegment(view.element(group).kind)),
      );
      if (inside && site(view, a.id) !== site(view, b.id) && told.has(pairOf(view, a.id, b.id)))
        continue;
      told.add(pairOf(view, a.id, b.id));
      const message = `${b.text} of ${view.name(b.id)} overlaps ${a.text} of ${view.name(a.id)}`;
      found.push({ message, at: b.id });
    }
  });
  return { count: view.segments.length, found };
}

const pairOf = (view: View, a: Identity, b: Identity): string =>
  JSON.stringify([site(view, a), site(view, b)].sort());
