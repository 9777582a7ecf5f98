/** Tables of draw.io: rows are cells in the table, their columns cells in the row. */

import type { DrawioCell, DrawioPage } from '../formats/drawio.ts';

/** From the top down and from left to right, each cell as one line. */
export function rowsOf(table: DrawioCell, { cells }: DrawioPage): readonly (readonly string[])[] {
  const all = [...cells.values()];
  const within = (id: string): DrawioCell[] => all.filter(({ parent }) => parent === id);
  const by = (side: 'x' | 'y') => (a: DrawioCell, b: DrawioCell) =>
    (a.box?.[side] ?? 0) - (b.box?.[side] ?? 0);
  return within(table.id)
    .filter(({ style }) => style.get('shape') === 'tableRow')
    .sort(by('y'))
    .map((row) =>
      within(row.id)
        .sort(by('x'))
        .map(({ label }) => label.join(' ')),
    );
}
