/**
 * THE type: plain JSON-safe data, keyed by identity. Every source makes one,
 * every check, picture and comparison reads one.
 */

import type { Origin } from './diagnostic.ts';
import type {
  Direction,
  DocumentFacts,
  ElementFacts,
  Layout,
  LinkFacts,
  SheetsBy,
  Waiver,
} from './facts.ts';
import type { Identity } from './identity.ts';
import type { Unresolved } from './unresolved.ts';

export type { Identity } from './identity.ts';

/** Facts of an element as the model keeps them: lists are lists. */
export interface ModelFacts extends Omit<ElementFacts, 'cidr'> {
  readonly cidr?: readonly string[];
}

export interface Element {
  readonly kind: string;
  readonly name: string;
  readonly group: boolean;
  /** Identity of the group that holds it; absent at the top level. */
  readonly parent?: Identity;
  /** Place among its siblings, from 0, in the author's order. */
  readonly order: number;
  readonly facts: ModelFacts;
  /** Kind under which a recorded source counts it (see `Census`); absent on what was written by hand. */
  readonly derived?: string;
  /** Of derived content: names of the facts that a person added, sorted. The others are the source's own words. */
  readonly annotated?: readonly string[];
  readonly origin?: Origin;
}

export interface Link {
  readonly relation: 'connection' | 'flow';
  readonly from: Identity;
  readonly to: Identity;
  readonly order: number;
  readonly facts: LinkFacts;
  /** As of elements. */
  readonly derived?: string;
  /** As of elements. */
  readonly annotated?: readonly string[];
  readonly origin?: Origin;
}

export interface Hint {
  readonly hint: 'align' | 'order' | 'sheet';
  /** Of a sheet. */
  readonly name?: string;
  readonly of: readonly Identity[];
}

/**
 * What a recorded source holds of one kind, and what became of it:
 * `found` = drawn + folded + omitted, where drawn is what the Diagram holds with that `derived`.
 */
export interface Census {
  readonly kind: string;
  /** As the source itself counts. */
  readonly found: number;
  /** Shown as a part or a number of something else: a route in its table. */
  readonly folded: number;
  /** Left out because the options ask for less. */
  readonly omitted: number;
  /** Of all these, what the source names but does not describe. */
  readonly unresolved: number;
}

/** What a source makes today. */
export const MODEL_FORMAT = 'cadastre/diagram@2';
/** What this version reads: the first one holds sentences in `unresolved`, and the census. */
export const MODEL_FORMATS = ['cadastre/diagram@1', MODEL_FORMAT] as const;

/** The sources of an estate that a picture was derived from. */
export interface PictureSources {
  /** As messages speak of them: `the graph`, `Terraform`; what runs first. */
  readonly names: readonly string[];
  /** Elements that are declared, and that a source of what runs was asked for and does not have. Sorted. */
  readonly declaredOnly?: readonly Identity[];
  /** Elements that run, and that code was read for and does not have. Sorted. */
  readonly runningOnly?: readonly Identity[];
}

export interface Diagram {
  readonly format: (typeof MODEL_FORMATS)[number];
  readonly title: string;
  /** File name part in a list of diagrams. */
  readonly name?: string;
  readonly direction: Direction;
  /** The author asked for `right`: the page is never turned. Any other direction is what an author asked for. */
  readonly directionAsked?: true;
  /** How the page sets out what stands on it; `auto` when absent. */
  readonly layout?: Layout;
  readonly columns?: number;
  /** How it is divided into sheets; absent: one page. */
  readonly sheets?: SheetsBy;
  readonly legend: 'auto' | 'none';
  readonly document: DocumentFacts;
  /** In document order: a group comes before its members. */
  readonly elements: Readonly<Record<Identity, Element>>;
  readonly links: Readonly<Record<Identity, Link>>;
  readonly hints: readonly Hint[];
  readonly waivers: readonly Waiver[];
  readonly unresolved: readonly Unresolved[];
  /** Of derived content, sorted by kind; not part of the signed model since the format 2. */
  readonly census?: readonly Census[];
  /** Date of the data, `YYYY-MM-DD` in UTC; not part of the signed model. */
  readonly asOf?: string;
  /** Elements whose data is older than that; not part of the signed model. */
  readonly stale?: readonly Identity[];
  /** Who says what is derived; absent where that is Cartography's graph alone. Not part of the signed model. */
  readonly sources?: PictureSources;
  /** Of a sheet of an atlas: words on elements that lead to other sheets. Never part of a model. */
  readonly remarks?: Readonly<Record<Identity, readonly string[]>>;
  /** SHA-256 (hex) of each custom icon file that is drawn, by file name. */
  readonly icons: Readonly<Record<string, string>>;
  /** SHA-256 (hex) of each font of the config, by its path there; absent where only the built-in one draws. */
  readonly fonts?: Readonly<Record<string, string>>;
  readonly origin?: Origin;
}

/**
 * The same diagram with its entries in document order: groups before their
 * members, siblings by `order`, links by `order`. A model read back from
 * canonical JSON has its keys sorted; drawing starts from this order.
 */
export function inDocumentOrder(diagram: Diagram): Diagram {
  const children = new Map<Identity | undefined, [Identity, Element][]>();
  for (const entry of Object.entries(diagram.elements)) {
    const siblings = children.get(entry[1].parent);
    if (siblings) siblings.push(entry);
    else children.set(entry[1].parent, [entry]);
  }
  const sorted = (parent?: Identity): [Identity, Element][] =>
    (children.get(parent) ?? []).sort((a, b) => b[1].order - a[1].order);
  const elements: [Identity, Element][] = [];
  const stack = sorted();
  for (let entry = stack.pop(); entry; entry = stack.pop()) {
    elements.push(entry);
    stack.push(...sorted(entry[0]));
  }
  const links = Object.entries(diagram.links).sort((a, b) => a[1].order - b[1].order);
  return { ...diagram, elements: Object.fromEntries(elements), links: Object.fromEntries(links) };
}
