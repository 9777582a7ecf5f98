/** An estate record by record, as `cadastre inventory` lists it. */

import {
  absenceOf,
  type Inventory,
  RECORD_TYPES,
  type RecordType,
  type RecordTypes,
} from '../../inventory/inventory.ts';
import { plainValue } from '../../inventory/plain-value.ts';
import type { InventoryRecord, RecordProvenance } from '../../inventory/provenance.ts';
import { FACT_WORDS, TYPE_WORDS } from '../../inventory/type-words.ts';
import type { Json } from '../../model/derivation.ts';
import type { Origin } from '../../model/diagnostic.ts';
import type { JoinedEstate } from './joined-estate.ts';

/** Who says something, and where. */
export interface RecordStatement {
  readonly source: string;
  readonly place: Origin;
  /** What the source calls it, where that outlives the id. */
  readonly address?: string;
  /** Time of the data: ISO 8601, UTC. */
  readonly at?: string;
}

export interface ListedRecord {
  /** The word for its type. */
  readonly type: string;
  readonly id: string;
  readonly name?: string;
  readonly account?: string;
  readonly region?: string;
  /** Id of what it is in. */
  readonly parent?: string;
  readonly facts: Readonly<Record<string, Json>>;
  /** Facts that some source can express, and none says. */
  readonly unknown: readonly string[];
  readonly provenance: readonly RecordStatement[];
  /** By fact, the source whose value it is, where that is not the first. */
  readonly factSources?: Readonly<Record<string, string>>;
}

export interface EstateListing {
  readonly estate: string;
  readonly records: readonly ListedRecord[];
  readonly joins: readonly {
    type: string;
    id: string;
    ids: readonly { source: string; id: string }[];
    key: string;
  }[];
  readonly conflicts: readonly {
    type: string;
    id: string;
    fact: string;
    values: readonly { value: Json; source: string; place: Origin }[];
  }[];
  /** Records that may be any of several, and were joined to none. */
  readonly ambiguous: readonly {
    type: string;
    id: string;
    source: string;
    candidates: readonly string[];
    place: Origin;
  }[];
  readonly unresolved: readonly { what: string; reason: string; source: string; place: Origin }[];
  readonly unmapped: Readonly<Record<string, number>>;
}

type RecordValues = Readonly<Record<string, unknown>>;

/** What is said by other words in a record of its own. */
const ELSEWHERE = new Set(['id', 'provenance', 'absent', 'name', 'accounts', 'region', 'email']);

/** The fact that says what a record is in. */
const PARENTS: readonly string[] = ['vpc', 'table', 'acl', 'gateway', 'balancer', 'parent'];

function factsOf(type: RecordType, record: InventoryRecord): Record<string, Json> {
  const facts: Record<string, Json> = {};
  for (const [fact, value] of Object.entries(record)) {
    if (ELSEWHERE.has(fact) || value === undefined) continue;
    const word = FACT_WORDS[type]?.[fact] ?? fact;
    const said = plainValue(value);
    facts[word] = word === 'cidr' && !Array.isArray(said) ? [said] : said;
  }
  return facts;
}

function parentOf(record: InventoryRecord): string | undefined {
  const values = record as unknown as RecordValues;
  const named = PARENTS.map((fact) => values[fact]).find((value) => typeof value === 'string');
  if (typeof named === 'string') return named;
  const { path, groups, organization } = values;
  if (Array.isArray(path))
    return (path.at(-1) as string | undefined) ?? (organization as string | undefined);
  return Array.isArray(groups) && 'inbound' in values
    ? (groups[0] as string | undefined)
    : undefined;
}

export const statementOf = ({ source, at, asOf, address }: RecordProvenance): RecordStatement => ({
  ...{ source, place: at },
  ...(address === undefined ? {} : { address }),
  ...(asOf === undefined ? {} : { at: new Date(asOf * 1000).toISOString() }),
});

interface HolderFacts {
  readonly name: string;
  readonly accounts: readonly string[];
  readonly owner: string;
  readonly account: string;
  readonly region: string;
}

function listed<T extends RecordType>(
  type: T,
  record: RecordTypes[T],
  inventory: Inventory,
  provenance: readonly RecordProvenance[],
): ListedRecord {
  const { name, accounts, owner, account, region } = record as Partial<HolderFacts>;
  const holder = owner ?? accounts?.[0] ?? account;
  const parent = parentOf(record);
  const able = (inventory.source.vocabulary[type] ?? []) as readonly Parameters<
    typeof absenceOf<T>
  >[3][];
  const unknown = able.filter(
    (fact) =>
      !ELSEWHERE.has(fact) &&
      absenceOf(inventory, type, record, fact) !== undefined &&
      !OPTIONAL.has(fact),
  );
  return {
    type: TYPE_WORDS[type],
    id: record.id,
    ...(name === undefined ? {} : { name }),
    ...(holder === undefined ? {} : { account: holder }),
    ...(region === undefined ? {} : { region }),
    ...(parent === undefined ? {} : { parent }),
    facts: factsOf(type, record),
    unknown: unknown.map((fact) => FACT_WORDS[type]?.[fact] ?? fact),
    provenance: provenance.map(statementOf),
  };
}

/** Absent where there is nothing to say, and not unknown then. */
const OPTIONAL = new Set<string>([
  ...['stub', 'owner', 'organization', 'gateway', 'peerGateway', 'resource', 'unread', 'subnet'],
  ...['natGateway', 'instance', 'publicAddress', 'parent', 'networkInterface', 'privateAddress'],
  ...['ipv6Cidr'],
  ...['peerGroups', 'prefixLists', 'origin', 'asn', 'replicationGroup', 'subnetGroup', 'vpc'],
]);

/** Everything, sorted by type and id. */
export function listRecords({ estate, reconciled, recorded }: JoinedEstate): EstateListing {
  const { inventory, statements, joins, conflicts, ambiguous, factSources } = reconciled;
  const unmapped = new Map<string, number>();
  for (const one of recorded)
    for (const [type, n] of one.unmapped) unmapped.set(type, (unmapped.get(type) ?? 0) + n);
  return {
    estate,
    records: RECORD_TYPES.flatMap((type) =>
      [...inventory[type].values()].map((record) => {
        const stated = statements.get(type)?.get(record.id) ?? [record.provenance];
        const facts = factSources.get(`${type} ${record.id}`);
        return {
          ...listed(type, record, inventory, stated),
          ...(facts ? { factSources: facts } : {}),
        };
      }),
    ),
    joins: joins.map((join) => ({ ...join, type: TYPE_WORDS[join.type] })),
    conflicts: conflicts.map(({ type, id, fact, values }) => ({
      ...{ type: TYPE_WORDS[type], id, fact: FACT_WORDS[type]?.[fact] ?? fact },
      values: values.map(({ value, source, at }) => ({
        value: plainValue(value),
        source,
        place: at,
      })),
    })),
    ambiguous: ambiguous.map(({ type, id, source, candidates, at }) => ({
      ...{ type: TYPE_WORDS[type], id, source, candidates, place: at },
    })),
    unresolved: recorded.flatMap((one) =>
      one.unresolved.map(({ what, reason, at }) => ({
        ...{ what, reason, source: one.inventory.source.id, place: at },
      })),
    ),
    unmapped: Object.fromEntries([...unmapped].sort(([a], [b]) => (a < b ? -1 : 1))),
  };
}
