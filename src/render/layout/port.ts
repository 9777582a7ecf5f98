/** What the rest of the program knows of Graphviz. */

import type { Dot } from '../../model/brands.ts';

/** `dot` places; `nop2` draws what carries positions already. */
export type LayoutEngine = 'dot' | 'nop2';

export type LayoutFormat = 'svg' | 'plain';

/** An image that a label names by path; sizes in px. */
export interface LayoutImage {
  readonly path: string;
  readonly width: number;
  readonly height: number;
}

/** Lays out one graph, synchronously. Throws `LayoutError`. */
export type LayoutPort = (
  dot: Dot,
  engine: LayoutEngine,
  format: LayoutFormat,
  images?: readonly LayoutImage[],
) => string;

/**
 * - `syntax`: the DOT or a label in it is malformed; a bug of whoever printed it.
 * - `crash`: Graphviz ran out of stack or memory, or broke. Ask `recover()` before the next call.
 * - `empty`: it returned nothing and gave no reason.
 */
export type LayoutErrorCode = 'syntax' | 'crash' | 'empty';

export class LayoutError extends Error {
  readonly code: LayoutErrorCode;

  constructor(code: LayoutErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'LayoutError';
    this.code = code;
  }
}
