/** Availability zones side by side: columns of equal width, subnets of one tier on one line. */

import type { Identity } from '../../model/diagram.ts';
import { tagsWidth } from '../scene/theme.ts';
import type { BlockContext } from './block-context.ts';
import type { Block, BlockForm, BlockPart } from './block-forms.ts';
import { prune } from './block-forms.ts';
import { pack } from './pack.ts';
import type { Level } from './tree.ts';

export type BlockOf = (level: Level, context: BlockContext) => Block;

/** A subnet's tile is drawn as wide as its column. */
function tile(block: Block, level: Level, context: BlockContext): Block {
  const isCard =
    !level.element?.group && context.figure(level.identity as Identity).shape === 'card';
  return isCard ? { ...block, stretch: true } : block;
}

/** Where the rows of a form begin, px from its top. */
type RowsOf = (shape: BlockForm) => readonly number[];

/** Room below each row, px: words on a line between two tiles stand there. */
function gapsBelow(
  zones: readonly Level[],
  depth: number,
  gap: number,
  context: BlockContext,
): number[] {
  const below = Array.from({ length: depth }, () => gap);
  for (const zone of zones)
    for (const { from, to, link } of zone.links) {
      const [i, k] = [from, to].map((id) => zone.members.findIndex((m) => m.identity === id)) as [
        number,
        number,
      ];
      if (Math.abs(i - k) !== 1) continue;
      const row = Math.min(i, k);
      below[row] = Math.max(below[row] ?? gap, (context.label(link)?.h ?? 0) + 22);
    }
  return below;
}

/** Widths at which a line down the middle of a column passes beside the titles. */
function titleWidths(zones: readonly Level[], context: BlockContext): number[] {
  return zones.flatMap((z) =>
    z.links.length === 0
      ? []
      : z.members.flatMap((m) => {
          if (!m.element?.group) return [];
          const { w, tags } = context.header(m.identity as Identity, 0);
          const right = tags ? tagsWidth(tags) + 8 : 0;
          return Math.max(w, 2 * Math.max(w - right, right) + 12);
        }),
  );
}

/** The columns of a matrix, not yet drawn. */
interface Columns {
  readonly zones: readonly Level[];
  readonly blocks: readonly (readonly Block[])[];
  readonly below: readonly number[];
  readonly gap: number;
}

/** The columns with a form chosen for each tile, and where their rows begin. */
function columnsForm(
  { zones, blocks, below, gap }: Columns,
  chosen: readonly (readonly BlockForm[])[],
  context: BlockContext,
): { form: BlockForm; tops: number[] } {
  const pad = context.density.groupPad;
  const width = Math.max(...titleWidths(zones, context), ...chosen.flat().map((s) => s.w));
  const heights = below.map((_, row) =>
    Math.max(0, ...chosen.map((column) => column[row]?.h ?? 0)),
  );
  const headers = zones.map((z) => context.header(z.identity as Identity, width + 2 * pad));
  const outer = Math.max(width + 2 * pad, ...headers.map((h) => h.w));
  const top = Math.max(...headers.map((h) => h.h)) + 6;
  const inner = heights.reduce((sum, h, i) => sum + h + (i > 0 ? (below[i - 1] ?? gap) : 0), 0);
  const columns = zones.map((zone, z): BlockPart => {
    let y = 0;
    const rows = (blocks[z] ?? []).map((block, row): BlockPart[] => {
      const part = { block, shape: chosen[z]?.[row] as BlockForm, x: 0, y };
      y += (heights[row] ?? 0) + (below[row] ?? gap);
      return [part];
    });
    const content: BlockForm = { w: width, h: inner, mode: 'column', rows, heights };
    const box: BlockForm = {
      w: outer,
      h: top + inner + pad,
      mode: 'frame',
      rows: [[{ block: { shapes: [content], stretch: true }, shape: content, x: pad, y: top }]],
    };
    return {
      block: { identity: zone.identity as Identity, shapes: [box], stretch: true },
      shape: box,
      x: z * (outer + gap),
      y: 0,
    };
  });
  let y = top;
  const tops = heights.map((h, i) => {
    const at = y;
    y += h + (below[i] ?? gap);
    return at;
  });
  const form: BlockForm = {
    w: zones.length * (outer + gap) - gap,
    h: top + inner + pad,
    mode: 'rows',
    rows: [columns],
  };
  return { form, tops };
}

function columnsOf(
  zones: readonly Level[],
  context: BlockContext,
  blockOf: BlockOf,
): { block: Block; rows: RowsOf } {
  const blocks = zones.map((zone) =>
    zone.members.map((m) => tile(blockOf(m, context), m, context)),
  );
  const depth = Math.max(...blocks.map((c) => c.length));
  const gap = context.linked ? (context.density.gap + 16) * context.room : context.density.gap;
  const columns: Columns = { zones, blocks, below: gapsBelow(zones, depth, gap, context), gap };
  const tops = new Map<BlockForm, number[]>();
  const limits = [...new Set(blocks.flat().flatMap((b) => b.shapes.map((s) => Math.ceil(s.w))))];
  const forms = limits.flatMap((limit): BlockForm[] => {
    const chosen = blocks.map((column) =>
      column.flatMap((b) => [...b.shapes].reverse().find((s) => s.w <= limit) ?? []),
    );
    // Every tile needs a form that is narrow enough.
    if (chosen.some((column, z) => column.length < (blocks[z]?.length ?? 0))) return [];
    const drawn = columnsForm(columns, chosen, context);
    tops.set(drawn.form, drawn.tops);
    return [drawn.form];
  });
  return {
    block: { shapes: prune(forms, 6), stretch: true },
    rows: (shape) => tops.get(shape) ?? [],
  };
}

/** Route tables one below the other to the right of the columns, each from its own tier down. */
function aligned(
  block: Block,
  shape: BlockForm,
  tops: readonly number[],
  tables: readonly { readonly block: Block; readonly tier: number }[],
  gap: number,
): BlockForm {
  let y = 0;
  const parts = tables.map(({ block: table, tier }): BlockPart => {
    const [own] = table.shapes as [BlockForm];
    const at = Math.max(y, tops[tier] ?? 0);
    y = at + own.h + gap;
    return { block: table, shape: own, x: 0, y: at };
  });
  const column: BlockForm = {
    w: Math.max(...parts.map((p) => p.shape.w)),
    h: y - gap,
    mode: 'fixed',
    rows: [parts],
  };
  return {
    w: shape.w + gap + column.w,
    h: Math.max(shape.h, column.h),
    mode: 'rows',
    rows: [
      [
        { block, shape, x: 0, y: 0 },
        { block: { shapes: [column], stretch: false }, shape: column, x: shape.w + gap, y: 0 },
      ],
    ],
  };
}

/**
 * @param zones two or more, each with members
 * @param tables route tables that members of the zones use: they stand beside those, or below
 */
export function matrix(
  zones: readonly Level[],
  tables: readonly Level[],
  context: BlockContext,
  blockOf: BlockOf,
): Block {
  const { block, rows } = columnsOf(zones, context, blockOf);
  if (tables.length === 0) return block;
  const gap = context.density.gap + (context.linked ? 8 : 0);
  const tierOf = (table: Identity): number =>
    Math.min(
      ...context
        .users(table)
        .flatMap((user) => zones.map((z) => z.members.findIndex((m) => m.identity === user)))
        .filter((tier) => tier >= 0),
      Number.MAX_SAFE_INTEGER,
    );
  const placed = tables
    .map((t) => ({ block: blockOf(t, context), tier: tierOf(t.identity as Identity) }))
    .sort((a, b) => a.tier - b.tier);
  const beside = block.shapes.map((s) => aligned(block, s, rows(s), placed, gap));
  const packed = pack([block, ...placed.map((p) => p.block)], gap);
  return { shapes: prune([...beside, ...packed], 12), stretch: true };
}
