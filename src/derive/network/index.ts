/** Accounts' networks: VPCs, subnets, routing, and everything that joins them to each other and to the outside. */

import type { ElementContent } from '../../model/content.ts';
import type { NetworkOptions } from '../../model/derivation.ts';
import type { Building, Derivation } from '../derivation.ts';
import type { Question } from '../question.ts';
import { ACCOUNT_QUESTIONS, readAccounts, tagKey } from '../scope.ts';
import { Boxes } from './boxes.ts';
import { choose } from './choose.ts';
import { GROUP_COUNTS, NETWORK_COUNTS, RESOURCE_COUNTS } from './counts.ts';
import { Fates } from './fates.ts';
import type { Networks, RouteRow } from './graph.ts';
import { drawInternet } from './internet.ts';
import { drawPeerings } from './peerings.ts';
import { type Plan, wishesOf } from './plan.ts';
import { NETWORK_QUESTIONS, tagsQuestion } from './questions.ts';
import { readNetworks } from './read.ts';
import { type Peering, readPeerings, readTransit, type Transit } from './read-connections.ts';
import { readResources } from './read-resources.ts';
import { GROUP_QUESTIONS, RESOURCE_QUESTIONS } from './resource-questions.ts';
import { balancerFlows, drawFlows, drawResources, Flows } from './resources.ts';
import {
  foldGroups,
  Groups,
  groupFlows,
  internetFlows,
  permittedBetween,
} from './security-groups.ts';
import { settleZones, subnetElement } from './subnets.ts';
import { drawTargets, isNode } from './targets.ts';
import { drawTransit } from './transit.ts';
import { endpointElement, gatewayElement, neighbourElement, vpcElement } from './vpcs.ts';

/** Keys of the tags that are recorded: those of the rules, and those that the options filter by. */
const keysOf = (options: NetworkOptions, keys: readonly string[]): string[] =>
  [...new Set([...keys, ...Object.keys(options.tags ?? {}).map(tagKey)])].sort();

/** Default VPCs that hold or join something. */
function busyVpcs(networks: Networks, peerings: Iterable<Peering>, transit: Transit): Set<string> {
  const busy = new Set<string>();
  const add = (id: string | undefined): void => {
    if (id !== undefined) busy.add(id);
  };
  for (const { vpc, used } of networks.subnets.values()) if (used) add(vpc);
  for (const { vpc } of networks.endpoints.values()) add(vpc);
  for (const { vpc } of transit.attachments.values()) add(vpc);
  for (const { gone, requester, accepter } of peerings)
    if (!gone) for (const id of [requester, accepter]) add(id);
  return busy;
}

function build(building: Building<NetworkOptions>): readonly ElementContent[] {
  const { options, asked, answers, ledger, report } = building;
  const wishes = wishesOf(options);
  const accounts = readAccounts(answers);
  const networks = readNetworks(answers, keysOf(options, asked.tagKeys), accounts, report);
  const [peerings, transit] = [readPeerings(answers), readTransit(answers)];
  const busy = busyVpcs(networks, peerings.values(), transit);
  const chosen = choose(options, networks, accounts, peerings.values(), busy, report);
  const fates = new Fates(ledger);
  const boxes = new Boxes(accounts, fates, ledger);
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
      ledger.found(row.required('kind'), row.number('found') ?? 0);

  const resources =
    wishes.depth === 'resources' ? readResources(answers, networks) : new Map<string, never>();
  const groups = wishes.securityGroups ? new Groups(answers) : undefined;
  const drawn = drawResources(plan, resources, groups);
  const instances = new Set(resources.keys());
  drawTargets(plan, instances);
  const endpointGroups = new Set(
    [...networks.endpoints.values()].flatMap((e) => (chosen.asks(e) ? e.groups : [])),
  );
  const notes = groups
    ? foldGroups(plan, groups, resources, drawn, endpointGroups)
    : new Map<string, string[]>();
  const unresolved = (route: RouteRow): boolean =>
    !isNode(plan, route, instances) &&
    !(route.kind === 'network-interface' && networks.interfaces.has(route.target));
  const gateways = new Map<string, ElementContent>();
  for (const vpc of networks.vpcs.values()) {
    if (chosen.selected.has(vpc.id)) {
      const box = vpcElement(plan, vpc, {
        notes: notes.get(vpc.id) ?? [],
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
  drawLoose(plan);
  drawTransit(plan);
  drawPeerings(
    plan,
    groups ? permittedBetween(groups, resources.values()) : () => ({ ports: [], words: [] }),
  );
  const attached = [...networks.gateways.values()].filter(
    (g) => g.vpc !== undefined && chosen.selected.has(g.vpc),
  );
  const internet = drawInternet(plan, attached);
  const flows = new Flows();
  if (wishes.depth === 'resources') {
    balancerFlows(plan, answers, drawn, resources, flows);
    if (groups) groupFlows(plan, groups, resources, drawn, flows);
    internetFlows(plan, groups, resources, drawn, (vpc) => gateways.get(vpc), flows);
    drawFlows(plan, flows);
  }
  const content = boxes.build();
  settle(plan);
  return [...(internet ? [internet] : []), ...content, ...plan.links] as ElementContent[];
}

/** What belongs to no VPC of the graph stands in its account. */
function drawLoose(plan: Plan): void {
  const { networks, chosen, boxes, wishes } = plan;
  if (wishes.depth === 'vpcs') return;
  const loose = <T extends { readonly vpc?: string; readonly accounts: readonly string[] }>(
    all: Iterable<T>,
  ): T[] => [...all].filter((x) => x.vpc === undefined && chosen.asks(x as never));
  for (const s of loose(networks.subnets.values()))
    boxes.add(s.accounts[0], s.region, subnetElement(plan, s));
  for (const g of loose(networks.gateways.values()))
    boxes.add(g.accounts[0], g.region, gatewayElement(plan, g));
  for (const e of loose(networks.endpoints.values()))
    boxes.add(e.accounts[0], e.region, endpointElement(plan, e, []));
}

/** Gives everything that the options leave out its fate, and hands all fates to the ledger. */
function settle(plan: Plan): void {
  const { networks, chosen, fates, boxes, wishes } = plan;
  const asks = chosen.asks;
  const shallow = wishes.depth === 'vpcs';
  for (const { id, unlisted } of networks.vpcs.values())
    if (!(chosen.selected.has(id) || chosen.neighbours.has(id)))
      fates.omit(unlisted ? 'unlisted-vpc' : 'vpc', [id]);
  for (const [id, { vpc, gone }] of networks.blocks)
    if (gone || vpc === undefined || !(chosen.selected.has(vpc) || chosen.neighbours.has(vpc)))
      fates.omit('cidr-block', [id]);
  fates.leaveOut('subnet', networks.subnets.values(), (s) => !shallow && asks(s));
  fates.leaveOut('vpc-endpoint', networks.endpoints.values(), (e) => !shallow && asks(e));
  fates.leaveOut(
    'internet-gateway',
    networks.gateways.values(),
    (g) => asks(g) && !(shallow && g.vpc === undefined),
  );
  fates.leaveOut('network-acl', networks.acls.values(), asks);
  fates.leaveOut('route-table', networks.tables.values(), asks);
  const tableAsked = (id: string | undefined): boolean => {
    const table = id === undefined ? undefined : networks.tables.get(id);
    return table !== undefined && asks(table);
  };
  for (const [kind, all] of [
    ['route', networks.routes],
    ['route-table-association', networks.associations],
  ] as const)
    for (const [id, table] of all) if (!tableAsked(table)) fates.omit(kind, [id]);
  settleZones(plan);
  fates.made('unlisted-vpc');
  boxes.settle([...networks.vpcs.values()].map((v) => [v.owner, v.region] as const));
  fates.settle();
}

/** `estate('bank').network()` */
export const network: Derivation<NetworkOptions> = {
  questions(options, { tagKeys }): readonly Question[] {
    const { depth, securityGroups } = wishesOf(options);
    return [
      ...ACCOUNT_QUESTIONS,
      NETWORK_COUNTS,
      ...NETWORK_QUESTIONS,
      tagsQuestion(keysOf(options, tagKeys)),
      ...(depth === 'resources' ? [RESOURCE_COUNTS, ...RESOURCE_QUESTIONS] : []),
      ...(securityGroups ? [GROUP_COUNTS, ...GROUP_QUESTIONS] : []),
    ];
  },
  build,
};
