/** What pages of draw.io are printed from, and what their parts share: icons, paint. */

import type { DrawioShape } from '../../icons/drawio-shapes.ts';
import type { Diagram } from '../../model/diagram.ts';
import type { Box, Paint, Point, Scene } from '../scene/scene.ts';
import { round, styleText, vertex } from './markup.ts';

/** A part of the finished picture, px of the page. */
export interface PicturePart {
  readonly icons: readonly Box[];
  readonly words: readonly { readonly text: string; readonly box: Box }[];
}

/** How an icon is drawn: as a shape of draw.io, or as the picture itself. */
export type DrawioIcon =
  | { readonly shape: DrawioShape }
  | { readonly group: string }
  | { readonly image: string };

export interface DrawioInput {
  readonly scene: Scene;
  readonly diagram: Diagram;
  /** Parts of the SVG by id. */
  readonly drawn: ReadonlyMap<string, PicturePart>;
  readonly icon: (key: string) => DrawioIcon | undefined;
  /** SHA-256 of the signed model; absent where there is none. */
  readonly model?: string;
  readonly name: string;
  /** From 1. */
  readonly page: number;
}

export const dashes = ({
  line,
}: Pick<Paint, 'line'>): Readonly<Record<string, string | number | undefined>> => ({
  dashed: line === 'solid' ? undefined : 1,
  dashPattern: line === 'dotted' ? '1 3' : undefined,
});

export const paintStyle = (
  paint: Paint,
): Readonly<Record<string, string | number | undefined>> => ({
  rounded: paint.rounded ? 1 : 0,
  fillColor: paint.fill,
  strokeColor: paint.border,
  strokeWidth: paint.border === 'none' ? undefined : round(paint.width),
  ...dashes(paint),
});

/** An icon as a cell of its own in the cell of what it is of. */
export function iconCell(
  id: string,
  parent: string,
  origin: Point,
  box: Box,
  icon: DrawioIcon | undefined,
  color: string,
): string[] {
  if (!icon) return [];
  const style =
    'image' in icon
      ? styleText({ shape: 'image', aspect: 'fixed', imageAspect: 0, image: icon.image })
      : 'group' in icon
        ? styleText({ shape: icon.group, fillColor: color, strokeColor: 'none', aspect: 'fixed' })
        : icon.shape.square
          ? styleText({
              shape: 'mxgraph.aws4.resourceIcon',
              resIcon: icon.shape.name,
              fillColor: icon.shape.color,
              strokeColor: '#ffffff',
              aspect: 'fixed',
            })
          : styleText({
              shape: icon.shape.name,
              fillColor: icon.shape.color,
              strokeColor: 'none',
              aspect: 'fixed',
            });
  return [vertex({ id, parent, origin, box, style, connectable: false })];
}
