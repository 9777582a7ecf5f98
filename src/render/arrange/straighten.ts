/** Moves elements that hang on one link in front of its other end, so that the line runs straight. */

import type { Diagram, Identity } from '../../model/diagram.ts';
import type { Box } from '../scene/scene.ts';

/** Distance kept from neighbours and from the edge of the group, px. */
const AIR = 20;

const overlaps = (a: Box, b: Box): boolean =>
  a.x < b.x + b.w + AIR && b.x < a.x + a.w + AIR && a.y < b.y + b.h + AIR && b.y < a.y + a.h + AIR;

/**
 * @param port what lines are drawn to, within an element's box
 * @param room where the members of a group (of the page when absent) may stand
 * @param movable false for elements that belong to a grid or a border
 */
export function straighten(
  diagram: Diagram,
  boxes: Map<Identity, Box>,
  port: (id: Identity, box: Box) => Box,
  room: (group: Identity | undefined) => Box,
  movable: (id: Identity) => boolean,
): void {
  const ends = new Map<Identity, Set<Identity>>();
  const join = (a: Identity, b: Identity): void => {
    const known = ends.get(a);
    if (known) known.add(b);
    else ends.set(a, new Set([b]));
  };
  const asked = diagram.directionAsked || diagram.direction !== 'right';
  const directed = new Set<Identity>();
  for (const { from, to, facts } of Object.values(diagram.links)) {
    join(from, to);
    join(to, from);
    const way = facts.direction ?? 'forward';
    if (asked && (way === 'forward' || way === 'back')) directed.add(from).add(to);
  }
  const siblings = new Map<Identity | undefined, Identity[]>();
  for (const [id, { parent }] of Object.entries(diagram.elements)) {
    const known = siblings.get(parent);
    if (known) known.push(id);
    else siblings.set(parent, [id]);
  }
  for (const [id, others] of ends) {
    const element = diagram.elements[id];
    const [other, ...more] = others;
    const box = boxes.get(id);
    const far = other === undefined ? undefined : boxes.get(other);
    if (!element || element.group || !box || !far || more.length > 0 || !movable(id)) continue;
    const [own, goal] = [port(id, box), port(other as Identity, far)];
    const beside = far.x > box.x + box.w || far.x + far.w < box.x;
    const onward = diagram.direction === 'right' || diagram.direction === 'left';
    // Beside what it is linked to, it would stand off a direction that is asked for.
    if (directed.has(id) && beside !== onward) continue;
    const dx = beside ? 0 : goal.x + goal.w / 2 - (own.x + own.w / 2);
    const dy = beside ? goal.y + goal.h / 2 - (own.y + own.h / 2) : 0;
    const moved = { ...box, x: box.x + dx, y: box.y + dy };
    const limits = room(element.parent);
    const fits =
      moved.x >= limits.x &&
      moved.y >= limits.y &&
      moved.x + moved.w <= limits.x + limits.w &&
      moved.y + moved.h <= limits.y + limits.h;
    const free = (siblings.get(element.parent) ?? []).every((s) => {
      const there = boxes.get(s);
      return s === id || !there || !overlaps(moved, there);
    });
    if (fits && free) boxes.set(id, moved);
  }
}
