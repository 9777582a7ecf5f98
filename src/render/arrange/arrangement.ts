/** One density: every way to set the page out, ranked without lines, and the best of them drawn. */

import type { Diagram, Identity } from '../../model/diagram.ts';
import type { Paper } from '../../model/paper.ts';
import { servedBy } from '../../model/served.ts';
import type { Box, CutText } from '../scene/scene.ts';
import { type Density, SMALL } from '../scene/theme.ts';
import { stubIdentities } from './badges.ts';
import type { BlockContext } from './block-context.ts';
import { type BlockForm, placeBlock } from './block-forms.ts';
import { innerShapes } from './blocks.ts';
import { standsOnBorder } from './border.ts';
import { dockingRoom, fitted } from './docks.ts';
import { type DrawnScene, drawScene } from './draw-scene.ts';
import type { FlowPlace } from './flow-input.ts';
import {
  type FrameParts,
  frameAround,
  type TitleBlock,
  titleBlockFields,
  titleLines,
} from './frame.ts';
import { type LabelText, labelOf, letterOf } from './label.ts';
import { legendEntries, legendNotes, linkNote } from './legend.ts';
import { portBox } from './line-ends.ts';
import { type Presentation, presentationOf } from './presentation.ts';
import { measure, penalty, type Quality } from './quality.ts';
import { straighten } from './straighten.ts';
import { levels } from './tree.ts';
import { linksOfTrunk, type Trunk, trunkNames, trunksOf } from './trunks.ts';

export interface ArrangeInput {
  readonly diagram: Diagram;
  readonly titleBlock: TitleBlock;
  readonly place: FlowPlace;
  /** What the size of its text is judged by. */
  readonly paper: Paper;
  /** Ids in DOT and SVG; by document order when absent. A sheet has those of the whole diagram. */
  readonly ids?: ReadonlyMap<Identity, string>;
}

export interface ArrangementCandidate {
  readonly drawn: DrawnScene;
  readonly quality: Quality;
  /** Lower is better. */
  readonly penalty: number;
}

export interface Arrangement {
  readonly presentation: Presentation;
  /** The best way, its links drawn as straight lines. */
  readonly estimate: ArrangementCandidate;
  /** Routes the lines of the best few ways (`most` at most), and keeps the best. */
  readonly finish: (most?: number) => ArrangementCandidate;
}

/** How many arrangements are routed: the best few by their estimates. */
const ROUTED = 8;
/** With more links than this, only the most promising arrangement is routed. */
const MANY_LINKS = 150;

type Labels = ReadonlyMap<Identity, LabelText | undefined>;

/** True where a network on the page itself has a gateway on its border. */
function hasOuterGateway(diagram: Diagram): boolean {
  return Object.values(diagram.elements).some((e) => {
    const around = e.parent === undefined ? undefined : diagram.elements[e.parent];
    return around?.parent === undefined && standsOnBorder(e, around);
  });
}

/** Groups with a link to something inside of them. */
function groupsLinkedWithin({ elements, links }: Diagram): ReadonlySet<Identity> {
  const found = new Set<Identity>();
  const within = (id: Identity, group: Identity): boolean => {
    for (let at = elements[id]?.parent; at !== undefined; at = elements[at]?.parent)
      if (at === group) return true;
    return false;
  };
  for (const { from, to } of Object.values(links)) {
    if (within(from, to)) found.add(to);
    if (within(to, from)) found.add(from);
  }
  return found;
}

function blockContext(
  { diagram, place }: ArrangeInput,
  presentation: Presentation,
  labels: Labels,
  trunks: readonly Trunk[],
  room: number,
): BlockContext {
  const docks = dockingRoom(diagram, presentation.figure, trunks);
  const shared = trunkNames(trunks);
  const own = groupsLinkedWithin(diagram);
  const meshed = new Set(trunks.flatMap((t) => (t.among.length > 0 ? linksOfTrunk(t) : [])));
  const users = new Map(servedBy(diagram).map((s) => [s.table, s.users]));
  return {
    density: presentation.density,
    direction: diagram.direction,
    turns: diagram.direction === 'right' && !diagram.directionAsked,
    page: {
      ...(diagram.layout === undefined ? {} : { layout: diagram.layout }),
      ...(diagram.columns === undefined ? {} : { columns: diagram.columns }),
    },
    place,
    figure: presentation.figure,
    gatewaySide: presentation.gatewaySide,
    header: presentation.header,
    label: (id) => labels.get(id),
    trunk: (id) => shared.get(id),
    ownLinks: (id) => own.has(id),
    fanned: (ids) =>
      trunks.some(
        ({ tails, heads, among }) =>
          among.length === 0 && [tails, heads].some((side) => ids.every((id) => side.includes(id))),
      ),
    // Members of a full mesh stand in a grid: no order suits its links better than another.
    constrains: (id) => diagram.links[id]?.facts.constraint !== false && !meshed.has(id),
    aligned: diagram.hints.filter((h) => h.hint === 'align').map((h) => h.of),
    ordered: diagram.hints.filter((h) => h.hint === 'order').map((h) => h.of),
    users: (id) => users.get(id) ?? [],
    linked: presentation.context.linked,
    room,
    heading: (id) => diagram.links[id]?.facts.direction ?? 'forward',
    docks: (id) => docks.get(id) ?? { w: 0, h: 0 },
  };
}

/** Moves elements in front of what they are linked to, where the layout leaves them free to move. */
function straightenLinks(
  diagram: Diagram,
  { element, figure, header }: Presentation,
  trunks: readonly Trunk[],
  boxes: Map<Identity, Box>,
  drawing: Box,
): void {
  // What a trunk leads to stands on one rank.
  const ranked = new Set(
    trunks.flatMap(({ tails, heads }) =>
      [tails, heads].flatMap((ends) => (ends.length > 1 ? ends : [])),
    ),
  );
  straighten(
    diagram,
    boxes,
    (id, box) => (element(id).group ? box : portBox(box, fitted(figure(id), box))),
    (group) => {
      const box = group === undefined ? undefined : boxes.get(group);
      if (group === undefined || !box) return drawing;
      const top = header(group, box.w).h + 4;
      return { x: box.x + 6, y: box.y + top, w: box.w - 12, h: box.h - top - 6 };
    },
    (id) => {
      const { parent, facts } = element(id);
      const around = parent === undefined ? undefined : element(parent);
      const layout = around?.facts.layout ?? 'auto';
      return (
        (layout === 'auto' || layout === 'flow') &&
        facts.side === undefined &&
        !ranked.has(id) &&
        !standsOnBorder(element(id), around)
      );
    },
  );
}

type DrawForm = (
  form: BlockForm,
  /** Links that show a letter; their words stand in the legend. */
  letters: ReadonlyMap<Identity, LabelText>,
) => (route: boolean) => ArrangementCandidate;

/** Sets a form on a page with title, legend and title block. */
function pageDrawer(
  input: ArrangeInput,
  presentation: Presentation,
  labels: Labels,
  trunks: readonly Trunk[],
): DrawForm {
  const { diagram } = input;
  const { context, isGateway, gatewaySide, ownZone } = presentation;
  const { linked } = context;
  // Lines run around what stands on the page; a gateway on its edge needs room for them.
  const margin = linked ? (hasOuterGateway(diagram) ? 44 : 24) : 0;
  const withLegend = diagram.legend !== 'none';
  const always: CutText[] = [];
  const legend = withLegend ? legendEntries(diagram, presentation.providers, context, always) : [];
  const standing = withLegend ? legendNotes(diagram, always) : [];
  const fields = titleBlockFields(diagram, input.titleBlock, always);
  return (form, letters) => {
    const size = { w: form.w + 2 * margin, h: form.h + 2 * margin };
    const cut = [...always];
    // Equal words share a letter, and one note.
    const explained = new Map([...letters].map(([id, { badge = '' }]) => [badge, id]));
    const lettered = [...explained].flatMap(([badge, id]) =>
      linkNote(badge, labels.get(id)?.facts ?? [], cut),
    );
    const notes = [...standing, ...lettered];
    const parts: FrameParts = {
      title: titleLines(diagram, size.w, cut),
      legend,
      notes,
      fields,
      cut,
    };
    const framed = frameAround(parts, size);
    const boxes = new Map<Identity, Box>();
    const at = { x: framed.origin.x + margin, y: framed.origin.y + margin, w: form.w, h: form.h };
    placeBlock({ shapes: [form], stretch: true }, form, at, boxes);
    const room = { ...framed.origin, ...size };
    if (linked) straightenLinks(diagram, presentation, trunks, boxes, room);
    return (route) => {
      const drawn = drawScene({
        diagram,
        boxes,
        figure: presentation.figure,
        header: presentation.header,
        zone: ownZone,
        gateway: (id) => (isGateway(id) ? gatewaySide(id) : undefined),
        provider: presentation.provider,
        label: (id) => letters.get(id) ?? labels.get(id),
        trunks,
        framed,
        drawing: room,
        route,
        ...(input.ids ? { ids: input.ids } : {}),
      });
      const quality = measure(drawn.scene, SMALL, drawn.counts, input.paper);
      return { drawn, quality, penalty: penalty(quality, drawn.scene) };
    };
  };
}

/** How often links that lost their words to letters of others get a letter, too. */
const LETTER_ROUNDS = 3;

/** Gives letters to the links whose words found no place; equal words get the same. */
function withLetters(
  candidate: ArrangementCandidate,
  labels: Labels,
  drawForm: DrawForm,
  form: BlockForm,
): ArrangementCandidate {
  const letters = new Map<Identity, LabelText>();
  const byText = new Map<string, LabelText>();
  let drawn = candidate;
  for (let round = 0; round < LETTER_ROUNDS; round++) {
    const without = drawn.drawn.unlabelled.filter((id) => !letters.has(id));
    if (without.length === 0) break;
    for (const id of without) {
      const { badge, facts = [] } = labels.get(id) ?? {};
      // The number of a step is its own.
      const key = badge === undefined ? facts.join('\n') : `${badge}\n${id}`;
      const letter = byText.get(key) ?? letterOf(lettersIn(byText), badge);
      byText.set(key, letter);
      letters.set(id, letter);
    }
    drawn = drawForm(form, letters)(true);
  }
  return drawn;
}

const lettersIn = (known: ReadonlyMap<string, LabelText>): number =>
  [...known.values()].filter(({ badge = '' }) => /^[A-Z]/.test(badge)).length;

/** @param room how much more than usual lines get between boxes */
export function arrangeAt(input: ArrangeInput, density: Density, room = 1): Arrangement {
  const { diagram } = input;
  const presentation = presentationOf(diagram, density);
  const stubs = stubIdentities(diagram);
  const labels: Labels = new Map(
    Object.entries(diagram.links).map(([id, link]) => [id, labelOf(link, stubs.has(id))]),
  );
  const trunks = trunksOf(diagram, (id) => labels.get(id), stubs);
  const context = blockContext(input, presentation, labels, trunks, room);
  const forms = innerShapes(levels(diagram), context);
  const drawForm = pageDrawer(input, presentation, labels, trunks);
  const ranked = forms
    .map((form) => {
      const draw = drawForm(form, new Map());
      return { form, draw, candidate: draw(false) };
    })
    .sort((a, b) => a.candidate.penalty - b.candidate.penalty);
  const best = ranked[0] as (typeof ranked)[number];
  const finish = (most = ROUTED): ArrangementCandidate => {
    if (!presentation.context.linked) return best.candidate;
    const routed = ranked
      .slice(0, Object.keys(diagram.links).length > MANY_LINKS ? 1 : most)
      .map(({ form, draw }) => ({ form, candidate: draw(true) }))
      .sort((a, b) => a.candidate.penalty - b.candidate.penalty);
    const { form, candidate } = routed[0] as (typeof routed)[number];
    return withLetters(candidate, labels, drawForm, form);
  };
  return { presentation, estimate: best.candidate, finish };
}
