/** Settled boxes -> Scene: groups and nodes with their looks, links routed and labelled. */

import type { Diagram, Identity, Link } from '../../model/diagram.ts';
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
import type { BorderSide } from './border.ts';
import { type ConnectorPair, connectorPair } from './connector.ts';
import { fitted } from './docks.ts';
import { endsOnAxis } from './ends-on-axis.ts';
import { withCut } from './fit-text.ts';
import type { frameAround } from './frame.ts';
import type { LabelText } from './label.ts';
import type { Obstacle } from './lanes.ts';
import { lineStyle } from './line-style.ts';
import { offDirection } from './lines.ts';
import { LabelPlaces } from './place-labels.ts';
import type { Quality } from './quality.ts';
import { type Routed, routeAll } from './route.ts';
import type { RouteJob } from './route-job.ts';
import { leaving, paintedOrder, routeJobs, trunkJobs } from './route-jobs.ts';
import { entryOf, paintOf } from './style.ts';
import { type Trunk, trunkNames } from './trunks.ts';

export interface SceneInput {
  readonly diagram: Diagram;
  readonly boxes: ReadonlyMap<Identity, Box>;
  readonly figure: (id: Identity) => Figure;
  readonly header: (id: Identity, width: number) => Header;
  readonly zone: (id: Identity) => Zone | undefined;
  readonly provider: (id: Identity) => Provider;
  readonly label: (link: Identity) => LabelText | undefined;
  readonly trunks: readonly Trunk[];
  /** The side of its network's border that a gateway stands on. */
  readonly gateway: (id: Identity) => BorderSide | undefined;
  readonly framed: ReturnType<typeof frameAround>;
  /** Where lines may run. */
  readonly drawing: Box;
  /** False: lines are drawn straight, to judge an arrangement quickly. */
  readonly route: boolean;
  readonly ids?: ReadonlyMap<Identity, string>;
  /** What else stands on the page, and lines run around. */
  readonly obstacles?: readonly Box[];
}

export interface DrawnScene {
  readonly scene: Scene;
  readonly counts: Pick<Quality, 'unlabelled' | 'unrouted' | 'leaving' | 'offDirection'>;
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

/** The groups and nodes of a scene, and what lines must run around. */
interface SceneParts {
  readonly groups: SceneGroup[];
  readonly nodes: SceneNode[];
  readonly ids: Map<Identity, string>;
  readonly obstacles: Obstacle[];
  /** Where a node stands among the obstacles, and a group among the groups. */
  readonly obstacleOf: Map<Identity, number>;
  readonly areaOf: Map<Identity, number>;
}

function sceneParts(input: SceneInput, stubs: ReadonlySet<Identity>): SceneParts {
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

interface RoutedLinks {
  readonly jobs: readonly RouteJob[];
  /** By link, from border to border; straight where there was no way. */
  readonly paths: readonly (readonly Point[])[];
  readonly routed: readonly Routed[];
  readonly labels: LabelPlaces;
}

/** Routes all links; those that came off badly go first in another try. */
function routeLinks(
  input: SceneInput,
  parts: SceneParts,
  texts: readonly (LabelText | undefined)[],
): RoutedLinks {
  const jobs = routeJobs({ ...input, obstacleOf: parts.obstacleOf, areaOf: parts.areaOf });
  const straightPaths = jobs.map(({ from, to }) => straight(from.port, to.port));
  if (!input.route)
    return {
      jobs,
      paths: straightPaths,
      routed: [],
      labels: new LabelPlaces([], [], input.drawing),
    };
  const areas = parts.groups.map((g) => g.box);
  const trunks = trunkJobs(input, input.trunks, jobs);
  const painted = paintedOrder(input.diagram, [...parts.nodes, ...parts.groups]);
  const attempt = (first: ReadonlySet<number>): Pick<RoutedLinks, 'routed' | 'labels'> => {
    const labels = new LabelPlaces(parts.obstacles, areas, input.drawing);
    const routed = routeAll({
      page: input.drawing,
      obstacles: parts.obstacles,
      areas,
      jobs,
      trunks,
      first,
      painted,
      texts,
      labels,
    });
    return { routed, labels };
  };
  /** Links without a way, or without room for their words. */
  const short = (routed: readonly Routed[]): number[] =>
    routed.flatMap((r, i) => (!r.path || (texts[i] && !r.words && !r.silent) ? [i] : []));
  const lack = (routed: readonly Routed[]): number =>
    short(routed).reduce((n, i) => n + (routed[i]?.path ? 1 : 10), 0);
  let best = attempt(new Set());
  const first = new Set<number>();
  for (let tries = 0; tries < RETRIES && short(best.routed).length > 0; tries++) {
    for (const i of short(best.routed)) first.add(i);
    const again = attempt(first);
    if (lack(again.routed) < lack(best.routed)) best = again;
  }
  const { labels } = best;
  const routed = endsOnAxis({ jobs, obstacles: parts.obstacles, areas }, best.routed);
  const paths = straightPaths.map((path, i) => routed[i]?.path ?? path);
  return { routed, labels, jobs, paths };
}

const linkEnds = ({ elements }: Diagram, link: Link | undefined): readonly [string, string] => [
  elements[link?.from ?? '']?.name ?? '',
  elements[link?.to ?? '']?.name ?? '',
];

/** The fill of the innermost group that a box of words stands in. */
export function groundOf(box: Box, groups: readonly SceneGroup[]): string {
  const { x, y } = middle(box);
  const around = groups.findLast(
    ({ box: b, paint }) =>
      paint.fill !== 'none' && x > b.x && x < b.x + b.w && y > b.y && y < b.y + b.h,
  );
  return around?.paint.fill ?? '#ffffff';
}

export function drawScene(input: SceneInput): DrawnScene {
  const { diagram, boxes, framed } = input;
  const stubs = stubIdentities(diagram);
  const parts = sceneParts(input, stubs);
  const links = Object.entries(diagram.links);
  const texts = links.map(([id]) => input.label(id));
  const { jobs, paths, routed, labels } = routeLinks(input, parts, texts);
  const labelAt = (i: number): Pick<SceneLink, 'label'> => {
    const text = texts[i];
    if (!text || routed[i]?.silent) return {};
    const box = routed[i]?.words ?? labels.least(paths[i] as readonly Point[], text);
    const { lines, badge, cut = [] } = text;
    const ground = groundOf(box, parts.groups);
    return {
      label: { box, ground, lines, ...(badge === undefined ? {} : { badge }), ...withCut(cut) },
    };
  };
  const trunkOf = trunkNames(input.trunks);
  let paired = 0;
  const pairs = (i: number): ConnectorPair =>
    connectorPair({
      tag: `C${++paired}`,
      job: jobs[i] as RouteJob,
      names: linkEnds(diagram, links[i]?.[1]),
      words: texts[i],
      places: labels,
      ground: (box) => groundOf(box, parts.groups),
    });
  const sceneLinks = links.map(([identity, link], i): SceneLink => {
    const { color, line, dash, width } = lineStyle(link, stubs.has(identity));
    const pair = input.route && !routed[i]?.path ? pairs(i) : undefined;
    const trunk = input.route ? routed[i]?.trunk : trunkOf.get(identity);
    return {
      id: input.ids?.get(identity) ?? `l${i + 1}`,
      identity,
      link,
      from: parts.ids.get(link.from) as string,
      to: parts.ids.get(link.to) as string,
      points: pair?.points ?? (paths[i] as readonly Point[]),
      direction: link.facts.direction ?? 'forward',
      color,
      line,
      ...(dash === undefined ? {} : { dash }),
      width: link.facts.style?.width ?? width,
      ...(trunk === undefined ? {} : { trunk }),
      ...(pair ? { connector: pair.connector } : labelAt(i)),
    };
  });
  const away = links.reduce((total, [, { from, to }]) => {
    const [a, b] = [middle(boxes.get(from) as Box), middle(boxes.get(to) as Box)];
    return total + offDirection({ a, b }, diagram.direction);
  }, 0);
  const without = (lacks: (i: number) => boolean): Identity[] =>
    links.flatMap(([identity], i) => (input.route && lacks(i) ? [identity] : []));
  const unlabelled = without(
    (i) =>
      texts[i] !== undefined &&
      routed[i]?.path !== undefined &&
      !routed[i]?.words &&
      !routed[i]?.silent,
  );
  const unrouted = without((i) => routed[i]?.path === undefined);
  const { groups, nodes } = parts;
  const { width, height, frame } = framed;
  return {
    scene: { width, height, groups, nodes, links: sceneLinks, frame },
    counts: {
      unlabelled: unlabelled.length,
      unrouted: unrouted.length,
      leaving: input.route
        ? leaving(
            jobs,
            paths,
            parts.groups.map((g) => g.box),
          )
        : 0,
      offDirection: links.length > 0 ? away / links.length : 0,
    },
    unlabelled,
    unrouted,
  };
}
