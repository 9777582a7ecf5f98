/** The network of Google Cloud: projects, VPC networks, regions, subnets, and what runs in them. */

import {
  type GcpNetworkFacts,
  type GcpSubnet,
  type GcpVpc,
  lastPart,
} from '../../inventory/gcp/network.ts';
import { type GcpTree, gcpPlaceOf } from '../../inventory/gcp/tree.ts';
import type { Content, ElementContent } from '../../model/content.ts';
import type { GcpNetworkOptions } from '../../model/derivation.ts';
import { error, type Origin } from '../../model/diagnostic.ts';
import { sortedBy } from '../../model/order.ts';
import { byName, element, grouping } from '../elements.ts';
import type { EstateView } from '../view.ts';
import { drawBalancers } from './balancers.ts';
import { choose } from './choose.ts';
import { drawPeerings, drawVpns } from './connections.ts';
import { drawFirewalls } from './firewalls.ts';
import { drawInstances, said } from './instances.ts';
import { GcpPlan } from './plan.ts';
import { drawServices } from './services.ts';

/** Other things that the cards and lines of a network say. */
const SAID: ReadonlySet<string> = new Set([
  'gcp:network-tag',
  'gcp:external-address',
  'gcp:cloud-armor-policy',
]);

/**
 * Errors: `empty-graph`, `not-in-graph`. Warnings: those of the tree (`gcp-several-parents` …).
 * The graph has no routes, Cloud NAT, Cloud Routers and interconnects of Google Cloud.
 */
export const gcpNetwork: EstateView<GcpNetworkOptions, GcpNetworkFacts> = (building) => {
  const { options, inventory, ledger, report } = building;
  const { counts, tree, network } = inventory;
  for (const { kind, found } of counts) ledger.found(kind, found);
  for (const { kind, found } of inventory.others) {
    ledger.found(kind, found);
    if (SAID.has(kind)) ledger.folded(kind, found);
    else ledger.omitted(kind, found);
  }
  if (tree.nodes.size === 0 && network.vpcs.size === 0) {
    report(
      error('empty-graph', 'the recorded graph has nothing of Google Cloud', undefined, {
        hint: 'Check that it is the right database and that Cartography has read Google Cloud, then record it again.',
      }),
    );
    return [];
  }
  const canvas = new GcpPlan(network, choose(network, tree, options, report), building);
  drawInstances(canvas);
  drawServices(canvas);
  drawBalancers(canvas);
  drawFirewalls(canvas);
  drawVpns(canvas);
  drawSubnets(canvas);
  drawVpcs(canvas);
  drawPeerings(canvas);
  return [...drawProjects(canvas, tree), ...canvas.outsiders, ...canvas.lines];
};

function drawSubnets(canvas: GcpPlan): void {
  const { network, chosen, ledger } = canvas;
  const regions = new Map<
    string,
    { readonly subnets: ElementContent[]; readonly first: GcpSubnet }
  >();
  const linked = new Set(canvas.lines.flatMap(({ from, to }) => [from, to]));
  for (const subnet of sortedBy(
    [...network.subnets.values()],
    ({ name, id }) => `${name}\n${id}`,
  )) {
    const { id, name, at, cidr, region, purpose, stub } = subnet;
    const members = canvas.in(id);
    const vpc = subnet.vpc === undefined ? undefined : network.vpcs.get(subnet.vpc);
    if (!chosen.subnets.has(id)) ledger.omitted('subnet');
    else if (vpc?.auto && members.length === 0 && !linked.has(id)) ledger.folded('subnet');
    else {
      if (stub)
        ledger.stub({
          kind: 'subnet',
          id,
          what: { type: 'subnet', name },
          reason: { code: 'named-by-interface' },
          at,
        });
      const card = element(
        { at, counted: 'subnet' },
        'subnet',
        name,
        {
          id,
          cidr: cidr ? [cidr] : [],
          role: purpose && purpose !== 'PRIVATE' ? purpose.toLowerCase() : undefined,
        },
        members.length > 0 ? members : undefined,
      );
      const box = vpc?.id ?? subnet.project ?? '';
      const key = `${box}\n${region ?? ''}`;
      const known = regions.get(key);
      if (known) known.subnets.push(card);
      else regions.set(key, { subnets: [card], first: subnet });
    }
  }
  for (const { subnets, first } of regions.values()) {
    const place = {
      vpc: first.vpc !== undefined && network.vpcs.has(first.vpc) ? first.vpc : undefined,
      project: first.project,
    };
    canvas.put(
      place,
      grouping(ledger, first.at, 'region', first.region ?? 'region not recorded', {}, subnets),
    );
  }
}

function drawVpcs(canvas: GcpPlan): void {
  const { network, chosen, ledger } = canvas;
  for (const vpc of network.vpcs.values()) {
    if (!chosen.vpcs.has(vpc.id)) {
      ledger.omitted('vpc');
      continue;
    }
    const { id, name, at, project, auto, stub } = vpc;
    if (stub)
      ledger.stub({
        kind: 'vpc',
        id,
        what: { type: 'vpc', name },
        reason: { code: 'network-not-recorded' },
        at,
      });
    canvas.put(
      { project },
      element(
        { at, counted: 'vpc' },
        'vpc',
        name,
        {
          id,
          role: said([auto ? 'auto mode' : undefined, emptySubnets(vpc, canvas)]),
          status: canvas.stateOf(id, stub ? 'not read' : undefined),
        },
        // Networks first, rules below them.
        sortedBy(canvas.in(id), ({ kind, name: text }) => `${kind === 'region' ? 0 : 1}${text}`),
      ),
    );
  }
}

function emptySubnets({ id, auto }: GcpVpc, canvas: GcpPlan): string | undefined {
  if (!auto) return undefined;
  const { network, chosen } = canvas;
  const all = [...network.subnets.values()].filter((s) => s.vpc === id && chosen.subnets.has(s.id));
  const drawn = canvas
    .in(id)
    .flatMap(({ kind, members }) => (kind === 'region' ? members : [])).length;
  const empty = all.length - drawn;
  return empty === 0
    ? undefined
    : `${drawn === 0 ? '' : 'and '}${empty} empty subnet${empty === 1 ? '' : 's'}`;
}

function drawProjects(canvas: GcpPlan, tree: GcpTree): Content[] {
  const { ledger, chosen } = canvas;
  const { owners } = canvas.network;
  for (const id of owners.keys())
    if (canvas.in(id).length === 0)
      if (chosen.wantsProject(id))
        // What it owns stands in the networks of others, or is not asked for.
        ledger.folded('project');
      else ledger.omitted('project');
  const boxes = canvas.boxes.filter(
    (id) => !canvas.network.vpcs.has(id) && !canvas.network.subnets.has(id),
  );
  return byName(
    boxes.map((id) => {
      const members = canvas.in(id);
      const node = tree.nodes.get(id);
      const at = owners.get(id) ?? node?.at ?? (members[0]?.origin as Origin);
      if (node) ledger.place(id, gcpPlaceOf(node, tree));
      const name = node?.name ?? (id === '' ? 'Project not recorded' : lastPart(id));
      const facts = {
        ...(id === '' ? {} : { id }),
        provider: 'gcp' as const,
        status: node ? node.state : 'not read',
      };
      return owners.has(id)
        ? element({ at, counted: 'project' }, 'project', name, facts, members)
        : grouping(ledger, at, 'project', name, facts, members);
    }),
  );
}
