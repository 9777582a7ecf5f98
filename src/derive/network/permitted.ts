/** What security groups permit: between groups, from the internet, and from the addresses of other networks. */

import { type Block, holds, parseBlock } from '../../model/cidr.ts';
import type { ElementContent } from '../../model/content.ts';
import type { Flows } from './flows.ts';
import type { InVpc, Vpc } from './graph.ts';
import type { Plan } from './plan.ts';
import type { Resource } from './read-resources.ts';
import { ANYWHERE, type Groups } from './security-groups.ts';

/** What a group's rules let in from a block; with rules for all addresses left to the line from the internet. */
function letsIn(groups: Groups, id: string, blocks: readonly Block[]): string[] {
  return groups.inbound(id).flatMap(({ port, ranges }) => {
    const fits = ranges.some((range) => {
      const own = ANYWHERE.has(range) ? undefined : parseBlock(range);
      return own !== undefined && blocks.some((block) => holds(own, block) || holds(block, own));
    });
    return fits ? [port] : [];
  });
}

/** What security groups in use in one VPC let in from the addresses of another. */
export function permittedBetween(
  groups: Groups,
  resources: Iterable<Resource>,
): (from: Vpc, to: Vpc) => { ports: string[]; words: string[] } {
  const used = new Map<string, Set<string>>();
  for (const { vpc, groups: own } of resources)
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

/** Lines between what is in a group and what is in a group that it names. */
export function groupFlows(
  { fates }: Plan,
  groups: Groups,
  resources: ReadonlyMap<string, Resource>,
  drawn: ReadonlyMap<string, ElementContent>,
  flows: Flows,
): void {
  const members = (group: string): ElementContent[] => [
    ...new Set(
      [...resources.values()].flatMap((r) =>
        r.groups.includes(group) ? (drawn.get(r.id) ?? []) : [],
      ),
    ),
  ];
  for (const { group, source } of groups.pairs) {
    const key = `${group} ${source}`;
    const [to, from] = [members(group), members(source)];
    if (to.length === 0 && from.length === 0) fates.omit('security-group-pair', [key]);
    else fates.fold('security-group-pair', [key]);
    // Only rules without addresses can be the ones that name a group; which of several, is not recorded.
    const inbound = groups.inbound(group);
    const ports = inbound.filter((r) => r.ranges.length === 0).map((r) => r.port);
    // The edge is written for outgoing rules, too: without any incoming one it must be such.
    const outgoing = inbound.length === 0;
    for (const a of outgoing ? to : from)
      for (const b of outgoing ? from : to) {
        if (a === b) continue;
        const known = flows.get(a, b);
        const flow = flows.between(a, b);
        flow.controls.add(groups.name(group));
        for (const port of ports) if (!known || !outgoing) flow.ports.add(port);
        flow.notes.add(
          outgoing
            ? `${groups.name(group)} names ${groups.name(source)}; ports unknown`
            : ports.length > 0
              ? `${groups.name(group)} admits ${groups.name(source)}; of its rules, ${ports.join(', ')} name no addresses`
              : `${groups.name(group)} admits ${groups.name(source)}; ports unknown`,
        );
        if (flow.ports.size === 0) flow.ports.add('ports unknown');
      }
  }
}

/** Lines from internet gateways to what takes traffic from anywhere. */
export function internetFlows(
  { chosen }: Plan,
  groups: Groups | undefined,
  resources: ReadonlyMap<string, Resource>,
  drawn: ReadonlyMap<string, ElementContent>,
  gatewayOf: (vpc: string) => ElementContent | undefined,
  flows: Flows,
): void {
  for (const resource of resources.values()) {
    const { vpc, open, ports, encrypted } = resource;
    const to = drawn.get(resource.id);
    const gateway = vpc !== undefined && chosen.selected.has(vpc) ? gatewayOf(vpc) : undefined;
    if (!open || !to || !gateway || !groups) continue;
    const admitted = resource.groups.flatMap((id) =>
      groups
        .inbound(id)
        .flatMap((rule) =>
          rule.ranges.some((r) => ANYWHERE.has(r)) ? [{ id, port: rule.port }] : [],
        ),
    );
    // Network load balancers may have no group: then all listeners are open.
    if (admitted.length === 0 && resource.groups.length > 0) continue;
    const flow = flows.between(gateway, to);
    for (const { id, port } of admitted) {
      flow.ports.add(port);
      flow.controls.add(groups.name(id));
    }
    if (admitted.length === 0) for (const port of ports) flow.ports.add(port);
    if (encrypted !== undefined && ports.length > 0) flow.encrypted = encrypted;
    flow.notes.add(
      admitted.length > 0 ? 'from any address' : 'from any address, no security group',
    );
  }
}

/** Groups and rules are words on what uses them, and on their VPC. @returns notes for each VPC on groups that nothing drawn uses */
export function foldGroups(
  { fates, chosen }: Plan,
  groups: Groups,
  resources: ReadonlyMap<string, Resource>,
  drawn: ReadonlyMap<string, ElementContent>,
  alsoUsed: ReadonlySet<string>,
): Map<string, string[]> {
  const used = new Set([
    ...alsoUsed,
    ...[...resources.values()].flatMap((r) => (drawn.has(r.id) ? r.groups : [])),
  ]);
  const notes = new Map<string, string[]>();
  for (const group of groups.groups.values()) {
    const shown = used.has(group.id) || chosen.asks(group);
    if (!shown) {
      fates.omit('security-group', [group.id]);
      continue;
    }
    fates.fold('security-group', [group.id]);
    if (used.has(group.id) || group.vpc === undefined) continue;
    notes.set(group.vpc, [
      ...(notes.get(group.vpc) ?? []),
      `unused security group ${groups.text(group.id)}`,
    ]);
  }
  for (const rule of groups.rules.values()) {
    const shown = rule.groups.some(
      (id) =>
        used.has(id) || (groups.groups.get(id) && chosen.asks(groups.groups.get(id) as InVpc)),
    );
    if (shown) fates.fold('security-group-rule', [rule.id]);
    else fates.omit('security-group-rule', [rule.id]);
  }
  return notes;
}
