/** What a reader of the finished picture would take wrongly: found in its SVG, whatever arranged it. */

import type { Svg } from '../model/brands.ts';
import type { DiagnosticCode } from '../model/codes.ts';
import { type Diagnostic, quote, warning } from '../model/diagnostic.ts';
import type { Diagram, Identity } from '../model/diagram.ts';
import { type DrawnPicture, readPicture } from './linework/drawn-picture.ts';
import { around, type LineDefect, type LineDefectKind, lineDefects } from './linework/linework.ts';
import { type LinkFinding, linkName, linkWarnings } from './link-words.ts';

export interface PictureSubject {
  readonly svg: Svg;
  readonly diagram: Diagram;
  /** What is drawn under which id. */
  readonly identities: ReadonlyMap<string, Identity>;
  /** Ids of parts and links whose cut texts a warning names already. */
  readonly cutTold: ReadonlySet<string>;
  /** Links that another warning says are drawn straight. */
  readonly straightTold: ReadonlySet<Identity>;
}

const SPLIT = 'Try another `direction`, move one of its ends, or split the diagram.';

function nameOf({ elements }: Diagram, id: Identity): string {
  const { kind = '', name = id, facts } = elements[id] ?? {};
  return `${kind} ${quote(name)}${facts?.zone === undefined ? '' : ` (zone ${facts.zone})`}`;
}

interface DefectWords {
  readonly code: DiagnosticCode;
  readonly message: (defect: LineDefect, diagram: Diagram) => string;
  readonly summary: (n: number) => string;
  readonly hint: string;
}

const through = (code: DiagnosticCode, box: string): DefectWords => ({
  code,
  message: ({ link, other = '' }, d) =>
    `the ${linkName(d, link)} runs through ${nameOf(d, other)}, which is neither an end of it nor around one`,
  summary: (n) =>
    `${n} times, a link runs through ${box} that is neither an end of it nor around one`,
  hint: `A reader sees a path that does not exist. ${SPLIT}`,
});

const WORDS: Readonly<Partial<Record<LineDefectKind, DefectWords>>> = {
  'through-zone': through('line-through-zone', 'a box with a zone'),
  'through-box': through('line-through-box', 'a box'),
  shared: {
    code: 'lines-shared',
    message: ({ link, other = '' }, d) =>
      `the ${linkName(d, link)} and the ${linkName(d, other)} lie on one another, and seem to be one`,
    summary: (n) => `${n} pairs of links lie on one another, and seem to be one`,
    hint: `Nobody can tell which way each goes. ${SPLIT}`,
  },
  missing: {
    code: 'line-missing',
    message: ({ link }, d) => {
      const { from, to } = d.links[link] ?? {};
      const what = from === to ? 'no loop to be seen' : 'no line to be seen';
      return `the ${linkName(d, link)} has ${what}`;
    },
    summary: (n) => `${n} links have no line to be seen`,
    hint: 'Give its ends more room: another `direction`, or `layout` on the group around them.',
  },
  'no-shaft': {
    code: 'arrow-without-shaft',
    message: ({ link }, d) =>
      `the arrowhead of the ${linkName(d, link)} has no straight line before it`,
    summary: (n) => `${n} arrowheads have no straight line before them`,
    hint: 'Give its ends more room: another `direction`, or a shorter label.',
  },
};

/** Above this share of the links, connectors hide how things are connected. */
const CONNECTORS_MOST = 0.1;

function connectors(defects: readonly LineDefect[], diagram: Diagram): Diagnostic[] {
  const used = defects.filter(({ kind }) => kind === 'connector');
  if (used.length === 0) return [];
  const all = Object.keys(diagram.links).length;
  const hint = 'Link groups instead of their members, or split the diagram.';
  if (used.length > CONNECTORS_MOST * all) {
    const message = `${used.length} of ${all} links are drawn as pairs of connectors; at most 10 % may be`;
    return [warning('connectors-many', message, diagram.origin, { hint })];
  }
  const found = used.map(({ link }): LinkFinding => {
    const message = `the ${linkName(diagram, link)} finds no way, and is drawn as a pair of connectors`;
    return { link, message };
  });
  const summary = (n: number): string =>
    `${n} links find no way, and are drawn as pairs of connectors`;
  return linkWarnings(diagram, 'connector-used', found, { summary, hint });
}

/** Above this many crossings for each link, lines are hard to follow. */
const CROSSINGS_MOST = 0.5;

/** A node and a group with members that it is linked to, where one link to the group would say the same. */
function groupInstead(diagram: Diagram, ids: readonly Identity[]): string | undefined {
  const fans = new Map<string, { node: Identity; group: Identity; members: Set<Identity> }>();
  for (const id of ids) {
    const link = diagram.links[id];
    if (!link) continue;
    const facts = JSON.stringify({ ...link.facts, order: undefined });
    for (const [node, member] of [
      [link.from, link.to],
      [link.to, link.from],
    ] as const) {
      const group = diagram.elements[member]?.parent;
      if (group === undefined || around(diagram, node).includes(group)) continue;
      const key = JSON.stringify([node, group, facts]);
      const fan = fans.get(key) ?? { node, group, members: new Set() };
      fan.members.add(member);
      fans.set(key, fan);
    }
  }
  const members = new Map<Identity, Identity[]>();
  for (const [id, { parent }] of Object.entries(diagram.elements))
    if (parent !== undefined) members.set(parent, [...(members.get(parent) ?? []), id]);
  // Only where all members are meant: a link to the group says that it reaches every one of them.
  const best = [...fans.values()]
    .filter(({ group, members: of }) => of.size > 2 && of.size === members.get(group)?.length)
    .sort((a, b) => b.members.size - a.members.size)[0];
  if (!best) return undefined;
  const { node, group, members: of } = best;
  return `Link ${nameOf(diagram, node)} to ${nameOf(diagram, group)} instead of its ${of.size} members.`;
}

function crossings(defects: readonly LineDefect[], diagram: Diagram): Diagnostic[] {
  const found = defects.filter(({ kind }) => kind === 'crossing');
  const links = Object.keys(diagram.links);
  if (found.length <= CROSSINGS_MOST * links.length) return [];
  const times = new Map<Identity, number>();
  for (const { link, other } of found)
    for (const id of [link, other]) if (id !== undefined) times.set(id, (times.get(id) ?? 0) + 1);
  const worst = [...times].sort((a, b) => b[1] - a[1]).slice(0, 3);
  const named = worst.map(([id, n]) => `the ${linkName(diagram, id)} (${n} times)`).join(', ');
  const message = `lines cross ${found.length} times on ${links.length} links, most of all ${named}`;
  const hint =
    groupInstead(diagram, links) ??
    'Link groups instead of their members where that is true, try another `direction`, or split the diagram.';
  return [warning('crossings', message, diagram.origin, { hint })];
}

/** Texts that end in an ellipsis which nobody wrote, and which no warning names. */
function cutUnsaid({ cut }: DrawnPicture, subject: PictureSubject): Diagnostic[] {
  const { diagram, identities, cutTold } = subject;
  return cut.flatMap(({ id, text }) => {
    if (cutTold.has(id)) return [];
    const identity = identities.get(id);
    const declared =
      identity === undefined ? diagram : (diagram.elements[identity] ?? diagram.links[identity]);
    if (JSON.stringify(declared ?? '').includes(JSON.stringify(text.trim()).slice(1, -1)))
      return [];
    // The title block repeats the beginning of the title, which stands in full above the drawing.
    if (id === 'titleblock' && diagram.title.startsWith(text.trim().slice(0, -1).trimEnd()))
      return [];
    const element = identity === undefined ? undefined : diagram.elements[identity];
    const of = element
      ? nameOf(diagram, identity as Identity)
      : identity === undefined
        ? `diagram ${quote(diagram.title)}`
        : `the ${linkName(diagram, identity)}`;
    const origin =
      identity === undefined ? diagram.origin : (element ?? diagram.links[identity])?.origin;
    return warning('cut-unsaid', `${quote(text.trim())} of ${of} is not drawn in full`, origin, {
      hint: 'Shorten it, or split it into several.',
    });
  });
}

export function pictureFindings(subject: PictureSubject): Diagnostic[] {
  const { svg, diagram, identities, straightTold } = subject;
  const picture = readPicture(svg);
  const cut = cutUnsaid(picture, subject);
  if (Object.keys(diagram.links).length === 0) return cut;
  // A link with attributes of its own may be drawn as something that is not known here.
  const own = (id: Identity): boolean => diagram.links[id]?.facts.attributes !== undefined;
  const defects = lineDefects({ picture, identities, diagram }).filter(
    ({ kind, link }) => kind !== 'missing' || !own(link),
  );
  const words = Object.entries(WORDS).flatMap(([kind, { code, message, summary, hint }]) => {
    const found = defects
      .filter((defect) => defect.kind === kind)
      .map((defect): LinkFinding => ({ link: defect.link, message: message(defect, diagram) }));
    return linkWarnings(diagram, code, found, { summary, hint });
  });
  const straight = defects
    .filter(({ kind, link }) => kind === 'slanted' && !straightTold.has(link))
    .map(
      ({ link }): LinkFinding => ({
        link,
        message: `the ${linkName(diagram, link)} is drawn straight across the page`,
      }),
    );
  return [
    ...cut,
    ...words,
    ...linkWarnings(diagram, 'link-crowded', straight, {
      summary: (n) => `${n} links are drawn straight across the page`,
      hint: SPLIT,
    }),
    ...connectors(defects, diagram),
    ...crossings(defects, diagram),
  ];
}
