/** Which records take part in a comparison, and of which types. */

import { routesOf, servedBy } from '../../inventory/indexes.ts';
import {
  type Inventory,
  RECORD_TYPES,
  type RecordType,
  type RecordTypes,
} from '../../inventory/inventory.ts';
import { TYPE_WORDS } from '../../inventory/type-words.ts';
import { byCodeUnit } from '../../model/order.ts';
import type { DriftSide } from './compare-facts.ts';
import type { DriftGap } from './drift.ts';
import type { AnyRecord } from './join-records.ts';

const ENDED = /^(?:deleted|deleting|terminated|shutting-down|failed|expired)$/i;

/** What is listed for a while after it ended is not running, nor declared. */
export function isThere(type: RecordType, record: AnyRecord): boolean {
  if (type === 'peerings') return !(record as RecordTypes['peerings']).gone;
  const { state } = record as { readonly state?: unknown };
  return type === 'accounts' || typeof state !== 'string' || !ENDED.test(state);
}

/** Known only because things of the estate name it: another's. */
export const isForeign = (record: AnyRecord): boolean =>
  ('stub' in record && record.stub !== undefined) ||
  ('inscope' in record && !record.inscope && record.organization === undefined);

/** Roots are named by nobody, and are where the organization is. */
export const isRoot = (type: RecordType, record: AnyRecord): boolean =>
  type === 'units' && (record as RecordTypes['units']).root;

/** Both sides' records by one id, for what holds what. */
export function together(declared: Inventory, running: Inventory): Inventory {
  const maps = RECORD_TYPES.map((type) => [
    type,
    new Map<string, unknown>([...declared[type], ...running[type]]),
  ]);
  return { ...running, ...(Object.fromEntries(maps) as object) };
}

/** The main table of a VPC whose subnets all have another, as AWS made it: it routes nothing anywhere. */
export const isIdle = (inventory: Inventory, table: string): boolean =>
  (inventory.routeTables.get(table)?.main ?? false) &&
  servedBy(inventory, table).length === 0 &&
  routesOf(inventory, table).every(({ kind }) => kind === 'local');

/** The rule for everything that each default network ACL begins with. */
const isDefaultRule = (inventory: Inventory, record: RecordTypes['networkAclRules']): boolean =>
  record.allow &&
  record.ports?.protocol === 'all' &&
  ((record.number === 100 && record.cidr === '0.0.0.0/0') ||
    (record.number === 101 && record.cidr === '::/0')) &&
  (inventory.networkAcls.get(record.acl)?.isDefault ?? false);

/** Nobody declares them: AWS makes them with each VPC, or keeps them for all. */
export const isMadeByAws = (inventory: Inventory, type: RecordType, record: AnyRecord): boolean =>
  (type === 'prefixLists' && (record as RecordTypes['prefixLists']).managed) ||
  (type === 'routeTableAssociations' && (record as RecordTypes['routeTableAssociations']).main) ||
  (type === 'networkAclRules' &&
    isDefaultRule(inventory, record as RecordTypes['networkAclRules']));

/** Types that are compared, and words on those that no source knows. */
export function comparedTypes(
  declared: Inventory,
  running: DriftSide,
  asked: ReadonlySet<RecordType>,
  partial: boolean,
): {
  readonly types: ReadonlySet<RecordType>;
  readonly notCompared: readonly string[];
  readonly gaps: readonly DriftGap[];
} {
  const types = new Set<RecordType>();
  const unknown: string[] = [];
  const gaps: DriftGap[] = [];
  for (const type of RECORD_TYPES) {
    const stated = [...declared[type].values()].filter((record) => !isRoot(type, record));
    if (!asked.has(type) && (stated.length === 0 || !partial)) continue;
    if (running.source.vocabulary[type] !== undefined) {
      types.add(type);
      continue;
    }
    const word = TYPE_WORDS[type];
    if (stated.length === 0 || !partial) unknown.push(word);
    else
      gaps.push({
        gap: 'not-expressible',
        what: word,
        why: `${stated.length} declared, and ${running.source.name} does not know them`,
        types: [word],
      });
  }
  const why = `${running.source.name} does not know them`;
  const words = unknown.sort(byCodeUnit).join(', ');
  return { types, gaps, notCompared: words === '' ? [] : [`${words}: ${why}`] };
}
