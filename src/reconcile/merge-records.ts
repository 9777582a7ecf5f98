/** What several sources say of one thing -> one record, and where they differ. */

import type { FactSource, RecordType, RecordTypes } from '../inventory/inventory.ts';
import type { AbsenceReason, InventoryRecord } from '../inventory/provenance.ts';
import { canonicalJson } from '../model/canonical-json.ts';
import type { Origin } from '../model/diagnostic.ts';
import { isPlaceholder } from './keys.ts';

/** What one source says of a thing. */
export interface StatedRecord<T extends RecordType = RecordType> {
  readonly source: FactSource;
  readonly record: RecordTypes[T];
}

/** One fact of one thing, to which sources give different values. */
export interface FactConflict {
  readonly type: RecordType;
  readonly id: string;
  readonly fact: string;
  readonly values: readonly {
    readonly value: unknown;
    readonly source: string;
    readonly at: Origin;
  }[];
}

/**
 * Not compared: what depends on who looks (accounts that list a thing, what was read of it), on how much was read
 * (whether a subnet is used), or on what a source works out.
 */
const NOT_COMPARED = new Set([
  ...[
    'accounts',
    'used',
    'behind',
    'unlisted',
    'stub',
    'inscope',
    'synced',
    'short',
    'organization',
  ],
  ...['exposure', 'exposed', 'email', 'interfaceSubnets', 'ruleCount', 'unread', 'arn'],
]);

/** True where any source says so; the others may not have looked. */
const ANY = new Set(['used', 'inscope', 'synced']);
/** True only where all sources say so: what one of them reads is there. */
const ALL = new Set(['behind', 'unlisted']);

type Facts = Readonly<Record<string, unknown>>;

const factsOf = (record: InventoryRecord): Facts => record as unknown as Facts;

const expresses = ({ vocabulary }: FactSource, type: RecordType, fact: string): boolean =>
  (vocabulary[type] as readonly string[] | undefined)?.includes(fact) ?? false;

const isEmpty = (value: unknown): boolean =>
  value === undefined ||
  (Array.isArray(value) && value.length === 0) ||
  (typeof value === 'object' && value !== null && Object.keys(value).length === 0);

/** Texts that differ by no more than their order, or the words of listeners, are equal. */
function comparable(fact: string, value: unknown): string {
  if (fact === 'listeners' && Array.isArray(value))
    return canonicalJson(value.map(({ text }: { text: string }) => text).sort());
  if (Array.isArray(value)) return canonicalJson(value.map(canonicalJson).sort());
  return canonicalJson(value);
}

/** Which of two sources' tags differ: those of a key that both have. */
function tagsDiffer(a: unknown, b: unknown): boolean {
  const [one, other] = [a as Facts, b as Facts];
  return Object.keys(one).some((key) => Object.hasOwn(other, key) && one[key] !== other[key]);
}

function differ(fact: string, a: StatedRecord, b: StatedRecord): boolean {
  const [one, other] = [factsOf(a.record)[fact], factsOf(b.record)[fact]];
  if (one === undefined || other === undefined) return false;
  if (fact === 'tags') return tagsDiffer(one, other);
  if ([one, other].some((value) => typeof value === 'string' && isPlaceholder(value))) return false;
  // A name that is only the id is none.
  if (fact === 'name' && (one === a.record.id || other === b.record.id)) return false;
  return comparable(fact, one) !== comparable(fact, other);
}

/** An account that owns things, and that no listing of an organization names: nothing else is known of it. */
const isOnlyOwner = (record: RecordTypes[RecordType]): boolean =>
  'inscope' in record && record.organization === undefined && record.path.length === 0;

/** Of what is only named by others, a source knows nothing but the name. */
const isAble = ({ source, record }: StatedRecord, type: RecordType, fact: string): boolean =>
  expresses(source, type, fact) &&
  record.absent?.[fact] === undefined &&
  !('stub' in record && record.stub) &&
  !isOnlyOwner(record);

/** Facts that are ever compared, of all that a record has. */
const comparedFacts = (records: readonly InventoryRecord[]): readonly string[] =>
  [...new Set(records.flatMap((record) => Object.keys(record)))]
    .filter((fact) => !['id', 'provenance', 'absent'].includes(fact) && !NOT_COMPARED.has(fact))
    .sort();

/** Names of the facts to which two sources give different values, and which both can express. */
export const differingFacts = (
  type: RecordType,
  a: StatedRecord,
  b: StatedRecord,
): readonly string[] =>
  comparedFacts([a.record, b.record]).filter(
    (fact) => isAble(a, type, fact) && isAble(b, type, fact) && differ(fact, a, b),
  );

/** Facts to which sources that can express them give different values. */
function conflictsOf(
  type: RecordType,
  id: string,
  stated: readonly StatedRecord[],
): FactConflict[] {
  return comparedFacts(stated.map(({ record }) => record)).flatMap((fact) => {
    const able = stated.filter((one) => isAble(one, type, fact));
    const [first] = able;
    if (!first || !able.some((other) => differ(fact, first, other))) return [];
    const values = able.map(({ source, record }) => ({
      value: factsOf(record)[fact],
      source: source.id,
      at: record.provenance.at,
    }));
    return [{ type, id, fact, values }];
  });
}

export interface MergedRecord<T extends RecordType> {
  readonly record: RecordTypes[T];
  readonly conflicts: readonly FactConflict[];
  /** By fact, the source whose value it is, where that is not the first. */
  readonly factSources: Readonly<Record<string, string>>;
}

/** The value of a fact: of the first source that can express it and says something, else of the first. */
function statementOf(
  type: RecordType,
  fact: string,
  stated: readonly StatedRecord[],
): StatedRecord | undefined {
  const saying = stated.filter(({ record }) => factsOf(record)[fact] !== undefined);
  const able = saying.filter(({ source }) => expresses(source, type, fact));
  const named = ({ record }: StatedRecord): boolean =>
    fact !== 'name' || factsOf(record).name !== record.id;
  return (
    able.find((one) => named(one) && !isEmpty(factsOf(one.record)[fact])) ?? able[0] ?? saying[0]
  );
}

/** @param stated at least one, the most trusted first: a source of what runs before one of what is declared */
export function mergeRecords<T extends RecordType>(
  type: T,
  id: string,
  stated: readonly [StatedRecord<T>, ...StatedRecord<T>[]],
): MergedRecord<T> {
  const [first, ...others] = stated;
  if (others.length === 0)
    return { record: { ...first.record, id }, conflicts: [], factSources: {} };
  const all: readonly StatedRecord[] = stated;
  const record: Record<string, unknown> = { id, provenance: first.record.provenance };
  const factSources: Record<string, string> = {};
  for (const fact of new Set(all.flatMap(({ record: own }) => Object.keys(own)))) {
    if (fact === 'id' || fact === 'provenance' || fact === 'absent') continue;
    const values = all.map(({ record: own }) => factsOf(own)[fact]);
    if (ANY.has(fact)) record[fact] = values.includes(true);
    else if (ALL.has(fact)) record[fact] = values.every((value) => value === true);
    // A stub is drawn only of what nobody reads.
    else if ((fact === 'stub' || fact === 'unread') && values.includes(undefined)) continue;
    else {
      const chosen = statementOf(type, fact, all);
      if (chosen) record[fact] = factsOf(chosen.record)[fact];
      if (chosen && chosen.source !== first.source) factSources[fact] = chosen.source.id;
    }
  }
  const absent: Record<string, AbsenceReason> = {};
  for (const { record: own } of all)
    for (const [fact, reason] of Object.entries(own.absent ?? {}))
      if (record[fact] === undefined) absent[fact] ??= reason;
  if (Object.keys(absent).length > 0) record.absent = absent;
  return {
    record: record as unknown as RecordTypes[T],
    conflicts: conflictsOf(type, id, all),
    factSources,
  };
}
