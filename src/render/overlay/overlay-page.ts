/** Title, legend and title block around an overlay, and its lines. */

import type { Diagram, Identity } from '../../model/diagram.ts';
import type { Arranged } from '../arrange/arrange.ts';
import { stubIdentities } from '../arrange/badges.ts';
import { type DrawnScene, drawScene, type SceneInput } from '../arrange/draw-scene.ts';
import { frameAround } from '../arrange/frame.ts';
import { type LabelText, labelOf, letterOf, withFirstLine } from '../arrange/label.ts';
import { linkNote } from '../arrange/legend.ts';
import { trunksOf } from '../arrange/trunks.ts';
import type {
  Box,
  CutText,
  LegendEntry,
  SceneMark,
  TextLine,
  TitleBlockField,
} from '../scene/scene.ts';
import { LABEL_SIZE, lineHeight, PAGE_MARGIN } from '../scene/theme.ts';
import { overlayTitle } from './legend.ts';
import { MARK_LOOKS, markTag } from './looks.ts';
import type { Overlay } from './overlay.ts';
import { around } from './room.ts';

/** Room for lines around what stands on the page, px. */
const MARGIN = 30;
const LETTER_ROUNDS = 3;

/** The title, and where that of the later version's own picture leaves off. */
export interface PageTitle {
  readonly lines: readonly TextLine[];
  readonly cut: readonly CutText[];
  /** Where the drawing begins in the picture of the later version, px. */
  readonly top: number;
  /** How much lower it has to begin here, px. */
  readonly lower: number;
}

export function pageTitle({ scene }: Arranged, overlay: Overlay): PageTitle {
  const cut: CutText[] = [];
  const lines = overlayTitle(overlay, scene.width - 2 * PAGE_MARGIN, cut);
  const height = Math.ceil(lines.reduce((h, line) => h + lineHeight(line.size), 0));
  const was = scene.frame.title.box.h;
  return { lines, cut, top: PAGE_MARGIN + was + 10, lower: Math.max(0, height - was) };
}

/** The words on links, each mark before them. */
export function labelsOf(
  { union, before, marks, gone }: Overlay,
  numbers: ReadonlyMap<Identity, number>,
): ReadonlyMap<Identity, LabelText | undefined> {
  const stubs = stubIdentities(union);
  const goneStubs = stubIdentities(before);
  return new Map(
    Object.entries(union.links).map(([id, link]) => {
      const mark = marks.get(id);
      const own = labelOf(link, stubs.has(id) || goneStubs.has(gone.get(id) ?? ''));
      if (!mark) return [id, own];
      const { color } = MARK_LOOKS[mark.change];
      const { text } = markTag(mark.change, numbers.get(id));
      return [id, withFirstLine(own, { text, size: LABEL_SIZE, bold: true, color })];
    }),
  );
}

interface OverlayPage {
  /** What is drawn. */
  readonly diagram: Diagram;
  readonly looks: Pick<SceneInput, 'figure' | 'header' | 'zone' | 'provider' | 'gateway'>;
  readonly title: PageTitle;
  readonly marked: {
    readonly boxes: ReadonlyMap<Identity, Box>;
    readonly marks: readonly SceneMark[];
  };
  readonly cut: readonly CutText[];
  readonly legend: readonly LegendEntry[];
  readonly notes: readonly LegendEntry[];
  readonly fields: readonly TitleBlockField[];
  readonly labels: ReadonlyMap<Identity, LabelText | undefined>;
}

/** Everything stays where it is, but for what a longer title and things beyond the margin push away. */
export function onPage(page: OverlayPage): DrawnScene & { readonly marks: readonly SceneMark[] } {
  const { diagram, looks, title, marked, labels } = page;
  const linked = Object.keys(diagram.links).length > 0;
  const all = around([...marked.boxes.values(), ...marked.marks.map(({ box }) => box)]);
  const margin = linked ? MARGIN : 4;
  const left = Math.min(PAGE_MARGIN, all.x - 4);
  const top = Math.min(title.top, all.y - 4);
  const stubs = stubIdentities(diagram);
  const draw = (letters: ReadonlyMap<Identity, LabelText>) => {
    const cut = [...page.cut];
    const notes = [...letters].flatMap(([id, { badge = '' }]) =>
      linkNote(badge, labels.get(id)?.facts ?? [], cut),
    );
    const parts = {
      title: title.lines,
      legend: page.legend,
      notes: [...page.notes, ...notes],
      fields: page.fields,
      cut,
    };
    const frame = (above: number) =>
      frameAround(parts, {
        w: all.x + all.w + margin - left,
        h: above + all.y + all.h + margin - top,
      });
    // Below a shorter title the drawing begins where it did.
    const above = Math.max(0, title.top - frame(0).origin.y);
    const framed = frame(above);
    const { x, y } = framed.origin;
    const [dx, dy] = [x - left, y + above - top];
    const move = (box: Box): Box => ({ ...box, x: box.x + dx, y: box.y + dy });
    const marks = marked.marks.map((mark) => ({ ...mark, box: move(mark.box) }));
    const scene: SceneInput = {
      ...{ diagram, framed, route: true, ...looks },
      boxes: new Map([...marked.boxes].map(([id, box]) => [id, move(box)])),
      label: (id) => letters.get(id) ?? labels.get(id),
      drawing: {
        ...{ x, y, w: all.x + all.w + margin - left },
        h: above + all.y + all.h + margin - top,
      },
      // Links with the same mark may share a line, those with another say something else.
      trunks: trunksOf(diagram, (id) => letters.get(id) ?? labels.get(id), stubs),
      obstacles: marks.map(({ box }) => box),
    };
    return { ...drawScene(scene), marks };
  };
  const letters = new Map<Identity, LabelText>();
  let drawn = draw(letters);
  for (let round = 0; round < LETTER_ROUNDS; round++) {
    const without = drawn.unlabelled.filter((id) => !letters.has(id));
    if (without.length === 0) break;
    for (const id of without) letters.set(id, letterOf(letters.size, undefined));
    drawn = draw(letters);
  }
  return drawn;
}
