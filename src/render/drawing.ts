/** What a picture is drawn from, and what comes of it. */

import type { Artwork } from '../icons/artwork.ts';
import type { Dot, Svg } from '../model/brands.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Diagram } from '../model/diagram.ts';
import type { Paper } from '../model/paper.ts';
import type { TitleBlock } from './arrange/frame.ts';
import type { Quality } from './arrange/quality.ts';
import type { ForeignText } from './foreign-texts.ts';
import type { Overlay } from './overlay/overlay.ts';

/** Of outputs that have none. */
export const DEFAULT_NAME = 'diagram';

export interface DrawInput {
  readonly diagram: Diagram;
  readonly titleBlock: TitleBlock;
  /** The estate's own icons by the name that the diagram uses. */
  readonly icons: Readonly<Record<string, Artwork>>;
  /** Name of the outputs without folder and ending, by which sheets lead to each other; `diagram` when absent. */
  readonly name?: string;
  /** What the size of the text is judged by; A3 when absent. */
  readonly paper?: Paper;
  /** Draws what changed since an earlier version, on one page. */
  readonly overlay?: Overlay;
}

export interface Drawing {
  /** The page, or the overview of an atlas. */
  readonly svg: Svg;
  /** The other sheets of an atlas, from the second one on. */
  readonly sheets: readonly Svg[];
  /** What the sheets show, the overview first; of one page its title. */
  readonly sheetNames: readonly string[];
  /** Of the page or the overview. */
  readonly dot: Dot;
  /** A file of draw.io with a page for each sheet. */
  readonly drawio: string;
  /** Of an atlas: the worst of its sheets, and the sums of what is counted. */
  readonly quality: Quality;
  readonly density: string;
  /** What is drawn that Arimo has no glyphs for. */
  readonly foreignTexts: readonly ForeignText[];
  readonly diagnostics: readonly Diagnostic[];
}
