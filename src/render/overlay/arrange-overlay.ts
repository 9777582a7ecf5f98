/**
 * Two versions on one page: the later one as it is arranged by itself, with what is gone put in where it was. What did
 * not change stays nearly where the picture of the later version has it, so that the two can be held side by side.
 */

import type { Diagram, Element, Identity } from '../../model/diagram.ts';
import { type Arranged, arrange } from '../arrange/arrange.ts';
import type { ArrangeInput } from '../arrange/arrangement.ts';
import { legendEntries } from '../arrange/legend.ts';
import { type Presentation, presentationOf } from '../arrange/presentation.ts';
import { measure } from '../arrange/quality.ts';
import type { Box, CutText, Tag } from '../scene/scene.ts';
import { DENSITIES, type Density, SMALL, TAG_HEIGHT, tagsWidth, tagWidth } from '../scene/theme.ts';
import { placeMarks } from './change-tags.ts';
import { type Ghost, ghostsOf } from './ghosts.ts';
import { changeNotes, markEntries, overlayFields } from './legend.ts';
import { markTag } from './looks.ts';
import type { Overlay } from './overlay.ts';
import { labelsOf, onPage, pageTitle } from './overlay-page.ts';
import { type PlacedGhosts, placeGhosts } from './place-ghosts.ts';
import { restyled } from './restyle.ts';

/** How far what did not change may move: this part of the page's diagonal, less than the 5 % that are promised. */
const MOST_MOVED = 0.045;

/** How much of a mark stands inside of its box, px, by density: less than the box keeps free above its words. */
const INNER = { card: 7, compact: 5, list: 2 } as const;

/** Room for lines around what they lead to, px. */
const LINES = 15;

/** How everything looks: what is there as in its own picture, what is gone by itself. */
function looksOf({ gone }: Overlay, later: Presentation, ghosts: readonly Ghost[]) {
  const own = new Map(
    ghosts.flatMap(({ boxes, looks }) => [...boxes.keys()].map((id) => [id, looks] as const)),
  );
  const of = <T>(id: Identity, get: (looks: Presentation, id: Identity) => T): T =>
    get(own.get(id) ?? later, gone.get(id) ?? id);
  return {
    density: (id: Identity) => of(id, (looks) => looks.density),
    figure: (id: Identity) => of(id, (looks, one) => looks.figure(one)),
    header: (id: Identity, width: number) => of(id, (looks, one) => looks.header(one, width)),
    zone: (id: Identity) => of(id, (looks, one) => looks.ownZone(one)),
    provider: (id: Identity) => of(id, (looks, one) => looks.provider(one)),
    gateway: (id: Identity) =>
      gone.has(id) || !later.isGateway(id) ? undefined : later.gatewaySide(id),
  };
}

/** Boxes of the later version as its own picture has them. */
const boxesOf = ({ scene }: Arranged): ReadonlyMap<Identity, Box> =>
  new Map([...scene.groups, ...scene.nodes].map(({ identity, box }) => [identity, box]));

/** What is drawn of the union: what could not stay in its group stands on the page, what is folded is not there. */
function drawnOf(union: Diagram, { ghosts, elsewhere }: PlacedGhosts): Diagram {
  const folded = new Set(ghosts.flatMap((ghost) => ghost.folded));
  const elements: Record<Identity, Element> = {};
  for (const [id, element] of Object.entries(union.elements)) {
    if (folded.has(id)) continue;
    const { parent: own, ...rest } = element;
    const parent = elsewhere.has(id) ? elsewhere.get(id) : own;
    const alone = ghosts.some((ghost) => ghost.id === id && ghost.folded.length > 0);
    elements[id] = {
      ...rest,
      ...(alone ? { group: false } : {}),
      ...(typeof parent === 'string' ? { parent } : {}),
    };
  }
  const links = Object.entries(union.links).filter(
    ([, { from, to }]) => !folded.has(from) && !folded.has(to),
  );
  return { ...union, elements, links: Object.fromEntries(links) };
}

/** What the mark of a gone thing says beside that. */
function ghostWords(union: Diagram, id: Identity, inside: number, detached: boolean): string[] {
  return [
    ...(inside > 0 ? [`with ${inside} inside`] : []),
    ...(detached ? [`was in ${shortName(union, union.elements[id]?.parent)}`] : []),
  ];
}

/** The marks of elements. That of a group holds for all that came or went with it. */
function tagsOf(
  { union, marks }: Overlay,
  { ghosts, elsewhere }: PlacedGhosts,
  numbers: ReadonlyMap<Identity, number>,
): ReadonlyMap<Identity, Tag> {
  const folded = new Map(ghosts.map((ghost) => [ghost.id, ghost.folded.length]));
  const tags = new Map<Identity, Tag>();
  for (const [id, { change }] of marks) {
    const element = union.elements[id];
    if (!element) continue;
    const around = element.parent === undefined ? undefined : marks.get(element.parent)?.change;
    if (around === change && (change === 'added' || change === 'removed')) continue;
    const more = ghostWords(union, id, folded.get(id) ?? 0, elsewhere.has(id));
    tags.set(id, markTag(change, numbers.get(id), more));
  }
  return tags;
}

/** A name as far as a mark has room for it. */
function shortName({ elements }: Diagram, id: Identity | undefined): string {
  const name = elements[id ?? '']?.name ?? '';
  const points = [...name];
  return points.length > 24 ? `${points.slice(0, 23).join('')}…` : name;
}

/** As `arrange`, with marks. Pure but for `place`. */
export function arrangeOverlay(
  input: ArrangeInput,
  overlay: Overlay,
): { readonly arranged: Arranged; readonly union: Diagram } {
  const plain = arrange(input);
  const { union } = overlay;
  const density = DENSITIES.find(({ name }) => name === plain.density) as Density;
  const later = presentationOf(input.diagram, density);
  const earlier = presentationOf(overlay.before, density);
  const start = boxesOf(plain);
  const title = pageTitle(plain, overlay);
  const diagonal = Math.hypot(plain.scene.width, plain.scene.height);
  const most = Math.max(0, MOST_MOVED * diagonal - title.lower);
  const placed = placeGhosts(start, ghostsOf(overlay, earlier, input), overlay, {
    gap: density.gap,
    lines: density.gap + LINES,
    pad: density.groupPad,
    // Its mark stands above it.
    above: ({ looks }) => TAG_HEIGHT - INNER[looks.density.name] + 2,
    mark: ({ id, folded }, detached) =>
      tagWidth(markTag('removed', undefined, ghostWords(union, id, folded.length, detached))),
    header: (id, width) => later.header(id, width).h,
    // The rest is for marks.
    most: most * 0.75,
  });
  const looks = looksOf(overlay, later, placed.ghosts);
  const diagram = drawnOf(union, placed);
  const always: CutText[] = [];
  const { numbers, notes } = changeNotes(overlay, always);
  const marked = placeMarks(start, placed.boxes, tagsOf(overlay, placed, numbers), overlay, {
    inner: (id) => INNER[looks.density(id).name],
    unframed: (id) => !diagram.elements[id]?.group && looks.figure(id).paint.border === 'none',
    taken: (id, box) => {
      if (!diagram.elements[id]?.group) return 0;
      const own = looks.header(id, box.w).tags;
      return own ? tagsWidth(own) + 6 : 0;
    },
    header: (id, box) => ({ ...box, h: looks.header(id, box.w).h }),
    most,
  });
  const legend =
    union.legend === 'none'
      ? []
      : legendEntries(input.diagram, later.providers, later.context, always);
  const drawn = onPage({
    ...{ diagram, looks, title, marked },
    cut: [...title.cut, ...always],
    legend: [...markEntries(overlay, always), ...legend],
    notes,
    fields: overlayFields(overlay, always),
    labels: labelsOf(overlay, numbers),
  });
  const arranged: Arranged = {
    scene: { ...restyled(drawn.scene, overlay), marks: drawn.marks },
    quality: measure(drawn.scene, SMALL, drawn.counts, input.paper),
    density: density.name,
    icons: new Map(
      [later, ...placed.ghosts.map((ghost) => ghost.looks)].flatMap((one) => [...one.icons]),
    ),
    unlabelled: drawn.unlabelled,
    unrouted: drawn.unrouted,
  };
  return { arranged, union: diagram };
}
