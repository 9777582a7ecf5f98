/** Instances in their subnets, alike ones as one card. */

import type { GcpInstance } from '../../inventory/gcp/network.ts';
import type { ElementContent } from '../../model/content.ts';
import { gather, sortedBy } from '../../model/order.ts';
import { element, grouping, link } from '../elements.ts';
import type { GcpPlan } from './plan.ts';

const KIND = 'gcp:compute-engine';
const INTERFACE = 'gcp:network-interface';

export function drawInstances(canvas: GcpPlan): void {
  const { network, chosen, ledger, options } = canvas;
  const alike = new Map<string, GcpInstance[]>();
  for (const instance of sortedBy(
    [...network.instances.values()],
    ({ name, id }) => `${name}\n${id}`,
  )) {
    if (!chosen.instances.has(instance.id)) {
      ledger.omitted(KIND);
      ledger.omitted(INTERFACE, instance.interfaces.length);
      continue;
    }
    gather(alike, likeness(instance, canvas), instance);
  }
  for (const instances of alike.values())
    if (instances.length >= (options.foldFrom ?? 4)) drawFold(instances, canvas);
    else for (const instance of instances) drawOne(instance, canvas);
}

/** Instances with one text look the same to everyone who connects to them. */
function likeness(instance: GcpInstance, { network, chosen }: GcpPlan): string {
  const { id, project, status, exposed, ways, forwards, interfaces } = instance;
  const { subnet = '', vpc = '' } = chosen.homeOf(id);
  // Appliances connect networks: each is drawn.
  if (interfaces.length > 1 || forwards) return id;
  const groups = network.groupsOf.get(id);
  const firewalls = network.firewallsOf.get(id);
  const open = interfaces.some((nic) => nic.public !== undefined);
  const stale = network.stale.has(id);
  return JSON.stringify([
    ...[subnet, vpc, project, status, exposed, ways],
    ...[open, groups, firewalls, stale],
  ]);
}

const ownerOf = ({ id, project }: GcpInstance, { chosen }: GcpPlan): string | undefined =>
  project !== undefined && project !== chosen.homeOf(id).project
    ? `of project ${project}`
    : undefined;

const balanced = ({ exposed, ways }: GcpInstance): string | undefined =>
  exposed && ways.includes('gcp_lb') ? 'internet by load balancer' : undefined;

const stateOf = ({ status }: GcpInstance): string | undefined =>
  status === undefined || status === 'RUNNING' ? undefined : status;

function drawOne(instance: GcpInstance, canvas: GcpPlan): void {
  const { ledger, chosen } = canvas;
  const { id, name, at, zone, interfaces, forwards } = instance;
  const home = chosen.homeOf(id);
  const addresses = interfaces.flatMap(({ ip }) => (ip ? [`${ip}/32`] : []));
  const open = interfaces.flatMap((nic) => nic.public ?? []);
  const card = element({ at, counted: KIND }, KIND, name, {
    id,
    cidr: addresses,
    role: said([
      open.length > 0 ? `public ${open.join(', ')}` : undefined,
      balanced(instance),
      forwards ? 'forwards packets' : undefined,
      ownerOf(instance, canvas),
    ]),
    status: canvas.stateOf(id, stateOf(instance)),
    ...(zone ? { description: `Zone ${zone}` } : {}),
  });
  canvas.put(home, card);
  canvas.cards.set(id, card);
  for (const { name: nic, ip, subnet } of interfaces) {
    if (subnet === undefined || subnet === home.subnet) ledger.folded(INTERFACE);
    else if (!chosen.subnets.has(subnet)) ledger.omitted(INTERFACE);
    else
      canvas.lines.push(
        link({ at, counted: INTERFACE }, card, subnet, {
          label: said([nic, ip]),
          direction: 'none',
        }),
      );
  }
}

function drawFold(instances: readonly GcpInstance[], canvas: GcpPlan): void {
  const { ledger, network, chosen } = canvas;
  const [first] = instances;
  if (!first) return;
  const [groupId] = network.groupsOf.get(first.id) ?? [];
  const group = network.groups.find(({ id }) => id === groupId);
  const whole = group?.instances.length === instances.length;
  const card: ElementContent = grouping(
    ledger,
    first.at,
    KIND,
    group ? group.name : `${instances.length} instances`,
    {
      ...(group && whole ? { id: group.id } : {}),
      role: said([
        group ? `${instances.length} instances` : undefined,
        first.interfaces.some((nic) => nic.public) ? 'public addresses' : undefined,
        balanced(first),
        ownerOf(first, canvas),
      ]),
      status: canvas.stateOf(first.id, stateOf(first)),
      description: instances.map(({ name }) => name).join(', '),
    },
  );
  canvas.put(chosen.homeOf(first.id), card);
  for (const instance of instances) {
    canvas.cards.set(instance.id, card);
    ledger.folded(KIND);
    ledger.folded(INTERFACE, instance.interfaces.length);
  }
}

export const said = (texts: readonly (string | undefined)[]): string | undefined =>
  texts.filter(Boolean).join(', ') || undefined;

/** The cards of some instances, each once, in order. */
export function cardsOf(ids: readonly string[], { cards }: GcpPlan): ElementContent[] {
  return [...new Set(ids.flatMap((id) => cards.get(id) ?? []))];
}
