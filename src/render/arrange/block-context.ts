/** What blocks are made with: looks, words, and the author's wishes. */

import type { Identity } from '../../model/diagram.ts';
import type { Direction, Layout, LinkDirection } from '../../model/facts.ts';
import type { Figure, Header } from '../scene/scene.ts';
import type { Density } from '../scene/theme.ts';
import type { BarEnd } from './bar.ts';
import type { BorderSide } from './border.ts';
import type { FlowPlace } from './flow-input.ts';
import type { LabelText } from './label.ts';

export interface BarSize {
  readonly identity: Identity;
  readonly w: number;
  readonly h: number;
  /** Where all that it joins stands, beyond the group at hand. */
  readonly taken?: BarEnd;
}

export interface FacingGroup {
  readonly identity: Identity;
  readonly end: BarEnd;
  readonly words: number;
  readonly wordsAcross: number;
}

export interface BlockContext {
  readonly density: Density;
  readonly direction: Direction;
  /** It may give way to another that makes a better page. */
  readonly turns: boolean;
  /** How the page itself is set out. */
  readonly page: { readonly layout?: Layout; readonly columns?: number };
  /** A group around is set out as a tree, and so is all in it that is not set out otherwise. */
  readonly inTree?: boolean;
  readonly place: FlowPlace;
  readonly figure: (identity: Identity) => Figure;
  /** The side of its network's border that a gateway stands on. */
  readonly gatewaySide: (identity: Identity) => BorderSide;
  /** @param inner px that the members need */
  readonly header: (identity: Identity, inner: number) => Header;
  readonly label: (link: Identity) => LabelText | undefined;
  /** Name of the line that a link shares with others. */
  readonly trunk: (link: Identity) => string | undefined;
  /** Whether a link leads between a group and what is in it. */
  readonly ownLinks: (group: Identity) => boolean;
  /** Whether all of these are tails, or heads, of one trunk. */
  readonly fanned: (ids: readonly Identity[]) => boolean;
  /** False: the link does not influence placement. */
  readonly constrains: (link: Identity) => boolean;
  /** Sets of siblings that the author wants on one line, or in an order. */
  readonly aligned: readonly (readonly Identity[])[];
  readonly ordered: readonly (readonly Identity[])[];
  /** What uses a route table, in document order. */
  readonly users: (table: Identity) => readonly Identity[];
  /** Lines need lanes between the boxes. */
  readonly linked: boolean;
  /** A hub that is drawn as a bar, and how large. */
  readonly bar?: BarSize;
  /** A group that holds what a bar outside of it joins. */
  readonly facing?: FacingGroup;
  /** How a link's arrow runs: from its tail, against it, or neither. */
  readonly heading: (link: Identity) => LinkDirection;
  /** The least size of an element that many lines end at. */
  readonly docks: (identity: Identity) => { readonly w: number; readonly h: number };
  /** How much more room than usual lines get between boxes: 1 for the usual. */
  readonly room: number;
}
