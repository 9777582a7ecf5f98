/** Texts in as many lines as they need; what is cut even so is noted, for a warning. */

import { type WrappedText, wrapText } from '../../text/wrap.ts';
import type { CutText } from '../scene/scene.ts';

/** How many lines a text may take. */
export interface LineLimits {
  /** As many as it usually needs: a text that fits in these is broken for them. */
  readonly usual: number;
  /** As many as it may take before it is cut. */
  readonly most: number;
}

/** A fact about an element: ids, addresses and names of rules are evidence, and are drawn in full. */
export const DETAIL: LineLimits = { usual: 3, most: 12 };

export function fitText(
  text: string,
  width: number,
  size: number,
  bold: boolean,
  { usual, most }: LineLimits,
): WrappedText {
  const fitted = wrapText(text, width, size, bold, usual);
  return fitted.truncated && most > usual ? wrapText(text, width, size, bold, most) : fitted;
}

/** The lines of a text; notes in `cut` that it is not drawn in full. */
export function fitLines(
  { what, text }: CutText,
  width: number,
  size: number,
  bold: boolean,
  limits: LineLimits,
  cut: CutText[],
): readonly string[] {
  const fitted = fitText(text, width, size, bold, limits);
  if (fitted.truncated) cut.push({ what, text });
  return fitted.lines;
}

/** The part of a figure, a header or a label that tells what of it is cut. */
export const withCut = (cut: readonly CutText[]): { cut?: readonly CutText[] } =>
  cut.length > 0 ? { cut } : {};
