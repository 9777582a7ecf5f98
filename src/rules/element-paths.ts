/** What an inventory says of the paths between elements of a diagram: for rules that a model alone cannot judge. */

import type { Identity } from '../model/diagram.ts';
import { PortSet } from '../model/ports.ts';

/** Ports as texts: `tcp/443`. */
export interface PathPorts {
  readonly open: readonly string[];
  /** What cannot be told: it may be open. */
  readonly unsure: readonly string[];
  /** Rules and routes that open it; where nothing is open, those that close it. */
  readonly decidedBy: string;
}

/** Of a link. */
export interface LinkPorts extends PathPorts {
  /** What closes the ports of the link that are not open. */
  readonly closedBy: string;
}

/** All paths between two elements, in one direction. */
export interface ElementPath extends PathPorts {
  /** The elements that stand for its ends, or for what these are in; absent where the diagram has none. */
  readonly from?: Identity;
  readonly to?: Identity;
  readonly fromName: string;
  readonly toName: string;
}

export interface ElementPaths {
  /** Of pairs of which one end at least is in the CDE, those that get anywhere, or may. */
  readonly paths: readonly ElementPath[];
  /** Of links between elements that both stand for something in the inventory, over all directions of the link. */
  readonly links: ReadonlyMap<Identity, LinkPorts>;
  /** Why some of them cannot be told. */
  readonly causes: readonly string[];
  /** What was not read, or is not followed, where the CDE is: paths there may be missing. In words. */
  readonly lacking: readonly string[];
}

/** Why there are none. */
export interface NoElementPaths {
  readonly missing: string;
}

/** Of texts as sets print them: `all`, `not tcp/22`. */
export function portsIn(texts: readonly string[]): PortSet {
  const less = texts.filter((text) => text.startsWith('not ')).map((text) => text.slice(4));
  const all = PortSet.parse(texts.filter((text) => !text.startsWith('not '))) ?? PortSet.ALL;
  return less.length === 0 ? all : all.subtract(PortSet.parse(less) ?? PortSet.NONE);
}

/** The first of some words, and that there are more. */
const some = (words: readonly string[], most: number): string =>
  `${words.slice(0, most).join(', ')}${words.length > most ? ' …' : ''}`;

/** Why a rule has nothing to find and does not hold either; absent where nothing is in doubt. */
export const inDoubt = (unsure: number, { causes }: ElementPaths): string | undefined =>
  unsure === 0
    ? undefined
    : `${unsure} ${unsure === 1 ? 'path' : 'paths'} cannot be told: ${some(causes, 3)}`;

/** Why the paths of the CDE may not be all; absent where they are. */
export const notAll = ({ lacking }: ElementPaths): string | undefined =>
  lacking.length === 0 ? undefined : `paths may be missing: ${some(lacking, 2)}`;
