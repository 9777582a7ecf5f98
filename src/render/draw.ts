/**
 * Diagram -> SVG: arranges, prints DOT, has Graphviz draw it, checks that all
 * of it is there, and makes it stand alone. Reads artwork, nothing else: the
 * same diagram gives the same bytes anywhere.
 */

import type { Artwork } from '../icons/artwork.ts';
import { artwork } from '../icons/artwork.ts';
import { lookup } from '../icons/catalogue.ts';
import { toSymbol } from '../icons/symbol.ts';
import type { Dot, Svg } from '../model/brands.ts';
import { asDot, asSvg } from '../model/brands.ts';
import type { DiagnosticCode } from '../model/codes.ts';
import { type Diagnostic, error, quote, warning } from '../model/diagnostic.ts';
import { type Diagram, inDocumentOrder } from '../model/diagram.ts';
import { servedBy } from '../model/served.ts';
import { reasonText } from '../model/unresolved.ts';
import { toDrawable } from '../text/drawable.ts';
import { type Arranged, arrange } from './arrange/arrange.ts';
import type { TitleBlock } from './arrange/frame.ts';
import type { Quality } from './arrange/quality.ts';
import { printDot } from './dot/print.ts';
import type { LayoutPort } from './layout/port.ts';
import { type ExpectedGroup, verifySvg } from './layout/verify.ts';
import { cleanSvg } from './output/svg.ts';
import { elementTooltip, linkTooltip, type Provenance } from './output/tooltip.ts';

export type { TitleBlock } from './arrange/frame.ts';

export interface DrawInput {
  readonly diagram: Diagram;
  readonly titleBlock: TitleBlock;
  /** The estate's own icons by the name that the diagram uses. */
  readonly icons: Readonly<Record<string, Artwork>>;
}

export interface Drawing {
  readonly svg: Svg;
  readonly dot: Dot;
  readonly quality: Quality;
  readonly density: string;
  readonly diagnostics: readonly Diagnostic[];
}

/** Grey diagonal lines: out of scope also in print and without colour. */
const HATCH =
  '<pattern id="hatch" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="8" height="8" fill="#f8fafc"/><path d="M0 0V8" stroke="#dfe3e8" stroke-width="2"/></pattern>';

/** Graphviz measures an image once per path; the cell's size decides, so any one size will do. */
const IMAGE = 64;

function expected(arranged: Arranged, diagram: Diagram): ExpectedGroup[] {
  const { scene } = arranged;
  const what = (identity: string): string => {
    const element = diagram.elements[identity];
    return element ? `${element.kind} ${quote(element.name)}` : `the link ${identity}`;
  };
  return [
    ...scene.nodes.map(({ id, identity, figure }) => ({
      id,
      what: what(identity),
      texts: [
        ...figure.lines.map((l) => l.text),
        ...(figure.aside ? [figure.aside.text] : []),
        ...[...(figure.tags ?? []), ...(figure.remarks ?? [])].map((t) => t.text),
        ...(figure.table?.rows.flatMap((r) => r.cells) ?? []),
      ],
      icons: figure.icon ? 1 : 0,
    })),
    ...scene.groups.map(({ id, identity, header }) => ({
      id,
      what: what(identity),
      texts: [...header.lines, ...(header.aside ? [header.aside] : []), ...(header.tags ?? [])].map(
        (l) => l.text,
      ),
      icons: header.icon ? 1 : 0,
    })),
    ...scene.links.map(({ id, identity, label }) => ({
      id,
      what: what(identity),
      texts: [...(label?.lines.map((l) => l.text) ?? []), ...(label?.badge ? [label.badge] : [])],
      icons: 0,
    })),
  ];
}

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

/** How a page that is too big gets smaller. */
function smaller({ elements }: Diagram): string {
  return Object.values(elements).some((e) => e.derived !== undefined)
    ? 'Derive it in parts, one diagram each: the options accounts, vpcs or depth of the derivation say what is shown.'
    : 'Split the diagram into several, or leave out what this one need not show.';
}

/** Of more links the number is told: the page is too full, whichever they are. */
const MOST_LINKS = 5;

/** What falls short of a page that an auditor can read. */
function shortcomings(arranged: Arranged, diagram: Diagram): Diagnostic[] {
  const { quality, cut, unlabelled, unrouted } = arranged;
  const at = diagram.origin;
  const found: Diagnostic[] = [];
  const percent = (share: number): string => `${Math.round(share * 100)} %`;
  const linked = Object.keys(diagram.links).length > 0;
  if (quality.points < 6.5)
    found.push(
      warning(
        'small-text',
        `the smallest text would be ${quality.points.toFixed(1)} pt on A3; 6.5 pt is the least`,
        at,
        { hint: smaller(diagram) },
      ),
    );
  if (quality.aspect > 2.2)
    found.push(
      warning('aspect', `the page is ${quality.aspect.toFixed(1)} times as long as wide`, at, {
        hint: 'Another `direction`, or `layout`/`columns` on a group, may give a better page.',
      }),
    );
  // On a small page title and legend are most of it, and the text is large anyway.
  if (quality.points < 12 && quality.blank > (linked ? 0.4 : 0.25))
    found.push(
      warning('blank', `${percent(quality.blank)} of the page are blank`, at, {
        hint: 'Group what belongs together, or set `layout` on groups.',
      }),
    );
  for (const id of cut) {
    const element = diagram.elements[id];
    if (element)
      found.push(
        warning(
          'name-cut',
          `the name of ${element.kind} ${quote(element.name)} is too long to be drawn in full`,
          element.origin,
          {
            hint: 'The picture shows its beginning, the tooltip all of it. Shorten it if you can.',
          },
        ),
      );
  }
  const linkWarning = (id: string, code: DiagnosticCode, what: string, hint: string): void => {
    const link = diagram.links[id];
    if (!link) return;
    const [from = '', to = ''] = [link.from, link.to].map((end) => diagram.elements[end]?.name);
    const told = what.replace('…', () => `link from ${quote(from)} to ${quote(to)}`);
    found.push(warning(code, told, link.origin, { hint }));
  };
  for (const id of unlabelled)
    linkWarning(
      id,
      'label-crowded',
      'the words on the … have no free place',
      'Shorten the label, or give the diagram another `direction`.',
    );
  const instead =
    'Link groups instead of their members, split the diagram, or try another `direction`.';
  if (unrouted.length > MOST_LINKS)
    found.push(
      warning(
        'link-crowded',
        `${unrouted.length} links find no way around the others, and are drawn straight across them`,
        at,
        { hint: instead },
      ),
    );
  else
    for (const id of unrouted)
      linkWarning(
        id,
        'link-crowded',
        'the … finds no way around the others, and is drawn straight across them',
        instead,
      );
  return found;
}

/** What is known of an element or link beside its facts, for its tooltip. */
function provenance(diagram: Diagram): (id: string) => Provenance {
  const { elements, links, asOf } = diagram;
  const mixed = [...Object.values(elements), ...Object.values(links)].some(
    ({ derived }) => derived !== undefined,
  );
  const stale = new Set(diagram.stale);
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
    routeTables: tables.flatMap((t) => (t.users.includes(id) ? [named(t.table)] : [])),
    serves: tables.flatMap((t) => (t.table === id ? t.users.map(named) : [])),
  });
}

/** Throws `LayoutError` when Graphviz fails; what it leaves out is an error in the answer. */
export function draw(input: DrawInput, layout: LayoutPort): Drawing {
  const diagram = inDocumentOrder(input.diagram);
  const arranged = arrange({
    diagram,
    titleBlock: input.titleBlock,
    place: (dot) => layout(asDot(dot), 'dot', 'plain'),
  });
  const dot = printDot(arranged.scene, diagram);
  const symbols = symbolsOf(arranged, input.icons);
  const images = [...arranged.icons.keys()].map((path) => ({ path, width: IMAGE, height: IMAGE }));
  const raw = asSvg(layout(dot, 'nop2', 'svg', images));
  const missing = verifySvg(raw, { ids: expected(arranged, diagram) }).map(
    ({ id, what, problem }) => {
      const identity = [
        ...arranged.scene.nodes,
        ...arranged.scene.groups,
        ...arranged.scene.links,
      ].find((part) => part.id === id)?.identity;
      const origin =
        identity === undefined
          ? diagram.origin
          : (diagram.elements[identity] ?? diagram.links[identity])?.origin;
      return error('not-drawn', `${what}: ${problem}`, origin, {
        hint: 'Graphviz left it out. Please report this with the diagram as a bug of Cadastre.',
      });
    },
  );
  const known = provenance(diagram);
  const tooltips = new Map<string, string>();
  const links = new Map<string, string>();
  for (const { id, identity } of [...arranged.scene.nodes, ...arranged.scene.groups]) {
    const element = diagram.elements[identity];
    if (!element) continue;
    const kind = lookup(element.kind)?.title ?? element.kind;
    tooltips.set(id, toDrawable(elementTooltip(element, kind, known(identity))));
    if (element.facts.link) links.set(id, element.facts.link);
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
    fills: new Map([['hatched', 'url(#hatch)']]),
    defs: [...arranged.scene.groups, ...arranged.scene.nodes.map((n) => n.figure)].some(
      ({ paint }) => paint.hatched,
    )
      ? HATCH
      : '',
    meta: { model: input.titleBlock.digest },
  });
  return {
    svg,
    dot,
    quality: arranged.quality,
    density: arranged.density,
    diagnostics: [...missing, ...shortcomings(arranged, diagram)],
  };
}
