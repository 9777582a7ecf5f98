/** A group as a tree: what has no members stands first, and groups side by side after it, in the page's direction. */

import type { Direction } from '../../model/facts.ts';
import { type Block, type BlockForm, type BlockPart, prune } from './block-forms.ts';
import { pack } from './pack.ts';

export interface TreeInput {
  /** Cards and icons of the group itself, gathered by their looks. */
  readonly leaves: readonly Block[];
  readonly groups: readonly Block[];
  readonly direction: Direction;
  readonly gap: number;
  /** Between a rank and the next, px. */
  readonly rankGap: number;
}

/** Most forms of the leaves that are tried with each form of the groups. */
const MOST = 8;

const partAt = (block: Block, shape: BlockForm, x: number, y: number): BlockPart => ({
  block: { ...block, shapes: [shape] },
  shape,
  x,
  y,
});

/** Two ranks, the first of them where the direction begins. */
function ranked(
  leaves: BlockForm,
  groups: BlockForm,
  { direction, rankGap }: Pick<TreeInput, 'direction' | 'rankGap'>,
): BlockForm {
  const first = { block: { shapes: [leaves], stretch: false }, shape: leaves };
  const next = { block: { shapes: [groups], stretch: true }, shape: groups };
  const backwards = direction === 'left' || direction === 'up';
  const [a, b] = backwards ? [next, first] : [first, next];
  if (direction === 'right' || direction === 'left') {
    const row = [partAt(a.block, a.shape, 0, 0), partAt(b.block, b.shape, a.shape.w + rankGap, 0)];
    const w = a.shape.w + rankGap + b.shape.w;
    return { w, h: Math.max(leaves.h, groups.h), mode: 'rows', rows: [row] };
  }
  const rows = [
    [partAt(a.block, a.shape, 0, 0)],
    [partAt(b.block, b.shape, 0, a.shape.h + rankGap)],
  ];
  const h = a.shape.h + rankGap + b.shape.h;
  return { w: Math.max(leaves.w, groups.w), h, mode: 'rows', rows };
}

/** Groups side by side across the direction: for each depth that they may have, as narrow as that allows. */
function sideBySide(groups: readonly Block[], across: boolean, gap: number): BlockForm[] {
  const depth = (s: BlockForm): number => (across ? s.w : s.h);
  const breadth = (s: BlockForm): number => (across ? s.h : s.w);
  const depths = [...new Set(groups.flatMap((g) => g.shapes.map(depth)))].sort((a, b) => a - b);
  const forms = depths.flatMap((most): BlockForm[] => {
    const chosen = groups.flatMap((group) => {
      const fitting = group.shapes.filter((s) => depth(s) <= most);
      const [first, ...others] = fitting;
      if (!first) return [];
      return [others.reduce((a, b) => (breadth(b) < breadth(a) ? b : a), first)];
    });
    if (chosen.length < groups.length) return [];
    let at = 0;
    const parts = chosen.map((shape, i): BlockPart => {
      const place = at;
      at += breadth(shape) + gap;
      return partAt(groups[i] as Block, shape, across ? 0 : place, across ? place : 0);
    });
    const deep = Math.max(...chosen.map(depth));
    return [
      across
        ? { w: deep, h: at - gap, mode: 'rows', rows: parts.map((part) => [part]) }
        : { w: at - gap, h: deep, mode: 'rows', rows: [parts] },
    ];
  });
  return prune(forms, 12);
}

export function treeForms({ leaves, groups, direction, gap, rankGap }: TreeInput): BlockForm[] {
  const across = direction === 'right' || direction === 'left';
  const own = leaves.length > 0 ? prune(pack(leaves, gap), MOST) : [];
  const beside = groups.length > 0 ? sideBySide(groups, across, gap) : [];
  if (own.length === 0) return beside;
  if (beside.length === 0) return own;
  const all = own.flatMap((a) => beside.map((b) => ranked(a, b, { direction, rankGap })));
  return prune(all, 12);
}
