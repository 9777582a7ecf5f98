/** Which records of two sides are the same: by the cloud's id, else by keys that AWS keeps unique. Never by likeness. */

import type { Inventory, RecordType, RecordTypes } from '../../inventory/inventory.ts';
import { hasCloudId, naturalKey, strongKeys } from '../../reconcile/keys.ts';
import { withoutAliases } from '../../reconcile/references.ts';

/** A record of any type. */
export type AnyRecord = RecordTypes[RecordType];

/** Ids of declared records, with those of the running ones that they are. */
export type JoinedIds = ReadonlyMap<string, string>;

export interface RecordPair {
  readonly declared: AnyRecord;
  readonly running: AnyRecord;
  /** Whether the declared record names itself by the cloud's id, or is nothing but its parts. */
  readonly byId: boolean;
}

/** A declared record that may be any of several running ones, or one that several declared ones may be. */
export interface AmbiguousRecord {
  readonly declared: AnyRecord;
  readonly candidates: readonly string[];
}

export interface JoinedType {
  readonly pairs: readonly RecordPair[];
  readonly onlyDeclared: readonly AnyRecord[];
  readonly onlyRunning: readonly AnyRecord[];
  readonly ambiguous: readonly AmbiguousRecord[];
}

/** What is referred to before what refers to it. */
const ORDER: readonly RecordType[] = [
  ...(['organizations', 'units', 'accounts', 'vpcs', 'subnets', 'routeTables'] as const),
  ...(['transitGateways', 'transitRouteTables', 'transitAttachments', 'customerGateways'] as const),
  ...(['vpnGateways', 'securityGroups', 'networkAcls', 'loadBalancers', 'instances'] as const),
];

export const inJoinOrder = (types: Iterable<RecordType>): RecordType[] => {
  const all = [...types];
  const first = ORDER.filter((type) => all.includes(type));
  return [...first, ...all.filter((type) => !ORDER.includes(type))];
};

/** Records by each of their natural keys. */
function byNaturalKey(type: RecordType, records: Iterable<AnyRecord>): Map<string, AnyRecord[]> {
  const found = new Map<string, AnyRecord[]>();
  for (const record of records) {
    const key = naturalKey(type, record as never);
    if (key === undefined) continue;
    const others = found.get(key);
    if (others) others.push(record);
    else found.set(key, [record]);
  }
  return found;
}

/** @param aliases what declared references are called on the running side: read, and added to */
function joinType(
  type: RecordType,
  declared: readonly AnyRecord[],
  running: readonly AnyRecord[],
  aliases: Map<string, string>,
): JoinedType {
  const byKey = new Map<string, AnyRecord>();
  for (const record of running)
    for (const { text } of strongKeys(type, record as never)) byKey.set(text, record);
  const taken = new Map<AnyRecord, RecordPair>();
  const open: AnyRecord[] = [];
  const pair = (own: AnyRecord, other: AnyRecord, byId: boolean): void => {
    taken.set(other, { declared: own, running: other, byId });
    if (own.id !== other.id) aliases.set(own.id, other.id);
  };
  for (const original of declared) {
    const record = withoutAliases(original, aliases);
    const known = strongKeys(type, record as never).find(({ text }) => byKey.has(text));
    const other = known && byKey.get(known.text);
    // Twice on one side is once.
    if (other && !taken.has(other)) pair(record, other, true);
    else if (!other) open.push(original);
  }
  const free = byNaturalKey(
    type,
    running.filter((record) => !taken.has(record)),
  );
  const ambiguous: AmbiguousRecord[] = [];
  const onlyDeclared: AnyRecord[] = [];
  for (const original of open) {
    const record = withoutAliases(original, aliases);
    const key = naturalKey(type, record as never);
    const candidates = (key === undefined ? undefined : free.get(key)) ?? [];
    const fitting = candidates.filter((other) => !(hasCloudId(other) && hasCloudId(record)));
    const [only] = fitting;
    const before = only && taken.get(only);
    if (!only) onlyDeclared.push(record);
    else if (fitting.length > 1 || before)
      ambiguous.push({ declared: record, candidates: fitting.map(({ id }) => id).sort() });
    else pair(record, only, false);
  }
  const unclear = new Set(ambiguous.flatMap(({ candidates }) => candidates));
  const pairs = [...taken.values()].filter(({ byId, running: { id } }) => byId || !unclear.has(id));
  for (const { declared: own, running: other, byId } of taken.values())
    if (!byId && unclear.has(other.id)) ambiguous.push({ declared: own, candidates: [other.id] });
  const onlyRunning = running.filter((record) => !taken.has(record) && !unclear.has(record.id));
  return { pairs, onlyDeclared, onlyRunning, ambiguous };
}

/** @param recordsOf the records of a side that take part */
export function joinRecords(
  types: Iterable<RecordType>,
  declared: Inventory,
  running: Inventory,
  recordsOf: (inventory: Inventory, type: RecordType) => readonly AnyRecord[],
): ReadonlyMap<RecordType, JoinedType> {
  const aliases = new Map<string, string>();
  return new Map(
    inJoinOrder(types).map((type) => [
      type,
      joinType(type, recordsOf(declared, type), recordsOf(running, type), aliases),
    ]),
  );
}
