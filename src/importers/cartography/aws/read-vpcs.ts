/** VPCs: their owner, region and blocks, of which the nodes themselves say little that can be relied on. */

import { grouped } from '../../../inventory/indexes.ts';
import type { Subnet, Vpc, VpcRecord } from '../../../inventory/network.ts';
import { type AccountTree, isRead } from '../../../inventory/organization.ts';
import type { UnresolvedReason } from '../../../model/unresolved.ts';
import { present } from '../../present.ts';
import type { Answers } from '../question.ts';
import { OLD_VPCS, PEERINGS, VPCS } from './network-questions.ts';
import type { NetworkRecords } from './network-records.ts';
import { byId, mostNamed } from './row-helpers.ts';
import { provenance } from './source.ts';
import type { RecordedTags } from './tags.ts';

/** What AWS gives every default VPC. */
const DEFAULT_BLOCK = '172.31.0.0/16';

/** Regions of the ends of peerings: those of the ends themselves, unlike the VPC's own property. */
function peeredRegions(answers: Answers): Map<string, string> {
  const found = new Map<string, string>();
  for (const row of answers.rows(PEERINGS))
    for (const side of ['requester', 'accepter']) {
      const region = row.text(`${side}Region`);
      for (const id of row.texts(`${side}s`)) if (region) found.set(id, region);
    }
  return found;
}

/** What the VPC's own node says. */
interface VpcNode {
  readonly listed: readonly string[];
  readonly region?: string;
  readonly isDefault?: boolean;
  readonly primary?: string;
}

/** Works out of what is in each VPC what its node does not say. */
class VpcReader {
  readonly #accounts: AccountTree;
  readonly #tags: RecordedTags;
  readonly #parts: ReadonlyMap<string | undefined, readonly Pick<VpcRecord, 'accounts'>[]>;
  readonly #subnets: ReadonlyMap<string | undefined, readonly Subnet[]>;
  readonly #blocks: ReadonlyMap<string | undefined, readonly string[]>;
  readonly #peered: ReadonlyMap<string, string>;
  readonly #old: ReadonlySet<string>;

  constructor(
    answers: Answers,
    accounts: AccountTree,
    tags: RecordedTags,
    inside: Omit<NetworkRecords, 'vpcs'>,
  ) {
    const { subnets, routeTables, internetGateways, endpoints, addressBlocks } = inside;
    this.#accounts = accounts;
    this.#tags = tags;
    this.#subnets = grouped(subnets.values(), ({ vpc }) => vpc);
    this.#parts = grouped(
      [subnets, routeTables, internetGateways, endpoints].flatMap(
        (records): Pick<VpcRecord, 'vpc' | 'accounts'>[] => [...records.values()],
      ),
      ({ vpc }) => vpc,
    );
    const inUse = [...addressBlocks.values()].filter(({ gone, block }) => !gone && block !== '');
    this.#blocks = new Map(
      [...grouped(inUse, ({ vpc }) => vpc)].map(([vpc, own]) => [vpc, own.map((b) => b.block)]),
    );
    this.#peered = peeredRegions(answers);
    this.#old = new Set(answers.rows(OLD_VPCS).flatMap((row) => row.text('id') ?? []));
  }

  read(id: string, own: VpcNode, unlisted: boolean, origin: Pick<Vpc, 'provenance'>): Vpc {
    const inside = this.#parts.get(id) ?? [];
    const subnets = this.#subnets.get(id) ?? [];
    const blocks = this.#blocks.get(id) ?? [];
    // Only the owner may make tables and gateways in a VPC; whom it is shared with merely lists it.
    const owner = mostNamed(inside.flatMap(({ accounts }) => accounts)) ?? own.listed[0];
    const region =
      mostNamed(subnets.flatMap((s) => s.region ?? [])) ?? this.#peered.get(id) ?? own.region;
    const known = inside.length > 0 || isRead(this.#accounts, owner);
    const stub: UnresolvedReason | undefined = unlisted
      ? { code: 'network-not-recorded' }
      : known
        ? undefined
        : { code: 'account-not-read' };
    return {
      id,
      name: this.#tags.name(id) ?? id,
      accounts: own.listed,
      blocks: [...new Set(blocks)].sort(
        (a, b) => Number(b === own.primary) - Number(a === own.primary) || (a < b ? -1 : 1),
      ),
      tags: this.#tags.of(id),
      isDefault:
        own.isDefault ?? (subnets.every((s) => s.isDefault) && String(blocks) === DEFAULT_BLOCK),
      unlisted,
      behind: this.#old.has(id),
      ...present({ owner, region, stub }),
      ...origin,
    };
  }
}

export function readVpcs(
  answers: Answers,
  accounts: AccountTree,
  tags: RecordedTags,
  inside: Omit<NetworkRecords, 'vpcs'>,
): Map<string, Vpc> {
  const reader = new VpcReader(answers, accounts, tags, inside);
  const found = byId(answers.rows(VPCS), (row, id) => {
    const isDefault = row.values.isDefault === null ? undefined : row.flag('isDefault');
    const [region, primary] = [row.text('region'), row.text('primary')];
    const own = { listed: row.texts('accounts'), ...present({ region, primary, isDefault }) };
    return reader.read(id, own, false, provenance(row));
  });
  // What has no node of its own and is named by what would be in it.
  const { subnets, routeTables, internetGateways, endpoints, networkAcls, addressBlocks } = inside;
  const parts = [
    ...[subnets, routeTables, internetGateways, endpoints, networkAcls, addressBlocks],
  ].flatMap((records): Pick<VpcRecord, 'vpc' | 'provenance'>[] => [...records.values()]);
  const named = grouped(parts, ({ vpc }) => vpc);
  for (const [id, [first]] of [...named].sort(([a = ''], [b = '']) => (a < b ? -1 : 1)))
    if (id !== undefined && first && !found.has(id)) {
      const { provenance: origin } = first;
      const own = { listed: [], isDefault: false };
      found.set(id, reader.read(id, own, true, { provenance: origin }));
    }
  return found;
}
