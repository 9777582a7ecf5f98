/**
 * Blocks and the shapes they can take. A block is what a level sets out (a card,
 * a group, a grid of cards); each of its shapes is one way to draw it, so that
 * neighbours can be fitted to each other. A chosen shape is settled into boxes.
 */

import type { Identity } from '../../model/diagram.ts';
import type { Box } from '../scene/scene.ts';
import type { BorderSide } from './border.ts';

export interface BlockPart {
  readonly block: Block;
  readonly shape: BlockForm;
  readonly x: number;
  readonly y: number;
}

export interface BlockForm {
  readonly w: number;
  readonly h: number;
  /**
   * `rows`: parts in rows that share spare room. `column`: one part a row, rows of the given heights.
   * `fixed`: parts where they stand. `frame`: one part that fills all but the edges.
   */
  readonly mode: 'leaf' | 'rows' | 'column' | 'fixed' | 'frame';
  readonly rows: readonly (readonly BlockPart[])[];
  /** With `column`. */
  readonly heights?: readonly number[];
  /** How much worse it is than the best way to set out the same, by its own lines; 0 when absent. */
  readonly cost?: number;
  /** Elements that stand on this group's border: placed when the group is settled. */
  readonly onBorder?: readonly BorderPart[];
}

export interface BorderPart {
  readonly identity: Identity;
  readonly w: number;
  readonly h: number;
  readonly side: BorderSide;
  /** How far it stands outside, px: half its icon. */
  readonly out: number;
  /** On the top border: what the title takes from the left, px. */
  readonly after: number;
}

export interface Block {
  readonly identity?: Identity;
  readonly shapes: readonly BlockForm[];
  /** May be drawn larger than its shape: groups and tiles may, icons may not. */
  readonly stretch: boolean;
  /** Stands in the middle of spare room: icons do, cards keep left. */
  readonly centred?: boolean;
}

export const leafShape = (w: number, h: number): BlockForm => ({ w, h, mode: 'leaf', rows: [] });

/** Keeps the shapes that no other beats in both width and height, at most `most`, evenly spread. */
export function prune(shapes: readonly BlockForm[], most = 8): BlockForm[] {
  const sorted = [...shapes].sort((a, b) => a.w - b.w || a.h - b.h);
  const kept: BlockForm[] = [];
  for (const shape of sorted) {
    const last = kept.at(-1);
    if (!last || shape.h < last.h - 0.5) kept.push(shape);
  }
  if (kept.length <= most) return kept;
  return Array.from(
    { length: most },
    (_, i) => kept[Math.round((i * (kept.length - 1)) / (most - 1))] as BlockForm,
  );
}

/** Every number of columns up to 12, then ever larger steps. */
function usefulColumns(count: number): number[] {
  const found: number[] = [];
  for (let n = 1; n <= count; n += Math.max(1, Math.floor(n / 8))) found.push(n);
  return found;
}

/** A grid of equal cells, for every useful number of columns. */
export function cells(
  leaves: readonly { identity: Identity; w: number; h: number }[],
  gap: number,
  stretch: boolean,
  columns?: number,
): Block {
  const w = Math.max(...leaves.map((l) => l.w));
  const h = Math.max(...leaves.map((l) => l.h));
  const counts = columns ? [Math.min(columns, leaves.length)] : usefulColumns(leaves.length);
  const shapes = counts.map((n): BlockForm => {
    const rows: BlockPart[][] = [];
    leaves.forEach((leaf, i) => {
      const shape = stretch ? leafShape(w, h) : leafShape(leaf.w, leaf.h);
      const column = i % n;
      if (column === 0) rows.push([]);
      rows.at(-1)?.push({
        block: { identity: leaf.identity, shapes: [shape], stretch },
        shape,
        x: column * (w + gap) + (w - shape.w) / 2,
        y: (rows.length - 1) * (h + gap) + (h - shape.h) / 2,
      });
    });
    return {
      w: n * (w + gap) - gap,
      h: rows.length * (h + gap) - gap,
      mode: 'fixed',
      rows,
    };
  });
  return { shapes: prune(shapes, 14), stretch: false, centred: !stretch };
}

/** Between gateways, px. */
const GATEWAYS = 14;

/** Gateways along the middle of their side; on the top border beside the title. */
function placeBorder(parts: readonly BorderPart[], box: Box, out: Map<Identity, Box>): void {
  for (const side of ['left', 'right'] as const) {
    const own = parts.filter((p) => p.side === side);
    const tall = own.reduce((h, p) => h + p.h + GATEWAYS, -GATEWAYS);
    let y = box.y + 16 + Math.max(0, (box.h - 16 - tall) / 2);
    for (const part of own) {
      const x = side === 'left' ? box.x - part.out : box.x + box.w - part.w + part.out;
      out.set(part.identity, { x, y, w: part.w, h: part.h });
      y += part.h + GATEWAYS;
    }
  }
  for (const side of ['top', 'bottom'] as const) {
    const own = parts.filter((p) => p.side === side);
    const wide = own.reduce((w, p) => w + p.w + GATEWAYS, -GATEWAYS);
    let x = box.x + Math.max(own[0]?.after ?? 0, (box.w - wide) / 2);
    for (const part of own) {
      const y = side === 'top' ? box.y - part.out : box.y + box.h - part.h + part.out;
      out.set(part.identity, { x, y, w: part.w, h: part.h });
      x += part.w + GATEWAYS;
    }
  }
}

/** Sets out the parts of a shape in the given box, spare room shared among what may stretch. */
export function placeBlock(
  block: Block,
  shape: BlockForm,
  box: Box,
  out: Map<Identity, Box>,
): void {
  if (block.identity !== undefined) {
    out.set(block.identity, box);
    if (shape.onBorder) placeBorder(shape.onBorder, box, out);
  }
  const spareH = box.h - shape.h;
  if (shape.mode === 'frame') {
    const part = shape.rows[0]?.[0];
    if (!part) return;
    placeBlock(
      part.block,
      part.shape,
      {
        x: box.x + part.x,
        y: box.y + part.y,
        w: part.shape.w + (box.w - shape.w),
        h: part.shape.h + spareH,
      },
      out,
    );
    return;
  }
  if (shape.mode === 'fixed') {
    const dx = Math.max(0, box.w - shape.w) / 2;
    for (const { block: inner, shape: own, x, y } of shape.rows.flat())
      placeBlock(
        inner,
        own,
        { x: box.x + x + (block.centred ? dx : 0), y: box.y + y, w: own.w, h: own.h },
        out,
      );
    return;
  }
  if (shape.mode === 'column') {
    const share = Math.max(0, spareH) / Math.max(1, shape.rows.length);
    shape.rows.forEach((row, i) => {
      for (const { block: inner, shape: own, x, y } of row) {
        const h = inner.stretch ? (shape.heights?.[i] ?? own.h) + share : own.h;
        const w = inner.stretch ? box.w : own.w;
        const left = inner.stretch ? 0 : (box.w - own.w) / 2;
        placeBlock(inner, own, { x: box.x + x + left, y: box.y + y + i * share, w, h }, out);
      }
    });
    return;
  }
  const growing = shape.rows.filter((row) => row.some((part) => part.block.stretch));
  const moreH = growing.length > 0 ? Math.max(0, spareH) / growing.length : 0;
  let down = 0;
  for (const row of shape.rows) {
    const grows = growing.includes(row);
    const rowH = Math.max(...row.map((p) => p.shape.h)) + (grows ? moreH : 0);
    const last = row.at(-1);
    const used = last ? last.x + last.shape.w : 0;
    const stretching = row.filter((p) => p.block.stretch).length;
    const moreW = stretching > 0 ? Math.max(0, box.w - used) / stretching : 0;
    // Icons and tables alone in their row stand in its middle.
    let right =
      stretching === 0 && row.every((p) => p.block.centred) ? Math.max(0, box.w - used) / 2 : 0;
    for (const { block: inner, shape: own, x, y } of row) {
      const w = own.w + (inner.stretch ? moreW : 0);
      const h = inner.stretch ? rowH : own.h;
      placeBlock(inner, own, { x: box.x + x + right, y: box.y + y + down, w, h }, out);
      if (inner.stretch) right += moreW;
    }
    if (grows) down += moreH;
  }
}
