import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import sharp from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import { asSvg } from '../src/model/brands.ts';
import { bundledFonts, checkFonts, covers, missingGlyphs } from '../src/render/output/fonts.ts';
import { rasterize } from '../src/render/output/raster.ts';

const picture = (width: number, height: number) =>
  asSvg(`<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="${width}" height="${height}"
  viewBox="0 0 ${width} ${height}" font-family="Arial, Arimo, sans-serif"><defs><symbol id="i" viewBox="0 0 10 10"><rect width="10" height="10" fill="#f00"/></symbol></defs>
  <use xlink:href="#i" x="10" y="10" width="20" height="20"/><text x="40" y="25" font-size="14" font-weight="bold">Production é</text></svg>`);

const scratch = fileURLToPath(new URL('../node_modules/.cache/raster-test', import.meta.url));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

describe('rasterize', () => {
  it('draws symbols and text on white, at two pixels to the px', async () => {
    const png = await rasterize(picture(150, 40), { format: 'png' });
    const { data, info } = await sharp(png).raw().toBuffer({ resolveWithObject: true });
    expect(info).toMatchObject({ width: 300, height: 80, channels: 3 });
    const at = (x: number, y: number) => [
      ...data.subarray((y * 300 + x) * 3, (y * 300 + x) * 3 + 3),
    ];
    expect(at(5, 5)).toEqual([255, 255, 255]);
    expect(at(40, 40)).toEqual([255, 0, 0]);
    let ink = 0;
    for (let x = 80; x < 300; x++) if ((at(x, 42)[0] ?? 255) < 128) ink++;
    expect(ink).toBeGreaterThan(20);
    const jpg = await sharp(await rasterize(picture(150, 40), { format: 'jpg' })).metadata();
    expect(jpg).toMatchObject({ format: 'jpeg', width: 300, chromaSubsampling: '4:4:4' });
    expect(jpg.exif ?? jpg.icc ?? jpg.xmp).toBeUndefined();
  });

  it('lowers its own scale for a big picture, and refuses what cannot be', async () => {
    const big = await rasterize(picture(20_000, 30), { format: 'jpg' });
    expect((await sharp(big).metadata()).width).toBe(32_600);
    const refused = (scale?: number) =>
      rasterize(picture(20_000, 8000), { format: 'jpg', ...(scale ? { scale } : {}) });
    await expect(refused()).rejects.toMatchObject({ code: 'too-large', largestScale: 0.7 });
    await expect(refused(1)).rejects.toMatchObject({ code: 'too-large', largestScale: 0.7 });
    await expect(rasterize(asSvg('<svg/>'), { format: 'jpg' })).rejects.toMatchObject({
      code: 'malformed',
    });
  });

  it('makes the same bytes in other processes and surroundings', async () => {
    mkdirSync(scratch, { recursive: true });
    const outfile = join(scratch, 'draw.mjs');
    await build({
      stdin: {
        contents: `import { createHash } from 'node:crypto';
          import { rasterize } from './src/render/output/raster.ts';
          for (const format of ['jpg', 'png']) {
            const bytes = await rasterize(process.argv[2], { format });
            console.log(createHash('sha256').update(bytes).digest('hex'));
          }`,
        resolveDir: fileURLToPath(new URL('..', import.meta.url)),
      },
      bundle: true,
      packages: 'external',
      platform: 'node',
      format: 'esm',
      outfile,
      logLevel: 'error',
    });
    const draw = (env: Record<string, string>) =>
      execFileSync(process.execPath, [outfile, picture(150, 40)], {
        encoding: 'utf8',
        env: { PATH: process.env.PATH ?? '', ...env },
      });
    const plain = draw({});
    expect(plain).toMatch(/^([0-9a-f]{64}\n){2}$/);
    const odd = {
      TZ: 'Asia/Tokyo',
      LANG: 'ar_EG.UTF-8',
      FONTCONFIG_FILE: '/nowhere',
      UV_THREADPOOL_SIZE: '1',
    };
    expect(draw(odd)).toBe(plain);
  });
});

describe('fonts', () => {
  it('are bundled, and known by what they cover', async () => {
    const [regular = ''] = bundledFonts();
    expect(bundledFonts()).toHaveLength(4);
    expect(await covers(regular, 0x41)).toBe(true);
    expect(await covers(regular, 0x65e5)).toBe(false);
  });

  it('name what no font has, and where to get one', async () => {
    const origin = { file: 'a.ts', line: 3 };
    const found = await missingGlyphs(
      [{ text: 'カード 日本', origin }, { text: 'é' }],
      [...bundledFonts()],
    );
    expect(found).toMatchObject([{ code: 'glyph-missing', severity: 'warning', origin }]);
    expect(found[0]?.message).toMatch(/カ \(U\+30AB\).*"カード 日本"/);
    expect(found[0]?.hint).toContain('@expo-google-fonts/noto-sans-jp');
  });

  it('are refused when they are none', () => {
    const [regular = ''] = bundledFonts();
    const self = fileURLToPath(import.meta.url);
    const { files, diagnostics } = checkFonts([regular, self, '/no/such.ttf']);
    expect(files).toEqual([regular]);
    expect(diagnostics.map((d) => d.code)).toEqual(['font-format', 'font-unreadable']);
  });
});
