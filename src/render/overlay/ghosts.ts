/** Things that are gone, as blocks: each with all that was in it, in several sizes. */

import type { Diagram, Element, Identity } from '../../model/diagram.ts';
import { type ArrangeInput, arrangeAt } from '../arrange/arrangement.ts';
import { type Presentation, presentationOf } from '../arrange/presentation.ts';
import type { Box } from '../scene/scene.ts';
import { DENSITIES, type Density } from '../scene/theme.ts';
import type { Overlay } from './overlay.ts';

/** One thing that is gone and whose surroundings are not. */
export interface Ghost {
  /** In the union. */
  readonly id: Identity;
  readonly w: number;
  readonly h: number;
  /** Of all in it, itself too, from its own corner. */
  readonly boxes: ReadonlyMap<Identity, Box>;
  /** How its parts look, by identities of the earlier diagram. */
  readonly looks: Presentation;
  /** What was in it and is not drawn, in the union. */
  readonly folded: readonly Identity[];
}

/** The same thing in several sizes, the largest first. */
export type GhostForms = readonly [Ghost, ...Ghost[]];

/** A part of a diagram as a diagram of its own. */
function partOf(diagram: Diagram, root: Identity, provider: Element['facts']['provider']): Diagram {
  const inside = new Set([root]);
  const elements: Record<Identity, Element> = {};
  for (const [id, element] of Object.entries(diagram.elements)) {
    if (id !== root && !inside.has(element.parent ?? '')) continue;
    inside.add(id);
    if (id !== root) elements[id] = element;
    else {
      const { parent: _, ...rest } = element;
      elements[id] = { ...rest, facts: { ...element.facts, ...(provider ? { provider } : {}) } };
    }
  }
  const links = Object.fromEntries(
    Object.entries(diagram.links).filter(([, { from, to }]) => inside.has(from) && inside.has(to)),
  );
  return { ...diagram, elements, links, hints: [] };
}

/** The group alone, without what was in it. */
function folded(part: Diagram, root: Identity): Diagram {
  const element = part.elements[root] as Element;
  return { ...part, elements: { [root]: { ...element, group: false } }, links: {} };
}

class Forms {
  readonly #part: Diagram;
  readonly #was: Identity;
  /** By identity before: in the union. */
  readonly #later: ReadonlyMap<Identity, Identity>;
  readonly #page: Pick<ArrangeInput, 'place' | 'paper'>;

  constructor(
    part: Diagram,
    was: Identity,
    later: ReadonlyMap<Identity, Identity>,
    page: Pick<ArrangeInput, 'place' | 'paper'>,
  ) {
    this.#part = part;
    this.#was = was;
    this.#later = later;
    this.#page = page;
  }

  #unionId(was: Identity): Identity {
    return this.#later.get(was) ?? was;
  }

  whole(density: Density): Ghost {
    const was = this.#was;
    if (!this.#part.elements[was]?.group) return this.#single(this.#part, density, []);
    const input = { diagram: this.#part, titleBlock: { digest: '' }, ...this.#page };
    const { estimate, presentation } = arrangeAt(input, density);
    const { nodes, groups } = estimate.drawn.scene;
    const parts = [...groups, ...nodes];
    const { box } = parts.find(({ identity }) => identity === was) as (typeof parts)[number];
    const boxes = parts.map((part): [Identity, Box] => [
      this.#unionId(part.identity),
      { ...part.box, x: part.box.x - box.x, y: part.box.y - box.y },
    ]);
    const { w, h } = box;
    return { id: this.#unionId(was), w, h, boxes: new Map(boxes), looks: presentation, folded: [] };
  }

  alone(density: Density): Ghost {
    const inner = Object.keys(this.#part.elements).filter((id) => id !== this.#was);
    return this.#single(
      folded(this.#part, this.#was),
      density,
      inner.map((id) => this.#unionId(id)),
    );
  }

  #single(diagram: Diagram, density: Density, inner: readonly Identity[]): Ghost {
    const looks = presentationOf(diagram, density);
    const { w, h } = looks.figure(this.#was);
    const id = this.#unionId(this.#was);
    return { id, w, h, boxes: new Map([[id, { x: 0, y: 0, w, h }]]), looks, folded: inner };
  }
}

/** @param earlier how the earlier diagram looks */
export function ghostsOf(
  { union, before, gone }: Overlay,
  earlier: Presentation,
  { place, paper }: Pick<ArrangeInput, 'place' | 'paper'>,
): readonly GhostForms[] {
  const later = new Map([...gone].map(([id, was]) => [was, id]));
  const linked = new Set(Object.values(union.links).flatMap(({ from, to }) => [from, to]));
  const small = DENSITIES.at(-1) as Density;
  return [...gone]
    .filter(([id]) => union.elements[id] && !gone.has(union.elements[id].parent ?? ''))
    .map(([, was]): GhostForms => {
      const part = partOf(before, was, earlier.provider(was));
      const forms = new Forms(part, was, later, { place, paper });
      const inner = Object.keys(part.elements).filter((one) => one !== was);
      // A line needs its end.
      const foldable = inner.length > 0 && !inner.some((one) => linked.has(later.get(one) ?? ''));
      return [
        forms.whole(earlier.density),
        ...(earlier.density === small ? [] : [forms.whole(small)]),
        ...(foldable ? [forms.alone(small)] : []),
      ];
    });
}
