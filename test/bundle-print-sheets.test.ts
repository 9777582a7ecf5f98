/** Pictures on paper: whole on a sheet, and in parts where their words would be too small. */

import { expect, test } from 'vitest';
import { tilesOf } from '../src/report/bundle/print-sheets.ts';

test('what is legible on one sheet has no parts', () => {
  expect(tilesOf({ width: 1200, height: 800 })).toEqual([]);
});

test.each([
  [1746, 1158],
  [2600, 900],
  [900, 2400],
])(
  '%i x %i px: the parts cover all of it, overlap, and print at 6.5 pt or more',
  (width, height) => {
    const tiles = tilesOf({ width, height });
    expect(tiles.length).toBeGreaterThan(1);
    for (const tile of tiles)
      expect(11 * Math.min(750 / tile.width, 525 / tile.height)).toBeGreaterThanOrEqual(6.5);
    const ends = (of: 'left' | 'top', size: 'width' | 'height') => {
      const starts = [...new Set(tiles.map((tile) => tile[of]))].sort((a, b) => a - b);
      expect(starts[0]).toBe(0);
      for (const [i, at] of starts.entries())
        if (i > 0) expect(at).toBeLessThan((starts[i - 1] ?? 0) + (tiles[0]?.[size] ?? 0));
      return (starts.at(-1) ?? 0) + (tiles[0]?.[size] ?? 0);
    };
    expect(ends('left', 'width')).toBeCloseTo(width);
    expect(ends('top', 'height')).toBeCloseTo(height);
  },
);

test('what would be a wall of sheets is left to the screen', () => {
  expect(tilesOf({ width: 9000, height: 9000 })).toEqual([]);
});
