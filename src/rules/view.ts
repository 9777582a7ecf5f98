/** A Diagram as rules look at it: zones in force, what is in what, what reaches what. */

import { quote } from '../model/diagnostic.ts';
import type { Diagram, Element, Identity, Link } from '../model/diagram.ts';
import type { Zone } from '../model/facts.ts';
import type { ElementPaths, NoElementPaths } from './element-paths.ts';
import { isSegment } from './kinds.ts';

/**
 * What a person said of an element or link: the justification, else the description. A description that a
 * source wrote (`VPC peering, active`) explains nothing that a person has to answer for.
 */
export function explanation({ facts, derived, annotated }: Element | Link): string {
  const { justification, description } = facts;
  const own = derived === undefined || annotated?.includes('description');
  return (justification ?? (own ? description : undefined) ?? '').trim();
}

/** What is known of a diagram once it is published; from its manifest. */
export interface PublishedFacts {
  readonly version: number;
  /** Day on which it was published so, `YYYY-MM-DD`, UTC. */
  readonly date: string;
  /** E-mail addresses of who signed the changes, and of who approved them. */
  readonly makers: readonly string[];
  readonly approvers: readonly string[];
  /** Where changes were approved apart: the same of each; one person may make one, and approve another. */
  readonly changes?: readonly Pick<PublishedFacts, 'makers' | 'approvers'>[];
}

export interface Subject {
  readonly diagram: Diagram;
  /** Day on which it is judged, `YYYY-MM-DD`. */
  readonly asOf: string;
  readonly published?: PublishedFacts;
  /** What a recorded inventory says of its paths; absent where nobody asked. */
  readonly paths?: ElementPaths | NoElementPaths;
}

/** Whom a border protects most comes first. */
const STRICTEST_FIRST = [
  'cde',
  'security-impacting',
  'connected',
  'out-of-scope',
  'untrusted',
] as const satisfies readonly Zone[];

export class View {
  readonly diagram: Diagram;
  readonly asOf: string;
  readonly published: PublishedFacts | undefined;
  readonly paths: ElementPaths | NoElementPaths | undefined;
  /** All elements, groups before their members. */
  readonly elements: readonly Identity[];
  readonly links: readonly Identity[];
  /** Networks and subnets. */
  readonly segments: readonly Identity[];
  readonly #reached = new Map<Identity, ReadonlySet<Zone | undefined>>();

  constructor({ diagram, asOf, published, paths }: Subject) {
    this.diagram = diagram;
    this.asOf = asOf;
    this.published = published;
    this.paths = paths;
    this.elements = Object.keys(diagram.elements);
    this.links = Object.keys(diagram.links);
    this.segments = this.elements.filter((id) => isSegment(this.element(id).kind));
  }

  element(id: Identity): Element {
    return this.diagram.elements[id] as Element;
  }

  link(id: Identity): Link {
    return this.diagram.links[id] as Link;
  }

  /** The zone in force: the element's own, else that of the nearest group around it. */
  zone(id: Identity): Zone | undefined {
    for (let at: Identity | undefined = id; at !== undefined; at = this.element(at).parent) {
      const { zone } = this.element(at).facts;
      if (zone !== undefined) return zone;
    }
    return undefined;
  }

  /**
   * The zones that a link to an element reaches: its own and, of a group, those of everything in it. A group
   * without a zone is what is in it.
   */
  reached(id: Identity): ReadonlySet<Zone | undefined> {
    const known = this.#reached.get(id);
    if (known) return known;
    const found = new Set<Zone | undefined>([this.zone(id)]);
    if (this.element(id).group)
      for (const inner of this.within(id)) {
        const zone = this.zone(inner);
        if (zone !== undefined) found.add(zone);
      }
    if (found.size > 1) found.delete(undefined);
    this.#reached.set(id, found);
    return found;
  }

  /** The strictest zone that a link to an element reaches. */
  strictest(id: Identity): Zone | undefined {
    const reached = this.reached(id);
    return STRICTEST_FIRST.find((zone) => reached.has(zone));
  }

  inZone(zone: Zone): Identity[] {
    return this.elements.filter((id) => this.zone(id) === zone);
  }

  /** The groups around an element, the nearest first. */
  around(id: Identity): Identity[] {
    const found: Identity[] = [];
    for (let at = this.element(id).parent; at !== undefined; at = this.element(at).parent)
      found.push(at);
    return found;
  }

  /** Whether one is the other or is in it. */
  isIn(inner: Identity, outer: Identity): boolean {
    return inner === outer || this.around(inner).includes(outer);
  }

  /** Everything in a group, itself too. */
  within(group: Identity): Identity[] {
    return this.elements.filter((id) => this.isIn(id, group));
  }

  /** Where a link lets traffic go: one way, or both. */
  ways(id: Identity): readonly { readonly from: Identity; readonly to: Identity }[] {
    const { from, to, facts } = this.link(id);
    const there = { from, to };
    const back = { from: to, to: from };
    const direction = facts.direction ?? 'forward';
    return direction === 'forward' ? [there] : direction === 'back' ? [back] : [there, back];
  }

  /** Whether a link leads from one security zone into another, to a group into any of its zones; a group and its member are in one place. */
  crosses(id: Identity): boolean {
    const { from, to } = this.link(id);
    if (this.isIn(from, to) || this.isIn(to, from)) return false;
    const [there, here] = [this.reached(from), this.reached(to)];
    // An end without a zone is reported by itself, but nothing may touch the CDE without being checked.
    return [...there].some((a) =>
      [...here].some((b) =>
        a === undefined || b === undefined ? a === 'cde' || b === 'cde' : a !== b,
      ),
    );
  }

  /** `subnet "edge"` */
  name(id: Identity): string {
    const { kind, name } = this.element(id);
    return `${kind} ${quote(name)}`;
  }

  /** `the link from "web" to "db"` */
  linkName(id: Identity): string {
    const { relation, from, to } = this.link(id);
    const end = (of: Identity): string => quote(this.element(of).name);
    return `the ${relation === 'flow' ? 'flow' : 'link'} from ${end(from)} to ${end(to)}`;
  }
}
