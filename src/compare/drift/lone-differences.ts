/** Records that only one side has; what is gone, or came, with its network or table is counted there. */

import type { Inventory, RecordType, RecordTypes } from '../../inventory/inventory.ts';
import { TYPE_WORDS } from '../../inventory/type-words.ts';
import { byKey } from '../../model/order.ts';
import { portText } from '../../model/ports.ts';
import { hasCloudId } from '../../reconcile/keys.ts';
import type { DriftDifference } from './drift.ts';
import { type AnyRecord, inJoinOrder } from './join-records.ts';
import { holdersOf, shortId } from './placement.ts';

export interface UnmatchedRecord {
  readonly type: RecordType;
  readonly record: AnyRecord;
}

const WITHIN: ReadonlySet<RecordType> = new Set([
  ...(['routes', 'transitRoutes', 'securityGroupRules', 'networkAclRules'] as const),
  ...(['routeTableAssociations', 'balancerTargets'] as const),
]);

const keyOf = (type: RecordType, id: string): string => `${type} ${id}`;

/** A name that is the id, or its end, is none: `acl-1` of `arn:…/acl-1`. */
export const isUnnamed = (record: AnyRecord): boolean =>
  'name' in record &&
  (record.name === record.id ||
    (/^[a-z]+-[0-9a-f]{8,17}$/.test(record.name ?? '') && record.id.endsWith(`/${record.name}`)));

/** `tcp/443 in from 0.0.0.0/0`. */
function ruleText(rule: RecordTypes['securityGroupRules']): string {
  const { inbound, ports, ranges, peerGroups = [], prefixLists = [] } = rule;
  const peer = [...ranges, ...peerGroups, ...prefixLists].join(', ');
  return `${portText(ports)} ${inbound ? 'in from' : 'out to'} ${peer === '' ? 'nobody' : peer}`;
}

/** What people call it, where that is not its id. */
export function nameOf(type: RecordType, record: AnyRecord): string | undefined {
  if (type === 'routes' || type === 'transitRoutes')
    return (record as RecordTypes['routes']).destination;
  if (type === 'routeTableAssociations') {
    const { subnet, gateway } = record as RecordTypes['routeTableAssociations'];
    return subnet ?? gateway;
  }
  if (type === 'securityGroupRules') return ruleText(record as RecordTypes['securityGroupRules']);
  const { name } = record as { readonly name?: string };
  return name === undefined || isUnnamed(record) ? undefined : name;
}

/** The id, where the cloud gave it. */
export const cloudId = (record: AnyRecord): { readonly id?: string } =>
  hasCloudId(record) ? { id: shortId(record.id) } : {};

/** Of what has no id of its own, what it is in. */
export function withinOf(
  inventory: Inventory,
  type: RecordType,
  record: AnyRecord,
): { readonly in?: string } {
  if (!WITHIN.has(type)) return {};
  const [holder] = holdersOf(inventory, type, record as never);
  return holder ? { in: shortId(holder.id) } : {};
}

/** @param lone of one side, all with the same change */
export function loneDifferences(
  change: 'missing' | 'unmanaged',
  lone: readonly UnmatchedRecord[],
  inventory: Inventory,
): DriftDifference[] {
  const known = new Map(lone.map((one) => [keyOf(one.type, one.record.id), one]));
  const holds = new Map<UnmatchedRecord, Map<string, number>>();
  const rank = new Map(inJoinOrder(new Set(lone.map(({ type }) => type))).map((t, i) => [t, i]));
  const outermost = (one: UnmatchedRecord, seen: ReadonlySet<UnmatchedRecord>): UnmatchedRecord => {
    for (const holder of holdersOf(inventory, one.type, one.record as never)) {
      const outer = known.get(keyOf(holder.type, holder.id));
      if (outer && !seen.has(outer)) return outermost(outer, new Set([...seen, outer]));
    }
    return one;
  };
  const kept: UnmatchedRecord[] = [];
  for (const one of lone) {
    const outer = outermost(one, new Set([one]));
    if (outer === one) {
      kept.push(one);
      continue;
    }
    const counts = holds.get(outer) ?? new Map<string, number>();
    const word = TYPE_WORDS[one.type];
    counts.set(word, (counts.get(word) ?? 0) + 1);
    holds.set(outer, counts);
  }
  kept.sort((a, b) => (rank.get(a.type) ?? 0) - (rank.get(b.type) ?? 0));
  return kept.map((one) => {
    const { type, record } = one;
    const name = nameOf(type, record);
    const counts = holds.get(one);
    const { source, at } = record.provenance;
    return {
      type: TYPE_WORDS[type],
      change,
      ...cloudId(record),
      ...(name === undefined ? {} : { name }),
      ...withinOf(inventory, type, record),
      places: [{ source, place: at }],
      ...(counts ? { holds: Object.fromEntries([...counts].sort(byKey)) } : {}),
    };
  });
}
