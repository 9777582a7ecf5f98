/** The diagram as nested levels, each with the links that matter to it. */

import type { Diagram, Element, Identity } from '../../model/diagram.ts';

export interface LiftedLink {
  /** Identities of two different members of one level. */
  readonly from: Identity;
  readonly to: Identity;
  /** Identity of the link itself. */
  readonly link: Identity;
  /** Its own ends, which may be deeper. */
  readonly ends: { readonly from: Identity; readonly to: Identity };
}

export interface Level {
  /** Absent for the page itself. */
  readonly identity?: Identity;
  readonly element?: Element;
  readonly members: readonly Level[];
  /** Links between different members, lifted from wherever they end inside of them. */
  readonly links: readonly LiftedLink[];
}

interface LevelBuilder {
  identity?: Identity;
  element?: Element;
  members: LevelBuilder[];
  links: LiftedLink[];
}

/** From the top down to `id` itself. */
function pathTo(diagram: Diagram, id: Identity): Identity[] {
  const path: Identity[] = [];
  for (let at: Identity | undefined = id; at !== undefined; at = diagram.elements[at]?.parent)
    path.push(at);
  return path.reverse();
}

export function levels(diagram: Diagram): Level {
  const page: LevelBuilder = { members: [], links: [] };
  const byIdentity = new Map<Identity, LevelBuilder>();
  for (const [identity, element] of Object.entries(diagram.elements)) {
    const level: LevelBuilder = { identity, element, members: [], links: [] };
    byIdentity.set(identity, level);
    const parent = element.parent === undefined ? page : byIdentity.get(element.parent);
    (parent ?? page).members.push(level);
  }
  for (const [link, { from, to }] of Object.entries(diagram.links)) {
    const tail = pathTo(diagram, from);
    const head = pathTo(diagram, to);
    let depth = 0;
    while (depth < tail.length && tail[depth] === head[depth]) depth++;
    const a = tail[depth];
    const b = head[depth];
    // A link from a group to its own member has no two sides to place.
    if (a === undefined || b === undefined) continue;
    const shared = depth === 0 ? page : byIdentity.get(tail[depth - 1] ?? '');
    shared?.links.push({ from: a, to: b, link, ends: { from, to } });
  }
  return page;
}
