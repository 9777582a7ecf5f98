/** An edited file of draw.io held against the model that it was drawn from: what a person changed, apart from places and looks. */

import type { DrawioCell, DrawioPage } from '../formats/drawio.ts';
import { drawioShape } from '../icons/drawio-shapes.ts';
import type { Diagram, Identity } from '../model/diagram.ts';
import { byCodeUnit } from '../model/order.ts';
import { roleOf, shapeOf } from './cells.ts';
import { directionOf, shownCell } from './draft.ts';

export interface DrawingChange {
  readonly change:
    | 'added'
    | 'removed'
    | 'copied'
    | 'relabelled'
    | 'regrouped'
    | 'reconnected'
    | 'redirected'
    | 'reshaped'
    | 'unknown';
  /** What it is about, as a person would call it. */
  readonly what: string;
  /** What it was, and what it is. */
  readonly from?: string;
  readonly to?: string;
}

/** What a file of draw.io says that it was drawn from; absent for one that Cadastre did not draw. */
export interface DrawnFrom {
  /** Name of the outputs. */
  readonly diagram: string;
  /** SHA-256 of the signed model. */
  readonly model: string;
}

export function drawnFrom(pages: readonly DrawioPage[]): DrawnFrom | undefined {
  for (const { data } of pages) {
    const [diagram, model] = [data.get('diagram'), data.get('model')];
    if (diagram !== undefined && model !== undefined) return { diagram, model };
  }
  return undefined;
}

const oneLine = (text: string): string => text.replace(/\s*\n\s*/g, ' · ').replaceAll('\t', ' | ');

class Comparing {
  readonly changes: DrawingChange[] = [];
  readonly #diagram: Diagram;
  readonly #pages: readonly DrawioPage[];
  /** Whether the file was drawn from this very model. */
  readonly #same: boolean;

  constructor(diagram: Diagram, pages: readonly DrawioPage[], same: boolean) {
    this.#diagram = diagram;
    this.#pages = pages;
    this.#same = same;
  }

  all(): readonly DrawingChange[] {
    for (const page of this.#pages) this.#page(page);
    const seen = new Set(
      this.#pages.flatMap(({ cells }) =>
        [...cells.values()].flatMap(({ data }) => data.get('identity') ?? []),
      ),
    );
    for (const identity of Object.keys(this.#diagram.elements))
      if (!seen.has(identity)) this.#add('removed', this.#name(identity));
    for (const identity of Object.keys(this.#diagram.links))
      if (!seen.has(identity)) this.#add('removed', this.#name(identity));
    return this.changes;
  }

  #add(change: DrawingChange['change'], what: string, from?: string, to?: string): void {
    this.changes.push({
      ...{ change, what },
      ...(from === undefined ? {} : { from: oneLine(from) }),
      ...(to === undefined ? {} : { to: oneLine(to) }),
    });
  }

  #name(identity: Identity): string {
    const { [identity]: element } = this.#diagram.elements;
    if (element) return `${element.kind} "${element.name}"`;
    const { [identity]: link } = this.#diagram.links;
    if (!link) return `"${identity}"`;
    const end = (id: Identity): string => `"${this.#diagram.elements[id]?.name ?? id}"`;
    return `the ${link.relation} from ${end(link.from)} to ${end(link.to)}`;
  }

  #page(page: DrawioPage): void {
    const once = new Map<string, DrawioCell>();
    for (const cell of page.cells.values()) {
      const identity = cell.data.get('identity');
      if (identity === undefined) this.#foreign(cell, page);
      else if (this.#isKnown(identity)) {
        const key = `${identity}\n${cell.data.get('part') ?? ''}`;
        if (once.has(key)) this.#add('copied', this.#name(identity));
        else {
          once.set(key, cell);
          this.#own(cell, identity, page);
        }
      } else if (!cell.data.has('part') && (!this.#same || this.#pages.length === 1)) {
        // Sheets also hold cards for other sheets, which are in no model.
        this.#add('unknown', shownCell(cell), `"${identity}"`);
      }
    }
  }

  #isKnown(identity: Identity): boolean {
    return (
      Object.hasOwn(this.#diagram.elements, identity) ||
      Object.hasOwn(this.#diagram.links, identity)
    );
  }

  /** A cell that Cadastre did not draw. */
  #foreign(cell: DrawioCell, page: DrawioPage): void {
    if (cell.data.has('frame') || this.#isOurs(cell, page)) return;
    if (cell.kind === 'edge') {
      const [from, to] = [cell.source, cell.target].map((id) => this.#holder(id, page));
      const ends = `${from === undefined ? 'nothing' : this.#short(from)} to ${to === undefined ? 'nothing' : this.#short(to)}`;
      const words = cell.label.length > 0 ? ` "${cell.label.join(' ')}"` : '';
      this.#add('added', `a line${words} from ${ends}`);
      return;
    }
    const holds = [...page.cells.values()].some(({ parent }) => parent === cell.id);
    if (roleOf(cell, page, holds) !== 'decoration' && roleOf(cell, page, holds) !== 'part')
      this.#add('added', shownCell(cell));
  }

  #short(cell: DrawioCell): string {
    const identity = cell.data.get('identity');
    const name = identity === undefined ? undefined : this.#diagram.elements[identity]?.name;
    return name === undefined ? shownCell(cell) : `"${name}"`;
  }

  /** `e1.icon` in `e1`: icons, tags and rows have no object of their own. */
  #isOurs(cell: DrawioCell, page: DrawioPage): boolean {
    const holder = page.cells.get(cell.parent ?? '');
    return (
      /^frame\./.test(cell.id) ||
      (holder?.data.has('identity') === true && cell.id.startsWith(`${holder.id}.`))
    );
  }

  /** The element that a cell is, or a part of which it is. */
  #holder(id: string | undefined, page: DrawioPage): DrawioCell | undefined {
    const seen = new Set<string>();
    for (let at = id; at !== undefined && !seen.has(at); at = page.cells.get(at)?.parent) {
      const cell = page.cells.get(at);
      if (cell && (cell.data.has('identity') || cell.parent === undefined)) return cell;
      seen.add(at);
    }
    return undefined;
  }

  #own(cell: DrawioCell, identity: Identity, page: DrawioPage): void {
    const drawn = cell.data.get('text') ?? '';
    const words = cell.label.join('\n');
    if (words !== drawn) this.#add('relabelled', this.#name(identity), drawn, words);
    if (cell.data.has('part') && cell.kind === 'vertex') return;
    if (cell.kind === 'edge') this.#link(cell, identity, page);
    else this.#element(cell, identity, page);
  }

  #element(cell: DrawioCell, identity: Identity, page: DrawioPage): void {
    const { [identity]: element } = this.#diagram.elements;
    if (!element) return;
    if (this.#pages.length === 1) {
      const holder = this.#holder(cell.parent, page);
      const now = holder?.data.get('identity');
      if (now !== element.parent || (holder && now === undefined)) {
        const was = element.parent === undefined ? 'the page' : this.#name(element.parent);
        this.#add(
          'regrouped',
          this.#name(identity),
          was,
          holder ? this.#short(holder) : 'the page',
        );
      }
    }
    const icon = page.cells.get(`${cell.id}.icon`);
    const wanted = drawioShape(element.kind)?.name;
    const shape = icon && shapeOf(icon);
    // Its zone or state may give an element another icon: only one that stands for another kind is told.
    if (shape !== undefined && wanted !== undefined && /^mxgraph\./.test(shape) && shape !== wanted)
      this.#add('reshaped', this.#name(identity), wanted, shape);
  }

  #link(cell: DrawioCell, identity: Identity, page: DrawioPage): void {
    const { [identity]: link } = this.#diagram.links;
    if (!link) return;
    const part = cell.data.get('part');
    const [from, to] = [cell.source, cell.target].map((id) => this.#holder(id, page));
    const ends: readonly (readonly [DrawioCell | undefined, Identity])[] = [
      ...(part === '2' ? [] : [[from, link.from] as const]),
      ...(part === '1' ? [] : [[to, link.to] as const]),
    ];
    const names = new Set(this.#pages.length > 1 ? [link.from, link.to] : []);
    for (const [end, wanted] of ends) {
      const now = end?.data.get('identity');
      // On a sheet, a card or a group may stand for what is on another one.
      if (now === wanted || (names.size > 0 && end)) continue;
      const was = `"${this.#diagram.elements[wanted]?.name ?? wanted}"`;
      this.#add('reconnected', this.#name(identity), was, end ? this.#short(end) : 'nothing');
    }
    const given = link.facts.direction ?? 'forward';
    const now = directionOf(cell);
    if (part === undefined && now !== given)
      this.#add('redirected', this.#name(identity), given, now);
  }
}

/**
 * @param same whether the file was drawn from this very model: of another one, also what changed since is told
 * Places, sizes, colours and fonts are the editor's own. Sorted by what they are about.
 */
export function drawingChanges(
  pages: readonly DrawioPage[],
  diagram: Diagram,
  same: boolean,
): readonly DrawingChange[] {
  return [...new Comparing(diagram, pages, same).all()].sort(
    (a, b) => byCodeUnit(a.change, b.change) || byCodeUnit(a.what, b.what),
  );
}
