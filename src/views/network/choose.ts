/** Which networks the options ask for, and which others must be shown because they are joined to these. */

import type { Inventory } from '../../inventory/inventory.ts';
import type { Vpc } from '../../inventory/network.ts';
import type { AccountRecord } from '../../inventory/provenance.ts';
import type { NetworkOptions } from '../../model/derivation.ts';
import { type Diagnostic, error, quote } from '../../model/diagnostic.ts';
import { accountFilter, tagFilter } from '../scope.ts';

export interface NetworkSelection {
  /** VPCs that are drawn with everything in them. */
  readonly selected: ReadonlySet<string>;
  /** VPCs of others in which what is asked for runs: drawn with that, and with nothing else. */
  readonly hosts: ReadonlySet<string>;
  /** VPCs that are drawn as far ends of peerings only. */
  readonly neighbours: ReadonlySet<string>;
  /** Whether something is asked for: by its VPC, else by its account and region. */
  asks(record: AccountRecord & { readonly vpc?: string }): boolean;
  /** The same for what runs in networks: also where its account does not own the network that it is in. */
  asksWorkload(record: AccountRecord & { readonly vpc?: string }): boolean;
}

/** Whether nothing is in a default VPC but what AWS puts there. */
function isIdle(vpc: Vpc, busy: ReadonlySet<string>): boolean {
  return vpc.isDefault && !busy.has(vpc.id);
}

/**
 * @param busy VPCs that hold or join something
 * @param running what runs in VPCs
 * Errors: `not-in-graph`
 */
export function choose(
  options: NetworkOptions,
  inventory: Inventory,
  busy: ReadonlySet<string>,
  running: readonly (AccountRecord & { readonly vpc?: string })[],
  report: (diagnostic: Diagnostic) => void,
): NetworkSelection {
  const wantsAccount = accountFilter(options, inventory, report);
  const wantsTags = tagFilter(options.tags);
  const { vpcs: named, regions } = options;
  const all = [...inventory.vpcs.values()];
  const { name: source } = inventory.source;
  for (const name of named ?? [])
    if (!all.some((v) => v.id === name || v.name === name))
      report(
        error('not-in-graph', `${source} has no VPC ${quote(name)}`, undefined, {
          hint: `Write ids and Name tags exactly as in ${source}. If it no longer exists, remove it from the options.`,
        }),
      );
  const inRegion = (region: string | undefined): boolean =>
    regions === undefined || (region !== undefined && regions.includes(region));
  const held = ({ accounts: listed, region }: AccountRecord, owner?: string): boolean =>
    (owner === undefined && listed.length > 0 ? listed.some(wantsAccount) : wantsAccount(owner)) &&
    inRegion(region);
  const fitting = all.filter(
    (vpc) =>
      inRegion(vpc.region) &&
      wantsTags(vpc.tags) &&
      (named === undefined || named.includes(vpc.id) || named.includes(vpc.name)) &&
      !(options.defaultVpcs === 'omit' && isIdle(vpc, busy)),
  );
  const selected = new Set(fitting.filter((vpc) => held(vpc, vpc.owner)).map(({ id }) => id));
  const hosting = new Set(
    running.flatMap(({ vpc, accounts: own }) => (own.some(wantsAccount) ? vpc : [])),
  );
  const hosts = new Set(
    fitting.flatMap(({ id }) => (hosting.has(id) && !selected.has(id) ? id : [])),
  );
  const neighbours = new Set<string>();
  for (const { requester, accepter, gone } of inventory.peerings.values())
    for (const [here, there] of [
      [requester, accepter],
      [accepter, requester],
    ])
      if (!gone && here && there && selected.has(here) && !selected.has(there))
        neighbours.add(there);
  const asks: NetworkSelection['asks'] = (record) => {
    if (record.vpc !== undefined) return selected.has(record.vpc);
    return named === undefined && options.tags === undefined && held(record);
  };
  return {
    ...{ selected, hosts, neighbours, asks },
    asksWorkload: (record) =>
      asks(record) ||
      (record.vpc !== undefined && hosts.has(record.vpc) && record.accounts.some(wantsAccount)),
  };
}
