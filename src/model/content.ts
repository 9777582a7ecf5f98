/**
 * What an author writes, before identity is given: plain frozen values that
 * refer to each other by themselves. Every source (TypeScript, YAML, derived)
 * makes these; `compile/resolve` turns them into a Diagram.
 */

import type { Origin } from './diagnostic.ts';
import type { Direction, DocumentFacts, ElementFacts, Layout, LinkFacts, Waiver } from './facts.ts';

export interface ElementContent {
  readonly type: 'element';
  readonly kind: string;
  readonly name: string;
  /** True when it is a box with members, even if it has none yet. */
  readonly group: boolean;
  readonly facts: ElementFacts;
  readonly members: readonly Content[];
  readonly origin?: Origin;
}

/**
 * An end of a link: the element itself, or its explicit `id` as text
 * (for elements of another source, e.g. derived ones).
 */
export type End = ElementContent | string;

export interface LinkContent {
  readonly type: 'link';
  /** `connection` for network reachability, `flow` for moving data. */
  readonly relation: 'connection' | 'flow';
  readonly from: End;
  readonly to: End;
  readonly facts: LinkFacts;
  readonly origin?: Origin;
}

/** A wish for the arrangement that is no fact: `align` on one line, `order` in this order. */
export interface HintContent {
  readonly type: 'hint';
  readonly hint: 'align' | 'order';
  readonly of: readonly End[];
  readonly origin?: Origin;
}

export type Content = ElementContent | LinkContent | HintContent;
/** Lists may nest to any depth, and gaps (`undefined`, `null`, `false`) are skipped, so that `cond && node(…)` works. */
export type Contents = Content | undefined | null | false | readonly Contents[];

export interface DiagramOptions extends DocumentFacts {
  /** File name part when a file makes several diagrams; kebab-case of the title when absent. */
  readonly name?: string;
  readonly direction?: Direction;
  /** How the page sets out what stands on it, as `layout` of a group does. */
  readonly layout?: Layout;
  /** Number of columns when `layout` is `grid`. */
  readonly columns?: number;
  /** `none` leaves it out. Default `auto`. */
  readonly legend?: 'auto' | 'none';
  readonly waivers?: readonly Waiver[];
}

export interface DiagramContent {
  readonly type: 'diagram';
  readonly title: string;
  readonly options: DiagramOptions;
  readonly content: readonly Content[];
  readonly origin?: Origin;
}
