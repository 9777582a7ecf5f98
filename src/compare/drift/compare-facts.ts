/** What differs in one thing that both sides have. */

import type { FactSource, Inventory, RecordType, RecordTypes } from '../../inventory/inventory.ts';
import type { OrganizationalUnit } from '../../inventory/organization.ts';
import { plainValue } from '../../inventory/plain-value.ts';
import { FACT_WORDS } from '../../inventory/type-words.ts';
import type { Json } from '../../model/derivation.ts';
import { differingFacts } from '../../reconcile/merge-records.ts';
import type { DriftChange } from './drift.ts';
import type { RecordPair } from './join-records.ts';
import { isUnnamed } from './lone-differences.ts';
import { shortId } from './placement.ts';

export interface DriftSide {
  readonly source: FactSource;
  readonly inventory: Inventory;
}

export interface FactDifference {
  readonly change: Exclude<DriftChange, 'missing' | 'unmanaged'>;
  /** In the words of the language. */
  readonly fact: string;
  /** As the inventory calls it. */
  readonly own: string;
  readonly declared: Json;
  readonly running: Json;
}

/** Facts that say where something is: it was moved there, or recreated. */
const PLACES: ReadonlySet<string> = new Set(['vpc', 'owner', 'table', 'subnet', 'acl', 'gateway']);
/** Facts that name something for which sources have a long and a short id. */
const REFERENCES: ReadonlySet<string> = new Set(['target', 'targets', 'gateway', 'peerGateway']);

const shortened = (value: unknown): unknown => {
  if (typeof value === 'string') return shortId(value);
  return Array.isArray(value) ? value.map(shortened) : value;
};

/** In a form in which both sides would write it: references short, states in upper case. */
function comparable(type: RecordType, record: RecordTypes[RecordType]): RecordTypes[RecordType] {
  const facts: Record<string, unknown> = { ...record };
  for (const fact of REFERENCES)
    if (facts[fact] !== undefined) facts[fact] = shortened(facts[fact]);
  if (type === 'accounts' && typeof facts.state === 'string')
    facts.state = facts.state.toUpperCase();
  return facts as unknown as RecordTypes[RecordType];
}

const ENDS: ReadonlySet<string> = new Set(['requester', 'accepter']);

/** A line has no requester: either end may have asked. What one side does not say of an end is no difference. */
function endsOf(
  declared: RecordTypes[RecordType],
  running: RecordTypes[RecordType],
): FactDifference[] {
  const [own, other] = [declared, running].map((record) => {
    const { requester, accepter } = record as RecordTypes['peerings'];
    return [requester, accepter].flatMap((id) => id ?? []).sort();
  });
  if (own?.length !== 2 || other?.length !== 2 || own.join() === other.join()) return [];
  return [{ change: 'differs', fact: 'ends', own: 'requester', declared: own, running: other }];
}

/** Where accounts and OUs stand is compared by what is directly above them. */
const BY_PARENT: readonly RecordType[] = ['accounts', 'units'];

export class UnitTree {
  readonly #units: readonly ReadonlyMap<string, OrganizationalUnit>[];

  /** @param inventories those whose names are said come first */
  constructor(...inventories: readonly Inventory[]) {
    this.#units = inventories.map(({ units }) => {
      const all = [...units.values()];
      return new Map([
        ...all.map((unit) => [shortId(unit.id), unit] as const),
        ...all.map((unit) => [unit.id, unit] as const),
      ]);
    });
  }

  #unit(id: string): OrganizationalUnit | undefined {
    const short = shortId(id);
    return this.#units
      .map((units) => units.get(id) ?? units.get(short))
      .find((unit) => unit !== undefined);
  }

  /** The unit above, by a text that both sides would give; absent where it is not known. */
  above(type: RecordType, record: RecordTypes[RecordType]): string | undefined {
    const id =
      type === 'accounts'
        ? (record as RecordTypes['accounts']).path.at(-1)
        : (record as OrganizationalUnit).parent;
    if (id === undefined) return undefined;
    return this.#unit(id)?.root ? '/' : shortId(id);
  }

  /** Names from the top, `Prod/Payments`; `/` for the root. */
  path(id: string): string {
    const names: string[] = [];
    const seen = new Set<string>();
    for (let at: string | undefined = id; at !== undefined && !seen.has(at); ) {
      seen.add(at);
      const unit: OrganizationalUnit | undefined = this.#unit(at);
      if (!unit || unit.root) break;
      names.unshift(unit.name);
      at = unit.parent;
    }
    return names.length > 0 ? names.join('/') : id;
  }
}

const changeOf = (type: RecordType, fact: string): FactDifference['change'] => {
  if (fact === 'name') return 'renamed';
  return PLACES.has(fact) && type !== 'routes' ? 'moved' : 'differs';
};

const factValue = (record: RecordTypes[RecordType], fact: string): Json =>
  plainValue((record as unknown as Readonly<Record<string, unknown>>)[fact] ?? null);

/** Of these, a source that can say where one is attached and does not says that it is nowhere. */
const ATTACHED: readonly RecordType[] = ['internetGateways', 'egressOnlyGateways', 'vpnGateways'];

function detached(
  type: RecordType,
  declared: RecordTypes[RecordType],
  running: RecordTypes[RecordType],
  { source }: DriftSide,
): FactDifference[] {
  const said: readonly string[] = source.vocabulary[type] ?? [];
  if (!ATTACHED.includes(type) || !said.includes('vpc')) return [];
  const [own, other] = [declared, running].map(
    (record) => (record as RecordTypes['internetGateways']).vpc,
  );
  if (own === undefined || other !== undefined) return [];
  return [{ change: 'moved', fact: 'vpc', own: 'vpc', declared: own, running: null }];
}

/**
 * @param tree names of OUs, for where accounts stand
 * @param partial whether the declared side is a diagram: what it does not name by id has a name of its author's own
 */
export function compareFacts(
  type: RecordType,
  { declared, running, byId }: RecordPair,
  sides: { readonly declared: DriftSide; readonly running: DriftSide; readonly partial: boolean },
  tree: UnitTree,
): FactDifference[] {
  const [own, other] = [comparable(type, declared), comparable(type, running)];
  const facts = differingFacts(
    type,
    { source: sides.declared.source, record: own },
    { source: sides.running.source, record: other },
  );
  const found = facts
    .filter((fact) => !(BY_PARENT.includes(type) && (fact === 'path' || fact === 'parent')))
    .filter((fact) => !(type === 'peerings' && ENDS.has(fact)) && fact !== 'isDefault')
    .filter((fact) => !(fact === 'name' && [declared, running].some(isUnnamed)))
    .filter((fact) => !(fact === 'name' && sides.partial && !byId))
    .map((fact): FactDifference => {
      const values = { declared: factValue(own, fact), running: factValue(other, fact) };
      return {
        change: changeOf(type, fact),
        fact: FACT_WORDS[type]?.[fact] ?? fact,
        own: fact,
        ...values,
      };
    });
  if (type === 'peerings') return [...found, ...endsOf(own, other)];
  if (!BY_PARENT.includes(type)) return [...found, ...detached(type, own, other, sides.running)];
  const [above, now] = [tree.above(type, own), tree.above(type, other)];
  // An account that its source gives no place has one all the same.
  if (above === undefined || now === undefined || above === now) return found;
  const [from, to] = [tree.path(above), tree.path(now)];
  return [...found, { change: 'moved', fact: 'parent', own: 'path', declared: from, running: to }];
}
