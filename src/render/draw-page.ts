/**
 * Diagram -> SVG of one page: arranges, prints DOT, has Graphviz draw it, checks that all
 * of it is there, and makes it stand alone. Reads artwork, nothing else: the
 * same diagram gives the same bytes anywhere.
 */

import type { Artwork } from '../icons/artwork.ts';
import { artwork } from '../icons/artwork.ts';
import { lookup } from '../icons/catalogue.ts';
import { drawioGroup, drawioShape } from '../icons/drawio-shapes.ts';
import { toSymbol } from '../icons/symbol.ts';
import type { Dot, Svg } from '../model/brands.ts';
import { asDot, asSvg } from '../model/brands.ts';
import { type Diagnostic, error } from '../model/diagnostic.ts';
import type { Diagram, Identity } from '../model/diagram.ts';
import type { Paper } from '../model/paper.ts';
import { servedBy } from '../model/served.ts';
import { reasonText } from '../model/unresolved.ts';
import { toDrawable } from '../text/drawable.ts';
import { type Arranged, arrange } from './arrange/arrange.ts';
import type { TitleBlock } from './arrange/frame.ts';
import type { Quality } from './arrange/quality.ts';
import { dashId } from './dot/frame-label.ts';
import { printDot } from './dot/print.ts';
import { trunkDashes } from './dot/trunk-strokes.ts';
import type { DrawioIcon } from './drawio/cells.ts';
import { drawioPage } from './drawio/page.ts';
import { expectedGroups } from './expected.ts';
import { type ForeignText, foreignTexts } from './foreign-texts.ts';
import type { LayoutPort } from './layout/port.ts';
import { verifySvg } from './layout/verify.ts';
import { readPage } from './linework/read-svg.ts';
import { cleanSvg } from './output/svg.ts';
import { elementTooltip, linkTooltip, type Provenance } from './output/tooltip.ts';
import { type PictureSubject, pictureFindings } from './picture-findings.ts';
import type { Scene } from './scene/scene.ts';
import { shortcomings } from './shortcomings.ts';

export interface PageInput {
  /** In document order. */
  readonly diagram: Diagram;
  readonly titleBlock: TitleBlock;
  readonly paper: Paper;
  /** The estate's own icons by the name that the diagram uses. */
  readonly icons: Readonly<Record<string, Artwork>>;
  /** Name of the outputs, without folder and ending. */
  readonly output: string;
  /** Of a sheet: its number, the ids of the whole diagram, and the addresses of sheets that elements lead to. */
  readonly sheet?: {
    readonly number: number;
    readonly ids: ReadonlyMap<Identity, string>;
    readonly addresses: ReadonlyMap<Identity, string>;
  };
}

export interface DrawnPage {
  readonly svg: Svg;
  readonly dot: Dot;
  /** The page in draw.io's markup. */
  readonly drawio: string;
  readonly quality: Quality;
  readonly density: string;
  /** What is drawn that Arimo has no glyphs for. */
  readonly foreignTexts: readonly ForeignText[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Grey diagonal lines: out of scope also in print and without colour. */
const HATCH =
  '<pattern id="hatch" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="8" height="8" fill="#f8fafc"/><path d="M0 0V8" stroke="#dfe3e8" stroke-width="2"/></pattern>';

/** Crossed lines: of an overlay, what is gone. */
const GHOST =
  '<pattern id="ghost" width="9" height="9" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="9" height="9" fill="#ffffff"/><path d="M0 0V9M0 0H9" stroke="#f3d6d6" stroke-width="1.5"/></pattern>';

/** Graphviz measures an image once per path; the cell's size decides, so any one size will do. */
const IMAGE = 64;

function symbolsOf(
  arranged: Arranged,
  icons: Readonly<Record<string, Artwork>>,
): Map<string, { id: string; symbol: string }> {
  const symbols = new Map<string, { id: string; symbol: string }>();
  let n = 0;
  for (const [key, use] of arranged.icons) {
    const art = 'custom' in use ? icons[use.custom] : artwork(use);
    if (!art) continue;
    const id = `icon-${++n}`;
    symbols.set(key, { id, symbol: toSymbol(art, id) });
  }
  return symbols;
}

/** An icon as a shape of draw.io where it has one for certain, else as the picture itself. */
function drawioIcon(
  { icons: all }: Arranged,
  icons: Readonly<Record<string, Artwork>>,
): (key: string) => DrawioIcon | undefined {
  return (key) => {
    const use = all.get(key);
    if (!use) return undefined;
    if (!('custom' in use)) {
      const [shape, group] = [drawioShape(use.kind), drawioGroup(use.kind)];
      if (shape) return { shape };
      if (group !== undefined) return { group };
    }
    const art = 'custom' in use ? icons[use.custom] : artwork(use);
    // Styles of draw.io end at a semicolon, so that it leaves out the one before `base64`.
    return art && { image: `data:image/svg+xml,${Buffer.from(art.svg).toString('base64')}` };
  };
}

/** What is known of an element or link beside its facts, for its tooltip. */
function provenance(diagram: Diagram): (id: string) => Provenance {
  const { elements, links, asOf } = diagram;
  const mixed = [...Object.values(elements), ...Object.values(links)].some(
    ({ derived }) => derived !== undefined,
  );
  const stale = new Set(diagram.stale);
  const declared = new Set(diagram.sources?.declaredOnly);
  const running = new Set(diagram.sources?.runningOnly);
  const tables = servedBy(diagram);
  const named = (id: string): string => {
    const { name = id, facts } = elements[id] ?? {};
    return facts?.id === undefined || facts.id === name ? name : `${name} (${facts.id})`;
  };
  return (id) => ({
    ...(asOf === undefined ? {} : { asOf }),
    mixed,
    unresolved: diagram.unresolved.flatMap((u) => (u.element === id ? [reasonText(u.reason)] : [])),
    stale: stale.has(id),
    ...(diagram.sources ? { sources: diagram.sources.names } : {}),
    ...(declared.has(id) ? { only: 'declared' as const } : {}),
    ...(running.has(id) ? { only: 'running' as const } : {}),
    routeTables: tables.flatMap((t) => (t.users.includes(id) ? [named(t.table)] : [])),
    serves: tables.flatMap((t) => (t.table === id ? t.users.map(named) : [])),
  });
}

/** An error for each part of the finished picture that is not as declared. */
function wrongParts(
  svg: Svg,
  { scene }: Arranged,
  symbols: ReadonlyMap<string, { readonly id: string }>,
  diagram: Diagram,
): Diagnostic[] {
  const parts = new Map([...scene.nodes, ...scene.groups, ...scene.links].map((p) => [p.id, p]));
  const ids = expectedGroups(scene, diagram, (key) => `#${symbols.get(key)?.id}`);
  return verifySvg(svg, { ids }).map(({ id, what, problem }) => {
    const identity = parts.get(id)?.identity;
    const origin =
      identity === undefined
        ? diagram.origin
        : (diagram.elements[identity] ?? diagram.links[identity])?.origin;
    return error('not-drawn', `${what}: ${problem}`, origin, {
      hint: 'The picture does not match the diagram. Please report this as a bug in Cadastre, with the diagram.',
    });
  });
}

/** The finished picture, with what is known of it beside its lines. */
function pictureSubject(svg: Svg, arranged: Arranged, diagram: Diagram): PictureSubject {
  const { groups, nodes, links, frame } = arranged.scene;
  const parts = [...groups, ...nodes, ...links];
  const told = [
    ...groups.flatMap(({ id, header }) => (header.cut ? [id] : [])),
    ...nodes.flatMap(({ id, figure }) => (figure.cut ? [id] : [])),
    ...links.flatMap(({ id, label }) => (label?.cut ? [id] : [])),
    ...(frame.cut ? ['title', 'legend', 'titleblock'] : []),
  ];
  return {
    svg,
    diagram,
    identities: new Map(parts.map(({ id, identity }) => [id, identity])),
    cutTold: new Set(told),
    straightTold: new Set(arranged.unrouted),
  };
}

/** Throws `LayoutError` when Graphviz fails; what it leaves out is an error in the answer. */
export function drawPage(input: PageInput, layout: LayoutPort): DrawnPage {
  const { diagram, sheet } = input;
  const arranged = arrange({
    diagram,
    titleBlock: input.titleBlock,
    paper: input.paper,
    ...(sheet ? { ids: sheet.ids } : {}),
    place: (dot) => layout(asDot(dot), 'dot', 'plain'),
  });
  return drawArranged(input, arranged, layout);
}

/** As `drawPage`, of a diagram that is arranged already. */
export function drawArranged(input: PageInput, arranged: Arranged, layout: LayoutPort): DrawnPage {
  const { diagram, sheet } = input;
  const dot = printDot(arranged.scene, diagram);
  const symbols = symbolsOf(arranged, input.icons);
  const images = [...arranged.icons.keys()].map((path) => ({ path, width: IMAGE, height: IMAGE }));
  const raw = asSvg(layout(dot, 'nop2', 'svg', images));
  const known = provenance(diagram);
  const tooltips = new Map<string, string>();
  const links = new Map<string, string>();
  const sheets = new Map<string, string>();
  for (const { id, identity } of [...arranged.scene.nodes, ...arranged.scene.groups]) {
    const element = diagram.elements[identity];
    if (!element) continue;
    const kind = lookup(element.kind)?.title ?? element.kind;
    tooltips.set(id, toDrawable(elementTooltip(element, kind, known(identity))));
    if (element.facts.link) links.set(id, element.facts.link);
    const address = sheet?.addresses.get(identity);
    if (address !== undefined) sheets.set(id, address);
  }
  for (const { id, identity, link } of arranged.scene.links) {
    const name = (end: string): string => diagram.elements[end]?.name ?? end;
    tooltips.set(
      id,
      toDrawable(linkTooltip(link, name(link.from), name(link.to), known(identity))),
    );
    if (link.facts.link) links.set(id, link.facts.link);
  }
  const n = Object.keys(diagram.elements).length;
  const m = Object.keys(diagram.links).length;
  const svg = cleanSvg(raw, {
    title: toDrawable(diagram.title),
    description: `${toDrawable(diagram.document.description ?? diagram.title)}. ${n} element${n === 1 ? '' : 's'}, ${m} link${m === 1 ? '' : 's'}.`,
    symbols,
    tooltips,
    links,
    sheets,
    fills: new Map([
      ['hatched', 'url(#hatch)'],
      ['ghost', 'url(#ghost)'],
    ]),
    dashes: dashesOf(arranged.scene),
    data: dataOf(arranged.scene),
    faded: fadedOf(arranged.scene),
    defs: patternsOf(arranged.scene),
    meta: {
      model: input.titleBlock.digest,
      ...(sheet ? { sheet: String(sheet.number) } : {}),
    },
  });
  const drawn = new Map(readPage(svg).groups.map((group) => [group.id, group]));
  const drawio = drawioPage({
    ...{ scene: arranged.scene, diagram, drawn, icon: drawioIcon(arranged, input.icons) },
    ...{ model: input.titleBlock.digest, name: input.output, page: sheet?.number ?? 1 },
  });
  return {
    svg,
    dot,
    drawio,
    quality: arranged.quality,
    density: arranged.density,
    foreignTexts: foreignTexts(arranged.scene, diagram),
    diagnostics: [
      ...wrongParts(svg, arranged, symbols, diagram),
      ...shortcomings(arranged, diagram, input.paper),
      ...pictureFindings(pictureSubject(svg, arranged, diagram)),
    ],
  };
}

function patternsOf({ groups, nodes }: Scene): string {
  const paints = [...groups.map(({ paint }) => paint), ...nodes.map(({ figure }) => figure.paint)];
  return [
    ...(paints.some(({ hatched }) => hatched) ? [HATCH] : []),
    ...(paints.some(({ ghost }) => ghost) ? [GHOST] : []),
  ].join('\n');
}

const fadedOf = ({ groups, nodes }: Scene): ReadonlySet<string> =>
  new Set([...groups, ...nodes].flatMap(({ id, faded }) => (faded ? [id] : [])));

/** By id of a link in Graphviz' SVG: what tells a reader of the file how its line is drawn. */
function dataOf({ links }: Scene): ReadonlyMap<string, Readonly<Record<string, string>>> {
  const found = new Map<string, Readonly<Record<string, string>>>();
  for (const { id, connector, trunk } of links)
    if (connector) found.set(id, { connector: connector.tag });
    else if (trunk !== undefined) found.set(id, { trunk });
  return found;
}

/** By id of a group in Graphviz' SVG: patterns of links, and of their samples in the legend. */
function dashesOf({ groups, nodes, links, frame }: Scene): ReadonlyMap<string, string> {
  const found = new Map(trunkDashes(links));
  for (const { id, dash, trunk } of links)
    if (dash !== undefined && trunk === undefined) found.set(id, dash);
  for (const { id, dash } of [...groups, ...nodes]) if (dash !== undefined) found.set(id, dash);
  frame.legend?.rows.forEach((row, y) => {
    row.forEach(({ stroke }, x) => {
      if (stroke?.dash !== undefined) found.set(`a_${dashId(y, x)}`, stroke.dash);
    });
  });
  return found;
}
