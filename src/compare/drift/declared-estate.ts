/** What a diagram declares of an estate, as an inventory: of each thing only the facts that the diagram states. */

import { type Inventory, inventoryOf } from '../../inventory/inventory.ts';
import type { InventoryRecord } from '../../inventory/provenance.ts';
import type { Diagram } from '../../model/diagram.ts';
import type { Zone } from '../../model/facts.ts';
import { readElements } from './declared-elements.ts';
import { DIAGRAM } from './declared-kinds.ts';
import { readLinks } from './declared-links.ts';
import { DECLARED_ROOT, type DeclaredOpening, DeclaredRecords } from './declared-records.ts';
import type { DriftGap } from './drift.ts';

export interface DeclaredEstate {
  readonly inventory: Inventory;
  /** By id of the route table: ids or names of the subnets that it serves. */
  readonly serves: ReadonlyMap<string, readonly string[]>;
  /** By id of the subnet. */
  readonly access: ReadonlyMap<string, 'public' | 'private'>;
  /** By id of the VPC, the zone that it is drawn in. */
  readonly zones: ReadonlyMap<string, Zone>;
  readonly openings: readonly DeclaredOpening[];
  /** `TYPE ID` of what is derived from the estate itself. */
  readonly derived: ReadonlySet<string>;
  readonly gaps: readonly DriftGap[];
  /** Ids of tables with rows whose destination is words: any route may be meant by them. */
  readonly unclearTables: ReadonlySet<string>;
  /** How many elements of each kind no inventory holds. */
  readonly otherKinds: ReadonlyMap<string, number>;
}

const root = (): InventoryRecord =>
  ({
    ...{ id: DECLARED_ROOT, root: true, short: DECLARED_ROOT, name: 'Root' },
    provenance: { source: DIAGRAM.id, at: { file: '' }, address: DECLARED_ROOT },
  }) as InventoryRecord;

/** @param running the other side: kinds that stand for several types are looked up there */
export function declaredEstate(diagram: Diagram, running: Inventory): DeclaredEstate {
  const to = new DeclaredRecords(running);
  to.records.set('units', new Map([[DECLARED_ROOT, root()]]));
  readElements(diagram, to);
  readLinks(diagram, to);
  const { serves, access, zones, openings, derived, gaps, unclearTables, otherKinds } = to;
  const inventory = inventoryOf(DIAGRAM, {
    ...(Object.fromEntries(to.records) as object),
    coverage: Object.fromEntries(
      Object.keys(DIAGRAM.vocabulary).map((type) => [type, { state: 'read', except: [] }]),
    ) as Inventory['coverage'],
  });
  return { inventory, serves, access, zones, openings, derived, gaps, unclearTables, otherKinds };
}
