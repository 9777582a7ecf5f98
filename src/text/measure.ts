/** Widths of text in Arimo, whose advance widths are Arial's. */

import { RUNS, UNITS_PER_EM, WIDTH_PAIRS } from './arimo.ts';
import { graphemes } from './graphemes.ts';

/** Width + 1 in font units by code point, 0 where there is no glyph. Arimo has the BMP only. */
type Widths = Uint16Array;

let tables: { readonly regular: Widths; readonly bold: Widths } | undefined;

function load() {
  if (tables) return tables;
  const regular = new Uint16Array(0x1_0000);
  const bold = new Uint16Array(0x1_0000);
  const pairs = numbers(WIDTH_PAIRS, 10);
  let point = 0;
  // Each run is three numbers: pair, length, gap before.
  const runs = numbers(RUNS, 36);
  for (let i = 0; i < runs.length; i += 3) {
    const pair = 2 * (runs[i] ?? 0);
    point += runs[i + 2] ?? 0;
    for (const end = point + (runs[i + 1] ?? 0); point < end; point++) {
      regular[point] = (pairs[pair] ?? 0) + 1;
      bold[point] = (pairs[pair + 1] ?? 0) + 1;
    }
  }
  tables = { regular, bold };
  return tables;
}

const SPACE = 0x20;
const LETTERS = 0x61;

/** Reads non-negative numbers with one space or line break between them. */
// Split and parseInt take 3 ms for the two tables, this takes 0.7.
function numbers(text: string, radix: number): number[] {
  const list: number[] = [];
  let value = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > SPACE) value = value * radix + (code >= LETTERS ? code - 87 : code - 48);
    else {
      list.push(value);
      value = 0;
    }
  }
  list.push(value);
  return list;
}

// Marks that sit on their base, joiners, variation selectors, bidi and other format characters.
const ZERO_WIDTH = /^[\p{Mn}\p{Me}\p{Cf}\p{Cc}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]$/u;
const EMOJI = /[\p{RI}\u{FE0F}\u{20E3}\u{1F3FB}-\u{1F3FF}]|\p{Emoji_Presentation}/u;
const PICTOGRAPH = /\p{Extended_Pictographic}/u;
const HALF_WIDTH = /[\u{FF61}-\u{FFDC}\u{FFE8}-\u{FFEE}]/u;
const JOINING_SCRIPT = /[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Hebrew}\p{Script=Thaana}]/u;
const WORD_LIGATURE = /[\u{FDF0}-\u{FDFC}]/u;
const BASMALA = 0xfdfd;
const OVERSIZE = /[\p{Script=Cuneiform}\p{Script=Egyptian_Hieroglyphs}]/u;

/**
 * Widths in em for what Arimo lacks: the widest of common fonts (Noto, Segoe, Hiragino), since a
 * viewer picks the font. Too much room is harmless, too little strikes a neighbour.
 */
function foreignEm(point: number, char: string): number {
  if (point === BASMALA) return 12;
  if (WORD_LIGATURE.test(char)) return 3;
  if (HALF_WIDTH.test(char)) return 0.6;
  if (JOINING_SCRIPT.test(char)) return 0.6;
  if (OVERSIZE.test(char)) return 3;
  return PICTOGRAPH.test(char) ? 1.3 : 1;
}

const REPLACEMENT = 0xfffd;
const isSurrogate = (point: number) => point >= 0xd800 && point <= 0xdfff;

function pointUnits(char: string, widths: Widths): number {
  const point = char.codePointAt(0) ?? 0;
  if (ZERO_WIDTH.test(char)) return 0;
  const stored = widths[isSurrogate(point) ? REPLACEMENT : point];
  if (stored) return stored - 1;
  return Math.ceil(foreignEm(point, char) * UNITS_PER_EM);
}

// Widths of clusters are asked again and again while a label is fitted; names use few of them.
const clusterCache = [new Map<string, number>(), new Map<string, number>()] as const;

/** Width of one grapheme cluster in font units (`UNITS_PER_EM` to the em). */
export function graphemeUnits(cluster: string, bold = false): number {
  const cache = clusterCache[bold ? 1 : 0];
  const widths = bold ? load().bold : load().regular;
  const code = cluster.charCodeAt(0);
  if (cluster.length === 1 && code < 0x300) {
    // Controls and the soft hyphen have no width; the rest of Latin needs no further questions.
    return code < 0x20 || code === 0xad ? 0 : Math.max(0, (widths[code] ?? 0) - 1);
  }
  const known = cache.get(cluster);
  if (known !== undefined) return known;
  let units = 0;
  // A sequence with joiners or a keycap is one picture, however many code points it has. A viewer
  // that lacks the sequence draws its parts side by side; that is not what to plan for.
  if (EMOJI.test(cluster)) units = Math.ceil(1.3 * UNITS_PER_EM);
  else for (const char of cluster) units += pointUnits(char, widths);
  if (cache.size > 20_000) cache.clear();
  cache.set(cluster, units);
  return units;
}

/**
 * Width of one line of text, in px for a `size` in px. Without kerning, as Graphviz measures;
 * viewers that kern draw it the same or slightly narrower.
 */
export function textWidth(text: string, size: number, bold = false): number {
  let units = 0;
  for (const cluster of graphemes(text)) units += graphemeUnits(cluster, bold);
  return (units * size) / UNITS_PER_EM;
}

/**
 * The distinct code points (as strings) that Arimo has no glyph for, in order of appearance.
 * Invisible ones (joiners, variation selectors, controls) don't count, nor do marks that
 * compose with their base into a letter that Arimo has.
 */
export function uncovered(text: string): string[] {
  const { regular } = load();
  const missing = new Set<string>();
  const lacks = (char: string) => {
    const point = char.codePointAt(0) ?? 0;
    return !regular[isSurrogate(point) ? REPLACEMENT : point] && !INVISIBLE.test(char);
  };
  for (const cluster of graphemes(text)) {
    if (![...cluster].some(lacks)) continue;
    if (![...cluster.normalize('NFC')].some(lacks)) continue;
    for (const char of cluster) if (lacks(char)) missing.add(char);
  }
  return [...missing];
}

const INVISIBLE = /^[\p{Cc}\p{Cf}\p{Zs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]$/u;
