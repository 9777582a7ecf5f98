/** What stands for many: the card of a part, and the line of several links. */

import type { Diagram, Element, Identity, Link, ModelFacts } from '../../model/diagram.ts';
import type { LinkFacts } from '../../model/facts.ts';
import type { SheetPart } from './partition.ts';
import { type AtlasPlan, above, folded, sheetOf } from './plan.ts';

/** On the card of a part that is not in the cardholder data environment, but holds some of it. */
export const CDE = 'CDE inside';

export const plural = (n: number, word: string): string => `${n} ${word}${n === 1 ? '' : 's'}`;

/** Identity of what stands for a sheet with several roots; no element of a model has it. */
export const cardOf = (number: number): Identity => `sheet:${number}`;
/** Identity of a line that stands for several links; no link of a model has it. */
export const linesOf = (which: string): Identity => `sheet-links:${which}`;

/** How many elements of a part are no groups, or have no members, and whether the cardholder data environment is among what it holds. */
function contentOf(
  { children, whole }: AtlasPlan,
  roots: readonly Identity[],
): { readonly leaves: number; readonly cde: boolean } {
  let [leaves, cde] = [0, false];
  const open = [...roots];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const inside = children.get(id) ?? [];
    if (inside.length === 0) leaves++;
    cde ||= whole.elements[id]?.facts.zone === 'cde';
    open.push(...inside);
  }
  return { leaves, cde };
}

/** The innermost group that holds all of them. */
function commonParent(whole: Diagram, roots: readonly Identity[]): Identity | undefined {
  const [first = '', ...others] = roots;
  const around = others.map((id) => new Set(above(whole, id)));
  return above(whole, first).find((id) => around.every((groups) => groups.has(id)));
}

interface PartCard {
  /** Of its root, where it has only one. */
  readonly id: Identity;
  readonly card: Element;
  readonly remarks: readonly string[];
}

/** The card that stands for a whole part. */
export function partCard(plan: AtlasPlan, n: number): PartCard {
  const { whole, parts, zoneOf } = plan;
  const { roots, name } = parts[n] as SheetPart;
  const root = roots[0] as Identity;
  const parent = commonParent(whole, roots);
  const number = sheetOf(n);
  const { leaves, cde } = contentOf(plan, roots);
  const isCde = roots.every((id) => zoneOf(id) === 'cde');
  const remarks = [
    `sheet ${number}${roots.length === 1 && name !== whole.elements[root]?.name ? `: ${name}` : ''}`,
    plural(leaves, 'element'),
    ...(cde && !isCde ? [CDE] : []),
  ];
  if (roots.length === 1) return { id: root, card: folded(plan, root, parent), remarks };
  const { kind: first, order } = whole.elements[root] as Element;
  const kind = roots.every((id) => whole.elements[id]?.kind === first) ? first : 'generic:group';
  const zones = new Set(roots.map(zoneOf));
  const [zone] = zones;
  const facts: ModelFacts = zones.size === 1 && zone !== undefined ? { zone } : {};
  const card: Element = { kind, name, group: false, order, facts };
  return {
    id: cardOf(number),
    card: { ...card, ...(parent === undefined ? {} : { parent }) },
    remarks,
  };
}

/** The way of a link as seen from one of its ends. */
function way({ from, facts }: Link, start: Identity): NonNullable<LinkFacts['direction']> {
  const direction = facts.direction ?? 'forward';
  if (from === start || direction === 'both' || direction === 'none') return direction;
  return direction === 'forward' ? 'back' : 'forward';
}

/** Several links between the same two ends as one, with their number. Its arrows say no more than all of them do. */
export function oneLine(links: readonly Link[]): Link {
  const { from, to, order } = links[0] as Link;
  const ways = new Set(links.map((link) => way(link, from)));
  const [only = 'none'] = ways;
  const direction = ways.size === 1 ? only : ways.has('none') ? 'none' : 'both';
  const facts: LinkFacts = { label: plural(links.length, 'link'), direction };
  const relation = links.every((l) => l.relation === 'flow') ? 'flow' : 'connection';
  return { relation, from, to, order, facts };
}
