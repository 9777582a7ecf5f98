/** Security groups: their rules in words, and the traffic between groups that they permit. */

import { type Block, holds, parseBlock } from '../../model/cidr.ts';
import type { ElementContent } from '../../model/content.ts';
import type { Answers } from '../question.ts';
import type { InVpc, Vpc } from './graph.ts';
import type { Plan } from './plan.ts';
import type { Resource } from './read-resources.ts';
import { byId, compare } from './reading.ts';
import { GROUP_PAIRS, GROUPS, RULES } from './resource-questions.ts';
import type { Flows } from './resources.ts';

interface Rule {
  readonly id: string;
  readonly inbound: boolean;
  /** `tcp/443`, `tcp/0-65535`, `all`. */
  readonly port: string;
  readonly groups: readonly string[];
  /** IPv4 blocks; none for a rule about groups, IPv6 addresses or prefix lists. */
  readonly ranges: readonly string[];
}

interface Pair {
  readonly group: string;
  readonly source: string;
}

const ANYWHERE = new Set(['0.0.0.0/0', '::/0']);
const NAMELESS = 'a group, IPv6 addresses or a prefix list';

function portOf(protocol: string, low: string | undefined, high: string | undefined): string {
  if (protocol === '-1') return 'all';
  if (low === undefined || low === '-1') return protocol;
  return `${protocol}/${low}${high === undefined || high === low ? '' : `-${high}`}`;
}

export class Groups {
  readonly groups: ReadonlyMap<string, InVpc>;
  readonly rules: ReadonlyMap<string, Rule>;
  readonly pairs: readonly Pair[];
  readonly #rulesOf: ReadonlyMap<string, readonly Rule[]>;

  constructor(answers: Answers) {
    this.groups = byId(answers.rows(GROUPS), (row, id): InVpc => {
      const [vpc] = row.texts('vpcs');
      const region = row.text('region');
      return {
        id,
        name: row.text('name') ?? id,
        accounts: row.texts('accounts'),
        at: row.at,
        ...(vpc ? { vpc } : {}),
        ...(region ? { region } : {}),
      };
    });
    this.rules = byId(answers.rows(RULES), (row, id): Rule => {
      return {
        id,
        inbound: row.flag('inbound'),
        port: portOf(row.text('protocol') ?? 'unknown', row.text('low'), row.text('high')),
        groups: row.texts('groups'),
        ranges: row.texts('ranges'),
      };
    });
    const rulesOf = new Map<string, Rule[]>();
    for (const rule of this.rules.values())
      for (const group of rule.groups) rulesOf.set(group, [...(rulesOf.get(group) ?? []), rule]);
    this.#rulesOf = rulesOf;
    this.pairs = answers
      .rows(GROUP_PAIRS)
      .map((row) => ({ group: row.text('group') ?? '', source: row.text('source') ?? '' }))
      .sort((a, b) => compare(a.group, b.group) || compare(a.source, b.source));
  }

  name(id: string): string {
    return this.groups.get(id)?.name ?? id;
  }

  names(ids: readonly string[]): string[] {
    return [...new Set(ids.map((id) => this.name(id)))].sort();
  }

  inbound(id: string): readonly Rule[] {
    return (this.#rulesOf.get(id) ?? []).filter((r) => r.inbound);
  }

  /** Rules of a group in words; what the graph lost is said, too. */
  text(id: string): string {
    const rules = this.#rulesOf.get(id) ?? [];
    const line = ({ port, ranges }: Rule): string => `${port} ${ranges.join(', ') || NAMELESS}`;
    const [within, out] = [rules.filter((r) => r.inbound), rules.filter((r) => !r.inbound)];
    const others = this.pairs.filter((p) => p.group === id).map((p) => this.name(p.source));
    return [
      `${this.name(id)} (${id})`,
      `in: ${within.map(line).sort().join(', ') || 'nothing by address'}`,
      ...(others.length > 0 ? [`names the group ${others.join(', ')}`] : []),
      `out: ${out.map(line).sort().join(', ') || 'nothing by address'}`,
    ].join(' | ');
  }

  words(ids: readonly string[]): string[] {
    return ids.map((id) => this.text(id));
  }
}

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
