/** The fonts that rasters are drawn with, and what they lack. */

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Diagnostic, error, type Origin, quote, warning } from '../../model/diagnostic.ts';
import { uncovered } from '../../text/measure.ts';

const FACES = ['400Regular', '700Bold', '400Regular_Italic', '700Bold_Italic'];

let bundled: readonly string[] | undefined;

/** Paths of Arimo's TTF files: regular, bold and their italics. */
export function bundledFonts(): readonly string[] {
  const { resolve } = createRequire(import.meta.url);
  bundled ??= FACES.map((face) => resolve(`@expo-google-fonts/arimo/${face}/Arimo_${face}.ttf`));
  return bundled;
}

// TrueType, its Apple form, OpenType/CFF and collections. resvg skips all else, web fonts too.
const MAGIC = new Set(['00010000', '74727565', '4f54544f', '74746366']);

/** The configured font files that can be used, and an error for each that cannot. */
export function checkFonts(
  files: readonly string[],
  origin?: Origin,
): { readonly files: string[]; readonly diagnostics: Diagnostic[] } {
  const usable: string[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const file of files) {
    const hint = 'Give the path of a TTF or OTF file; web fonts (WOFF) cannot be used.';
    let magic: string;
    try {
      magic = readFileSync(file).subarray(0, 4).toString('hex');
    } catch {
      diagnostics.push(
        error('font-unreadable', `the font ${quote(file)} cannot be read`, origin, { hint }),
      );
      continue;
    }
    if (MAGIC.has(magic)) usable.push(file);
    else
      diagnostics.push(
        error('font-format', `${quote(file)} is not a TTF or OTF font`, origin, { hint }),
      );
  }
  return { files: usable, diagnostics };
}

const coverage = new Map<string, Promise<(codePoint: number) => boolean>>();

/** Whether the font file has a glyph for the code point. Opens each file once; rejects if unreadable. */
export async function covers(fontFile: string, codePoint: number): Promise<boolean> {
  let has = coverage.get(fontFile);
  if (!has) {
    has = open(fontFile);
    coverage.set(fontFile, has);
  }
  return (await has)(codePoint);
}

async function open(fontFile: string): Promise<(codePoint: number) => boolean> {
  // Only a text beyond Arimo needs it, so it is not loaded before.
  const { openSync } = await import('fontkit');
  const opened = openSync(fontFile);
  const fonts = 'fonts' in opened ? opened.fonts : [opened];
  return (codePoint) => fonts.some((font) => font.hasGlyphForCodePoint(codePoint));
}

/** A text that is drawn, and where it comes from. */
export interface DrawnText {
  readonly text: string;
  readonly origin?: Origin;
}

/**
 * A warning for each text with characters that neither Arimo nor the `fontFiles` have: a raster
 * shows boxes in their place (the SVG keeps the text). Names the text, its code points and a
 * package with a font for them.
 */
export async function missingGlyphs(
  texts: readonly DrawnText[],
  fontFiles: readonly string[],
): Promise<Diagnostic[]> {
  const diagnostics: Diagnostic[] = [];
  for (const { text, origin } of texts) {
    const missing: string[] = [];
    for (const char of uncovered(text)) {
      const point = char.codePointAt(0) ?? 0;
      const has = await Promise.all(fontFiles.map((file) => covers(file, point)));
      if (!has.includes(true)) missing.push(char);
    }
    if (missing.length === 0) continue;
    const shown = missing.slice(0, 5).map(named).join(', ');
    const more = missing.length > 5 ? ` and ${missing.length - 5} more` : '';
    diagnostics.push(
      warning(
        'glyph-missing',
        `no font has ${shown}${more} in ${quote(text)}; raster images and PDFs show boxes instead`,
        origin,
        {
          hint: `Add a font to "fonts" in the configuration, e.g. a TTF file of ${fontPackage(missing)}.`,
        },
      ),
    );
  }
  return diagnostics;
}

function named(char: string): string {
  const point = (char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return /\p{M}|\p{C}/u.test(char) ? `U+${point}` : `${char} (U+${point})`;
}

// The first that matches: kana decides for Japanese before the ideographs that it shares.
const PACKAGES: readonly (readonly [RegExp, string])[] = [
  [/[\p{Script=Hiragana}\p{Script=Katakana}]/u, 'sans-jp'],
  [/\p{Script=Hangul}/u, 'sans-kr'],
  [/[\p{Script=Han}\u3000-\u303F\uFF00-\uFFEF]/u, 'sans-sc'],
  [/\p{Script=Arabic}/u, 'sans-arabic'],
  [/\p{Script=Devanagari}/u, 'sans-devanagari'],
  [/\p{Script=Bengali}/u, 'sans-bengali'],
  [/\p{Script=Tamil}/u, 'sans-tamil'],
  [/\p{Script=Thai}/u, 'sans-thai'],
  [/\p{Script=Georgian}/u, 'sans-georgian'],
  [/\p{Script=Armenian}/u, 'sans-armenian'],
  [/\p{Script=Ethiopic}/u, 'sans-ethiopic'],
  [/[\p{Emoji_Presentation}\p{RI}]/u, 'emoji'],
  [/[\u2460-\u24FF]/u, 'sans-symbols'],
  [/\p{Sm}/u, 'sans-math'],
  [/\p{S}/u, 'sans-symbols-2'],
];

function fontPackage(chars: readonly string[]): string {
  const text = chars.join('');
  const name = PACKAGES.find(([script]) => script.test(text))?.[1] ?? 'sans';
  return `@expo-google-fonts/noto-${name}`;
}
