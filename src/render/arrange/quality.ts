/** Measures an arrangement, to choose among several and to tell the author what falls short. */

import { type Paper, printable } from '../../model/paper.ts';
import type { Box, Point, Scene } from '../scene/scene.ts';
import { crossings, type StraightLine } from './lines.ts';

export interface Quality {
  /** Share of the page farther than two lines of text from any ink, 0..1. */
  readonly blank: number;
  /** Longer side by shorter side. */
  readonly aspect: number;
  /** Smallest text in pt when the page is scaled onto the paper, which lies across, less its margins. */
  readonly points: number;
  readonly crossings: number;
  /** Links whose label found no place on the line. */
  readonly unlabelled: number;
  /** Links without a way. */
  readonly unrouted: number;
  /** Links that leave the smallest group around both ends. */
  readonly leaving: number;
  /** Corners of a line, on average. */
  readonly bends: number;
  /** How far links run from the diagram's direction: 0 all along it, 0.5 across, 1 against it. */
  readonly offDirection: number;
}

const PX_PER_MM = 96 / 25.4;

function pointsOn(paper: Paper, scene: Scene, smallest: number): number {
  const { width, height } = printable(paper);
  const scale = Math.min(width / scene.width, height / scene.height) * PX_PER_MM;
  return smallest * 0.75 * scale;
}

function blankShare(scene: Scene, reach: number): number {
  const across = 72;
  const step = scene.width / across;
  const down = Math.max(1, Math.round(scene.height / step));
  const inked = new Uint8Array(across * down);
  const ink = ({ x, y, w, h }: Box): void => {
    const i1 = Math.min(across - 1, Math.floor((x + w + reach) / step));
    const j1 = Math.min(down - 1, Math.floor((y + h + reach) / step));
    for (let i = Math.max(0, Math.floor((x - reach) / step)); i <= i1; i++)
      for (let j = Math.max(0, Math.floor((y - reach) / step)); j <= j1; j++)
        inked[i * down + j] = 1;
  };
  for (const { box } of scene.nodes) ink(box);
  for (const { box, header } of scene.groups) {
    const { x, y, w, h } = box;
    ink({ x, y, w, h: 0 });
    ink({ x, y: y + h, w, h: 0 });
    ink({ x, y, w: 0, h });
    ink({ x: x + w, y, w: 0, h });
    ink({ x, y, w: header.w, h: header.h });
  }
  for (const { points, label } of scene.links) {
    points.slice(1).forEach((p, i) => {
      const q = points[i];
      if (q)
        ink({
          x: Math.min(p.x, q.x),
          y: Math.min(p.y, q.y),
          w: Math.abs(p.x - q.x),
          h: Math.abs(p.y - q.y),
        });
    });
    if (label) ink(label.box);
  }
  const { title, legend, titleBlock } = scene.frame;
  for (const part of [title, legend, titleBlock]) if (part) ink(part.box);
  return 1 - inked.reduce((sum, v) => sum + v, 0) / inked.length;
}

export function measure(
  scene: Scene,
  smallest: number,
  counts: Pick<Quality, 'unlabelled' | 'unrouted' | 'leaving' | 'offDirection'>,
  paper: Paper,
): Quality {
  // The lines of a trunk do not cross each other.
  const trunks = new Map<string, number>();
  return {
    ...counts,
    blank: blankShare(scene, 1.75 * smallest),
    aspect: Math.max(scene.width / scene.height, scene.height / scene.width),
    points: pointsOn(paper, scene, smallest),
    bends:
      scene.links.reduce((sum, { points }) => sum + Math.max(0, points.length - 2), 0) /
      Math.max(1, scene.links.length),
    crossings: crossings(
      scene.links.flatMap(({ points, trunk }, i): StraightLine[] => {
        const link = trunk === undefined ? i : (trunks.get(trunk) ?? i);
        if (trunk !== undefined) trunks.set(trunk, link);
        return points.slice(1).map((b, k) => ({ a: points[k] as Point, b, link }));
      }),
    ),
  };
}

/** What one crossing on each line is worth. */
const CROSSING = 50;
/** What a point of text below the least that can be read is worth. */
const UNREADABLE = 300;
/** What a corner more on each line is worth. */
const BEND = 7;

/** A line that seems to come from outside of the group that holds both its ends. */
const LEAVING = 12;

/** Lower is better; the unit is about one percent of blank page. */
export function penalty(q: Quality, scene: Scene): number {
  const ratio = scene.width / scene.height;
  const length = scene.links.reduce(
    (sum, { points }) =>
      sum +
      points
        .slice(1)
        .reduce(
          (s, p, i) =>
            s + Math.abs(p.x - (points[i]?.x ?? 0)) + Math.abs(p.y - (points[i]?.y ?? 0)),
          0,
        ),
    0,
  );
  const perLink = scene.links.length > 0 ? length / scene.links.length : 0;
  const drawn = scene.nodes.reduce((sum, { box }) => sum + box.w * box.h, 1);
  return (
    Math.log((scene.width * scene.height) / drawn) * 10 +
    Math.max(0, q.blank - 0.12) * 100 +
    Math.max(0, 7.2 - q.points) * 45 +
    Math.max(0, 6.6 - q.points) * UNREADABLE +
    Math.max(0, 9 - q.points) * 3 +
    Math.max(0, q.aspect - 1.85) * 90 +
    Math.abs(Math.log(ratio / 1.41)) * 9 +
    (q.crossings / Math.max(6, scene.links.length)) * CROSSING +
    q.unlabelled * 8 +
    q.unrouted * 200 +
    q.leaving * LEAVING +
    q.bends * BEND +
    q.offDirection * 28 +
    (perLink / Math.sqrt(scene.width * scene.height)) * 30
  );
}
