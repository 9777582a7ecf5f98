/** Draws the same diagrams with three tools, and counts on each picture the same things. `npm run peers` runs it. */

import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'vitest';
import type { Diagram } from '../../src/model/diagram.ts';
import { measuredPictures } from '../figures/pictures.ts';
import { drawnByD2, loadD2 } from './d2.ts';
import { drawnByDiagrams } from './diagrams.ts';
import { drawnByUs } from './ours.ts';
import { type PeerFigures, type PeerPicture, peerFigures } from './picture.ts';

const COMPARED = 10;

/** A full mesh is judged by its own case: it is a matrix. */
const sizeOf = ({ elements, links }: Diagram): number =>
  Object.keys(elements).length + 3 * Object.keys(links).length;

interface Measured extends PeerFigures {
  readonly seconds: number;
}

async function measured(
  draw: () => PeerPicture | Promise<PeerPicture>,
): Promise<Measured | undefined> {
  const start = performance.now();
  try {
    const picture = await draw();
    return { ...peerFigures(picture), seconds: (performance.now() - start) / 1000 };
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
    return undefined;
  }
}

const COLUMNS: readonly (readonly [string, (figures: Measured) => string])[] = [
  ['crossings', ({ crossings }) => String(crossings)],
  ['struck words', ({ struck }) => String(struck)],
  ['smallest text, pt', ({ smallestText }) => smallestText.toFixed(1)],
  ['blank, %', ({ blank }) => (blank * 100).toFixed(0)],
  ['seconds', ({ seconds }) => seconds.toFixed(1)],
];

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |\n`;

test('the largest of the measured pictures', async () => {
  const { CADASTRE_D2: entry = '', CADASTRE_DIAGRAMS: python = '' } = process.env;
  const d2 = await loadD2(entry);
  const all = [...(await measuredPictures())];
  const largest = all
    .filter(({ name }) => !name.startsWith('mesh'))
    .sort((a, b) => sizeOf(b.diagram) - sizeOf(a.diagram))
    .slice(0, COMPARED);
  const tools = ['Cadastre', 'D2', 'diagrams'];
  process.stdout.write(
    `\n${row(['picture', 'links', ...COLUMNS.map(([head]) => `${head}: ${tools.join(' / ')}`)])}`,
  );
  process.stdout.write(row(['---', ...Array.from({ length: COLUMNS.length + 1 }, () => '---:')]));
  for (const { name, diagram } of largest) {
    const folder = mkdtempSync(join(tmpdir(), 'peers-'));
    const figures = [
      await measured(() => drawnByUs(diagram)),
      await measured(() => drawnByD2(diagram, d2)),
      await measured(() => drawnByDiagrams(diagram, python, folder)),
    ];
    const cells = COLUMNS.map(([, text]) =>
      figures.map((one) => (one ? text(one) : 'failed')).join(' / '),
    );
    process.stdout.write(row([name, String(Object.keys(diagram.links).length), ...cells]));
  }
});
