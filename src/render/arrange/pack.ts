/** Packs blocks into rows or columns in the author's order, choosing shapes that fit each other. */

import { type Block, type BlockForm, type BlockPart, prune } from './block-forms.ts';

/** `rows`: side by side, then below. `columns`: one below the other, then beside. */
type Axis = 'rows' | 'columns';

interface PackRun {
  /** Length along the run, and thickness across it. */
  readonly along: number;
  readonly across: number;
  readonly shapes: readonly BlockForm[];
}

const along = (s: BlockForm, axis: Axis): number => (axis === 'rows' ? s.w : s.h);
const across = (s: BlockForm, axis: Axis): number => (axis === 'rows' ? s.h : s.w);

/** These blocks as thin as the limit, each as short as it can be then; nothing when one is thicker. */
function within(
  blocks: readonly Block[],
  limit: number,
  gap: number,
  axis: Axis,
): PackRun | undefined {
  const shapes: BlockForm[] = [];
  let length = -gap;
  let thickness = 0;
  for (const block of blocks) {
    let best: BlockForm | undefined;
    for (const s of block.shapes)
      if (across(s, axis) <= limit && (!best || along(s, axis) < along(best, axis))) best = s;
    if (!best) return undefined;
    shapes.push(best);
    length += along(best, axis) + gap;
    thickness = Math.max(thickness, across(best, axis));
  }
  return { along: length, across: thickness, shapes };
}

/** The thinnest run of these blocks that is not longer than `most`: the thicker, the shorter. */
function runOf(
  blocks: readonly Block[],
  most: number,
  gap: number,
  axis: Axis,
  limits: readonly number[],
): PackRun | undefined {
  let found = within(blocks, Infinity, gap, axis);
  if (!found || found.along > most) return undefined;
  let low = 0;
  let high = limits.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const run = within(blocks, limits[middle] as number, gap, axis);
    if (run && run.along <= most) {
      found = run;
      high = middle - 1;
    } else low = middle + 1;
  }
  return found;
}

/** Every thickness that a block can have, thin ones first. */
function thicknesses(blocks: readonly Block[], axis: Axis): number[] {
  const all = new Set(blocks.flatMap((b) => b.shapes.map((s) => across(s, axis))));
  return [...all].sort((a, b) => a - b);
}

/** Longest run that is tried: longer ones would not fit a sheet anyway. */
const LONGEST_RUN = 40;

interface Cut {
  readonly thickness: number;
  readonly from: number;
  readonly run: PackRun | undefined;
}

/** The thinnest stack of runs within `most`, blocks kept in order; dynamic programming over where runs end. */
function runs(
  blocks: readonly Block[],
  most: number,
  gap: number,
  crossGap: number,
  axis: Axis,
): { from: number; run: PackRun }[] | undefined {
  const limits = thicknesses(blocks, axis);
  const best: Cut[] = [{ thickness: -crossGap, from: 0, run: undefined }];
  for (let end = 1; end <= blocks.length; end++) {
    let found: Cut | undefined;
    for (let from = end - 1; from >= Math.max(0, end - LONGEST_RUN); from--) {
      const before = best[from];
      if (!before) continue;
      const run = runOf(blocks.slice(from, end), most, gap, axis, limits);
      if (!run) break;
      const thickness = before.thickness + crossGap + run.across;
      if (!found || thickness < found.thickness) found = { thickness, from, run };
    }
    if (!found) return undefined;
    best.push(found);
  }
  const cuts: { from: number; run: PackRun }[] = [];
  for (let end = blocks.length; end > 0; end = best[end]?.from ?? 0) {
    const cut = best[end];
    if (cut?.run) cuts.unshift({ from: cut.from, run: cut.run });
  }
  return cuts;
}

/** Parts of one run, from its start. */
function partsOf(
  blocks: readonly Block[],
  from: number,
  run: PackRun,
  gap: number,
  axis: Axis,
): BlockPart[] {
  let at = 0;
  return run.shapes.map((shape, i): BlockPart => {
    const part = { block: blocks[from + i] as Block, shape };
    const place = axis === 'rows' ? { x: at, y: 0 } : { x: 0, y: at };
    at += along(shape, axis) + gap;
    return { ...part, ...place };
  });
}

function stack(
  blocks: readonly Block[],
  most: number,
  gap: number,
  rowGap: number,
  axis: Axis,
): BlockForm | undefined {
  const [along, cross] = axis === 'rows' ? [gap, rowGap] : [rowGap, gap];
  const cuts = runs(blocks, most, along, cross, axis);
  if (!cuts) return undefined;
  let at = 0;
  if (axis === 'rows') {
    const rows = cuts.map(({ from, run }) => {
      const parts = partsOf(blocks, from, run, gap, axis).map((p) => ({ ...p, y: at }));
      at += run.across + rowGap;
      return parts;
    });
    const w = Math.max(...cuts.map((c) => c.run.along));
    return { w, h: at - rowGap, mode: 'rows', rows };
  }
  const columns = cuts.map(({ from, run }): BlockPart => {
    const parts = partsOf(blocks, from, run, rowGap, axis);
    const shape: BlockForm = {
      w: run.across,
      h: run.along,
      mode: 'rows',
      rows: parts.map((p) => [p]),
    };
    const part = { block: { shapes: [shape], stretch: true }, shape, x: at, y: 0 };
    at += run.across + gap;
    return part;
  });
  const h = Math.max(...cuts.map((c) => c.run.along));
  return { w: at - gap, h, mode: 'rows', rows: [columns] };
}

const RATIOS = [0.35, 0.5, 0.65, 0.8, 1, 1.2, 1.45, 1.75, 2.1, 2.6, 3.4];
/** Where every px counts: as many ways again around the ratio of a sheet. */
const FINE = [0.9, 1.1, 1.3, 1.38, 1.6, 1.9];

/** Px² of blocks that fill a sheet at readable size. */
const SHEET = 1_500_000;

/** Whether blocks crowd a sheet, so that a little room saved is text that can be read. */
export function crowds(blocks: readonly Block[], gap: number): boolean {
  return areaOf(blocks, gap, gap) > SHEET && blocks.length <= MANY;
}

const areaOf = (blocks: readonly Block[], gap: number, rowGap: number): number =>
  blocks.reduce(
    (sum, b) => sum + Math.min(...b.shapes.map((s) => (s.w + gap) * (s.h + rowGap))),
    0,
  );

/** With more blocks than this only a few widths are tried. */
const MANY = 120;

/**
 * Ways to set out the blocks in rows or in columns, from narrow to wide.
 * @param gap between neighbours of a row, in px; @param rowGap between rows
 */
export function pack(blocks: readonly Block[], gap: number, rowGap = gap): BlockForm[] {
  if (blocks.length === 0) return [{ w: 0, h: 0, mode: 'rows', rows: [] }];
  const area = areaOf(blocks, gap, rowGap);
  const found: BlockForm[] = [];
  const fine = crowds(blocks, gap);
  const ratios = blocks.length > MANY ? [0.8, 1.4, 2] : fine ? [...RATIOS, ...FINE] : RATIOS;
  for (const axis of ['rows', 'columns'] as const) {
    const least = Math.max(...blocks.map((b) => Math.min(...b.shapes.map((s) => along(s, axis)))));
    const limits = new Set(
      [...ratios.map((r) => Math.sqrt(area * r)), least].map((v) => Math.ceil(Math.max(v, least))),
    );
    if (blocks.length <= 6)
      limits.add(
        blocks.reduce((sum, b) => sum + Math.max(...b.shapes.map((s) => along(s, axis))) + gap, 0),
      );
    for (const limit of limits) {
      const shape = stack(blocks, limit, gap, rowGap, axis);
      if (shape) found.push(shape);
    }
  }
  return prune(found, fine ? 24 : 14);
}

/** All blocks in one row, or one column, as the author asked. */
export function line(
  blocks: readonly Block[],
  gap: number,
  direction: 'row' | 'column',
): BlockForm[] {
  const axis = direction === 'row' ? 'rows' : 'columns';
  return prune(
    thicknesses(blocks, axis).flatMap((limit): BlockForm[] => {
      const thin = blocks.map((b) => ({
        ...b,
        shapes: b.shapes.filter((s) => across(s, axis) <= limit),
      }));
      if (thin.some((b) => b.shapes.length === 0)) return [];
      const shape = stack(thin, Infinity, gap, gap, axis);
      return shape ? [shape] : [];
    }),
    8,
  );
}
