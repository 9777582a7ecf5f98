/** The groups and nodes of a scene, with their looks. */

import type { Diagram, Identity } from '../../model/diagram.ts';
import type { Provider } from '../../model/facts.ts';
import type { Box, Figure, Header, SceneGroup, SceneNode } from '../scene/scene.ts';
import { tagsWidth } from '../scene/theme.ts';
import { fitted } from './docks.ts';
import type { Obstacle } from './lanes.ts';
import { entryOf, paintOf } from './style.ts';

export interface PartsInput {
  readonly diagram: Diagram;
  readonly boxes: ReadonlyMap<Identity, Box>;
  readonly figure: (id: Identity) => Figure;
  readonly header: (id: Identity, width: number) => Header;
  readonly provider: (id: Identity) => Provider;
  readonly ids?: ReadonlyMap<Identity, string>;
  /** What else stands on the page, and lines run around. */
  readonly obstacles?: readonly Box[];
}

/** The groups and nodes of a scene, and what lines must run around. */
export interface SceneParts {
  readonly groups: SceneGroup[];
  readonly nodes: SceneNode[];
  readonly ids: Map<Identity, string>;
  readonly obstacles: Obstacle[];
  /** Where a node stands among the obstacles, and a group among the groups. */
  readonly obstacleOf: Map<Identity, number>;
  readonly areaOf: Map<Identity, number>;
}

export function sceneParts(input: PartsInput, stubs: ReadonlySet<Identity>): SceneParts {
  const groups: SceneGroup[] = [];
  const nodes: SceneNode[] = [];
  const ids = new Map<Identity, string>();
  const obstacles: Obstacle[] = [];
  const obstacleOf = new Map<Identity, number>();
  const areaOf = new Map<Identity, number>();
  let n = 0;
  for (const [identity, element] of Object.entries(input.diagram.elements)) {
    const id = input.ids?.get(identity) ?? `e${++n}`;
    ids.set(identity, id);
    const box = input.boxes.get(identity);
    if (!box) continue;
    if (!element.group) {
      nodes.push({ id, identity, box, figure: fitted(input.figure(identity), box) });
      obstacleOf.set(identity, obstacles.length);
      obstacles.push(box);
      continue;
    }
    const header = input.header(identity, box.w);
    const parent = element.parent === undefined ? undefined : ids.get(element.parent);
    const entry = entryOf(element, input.provider(identity));
    areaOf.set(identity, groups.length);
    groups.push({
      id,
      identity,
      ...(parent ? { parent } : {}),
      box,
      paint: paintOf(element, entry, element.facts.zone, stubs.has(identity)),
      header,
    });
    const tag = header.tags ? tagsWidth(header.tags) + 12 : 0;
    obstacles.push({ x: box.x, y: box.y, w: Math.min(header.w, box.w) - 4 - tag, h: header.h });
    if (tag > 0) obstacles.push({ x: box.x + box.w - tag, y: box.y, w: tag, h: header.h });
  }
  obstacles.push(...(input.obstacles ?? []));
  return { groups, nodes, ids, obstacles, obstacleOf, areaOf };
}

/** The fill of the innermost group that a box of words stands in. */
export function groundOf(box: Box, groups: readonly SceneGroup[]): string {
  const [x, y] = [box.x + box.w / 2, box.y + box.h / 2];
  const around = groups.findLast(
    ({ box: b, paint }) =>
      paint.fill !== 'none' && x > b.x && x < b.x + b.w && y > b.y && y < b.y + b.h,
  );
  return around?.paint.fill ?? '#ffffff';
}
