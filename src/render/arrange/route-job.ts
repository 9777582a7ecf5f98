/** What the router is asked for: a link, or a link that joins the line of others. */

import type { RouteEnd } from './line-ends.ts';

export interface RouteJob {
  readonly from: RouteEnd;
  readonly to: RouteEnd;
  /** Areas (indexes) around either end; no other is passed through. */
  readonly home: ReadonlySet<number>;
  /** Areas around the smallest one that holds both ends (-1: the page): a line that goes there says what is not so. */
  readonly outside: ReadonlySet<number>;
  /** Areas (-1: the page) that it keeps out of: what lies on the other side of a border that an end stands on. */
  readonly barred: ReadonlySet<number>;
}

/** A place on a line where another may begin. */
export interface RouteJoin {
  /** Vertex times 2, plus 1 where the line runs up or down. */
  readonly state: number;
  readonly price: number;
}

/** A line of several links that another one of them joins. */
export interface JoinedLine {
  readonly joins: readonly RouteJoin[];
  /** All vertices of it: a line that joins it leaves it for good. */
  readonly vertices: Iterable<number>;
}
