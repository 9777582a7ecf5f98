/**
 * Diagram -> Scene: sets out every element, routes every link, and keeps the
 * best of several arrangements by measure.
 */

import { type IconEntry, lookup } from '../../icons/catalogue.ts';
import type { Diagram, Element, Identity } from '../../model/diagram.ts';
import { servedBy } from '../../model/served.ts';
import type { Box, Scene } from '../scene/scene.ts';
import { DENSITIES, type Density, SMALL } from '../scene/theme.ts';
import { marksOf, stubIdentities } from './badges.ts';
import type { BlockContext } from './block-context.ts';
import { type BlockForm, settle } from './block-forms.ts';
import { borderSide, innerShapes, standsOnBorder } from './blocks.ts';
import { type DrawnScene, drawScene } from './draw-scene.ts';
import { figureOf, gatewayFigure } from './figure.ts';
import type { TextContext } from './figure-text.ts';
import type { FlowPlace } from './flow.ts';
import { frameAround, type TitleBlock, titleBlockFields, titleLines } from './frame.ts';
import { headerOf } from './header.ts';
import { type LabelText, labelOf, letterOf } from './label.ts';
import { legendEntries, legendNotes, noteEntry } from './legend.ts';
import { portBox } from './ports.ts';
import { badness, measure, type Quality } from './quality.ts';
import { straighten } from './straighten.ts';
import { providers, zonesInForce } from './style.ts';
import { levels } from './tree.ts';

export interface ArrangeInput {
  readonly diagram: Diagram;
  readonly titleBlock: TitleBlock;
  readonly place: FlowPlace;
}

export interface Arranged {
  readonly scene: Scene;
  readonly quality: Quality;
  readonly density: Density['name'];
  /** Drawn icons by the key that the scene uses. */
  readonly icons: ReadonlyMap<string, IconEntry | { readonly custom: string }>;
  /** Elements whose name did not fit and was cut. */
  readonly cut: readonly Identity[];
  /** Links whose words did not find a place. */
  readonly unlabelled: readonly Identity[];
  readonly unrouted: readonly Identity[];
}

/** Points on A3 at which nothing smaller is tried. */
const READABLE = 7.2;
/** How many arrangements are routed: the best few of those that are settled. */
const ROUTED = 8;
/** With more links than this only the most promising is routed. */
const MANY_LINKS = 150;

interface ArrangementCandidate {
  readonly drawn: DrawnScene;
  readonly quality: Quality;
  readonly bad: number;
}

/** True where a network on the page itself has a gateway on its border. */
function shownGateways(diagram: Diagram): boolean {
  return Object.values(diagram.elements).some((e) => {
    const around = e.parent === undefined ? undefined : diagram.elements[e.parent];
    return around?.parent === undefined && standsOnBorder(e, around);
  });
}

/** All that one density offers, ranked without lines; `finish` draws the lines of the best. */
interface Arrangement {
  readonly density: Density;
  readonly icons: Arranged['icons'];
  readonly cut: ReadonlySet<Identity>;
  readonly estimate: ArrangementCandidate;
  readonly finish: () => ArrangementCandidate;
}

function attemptAt(input: ArrangeInput, density: Density): Arrangement {
  const icons = new Map<string, IconEntry | { custom: string }>();
  const { diagram } = input;
  const provided = providers(diagram);
  const inForce = zonesInForce(diagram);
  const cut = new Set<Identity>();
  const identityOf = new Map(Object.entries(diagram.elements).map(([id, e]) => [e, id]));
  const context: TextContext = {
    density,
    linked: Object.keys(diagram.links).length > 0,
    iconKey: (entry, custom) => {
      const own = custom === undefined ? undefined : lookup(custom);
      if (own) return context.iconKey(own, undefined);
      if (custom !== undefined) {
        icons.set(`custom/${custom}`, { custom });
        return `custom/${custom}`;
      }
      const source = entry?.source ?? entry?.fallback;
      if (!entry || !source) return undefined;
      const key = `${source.set}/${source.file}`;
      icons.set(key, entry);
      return key;
    },
    onCut: (element) => {
      cut.add(identityOf.get(element) ?? '');
    },
  };
  const element = (id: Identity): Element => diagram.elements[id] as Element;
  const provider = (id: Identity) => provided.get(id) ?? 'aws';
  /** Shown where it differs from the surroundings. */
  const ownZone = (id: Identity) => {
    const { facts, parent } = element(id);
    const around = parent === undefined ? undefined : inForce.get(parent);
    return facts.zone !== undefined && facts.zone !== around ? facts.zone : undefined;
  };
  const marks = marksOf(diagram, ownZone);
  const isGateway = (id: Identity): boolean => {
    const { parent } = element(id);
    return parent !== undefined && standsOnBorder(element(id), element(parent));
  };
  const within = (id: Identity, group: Identity | undefined): boolean => {
    for (let at = element(id).parent; at !== undefined; at = element(at).parent)
      if (at === group) return true;
    return false;
  };
  const sides = new Map<Identity, 'left' | 'right'>();
  const gatewaySide = (id: Identity): 'left' | 'right' => {
    const known = sides.get(id);
    if (known) return known;
    const { parent } = element(id);
    const outer = Object.values(diagram.links).filter(
      ({ from, to }) =>
        (from === id && !within(to, parent)) || (to === id && !within(from, parent)),
    );
    const entered = outer.length > 0 && outer.every(({ to }) => to === id);
    const side = borderSide(element(id), diagram.direction, entered);
    sides.set(id, side);
    return side;
  };
  const figures = new Map<Identity, ReturnType<typeof figureOf>>();
  const figure = (id: Identity) => {
    const known = figures.get(id);
    if (known) return known;
    const own = element(id);
    const made = isGateway(id)
      ? gatewayFigure(own, provider(id), context, gatewaySide(id), marks(id))
      : figureOf(own, provider(id), context, marks(id));
    figures.set(id, made);
    return made;
  };
  const users = new Map(servedBy(diagram).map((s) => [s.table, s.users]));
  const stubs = stubIdentities(diagram);
  const labels = new Map(
    Object.entries(diagram.links).map(([id, link]) => [id, labelOf(link, stubs.has(id))]),
  );
  const headers = new Map<string, ReturnType<typeof headerOf>>();
  const blocks: BlockContext = {
    density,
    direction: diagram.direction,
    page: {
      ...(diagram.layout === undefined ? {} : { layout: diagram.layout }),
      ...(diagram.columns === undefined ? {} : { columns: diagram.columns }),
    },
    place: input.place,
    figure,
    gatewaySide,
    header: (id, inner) => {
      const key = `${Math.round(inner)} ${id}`;
      const known = headers.get(key);
      if (known) return known;
      const made = headerOf(element(id), provider(id), context, marks(id), inner);
      headers.set(key, made);
      return made;
    },
    label: (id) => labels.get(id),
    constrains: (id) => diagram.links[id]?.facts.constraint !== false,
    aligned: diagram.hints.filter((h) => h.hint === 'align').map((h) => h.of),
    ordered: diagram.hints.filter((h) => h.hint === 'order').map((h) => h.of),
    users: (id) => users.get(id) ?? [],
    linked: context.linked,
  };
  const gateways = shownGateways(diagram);
  const page = levels(diagram);
  const shapes = innerShapes(page, blocks);
  const legend = diagram.legend === 'none' ? [] : legendEntries(diagram, provided, context);
  const standing = diagram.legend === 'none' ? [] : legendNotes(diagram);
  const fields = titleBlockFields(diagram, input.titleBlock);
  const straightenIn = (boxes: Map<Identity, Box>, drawing: Box): void =>
    straighten(
      diagram,
      boxes,
      (id, box) => (element(id).group ? box : portBox(box, figure(id))),
      (group) => {
        const box = group === undefined ? undefined : boxes.get(group);
        if (group === undefined || !box) return drawing;
        const top = blocks.header(group, box.w).h + 4;
        return { x: box.x + 6, y: box.y + top, w: box.w - 12, h: box.h - top - 6 };
      },
      (id) => {
        const { parent, facts } = element(id);
        const around = parent === undefined ? undefined : element(parent);
        const layout = around?.facts.layout ?? 'auto';
        return (
          (layout === 'auto' || layout === 'flow') &&
          facts.side === undefined &&
          !standsOnBorder(element(id), around)
        );
      },
    );
  /** Sets a shape on a page; links in `letters` show a letter, their words stand in the legend. */
  const drawing = (shape: BlockForm, letters: ReadonlyMap<Identity, LabelText>) => {
    // Lines run around what stands on the page; a gateway on its edge needs room for them.
    const margin = blocks.linked ? (gateways ? 44 : 24) : 0;
    const size = { w: shape.w + 2 * margin, h: shape.h + 2 * margin };
    const title = titleLines(diagram, size.w);
    const lettered = [...letters].map(([id, { badge = '' }]) => {
      const label = labels.get(id);
      return noteEntry(badge, label?.lines.map((l) => l.text) ?? []);
    });
    const notes = [...standing, ...lettered];
    const framed = frameAround({ title, legend, notes, fields }, size);
    const boxes = new Map<Identity, Box>();
    const at = { x: framed.origin.x + margin, y: framed.origin.y + margin, w: shape.w, h: shape.h };
    settle({ shapes: [shape], stretch: true }, shape, at, boxes);
    const room = { ...framed.origin, ...size };
    if (blocks.linked) straightenIn(boxes, room);
    return (route: boolean): ArrangementCandidate => {
      const drawn = drawScene({
        diagram,
        boxes,
        figure,
        header: (id, w) => blocks.header(id, w),
        zone: ownZone,
        gateway: (id) => (isGateway(id) ? gatewaySide(id) : undefined),
        provider,
        label: (id) => letters.get(id) ?? labels.get(id),
        framed,
        drawing: room,
        route,
      });
      const quality = measure(drawn.scene, SMALL, drawn.counts);
      return { drawn, quality, bad: badness(quality, drawn.scene) };
    };
  };
  const ranked = shapes
    .map((shape) => {
      const draw = drawing(shape, new Map());
      return { shape, draw, candidate: draw(false) };
    })
    .sort((a, b) => a.candidate.bad - b.candidate.bad);
  const finish = (): ArrangementCandidate => {
    if (!blocks.linked) return (ranked[0] as (typeof ranked)[number]).candidate;
    const routed = ranked
      .slice(0, Object.keys(diagram.links).length > MANY_LINKS ? 1 : ROUTED)
      .map(({ shape, draw }) => ({ shape, candidate: draw(true) }))
      .sort((a, b) => a.candidate.bad - b.candidate.bad);
    const { shape, candidate } = routed[0] as (typeof routed)[number];
    const without = candidate.drawn.unlabelled;
    if (without.length === 0) return candidate;
    const letters = new Map(without.map((id, i) => [id, letterOf(i, labels.get(id)?.badge)]));
    return drawing(shape, letters)(true);
  };
  return {
    density,
    icons,
    cut,
    estimate: (ranked[0] as (typeof ranked)[number]).candidate,
    finish,
  };
}

/** Pure but for `place`, which asks Graphviz where linked boxes go. */
export function arrange(input: ArrangeInput): Arranged {
  const cards = Object.values(input.diagram.elements).filter((e) => !e.group).length;
  let best: Arrangement | undefined;
  // Lines are routed for one density only: boxes alone tell how large the page will be.
  for (const density of DENSITIES.slice(cards > 250 ? 2 : cards > 120 ? 1 : 0)) {
    const attempt = attemptAt(input, density);
    if (!best || attempt.estimate.bad < best.estimate.bad) best = attempt;
    if (attempt.estimate.quality.points >= READABLE) break;
  }
  const { density, icons, cut, finish } = best as Arrangement;
  const { drawn, quality } = finish();
  return {
    scene: drawn.scene,
    quality,
    density: density.name,
    icons,
    cut: [...cut],
    unlabelled: drawn.unlabelled,
    unrouted: drawn.unrouted,
  };
}
