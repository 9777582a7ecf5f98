/**
 * Texts beyond Arimo, cut into runs of one font each, for a raster.
 *
 * resvg (2.6.2) takes one font for a whole text, and mixes two only where they give the same number
 * of glyphs: with ligatures, as of Arabic, it draws boxes, and of such a text in `<tspan>`s it draws
 * nothing at all. Nor does it look for a bold face. So each run becomes a `<text>` of its own, placed by the widths of its font.
 */

import type { Font } from 'fontkit';
import type { Svg } from '../../model/brands.ts';
import { asSvg } from '../../model/brands.ts';
import { graphemes } from '../../text/graphemes.ts';
import { uncovered } from '../../text/measure.ts';
import { bundledFonts } from './fonts.ts';
import { escapeAttribute, escapeText } from './svg-write.ts';

/** A font that draws: one of a file that may hold several. */
export interface Face {
  readonly file: string;
  /** Of a collection: which of its fonts. */
  readonly member?: string;
  readonly font: Font;
  readonly family: string;
  readonly bold: boolean;
}

interface FontRun {
  readonly face: Face;
  text: string;
}

const TEXT = /<text\b([^>]*)>([^<]*)<\/text>/g;
/** A space, a mark or punctuation goes on in the font before it, where that has it. */
const COMMON = /^[\p{Z}\p{P}\p{M}\p{Cf}]+$/u;
const RIGHT_TO_LEFT =
  /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

const ENTITIES: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>' };
const unescaped = (text: string): string =>
  text.replace(/&(?:amp|lt|gt);/g, (e) => ENTITIES[e] ?? e);

/** The faces of font files, by preference. Rejects when one cannot be read. */
export async function facesOf(files: readonly string[]): Promise<Face[]> {
  const { openSync } = await import('fontkit');
  return files.flatMap((file) => {
    const opened = openSync(file);
    return ('fonts' in opened ? opened.fonts : [opened]).map((font) => ({
      file,
      ...('fonts' in opened && font.postscriptName ? { member: font.postscriptName } : {}),
      font,
      family: font.getName('preferredFamily', 'en') ?? font.familyName,
      bold: /bold|black|heavy/i.test(
        font.getName('preferredSubfamily', 'en') ?? font.subfamilyName,
      ),
    }));
  });
}

const covers = ({ font }: Face, text: string): boolean =>
  [...text].every((char) => {
    const point = char.codePointAt(0) ?? 0;
    return /\p{Default_Ignorable_Code_Point}/u.test(char) || font.hasGlyphForCodePoint(point);
  });

/** Digits after a word that runs to the left belong to it (UAX #9, W2). */
const goesOn = (before: string, cluster: string): boolean =>
  COMMON.test(cluster) || (/^\p{Nd}/u.test(cluster) && RIGHT_TO_LEFT.test(before));

/** @param faces by preference, Arimo first */
function runsOf(text: string, faces: readonly Face[]): FontRun[] {
  const runs: FontRun[] = [];
  for (const cluster of graphemes(text)) {
    const last = runs.at(-1);
    const face =
      last && goesOn(last.text, cluster) && covers(last.face, cluster)
        ? last.face
        : (faces.find((f) => covers(f, cluster)) ?? last?.face ?? faces[0]);
    if (!face) return [];
    if (last?.face === face) last.text += cluster;
    else runs.push({ face, text: cluster });
  }
  return runs;
}

/** As they stand on a line that runs to the right: neighbours that run to the left change places. */
function visualOrder(runs: readonly FontRun[]): FontRun[] {
  const ordered: FontRun[] = [];
  let left: FontRun[] = [];
  for (const run of runs) {
    const follows = left.length > 0 && !/\p{L}/u.test(run.text);
    if (follows || RIGHT_TO_LEFT.test(run.text)) left.unshift(run);
    else {
      ordered.push(...left, run);
      left = [];
    }
  }
  return [...ordered, ...left];
}

/** A part of a text in one font, in px from its beginning. */
export interface PlacedRun {
  readonly face: Face;
  readonly text: string;
  readonly at: number;
}

/** A text as the fonts draw it, from left to right. Empty where there is no font. */
export function placedRuns(
  text: string,
  size: number,
  bold: boolean,
  faces: readonly Face[],
): { readonly runs: readonly PlacedRun[]; readonly width: number } {
  // The weight that is asked for comes first within each family.
  const ranked = [...faces].sort(
    (a, b) =>
      faces.findIndex((f) => f.family === a.family) -
        faces.findIndex((f) => f.family === b.family) ||
      Number(b.bold === bold) - Number(a.bold === bold),
  );
  let at = 0;
  const runs = visualOrder(runsOf(text, ranked)).map((run): PlacedRun => {
    const { font } = run.face;
    const placed = { ...run, at };
    at += (font.layout(run.text).advanceWidth * size) / font.unitsPerEm;
    return placed;
  });
  return { runs, width: at };
}

function element(attributes: string, text: string, faces: readonly Face[]): string | undefined {
  const bold = /font-weight="bold"/.test(attributes);
  const x = Number(/\bx="([-\d.]+)"/.exec(attributes)?.[1]);
  const size = Number(/\bfont-size="([\d.]+)"/.exec(attributes)?.[1]);
  if (!Number.isFinite(x) || !Number.isFinite(size)) return undefined;
  const { runs } = placedRuns(text, size, bold, faces);
  if (runs.length === 0) return undefined;
  return runs
    .map((run) => {
      const { family } = run.face;
      const rest = attributes
        .replace(/\bx="[-\d.]+"/, `x="${Math.round((x + run.at) * 100) / 100}"`)
        .replace(/\sfont-family="[^"]*"|\sxml:space="[^"]*"/g, '');
      const own = ` xml:space="preserve" font-family="${escapeAttribute(`'${family}'`)}"`;
      return `<text${rest}${own}>${escapeText(run.text)}</text>`;
    })
    .join('');
}

/**
 * The picture with each text that Arimo does not cover cut into runs, by the fonts that will draw
 * it. Other texts stay as they are. Rejects when a font file cannot be read.
 */
export async function withFontRuns(svg: Svg, fontFiles: readonly string[]): Promise<Svg> {
  if (fontFiles.length === 0) return svg;
  const foreign = [...svg.matchAll(TEXT)].some(
    ([, , text = '']) => uncovered(unescaped(text)).length > 0,
  );
  if (!foreign) return svg;
  const faces = await facesOf([...bundledFonts(), ...fontFiles]);
  return asSvg(
    svg.replace(TEXT, (whole, attributes: string, content: string) => {
      const text = unescaped(content);
      if (uncovered(text).length === 0) return whole;
      return element(attributes, text, faces) ?? whole;
    }),
  );
}
