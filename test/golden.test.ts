/**
 * Each folder of test/fixtures/golden is an estate with one source, and what it gives: the model,
 * the DOT, the SVG and the diagnostics; with a recorded.json beside it, as if it came from a graph. `npm run golden` writes what is found now.
 */

import { readdirSync } from 'node:fs';
import { resolve as absolute, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { compileSource } from '../src/app/compile/compile-source.ts';
import { drawInput, glyphWarnings } from '../src/app/draw/draw-one.ts';
import { draw } from '../src/render/draw.ts';
import { loadGraphviz } from '../src/render/layout/wasm.ts';
import { diagnosticText } from '../src/report/text.ts';
import { loadConfig } from '../src/sources/config/config.ts';
import { asRecorded } from './recorded-content.ts';
import { readSvg } from './svg-reader.ts';

const folder = fileURLToPath(new URL('./fixtures/golden', import.meta.url));
const cases = readdirSync(folder).sort();

/** A line for each entry, so that a change shows as the lines that changed; the order is the document's. */
const lines = (model: string): string => `${JSON.stringify(JSON.parse(model), undefined, 1)}\n`;

describe.each(cases)('%s', (name) => {
  test('gives its model, DOT, SVG and diagnostics', async () => {
    const root = absolute(folder, name);
    const input = readdirSync(root).find((file) => file.startsWith('input.')) as string;
    const { value: config } = await loadConfig(root);
    if (!config) throw new Error('no config');
    const estate = { root, config };
    const { diagrams, diagnostics } = await compileSource(join(root, input), estate);
    const [source] = diagrams;
    if (!source) throw new Error(diagnostics.map(diagnosticText).join('\n'));
    const compiled = asRecorded(source, root);
    const drawing = draw(drawInput(compiled), await loadGraphviz());
    const found = [
      ...diagnostics,
      ...drawing.diagnostics,
      ...(await glyphWarnings(drawing, estate)),
    ];

    expect(readSvg(drawing.svg).problems).toEqual([]);
    expect(drawing.svg).toContain(compiled.digest);
    await expect(lines(compiled.model)).toMatchFileSnapshot(join(root, 'model.json'));
    await expect(drawing.dot).toMatchFileSnapshot(join(root, 'expected.dot'));
    await expect(drawing.svg).toMatchFileSnapshot(join(root, 'expected.svg'));
    await expect(`${found.map(diagnosticText).join('\n')}\n`).toMatchFileSnapshot(
      join(root, 'diagnostics.txt'),
    );
  });
});
