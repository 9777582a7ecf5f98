/**
 * An arranged diagram: every part with its place, in px, x to the right and y
 * down, from the top-left corner of the page. Plain data; `dot/print` writes it.
 */

import type { Identity, Link } from '../../model/diagram.ts';
import type { LinkDirection, Style } from '../../model/facts.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Box extends Point {
  readonly w: number;
  readonly h: number;
}

export interface TextLine {
  readonly text: string;
  /** Font size in px. */
  readonly size: number;
  readonly bold?: boolean;
  readonly color: string;
}

export type LineLook = 'solid' | 'dashed' | 'dotted';

/** How a box is painted. */
export interface Paint {
  readonly border: string | 'none';
  readonly fill: string | 'none';
  readonly line: LineLook;
  /** Border width in px. */
  readonly width: number;
  readonly rounded?: boolean;
  /** Grey diagonal lines: out of scope. */
  readonly hatched?: boolean;
  /** Crossed lines: of an overlay, what is gone. */
  readonly ghost?: boolean;
}

/** Artwork by the key that `icons` knows: a kind, or a file of the estate's icons folder. */
export interface IconUse {
  readonly key: string;
  readonly size: number;
}

/** A short text in a small box: a zone's letters, the number of a route table, a remark. */
export interface Tag {
  readonly text: string;
  readonly ground: string;
  readonly color: string;
  /** Of the box; none when absent. */
  readonly border?: string;
  readonly line?: LineLook;
}

/** A text that is not drawn in full. */
export interface CutText {
  /** As a reader would call it: `name`, `control`, `label`. */
  readonly what: string;
  readonly text: string;
}

export interface TableRow {
  readonly cells: readonly string[];
  readonly propagated?: boolean;
}

/** What stands for one element without members. */
export interface Figure {
  /** `card`: bordered, icon to the left of the lines. `icon`: icon above them. `table`: lines above rows. */
  readonly shape: 'card' | 'icon' | 'table';
  readonly w: number;
  readonly h: number;
  readonly paint: Paint;
  readonly lines: readonly TextLine[];
  readonly icon?: IconUse;
  /** Beside the lines of a card or table, below those of an icon. */
  readonly tags?: readonly Tag[];
  /** Below the lines, one to a row. */
  readonly remarks?: readonly Tag[];
  /** Details that stand to the right of a single line. */
  readonly aside?: TextLine;
  /** Distance of a card's content from its border, px. */
  readonly pad?: number;
  /** Of an icon on the border of its network: which one, if not a border at the side. */
  readonly onBorder?: 'top' | 'bottom';
  /** Icon to the right of its words: a gateway on a right border. */
  readonly mirrored?: boolean;
  readonly table?: {
    readonly widths: readonly number[];
    readonly rows: readonly TableRow[];
    readonly rowHeight: number;
  };
  readonly cut?: readonly CutText[];
}

/** Title row of a group. */
export interface Header {
  readonly h: number;
  /** Least width of the group. */
  readonly w: number;
  readonly lines: readonly TextLine[];
  /** Details that stand beside a name of one line. */
  readonly aside?: TextLine;
  readonly icon?: IconUse;
  /** At its right end. */
  readonly tags?: readonly Tag[];
  readonly cut?: readonly CutText[];
}

export interface SceneNode {
  /** Id in DOT and SVG; generated, never the user's text. */
  readonly id: string;
  readonly identity: Identity;
  readonly box: Box;
  readonly figure: Figure;
  /** Of its outline: as SVG's `stroke-dasharray`, which Graphviz cannot draw. */
  readonly dash?: string;
  /** On an overlay: as it was, with a pale icon. */
  readonly faded?: boolean;
}

export interface SceneGroup {
  readonly id: string;
  readonly identity: Identity;
  /** Id of the group around it. */
  readonly parent?: string;
  readonly box: Box;
  readonly paint: Paint;
  readonly header: Header;
  /** As of nodes. */
  readonly dash?: string;
  readonly faded?: boolean;
}

/** On an overlay: what became of an element, in words on its border. */
export interface SceneMark {
  readonly id: string;
  readonly of: Identity;
  readonly box: Box;
  readonly tag: Tag;
}

export interface LinkLabel {
  readonly box: Box;
  /** Colour of what it stands on: the line pauses behind the words, nothing else shows. */
  readonly ground: string;
  /** Number of a step, in a filled badge before the lines. */
  readonly badge?: string;
  readonly lines: readonly TextLine[];
  readonly cut?: readonly CutText[];
}

export interface SceneLink {
  readonly id: string;
  readonly identity: Identity;
  readonly link: Link;
  readonly from: string;
  readonly to: string;
  /** Corners from tail to head, both ends on the border of their box. */
  readonly points: readonly Point[];
  readonly direction: LinkDirection;
  readonly color: string;
  readonly line: LineLook;
  /** Instead of a solid line: as SVG's `stroke-dasharray`, which Graphviz cannot draw. */
  readonly dash?: string;
  readonly width: number;
  /** Name of the line that it shares with others on purpose. */
  readonly trunk?: string;
  readonly label?: LinkLabel;
  /** Instead of a line between its ends, whose `points` then lead from the tail to the first tag. */
  readonly connector?: Connector;
  readonly style?: Style;
}

/** A link in two parts: stubs at its ends, whose tags name one another. */
export interface Connector {
  /** What both tags show, e.g. `C2`. */
  readonly tag: string;
  /** From the second tag to the head. */
  readonly points: readonly Point[];
  readonly tags: readonly [LinkLabel, LinkLabel];
}

export interface LegendEntry {
  readonly text: string;
  readonly icon?: IconUse;
  readonly paint?: Paint;
  readonly tag?: Tag;
  /** Words alone, without a mark. */
  readonly plain?: boolean;
  /** Goes on with the words of the entry above. */
  readonly continued?: boolean;
  /** Letter of a note: the words of a link that had no room on its line. */
  readonly badge?: string;
  readonly stroke?: Pick<SceneLink, 'color' | 'line' | 'dash' | 'width'>;
  /** Width of its cell in px. */
  readonly w: number;
}

export interface TitleBlockField {
  readonly label: string;
  readonly value: string;
}

/** What stands around the drawing. */
export interface SceneFrame {
  readonly title: { readonly box: Box; readonly lines: readonly TextLine[] };
  readonly legend?: {
    readonly box: Box;
    readonly rows: readonly (readonly LegendEntry[])[];
    readonly rowHeight: number;
  };
  readonly titleBlock: {
    readonly box: Box;
    readonly draft: boolean;
    /** Widths of its two columns, px. */
    readonly widths: readonly [number, number];
    /** Widths of the labels within them. */
    readonly keys: readonly [number, number];
    readonly fields: readonly TitleBlockField[];
  };
  readonly cut?: readonly CutText[];
}

export interface Scene {
  readonly width: number;
  readonly height: number;
  readonly groups: readonly SceneGroup[];
  readonly nodes: readonly SceneNode[];
  readonly links: readonly SceneLink[];
  readonly frame: SceneFrame;
  readonly marks?: readonly SceneMark[];
}
