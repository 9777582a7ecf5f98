/** Availability zones side by side: columns of equal width, subnets of one tier on one line. */

import type { Identity } from '../model/diagram.ts';
import type { BlockContext } from './block-context.ts';
import type { Block, Part, Shape } from './shape.ts';
import { prune } from './shape.ts';
import type { Level } from './tree.ts';

type BlockOf = (level: Level, context: BlockContext) => Block;

/** A subnet's tile is drawn as wide as its column. */
function tile(block: Block, level: Level, context: BlockContext): Block {
  const isCard =
    !level.element?.group && context.figure(level.identity as Identity).shape === 'card';
  return isCard ? { ...block, stretch: true } : block;
}

/** @param zones two or more, each with members */
export function matrix(zones: readonly Level[], context: BlockContext, blockOf: BlockOf): Block {
  const columns = zones.map((zone) =>
    zone.members.map((m) => tile(blockOf(m, context), m, context)),
  );
  const depth = Math.max(...columns.map((c) => c.length));
  const gap = context.linked ? context.density.gap + 16 : context.density.gap;
  // Words on a line between two tiers stand in the gap between them.
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
  const pad = context.density.groupPad;
  const limits = [...new Set(columns.flat().flatMap((b) => b.shapes.map((s) => Math.ceil(s.w))))];
  const shapes = limits.flatMap((limit): Shape[] => {
    const chosen = columns.map((column) =>
      column.map((b) => [...b.shapes].reverse().find((s) => s.w <= limit)),
    );
    if (chosen.flat().some((s) => s === undefined)) return [];
    // A line down the middle passes beside the titles.
    const titles = zones.flatMap((z) =>
      z.links.length === 0
        ? []
        : z.members.flatMap((m) =>
            m.element?.group ? 2 * context.header(m.identity as Identity, 0).w + 12 : [],
          ),
    );
    const width = Math.max(...titles, ...chosen.flat().map((s) => s?.w ?? 0));
    const heights = Array.from({ length: depth }, (_, row) =>
      Math.max(0, ...chosen.map((column) => column[row]?.h ?? 0)),
    );
    const headers = zones.map((z) => context.header(z.identity as Identity, width + 2 * pad));
    const outer = Math.max(width + 2 * pad, ...headers.map((h) => h.w));
    const top = Math.max(...headers.map((h) => h.h)) + 6;
    const inner = heights.reduce((sum, h, i) => sum + h + (i > 0 ? (below[i - 1] ?? gap) : 0), 0);
    const parts = zones.map((zone, z): Part => {
      let y = 0;
      const rows = (columns[z] ?? []).map((block, row): Part[] => {
        const part = { block, shape: chosen[z]?.[row] as Shape, x: 0, y };
        y += (heights[row] ?? 0) + (below[row] ?? gap);
        return [part];
      });
      const content: Shape = { w: width, h: inner, mode: 'column', rows, heights };
      const box: Shape = {
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
    return [
      {
        w: zones.length * (outer + gap) - gap,
        h: top + inner + pad,
        mode: 'rows',
        rows: [parts],
      },
    ];
  });
  return { shapes: prune(shapes, 6), stretch: true };
}
