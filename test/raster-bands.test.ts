/** A large page is drawn in bands: what comes out is the picture that one piece would give. */

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { renderAsync } from '@resvg/resvg-js';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { asSvg } from '../src/model/brands.ts';
import { bandsOf } from '../src/render/output/bands.ts';
import { bundledFonts } from '../src/render/output/fonts.ts';
import { rasterize } from '../src/render/output/raster.ts';

const pictureOf = (name: string) =>
  asSvg(readFileSync(fileURLToPath(new URL(`../out/${name}.svg`, import.meta.url)), 'utf8'));

const pixels = async (svg: string, scale: number) => {
  const image = await renderAsync(svg, {
    background: 'white',
    fitTo: { mode: 'zoom', value: scale },
    font: { loadSystemFonts: false, fontFiles: [...bundledFonts()], defaultFontFamily: 'Arimo' },
  });
  return { width: image.width, height: image.height, data: image.pixels };
};

/** Rounding may differ by the place of an edge, as in a pixel here and there; a lost part is far more. */
function differing(a: Uint8Array, b: Uint8Array): number {
  let n = 0;
  for (let i = 0; i < a.length; i++) if (Math.abs((a[i] ?? 0) - (b[i] ?? 0)) > 64) n++;
  return n;
}

test.each([
  ['card-payment-flow', 2, 101],
  ['kubernetes', 2, 64],
  ['estate-network.overview', 1.37, 97],
  ['mockupbank-organization', 1, 230],
  ['architecture', 2, 5000],
])('%s at scale %d in bands of %d rows', async (name, scale, rows) => {
  const svg = pictureOf(name);
  const whole = await pixels(svg, scale);
  const banded = bandsOf(svg, scale, rows);
  expect(banded).toMatchObject({ width: whole.width, height: whole.height });
  const row = whole.width * 4;
  let at = 0;
  for (const band of banded?.bands ?? []) {
    const drawn = await pixels(band.svg, 1);
    expect(drawn.width).toBe(whole.width);
    const own = drawn.data.subarray(band.above * row, (band.above + band.rows) * row);
    const same = whole.data.subarray(at * row, (at + band.rows) * row);
    expect(own.length).toBe(same.length);
    expect(differing(own, same)).toBe(0);
    at += band.rows;
  }
  expect(at).toBe(whole.height);
});

test('a page beyond the size of one piece comes out whole, in its full size', async () => {
  const svg = pictureOf('card-payment-flow');
  const scale = 3;
  const png = sharp(await rasterize(svg, { format: 'png', scale }));
  const { data, info } = await png.raw().toBuffer({ resolveWithObject: true });
  const whole = await pixels(svg, scale);
  expect(info).toMatchObject({ width: whole.width, height: whole.height, channels: 3 });
  expect(info.width * info.height).toBeGreaterThan(10_000_000);
  const opaque = await sharp(whole.data, {
    raw: { width: whole.width, height: whole.height, channels: 4 },
  })
    .removeAlpha()
    .raw()
    .toBuffer();
  expect(differing(data, opaque)).toBe(0);
  const jpg = await sharp(await rasterize(svg, { format: 'jpg', scale })).metadata();
  expect(jpg).toMatchObject({ width: whole.width, height: whole.height });
  expect(jpg.exif ?? jpg.icc ?? jpg.xmp).toBeUndefined();
});
