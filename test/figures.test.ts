/**
 * How well the pictures are drawn, measured in their SVG. The base is what was reached: a picture that breaks a hard
 * rule more often than it did fails, and so does a worse score over all. `npm run figures` prints the table, and
 * `npm run figures:base` makes what is found now the base.
 */

import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Diagram } from '../src/model/diagram.ts';
import { draw } from '../src/render/draw.ts';
import { loadGraphviz } from '../src/render/layout/wasm.ts';
import { readPicture } from '../src/render/linework/drawn-picture.ts';
import { figuresOf, HARD, type HardFigure, type PictureFigures } from './figures/measure.ts';
import { measuredPictures } from './figures/pictures.ts';
import { scoreOfAll, tableOf } from './figures/score.ts';

/** What was reached, by picture, and over all. */
interface FiguresBase {
  readonly score: number;
  /** Hard rules broken, by picture; those not named hold. */
  readonly hard: Readonly<Record<string, Readonly<Partial<Record<HardFigure, number>>>>>;
}

const BASE = new URL('./figures/base.json', import.meta.url);

const titleBlock = { digest: '0'.repeat(64) };

const measured = new Map<string, PictureFigures>();

async function measureOne(name: string, diagram: Diagram): Promise<void> {
  const { svg } = draw({ diagram, titleBlock, icons: {} }, await loadGraphviz());
  measured.set(name, figuresOf(readPicture(svg), diagram));
}

const broken = ({ hard }: PictureFigures): Partial<Record<HardFigure, number>> =>
  Object.fromEntries(HARD.flatMap((kind) => (hard[kind] > 0 ? [[kind, hard[kind]]] : [])));

test('no picture breaks more hard rules than it did, and all together are drawn no worse', async () => {
  for (const { name, diagram } of await measuredPictures()) {
    await measureOne(name, diagram);
  }
  if (process.env.FIGURES) process.stderr.write(`\n${tableOf(measured)}\n\n`);
  const score = scoreOfAll([...measured.values()]);
  const found = [...measured].flatMap(([name, figures]) => {
    const of = broken(figures);
    return Object.keys(of).length > 0 ? [[name, of] as const] : [];
  });
  if (process.env.FIGURES === 'base')
    writeFileSync(
      BASE,
      `${JSON.stringify({ score: Math.ceil(score * 100) / 100, hard: Object.fromEntries(found) }, undefined, 2)}\n`,
    );
  const base = JSON.parse(readFileSync(BASE, 'utf8')) as FiguresBase;
  const worse = found.flatMap(([name, of]) =>
    HARD.filter((kind) => (of[kind] ?? 0) > (base.hard[name]?.[kind] ?? 0)).map(
      (kind) => `${name}: ${kind} ${of[kind]}, was ${base.hard[name]?.[kind] ?? 0}`,
    ),
  );
  expect(worse).toEqual([]);
  expect(score).toBeLessThanOrEqual(base.score);
});
