/** One thing that runs in networks, as it is drawn, and how records become such. */

import { vpcOfSubnets } from '../../inventory/indexes.ts';
import { absenceOf, type Inventory, type RecordTypes } from '../../inventory/inventory.ts';
import type { VpcRecord } from '../../inventory/network.ts';
import type { AbsenceReason } from '../../inventory/provenance.ts';
import type { Workload } from '../../inventory/workloads.ts';
import type { PortRange } from '../../model/ports.ts';
import type { UnresolvedReason, UnresolvedSubject } from '../../model/unresolved.ts';

export interface WorkloadCard extends VpcRecord {
  /** As the census counts it. */
  readonly counted: string;
  /** Kind of the drawn element. */
  readonly kind: string;
  /** Id of the drawn element: the ARN of what a source keys by a DNS name. */
  readonly elementId: string;
  /** The subnet that it stands in; of those that span subnets, none. */
  readonly subnet?: string;
  /** All subnets that it has addresses in. */
  readonly subnets: readonly string[];
  readonly groups: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
  /** What it listens on, as far as that is known. */
  readonly ports: readonly PortRange[];
  readonly encrypted?: boolean;
  /** Takes traffic from the internet if its groups let it in. */
  readonly open: boolean;
  readonly status?: string;
  /** What sort of its kind it is: `internet-facing`, `in several zones`. */
  readonly role?: string;
  readonly notes: readonly string[];
  /** Ended, and listed for a while longer. */
  readonly gone: boolean;
  /** What it is and why only its existence is known; absent for what was read. */
  readonly stub?: { readonly what: UnresolvedSubject; readonly reason: UnresolvedReason };
}

/** What is shown as a part of other cards: mount targets of a file system, tasks of a service. */
export interface CardPart {
  /** As the census counts it. */
  readonly counted: string;
  readonly id: string;
  /** How many records of the source it stands for. */
  readonly number: number;
  /** Ids of the cards that it is a part of, or that are parts of it. */
  readonly of: readonly string[];
  /** What is noted of it on each of these. */
  readonly words?: string;
}

/** By id of the record. */
export type Cards = ReadonlyMap<string, WorkloadCard>;

/** Cards of some kinds. */
export interface CardSet {
  readonly cards: Cards;
  readonly parts: readonly CardPart[];
}

/** Types of what runs in a network of its account, or beside one. */
type NetworkedType =
  | 'kubernetesServices'
  | 'functions'
  | 'databaseClusters'
  | 'dataWarehouses'
  | 'caches'
  | 'messageBrokers';

const ABSENT_NETWORK: { readonly [R in AbsenceReason]: (source: string) => string } = {
  'not-recorded': (source) => `${source} does not say in which network it is`,
  'not-expressible': (source) => `${source} does not say in which network it is`,
  'known-after-apply': () => 'in which network it is will be known after apply',
  redacted: (source) => `${source} keeps back in which network it is`,
  conflicting: (source) => `${source} says that it is in several networks`,
};

/** Noted on what has no way to a network in the source, by why it has none; absent where it has one. */
export function withoutNetwork(
  inventory: Inventory,
  type: NetworkedType,
  record: RecordTypes[NetworkedType],
): string | undefined {
  if (vpcOfSubnets(inventory, record.subnets) !== undefined) return undefined;
  const reason = absenceOf<NetworkedType>(inventory, type, record, 'vpc');
  return reason && ABSENT_NETWORK[reason](inventory.source.name);
}

export const unique = (ids: readonly string[]): string[] => [...new Set(ids)].sort();

/** Notes without those that are absent. */
export const notes = (...parts: readonly (string | undefined)[]): string[] =>
  parts.filter((part) => part !== undefined);

/** Names of subnets, `a, b`. */
export const subnetNames = ({ subnets }: Inventory, ids: readonly string[]): string =>
  ids
    .map((id) => subnets.get(id)?.name ?? id)
    .sort()
    .join(', ');

/** The subnet that something stands in which has addresses in these: the only one, or none. */
export function onlySubnet(subnets: readonly string[]): { readonly subnet?: string } {
  const [subnet] = subnets;
  return subnet !== undefined && subnets.length === 1 ? { subnet } : {};
}

type Own = Partial<WorkloadCard> & Pick<WorkloadCard, 'counted' | 'kind'>;

/** A card of a record; `own` says what differs from it. */
export function cardOf(inventory: Inventory, record: Workload, own: Own): WorkloadCard {
  const { id, name, accounts, region, subnets, groups, tags, provenance } = record;
  const vpc = record.vpc ?? vpcOfSubnets(inventory, subnets);
  return {
    ...{ id, elementId: id, name, accounts, subnets, groups, tags, provenance },
    ports: [],
    open: false,
    notes: [],
    gone: false,
    ...(vpc ? { vpc } : {}),
    ...(region ? { region } : {}),
    ...own,
  };
}

/** A status, unless it is the one that is expected. */
export const unless = (
  expected: string,
  status: string | undefined,
): { readonly status?: string } =>
  status === undefined || status.toLowerCase() === expected ? {} : { status: status.toLowerCase() };

/** Cards of one collection, by id. */
export const cardsOf = <T extends Workload>(
  records: ReadonlyMap<string, T>,
  make: (record: T) => WorkloadCard,
): Map<string, WorkloadCard> =>
  new Map([...records].map(([id, record]) => [id, make(record)] as const));

export const tcp = (port: number | undefined): PortRange[] =>
  port === undefined ? [] : [{ protocol: 'tcp', low: port, high: port }];
