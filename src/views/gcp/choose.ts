/** Where each thing of a Google Cloud network stands, and which of them the options ask for. */

import { type GcpNetwork, type GcpPlaced, lastPart } from '../../inventory/gcp/network.ts';
import type { GcpTree } from '../../inventory/gcp/tree.ts';
import type { GcpNetworkOptions } from '../../model/derivation.ts';
import { type Diagnostic, error, quote } from '../../model/diagnostic.ts';
import { projectFilter } from './project-filter.ts';

/** The innermost box that holds it. */
export interface GcpPlace {
  readonly subnet?: string | undefined;
  readonly vpc?: string | undefined;
  readonly project: string | undefined;
}

export interface GcpSelection {
  readonly vpcs: ReadonlySet<string>;
  readonly subnets: ReadonlySet<string>;
  readonly instances: ReadonlySet<string>;
  readonly backends: ReadonlySet<string>;
  /** Of forwarding rules, groups, clusters and databases, by id. */
  readonly placed: ReadonlySet<string>;
  wantsProject(id: string | undefined): boolean;
  placeOf(thing: GcpPlaced): GcpPlace;
  homeOf(instance: string): GcpPlace;
}

/** Errors: `not-in-graph`. */
export function choose(
  network: GcpNetwork,
  tree: GcpTree,
  options: GcpNetworkOptions,
  report: (diagnostic: Diagnostic) => void,
): GcpSelection {
  const asked = projectFilter(options, tree, report);
  const narrowed = [options.organizations, options.folders, options.projects].some(Boolean);
  const wantsProject = (id: string | undefined): boolean =>
    !narrowed || (id !== undefined && asked(id));
  const named = namedVpcs(network, options, report);
  const { placeOf, homeOf } = placesOf(network);
  const wants = (own: string | undefined, place: GcpPlace): boolean =>
    (!named || (place.vpc !== undefined && named.has(place.vpc))) &&
    (wantsProject(own) || (place.vpc !== undefined && wantsProject(place.project)));

  const vpcs = new Set<string>();
  const subnets = new Set<string>();
  const hold = ({ vpc, subnet }: GcpPlace): void => {
    if (vpc) vpcs.add(vpc);
    if (subnet) subnets.add(subnet);
  };
  for (const { id, project } of network.vpcs.values())
    if (wants(project, { vpc: id, project })) vpcs.add(id);
  for (const { id, vpc, project } of network.subnets.values())
    if (wants(project, { vpc, project })) hold({ vpc, subnet: id, project });
  const instances = new Set<string>();
  for (const { id, project } of network.instances.values()) {
    const home = homeOf(id);
    if (!wants(project, home)) continue;
    instances.add(id);
    hold(home);
  }
  // What has no network of its own is part of a network's picture when it leads into it.
  const reached = new Set(
    network.groups
      .filter((group) => group.instances.some((id) => instances.has(id)))
      .flatMap((group) => group.backends),
  );
  const backends = new Set<string>();
  for (const { id, project } of network.backends.values())
    if (wantsProject(project) && (!named || reached.has(id))) backends.add(id);
  const placed = new Set<string>();
  const place = (thing: GcpPlaced, leadsIn: boolean): void => {
    const at = placeOf(thing);
    if (!wants(thing.project, at) && !(leadsIn && wantsProject(thing.project))) return;
    placed.add(thing.id);
    hold(at);
  };
  for (const rule of network.forwarding)
    place(rule, rule.backends.some((id) => backends.has(id)) || backends.has(rule.target ?? ''));
  for (const group of network.groups) place(group, false);
  for (const thing of [...network.clusters, ...network.databases]) place(thing, false);
  return { vpcs, subnets, instances, backends, placed, wantsProject, placeOf, homeOf };
}

function namedVpcs(
  network: GcpNetwork,
  { vpcs }: GcpNetworkOptions,
  report: (diagnostic: Diagnostic) => void,
): ReadonlySet<string> | undefined {
  if (!vpcs) return undefined;
  const named = new Set<string>();
  for (const text of vpcs) {
    const found = [...network.vpcs.values()].filter(({ id, name }) => text === id || text === name);
    for (const { id } of found) named.add(id);
    if (found.length === 0)
      report(
        error('not-in-graph', `the graph has no VPC network ${quote(text)}`, undefined, {
          hint: 'Write names and ids exactly as in the graph. If it no longer exists, remove it from the options.',
        }),
      );
  }
  return named;
}

function placesOf(network: GcpNetwork): Pick<GcpSelection, 'placeOf' | 'homeOf'> {
  const inSubnet = (id: string | undefined): GcpPlace | undefined => {
    const subnet = id === undefined ? undefined : network.subnets.get(id);
    if (!subnet) return undefined;
    const vpc = subnet.vpc !== undefined && network.vpcs.has(subnet.vpc) ? subnet.vpc : undefined;
    return { subnet: subnet.id, vpc, project: subnet.project };
  };
  /** GKE says short names, others ids. A shared network belongs to another project: then only a single match counts. */
  const vpcOf = ({ vpc, project }: GcpPlaced): string | undefined => {
    if (vpc === undefined || network.vpcs.has(vpc) || vpc.includes('/')) return vpc;
    const same = [...network.vpcs.values()].filter(({ name }) => name === vpc);
    return (same.find((v) => v.project === project) ?? (same.length === 1 ? same[0] : undefined))
      ?.id;
  };
  const placeOf = (thing: GcpPlaced): GcpPlace => {
    const vpc = vpcOf(thing);
    const direct = inSubnet(thing.subnet);
    if (direct) return direct;
    const short = thing.subnet && lastPart(thing.subnet);
    const region = thing.region ?? '';
    const named = [...network.subnets.values()].filter(
      (s) => s.vpc === vpc && s.name === short && region.startsWith(s.region ?? '?'),
    );
    if (vpc && named.length === 1) return inSubnet(named[0]?.id) ?? { project: thing.project };
    const known = vpc === undefined ? undefined : network.vpcs.get(vpc);
    return known ? { vpc: known.id, project: known.project } : { project: thing.project };
  };
  const homeOf = (id: string): GcpPlace => {
    const instance = network.instances.get(id);
    for (const { subnet } of instance?.interfaces ?? []) {
      const place = inSubnet(subnet);
      if (place) return place;
    }
    return { project: instance?.project };
  };
  return { placeOf, homeOf };
}
