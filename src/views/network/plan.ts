/** What all parts of the drawing share. */

import type { Inventory } from '../../inventory/inventory.ts';
import type { Vpc } from '../../inventory/network.ts';
import type { Content, ElementContent } from '../../model/content.ts';
import type { NetworkOptions } from '../../model/derivation.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import type { Ledger } from '../ledger.ts';
import type { AccountBoxes } from './boxes.ts';
import type { NetworkSelection } from './choose.ts';
import type { Dispositions } from './dispositions.ts';

/** The options with their defaults. */
export interface ResolvedOptions {
  readonly depth: 'vpcs' | 'subnets' | 'resources';
  readonly routeTables: boolean;
  readonly securityGroups: boolean;
  readonly foldFrom: number;
}

export function wishesOf(options: NetworkOptions): ResolvedOptions {
  const { depth = 'resources', routeTables = true, securityGroups = true, foldFrom = 4 } = options;
  return {
    depth,
    routeTables: routeTables && depth !== 'vpcs',
    securityGroups: securityGroups && depth === 'resources',
    foldFrom,
  };
}

export interface Plan {
  readonly wishes: ResolvedOptions;
  readonly inventory: Inventory;
  readonly chosen: NetworkSelection;
  readonly ledger: Ledger;
  readonly fates: Dispositions;
  readonly boxes: AccountBoxes;
  /** Drawn after all elements. */
  readonly links: Content[];
  readonly report: (diagnostic: Diagnostic) => void;
  /** What runs in a VPC or subnet (by id), already made into elements. */
  readonly contents: Map<string, ElementContent[]>;
}

/** A VPC of which nothing but its existence is known is drawn without contents. */
export const isBare = ({ stub, unlisted }: Vpc): boolean => stub !== undefined && !unlisted;

/** Puts something into a VPC or subnet that is drawn later. */
export function putInto({ contents }: Plan, id: string, element: ElementContent): void {
  const there = contents.get(id);
  if (there) there.push(element);
  else contents.set(id, [element]);
}
