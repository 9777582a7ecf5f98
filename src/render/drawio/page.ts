/**
 * Scene -> a page of draw.io. Elements keep their places, and carry who they are: an edited file can be
 * held against the model. Icons stand where the finished SVG has them, which Graphviz decides.
 */

import type { Identity } from '../../model/diagram.ts';
import type { Box, IconUse, Point, SceneGroup, SceneNode, Tag, TextLine } from '../scene/scene.ts';
import { type DrawioInput, dashes, iconCell, paintStyle } from './cells.ts';
import { frameCells } from './frame.ts';
import { linesLabel, plainLines, rowsLabel, rowsText } from './labels.ts';
import { linkCells } from './links.ts';
import { diagramElement, round, styleText, vertex } from './markup.ts';

const LAYER = '1';
const PAGE: Point = { x: 0, y: 0 };

const tagStyle = ({ ground, color, border, line }: Tag): string =>
  styleText({
    html: 1,
    whiteSpace: 'nowrap',
    spacing: 0,
    fillColor: ground,
    fontColor: color,
    strokeColor: border ?? 'none',
    fontStyle: 1,
    ...dashes({ line: line ?? 'solid' }),
  });

class PagePrinter {
  readonly cells: string[] = [];
  readonly #input: DrawioInput;
  readonly #groups: ReadonlyMap<Identity, SceneGroup>;

  constructor(input: DrawioInput) {
    this.#input = input;
    this.#groups = new Map(input.scene.groups.map((group) => [group.identity, group]));
  }

  #holder(identity: Identity): { readonly parent: string; readonly origin: Point } {
    const above = this.#input.diagram.elements[identity]?.parent;
    const group = above === undefined ? undefined : this.#groups.get(above);
    return group ? { parent: group.id, origin: group.box } : { parent: LAYER, origin: PAGE };
  }

  #data(identity: Identity, text: string): Readonly<Record<string, string | undefined>> {
    const element = this.#input.diagram.elements[identity];
    return {
      identity,
      kind: element?.kind,
      name: element?.name,
      text,
      model: this.#input.model,
    };
  }

  #icon(id: string, box: Box, use: IconUse | undefined, color: string): void {
    const [at] = this.#input.drawn.get(id)?.icons ?? [];
    if (use && at)
      this.cells.push(...iconCell(`${id}.icon`, id, box, at, this.#input.icon(use.key), color));
  }

  /** Words that stand in boxes of their own. */
  #tags(id: string, box: Box, tags: readonly Tag[]): void {
    const left = [...(this.#input.drawn.get(id)?.words ?? [])];
    for (const [i, tag] of tags.entries()) {
      const at = left.findIndex(({ text }) => text.trim() === tag.text);
      const [found] = at < 0 ? [] : left.splice(at, 1);
      if (!found) continue;
      const { x, y, w, h } = found.box;
      const around = { x: x - 3, y: y - 1, w: w + 6, h: h + 2 };
      const label = linesLabel([{ text: tag.text, size: Math.max(6, h * 0.95), color: tag.color }]);
      this.cells.push(
        vertex({
          ...{ id: `${id}.tag${i + 1}`, parent: id, origin: box, box: around, label },
          style: tagStyle(tag),
          connectable: false,
        }),
      );
    }
  }

  /** Where the words begin, as they are drawn. */
  #wordsStyle(id: string, box: Box, lines: readonly TextLine[], centred: boolean) {
    const texts = new Set(lines.map(({ text }) => text.trim()));
    const words = (this.#input.drawn.get(id)?.words ?? []).filter(({ text }) =>
      texts.has(text.trim()),
    );
    const [x, y] = [Math.min(...words.map((w) => w.box.x)), Math.min(...words.map((w) => w.box.y))];
    const found = words.length > 0;
    return {
      html: 1,
      whiteSpace: 'nowrap',
      spacing: 0,
      align: centred ? 'center' : 'left',
      verticalAlign: 'top',
      spacingLeft: centred || !found ? undefined : round(x - box.x),
      spacingTop: found ? round(y - box.y) : undefined,
    };
  }

  group(group: SceneGroup): void {
    const { id, identity, box, paint, header } = group;
    const { lines, aside } = header;
    const style = {
      ...{ container: 1, collapsible: 0, recursiveResize: 0, expand: 0 },
      ...paintStyle(paint),
      ...this.#wordsStyle(id, box, lines, false),
    };
    this.cells.push(
      vertex({
        ...{ id, box, ...this.#holder(identity), label: linesLabel(lines, aside) },
        style: styleText(style),
        data: this.#data(identity, plainLines(lines, aside)),
      }),
    );
    this.#icon(id, box, header.icon, paint.border);
    this.#tags(id, box, header.tags ?? []);
  }

  node(node: SceneNode): void {
    const { id, identity, box, figure } = node;
    const { lines, aside } = figure;
    const style = {
      ...{ container: 1, collapsible: 0, recursiveResize: 0, expand: 0 },
      ...paintStyle(figure.paint),
      ...this.#wordsStyle(id, box, lines, figure.shape === 'icon'),
    };
    this.cells.push(
      vertex({
        ...{ id, box, ...this.#holder(identity), label: linesLabel(lines, aside) },
        style: styleText(style),
        data: this.#data(identity, plainLines(lines, aside)),
      }),
    );
    this.#icon(
      id,
      box,
      figure.icon,
      figure.paint.border === 'none' ? '#232F3D' : figure.paint.border,
    );
    this.#tags(id, box, [...(figure.tags ?? []), ...(figure.remarks ?? [])]);
    this.#rows(node);
  }

  /** The rows of a table, below its title. */
  #rows({ id, identity, box, figure }: SceneNode): void {
    const { table } = figure;
    if (!table || table.rows.length === 0) return;
    const h = table.rows.length * table.rowHeight;
    const size = Math.max(6, table.rowHeight * 0.55);
    this.cells.push(
      vertex({
        ...{ id: `${id}.rows`, parent: id, origin: box, label: rowsLabel(figure, size) },
        box: { x: box.x, y: box.y + box.h - h, w: box.w, h },
        style: styleText({ html: 1, overflow: 'fill', fillColor: 'none', strokeColor: 'none' }),
        data: { identity, part: 'rows', text: rowsText(figure) },
        connectable: false,
      }),
    );
  }
}

export function drawioPage(input: DrawioInput): string {
  const { scene, diagram, model, page } = input;
  const print = new PagePrinter(input);
  for (const group of scene.groups) print.group(group);
  for (const node of scene.nodes) print.node(node);
  const cells = [...print.cells, ...linkCells(input), ...frameCells(input)];
  const data = { model, diagram: input.name, title: diagram.title, page: String(page) };
  const title = page === 1 ? diagram.title : `${page} ${diagram.title}`;
  return diagramElement(`${input.name}-${page}`, title, scene, data, cells);
}
