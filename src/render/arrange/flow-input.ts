/** Linked blocks, as they are placed along their links. */

import type { Direction } from '../../model/facts.ts';
import type { Block } from './block-forms.ts';

/** Lays out DOT and answers in Graphviz's `plain` format. */
export type FlowPlace = (dot: string) => string;

export interface FlowLink {
  /** Indexes of blocks. */
  readonly from: number;
  readonly to: number;
  readonly label?: { readonly w: number; readonly h: number };
  /** Name of the line that it shares with others. */
  readonly trunk?: string;
  /** It may be drawn against the direction: its arrow points both ways, or neither. */
  readonly free?: boolean;
}

export interface FlowInput {
  readonly blocks: readonly Block[];
  readonly links: readonly FlowLink[];
  /** Sets of blocks that stand on one line across the direction. */
  readonly ranks: readonly (readonly number[])[];
  readonly first: readonly number[];
  readonly last: readonly number[];
  /** How much more room than usual lines get between blocks. */
  readonly room: number;
}

export interface FlowWay {
  readonly direction: Direction;
  /** It may give way to another that makes a better page. */
  readonly turns: boolean;
  readonly place: FlowPlace;
}
