/** Which networks are linked over elements that pass traffic on: transit gateways, their tables, routers, hops. */

import { AddressSet } from '../model/addresses.ts';
import type { Identity } from '../model/diagram.ts';
import type { Route } from '../model/facts.ts';
import { mayBeActive } from '../model/status.ts';
import { isControl, isRouting, isSegment } from './kinds.ts';
import type { View } from './view.ts';

/** One end of a link that was walked to, and the elements between. */
export interface NetworkPath {
  readonly end: Identity;
  readonly through: readonly Identity[];
}

/** Passes on whatever way a link points; any other element only what is sent to it. */
const passesBothWays = (view: View, id: Identity): boolean => {
  const { kind, group } = view.element(id);
  return isRouting(kind) || (!group && view.zone(id) === undefined && !isControl(kind));
};

/** A network ends a path, and so do a control, which decides, and what is someone else's or out of scope itself. */
const passes = (view: View, id: Identity): boolean => {
  const { kind, group } = view.element(id);
  if (isControl(kind) || ['untrusted', 'out-of-scope', 'cde'].includes(view.zone(id) ?? ''))
    return false;
  return isRouting(kind) || (!group && !isSegment(kind));
};

/** Whether a table that states its routes sends traffic to an end of its links. */
function leadsTo(view: View, table: Identity, end: Identity, link: Identity): boolean {
  const routes = view.element(table).facts.routes ?? [];
  if (routes.length === 0) return true;
  const names = (id: Identity): string[] => {
    const { name, facts } = view.element(id);
    return [id, name, facts.id ?? name];
  };
  const own = new Set([...names(end), view.link(link).facts.id ?? link]);
  const known = new Set(
    view.links.flatMap((id) => {
      const { from, to, facts } = view.link(id);
      if (from !== table && to !== table) return [];
      return [...names(from), ...names(to), facts.id ?? id];
    }),
  );
  const addresses = AddressSet.parse(view.element(end).facts.cidr ?? []);
  return routes.some(({ destination, target }: Route) => {
    if (own.has(target)) return true;
    if (known.has(target) || /blackhole/i.test(target)) return false;
    // A target that nothing here is called: the addresses decide, and where they cannot, it may.
    const to = AddressSet.parse([destination]);
    return !to || !addresses || addresses.isEmpty || to.overlaps(addresses);
  });
}

/** Every end of links that can be walked to from `start`, over the link `first`, with what is between. */
export function pathsOver(view: View, start: Identity, first: Identity): NetworkPath[] {
  const { from, to, facts, relation } = view.link(first);
  if (!mayBeActive(facts.status)) return [];
  const found: NetworkPath[] = [];
  const near = from === start ? to : from;
  const open: NetworkPath[] = [{ end: near, through: [] }];
  const isSent = relation !== 'flow' && view.ways(first).some((way) => way.to === near);
  const seen = new Set([start]);
  for (let at = open.shift(); at; at = open.shift()) {
    if (seen.has(at.end)) continue;
    seen.add(at.end);
    found.push(at);
    const { end: hop, through } = at;
    if (!passes(view, hop)) continue;
    const both = passesBothWays(view, hop);
    if (hop === near && !both && !isSent) continue;
    for (const link of view.links) {
      if (link === first || !mayBeActive(view.link(link).facts.status)) continue;
      for (const next of nextEnds(view, hop, link, both))
        if (leadsTo(view, hop, next, link)) open.push({ end: next, through: [...through, hop] });
    }
  }
  return found;
}

/** Where a link leads on from a hop: of a box, also from what is in it. */
function nextEnds(view: View, hop: Identity, link: Identity, both: boolean): Identity[] {
  const { from, to, relation } = view.link(link);
  if (both)
    return [
      ...(view.isIn(from, hop) && !view.isIn(to, hop) ? [to] : []),
      ...(view.isIn(to, hop) && !view.isIn(from, hop) ? [from] : []),
    ];
  // What an application does with data that it is sent is its own: only connections go on.
  if (relation === 'flow') return [];
  return view.ways(link).flatMap((way) => (way.from === hop ? [way.to] : []));
}
