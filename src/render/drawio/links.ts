/** Links as edges that keep their corners, their ends on the borders of their boxes, and the place of their words. */

import type { Box, LinkLabel, Point, SceneLink } from '../scene/scene.ts';
import type { DrawioInput } from './cells.ts';
import { linesLabel, linkLines, plainLines } from './labels.ts';
import { type EdgeCell, edge, round, styleText } from './markup.ts';

const middle = ({ x, y, w, h }: Box): Point => ({ x: x + w / 2, y: y + h / 2 });

/** The place on a line that is nearest to a point: its share of the way, and where it is. */
function nearest(points: readonly Point[], to: Point): { share: number; at: Point } {
  const lengths = points.slice(1).map((b, i) => {
    const a = points[i] as Point;
    return Math.hypot(b.x - a.x, b.y - a.y);
  });
  const whole = lengths.reduce((sum, length) => sum + length, 0) || 1;
  let best = { share: 0.5, at: points[0] ?? to, far: Number.POSITIVE_INFINITY };
  let before = 0;
  for (const [i, length] of lengths.entries()) {
    const [a, b] = [points[i] as Point, points[i + 1] as Point];
    const t =
      length === 0
        ? 0
        : Math.min(
            1,
            Math.max(0, ((to.x - a.x) * (b.x - a.x) + (to.y - a.y) * (b.y - a.y)) / length ** 2),
          );
    const at = { x: a.x + (b.x - a.x) * t, y: a.y + (b.y - a.y) * t };
    const far = Math.hypot(at.x - to.x, at.y - to.y);
    if (far < best.far) best = { share: (before + length * t) / whole, at, far };
    before += length;
  }
  return best;
}

function labelOf(label: LinkLabel | undefined, points: readonly Point[]): Partial<EdgeCell> {
  if (!label) return {};
  const centre = middle(label.box);
  const { share, at } = nearest(points, centre);
  return {
    label: linesLabel(linkLines(label)),
    labelAt: { share: 2 * share - 1, offset: { x: centre.x - at.x, y: centre.y - at.y } },
  };
}

/** A share of the box: beyond 0 and 1 where the line ends beside it. */
const onBox = (
  end: 'exit' | 'entry',
  { x, y, w, h }: Box,
  at: Point | undefined,
): Readonly<Record<string, string | number>> =>
  at === undefined || w === 0 || h === 0
    ? {}
    : {
        [`${end}X`]: String(Math.round(((at.x - x) / w) * 1e5) / 1e5),
        [`${end}Y`]: String(Math.round(((at.y - y) / h) * 1e5) / 1e5),
        [`${end}Dx`]: 0,
        [`${end}Dy`]: 0,
        [`${end}Perimeter`]: 0,
      };

interface Arrows {
  readonly head: boolean;
  readonly tail: boolean;
}

const lineStyle = (
  { color, width, line, dash, label }: SceneLink,
  { head, tail }: Arrows,
): Readonly<Record<string, string | number | undefined>> => ({
  edgeStyle: 'none',
  rounded: 1,
  html: 1,
  strokeColor: color,
  strokeWidth: round(width),
  dashed: line === 'solid' && dash === undefined ? undefined : 1,
  dashPattern: dash ?? (line === 'dotted' ? '1 3' : undefined),
  endArrow: head ? 'block' : 'none',
  startArrow: tail ? 'block' : 'none',
  endSize: 6,
  startSize: 6,
  labelBackgroundColor: label?.ground ?? '#ffffff',
});

/** One edge; of a link in two parts, two, which both say whose they are. */
export function linkCells({ scene, model }: DrawioInput): string[] {
  const boxes = new Map([...scene.groups, ...scene.nodes].map(({ id, box }) => [id, box]));
  return scene.links.flatMap((own) => {
    const { id, identity, link, from, to, points, direction, connector, label } = own;
    const arrows = {
      head: direction === 'forward' || direction === 'both',
      tail: direction === 'back' || direction === 'both',
    };
    const [source, target] = [boxes.get(from), boxes.get(to)];
    if (!source || !target) return [];
    const text = label ? plainLines(linkLines(label)) : '';
    const data = { identity, kind: link.relation, from: link.from, to: link.to, text, model };
    if (!connector) {
      const style = {
        ...lineStyle(own, arrows),
        ...onBox('exit', source, points[0]),
        ...onBox('entry', target, points.at(-1)),
      };
      const cell = { id, source: from, target: to, points, data, style: styleText(style) };
      return [edge({ ...cell, ...labelOf(label, points) })];
    }
    const [first, second] = connector.tags;
    const out = {
      ...lineStyle(own, { ...arrows, head: false }),
      ...onBox('exit', source, points[0]),
    };
    const into = {
      ...lineStyle(own, { ...arrows, tail: false }),
      ...onBox('entry', target, connector.points.at(-1)),
    };
    return [
      edge({
        ...{ id, source: from, points, style: styleText(out), ...labelOf(first, points) },
        data: { ...data, text: plainLines(linkLines(first)), part: '1' },
      }),
      edge({
        ...{ id: `${id}.2`, target: to, points: connector.points, style: styleText(into) },
        ...labelOf(second, connector.points),
        data: { ...data, text: plainLines(linkLines(second)), part: '2' },
      }),
    ];
  });
}
