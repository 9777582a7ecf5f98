/** What is declared of an estate, and what runs: as sets in both directions, and of what is in both, each fact. */

import {
  type Inventory,
  type RecordType,
  type RecordTypes,
  readState,
} from '../../inventory/inventory.ts';
import { TYPE_WORDS } from '../../inventory/type-words.ts';
import { byCodeUnit } from '../../model/order.ts';
import { hasCloudId, naturalKey, strongKeys } from '../../reconcile/keys.ts';
import { compareFacts, type DriftSide, type FactDifference, UnitTree } from './compare-facts.ts';
import {
  comparedTypes,
  isForeign,
  isIdle,
  isMadeByAws,
  isRoot,
  isThere,
  together,
} from './compared-records.ts';
import { asksAbout, isInScope, type ScopePart, typesOf } from './compared-scope.ts';
import type { DriftComparison, DriftCount, DriftDifference, DriftGap } from './drift.ts';
import { countOf } from './drift-counts.ts';
import { type FailedReads, failedReads, olderData } from './failed-reads.ts';
import { type AnyRecord, type JoinedType, joinRecords, type RecordPair } from './join-records.ts';
import {
  cloudId,
  loneDifferences,
  nameOf,
  type UnmatchedRecord,
  withinOf,
} from './lone-differences.ts';
import { holdersOf, whereabouts } from './placement.ts';
import { accountText, knownRegions, ownAccounts, readGaps } from './read-gaps.ts';

export interface ComparedEstates {
  readonly declared: DriftSide;
  readonly running: DriftSide;
  /** What the declared side claims to say in full; nothing else is unmanaged. */
  readonly parts: readonly ScopePart[];
  /** The declared side is a diagram: it states some facts of each thing. */
  readonly partial: boolean;
  /** `TYPE ID` of declared records that are not judged. */
  readonly unjudged?: ReadonlySet<string>;
  /** By `TYPE ID` of running records, facts that their sources disagree on, and in what. */
  readonly conflicts?: ReadonlyMap<string, ReadonlyMap<string, string>>;
  /** Ids of running tables of which a declared row is unclear. */
  readonly isUnclearTable?: (declaredIds: readonly string[]) => boolean;
}

const keyOf = (type: RecordType, id: string): string => `${type} ${id}`;

class EstateComparison {
  readonly #sides: ComparedEstates;
  readonly #all: Inventory;
  readonly #tree: UnitTree;
  readonly #failed: FailedReads;
  readonly #accounts: ReadonlySet<string>;
  readonly gaps: DriftGap[] = [];
  readonly differences: DriftDifference[] = [];
  readonly counts = new Map<string, DriftCount>();
  readonly #missing: UnmatchedRecord[] = [];
  /** `TYPE ID` of declared records of which nobody can tell whether they run: nor of what is in them. */
  readonly #unsure = new Set<string>();
  /** Types of what runs in accounts of which the declaring source was not read. */
  readonly #undeclared = new Map<string | undefined, Set<string>>();
  readonly #unmanaged: UnmatchedRecord[] = [];

  constructor(sides: ComparedEstates, types: ReadonlySet<RecordType>) {
    const { declared, running, parts } = sides;
    this.#sides = sides;
    this.#all = together(declared.inventory, running.inventory);
    this.#tree = new UnitTree(running.inventory, declared.inventory);
    const inScope = (vpc: RecordTypes['vpcs']): boolean =>
      declared.inventory.vpcs.has(vpc.id) || isInScope(parts, running.inventory, 'vpcs', vpc);
    this.#failed = failedReads(running, types, inScope);
    const accounts = ownAccounts(running.inventory);
    this.#accounts = new Set(accounts);
    const regions = knownRegions(declared.inventory);
    this.gaps.push(...readGaps(running, types, parts, regions));
    this.gaps.push(...this.#failed.gaps);
    const asked = accounts.filter((id) =>
      parts.some((part) => asksAbout(part, running.inventory, id, undefined)),
    );
    this.gaps.push(...olderData(running, parts.length > 0 ? asked : accounts, inScope));
  }

  #gapOf(type: RecordType, record: AnyRecord, gap: Pick<DriftGap, 'gap' | 'why' | 'hint'>): void {
    const name = nameOf(type, record);
    const { id } = cloudId(record);
    const word = TYPE_WORDS[type];
    const called = [name, id].filter((text) => text !== undefined).join(' ');
    this.gaps.push({
      ...gap,
      what: `${word} ${called}`.trim(),
      types: [word],
      ...(id === undefined ? {} : { id }),
      ...(name === undefined ? {} : { name }),
      place: record.provenance.at,
    });
  }

  /** Whether it is known that what is not there would have been read. */
  #wouldBeRead(type: RecordType, record: AnyRecord): boolean {
    const { running } = this.#sides;
    const { account, region } = whereabouts(this.#all, type, record as never);
    const own = running.inventory.coverage[type];
    if (account === undefined && own?.except.some(({ state }) => state !== 'read')) {
      const why = 'it does not say in which account it is, and not all accounts were read';
      this.#gapOf(type, record, { gap: 'not-read', why });
      return false;
    }
    if (account === undefined) return own !== undefined && own.state === 'read';
    if (readState(running.inventory, type, account, region) === 'read') return true;
    const told = this.gaps.some(
      (one) =>
        one.types?.includes(TYPE_WORDS[type]) && (one.id === account || one.gap === 'not-asked'),
    );
    const why = `${running.source.name} did not read ${account}${region === undefined ? '' : ` in ${region}`}`;
    if (!told) this.#gapOf(type, record, { gap: 'not-read', why });
    return false;
  }

  /** Whether it is missing; else a gap says why nobody can tell. */
  #isMissing(type: RecordType, record: AnyRecord): boolean {
    const holders = holdersOf(this.#all, type, record as never);
    if (holders.some((holder) => this.#unsure.has(keyOf(holder.type, holder.id)))) return false;
    if (
      !hasCloudId(record) &&
      strongKeys(type, record as never).every(({ kind }) => kind === 'address') &&
      naturalKey(type, record as never) === undefined
    ) {
      const why = 'nothing says which one of the estate it is';
      this.#gapOf(type, record, { gap: 'no-key', why, hint: 'Give it the id of the cloud.' });
      return false;
    }
    const ids = holders.map(({ id }) => id);
    return (
      this.#wouldBeRead(type, record) &&
      !this.#failed.mayHold(type, ids) &&
      !this.#failed.isNamed(type, record.id)
    );
  }

  #onlyDeclared(type: RecordType, record: AnyRecord): void {
    const key = keyOf(type, record.id);
    if (this.#sides.unjudged?.has(key) || isRoot(type, record)) return;
    if (this.#isMissing(type, record)) this.#missing.push({ type, record });
    else this.#unsure.add(key);
  }

  /** Whether a running record has to be declared. */
  #isOwed(type: RecordType, record: AnyRecord): boolean {
    const { running, parts, partial } = this.#sides;
    if (isForeign(record) || isRoot(type, record)) return false;
    if (!isInScope(parts, running.inventory, type, record)) return false;
    if (!partial) return !isMadeByAws(running.inventory, type, record);
    // AWS makes them with each VPC and table: nobody has to draw them.
    if (type === 'routes') return (record as RecordTypes['routes']).kind !== 'local';
    return type !== 'routeTables' || !isIdle(running.inventory, record.id);
  }

  #onlyRunning(type: RecordType, record: AnyRecord): void {
    const { declared, running, partial } = this.#sides;
    if (!this.#isOwed(type, record)) return;
    // It is older data, or it is gone: that is said of it already.
    if (type === 'vpcs' && (record as RecordTypes['vpcs']).behind) return;
    if (type === 'routes') {
      const { table } = record as RecordTypes['routes'];
      if (table !== undefined && this.#sides.isUnclearTable?.([table])) return;
    }
    if (!partial) {
      const { account, region } = whereabouts(running.inventory, type, record as never);
      if (readState(declared.inventory, type, account, region) !== 'read') {
        const types = this.#undeclared.get(account) ?? new Set<string>();
        this.#undeclared.set(account, types.add(TYPE_WORDS[type]));
        return;
      }
    }
    this.#unmanaged.push({ type, record });
  }

  #pair(type: RecordType, pair: RecordPair): void {
    const { conflicts, unjudged } = this.#sides;
    const { declared, running } = pair;
    if (unjudged?.has(keyOf(type, declared.id)) || isRoot(type, running)) return;
    if (isForeign(running)) {
      this.#foreign(type, pair);
      return;
    }
    const disputed = conflicts?.get(keyOf(type, running.id));
    for (const [fact, why] of disputed ?? [])
      if ((declared as unknown as Readonly<Record<string, unknown>>)[fact] !== undefined)
        this.#gapOf(type, running, { gap: 'conflict', why });
    for (const found of compareFacts(type, pair, this.#sides, this.#tree))
      if (!disputed?.has(found.own)) this.#differ(type, pair, found);
  }

  #differ(type: RecordType, pair: RecordPair, found: Omit<FactDifference, 'own'>): void {
    const { declared, running } = pair;
    const { change, fact, declared: before, running: now } = found;
    const name = nameOf(type, running) ?? nameOf(type, declared);
    this.differences.push({
      type: TYPE_WORDS[type],
      change,
      ...cloudId(running),
      ...(name === undefined ? {} : { name }),
      ...withinOf(this.#all, type, running),
      ...{ fact, declared: before, running: now },
      places: [declared, running].map(({ provenance: { source, at } }) => ({ source, place: at })),
    });
  }

  /** Only named by others: it is another's, or it was not read. */
  #foreign(type: RecordType, pair: RecordPair): void {
    const { declared, running } = pair;
    if (type === 'accounts') {
      const [above] = (declared as RecordTypes['accounts']).path.slice(-1);
      if (above === undefined) return;
      const place = this.#tree.path(above);
      this.#differ(type, pair, { change: 'moved', fact: 'parent', declared: place, running: null });
      return;
    }
    const { owner } = running as Partial<RecordTypes['vpcs']>;
    if (owner !== undefined && !this.#accounts.has(owner)) return;
    const why = `others name it, and ${this.#sides.running.source.name} has no record of it`;
    this.#gapOf(type, running, { gap: 'not-read', why });
  }

  /** @param joined what became of the records of this type */
  add(type: RecordType, { pairs, onlyDeclared, onlyRunning, ambiguous }: JoinedType): void {
    const { parts } = this.#sides;
    for (const { declared, candidates } of ambiguous) {
      if (isRoot(type, declared)) continue;
      this.#unsure.add(keyOf(type, declared.id));
      this.#gapOf(type, declared, {
        gap: 'ambiguous',
        why: `it may be ${candidates.length > 1 ? 'any of ' : ''}${candidates.join(', ')}${candidates.length > 1 ? '' : ', as others may'}`,
        hint: 'Give it the id of the cloud.',
      });
    }
    for (const pair of pairs) this.#pair(type, pair);
    for (const record of onlyDeclared) this.#onlyDeclared(type, record);
    for (const record of onlyRunning) this.#onlyRunning(type, record);
    if (parts.length > 0 && !typesOf(parts).has(type)) return;
    const joined = { pairs, onlyDeclared, onlyRunning, ambiguous };
    const isOwed = (record: AnyRecord): boolean => this.#isOwed(type, record);
    const count = countOf(type, joined, isOwed, parts.length > 0);
    if (count) this.counts.set(TYPE_WORDS[type], count);
  }

  end(): void {
    const { declared, running } = this.#sides;
    for (const [account, types] of this.#undeclared)
      this.gaps.push({
        gap: 'not-read',
        what:
          account === undefined ? 'what is in no account' : accountText(running.inventory, account),
        why: `things run there, and ${declared.source.name} was not read of it`,
        types: [...types].sort(byCodeUnit),
        ...(account === undefined ? {} : { id: account }),
      });
    this.differences.push(
      ...loneDifferences('missing', this.#missing, this.#all),
      ...loneDifferences('unmanaged', this.#unmanaged, this.#all),
    );
  }
}

/** Pure: the same sides give the same comparison, in the order of types and ids. */
export function compareEstates(sides: ComparedEstates): DriftComparison {
  const { types, notCompared, gaps } = comparedTypes(
    sides.declared.inventory,
    sides.running,
    typesOf(sides.parts),
    sides.partial,
  );
  const joined = joinRecords(
    types,
    sides.declared.inventory,
    sides.running.inventory,
    (inventory, type) => [...inventory[type].values()].filter((record) => isThere(type, record)),
  );
  const comparison = new EstateComparison(sides, types);
  for (const [type, own] of joined) comparison.add(type, own);
  comparison.end();
  return {
    differences: comparison.differences,
    incomplete: [...gaps, ...comparison.gaps],
    counts: Object.fromEntries([...comparison.counts].sort(([a], [b]) => byCodeUnit(a, b))),
    notCompared,
  };
}
