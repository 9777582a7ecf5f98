/** What security groups let in, as far as the graph says. */

import { type PortRange, PortSet, portRange } from '../../../model/ports.ts';
import type { Answers } from '../question.ts';
import { GROUP_PAIRS, GROUPS, RULES } from './resource-questions.ts';

/** The one source that Cartography counts as the internet. */
const EVERYWHERE = '0.0.0.0/0';

export interface Inbound {
  readonly port: PortRange;
  /** IPv4 blocks; none: it is for groups, IPv6 addresses or a prefix list, and the graph does not say which. */
  readonly ranges: readonly string[];
}

export interface ExposureGroup {
  readonly id: string;
  readonly name: string;
  readonly vpc?: string;
  readonly inbound: readonly Inbound[];
  /** Ids of groups that it names in some rule; in which one, the graph does not say. */
  readonly sources: readonly string[];
}

export function readGroups(answers: Answers): ReadonlyMap<string, ExposureGroup> {
  const inbound = new Map<string, Inbound[]>();
  for (const row of answers.rows(RULES)) {
    if (!row.flag('inbound')) continue;
    const port = portRange(row.text('protocol'), row.number('low'), row.number('high'));
    const rule = { port, ranges: row.texts('ranges') };
    for (const group of row.texts('groups'))
      inbound.set(group, [...(inbound.get(group) ?? []), rule]);
  }
  const sources = new Map<string, string[]>();
  for (const row of answers.rows(GROUP_PAIRS)) {
    const group = row.text('group') ?? '';
    sources.set(group, [...(sources.get(group) ?? []), row.text('source') ?? '']);
  }
  return new Map(
    answers.rows(GROUPS).map((row): [string, ExposureGroup] => {
      const id = row.required('id');
      const [vpc] = row.texts('vpcs');
      const name = row.text('name') ?? id;
      return [
        id,
        {
          id,
          // Every VPC has a group of that name.
          name: name === 'default' ? id : name,
          inbound: inbound.get(id) ?? [],
          sources: sources.get(id) ?? [],
          ...(vpc ? { vpc } : {}),
        },
      ];
    }),
  );
}

const covers = (rule: PortRange, port: PortRange): boolean =>
  PortSet.of([rule]).contains(PortSet.of([port]));

const open = ({ inbound }: ExposureGroup): readonly Inbound[] =>
  inbound.filter(({ ranges }) => ranges.includes(EVERYWHERE));

/** Ports that any of the groups opens to the internet. */
export const openPorts = (groups: readonly ExposureGroup[]): readonly PortRange[] =>
  groups.flatMap((group) => open(group).map(({ port }) => port));

/** Groups that let the internet in: at a port, where one is given. */
export const openGroups = (
  groups: readonly ExposureGroup[],
  at?: PortRange,
): readonly ExposureGroup[] =>
  groups.filter((group) => open(group).some(({ port }) => at === undefined || covers(port, at)));

/** Groups of which some rule, whatever its source, lets a port in. */
export const lettingIn = (
  groups: readonly ExposureGroup[],
  port: PortRange,
): readonly ExposureGroup[] =>
  groups.filter(({ inbound }) => inbound.some((rule) => covers(rule.port, port)));

/**
 * Ports that a group lets in from groups: those of its rules without addresses. A rule with addresses may
 * name groups, too, so `sure` is false when there are only such.
 */
export function groupPorts({ inbound }: ExposureGroup): {
  readonly ports: readonly PortRange[];
  readonly sure: boolean;
} {
  const bare = inbound.filter(({ ranges }) => ranges.length === 0);
  const rules = bare.length > 0 ? bare : inbound;
  return { ports: rules.map(({ port }) => port), sure: bare.length > 0 };
}

/** Groups with a rule whose source the graph does not hold at all: IPv6 addresses or a prefix list. */
export const withUnknownSource = (groups: readonly ExposureGroup[]): readonly ExposureGroup[] =>
  groups.filter(
    ({ inbound, sources }) =>
      sources.length === 0 && inbound.some(({ ranges }) => ranges.length === 0),
  );
