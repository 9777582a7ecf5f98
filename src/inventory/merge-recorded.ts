/**
 * Two recordings of one source that were made from one base: the answers of each account and region as they were
 * recorded last. Only of a source whose files are each of one account and region, and say nothing of others.
 */

import { canonicalJson } from '../model/canonical-json.ts';
import { byCodeUnit, byKey, sortedBy } from '../model/order.ts';
import { type Inventory, inventoryOf, RECORD_TYPES, type RecordType } from './inventory.ts';
import type { Coverage, InventoryRecord } from './provenance.ts';
import { factsText, type RecordedInventory } from './recorded-file.ts';

/** The recording, or why there can be none, in words that go on from "cannot be merged: ". */
export type MergedRecording = { readonly merged: RecordedInventory } | { readonly refused: string };

/** Sources whose files are each the answers of one account and region. */
const BY_PLACE: ReadonlySet<string> = new Set(['aws']);

const PLACE = /(?:^|\/)(\d{12})\/([a-z0-9-]+)\/[^/]+$/;

/** `100000000001/eu-west-1`; what an organization answers is of no account. */
const placeOf = (path: string): string => {
  const [, account, region] = PLACE.exec(path) ?? [];
  return account === undefined ? 'organization' : `${account}/${region}`;
};

type RecordingSide = 'ours' | 'theirs';
type RecordingPair = Readonly<Record<RecordingSide, RecordedInventory>>;

/** What each place was read from, as one text. */
function inputsByPlace(recording: RecordedInventory | undefined): ReadonlyMap<string, string> {
  const found = new Map<string, string[]>();
  for (const { path, sha256 } of recording?.inputs ?? [])
    found.set(placeOf(path), [...(found.get(placeOf(path)) ?? []), `${path} ${sha256}`]);
  return new Map([...found].map(([place, lines]) => [place, lines.sort().join('\n')]));
}

/** The later one by the time of its recording; undefined where both were recorded in one second. */
const later = ({ ours, theirs }: RecordingPair): RecordingSide | undefined =>
  ours.taken === theirs.taken ? undefined : ours.taken > theirs.taken ? 'ours' : 'theirs';

interface Choice {
  readonly sides: ReadonlyMap<string, RecordingSide>;
  /** Places that both recorded again. */
  readonly both: readonly string[];
}

/** What is missing on one side was not asked for there: that is no newer answer. */
function choose(base: RecordedInventory | undefined, sides: RecordingPair): Choice | string {
  const [old, ours, theirs] = [base, sides.ours, sides.theirs].map(inputsByPlace) as [
    ReadonlyMap<string, string>,
    ReadonlyMap<string, string>,
    ReadonlyMap<string, string>,
  ];
  const found = new Map<string, RecordingSide>();
  const both: string[] = [];
  for (const place of new Set([...ours.keys(), ...theirs.keys()])) {
    const [before, a, b] = [old.get(place), ours.get(place), theirs.get(place)];
    if (b === undefined || a === b) found.set(place, 'ours');
    else if (a === undefined || a === before) found.set(place, 'theirs');
    else if (b === before) found.set(place, 'ours');
    else {
      const side = later(sides);
      if (side === undefined) return `both recorded ${place} in the same second`;
      found.set(place, side);
      both.push(place);
    }
  }
  return { sides: found, both };
}

function mergedRecords(
  type: RecordType,
  sides: RecordingPair,
  chosen: ReadonlyMap<string, RecordingSide>,
): ReadonlyMap<string, InventoryRecord> {
  const found = new Map<string, InventoryRecord>();
  for (const side of ['ours', 'theirs'] as const)
    for (const [id, record] of sides[side].inventory[type]) {
      if (chosen.get(placeOf(record.provenance.at.file)) !== side) continue;
      const there = found.get(id) as
        | { readonly unlisted?: boolean; readonly synced?: boolean }
        | undefined;
      // What only names a thing gives way to what describes it.
      if (!there || there.unlisted === true || there.synced === false) found.set(id, record);
    }
  return new Map([...found].sort(byKey));
}

function mergedCoverage(
  type: RecordType,
  sides: RecordingPair,
  chosen: ReadonlyMap<string, RecordingSide>,
): Coverage | undefined {
  const [ours, theirs] = [
    sides.ours.inventory.coverage[type],
    sides.theirs.inventory.coverage[type],
  ];
  if (!ours || !theirs) return ours ?? theirs;
  const except = (['ours', 'theirs'] as const).flatMap((side) =>
    (side === 'ours' ? ours : theirs).except.filter(({ account, region }) => {
      const own = chosen.get(`${account}/${region ?? 'global'}`) ?? chosen.get('organization');
      return own === undefined ? side === 'ours' : own === side;
    }),
  );
  const whole = chosen.get('organization') === 'theirs' ? theirs.state : ours.state;
  return { state: whole, except: sortedBy(except, canonicalJson) };
}

/** Counts of both, each with what it added to those of the base. */
function mergedCounts(
  base: ReadonlyMap<string, number> | undefined,
  ours: ReadonlyMap<string, number> | undefined,
  theirs: ReadonlyMap<string, number> | undefined,
): ReadonlyMap<string, number> {
  const names = new Set([...(ours?.keys() ?? []), ...(theirs?.keys() ?? [])]);
  return new Map(
    [...names]
      .map((name): [string, number] => {
        const [o, a, b] = [base, ours, theirs].map((counts) => counts?.get(name) ?? 0) as [
          number,
          number,
          number,
        ];
        return [name, a + b - o];
      })
      .filter(([, n]) => n > 0)
      .sort(byKey),
  );
}

/** Ids of records that one side has and the whole does not, though something in the whole names them. */
function danglingId(merged: Inventory, sides: RecordingPair): string | undefined {
  const kept = new Set(RECORD_TYPES.flatMap((type) => [...merged[type].keys()]));
  const lost = new Set(
    (['ours', 'theirs'] as const).flatMap((side) =>
      RECORD_TYPES.flatMap((type) =>
        [...sides[side].inventory[type].keys()].filter((id) => !kept.has(id)),
      ),
    ),
  );
  if (lost.size === 0) return undefined;
  const named = (value: unknown): string | undefined => {
    if (typeof value === 'string') return lost.has(value) ? value : undefined;
    if (typeof value !== 'object' || value === null) return undefined;
    for (const inner of Object.values(value)) {
      const found = named(inner);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  for (const type of RECORD_TYPES)
    for (const record of merged[type].values()) {
      const found = named(record);
      if (found !== undefined) return found;
    }
  return undefined;
}

function byPlace(base: RecordedInventory | undefined, sides: RecordingPair): MergedRecording {
  const chosen = choose(base, sides);
  if (typeof chosen === 'string') return { refused: chosen };
  const { ours, theirs } = sides;
  const differ = (name: 'unmapped' | 'listed' | 'unresolved'): boolean =>
    canonicalJson([...(ours[name] ?? [])]) !== canonicalJson([...(theirs[name] ?? [])]);
  if (chosen.both.length > 0 && (['unmapped', 'listed', 'unresolved'] as const).some(differ))
    return {
      refused: `both recorded ${chosen.both[0]} again, and count differently what is not modelled`,
    };
  const records = Object.fromEntries(
    RECORD_TYPES.map((type) => [type, mergedRecords(type, sides, chosen.sides)]),
  );
  const coverage = Object.fromEntries(
    RECORD_TYPES.flatMap((type) => {
      const own = mergedCoverage(type, sides, chosen.sides);
      return own ? [[type, own]] : [];
    }),
  );
  const newer = later(sides) === 'theirs' ? theirs : ours;
  const { counts, securityGroupPairs } = newer.inventory;
  const inventory = inventoryOf(newer.inventory.source, {
    ...(records as Partial<Inventory>),
    ...{ coverage, counts, securityGroupPairs },
  });
  const dangling = danglingId(inventory, sides);
  if (dangling !== undefined)
    return {
      refused: `the newer answers of one account name ${dangling}, which those of another no longer have`,
    };
  const listed = mergedCounts(base?.listed, ours.listed, theirs.listed);
  const inputs = (['ours', 'theirs'] as const)
    .flatMap((side) =>
      sides[side].inputs.filter(({ path }) => chosen.sides.get(placeOf(path)) === side),
    )
    .sort((a, b) => byCodeUnit(a.path, b.path));
  return {
    merged: {
      ...{ estate: ours.estate, taken: newer.taken, by: newer.by, inventory, inputs },
      unmapped: mergedCounts(base?.unmapped, ours.unmapped, theirs.unmapped),
      unresolved: newer.unresolved,
      ...(listed.size > 0 ? { listed } : {}),
    },
  };
}

/** The later one, where it was made from all that the other was made from. */
function asWhole(sides: RecordingPair): MergedRecording {
  const side = later(sides);
  if (side === undefined) return { refused: 'both were recorded in the same second' };
  const newer = sides[side];
  const paths = new Set(newer.inputs.map(({ path }) => path));
  const missing = sides[side === 'ours' ? 'theirs' : 'ours'].inputs.find(
    ({ path }) => !paths.has(path),
  );
  return missing
    ? { refused: `the newer one was not made from ${missing.path}` }
    : { merged: newer };
}

/** @param base what both began from; absent where both are new */
export function mergeRecordings(
  base: RecordedInventory | undefined,
  ours: RecordedInventory,
  theirs: RecordedInventory,
): MergedRecording {
  const source = ours.inventory.source.id;
  if (source !== theirs.inventory.source.id) return { refused: 'they are of two sources' };
  const [before, a, b] = [base && factsText(base), factsText(ours), factsText(theirs)];
  if (a === b || b === before) return { merged: ours };
  if (a === before) return { merged: theirs };
  return BY_PLACE.has(source) ? byPlace(base, { ours, theirs }) : asWhole({ ours, theirs });
}
