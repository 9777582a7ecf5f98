/** What security groups let in, as far as the inventory says. */

import { inboundRules, namedGroups } from '../../inventory/indexes.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import { covers } from '../../inventory/listeners.ts';
import type { PortRange } from '../../model/ports.ts';

/** The one source that Cartography counts as the internet. */
const EVERYWHERE = '0.0.0.0/0';

export interface InboundRule {
  readonly port: PortRange;
  /** IPv4 blocks; none: it is for groups, IPv6 addresses or a prefix list, and the source does not say which. */
  readonly ranges: readonly string[];
}

export interface ExposureGroup {
  readonly id: string;
  readonly name: string;
  readonly vpc?: string;
  readonly inbound: readonly InboundRule[];
  /** Ids of groups that it names in some rule; in which one, the source does not say. */
  readonly sources: readonly string[];
}

export const exposureGroups = (inventory: Inventory): ReadonlyMap<string, ExposureGroup> =>
  new Map(
    [...inventory.securityGroups.values()].map(({ id, name, vpc }): [string, ExposureGroup] => [
      id,
      {
        id,
        // Every VPC has a group of that name.
        name: name === 'default' ? id : name,
        inbound: inboundRules(inventory, id).map(({ ports, ranges }) => ({ port: ports, ranges })),
        sources: namedGroups(inventory, id),
        ...(vpc ? { vpc } : {}),
      },
    ]),
  );

const open = ({ inbound }: ExposureGroup): readonly InboundRule[] =>
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

/** Groups with a rule of which the source is not known at all: IPv6 addresses or a prefix list. */
export const withUnknownSource = (groups: readonly ExposureGroup[]): readonly ExposureGroup[] =>
  groups.filter(
    ({ inbound, sources }) =>
      sources.length === 0 && inbound.some(({ ranges }) => ranges.length === 0),
  );
