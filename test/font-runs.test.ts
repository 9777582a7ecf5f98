/** Titles in several scripts: each run is drawn with the font that has it. */

import { createRequire } from 'node:module';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { asSvg } from '../src/model/brands.ts';
import { withFontRuns } from '../src/render/output/font-runs.ts';
import { rasterize } from '../src/render/output/raster.ts';

const { resolve } = createRequire(import.meta.url);
const font = (script: string, face: string): string =>
  resolve(
    `@expo-google-fonts/noto-sans-${script}/${face}/NotoSans${script[0]?.toUpperCase()}${script.slice(1)}_${face}.ttf`,
  );
const THAI = font('thai', '400Regular');
const ARABIC = font('arabic', '400Regular');
const FONTS = [THAI, font('thai', '700Bold'), ARABIC, font('arabic', '700Bold')];

const picture = (...texts: readonly (readonly [x: number, text: string, more?: string])[]) =>
  asSvg(
    `<svg xmlns="http://www.w3.org/2000/svg" width="600" height="60" viewBox="0 0 600 60" font-family="Arial, Arimo, sans-serif">${texts.map(([x, text, more = '']) => `<text x="${x}" y="40" font-size="22"${more}>${text}</text>`).join('')}</svg>`,
  );

/** The columns of a picture with ink in them, as one number for each column. */
async function ink(svg: ReturnType<typeof picture>, fontFiles: readonly string[]) {
  const png = await rasterize(svg, { format: 'png', scale: 1, fontFiles });
  const { data, info } = await sharp(png).greyscale().raw().toBuffer({ resolveWithObject: true });
  return Array.from({ length: info.width }, (_, x) =>
    Array.from({ length: info.height }, (_, y) => 255 - (data[y * info.width + x] ?? 255)).join(),
  );
}

const runsIn = (svg: string) =>
  [...svg.matchAll(/<text[^>]* x="([\d.]+)"[^>]*font-family="'([^']*)'"[^>]*>([^<]*)</g)].map(
    ([, x, family, text]) => ({ x: Number(x), family, text }),
  );

describe('a text in several scripts', () => {
  const TEXT = 'Pay ไทยสวัสดี حساب الإنتاج x';

  test('becomes runs of one font each, one after the other', async () => {
    const runs = runsIn(await withFontRuns(picture([10, TEXT]), FONTS));
    expect(runs.map(({ family, text }) => [family, text])).toEqual([
      ['Arimo', 'Pay '],
      ['Noto Sans Thai', 'ไทยสวัสดี '],
      ['Noto Sans Arabic', 'حساب الإنتاج '],
      ['Arimo', 'x'],
    ]);
    const xs = runs.map(({ x }) => x);
    expect(xs).toEqual([...xs].sort((a, b) => a - b));
    expect(xs[0]).toBe(10);
  });

  test('has the glyphs of each font in the raster, and no box', async () => {
    const whole = picture([10, TEXT]);
    const drawn = await ink(whole, FONTS);
    const runs = runsIn(await withFontRuns(whole, FONTS));
    for (const [i, { x, text = '' }] of runs.entries()) {
      // Alone, a text of one script is drawn by resvg without our help.
      const alone = await ink(picture([x, text.trim()]), FONTS);
      const end = (runs[i + 1]?.x ?? 600) - 6;
      expect(drawn.slice(Math.ceil(x) + 1, end), text).toEqual(alone.slice(Math.ceil(x) + 1, end));
    }
    expect(await ink(whole, [THAI])).not.toEqual(drawn);
  });

  test('is bold where it was bold, by the bold face', async () => {
    const svg = await withFontRuns(picture([10, TEXT, ' font-weight="bold"']), FONTS);
    expect(svg.match(/font-weight="bold"/g)).toHaveLength(4);
    const regular = runsIn(await withFontRuns(picture([10, TEXT]), FONTS));
    expect(runsIn(svg)[1]?.x).toBeGreaterThan(regular[1]?.x ?? 0);
  });

  test('keeps digits with the word before them that runs to the left', async () => {
    const runs = runsIn(await withFontRuns(picture([10, 'no حساب 2026']), FONTS));
    expect(runs.map(({ text }) => text)).toEqual(['no ', 'حساب 2026']);
  });

  test('is left alone where Arimo has all of it, or no font is configured', async () => {
    const plain = picture([10, 'plain &amp; simple']);
    expect(await withFontRuns(plain, FONTS)).toBe(plain);
    const svg = picture([10, TEXT]);
    expect(await withFontRuns(svg, [])).toBe(svg);
  });

  test('keeps markup as text', async () => {
    const svg = await withFontRuns(picture([10, '&lt;b&gt; ไทย &amp; حساب']), FONTS);
    expect(runsIn(svg).map(({ text }) => text)).toEqual(['&lt;b&gt; ', 'ไทย &amp; ', 'حساب']);
  });
});
