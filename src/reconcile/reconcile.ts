/** Several inventories of one estate -> one: joined by identity, with what each says and where they differ. */

import {
  type FactSource,
  type Inventory,
  inventoryOf,
  RECORD_TYPES,
  type RecordType,
  type RecordTypes,
  type Vocabulary,
} from '../inventory/inventory.ts';
import type { InventoryRecord, RecordProvenance } from '../inventory/provenance.ts';
import { byKey, gather } from '../model/order.ts';
import { hasCloudId, type KeyKind, naturalKey, strongKeys } from './keys.ts';
import { mergeCoverage } from './merge-coverage.ts';
import { type FactConflict, mergeRecords, type StatedRecord } from './merge-records.ts';
import { withoutAliases } from './references.ts';
import { explainedRules, unexplainedPairs, unitRules } from './rules.ts';

/** Records of several sources that are one thing. */
export interface RecordJoin {
  readonly type: RecordType;
  readonly id: string;
  /** What each source calls it. */
  readonly ids: readonly { readonly source: string; readonly id: string }[];
  readonly key: KeyKind;
}

/** A record that may be any of several of another source: it was joined to none. */
export interface AmbiguousJoin {
  readonly type: RecordType;
  readonly source: string;
  readonly id: string;
  readonly candidates: readonly string[];
  readonly at: InventoryRecord['provenance']['at'];
}

export interface Reconciled {
  readonly inventory: Inventory;
  /** What each source says, in the order in which they are believed. */
  readonly parts: readonly { readonly source: FactSource; readonly inventory: Inventory }[];
  /** Who says what of each record, by type and id. */
  readonly statements: ReadonlyMap<RecordType, ReadonlyMap<string, readonly RecordProvenance[]>>;
  readonly joins: readonly RecordJoin[];
  readonly conflicts: readonly FactConflict[];
  readonly ambiguous: readonly AmbiguousJoin[];
  /** By type and id: whose value a fact is, where that is not the first statement's. */
  readonly factSources: ReadonlyMap<string, Readonly<Record<string, string>>>;
}

interface Group {
  readonly id: string;
  readonly stated: [StatedRecord, ...StatedRecord[]];
  key?: KeyKind;
}

/** What is referred to before what refers to it. */
const ORDER: readonly RecordType[] = [
  ...(['organizations', 'accounts', 'units', 'vpcs', 'subnets', 'routeTables'] as const),
  ...(['transitGateways', 'transitRouteTables', 'transitAttachments', 'customerGateways'] as const),
  ...(['vpnGateways', 'securityGroups', 'networkAcls', 'loadBalancers', 'instances'] as const),
];
const TYPES = [...ORDER, ...RECORD_TYPES.filter((type) => !ORDER.includes(type))];

class TypeJoiner {
  readonly type: RecordType;
  readonly groups: Group[] = [];
  readonly ambiguous: AmbiguousJoin[] = [];
  readonly #strong = new Map<string, Group>();

  constructor(type: RecordType) {
    this.type = type;
  }

  /** All records of one source, with references in the words of the sources before it. */
  add(
    source: FactSource,
    records: readonly RecordTypes[RecordType][],
    aliases: Map<string, string>,
  ): void {
    const before = [...this.groups];
    const natural = this.#natural(
      before.flatMap((group) => group.stated.map(({ record }) => ({ group, record }))),
    );
    const own = this.#natural(records.map((record) => ({ group: undefined, record })));
    for (const record of records) {
      const keys = strongKeys(this.type, record as never);
      const known = keys.find(({ text }) => this.#strong.has(text));
      const group =
        (known && this.#strong.get(known.text)) ?? this.#candidate(source, record, natural, own);
      if (!group) {
        const added: Group = { id: record.id, stated: [{ source, record }] };
        this.groups.push(added);
        for (const { text } of keys) this.#strong.set(text, added);
        continue;
      }
      if (group.id !== record.id) aliases.set(record.id, group.id);
      for (const { text } of keys) this.#strong.set(text, group);
      // Twice in one source is once.
      if (group.stated.some((one) => one.source === source)) continue;
      group.stated.push({ source, record });
      group.key = known?.kind ?? 'natural';
    }
  }

  #natural<G>(
    all: readonly { group: G; record: RecordTypes[RecordType] }[],
  ): Map<string, { group: G; record: RecordTypes[RecordType] }[]> {
    const found = new Map<string, { group: G; record: RecordTypes[RecordType] }[]>();
    for (const one of all) {
      const key = naturalKey(this.type, one.record as never);
      if (key !== undefined) gather(found, key, one);
    }
    return found;
  }

  /** By a natural key, where one of the two has no cloud id and neither source has a second of that key. */
  #candidate(
    source: FactSource,
    record: RecordTypes[RecordType],
    others: ReadonlyMap<string, readonly { group: Group; record: RecordTypes[RecordType] }[]>,
    own: ReadonlyMap<string, readonly unknown[]>,
  ): Group | undefined {
    const key = naturalKey(this.type, record as never);
    if (key === undefined) return undefined;
    const found = (others.get(key) ?? []).filter(
      (one) => !(hasCloudId(one.record) && hasCloudId(record)),
    );
    const groups = [...new Set(found.map(({ group }) => group))];
    const [only] = groups;
    if (groups.length === 0) return undefined;
    if (groups.length === 1 && own.get(key)?.length === 1) return only;
    const { id, provenance } = record;
    const candidates = groups.map((group) => group.id).sort();
    this.ambiguous.push({ type: this.type, source: source.id, id, candidates, at: provenance.at });
    return undefined;
  }
}

/** Facts that any of them can express. */
function vocabularyOf(sources: readonly FactSource[]): Vocabulary {
  const found: Record<string, readonly string[]> = {};
  for (const { vocabulary } of sources)
    for (const [type, facts] of Object.entries(vocabulary))
      found[type] = [...new Set([...(found[type] ?? []), ...facts])];
  return found as Vocabulary;
}

function sourceOf(sources: readonly FactSource[]): FactSource {
  const [first] = sources;
  if (sources.length === 1 && first) return first;
  const names = sources.map(({ name }) => name);
  return {
    id: sources.map(({ id }) => id).join('+'),
    name: `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`,
    ifEmpty: (what) => sources.map(({ ifEmpty }) => ifEmpty(what)).join(' '),
    vocabulary: vocabularyOf(sources),
  };
}

const recordsOf = (inventory: Inventory, type: RecordType): RecordTypes[RecordType][] =>
  type === 'securityGroupRules'
    ? unitRules(inventory.securityGroupRules.values())
    : [...inventory[type].values()];

/** One source has nothing to be joined with. */
function alone(inventory: Inventory): Reconciled {
  const statements = new Map(
    RECORD_TYPES.map((type) => [
      type,
      new Map([...inventory[type]].map(([id, { provenance }]) => [id, [provenance]])),
    ]),
  );
  const none = { joins: [], conflicts: [], ambiguous: [], factSources: new Map() };
  return { inventory, parts: [{ source: inventory.source, inventory }], statements, ...none };
}

/** @param inventories at least one, those of what runs before those of what is declared */
export function reconcile(inventories: readonly Inventory[]): Reconciled {
  const sources = inventories.map(({ source }) => source);
  const [only] = inventories;
  if (inventories.length === 1 && only) return alone(only);
  const aliases = new Map<string, string>();
  const joiners = TYPES.map((type) => {
    const joiner = new TypeJoiner(type);
    for (const inventory of inventories) {
      const records = recordsOf(inventory, type);
      joiner.add(
        inventory.source,
        records.map((record) => withoutAliases(record, aliases)),
        aliases,
      );
    }
    return joiner;
  });
  const statements = new Map<RecordType, ReadonlyMap<string, readonly RecordProvenance[]>>();
  const collections = new Map<RecordType, Map<string, InventoryRecord>>();
  const joins: RecordJoin[] = [];
  const conflicts: FactConflict[] = [];
  const factSources = new Map<string, Readonly<Record<string, string>>>();
  for (const { type, groups } of joiners) {
    const found = new Map<string, InventoryRecord>();
    const stating = new Map<string, readonly RecordProvenance[]>();
    for (const { id, stated, key } of groups) {
      const all = stated.map(({ source, record }) => ({
        source,
        record: withoutAliases(record, aliases),
      }));
      const merged = mergeRecords(type, id, all as unknown as Group['stated']);
      found.set(id, merged.record);
      stating.set(
        id,
        stated.map(({ record }) => record.provenance),
      );
      conflicts.push(...merged.conflicts);
      if (Object.keys(merged.factSources).length > 0)
        factSources.set(`${type} ${id}`, merged.factSources);
      if (key)
        joins.push({
          type,
          id,
          key,
          ids: stated.map(({ source, record }) => ({ source: source.id, id: record.id })),
        });
    }
    collections.set(type, new Map([...found].sort(byKey)));
    statements.set(type, stating);
  }
  const rules = collections.get('securityGroupRules') as Map<
    string,
    RecordTypes['securityGroupRules']
  >;
  for (const id of explainedRules(rules.values())) rules.delete(id);
  const inventory = inventoryOf(sourceOf(sources), {
    ...(Object.fromEntries(collections) as object),
    coverage: mergeCoverage(inventories),
    securityGroupPairs: unexplainedPairs(inventories, rules.values()),
  });
  const ambiguous = joiners.flatMap((joiner) => joiner.ambiguous);
  const parts = inventories.map((one) => ({ source: one.source, inventory: one }));
  return { inventory, parts, statements, joins, conflicts, ambiguous, factSources };
}
