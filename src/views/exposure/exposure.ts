/** What can be reached from the internet, and by which way. */

import { grouped, isPublic } from '../../inventory/indexes.ts';
import { type Inventory, readState } from '../../inventory/inventory.ts';
import type { Account } from '../../inventory/organization.ts';
import type { Content, ElementContent } from '../../model/content.ts';
import type { ExposureOptions } from '../../model/derivation.ts';
import { error, type Origin, quote, warning } from '../../model/diagnostic.ts';
import { sortedBy } from '../../model/order.ts';
import { grouping, link } from '../elements.ts';
import type { Ledger } from '../ledger.ts';
import { accountFilter, tagFilter } from '../scope.ts';
import type { EstateView, ViewInput } from '../view.ts';
import { workloadCards } from '../workloads/workloads.ts';
import { type Asset, assetsOf } from './assets.ts';
import { ExposureBoxes } from './boxes.ts';
import { foldAlike, membersOf } from './fold.ts';
import { exposureGroups, withUnknownSource } from './groups.ts';
import { ExposureLines } from './lines.ts';
import { Paths } from './paths.ts';

type ExposureInput = ViewInput<ExposureOptions, Inventory>;

const byNameAndId = (assets: Iterable<Asset>): Asset[] =>
  sortedBy([...assets], ({ name, id }) => `${name}\n${id}`);

/**
 * What faces the internet is Cartography's own finding (`exposed_internet`), which knows IPv4 and security
 * groups only: neither IPv6 nor network ACLs. Routes to an internet gateway are compared with it here.
 * Inward it goes by the targets of load balancers, and by groups that name groups.
 * Errors: `empty-graph`, `not-in-graph`. Warnings: `exposure-not-marked`, `no-internet-route`,
 * `source-not-recorded`.
 */
export const exposure: EstateView<ExposureOptions, Inventory> = (input): readonly Content[] => {
  const { inventory, ledger, report } = input;
  const { accounts, source } = inventory;
  for (const { kind, found } of inventory.counts) if (found !== 0) ledger.found(kind, found);
  const groups = exposureGroups(inventory);
  const all = assetsOf(inventory, workloadCards(inventory).cards, groups);
  if (accounts.size === 0 && all.size === 0) {
    const message = `${source.name} has no AWS account`;
    report(error('empty-graph', message, undefined, { hint: source.ifEmpty() }));
    return [];
  }
  const folded = foldAlike(all, targetedBy(inventory));
  const assets = [...new Set(folded.values())];
  const paths = new Paths(inventory, folded, groups);
  const wants = scopeOf(input);
  const facing = byNameAndId(assets.filter((asset) => asset.facing !== undefined));
  // A way is shown from where it begins, wherever that is, if anything on it is asked for.
  const entries = facing.filter((asset) => [...paths.reach(asset)].some(wants));
  const reached = new Set(entries.flatMap((asset) => [...paths.reach(asset)]));
  countOmitted(ledger, assets, new Set(entries), reached);

  const boxes = new ExposureBoxes(ledger, inventory);
  for (const asset of byNameAndId(reached)) boxes.put(asset);
  const lines = new ExposureLines(ledger, boxes.endOf);
  const at = facing[0]?.at ?? [...accounts.values()][0]?.provenance.at ?? { file: '' };
  const internet = grouping(ledger, at, 'internet', 'Internet', {
    zone: 'untrusted',
    side: 'left',
  });
  for (const asset of entries) {
    const gateway = asset.facing === 'network' ? boxes.gateway(asset.vpc) : undefined;
    lines.entry(gateway ?? internet, paths.entry(asset));
  }
  drawSteps(reached, paths, lines);
  const balancers = [...all.values()].filter((t) => t.balancer).map(({ id }) => id);
  lines.countTheRest(groups, paths, balancers);
  warn(input, entries, [...all.values()]);
  const gateways = boxes.gateways.map((gateway) => {
    ledger.found('grouping', 1);
    return link({ at: gateway.origin ?? at, counted: 'grouping' }, internet, gateway);
  });
  return [
    internet,
    ...boxes.content(),
    ...nothing(input, entries, at),
    ...gateways,
    ...lines.content(),
  ];
};

/** Whether the options ask for something; its tags are its own, or those of its VPC. */
function scopeOf({ options, inventory, report }: ExposureInput): (asset: Asset) => boolean {
  const wantsAccount = accountFilter(options, inventory, report);
  const wantsTags = tagFilter(options.tags);
  return ({ account, region, tags, vpc }) =>
    wantsAccount(account) &&
    (options.regions === undefined || (region !== undefined && options.regions.includes(region))) &&
    (wantsTags(tags) || wantsTags(vpc === undefined ? undefined : inventory.vpcs.get(vpc)?.tags));
}

/** What is left out, as the options do not ask for it or as no way leads there. */
function countOmitted(
  ledger: Ledger,
  assets: readonly Asset[],
  entries: ReadonlySet<Asset>,
  reached: ReadonlySet<Asset>,
): void {
  for (const asset of assets) {
    const many = membersOf(asset).length;
    if ((asset.facing !== undefined || asset.gone) && !entries.has(asset))
      ledger.omitted('internet-facing', many);
    if (asset.counted && !reached.has(asset)) ledger.omitted(asset.counted, many);
  }
}

/** Each way once; between members of one group only where no other way leads. */
function drawSteps(reached: ReadonlySet<Asset>, paths: Paths, lines: ExposureLines): void {
  const steps = [...reached].flatMap((from) => paths.from(from).map((step) => ({ from, step })));
  const led = new Set(steps.filter(({ step }) => !step.lateral).map(({ step }) => step.to));
  for (const { from, step } of steps) {
    if (step.lateral && (led.has(step.to) || step.to.facing !== undefined)) {
      lines.skip(step);
      continue;
    }
    led.add(step.to);
    lines.step(from, step);
  }
}

/** Ids of the load balancers that send to something. */
function targetedBy({ balancerTargets }: Inventory): (id: string) => readonly string[] {
  const byTarget = grouped(balancerTargets.values(), ({ target }) => target);
  return (id) => (byTarget.get(id) ?? []).map(({ balancer }) => balancer);
}

/** Names of what faces the internet by its own facts, in an inventory of which nothing is marked as exposed. */
function unmarked({ instances, loadBalancers }: Inventory): readonly string[] {
  const [hosts, balancers] = [[...instances.values()], [...loadBalancers.values()]];
  const marked =
    hosts.some(({ exposure }) => exposure.length > 0) || balancers.some((b) => b.exposed);
  if (marked) return [];
  return [
    ...balancers.filter(({ scheme }) => scheme === 'internet-facing'),
    ...hosts.filter(
      ({ publicAddress, state }) => publicAddress && (state ?? 'running') === 'running',
    ),
  ]
    .map(({ name }) => name)
    .sort();
}

/** Names of the accounts that the options ask for and of which the source has not read what faces the internet. */
function unreadAccounts({ options, inventory }: ExposureInput): readonly string[] {
  const wants = accountFilter(options, inventory, () => {});
  const named = options.accounts !== undefined || options.ous !== undefined;
  // Of all accounts that are known, those of others are nobody's to read.
  const own = ({ organization, inscope }: Account) => organization !== undefined || inscope;
  return [...inventory.accounts.values()]
    .filter(
      (account) =>
        wants(account.id) &&
        (named || own(account)) &&
        readState(inventory, 'instances', account.id) !== 'read',
    )
    .map(({ name }) => name)
    .sort();
}

/** It is worth saying that nothing is reachable, and, where nothing is marked, that this is unknown. */
function nothing(
  input: ExposureInput,
  entries: readonly Asset[],
  at: Origin,
): readonly ElementContent[] {
  const { ledger, inventory } = input;
  const unknown = unmarked(inventory).length > 0;
  if (entries.length > 0 && !unknown) return [];
  const unread = entries.length > 0 ? [] : unreadAccounts(input);
  const name = unknown
    ? 'Not known: nothing is marked as open to the internet'
    : unread.length > 0
      ? `Not known what the internet can reach: ${unread.length > 3 ? `${unread.length} accounts` : unread.join(', ')} not read`
      : 'Nothing recorded that the internet can reach';
  return [grouping(ledger, at, 'generic:group', name, {}, [])];
}

/** Where what Cartography does not look at may change the picture. */
function warn(
  { report, inventory }: ExposureInput,
  entries: readonly Asset[],
  things: readonly Asset[],
): void {
  const faces = unmarked(inventory);
  if (faces.length > 0)
    report(
      warning(
        'exposure-not-marked',
        `${inventory.source.name} marks no instance and no load balancer as open to the internet, but these are internet-facing: ${quote(faces.join(', '))}`,
        undefined,
        {
          hint: "Cartography's analysis jobs set these marks. Until they have run, it is unknown what the internet can reach.",
        },
      ),
    );
  const named = (list: readonly Asset[]): string => quote(list.map(({ name }) => name).join(', '));
  const routed = ({ subnets }: Asset): boolean | undefined => {
    const known = subnets.map((id) => isPublic(inventory, inventory.subnets.get(id)));
    return known.includes(true) ? true : known.includes(undefined) ? undefined : known[0];
  };
  const stranded = entries.filter((t) => t.facing === 'network' && routed(t) === false);
  if (stranded.length > 0)
    report(
      warning(
        'no-internet-route',
        `Cartography counts these as open to the internet, but their subnets have no route to an internet gateway: ${named(stranded)}`,
        stranded[0]?.at,
        {
          hint: 'Cartography checks addresses and security groups, not routes. They are drawn anyway.',
        },
      ),
    );
  const unknown = sortedBy(
    things.filter((t) => routed(t) === true && withUnknownSource(t.groups).length > 0),
    ({ name }) => name,
  );
  if (unknown.length > 0)
    report(
      warning(
        'source-not-recorded',
        `security groups of ${named(unknown)} have rules for IPv6 addresses or prefix lists, which ${inventory.source.name} does not hold`,
        unknown[0]?.at,
        {
          hint: 'Such a rule may open them to the internet without being drawn: check the groups.',
        },
      ),
    );
}
