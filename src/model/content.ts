/**
 * What an author writes, before identity is given: plain frozen values that
 * refer to each other by themselves. Every source (TypeScript, YAML, derived)
 * makes these; `compile/resolve` turns them into a Diagram.
 */

import type { Json } from './derivation.ts';
import type { Diagnostic, Origin } from './diagnostic.ts';
import type {
  Direction,
  DocumentFacts,
  ElementFacts,
  Layout,
  LinkFacts,
  SheetsBy,
  Waiver,
} from './facts.ts';

export interface ElementContent {
  readonly type: 'element';
  readonly kind: string;
  readonly name: string;
  /** True when it is a box with members, even if it has none yet. */
  readonly group: boolean;
  readonly facts: ElementFacts;
  readonly members: readonly Content[];
  /** Of derived content: the kind under which its source counts it, see `Census`. */
  readonly derived?: string;
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
  /** As of elements. */
  readonly derived?: string;
  readonly origin?: Origin;
}

/** A wish for the arrangement that is no fact: `align` on one line, `order` in this order, a `sheet` of an atlas for these. */
export interface HintContent {
  readonly type: 'hint';
  readonly hint: 'align' | 'order' | 'sheet';
  /** Of a sheet. */
  readonly name?: string;
  readonly of: readonly End[];
  readonly origin?: Origin;
}

/** Further facts and members for what stands elsewhere in the diagram, e.g. for a derived element by its cloud id. */
export interface AnnotationContent {
  readonly type: 'annotation';
  /** An element, or the explicit `id` of an element or link. */
  readonly of: End;
  readonly facts: ElementFacts & LinkFacts;
  /** Placed in the annotated group, behind its own members. */
  readonly members: readonly Content[];
  readonly origin?: Origin;
}

/** Stands for what a recorded graph answers; `derive` puts elements and links in its place. */
export interface DerivedContent {
  readonly type: 'derived';
  /** Name of the snapshot. */
  readonly estate: string;
  /** `organization`, `network` …, or `cypher` for a query of the author's own. */
  readonly derivation: string;
  /** One source of the estate alone, e.g. `terraform`; all of them when absent. */
  readonly source?: string;
  readonly options: Readonly<Record<string, unknown>>;
  /** Of `cypher` only. */
  readonly query?: OwnQuery;
  readonly origin?: Origin;
}

export interface OwnQuery {
  readonly text: string;
  readonly params: Readonly<Record<string, Json>>;
  readonly toContent: (row: Readonly<Record<string, Json>>) => Contents;
  /** What the answer's columns lack for `toContent`, where it is not the author's own. */
  readonly lacks?: (columns: readonly string[]) => readonly Diagnostic[];
}

export type Content =
  | ElementContent
  | LinkContent
  | HintContent
  | AnnotationContent
  | DerivedContent;
/** Lists may nest to any depth, and gaps (`undefined`, `null`, `false`) are skipped, so that `cond && node(…)` works. */
export type Contents = Content | undefined | null | false | readonly Contents[];

export interface DiagramOptions extends Omit<DocumentFacts, 'profile'> {
  /** Sets of rules that it must hold: one, or a list. */
  readonly profile?: string | readonly string[];
  /** File name part when a file makes several diagrams; kebab-case of the title when absent. */
  readonly name?: string;
  readonly direction?: Direction;
  /** How the page sets out what stands on it, as `layout` of a group does. */
  readonly layout?: Layout;
  /** Number of columns when `layout` is `grid`. */
  readonly columns?: number;
  /** An atlas: an overview, and a sheet for each part; `auto` only where one page would be too small to read. */
  readonly sheets?: SheetsBy;
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

/** Whether any of it has to be derived, at any depth. */
export function holdsDerived(contents: readonly Content[]): boolean {
  const seen = new Set<Content>();
  const open = [...contents];
  for (let content = open.pop(); content; content = open.pop()) {
    if (content.type === 'derived') return true;
    if (seen.has(content)) continue;
    seen.add(content);
    if (content.type === 'element' || content.type === 'annotation') open.push(...content.members);
  }
  return false;
}
