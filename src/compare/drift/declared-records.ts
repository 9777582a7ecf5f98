/** What is collected of a diagram while its elements and links are read. */

import type { Inventory, RecordType } from '../../inventory/inventory.ts';
import type { InventoryRecord } from '../../inventory/provenance.ts';
import type { Origin } from '../../model/diagnostic.ts';
import type { Element, Identity } from '../../model/diagram.ts';
import type { Zone } from '../../model/facts.ts';
import type { PortRange } from '../../model/ports.ts';
import { DIAGRAM } from './declared-kinds.ts';
import type { DriftGap } from './drift.ts';

/** What stands around an element. */
export interface DrawnPlace {
  /** Whether it stands in an organization, or an OU, and in nothing else in there. */
  readonly organization?: true;
  /** Ids of the OUs around it, from the top. */
  readonly units: readonly string[];
  readonly account?: string;
  readonly region?: string;
  readonly availabilityZone?: string;
  readonly vpc?: string;
  readonly subnet?: string;
  readonly transitGateway?: string;
  /** Security zone. */
  readonly zone?: Zone;
  /** It is of another cloud than AWS. */
  readonly foreign?: true;
}

/** Which record an element stands for. */
export interface StandsFor {
  readonly type: RecordType;
  readonly id: string;
}

/** A port that a link declares to be open to the internet, by the control that opens it. */
export interface DeclaredOpening {
  /** Id or name of a security group, as the link has it. */
  readonly control: string;
  readonly ports: PortRange;
  /** The VPC that it leads into. */
  readonly vpc?: string;
  readonly at: Origin;
}

/** An element with what is known of its place. */
export interface PlacedElement {
  readonly identity: Identity;
  readonly element: Element;
  /** The cloud's id, else the identity. */
  readonly id: string;
  readonly around: DrawnPlace;
}

export const recordKey = (type: RecordType, id: string): string => `${type} ${id}`;

/** Collects what elements and links declare. */
export class DeclaredRecords {
  readonly records = new Map<RecordType, Map<string, InventoryRecord>>();
  readonly standsFor = new Map<Identity, StandsFor>();
  readonly around = new Map<Identity, DrawnPlace>();
  readonly serves = new Map<string, readonly string[]>();
  readonly access = new Map<string, 'public' | 'private'>();
  readonly zones = new Map<string, Zone>();
  readonly openings: DeclaredOpening[] = [];
  readonly derived = new Set<string>();
  readonly gaps: DriftGap[] = [];
  /** Ids of tables with rows whose destination is words: any route may be meant by them. */
  readonly unclearTables = new Set<string>();
  readonly otherKinds = new Map<string, number>();
  /** Whether the running side has a record of this type and id: of kinds that stand for several types. */
  readonly isKnown: (type: RecordType, id: string) => boolean;

  constructor(running: Inventory) {
    this.isKnown = (type, id) => running[type].has(id);
  }

  /** @param facts what the diagram states: all others stay unknown, also those that a record must have */
  add(
    type: RecordType,
    id: string,
    facts: Readonly<Record<string, unknown>>,
    { explicit, origin, derived }: { explicit: boolean; origin?: Origin; derived?: unknown },
  ): void {
    const provenance = {
      source: DIAGRAM.id,
      at: origin ?? { file: '' },
      ...(explicit ? {} : { address: id }),
    };
    const stated = Object.entries(facts).filter(([, value]) => value !== undefined);
    const own = this.records.get(type) ?? new Map<string, InventoryRecord>();
    this.records.set(type, own);
    own.set(id, { ...Object.fromEntries(stated), id, provenance });
    if (derived !== undefined) this.derived.add(recordKey(type, id));
  }
}

/** Id of the root that all OUs at the top of an organization are in. */
export const DECLARED_ROOT = 'root';

/** Whether an id is one that the author gave. */
export const isExplicit = ({ facts }: Pick<Element, 'facts'>): boolean => facts.id !== undefined;
