/**
 * SVG to JPG or PNG: resvg draws, sharp encodes. The one file that knows both.
 *
 * Measured on two slow cores, 60 cards with curves (2,740 x 1,300 px): importing sharp 120-165 ms
 * and resvg 12-28 ms, drawing 110 ms, JPG 90 ms. The bytes depend on nothing but the SVG: fonts
 * come from files and no metadata is written.
 */

import { createRequire } from 'node:module';
import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type * as Resvg from '@resvg/resvg-js';
import type Sharp from 'sharp';
import type { Svg } from '../../model/brands.ts';
import { type BandedPicture, bandsOf } from './bands.ts';
import { withFontRuns } from './font-runs.ts';
import { bundledFonts } from './fonts.ts';

export type RasterFormat = 'jpg' | 'png';

export interface RasterOptions {
  readonly format: RasterFormat;
  /**
   * Pixels to the px of the SVG. When absent 2, or what still fits, down to 1: a picture for a
   * screen is better somewhat coarser than missing. A given scale is kept or refused.
   */
  readonly scale?: number;
  /** TTF or OTF files beside the bundled ones, for scripts that Arimo lacks. */
  readonly fontFiles?: readonly string[];
}

export type RasterErrorCode = 'too-large' | 'malformed';

export class RasterError extends Error {
  readonly code: RasterErrorCode;
  /** With `too-large`: the largest scale that fits, rounded down to two decimals. */
  readonly largestScale?: number;

  constructor(
    code: RasterErrorCode,
    message: string,
    details: { scale?: number; cause?: unknown } = {},
  ) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'RasterError';
    this.code = code;
    if (details.scale !== undefined) this.largestScale = details.scale;
  }
}

// resvg ends the whole process when memory runs out, so there is a limit; readers of the picture have one, too:
// 80 million pixels take 320 MB on a screen.
const MAX_PIXELS = 80_000_000;
// JPEG itself ends at 65,500; browsers and office programs at 32,767.
const MAX_SIDE = 32_767;
const DEFAULT_SCALE = 2;

// 4:4:4 keeps red text sharp. At two pixels to the px the eye sees no difference above 72, and
// 80 is 15 % bigger: every version is kept in git. mozjpeg saves 12 % and takes four times as long.
const JPEG = { quality: 72, chromaSubsampling: '4:4:4' } as const;
// A palette would save 30 %, take three times as long, and band the gradients of icons.
const PNG = { compressionLevel: 9 } as const;
// Optimal codes cost 12 bytes of memory a pixel: all coefficients are kept for a second pass. Without, a file is 20 % bigger.
const LARGE_JPEG = { ...JPEG, optimiseCoding: false } as const;
const PACKED = { compressionLevel: 1 } as const;

// A picture of more pixels is drawn in bands: drawing and encoding a whole one takes 20 bytes of memory a pixel.
const WHOLE_PIXELS = 10_000_000;
const BAND_PIXELS = 4_000_000;
const MIN_ROWS = 64;

interface Libraries {
  readonly renderAsync: typeof Resvg.renderAsync;
  readonly sharp: typeof Sharp;
}

let libraries: Libraries | undefined;

/** By `require`: both are CommonJS, and an import would take twice as long, on Node 20 thrice. */
function load(): Libraries {
  const require = createRequire(import.meta.url);
  const { renderAsync } = require('@resvg/resvg-js') as typeof Resvg;
  const sharp = require('sharp') as typeof Sharp;
  // A picture is encoded once: sharp's cache would only hold memory.
  sharp.cache(false);
  return { renderAsync, sharp };
}

/** Loads both libraries, in some 80 ms without a pause: call it while other threads work. Never throws. */
export function preload(): void {
  try {
    libraries ??= load();
  } catch {
    // Whoever needs them meets the error.
  }
}

/**
 * Draws on white. Runs outside the main thread: two calls at once keep two cores busy. The same
 * SVG, options and package versions give the same bytes anywhere. Throws `RasterError`.
 */
export async function rasterize(svg: Svg, options: RasterOptions): Promise<Buffer> {
  const scale = chooseScale(svg, options.scale);
  const { width, height } = sizeOf(svg);
  const { fontFiles = [] } = options;
  libraries ??= load();
  const text = await withFontRuns(svg, fontFiles).catch(malformed);
  const rows = Math.max(MIN_ROWS, Math.floor(BAND_PIXELS / (width * scale)));
  const large = width * height * scale * scale > WHOLE_PIXELS;
  const banded = large ? bandsOf(text, scale, rows) : undefined;
  return banded ? joined(banded, options, libraries) : whole(text, scale, options, libraries);
}

/** Colours and cover of a picture on no ground: three bytes and one byte a pixel. */
export interface ClearPixels {
  readonly width: number;
  readonly height: number;
  readonly rgb: Uint8Array;
  readonly alpha: Uint8Array;
}

/** A small picture without words, e.g. an icon, on no ground. Rejects with `RasterError`. */
export async function clearPixels(svg: Svg): Promise<ClearPixels> {
  libraries ??= load();
  const { renderAsync, sharp } = libraries;
  const options = { font: { loadSystemFonts: false }, logLevel: 'off' } as const;
  const image = await renderAsync(svg, options).catch(malformed);
  // By way of a PNG: resvg's own pixels are multiplied by their cover.
  const { data, info } = await sharp(image.asPng())
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { width, height } = info;
  const rgb = new Uint8Array(width * height * 3);
  const alpha = new Uint8Array(width * height);
  for (let i = 0; i < alpha.length; i++) {
    rgb.set(data.subarray(4 * i, 4 * i + 3), 3 * i);
    alpha[i] = data[4 * i + 3] ?? 0;
  }
  return { width, height, rgb, alpha };
}

function malformed(cause: unknown): never {
  throw new RasterError('malformed', 'The SVG cannot be drawn', { cause });
}

type Encoded = Pick<RasterOptions, 'format' | 'fontFiles'>;

function drawn({ renderAsync }: Libraries, svg: Svg, scale: number, fontFiles: readonly string[]) {
  return renderAsync(svg, {
    background: 'white',
    fitTo: { mode: 'zoom', value: scale },
    font: {
      loadSystemFonts: false,
      fontFiles: [...bundledFonts(), ...fontFiles],
      defaultFontFamily: 'Arimo',
      sansSerifFamily: 'Arimo',
    },
    logLevel: 'off',
  }).catch(malformed);
}

async function whole(
  svg: Svg,
  scale: number,
  { format, fontFiles = [] }: Encoded,
  loaded: Libraries,
) {
  const image = await drawn(loaded, svg, scale, fontFiles);
  // Each read of `.pixels` copies them.
  const pixels = image.pixels;
  const raw = { width: image.width, height: image.height, channels: 4 } as const;
  const opaque = loaded.sharp(pixels, { raw, limitInputPixels: false }).removeAlpha();
  return format === 'png' ? opaque.png(PNG).toBuffer() : opaque.jpeg(JPEG).toBuffer();
}

let collect: (() => void) | undefined;

/** Frees the pixels of the band before: resvg's memory is not V8's, which would let hundreds of MB gather. */
async function release(): Promise<void> {
  if (!collect) {
    setFlagsFromString('--expose-gc');
    collect = runInNewContext('gc') as () => void;
  }
  // What was awaited last is still held in this turn.
  await setImmediate();
  collect();
  await setImmediate();
}

/** One band at a time is kept as pixels; those that are done wait packed, without loss. */
async function joined(
  { width, height, bands }: BandedPicture,
  { format, fontFiles = [] }: Encoded,
  loaded: Libraries,
) {
  const { sharp } = loaded;
  const packed: Buffer[] = [];
  for (const { svg, above, rows } of bands) {
    const image = await drawn(loaded, svg, 1, fontFiles);
    const pixels = image.pixels.subarray(above * width * 4, (above + rows) * width * 4);
    const raw = { width, height: rows, channels: 4 } as const;
    packed.push(await sharp(pixels, { raw }).removeAlpha().png(PACKED).toBuffer());
    await release();
  }
  // All bands are set in rows as high as the highest: below a lower last one there is nothing.
  const picture = sharp(packed, { join: { across: 1 }, limitInputPixels: false }).extract({
    left: 0,
    top: 0,
    width,
    height,
  });
  return format === 'png' ? picture.png(PNG).toBuffer() : picture.jpeg(LARGE_JPEG).toBuffer();
}

function chooseScale(svg: Svg, wanted: number | undefined): number {
  const { width, height } = sizeOf(svg);
  const fits = Math.min(
    MAX_SIDE / width,
    MAX_SIDE / height,
    Math.sqrt(MAX_PIXELS / (width * height)),
  );
  const largest = Math.floor(fits * 100) / 100;
  const scale = wanted ?? Math.min(DEFAULT_SCALE, Math.max(1, largest));
  if (!(scale > 0)) throw new RangeError(`a scale is a positive number, not ${scale}`);
  if (scale <= fits) return scale;
  throw new RasterError(
    'too-large',
    `A picture of ${width} x ${height} px is too large for a raster at scale ${scale}; the largest that fits is ${largest}`,
    { scale: largest },
  );
}

function sizeOf(svg: Svg): { width: number; height: number } {
  const root = /<svg\b[^>]*>/.exec(svg)?.[0] ?? '';
  const side = (name: string) =>
    Number(new RegExp(`\\s${name}="([\\d.]+)(?:px)?"`).exec(root)?.[1]);
  const [width, height] = [side('width'), side('height')];
  if (width > 0 && height > 0) return { width, height };
  throw new RasterError('malformed', 'The SVG does not say its width and height in px');
}
