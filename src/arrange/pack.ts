/** Packs blocks into rows in the author's order, choosing shapes that fit each other. */

import { type Block, type Part, prune, type Shape } from './shape.ts';

interface Row {
  readonly w: number;
  readonly h: number;
  readonly shapes: readonly Shape[];
}

/** The lowest row of these blocks that is not wider than `most`. */
function rowOf(blocks: readonly Block[], most: number, gap: number): Row | undefined {
  const heights = [...new Set(blocks.flatMap((b) => b.shapes.map((s) => s.h)))].sort(
    (a, b) => a - b,
  );
  for (const limit of heights) {
    const shapes: Shape[] = [];
    let w = -gap;
    for (const block of blocks) {
      // Shapes are sorted by width: the first that is low enough is the narrowest.
      const shape = block.shapes.find((s) => s.h <= limit);
      if (!shape) break;
      shapes.push(shape);
      w += shape.w + gap;
    }
    if (shapes.length < blocks.length || w > most) continue;
    return { w, h: Math.max(...shapes.map((s) => s.h)), shapes };
  }
  return undefined;
}

/** Longest row that is tried: longer ones would not fit a sheet anyway. */
const LONGEST_ROW = 40;

/** The lowest stack of rows within `most`, blocks kept in order; dynamic programming over where rows end. */
function stack(
  blocks: readonly Block[],
  most: number,
  gap: number,
  rowGap: number,
): Shape | undefined {
  const best: { h: number; from: number; row: Row | undefined }[] = [
    { h: -rowGap, from: 0, row: undefined },
  ];
  for (let end = 1; end <= blocks.length; end++) {
    let found: (typeof best)[number] | undefined;
    for (let from = end - 1; from >= Math.max(0, end - LONGEST_ROW); from--) {
      const before = best[from];
      if (!before) continue;
      const row = rowOf(blocks.slice(from, end), most, gap);
      if (!row) break;
      const h = before.h + rowGap + row.h;
      if (!found || h < found.h) found = { h, from, row };
    }
    if (!found) return undefined;
    best.push(found);
  }
  const rows: Part[][] = [];
  let w = 0;
  for (let end = blocks.length; end > 0; end = best[end]?.from ?? 0) {
    const { from = 0, row, h = 0 } = best[end] ?? {};
    let x = 0;
    rows.unshift(
      (row?.shapes ?? []).map((shape, i) => {
        const part = { block: blocks[from + i] as Block, shape, x, y: h - (row?.h ?? 0) };
        x += shape.w + gap;
        return part;
      }),
    );
    w = Math.max(w, row?.w ?? 0);
  }
  return { w, h: best.at(-1)?.h ?? 0, mode: 'rows', rows };
}

const RATIOS = [0.4, 0.6, 0.8, 1, 1.25, 1.5, 1.8, 2.2, 2.8, 3.6];

/**
 * Ways to set out the blocks in rows, from narrow to wide.
 * @param gap between neighbours of a row, in px; @param rowGap between rows
 */
export function pack(blocks: readonly Block[], gap: number, rowGap = gap): Shape[] {
  if (blocks.length === 0) return [{ w: 0, h: 0, mode: 'rows', rows: [] }];
  const area = blocks.reduce(
    (sum, b) => sum + Math.min(...b.shapes.map((s) => (s.w + gap) * (s.h + rowGap))),
    0,
  );
  const least = Math.max(...blocks.map((b) => Math.min(...b.shapes.map((s) => s.w))));
  const widths = new Set(
    [...RATIOS.map((r) => Math.sqrt(area * r)), least].map((w) => Math.ceil(Math.max(w, least))),
  );
  if (blocks.length <= 6)
    widths.add(blocks.reduce((w, b) => w + Math.max(...b.shapes.map((s) => s.w)) + gap, 0));
  return prune(
    [...widths].flatMap((w) => stack(blocks, w, gap, rowGap) ?? []),
    10,
  );
}

/** All blocks in one row, or one column, as the author asked. */
export function line(blocks: readonly Block[], gap: number, along: 'row' | 'column'): Shape[] {
  const limits = [...new Set(blocks.flatMap((b) => b.shapes.map((s) => (along === 'row' ? s.h : s.w))))];
  const shapes = limits.flatMap((limit): Shape[] => {
    const chosen = blocks.map((b) =>
      along === 'row'
        ? b.shapes.find((s) => s.h <= limit)
        : [...b.shapes].reverse().find((s) => s.w <= limit),
    );
    if (chosen.some((s) => s === undefined)) return [];
    let at = 0;
    const parts = chosen.map((shape, i): Part => {
      const own = shape as Shape;
      const part = { block: blocks[i] as Block, shape: own, x: 0, y: 0 };
      const placed = along === 'row' ? { ...part, x: at } : { ...part, y: at };
      at += (along === 'row' ? own.w : own.h) + gap;
      return placed;
    });
    const w = Math.max(...parts.map((p) => p.x + p.shape.w));
    const h = Math.max(...parts.map((p) => p.y + p.shape.h));
    return [{ w, h, mode: 'rows', rows: along === 'row' ? [parts] : parts.map((p) => [p]) }];
  });
  return prune(shapes, 8);
}
