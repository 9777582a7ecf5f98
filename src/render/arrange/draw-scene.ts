/** Settled boxes -> Scene: groups and nodes with their looks, links routed and labelled. */

import type { Diagram, Identity } from '../../model/diagram.ts';
import type { Provider, Zone } from '../../model/facts.ts';
import type {
  Box,
  Figure,
  Header,
  Point,
  Scene,
  SceneGroup,
  SceneLink,
  SceneNode,
} from '../scene/scene.ts';
import { tagsWidth } from '../scene/theme.ts';
import { stubIdentities } from './badges.ts';
import type { frameAround } from './frame.ts';
import type { LabelText } from './label.ts';
import type { Obstacle } from './lanes.ts';
import { lineLook } from './line-style.ts';
import { offDirection } from './lines.ts';
import { LabelPlaces } from './place-labels.ts';
import type { Quality } from './quality.ts';
import { type Routed, routeAll } from './route.ts';
import { routeJobs } from './route-jobs.ts';
import { entryOf, paintOf } from './style.ts';

export interface SceneInput {
  readonly diagram: Diagram;
  readonly boxes: ReadonlyMap<Identity, Box>;
  readonly figure: (id: Identity) => Figure;
  readonly header: (id: Identity, width: number) => Header;
  readonly zone: (id: Identity) => Zone | undefined;
  readonly provider: (id: Identity) => Provider;
  readonly label: (link: Identity) => LabelText | undefined;
  /** The side of its network's border that a gateway stands on. */
  readonly gateway: (id: Identity) => 'left' | 'right' | undefined;
  readonly framed: ReturnType<typeof frameAround>;
  /** Where lines may run. */
  readonly drawing: Box;
  /** False: lines are drawn straight, to judge an arrangement quickly. */
  readonly route: boolean;
}

export interface DrawnScene {
  readonly scene: Scene;
  readonly counts: Pick<Quality, 'unlabelled' | 'unrouted' | 'against'>;
  readonly unlabelled: readonly Identity[];
  /** Links that are drawn straight, because there was no way. */
  readonly unrouted: readonly Identity[];
}

/** Further tries of routing where links found no way, or their words no room. */
const RETRIES = 3;

const middle = (b: Box): Point => ({ x: b.x + b.w / 2, y: b.y + b.h / 2 });

/** A straight line from border to border. */
function straight(a: Box, b: Box): Point[] {
  const [p, q] = [middle(a), middle(b)];
  const edge = (box: Box, from: Point, to: Point): Point => {
    const dx = to.x - from.x;
    const dy = to.y - from.y;
    const t = Math.min(
      dx === 0 ? Infinity : box.w / 2 / Math.abs(dx),
      dy === 0 ? Infinity : box.h / 2 / Math.abs(dy),
      1,
    );
    return { x: from.x + dx * t, y: from.y + dy * t };
  };
  return [edge(a, p, q), edge(b, q, p)];
}

interface SceneAttempt {
  readonly routed: readonly Routed[];
  readonly labels: LabelPlaces;
}

export function drawScene(input: SceneInput): DrawnScene {
  const { diagram, boxes, framed } = input;
  const stubs = stubIdentities(diagram);
  const groups: SceneGroup[] = [];
  const nodes: SceneNode[] = [];
  const ids = new Map<Identity, string>();
  const obstacles: Obstacle[] = [];
  const obstacleOf = new Map<Identity, number>();
  const areaOf = new Map<Identity, number>();
  let n = 0;
  for (const [identity, element] of Object.entries(diagram.elements)) {
    const id = `e${++n}`;
    ids.set(identity, id);
    const box = boxes.get(identity);
    if (!box) continue;
    if (!element.group) {
      nodes.push({ id, identity, box, figure: input.figure(identity) });
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
  const links = Object.entries(diagram.links);
  const jobs = routeJobs({ ...input, obstacleOf, areaOf });
  const areas = groups.map((g) => g.box);
  const texts = links.map(([id]) => input.label(id));
  const attempt = (first: ReadonlySet<number>): SceneAttempt => {
    const labels = new LabelPlaces(obstacles, areas, input.drawing);
    const routed = routeAll({
      page: input.drawing,
      obstacles,
      areas,
      jobs,
      first,
      place: (i, path) => labels.place(path, texts[i]),
    });
    return { routed, labels };
  };
  /** Links without a way, or without room for their words. */
  const short = (routed: readonly Routed[]): number[] =>
    routed.flatMap((r, i) => (!r.path || (texts[i] && !r.words) ? [i] : []));
  const lack = (routed: readonly Routed[]): number =>
    short(routed).reduce((n, i) => n + (routed[i]?.path ? 1 : 10), 0);
  let drawn: SceneAttempt = input.route
    ? attempt(new Set())
    : { routed: [], labels: new LabelPlaces([], [], input.drawing) };
  // Links that came off badly go first in another try.
  const first = new Set<number>();
  for (let tries = 0; tries < RETRIES && short(drawn.routed).length > 0; tries++) {
    for (const i of short(drawn.routed)) first.add(i);
    const again = attempt(first);
    if (lack(again.routed) < lack(drawn.routed)) drawn = again;
  }
  const { routed, labels } = drawn;
  const paths = jobs.map(({ from, to }, i) => routed[i]?.path ?? straight(from.port, to.port));
  const places = routed.map((r) => r.words);
  const unlabelled: Identity[] = [];
  let against = 0;
  /** A box of words, and the colour of the innermost group that it stands in. */
  const standing = (box: Box): { box: Box; ground: string } => {
    const { x, y } = middle(box);
    const around = groups.findLast(
      ({ box: b, paint }) =>
        paint.fill !== 'none' && x > b.x && x < b.x + b.w && y > b.y && y < b.y + b.h,
    );
    return { box, ground: around?.paint.fill ?? '#ffffff' };
  };
  const sceneLinks = links.map(([identity, link], i): SceneLink => {
    const text = texts[i];
    const place = places[i];
    if (text && !place && input.route) unlabelled.push(identity);
    const [a, b] = [middle(boxes.get(link.from) as Box), middle(boxes.get(link.to) as Box)];
    against += offDirection({ a, b }, diagram.direction);
    const look = lineLook(link, stubs.has(identity));
    const points = paths[i] as Point[];
    return {
      id: `l${i + 1}`,
      identity,
      link,
      from: ids.get(link.from) as string,
      to: ids.get(link.to) as string,
      points,
      direction: link.facts.direction ?? 'forward',
      color: look.color,
      line: look.line,
      width: link.facts.style?.width ?? look.width,
      ...(text
        ? {
            label: {
              ...standing(place ?? labels.least(points, text)),
              lines: text.lines,
              ...(text.badge === undefined ? {} : { badge: text.badge }),
            },
          }
        : {}),
    };
  });
  const unrouted = links.flatMap(([identity], i) =>
    input.route && routed[i]?.path === undefined ? [identity] : [],
  );
  return {
    scene: {
      width: framed.width,
      height: framed.height,
      groups,
      nodes,
      links: sceneLinks,
      frame: framed.frame,
    },
    counts: {
      unlabelled: unlabelled.length,
      unrouted: unrouted.length,
      against: links.length > 0 ? against / links.length : 0,
    },
    unlabelled,
    unrouted,
  };
}
