/** A diagram against an estate: what it declares, within what it says that it shows in full. */

import type { Inventory, RecordType } from '../../inventory/inventory.ts';
import { tagKey } from '../../inventory/tags.ts';
import { isScope } from '../../model/covers.ts';
import { quote } from '../../model/diagnostic.ts';
import type { Diagram } from '../../model/diagram.ts';
import type { CoveredScope } from '../../model/facts.ts';
import { byKey } from '../../model/order.ts';
import { type ComparedEstates, compareEstates } from './compare-estates.ts';
import type { DriftSide } from './compare-facts.ts';
import { hasTags, scopeParts, typesOf } from './compared-scope.ts';
import { declaredEstate } from './declared-estate.ts';
import { DIAGRAM } from './declared-kinds.ts';
import { accessDifferences, servedDifferences } from './drawn-facts.ts';
import type { DriftComparison, DriftGap } from './drift.ts';
import { identifyTables } from './identify-tables.ts';
import { inJoinOrder, joinRecords } from './join-records.ts';
import { knownRegions } from './read-gaps.ts';
import { declaredRules, openRules } from './world-rules.ts';

/** Conditions of a scope that nothing of the estate meets: over nothing, everything would hold. */
function emptyConditions(scope: CoveredScope, running: Inventory, zones: ReadonlySet<string>) {
  const why: string[] = [];
  if ('links' in scope && !zones.has(scope.links))
    why.push(`no network of the diagram is in the zone ${scope.links}`);
  if (!('vpcs' in scope) || scope.vpcs === true) return why;
  const { accounts = [], regions = [], tags = {} } = scope.vpcs;
  for (const account of accounts) {
    const all = [...running.accounts.values()];
    const count = all.filter(({ id, name }) => id === account || name === account).length;
    if (count === 0) why.push(`no account of the estate has the id or name ${quote(account)}`);
    if (count > 1) why.push(`several accounts are called ${quote(account)}: give the id`);
  }
  const known = knownRegions(running);
  for (const region of regions)
    if (!known.includes(region)) why.push(`nothing is recorded of the region ${quote(region)}`);
  const keys = new Set(
    [...running.vpcs.values()].flatMap((vpc) => Object.keys(vpc.tags).map(tagKey)),
  );
  for (const [key, value] of Object.entries(tags))
    if (!keys.has(tagKey(key)))
      why.push(
        `no VPC is recorded with the tag ${quote(key)}: its keys may not have been asked for`,
      );
    else if (![...running.vpcs.values()].some((vpc) => hasTags(vpc, { [key]: value })))
      why.push(`no VPC is recorded with this value of the tag ${quote(key)}`);
  return why;
}

function scopeGaps(diagram: Diagram, running: Inventory, zones: ReadonlySet<string>): DriftGap[] {
  const covers = diagram.document.covers ?? [];
  const scopes = covers.filter(isScope);
  const place = diagram.origin ? { place: diagram.origin } : {};
  if (scopes.length === 0)
    return [
      {
        gap: 'scope-not-stated',
        what: 'what is not declared',
        why:
          covers.length > 0
            ? 'the diagram says only in words what it covers'
            : 'the diagram does not say what it covers',
        hint: 'Set `covers` to a scope, such as `[{ vpcs: true }]` or `[{ organization: true }]`.',
        ...place,
      },
    ];
  return scopes.flatMap((scope) =>
    emptyConditions(scope, running, zones).map((why): DriftGap => {
      return { gap: 'unclear', what: 'the scope', why, ...place };
    }),
  );
}

export interface ComparedDiagram {
  readonly diagram: Diagram;
  /** Whether what it derives is judged: it comes from another source than the running side. */
  readonly judgesDerived: boolean;
  readonly running: DriftSide;
  readonly conflicts?: ComparedEstates['conflicts'];
}

/** Declared ids by type, with the running ids that they were joined to. */
function joinedIds(declared: Inventory, running: Inventory, types: readonly RecordType[]) {
  const joined = joinRecords(inJoinOrder(types), declared, running, (inventory, type) => [
    ...inventory[type].values(),
  ]);
  return new Map(
    [...joined].map(([type, { pairs }]) => [
      type,
      new Map(pairs.map((pair) => [pair.declared.id, pair.running.id])),
    ]),
  );
}

/** Pure. */
export function compareDiagram({
  diagram,
  judgesDerived,
  running,
  conflicts,
}: ComparedDiagram): DriftComparison {
  const drawn = declaredEstate(diagram, running.inventory);
  const places = joinedIds(drawn.inventory, running.inventory, [
    ...(['accounts', 'units', 'vpcs', 'subnets'] as const),
  ]);
  const none = new Map<string, string>();
  const estate = identifyTables(drawn, running.inventory, {
    vpcs: places.get('vpcs') ?? none,
    subnets: places.get('subnets') ?? none,
  });
  const ids = joinedIds(estate.inventory, running.inventory, [
    ...(['accounts', 'units', 'vpcs', 'subnets', 'routeTables'] as const),
  ]);
  const vpcs = ids.get('vpcs') ?? new Map<string, string>();
  const zoneOf = new Map([...estate.zones].map(([own, zone]) => [vpcs.get(own) ?? own, zone]));
  const parts = scopeParts(diagram.document.covers ?? [], (zone, id) => zoneOf.get(id) === zone);
  const types = typesOf(parts);
  const securityGroupRules = types.has('securityGroupRules')
    ? declaredRules(estate.openings, running.inventory, (id) => vpcs.get(id) ?? id)
    : new Map();
  const unclear = new Set(
    [...estate.unclearTables].map((id) => ids.get('routeTables')?.get(id) ?? id),
  );
  const compared = compareEstates({
    declared: { source: DIAGRAM, inventory: { ...estate.inventory, securityGroupRules } },
    running: {
      source: running.source,
      inventory: { ...running.inventory, securityGroupRules: openRules(running.inventory) },
    },
    parts,
    partial: true,
    ...(judgesDerived ? {} : { unjudged: estate.derived }),
    ...(conflicts ? { conflicts } : {}),
    isUnclearTable: (tables) => tables.some((id) => unclear.has(id)),
  });
  const subnets = ids.get('subnets') ?? new Map<string, string>();
  const tables = ids.get('routeTables') ?? new Map<string, string>();
  const kinds = [...estate.otherKinds].sort(byKey).map(([kind, n]) => `${kind} (${n})`);
  return {
    ...compared,
    differences: [
      ...compared.differences,
      ...accessDifferences(estate, running.inventory, subnets, types.has('routes')),
      ...servedDifferences(estate, running.inventory, tables, subnets),
    ],
    incomplete: [
      ...scopeGaps(diagram, running.inventory, new Set(estate.zones.values())),
      ...estate.gaps,
      ...compared.incomplete,
    ],
    notCompared: [
      ...compared.notCompared,
      ...(kinds.length > 0 ? [`${kinds.join(', ')}: no inventory holds these kinds`] : []),
    ],
  };
}
