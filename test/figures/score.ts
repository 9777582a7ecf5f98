/** Many pictures in one number, and as a table. */

import { HARD, type PictureFigures } from './measure.ts';

type Share = (f: PictureFigures) => readonly [count: number, of: number];

/** What counts, how much, and of what it is a share. Lower is better. */
const WEIGHTS: readonly (readonly [name: string, weight: number, share: Share])[] = [
  ['hard', 100, (f) => [HARD.reduce((sum, kind) => sum + f.hard[kind], 0), f.links]],
  ['connectors', 40, (f) => [f.connectors, f.links]],
  ['crossings', 20, (f) => [f.crossings, f.links]],
  ['struck', 20, (f) => [f.struck, f.links]],
  ['against', 15, (f) => [f.against, f.directed]],
  ['letters', 10, (f) => [f.letters, f.labels]],
  ['ambiguous', 10, (f) => [f.ambiguous, f.labels]],
  ['beside', 6, (f) => [f.beside, f.labels]],
  ['offAxis', 6, (f) => [f.offAxis, f.ends]],
  ['atCaption', 6, (f) => [f.atCaption, f.ends]],
  ['hugs', 5, (f) => [f.hugs, f.links]],
  ['tight', 5, (f) => [f.tight, f.links]],
  ['empty', 5, (f) => [f.empty, f.groups]],
  ['offRow', 5, (f) => [f.offRow, f.icons]],
  ['corners', 4, (f) => [f.corners, f.links]],
  ['sizes', 1, (f) => [f.sizes, 1]],
];

/** Of one picture: the weighted sum of its shares, in points. */
export const scoreOf = (figures: PictureFigures): number =>
  WEIGHTS.reduce((sum, [, weight, share]) => {
    const [count, of] = share(figures);
    return sum + weight * (count / Math.max(1, of));
  }, 0);

/** Of all: each picture counts the same, however many links it has. */
export const scoreOfAll = (all: readonly PictureFigures[]): number =>
  all.reduce((sum, figures) => sum + scoreOf(figures), 0) / Math.max(1, all.length);

const COLUMNS: readonly (readonly [head: string, value: (f: PictureFigures) => number])[] = [
  ['links', (f) => f.links],
  ...HARD.map((kind) => [kind, (f: PictureFigures) => f.hard[kind]] as const),
  ['conn', (f) => f.connectors],
  ['cross', (f) => f.crossings],
  ['struck', (f) => f.struck],
  ['axis', (f) => f.offAxis],
  ['capt', (f) => f.atCaption],
  ['hugs', (f) => f.hugs],
  ['tight', (f) => f.tight],
  ['bends', (f) => f.corners],
  ['beside', (f) => f.beside],
  ['ambig', (f) => f.ambiguous],
  ['letter', (f) => f.letters],
  ['empty', (f) => f.empty],
  ['against', (f) => f.against],
  ['rows', (f) => f.offRow],
  ['sizes', (f) => f.sizes],
];

/** @returns a line for each picture, and one for all */
export function tableOf(all: ReadonlyMap<string, PictureFigures>): string {
  const widest = Math.max(...[...all.keys()].map((name) => name.length));
  const line = (name: string, cells: readonly string[]): string =>
    [
      name.padEnd(widest),
      ...cells.map((c, i) => c.padStart(Math.max(4, COLUMNS[i]?.[0].length ?? 6))),
    ].join(' ');
  const values = [...all.values()];
  const rows = [...all].map(([name, f]) =>
    line(name, [...COLUMNS.map(([, value]) => String(value(f))), scoreOf(f).toFixed(1)]),
  );
  const sums = COLUMNS.map(([, value]) => String(values.reduce((sum, f) => sum + value(f), 0)));
  return [
    line('', [...COLUMNS.map(([head]) => head), 'score']),
    ...rows,
    line('all', [...sums, scoreOfAll(values).toFixed(1)]),
  ].join('\n');
}
