/** Breaks a text into lines that fit, as a careful typist would. */

import { UNITS_PER_EM } from './arimo.ts';
import { toDrawable, withoutBidiFormats } from './drawable.ts';
import { graphemes } from './graphemes.ts';
import { graphemeUnits } from './measure.ts';

export interface WrappedText {
  readonly lines: string[];
  /** True when text was left out; the last line then ends in `…`. */
  readonly truncated: boolean;
}

const ELLIPSIS = '…';

/** How much a break hurts: at a space, after punctuation, within a number or at a hump, anywhere. */
type Hurt = 1 | 2 | 3 | 4;

const SPACE = /^[^\S\u00A0\u202F\u2007\uFEFF]+$/u;
const PUNCTUATION = /^[-_/.:,]$/;
const DIGIT = /^\p{Nd}$/u;
const IDEOGRAPH =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303F\uFF00-\uFFEF]/u;
// Punctuation that can't begin a line, and brackets that can't end one (JIS X 4051).
const CLOSES =
  /^[\p{Pe}\p{Pf}、。，．・：；？！ー々…,.!?:;\u3041\u3043\u3045\u3047\u3049\u3063\u3083\u3085\u3087\u30A1\u30A3\u30A5\u30A7\u30A9\u30C3\u30E3\u30E5\u30E7]/u;
const OPENS = /^[\p{Ps}\p{Pi}]/u;

function hurtAfter(parts: readonly string[], i: number): Hurt {
  const here = parts[i] ?? '';
  const next = parts[i + 1] ?? '';
  if (SPACE.test(here)) return 1;
  if (IDEOGRAPH.test(here) && !OPENS.test(here) && !CLOSES.test(next)) return 1;
  if (IDEOGRAPH.test(next) && !OPENS.test(here) && !CLOSES.test(next)) return 1;
  const before = parts[i - 1] ?? ' ';
  if (PUNCTUATION.test(here) && !PUNCTUATION.test(next) && !SPACE.test(before)) {
    const inNumber = /[.,:]/.test(here) && DIGIT.test(before) && DIGIT.test(next);
    return inNumber ? 3 : 2;
  }
  if (/^\p{Ll}/u.test(here) && /^\p{Lu}/u.test(next)) return 3;
  return 4;
}

interface Paragraph {
  readonly parts: readonly string[];
  readonly spaces: readonly boolean[];
  readonly hurts: readonly Hurt[];
  /** `ends[i]`: width of the first i parts, in font units. */
  readonly ends: readonly number[];
}

function measured(text: string, bold: boolean): Paragraph {
  const parts = graphemes(text);
  const ends = [0];
  for (const part of parts) ends.push((ends.at(-1) ?? 0) + graphemeUnits(part, bold));
  return {
    parts,
    spaces: parts.map((p) => SPACE.test(p)),
    hurts: parts.map((_, i) => hurtAfter(parts, i)),
    ends,
  };
}

interface BrokenLine {
  readonly from: number;
  readonly to: number;
}
interface Fill {
  readonly lines: BrokenLine[];
  /** Sum of what its breaks hurt beyond a space. */
  readonly cost: number;
}

/** Fills line after line with what fits, breaking where it hurts at most `allowed` if it can. */
function fill(p: Paragraph, limit: number, allowed: Hurt): Fill {
  const n = p.parts.length;
  const lines: BrokenLine[] = [];
  let cost = 0;
  let start = 0;
  for (;;) {
    while (start < n && p.spaces[start]) start++;
    if (start >= n) return { lines, cost };
    const base = p.ends[start] ?? 0;
    // The last place to break for each degree of hurt, and where the words before it end.
    const best: (BrokenLine | undefined)[] = [];
    let wordEnd = start;
    let i = start;
    for (; i < n; i++) {
      if (!p.spaces[i]) {
        if ((p.ends[i + 1] ?? 0) - base > limit && i > start) break;
        wordEnd = i + 1;
      }
      if (p.spaces[i + 1]) continue;
      best[p.hurts[i] ?? 4] = { from: i + 1, to: wordEnd };
    }
    if (i >= n) {
      lines.push({ from: start, to: wordEnd });
      return { lines, cost };
    }
    let chosen: BrokenLine | undefined;
    let hurt = 1;
    for (let h = 1; h <= 4; h++) {
      const candidate = best[h];
      if (!candidate || (chosen && (h > allowed || candidate.from < chosen.from))) continue;
      chosen = candidate;
      hurt = h;
    }
    chosen ??= { from: start + 1, to: start + 1 };
    lines.push({ from: start, to: chosen.to });
    cost += hurt - 1;
    start = chosen.from;
  }
}

/** The same number of lines, as even as they get: the narrowest limit that needs no more. */
function balanced(p: Paragraph, limit: number, allowed: Hurt, first: Fill): Fill {
  const count = first.lines.length;
  if (count < 2) return first;
  let best = first;
  let low = Math.floor((p.ends.at(-1) ?? 0) / count / 2);
  let high = limit;
  while (high - low > 16) {
    const middle = (low + high) / 2;
    const tried = fill(p, middle, allowed);
    if (tried.lines.length <= count && tried.cost <= first.cost) {
      best = tried;
      high = middle;
    } else low = middle;
  }
  return best;
}

function widthLimit(maxWidth: number, size: number): number {
  const limit = (maxWidth * UNITS_PER_EM) / size;
  // Widths are whole units: a hair of rounding must not push a word that fits exactly.
  return Number.isFinite(limit) ? Math.max(0, Math.floor(limit + 1e-6)) : Number.MAX_SAFE_INTEGER;
}

/**
 * Breaks `text` into at most `maxLines` lines of at most `maxWidth` px (a single character that
 * is wider still gets a line). Breaks at spaces and between ideographs; within a word only when
 * it doesn't fit, or when lines run out: after `- _ / . : ,`, else anywhere between graphemes.
 * Line breaks in the text are kept. The text is made drawable first (see `toDrawable`).
 * No lines for a text without visible characters.
 */
export function wrapText(
  text: string,
  maxWidth: number,
  size: number,
  bold = false,
  maxLines = Number.POSITIVE_INFINITY,
): WrappedText {
  const limit = widthLimit(maxWidth, size);
  const most = Math.max(1, maxLines);
  const paragraphs = toDrawable(text)
    .split('\n')
    .map((t) => measured(t, bold))
    // Only a broken line loses its bidi formats: a line that fits stays as it was written.
    .map((p) =>
      (p.ends.at(-1) ?? 0) > limit ? measured(withoutBidiFormats(p.parts.join('')), bold) : p,
    );
  while (paragraphs.at(-1)?.spaces.every(Boolean)) paragraphs.pop();
  while (paragraphs[0]?.spaces.every(Boolean)) paragraphs.shift();

  const attempt = (allowed: Hurt) => {
    const fills = paragraphs.map((p) => fill(p, limit, allowed));
    const count = fills.reduce((sum, f) => sum + Math.max(1, f.lines.length), 0);
    return { allowed, fills, count };
  };
  let result = attempt(1);
  if (result.count > most) result = attempt(2);

  const slice = (p: Paragraph, line: BrokenLine) => p.parts.slice(line.from, line.to).join('');
  if (result.count <= most) {
    const lines = paragraphs.flatMap((p, i) => {
      const first = result.fills[i];
      if (!first || first.lines.length === 0) return [''];
      return balanced(p, limit, result.allowed, first).lines.map((l) => slice(p, l));
    });
    return { lines, truncated: false };
  }
  const lines = paragraphs.flatMap((p, i) => {
    const filled = result.fills[i]?.lines ?? [];
    return filled.length === 0 ? [{ p, from: 0, to: 0 }] : filled.map((l) => ({ p, ...l }));
  });
  const last = lines[most - 1];
  const kept = lines.slice(0, most - 1).map((l) => slice(l.p, l));
  return {
    lines: [...kept, last ? cut(last.p, last.from, limit, bold) : ELLIPSIS],
    truncated: true,
  };
}

/** What fits of the paragraph from `from` on, with an ellipsis in place of the rest. */
function cut(p: Paragraph, from: number, limit: number, bold: boolean): string {
  const room = limit - graphemeUnits(ELLIPSIS, bold) + (p.ends[from] ?? 0);
  let to = from;
  while (to < p.parts.length && (p.ends[to + 1] ?? 0) <= room) to++;
  while (to > from && p.spaces[to - 1]) to--;
  return p.parts.slice(from, to).join('') + ELLIPSIS;
}
