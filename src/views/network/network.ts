/** Accounts' networks: VPCs, subnets, routing, and everything that joins them to each other and to the outside. */

import { readAccounts } from '../../importers/cartography/aws/accounts.ts';
import {
  GROUP_COUNTS,
  NETWORK_COUNTS,
  RESOURCE_COUNTS,
} from '../../importers/cartography/aws/counts.ts';
import type { Networks, RouteRow } from '../../importers/cartography/aws/graph.ts';
import { readNetworks } from '../../importers/cartography/aws/read.ts';
import {
  type Peering,
  readPeerings,
  readTransit,
  type Transit,
} from '../../importers/cartography/aws/read-connections.ts';
import { readResources } from '../../importers/cartography/aws/read-resources.ts';
import type { Resource } from '../../importers/cartography/aws/resource.ts';
import { Groups } from '../../importers/cartography/aws/security-groups.ts';
import type { Answers } from '../../importers/cartography/question.ts';
import type { ElementContent } from '../../model/content.ts';
import type { NetworkOptions } from '../../model/derivation.ts';
import type { View } from '../view.ts';
import { AccountBoxes } from './boxes.ts';
import { choose } from './choose.ts';
import { Dispositions } from './dispositions.ts';
import { drawLoose, settle } from './finalize.ts';
import { balancerFlows, drawFlows, Flows } from './flows.ts';
import { drawInternet } from './internet.ts';
import { drawPeerings } from './peerings.ts';
import { foldGroups, groupFlows, internetFlows, permittedBetween } from './permitted.ts';
import { type Plan, wishesOf } from './plan.ts';
import { drawResources, settleParts } from './resources.ts';
import { drawTargets, isNode } from './targets.ts';
import { drawTransit } from './transit.ts';
import { neighbourElement, vpcElement } from './vpcs.ts';

/** Default VPCs that hold or join something. */
function busyVpcs(
  networks: Networks,
  resources: Iterable<Resource>,
  peerings: Iterable<Peering>,
  transit: Transit,
): Set<string> {
  const busy = new Set<string>();
  const add = (id: string | undefined): void => {
    if (id !== undefined) busy.add(id);
  };
  for (const { vpc, used } of networks.subnets.values()) if (used) add(vpc);
  for (const { vpc } of resources) add(vpc);
  for (const { vpc } of networks.endpoints.values()) add(vpc);
  for (const { vpc } of transit.attachments.values()) add(vpc);
  for (const { gone, requester, accepter } of peerings)
    if (!gone) for (const id of [requester, accepter]) add(id);
  return busy;
}

/** `estate('bank').network()` */
export const network: View<
  NetworkOptions,
  { readonly answers: Answers; readonly tagKeys: readonly string[] }
> = ({ options, inventory: { answers, tagKeys }, ledger, report }) => {
  const wishes = wishesOf(options);
  const accounts = readAccounts(answers);
  const networks = readNetworks(answers, tagKeys, accounts, report);
  const [peerings, transit] = [readPeerings(answers), readTransit(answers)];
  const { resources, parts, targets } =
    wishes.depth === 'resources'
      ? readResources(answers, networks, report)
      : { resources: new Map<string, never>(), parts: [], targets: [] };
  const busy = busyVpcs(networks, resources.values(), peerings.values(), transit);
  const chosen = choose(options, networks, accounts, peerings.values(), busy, report);
  const fates = new Dispositions(ledger);
  const boxes = new AccountBoxes(accounts, fates, ledger);
  const plan: Plan = {
    wishes,
    networks,
    peerings,
    transit,
    accounts,
    chosen,
    ledger,
    fates,
    boxes,
    report,
    links: [],
    contents: new Map(),
  };
  for (const question of [
    NETWORK_COUNTS,
    ...(wishes.depth === 'resources' ? [RESOURCE_COUNTS] : []),
    ...(wishes.securityGroups ? [GROUP_COUNTS] : []),
  ])
    for (const row of answers.rows(question))
      if (row.number('found') !== 0) ledger.found(row.required('kind'), row.number('found') ?? 0);

  const groups = wishes.securityGroups ? new Groups(answers) : undefined;
  const drawn = drawResources(plan, resources, groups);
  settleParts(plan, parts, drawn);
  const instances = new Set(resources.keys());
  drawTargets(plan, instances);
  const endpointGroups = new Set(
    [...networks.endpoints.values()].flatMap((e) => (chosen.asks(e) ? e.groups : [])),
  );
  const unused = groups && foldGroups(plan, groups, resources, drawn, endpointGroups);
  const unresolved = (route: RouteRow): boolean =>
    !isNode(plan, route, instances) &&
    !(route.kind === 'network-interface' && networks.interfaces.has(route.target));
  const gateways = new Map<string, ElementContent>();
  for (const vpc of networks.vpcs.values()) {
    if (chosen.selected.has(vpc.id)) {
      const box = vpcElement(plan, vpc, {
        notes: unused?.notes.get(vpc.id) ?? [],
        groupsOf: (ids) => groups?.names(ids) ?? [],
        unresolved,
      });
      for (const member of box.members)
        if (member.type === 'element' && member.derived === 'internet-gateway')
          gateways.set(vpc.id, member);
      boxes.add(vpc.owner, vpc.region, box);
    } else if (chosen.neighbours.has(vpc.id))
      boxes.add(vpc.owner, vpc.region, neighbourElement(plan, vpc));
  }
  drawLoose(plan, unresolved, unused?.strays ?? []);
  drawTransit(plan);
  drawPeerings(
    plan,
    groups
      ? permittedBetween(groups, [
          ...[...resources.values()].filter(({ gone }) => !gone),
          ...networks.endpoints.values(),
        ])
      : () => ({ ports: [], words: [] }),
  );
  const attached = [...networks.gateways.values()].filter(
    (g) => g.vpc !== undefined && chosen.selected.has(g.vpc),
  );
  const internet = drawInternet(plan, attached);
  const flows = new Flows();
  if (wishes.depth === 'resources') {
    balancerFlows(plan, targets, drawn, resources, flows);
    if (groups) groupFlows(plan, groups, resources, drawn, flows);
    internetFlows(plan, groups, resources, drawn, (vpc) => gateways.get(vpc), flows);
    drawFlows(plan, flows);
  }
  const content = boxes.build();
  settle(plan);
  return [...(internet ? [internet] : []), ...content, ...plan.links];
};
