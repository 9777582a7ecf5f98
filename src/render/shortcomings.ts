/** What falls short of a page that an auditor can read. */

import { type Diagnostic, type Origin, quote, warning } from '../model/diagnostic.ts';
import type { Diagram, Identity } from '../model/diagram.ts';
import type { Paper } from '../model/paper.ts';
import type { Arranged } from './arrange/arrange.ts';
import { type LinkFinding, linkName, linkWarnings } from './link-words.ts';
import type { CutText } from './scene/scene.ts';

/** Options that narrow a derivation, by a kind that only it draws or counts; the first that fits. */
const NARROWED_BY: readonly (readonly [kind: string, options: string])[] = [
  ['k8s:service', 'clusters and namespaces'],
  ['namespace', 'clusters and namespaces'],
  ['user-group', 'directories and groups'],
  ['gcp:compute-engine', 'folders, projects and vpcs'],
  ['gcp:firewall-rules', 'folders, projects and vpcs'],
  ['folder', 'folders, projects and depth'],
  ['cidr-block', 'accounts, vpcs and depth'],
  ['ou', 'accounts, ous and depth'],
];

/** How a page that is too big gets smaller: with options that its derivation has. */
function smaller({ elements, census = [], sheets }: Diagram): string {
  const drawn = Object.values(elements).flatMap((e) => e.derived ?? []);
  const derived = new Set(drawn.length === 0 ? [] : [...drawn, ...census.map(({ kind }) => kind)]);
  if (derived.size === 0)
    return sheets === undefined || sheets === 'one'
      ? "Make an atlas of it (`sheets: 'auto'`), split it into several diagrams, or omit what it need not show."
      : 'Divide it otherwise with `sheets`, or omit what it need not show.';
  const [, options = 'accounts and ous'] = NARROWED_BY.find(([kind]) => derived.has(kind)) ?? [];
  return `Derive it in parts, one diagram each: the options ${options} of the derivation select what is shown.`;
}

function pageWarnings({ quality }: Arranged, diagram: Diagram, paper: Paper): Diagnostic[] {
  const at = diagram.origin;
  const linked = Object.keys(diagram.links).length > 0;
  const found: Diagnostic[] = [];
  if (quality.points < 6.5) {
    const points = quality.points.toFixed(1);
    const message = `the smallest text would be ${points} pt on ${paper}; minimum 6.5 pt`;
    found.push(warning('small-text', message, at, { hint: smaller(diagram) }));
  }
  if (quality.aspect > 2.2) {
    const message = `the page is ${quality.aspect.toFixed(1)} times as long as it is wide`;
    const hint = 'Another `direction`, or `layout`/`columns` on a group, may give a better page.';
    found.push(warning('aspect', message, at, { hint }));
  }
  // On a small page title and legend are most of it, and the text is large anyway.
  if (quality.points < 12 && quality.blank > (linked ? 0.4 : 0.25)) {
    const message = `${Math.round(quality.blank * 100)} % of the page is blank`;
    const hint = 'Group what belongs together, or set `layout` on groups.';
    found.push(warning('blank', message, at, { hint }));
  }
  return found;
}

function cutWarning({ what, text }: CutText, of: string, at: Origin | undefined): Diagnostic {
  if (what === 'name')
    return warning('name-cut', `the name of ${of} is too long to be drawn in full`, at, {
      hint: 'The picture shows the beginning; the tooltip shows it all. Shorten it if you can.',
    });
  const message = `${what} ${quote(text)} of ${of} is too long to be drawn in full`;
  return warning('text-cut', message, at, {
    hint: 'The picture shows only the beginning. Shorten it, or split it.',
  });
}

/** A warning for each text that is not drawn in full. */
function cutTexts({ scene }: Arranged, diagram: Diagram): Diagnostic[] {
  const elements = [
    ...scene.groups.map(({ identity, header }) => ({ identity, cut: header.cut })),
    ...scene.nodes.map(({ identity, figure }) => ({ identity, cut: figure.cut })),
  ];
  return [
    ...elements.flatMap(({ identity, cut = [] }) => {
      const element = diagram.elements[identity];
      if (!element) return [];
      const of = `${element.kind} ${quote(element.name)}`;
      return cut.map((text) => cutWarning(text, of, element.origin));
    }),
    ...scene.links.flatMap(({ identity, link, label, connector }) =>
      [label, ...(connector?.tags ?? [])].flatMap((words) =>
        (words?.cut ?? []).map((text) =>
          cutWarning(text, `the ${linkName(diagram, identity)}`, link.origin),
        ),
      ),
    ),
    ...(scene.frame.cut ?? []).map((text) =>
      cutWarning(text, `diagram ${quote(diagram.title)}`, diagram.origin),
    ),
  ];
}

/** Whether each group that holds an end of a link holds elements of one zone only. */
function endsInOneZone({ elements, links }: Diagram, id: Identity): boolean {
  const zoneOf = (of: Identity | undefined): string => {
    for (let at = of; at !== undefined; at = elements[at]?.parent) {
      const zone = elements[at]?.facts.zone;
      if (zone !== undefined) return zone;
    }
    return '';
  };
  const isIn = (inner: Identity, group: Identity): boolean => {
    for (let at = elements[inner]?.parent; at !== undefined; at = elements[at]?.parent)
      if (at === group) return true;
    return false;
  };
  const ends = [links[id]?.from, links[id]?.to].flatMap((end) => elements[end ?? '']?.parent ?? []);
  return ends.every((group) => {
    const inside = Object.keys(elements).filter((inner) => isIn(inner, group));
    return new Set(inside.map(zoneOf)).size <= 1;
  });
}

function crowdedLinks({ unlabelled, unrouted }: Arranged, diagram: Diagram): Diagnostic[] {
  const found = (ids: readonly Identity[], message: (name: string) => string): LinkFinding[] =>
    ids.map((link) => ({ link, message: message(`the ${linkName(diagram, link)}`) }));
  const wordless = found(unlabelled, (name) => `the words on ${name} have no free place`);
  // A link to a group reaches all in it: no advice where that would cross a border of its own.
  const groups = unrouted.every((id) => endsInOneZone(diagram, id))
    ? 'Link groups instead of their members, split the diagram'
    : 'Split the diagram';
  const cut = found(
    unrouted,
    (name) => `${name} finds no way around the others: it is drawn as two stubs with a common tag`,
  );
  return [
    ...linkWarnings(diagram, 'label-crowded', wordless, {
      summary: (n) => `the words on ${n} links have no free place`,
      hint: 'They stand in the legend, under a letter. Shorten the label, or give the diagram another `direction`.',
    }),
    ...linkWarnings(diagram, 'link-crowded', cut, {
      summary: (n) =>
        `${n} links find no way around the others: each is drawn as two stubs with a common tag`,
      hint: `${groups}, or try another \`direction\`.`,
    }),
  ];
}

export const shortcomings = (arranged: Arranged, diagram: Diagram, paper: Paper): Diagnostic[] => [
  ...pageWarnings(arranged, diagram, paper),
  ...cutTexts(arranged, diagram),
  ...crowdedLinks(arranged, diagram),
];
