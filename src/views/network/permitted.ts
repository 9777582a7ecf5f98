/** What security groups permit: between groups, from the internet, and from the addresses of other networks. */

import type { Inventory } from '../../inventory/inventory.ts';
import type { Vpc } from '../../inventory/network.ts';
import { type CidrBlock, overlap, parseBlock } from '../../model/cidr.ts';
import type { ElementContent, End } from '../../model/content.ts';
import { portText } from '../../model/ports.ts';
import type { WorkloadCard } from '../workloads/card.ts';
import type { Flows } from './flows.ts';
import type { Plan } from './plan.ts';
import type { DrawnResources } from './resources.ts';
import { ANYWHERE, type GroupTexts } from './security-groups.ts';

/** What a group's rules let in from a block; with rules for all addresses left to the line from the internet. */
function letsIn(groups: GroupTexts, id: string, blocks: readonly CidrBlock[]): string[] {
  return groups.inbound(id).flatMap(({ ports, ranges }) => {
    const fits = ranges.some((range) => {
      const own = ANYWHERE.has(range) ? undefined : parseBlock(range);
      return own !== undefined && blocks.some((block) => overlap(own, block));
    });
    return fits ? [portText(ports)] : [];
  });
}

/** What security groups in use in one VPC let in from the addresses of another. */
export function permittedBetween(
  groups: GroupTexts,
  users: Iterable<{ readonly vpc?: string; readonly groups: readonly string[] }>,
): (from: Vpc, to: Vpc) => { ports: string[]; words: string[] } {
  const used = new Map<string, Set<string>>();
  for (const { vpc, groups: own } of users)
    if (vpc !== undefined) used.set(vpc, new Set([...(used.get(vpc) ?? []), ...own]));
  return (from, to) => {
    const blocks = from.blocks.map(parseBlock).filter((b) => b !== undefined);
    const found = [...(used.get(to.id) ?? [])].sort().flatMap((id) => {
      const ports = letsIn(groups, id, blocks).sort();
      return ports.length > 0 ? [{ name: groups.name(id), ports }] : [];
    });
    return {
      ports: found.flatMap((f) => f.ports),
      words: found.map(({ name, ports }) => `${ports.join(', ')} to ${name}`),
    };
  };
}

/** More lines than this for one pair of groups end at subnets instead of what is in them. */
const FEW = 12;

/** Pairs of ends; of many, pairs of the subnets around them. */
function pairsOf(
  from: readonly ElementContent[],
  to: readonly ElementContent[],
  { subnets }: DrawnResources,
): (readonly [End, End])[] {
  const ends = (elements: readonly ElementContent[]): End[] =>
    from.length * to.length <= FEW
      ? [...elements]
      : [...new Set(elements.map((e) => subnets.get(e) ?? e))];
  return ends(from).flatMap((a) => ends(to).flatMap((b) => (a === b ? [] : [[a, b] as const])));
}

/** What is drawn of each group. */
function membersOf(
  resources: ReadonlyMap<string, WorkloadCard>,
  drawn: DrawnResources,
): ReadonlyMap<string, ReadonlySet<ElementContent>> {
  const members = new Map<string, Set<ElementContent>>();
  for (const { id, groups: own } of resources.values()) {
    const element = drawn.elements.get(id);
    if (element)
      for (const group of own) members.set(group, (members.get(group) ?? new Set()).add(element));
  }
  return members;
}

/** Lines for rules that say themselves which group they let in: with the ports of just that rule. */
function ruleFlows(
  inventory: Inventory,
  groups: GroupTexts,
  members: ReadonlyMap<string, ReadonlySet<ElementContent>>,
  drawn: DrawnResources,
  flows: Flows,
): void {
  for (const {
    inbound,
    ports,
    groups: own,
    peerGroups = [],
    provenance,
  } of inventory.securityGroupRules.values()) {
    if (!inbound) continue;
    for (const group of own)
      for (const peer of peerGroups) {
        if (group === peer) continue;
        const from = [...(members.get(peer) ?? [])];
        const to = [...(members.get(group) ?? [])];
        for (const [a, b] of pairsOf(from, to, drawn)) {
          const flow = flows.between(a, b, provenance.at);
          flow.controls.add(groups.name(group));
          flow.ports.add(portText(ports));
          flow.notes.add(`${groups.name(group)} admits ${groups.name(peer)}`);
        }
      }
  }
}

/**
 * Lines between what is in a group and what is in a group that it names. A group that names itself is
 * words only: its members reach each other, wherever they are.
 */
export function groupFlows(
  { fates, chosen, inventory }: Plan,
  groups: GroupTexts,
  resources: ReadonlyMap<string, WorkloadCard>,
  drawn: DrawnResources,
  flows: Flows,
): void {
  const members = membersOf(resources, drawn);
  ruleFlows(inventory, groups, members, drawn, flows);
  for (const { group, source, provenance } of inventory.securityGroupPairs) {
    const to = [...(members.get(group) ?? [])];
    const from = [...(members.get(source) ?? [])];
    const held = inventory.securityGroups.get(group);
    const visible = to.length > 0 || (held !== undefined && chosen.asks(held));
    if (visible) fates.fold('security-group-pair', [`${group} ${source}`]);
    else fates.omit('security-group-pair', [`${group} ${source}`]);
    if (group === source) continue;
    // Only rules without addresses can be the ones that name a group; which of several, is not recorded.
    const inbound = groups.inbound(group);
    const ports = inbound.filter((r) => r.ranges.length === 0).map((r) => portText(r.ports));
    // The edge is written for outgoing rules, too: without any incoming one it must be such.
    const outgoing = inbound.length === 0;
    const [admits, admitted] = [groups.name(group), groups.name(source)];
    const words = outgoing
      ? `${admits} sends to ${admitted}; ports unknown`
      : ports.length > 0
        ? `${admits} admits ${admitted}; of its rules, ${ports.join(', ')} name no addresses`
        : `${admits} admits ${admitted}; ports unknown`;
    for (const [a, b] of outgoing ? pairsOf(to, from, drawn) : pairsOf(from, to, drawn)) {
      const flow = flows.between(a, b, provenance.at);
      flow.controls.add(admits);
      for (const port of ports) flow.ports.add(port);
      flow.notes.add(words);
    }
  }
}

/** Lines from internet gateways to what takes traffic from anywhere. */
export function internetFlows(
  groups: GroupTexts | undefined,
  resources: ReadonlyMap<string, WorkloadCard>,
  { elements: drawn }: DrawnResources,
  gatewayOf: (vpc: string) => ElementContent | undefined,
  flows: Flows,
): void {
  for (const resource of resources.values()) {
    const { vpc, open, ports, encrypted } = resource;
    const to = drawn.get(resource.id);
    const gateway = vpc === undefined ? undefined : gatewayOf(vpc);
    if (!open || !to || !gateway || !groups) continue;
    const admitted = resource.groups.flatMap((id) =>
      groups
        .inbound(id)
        .flatMap((rule) =>
          rule.ranges.some((r) => ANYWHERE.has(r)) ? [{ id, port: portText(rule.ports) }] : [],
        ),
    );
    // Network load balancers may have no group: then all listeners are open.
    if (admitted.length === 0 && resource.groups.length > 0) continue;
    const flow = flows.between(gateway, to, resource.provenance.at);
    for (const { id, port } of admitted) {
      flow.ports.add(port);
      flow.controls.add(groups.name(id));
    }
    if (admitted.length === 0) for (const port of ports) flow.ports.add(portText(port));
    if (encrypted !== undefined && ports.length > 0) flow.encrypted = encrypted;
    flow.notes.add(
      admitted.length > 0 ? 'from any address' : 'from any address, no security group',
    );
  }
}

export interface UnusedGroups {
  /** By VPC: words on groups that nothing drawn uses. */
  readonly notes: ReadonlyMap<string, readonly string[]>;
  /** Ids of such groups that are in no VPC either. */
  readonly strays: readonly string[];
}

/** Groups and rules are words on what uses them, else on their VPC. */
export function foldGroups(
  { fates, chosen, inventory }: Plan,
  groups: GroupTexts,
  resources: ReadonlyMap<string, WorkloadCard>,
  { elements: drawn }: DrawnResources,
  alsoUsed: ReadonlySet<string>,
): UnusedGroups {
  const used = new Set([
    ...alsoUsed,
    ...[...resources.values()].flatMap((r) => (drawn.has(r.id) ? r.groups : [])),
  ]);
  const notes = new Map<string, string[]>();
  const strays: string[] = [];
  for (const group of inventory.securityGroups.values()) {
    const shown = used.has(group.id) || chosen.asks(group);
    if (!shown) {
      fates.omit('security-group', [group.id]);
      continue;
    }
    if (!used.has(group.id) && group.vpc === undefined) {
      fates.omit('security-group', [group.id]);
      strays.push(group.id);
      continue;
    }
    fates.fold('security-group', [group.id]);
    if (used.has(group.id) || group.vpc === undefined) continue;
    notes.set(group.vpc, [
      ...(notes.get(group.vpc) ?? []),
      `unused security group ${groups.text(group.id)}`,
    ]);
  }
  for (const rule of inventory.securityGroupRules.values()) {
    const shown = rule.groups.some((id) => {
      const group = inventory.securityGroups.get(id);
      return used.has(id) || (group?.vpc !== undefined && chosen.asks(group));
    });
    if (shown) fates.fold('security-group-rule', [rule.id]);
    else fates.omit('security-group-rule', [rule.id]);
  }
  return { notes, strays };
}
