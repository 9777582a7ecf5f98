/** VPCs: their owner, region and blocks, of which the nodes themselves say little that can be relied on. */

import type { Origin } from '../../../model/diagnostic.ts';
import { byCodeUnit } from '../../../model/order.ts';
import type { UnresolvedReason } from '../../../model/unresolved.ts';
import type { Answers } from '../question.ts';
import type { Accounts } from './accounts.ts';
import type { Held, InVpc, Subnet, Table, Vpc } from './graph.ts';
import { PEERINGS, VPCS } from './network-questions.ts';
import { byId, grouped, mostNamed } from './row-helpers.ts';

/** What AWS gives every default VPC. */
const DEFAULT_BLOCK = '172.31.0.0/16';

interface VpcParts {
  readonly answers: Answers;
  readonly accounts: Accounts;
  readonly subnets: ReadonlyMap<string, Subnet>;
  readonly tables: ReadonlyMap<string, Table>;
  readonly gateways: ReadonlyMap<string, InVpc>;
  readonly endpoints: ReadonlyMap<string, InVpc>;
  readonly acls: ReadonlyMap<string, InVpc>;
  readonly blocks: ReadonlyMap<
    string,
    { readonly vpc?: string; readonly text: string; readonly gone: boolean; readonly at: Origin }
  >;
  readonly tagsOf: (id: string) => Readonly<Record<string, string>>;
  readonly nameOf: (id: string) => string | undefined;
}

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

/** Whether Cartography read the account itself, and not only what others know of it. */
export const isRead = ({ accounts }: Accounts, id: string | undefined): boolean => {
  const account = id === undefined ? undefined : accounts.get(id);
  return account !== undefined && (account.synced || account.inscope);
};

export function readVpcs(around: VpcParts): Map<string, Vpc> {
  const { answers, accounts, blocks, tagsOf, nameOf } = around;
  const parts = [
    ...around.subnets.values(),
    ...around.tables.values(),
    ...around.gateways.values(),
    ...around.endpoints.values(),
  ];
  const partsOf = grouped(parts as readonly (Held & { vpc?: string })[], (p) => p.vpc);
  const subnetsOf = grouped(around.subnets.values(), (s) => s.vpc);
  const blocksOf = grouped(blocks.values(), (b) => b.vpc);
  const peered = peeredRegions(answers);
  const make = (
    id: string,
    at: Origin,
    listed: readonly string[],
    own: {
      region?: string | undefined;
      isDefault?: boolean | undefined;
      primary?: string | undefined;
    },
    unlisted: boolean,
  ): Vpc => {
    const inside = partsOf.get(id) ?? [];
    const subnets = subnetsOf.get(id) ?? [];
    // Only the owner may make tables and gateways in a VPC; whom it is shared with merely lists it.
    const owner = mostNamed(inside.flatMap((p) => p.accounts)) ?? listed[0];
    const region =
      mostNamed(subnets.flatMap((s) => s.region ?? [])) ?? peered.get(id) ?? own.region;
    const texts = (blocksOf.get(id) ?? []).flatMap((b) => (b.gone || b.text === '' ? [] : b.text));
    const known = inside.length > 0 || isRead(accounts, owner);
    const stub: UnresolvedReason | undefined = unlisted
      ? { code: 'network-not-recorded' }
      : known
        ? undefined
        : { code: 'account-not-read' };
    return {
      id,
      name: nameOf(id) ?? id,
      accounts: listed,
      ...(owner ? { owner } : {}),
      ...(region ? { region } : {}),
      blocks: [...new Set(texts)].sort(
        (a, b) => Number(b === own.primary) - Number(a === own.primary) || byCodeUnit(a, b),
      ),
      tags: tagsOf(id),
      isDefault:
        own.isDefault ?? (subnets.every((s) => s.isDefault) && String(texts) === DEFAULT_BLOCK),
      ...(stub ? { stub } : {}),
      unlisted,
      at,
    };
  };
  const found = byId(answers.rows(VPCS), (row, id) =>
    make(
      id,
      row.at,
      row.texts('accounts'),
      {
        region: row.text('region'),
        isDefault: row.values.isDefault === null ? undefined : row.flag('isDefault'),
        primary: row.text('primary'),
      },
      false,
    ),
  );
  // What has no node of its own and is named by what would be in it.
  const named = grouped(
    [...parts, ...around.acls.values(), ...blocks.values()],
    (part) => part.vpc,
  );
  for (const [id, [first]] of [...named].sort(([a = ''], [b = '']) => byCodeUnit(a, b)))
    if (id !== undefined && first && !found.has(id))
      found.set(id, make(id, first.at, [], { isDefault: false }, true));
  return found;
}
