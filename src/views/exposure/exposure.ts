/** What can be reached from the internet, and by which way. */

import {
  accountFilter,
  readAccounts,
  tagFilter,
} from '../../importers/cartography/aws/accounts.ts';
import { readGroups, withUnknownSource } from '../../importers/cartography/aws/exposure-groups.ts';
import { COUNTS } from '../../importers/cartography/aws/exposure-questions.ts';
import type { Networks } from '../../importers/cartography/aws/graph.ts';
import { readNetworks } from '../../importers/cartography/aws/read.ts';
import { readHolders } from '../../importers/cartography/aws/read-containers.ts';
import { readResources } from '../../importers/cartography/aws/read-resources.ts';
import {
  CLASSIC_TARGETS,
  LOAD_BALANCER_TARGETS,
} from '../../importers/cartography/aws/resource-questions.ts';
import type { Answers } from '../../importers/cartography/question.ts';
import type { ElementContent } from '../../model/content.ts';
import type { ExposureOptions } from '../../model/derivation.ts';
import { error, quote, warning } from '../../model/diagnostic.ts';
import { sortedBy } from '../../model/order.ts';
import { grouping, link } from '../elements.ts';
import type { View, ViewInput } from '../view.ts';
import { type Asset, ThingReader } from './assets.ts';
import { ExposureBoxes, isPublic } from './boxes.ts';
import { foldAlike, membersOf } from './fold.ts';
import { ExposureLines } from './lines.ts';
import { Paths } from './paths.ts';

interface ExposureAnswers {
  readonly answers: Answers;
  readonly tagKeys: readonly string[];
}

/**
 * What faces the internet is Cartography's own finding (`exposed_internet`), which knows IPv4 and security
 * groups only: neither IPv6 nor network ACLs. Routes to an internet gateway are held against it here.
 * Inward it goes by the targets of load balancers, and by groups that name groups.
 * Errors: `empty-graph`, `not-in-graph`. Warnings: `no-internet-route`, `source-not-recorded`.
 */
export const exposure: View<ExposureOptions, ExposureAnswers> = (building) => {
  const { options, inventory, ledger, report } = building;
  const { answers, tagKeys } = inventory;
  for (const row of answers.rows(COUNTS))
    if (row.number('found') !== 0) ledger.found(row.required('kind'), row.number('found') ?? 0);
  const accounts = readAccounts(answers);
  const networks = readNetworks(answers, tagKeys, accounts, report);
  const groups = readGroups(answers);
  const { resources } = readResources(answers, networks, report);
  const all = new ThingReader(answers, networks, groups).read(resources);
  if (accounts.accounts.size === 0 && all.size === 0) {
    report(
      error('empty-graph', 'the graph has no AWS account', undefined, {
        hint: 'Was it the right database, and had Cartography run? Record it again.',
      }),
    );
    return [];
  }
  const folded = foldAlike(all, targetedBy(building));
  const things = [...new Set(folded.values())];
  const paths = new Paths(answers, folded, groups);

  const wantsAccount = accountFilter(options, accounts, report);
  const wantsTags = tagFilter(options.tags);
  const wants = ({ account, region, tags, vpc }: Asset): boolean =>
    wantsAccount(account) &&
    (options.regions === undefined || (region !== undefined && options.regions.includes(region))) &&
    (wantsTags(tags) || wantsTags(vpc === undefined ? undefined : networks.vpcs.get(vpc)?.tags));
  const facing = sortedBy(
    things.filter((thing) => thing.facing !== undefined),
    ({ name, id }) => `${name}\n${id}`,
  );
  // A way is shown from where it begins, wherever that is, if anything on it is asked for.
  const entries = facing.filter((thing) => [...paths.reach(thing)].some(wants));
  const drawn = new Set(entries);
  for (const thing of things)
    if ((thing.facing !== undefined || thing.gone) && !drawn.has(thing))
      ledger.omitted('internet-facing', membersOf(thing).length);
  const reached = new Set(entries.flatMap((thing) => [...paths.reach(thing)]));

  const boxes = new ExposureBoxes(ledger, networks, accounts);
  for (const thing of sortedBy([...reached], ({ name, id }) => `${name}\n${id}`)) boxes.put(thing);
  for (const thing of things)
    if (thing.counted && !reached.has(thing))
      ledger.omitted(thing.counted, membersOf(thing).length);

  const lines = new ExposureLines(ledger, boxes.endOf);
  const at = facing[0]?.at ?? [...accounts.accounts.values()][0]?.at ?? { file: '' };
  const internet = grouping(ledger, at, 'internet', 'Internet', {
    zone: 'untrusted',
    side: 'left',
  });
  for (const thing of entries) {
    const gateway = thing.facing === 'network' ? boxes.gateway(thing.vpc) : undefined;
    lines.entry(gateway ?? internet, paths.entry(thing));
  }
  drawSteps(reached, paths, lines);
  const balancers = [...all.values()].filter((t) => t.balancer).map(({ id }) => id);
  lines.settle(groups, paths, balancers);
  warn(building, networks, entries, [...all.values()]);
  const gateways = boxes.gateways.map((gateway) => {
    ledger.found('grouping', 1);
    return link({ at: gateway.origin ?? at, counted: 'grouping' }, internet, gateway);
  });
  return [
    internet,
    ...boxes.content(),
    ...nothing(building, entries, at),
    ...gateways,
    ...lines.content(),
  ];
};

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

function targetedBy({
  inventory: { answers },
}: ViewInput<ExposureOptions, ExposureAnswers>): (id: string) => readonly string[] {
  const balancers = new Map<string, string[]>();
  const holders = readHolders(answers);
  for (const question of [LOAD_BALANCER_TARGETS, CLASSIC_TARGETS])
    for (const row of answers.rows(question)) {
      const named = row.text('target') ?? '';
      const target = holders.get(named) ?? named;
      balancers.set(target, [...(balancers.get(target) ?? []), row.text('balancer') ?? '']);
    }
  return (id) => balancers.get(id) ?? [];
}

/** That nothing is reachable is worth saying, too. */
function nothing(
  { ledger }: ViewInput<ExposureOptions, ExposureAnswers>,
  entries: readonly Asset[],
  at: ElementContent['origin'],
): readonly ElementContent[] {
  if (entries.length > 0) return [];
  const name = 'Nothing recorded that the internet can reach';
  return [grouping(ledger, at ?? { file: '' }, 'generic:group', name, {}, [])];
}

/** Where what Cartography does not look at may change the picture. */
function warn(
  { report }: ViewInput<ExposureOptions, ExposureAnswers>,
  networks: Networks,
  entries: readonly Asset[],
  things: readonly Asset[],
): void {
  const named = (list: readonly Asset[]): string => quote(list.map(({ name }) => name).join(', '));
  const routed = ({ subnets }: Asset): boolean | undefined => {
    const known = subnets.map((id) => isPublic(networks.subnets.get(id), networks));
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
          hint: 'It looks at addresses and security groups, not at routes. They are drawn all the same.',
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
        `security groups of ${named(unknown)} have rules for IPv6 addresses or prefix lists, which the graph does not hold`,
        unknown[0]?.at,
        {
          hint: 'They may be open to the internet by such a rule without being drawn so: look at the groups.',
        },
      ),
    );
}
