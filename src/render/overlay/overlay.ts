/** What an overlay shows beside the model: what became of each thing, and which two versions are compared. */

import type { Diagram, Identity } from '../../model/diagram.ts';

export type OverlayChange = 'added' | 'removed' | 'changed' | 'moved' | 'renamed';

export interface OverlayMark {
  readonly change: OverlayChange;
  /** In words, a line each. */
  readonly words: readonly string[];
}

/** Plain data that survives a structured clone. */
export interface Overlay {
  /** All of the later diagram in document order, and after that what is gone. */
  readonly union: Diagram;
  readonly before: Diagram;
  /** By identity in the union. */
  readonly marks: ReadonlyMap<Identity, OverlayMark>;
  /** What is gone: identity in the union -> before. */
  readonly gone: ReadonlyMap<Identity, Identity>;
  /** What changed and has no place on the page, in words. */
  readonly remarks: readonly string[];
  /** How the two versions are called, and the SHA-256 of their models. */
  readonly versions: readonly [OverlayVersion, OverlayVersion];
}

export interface OverlayVersion {
  readonly label: string;
  readonly digest: string;
}
