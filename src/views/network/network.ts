/** Accounts' networks: VPCs, subnets, routing, and everything that joins them to each other and to the outside. */

import { subnetOfTarget } from '../../inventory/indexes.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import type { Vpc } from '../../inventory/network.ts';
import type { VpcRoute } from '../../inventory/routing.ts';
import type { Content, ElementContent } from '../../model/content.ts';
import type { NetworkOptions } from '../../model/derivation.ts';
import type { EstateView, ViewInput } from '../view.ts';
import type { CardSet, Cards } from '../workloads/card.ts';
import { workloadCards } from '../workloads/workloads.ts';
import { AccountBoxes, idsIn } from './boxes.ts';
import { choose } from './choose.ts';
import { drawDirectConnect } from './direct-connect.ts';
import { Dispositions } from './dispositions.ts';
import { drawLoose, leaveOutTheRest } from './finalize.ts';
import { drawFirewalls } from './firewalls.ts';
import { balancerFlows, drawFlows, Flows } from './flows.ts';
import { drawGateways } from './gateways.ts';
import { drawInternet } from './internet.ts';
import { drawPeerings } from './peerings.ts';
import {
  foldGroups,
  groupFlows,
  internetFlows,
  permittedBetween,
  type UnusedGroups,
} from './permitted.ts';
import { type Plan, wishesOf } from './plan.ts';
import { countParts, type DrawnResources, drawResources } from './resources.ts';
import { GroupTexts } from './security-groups.ts';
import type { IsUnresolved } from './tables.ts';
import { countTargets, drawTargets, isNode, targetRecord } from './targets.ts';
import { drawTransit } from './transit.ts';
import { hostElement, neighbourElement, vpcElement } from './vpcs.ts';
import { drawVpn } from './vpn.ts';

/** VPCs that hold or join something; a default VPC that does not may be left out. */
function busyVpcs(inventory: Inventory, cards: Cards): Set<string> {
  const { subnets, endpoints, transitAttachments, peerings } = inventory;
  const joined = [...peerings.values()].filter(({ gone }) => !gone);
  const found = [
    ...[...subnets.values()].flatMap(({ vpc, used }) => (used ? vpc : [])),
    ...[...cards.values(), ...endpoints.values(), ...transitAttachments.values()].map(
      ({ vpc }) => vpc,
    ),
    ...joined.flatMap(({ requester, accepter }) => [requester, accepter]),
  ];
  return new Set(found.filter((id) => id !== undefined));
}

function planOf(input: ViewInput<NetworkOptions, Inventory>, cards: Cards): Plan {
  const { options, inventory, ledger, report } = input;
  const fates = new Dispositions(ledger);
  const running = [...cards.values()].filter(({ gone }) => !gone);
  return {
    wishes: wishesOf(options),
    inventory,
    chosen: choose(options, inventory, busyVpcs(inventory, cards), running, report),
    ledger,
    fates,
    boxes: new AccountBoxes(inventory, fates, ledger),
    report,
    links: [],
    contents: new Map(),
  };
}

/**
 * Puts networks into the boxes of their accounts.
 * @returns internet gateways that are drawn, by VPC
 */
function drawVpcs(
  plan: Plan,
  groups: GroupTexts | undefined,
  unused: UnusedGroups | undefined,
  unresolved: IsUnresolved,
): ReadonlyMap<string, ElementContent> {
  const { inventory, chosen, boxes } = plan;
  const gateways = new Map<string, ElementContent>();
  const add = (vpc: Vpc, box: ElementContent): void => {
    for (const member of box.members)
      if (member.type === 'element' && member.derived === 'internet-gateway')
        gateways.set(vpc.id, member);
    if (vpc.behind) for (const id of idsIn([box])) plan.ledger.older(id);
    boxes.add(vpc.owner, vpc.region, box);
  };
  for (const vpc of inventory.vpcs.values())
    if (chosen.selected.has(vpc.id))
      add(
        vpc,
        vpcElement(plan, vpc, {
          notes: unused?.notes.get(vpc.id) ?? [],
          groupsOf: (ids) => groups?.names(ids) ?? [],
          unresolved,
        }),
      );
    else if (chosen.hosts.has(vpc.id)) add(vpc, hostElement(plan, vpc));
    else if (chosen.neighbours.has(vpc.id)) add(vpc, neighbourElement(plan, vpc));
  return gateways;
}

/** Lines between what runs in networks, and to it from outside. */
function drawTraffic(
  plan: Plan,
  groups: GroupTexts | undefined,
  cards: Cards,
  drawn: DrawnResources,
  gateways: ReadonlyMap<string, ElementContent>,
): void {
  if (plan.wishes.depth !== 'resources') return;
  const flows = new Flows();
  balancerFlows(plan, drawn, flows);
  if (groups) groupFlows(plan, groups, cards, drawn, flows);
  internetFlows(groups, cards, drawn, (vpc) => gateways.get(vpc), flows);
  drawFlows(plan, flows);
}

/** What security groups let in through peerings. */
function permitted(plan: Plan, groups: GroupTexts | undefined, cards: Cards) {
  if (!groups) return () => ({ ports: [], words: [] });
  const running = [...cards.values()].filter(({ gone }) => !gone);
  return permittedBetween(groups, [...running, ...plan.inventory.endpoints.values()]);
}

/** `estate('bank').network()` */
export const network: EstateView<NetworkOptions, Inventory> = (input): readonly Content[] => {
  const { inventory, ledger } = input;
  const wishes = wishesOf(input.options);
  const { cards, parts }: CardSet =
    wishes.depth === 'resources' ? workloadCards(inventory) : { cards: new Map(), parts: [] };
  const plan = planOf(input, cards);
  const { chosen, boxes } = plan;
  for (const { kind, found } of inventory.counts) if (found !== 0) ledger.found(kind, found);

  const groups = wishes.securityGroups ? new GroupTexts(inventory) : undefined;
  const drawn = drawResources(plan, cards, groups);
  countParts(plan, parts, drawn);
  const instances = new Set(cards.keys());
  drawFirewalls(plan);
  drawTargets(plan, instances);
  drawGateways(plan);
  countTargets(plan, instances);
  const endpointGroups = new Set(
    [...inventory.endpoints.values()].flatMap((e) => (chosen.asks(e) ? e.groups : [])),
  );
  const unused = groups && foldGroups(plan, groups, cards, drawn, endpointGroups);
  const unresolved = (route: VpcRoute): boolean =>
    !isNode(plan, route, instances) &&
    targetRecord(inventory, route) === undefined &&
    !(route.kind === 'network-interface' && subnetOfTarget(inventory, route.target) !== undefined);
  const gateways = drawVpcs(plan, groups, unused, unresolved);
  drawLoose(plan, unresolved, unused?.strays ?? []);
  drawTransit(plan);
  drawVpn(plan);
  drawDirectConnect(plan);
  drawPeerings(plan, permitted(plan, groups, cards));
  const attached = [...inventory.internetGateways.values()].filter(
    (g) => g.vpc !== undefined && (chosen.selected.has(g.vpc) || chosen.hosts.has(g.vpc)),
  );
  const internet = drawInternet(plan, attached);
  drawTraffic(plan, groups, cards, drawn, gateways);
  const content = boxes.build();
  leaveOutTheRest(plan);
  return [...(internet ? [internet] : []), ...content, ...plan.links];
};
