/**
 * A page of a drawing -> a draft of a diagram. What the drawing states is taken over: shapes, what is grouped,
 * lines that hold on to both ends. What only looks so is listed: a drawing is no proof of what its author meant.
 */

import type { DrawioBox, DrawioCell, DrawioPage, DrawioPoint } from '../formats/drawio.ts';
import { lookup } from '../icons/catalogue.ts';
import { isExact } from '../model/cidr.ts';
import { type CellRole, kindOf, roleOf, shapeOf } from './cells.ts';
import { rowsOf } from './tables.ts';

export interface DraftElement {
  /** By which links name it. */
  readonly ref: string;
  readonly kind: string;
  readonly name: string;
  readonly description?: string;
  readonly cidr?: string;
  readonly routes?: readonly { readonly destination: string; readonly target: string }[];
  readonly members: DraftElement[];
}

export interface DraftLink {
  readonly from: string;
  readonly to: string;
  readonly label?: string;
  readonly direction: 'forward' | 'back' | 'both' | 'none';
}

/** Something that is not taken over as it looks. */
export interface DraftNote {
  readonly what: string;
  readonly reason: string;
}

export interface DiagramDraft {
  readonly title: string;
  readonly content: readonly DraftElement[];
  readonly links: readonly DraftLink[];
  readonly notes: readonly DraftNote[];
}

/** With more elements than this, places are not compared with each other. */
const MOST_COMPARED = 3_000;
/** An end this near to a box seems to touch it, px. */
const TOUCH = 12;

const inside = (inner: DrawioBox, outer: DrawioBox): boolean =>
  inner.x >= outer.x &&
  inner.y >= outer.y &&
  inner.x + inner.w <= outer.x + outer.w &&
  inner.y + inner.h <= outer.y + outer.h &&
  inner.w * inner.h < outer.w * outer.h;

const distance = ({ x, y }: DrawioPoint, box: DrawioBox): number =>
  Math.hypot(Math.max(box.x - x, 0, x - box.x - box.w), Math.max(box.y - y, 0, y - box.y - box.h));

/** `"web"`, or what and where a cell without words is. */
export function shownCell(cell: DrawioCell): string {
  const [name] = cell.label;
  if (name !== undefined) return `"${name}"`;
  const shape = shapeOf(cell)?.replace(/^mxgraph\./, '') ?? (cell.kind === 'edge' ? 'line' : 'box');
  const at = cell.box ? ` at ${Math.round(cell.box.x)},${Math.round(cell.box.y)}` : '';
  return `a ${shape}${at}`;
}

class Drafting {
  readonly notes: DraftNote[] = [];
  readonly #page: DrawioPage;
  readonly #cells: readonly DrawioCell[];
  readonly #roles = new Map<string, CellRole>();
  /** Ids of cells that hold others. */
  readonly #holders: ReadonlySet<string>;
  /** Words of the cells in each cell. */
  readonly #words = new Map<string, readonly string[]>();
  readonly #elements = new Map<string, DraftElement>();

  constructor(page: DrawioPage) {
    this.#page = page;
    this.#cells = [...page.cells.values()];
    this.#holders = new Set(
      this.#cells.flatMap(({ parent, kind, style }) =>
        parent === undefined || kind === 'edge' || style.has('edgeLabel') ? [] : parent,
      ),
    );
    for (const { parent, label } of this.#cells)
      if (parent !== undefined)
        this.#words.set(parent, [...(this.#words.get(parent) ?? []), ...label]);
    for (const cell of this.#cells)
      if (cell.kind === 'vertex')
        this.#roles.set(cell.id, roleOf(cell, page, this.#holders.has(cell.id)));
  }

  draft(): DiagramDraft {
    const content: DraftElement[] = [];
    for (const cell of this.#cells) {
      const role = this.#roles.get(cell.id);
      if (role === 'element' || role === 'table') {
        const element = this.#element(cell, role);
        this.#elements.set(cell.id, element);
      }
    }
    for (const [id, element] of this.#elements) {
      const above = this.#holder(this.#page.cells.get(id)?.parent);
      if (above && above !== element) above.members.push(element);
      else content.push(element);
    }
    const links = this.#cells.flatMap((cell) => (cell.kind === 'edge' ? this.#link(cell) : []));
    this.#notePlaces();
    this.#noteRest();
    return { title: this.#page.name || 'Drawing', content, links, notes: this.notes };
  }

  /** The element that a cell is, or is a part of. */
  #holder(id: string | undefined): DraftElement | undefined {
    const seen = new Set<string>();
    for (let at = id; at !== undefined && !seen.has(at); at = this.#page.cells.get(at)?.parent) {
      const element = this.#elements.get(at);
      if (element) return element;
      seen.add(at);
    }
    return undefined;
  }

  #element(cell: DrawioCell, role: CellRole): DraftElement {
    const ref = `n${this.#elements.size + 1}`;
    if (role === 'table') return this.#table(cell, ref);
    const kind = kindOf(cell);
    const shape = shapeOf(cell);
    if (kind === undefined && /^mxgraph\./.test(shape ?? ''))
      this.#note(cell, `no kind is known for its shape ${shape}: it is drawn as a plain box`);
    const own = kind ?? (this.#holders.has(cell.id) ? 'generic:group' : 'generic:box');
    const [first, ...others] = cell.label;
    const title = lookup(own)?.title ?? own;
    const name = first ?? (kind === undefined ? `Group ${ref.slice(1)}` : title);
    if (first === undefined && kind === undefined)
      this.#note(cell, `it has no words: it is called ${name} here`);
    const takesCidr = own === 'vpc' || own === 'subnet';
    const cidr = takesCidr ? others.find((line) => line.includes('/') && isExact(line)) : undefined;
    const rest = others.filter((line) => line !== cidr).join(' · ');
    return {
      ...{ ref, kind: own, name, members: [] },
      ...(cidr === undefined ? {} : { cidr }),
      ...(rest === '' ? {} : { description: rest }),
    };
  }

  #table(cell: DrawioCell, ref: string): DraftElement {
    const rows = rowsOf(cell, this.#page);
    const name = cell.label[0] ?? `Table ${ref.slice(1)}`;
    const [head = [], ...body] = rows;
    const routing = /^(?:destination|cidr|prefix)/i.test(head[0] ?? '') && head.length === 2;
    if (routing)
      return {
        ...{ ref, kind: 'route-table', name, members: [] },
        routes: body.map(([destination = '', target = '']) => ({ destination, target })),
      };
    const text = rows.map((row) => row.join(' | ')).join('; ');
    this.#note(cell, 'a table that is no route table: its rows are its description');
    return { ...{ ref, kind: 'generic:document', name, members: [] }, description: text };
  }

  #link(cell: DrawioCell): DraftLink[] {
    const ends = [this.#holder(cell.source), this.#holder(cell.target)];
    const [from, to] = ends;
    if (!from || !to) {
      this.#noteLoose(cell, from, to);
      return [];
    }
    for (const id of [cell.source, cell.target])
      if (id !== undefined && !this.#elements.has(id) && this.#roles.get(id) !== 'part')
        this.#note(
          cell,
          'it ends at a mark inside of an element: it is taken to end at the element',
        );
    const label = [...cell.label, ...this.#edgeWords(cell.id)].join(' ');
    return [
      {
        ...{ from: from.ref, to: to.ref, direction: directionOf(cell) },
        ...(label === '' ? {} : { label }),
      },
    ];
  }

  #edgeWords(id: string): readonly string[] {
    return this.#words.get(id) ?? [];
  }

  #noteLoose(cell: DrawioCell, from: DraftElement | undefined, to: DraftElement | undefined): void {
    const words = [...cell.label, ...this.#edgeWords(cell.id)].join(' ');
    const what = words === '' ? 'a line' : `the line "${words}"`;
    const known = from ?? to;
    const side = known ? ` from "${known.name}"` : '';
    const touched = [from ? undefined : cell.from, to ? undefined : cell.to].flatMap((at) =>
      at ? (this.#near(at) ?? []) : [],
    );
    const near = touched.map((name) => `"${name}"`).join(' and ');
    const touches = near === '' ? '' : `: it only touches ${near}`;
    this.notes.push({ what: what + side, reason: `it does not hold on to both ends${touches}` });
  }

  /** The smallest element there: what it stands in is touched as well. */
  #near(at: DrawioPoint): string | undefined {
    let best: { readonly name: string; readonly area: number } | undefined;
    for (const [id, { name }] of this.#elements) {
      const box = this.#page.cells.get(id)?.box;
      if (!box || distance(at, box) > TOUCH) continue;
      const area = box.w * box.h;
      if (area < (best?.area ?? Number.POSITIVE_INFINITY)) best = { name, area };
    }
    return best?.name;
  }

  #note(cell: DrawioCell, reason: string): void {
    this.notes.push({ what: shownCell(cell), reason });
  }

  /** Boxes that stand in others on the page, and not in the file. */
  #notePlaces(): void {
    const boxes = this.#cells.flatMap((cell) =>
      cell.box && this.#roles.get(cell.id) !== 'part' ? [{ cell, box: cell.box }] : [],
    );
    if (this.#elements.size > MOST_COMPARED) {
      const reason = `more than ${MOST_COMPARED} elements: what stands in what by its place is not looked for`;
      this.notes.push({ what: 'the page', reason });
      return;
    }
    for (const { cell, box } of boxes) {
      const element = this.#elements.get(cell.id);
      if (!element) continue;
      const around = boxes
        .filter((other) => other.cell !== cell && inside(box, other.box))
        .sort((a, b) => a.box.w * a.box.h - b.box.w * b.box.h)[0];
      if (!around || this.#isAbove(around.cell.id, cell) || this.#isMark(around.cell)) continue;
      this.#note(cell, `it stands in ${shownCell(around.cell)} by its place only`);
    }
  }

  #isAbove(above: string, cell: DrawioCell): boolean {
    const seen = new Set<string>();
    for (
      let at = cell.parent;
      at !== undefined && !seen.has(at);
      at = this.#page.cells.get(at)?.parent
    ) {
      if (at === above) return true;
      seen.add(at);
    }
    return false;
  }

  /** A sheet of paper behind everything has neither words nor a line. */
  #isMark(cell: DrawioCell): boolean {
    return cell.label.length === 0 && cell.style.get('strokeColor') === 'none';
  }

  /** Words and decoration, which are no elements. */
  #noteRest(): void {
    for (const cell of this.#cells)
      if (this.#roles.get(cell.id) === 'words') this.#note(cell, 'words that stand alone');
    const bare = this.#cells.filter(({ id }) => this.#roles.get(id) === 'decoration').length;
    if (bare > 0)
      this.notes.push({
        what: `${bare} ${bare === 1 ? 'box' : 'boxes'} without words`,
        reason: 'decoration, as far as the drawing tells',
      });
  }
}

export function directionOf({ style }: DrawioCell): DraftLink['direction'] {
  const arrow = (value: string | undefined, usual: boolean): boolean =>
    value === undefined ? usual : value !== 'none' && value !== '';
  const head = arrow(style.get('endArrow'), true);
  const tail = arrow(style.get('startArrow'), false);
  if (head && tail) return 'both';
  return head ? 'forward' : tail ? 'back' : 'none';
}

export const draftOf = (page: DrawioPage): DiagramDraft => new Drafting(page).draft();
