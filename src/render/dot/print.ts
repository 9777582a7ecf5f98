/**
 * Scene -> DOT, in one fixed order. Every place is given, so Graphviz' `nop2`
 * (`neato -n2`) draws it as it is; ids are generated, never the user's text.
 */

import type { Dot } from '../../model/brands.ts';
import type { Diagram } from '../../model/diagram.ts';
import type { Box, Paint, Point, Scene, SceneGroup, SceneLink, SceneNode } from '../scene/scene.ts';
import { type DotValue, html, text } from './escape.ts';
import { legendLabel, titleBlockLabel, titleLabel } from './frame-label.ts';
import { figureLabel, headerLabel, linkLabel, tagLabel } from './html-label.ts';
import { ARROW, splines } from './splines.ts';

type Attributes = Record<string, DotValue>;

/** Looks that an author may set on single elements; places, ids and labels stay ours. */
const ALLOWED = new Set([
  'arrowhead',
  'arrowsize',
  'arrowtail',
  'bgcolor',
  'color',
  'fillcolor',
  'fontcolor',
  'gradientangle',
  'penwidth',
  'peripheries',
  'style',
]);

/** @returns names of attributes that are not drawn, for a warning */
export function refusedAttributes(attributes: Readonly<Record<string, unknown>>): string[] {
  return Object.keys(attributes).filter((name) => !ALLOWED.has(name));
}

function allowedAttributes(
  attributes: Readonly<Record<string, string | number | boolean>> | undefined,
): Attributes {
  const found: Attributes = {};
  for (const [name, value] of Object.entries(attributes ?? {}))
    if (ALLOWED.has(name)) found[name] = text(value);
  return found;
}

const list = (attributes: Attributes): string =>
  `[${Object.entries(attributes)
    .map(([name, value]) => `${name}=${value.dot}`)
    .join(' ')}]`;

const n = (v: number): string => String(Math.round(v * 100) / 100);
const inches = (v: number): string => String(Math.round((v / 72) * 1e5) / 1e5);

function paintAttributes(paint: Paint): Attributes {
  const style = [
    'filled',
    ...(paint.rounded ? ['rounded'] : []),
    ...(paint.line === 'solid' ? [] : [paint.line]),
  ];
  return {
    style: text(style.join(',')),
    color: text(paint.border === 'none' ? 'transparent' : paint.border),
    fillcolor: text(paint.fill === 'none' ? 'transparent' : paint.fill),
    penwidth: text(paint.border === 'none' ? 0 : paint.width),
    ...(paint.ghost ? { class: text('ghost') } : {}),
    ...(paint.hatched ? { class: text('hatched') } : {}),
  };
}

class Printer {
  readonly #out: string[] = [];
  readonly #height: number;

  constructor(height: number) {
    this.#height = height;
  }

  point({ x, y }: Point): string {
    return `${n(x)},${n(this.#height - y)}`;
  }

  centre(b: Box): DotValue {
    return text(this.point({ x: b.x + b.w / 2, y: b.y + b.h / 2 }));
  }

  line(depth: number, words: string): void {
    this.#out.push('  '.repeat(Math.min(depth, 40)) + words);
  }

  box(id: string, b: Box, label: string, rest: Attributes = {}): string {
    return `${id} ${list({
      id: text(id),
      pos: this.centre(b),
      width: text(inches(b.w)),
      height: text(inches(b.h)),
      label: html(label),
      ...rest,
    })};`;
  }

  toString(): Dot {
    return `${this.#out.join('\n')}\n` as Dot;
  }
}

/** The tags of a connector pair, as the labels of the two ends. */
function tagAttributes(print: Printer, { connector, color }: SceneLink): Attributes {
  if (!connector) return {};
  const [first, second] = connector.tags;
  return {
    taillabel: html(linkLabel(first, color)),
    tail_lp: print.centre(first.box),
    headlabel: html(linkLabel(second, color)),
    head_lp: print.centre(second.box),
  };
}

/** A link cannot end at a cluster: an invisible node stands in for it. */
const anchor = (id: string): string => `${id}_anchor`;

function printLink(print: Printer, link: SceneLink, groups: ReadonlySet<string>): void {
  const { label, direction } = link;
  const end = (id: string): string => (groups.has(id) ? anchor(id) : id);
  print.line(
    1,
    `${end(link.from)} -> ${end(link.to)} ${list({
      id: text(link.id),
      class: text(link.link.relation),
      pos: text(splines((at) => print.point(at), link)),
      dir: text(link.connector && direction !== 'none' ? 'forward' : direction),
      color: text(link.color),
      penwidth: text(link.width),
      style: text(link.line),
      ...(label
        ? {
            label: html(linkLabel(label, link.color)),
            lp: print.centre(label.box),
          }
        : {}),
      ...tagAttributes(print, link),
      ...allowedAttributes(link.link.facts.attributes),
    })};`,
  );
}

/** Deepest nesting of clusters that is printed as such. */
const DEEPEST = 60;

function depthOf(scene: Scene): number {
  const depths = new Map<string, number>();
  for (const { id, parent } of scene.groups)
    depths.set(id, parent === undefined ? 1 : (depths.get(parent) ?? 0) + 1);
  return Math.max(0, ...depths.values());
}

/** Groups and nodes by the group that holds them, in document order. */
function membersByGroup(
  scene: Scene,
  diagram: Diagram,
): ReadonlyMap<string | undefined, readonly (SceneGroup | SceneNode)[]> {
  const members = new Map<string | undefined, (SceneGroup | SceneNode)[]>();
  const groupIds = new Map(scene.groups.map((g) => [g.identity, g.id]));
  const parts = [...scene.groups, ...scene.nodes].sort(
    (a, b) => Number(a.id.slice(1)) - Number(b.id.slice(1)),
  );
  for (const part of parts) {
    const parent = groupIds.get(diagram.elements[part.identity]?.parent ?? '');
    const known = members.get(parent);
    if (known) known.push(part);
    else members.set(parent, [part]);
  }
  return members;
}

function printHead(print: Printer, page: Box): void {
  print.line(0, 'digraph diagram {');
  print.line(
    1,
    'graph [bgcolor="white" pad="0" margin="0" outputorder="nodesfirst" fontname="Arial" layout="nop2"];',
  );
  print.line(
    1,
    'node [shape="box" fixedsize="true" margin="0" fontname="Arial" style="filled" color="transparent" fillcolor="transparent" penwidth="0"];',
  );
  print.line(1, `edge [fontname="Arial" arrowsize="${ARROW}"];`);
  print.line(
    1,
    `page ${list({ pos: print.centre(page), width: text(inches(page.w)), height: text(inches(page.h)), label: text(''), style: text('invis') })};`,
  );
}

function printGroupAttributes(
  print: Printer,
  depth: number,
  { box, header, paint, id }: SceneGroup,
  attributes: Attributes,
): void {
  print.line(
    depth,
    `graph ${list({
      id: text(id),
      bb: text(
        `${print.point({ x: box.x, y: box.y + box.h })},${print.point({ x: box.x + box.w, y: box.y })}`,
      ),
      label: html(headerLabel(header, box.w)),
      lp: print.centre({ x: box.x, y: box.y, w: box.w, h: header.h }),
      ...paintAttributes(paint),
      ...attributes,
    })};`,
  );
}

function printElements(print: Printer, scene: Scene, diagram: Diagram): void {
  const members = membersByGroup(scene, diagram);
  // Graphviz runs out of stack near 250 nested clusters. Places are given, so
  // clusters side by side, outer ones first, make the same picture.
  const flat = depthOf(scene) > DEEPEST;
  const later: string[] = [];
  const write = (parent: string | undefined, depth: number): void => {
    for (const part of members.get(parent) ?? []) {
      const attributes = allowedAttributes(diagram.elements[part.identity]?.facts.attributes);
      if ('figure' in part) {
        const { figure, box } = part;
        const label = figureLabel(figure, box.w, box.h);
        const look = { ...paintAttributes(figure.paint), ...attributes };
        print.line(depth, print.box(part.id, box, label, look));
        continue;
      }
      print.line(depth, `subgraph cluster_${part.id} {`);
      printGroupAttributes(print, depth + 1, part, attributes);
      if (!flat) write(part.id, depth + 1);
      print.line(depth, '}');
      if (flat) later.push(part.id);
    }
  };
  write(undefined, 1);
  for (let id = later.shift(); id !== undefined; id = later.shift()) write(id, 1);
}

function printLinks(print: Printer, { groups, links }: Scene): void {
  const ends = new Set(links.flatMap((l) => [l.from, l.to]));
  for (const { id, box } of groups)
    if (ends.has(id))
      print.line(
        1,
        `${anchor(id)} ${list({ pos: print.centre(box), width: text(0), height: text(0), label: text(''), style: text('invis') })};`,
      );
  const groupIds = new Set(groups.map((g) => g.id));
  for (const link of links) printLink(print, link, groupIds);
}

export function printDot(scene: Scene, diagram: Diagram): Dot {
  const print = new Printer(scene.height);
  printHead(print, { x: 0, y: 0, w: scene.width, h: scene.height });
  printElements(print, scene, diagram);
  printLinks(print, scene);
  for (const { id, box, tag } of scene.marks ?? [])
    print.line(1, print.box(id, box, tagLabel(tag, box)));
  const { title, legend, titleBlock } = scene.frame;
  print.line(1, print.box('title', title.box, titleLabel(title)));
  if (legend) print.line(1, print.box('legend', legend.box, legendLabel(legend)));
  print.line(1, print.box('titleblock', titleBlock.box, titleBlockLabel(titleBlock)));
  print.line(0, '}');
  return print.toString();
}
