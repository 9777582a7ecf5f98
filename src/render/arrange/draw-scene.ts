/** Settled boxes -> Scene: groups and nodes with their looks, links routed and labelled. */

import type { Diagram, Identity, Link } from '../../model/diagram.ts';
import type { Zone } from '../../model/facts.ts';
import type { Box, Point, Scene, SceneLink } from '../scene/scene.ts';
import { stubIdentities } from './badges.ts';
import type { BorderSide } from './border.ts';
import { type ConnectorPair, connectorPair } from './connector.ts';
import { endsOnAxis } from './ends-on-axis.ts';
import { withCut } from './fit-text.ts';
import type { frameAround } from './frame.ts';
import type { LabelText } from './label.ts';
import { lineStyle } from './line-style.ts';
import { offDirection } from './lines.ts';
import { LabelPlaces } from './place-labels.ts';
import type { Quality } from './quality.ts';
import { type Routed, routeAll } from './route.ts';
import type { RouteJob } from './route-job.ts';
import { leaving, paintedOrder, routeJobs, trunkJobs } from './route-jobs.ts';
import { groundOf, type PartsInput, type SceneParts, sceneParts } from './scene-parts.ts';
import { type Trunk, trunkNames } from './trunks.ts';

export interface SceneInput extends PartsInput {
  readonly zone: (id: Identity) => Zone | undefined;
  readonly label: (link: Identity) => LabelText | undefined;
  readonly trunks: readonly Trunk[];
  /** The side of its network's border that a gateway stands on. */
  readonly gateway: (id: Identity) => BorderSide | undefined;
  readonly framed: ReturnType<typeof frameAround>;
  /** Where lines may run. */
  readonly drawing: Box;
  /** False: lines are drawn straight, to judge an arrangement quickly. */
  readonly route: boolean;
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

interface LinkContext {
  readonly parts: SceneParts;
  readonly stubs: ReadonlySet<Identity>;
  readonly texts: readonly (LabelText | undefined)[];
}

/** Links as they are printed: with a way, words and looks, or as a pair of connectors. */
function sceneLinksOf(
  input: SceneInput,
  { parts, stubs, texts }: LinkContext,
  { jobs, paths, routed, labels }: RoutedLinks,
): SceneLink[] {
  const { diagram } = input;
  const links = Object.entries(diagram.links);
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
  return links.map(([identity, link], i): SceneLink => {
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
}

export function drawScene(input: SceneInput): DrawnScene {
  const { diagram, boxes, framed } = input;
  const stubs = stubIdentities(diagram);
  const parts = sceneParts(input, stubs);
  const links = Object.entries(diagram.links);
  const texts = links.map(([id]) => input.label(id));
  const drawn = routeLinks(input, parts, texts);
  const { jobs, paths, routed } = drawn;
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
    scene: {
      width,
      height,
      groups,
      nodes,
      links: sceneLinksOf(input, { parts, stubs, texts }, drawn),
      frame,
    },
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
