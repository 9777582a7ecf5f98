/** The segments of an estate: each subnet, by the security groups of the interfaces in it. */

import type { Inventory } from '../inventory/inventory.ts';
import type { NetworkInterface, Subnet } from '../inventory/network.ts';
import type { LoadBalancer, Workload } from '../inventory/workloads.ts';
import { AddressSet } from '../model/addresses.ts';
import { byCodeUnit } from '../model/order.ts';
import { PortSet } from '../model/ports.ts';
import type { NetworkModel } from './network-model.ts';
import type { NetworkSegment, SegmentMember } from './path-ends.ts';

type IsPublic = 'yes' | 'no' | 'unknown';

interface SegmentDraft {
  readonly subnet: Subnet;
  readonly groups: readonly string[] | undefined;
  readonly members: Map<string, SegmentMember>;
  readonly addresses: Set<string>;
  readonly publicAddresses: Set<string>;
  /** Members of which no interface is known. */
  guessed: boolean;
  hasPublic: IsPublic;
  /** Of load balancers, with the ports of each; of everything else in it, a count. */
  readonly balancers: Map<string, LoadBalancer>;
  readonly answering: Set<string>;
}

const GONE = new Set(['terminated', 'shutting-down', 'deleted', 'deleting']);
/** Interfaces of what only passes traffic on. */
const PASSING =
  /^(?:nat_gateway|transit_gateway|gateway_load_balancer|gateway_load_balancer_endpoint)$/;

class SegmentMaker {
  readonly #model: NetworkModel;
  readonly #drafts = new Map<string, SegmentDraft>();
  readonly #elastic: ReadonlyMap<string, ReadonlySet<string>>;

  constructor(model: NetworkModel) {
    this.#model = model;
    const elastic = new Map<string, Set<string>>();
    for (const own of model.inventory.elasticAddresses.values())
      if (own.networkInterface !== undefined)
        elastic.set(
          own.networkInterface,
          new Set([...(elastic.get(own.networkInterface) ?? []), own.privateAddress ?? '']),
        );
    this.#elastic = elastic;
  }

  #draft(subnetId: string, groups: readonly string[] | undefined): SegmentDraft | undefined {
    const subnet = this.#model.inventory.subnets.get(subnetId);
    if (!subnet) return undefined;
    const sorted = groups && [...new Set(groups)].sort(byCodeUnit);
    const key = `${subnetId} ${sorted ? sorted.join(' ') : '?'}`;
    const known = this.#drafts.get(key);
    if (known) return known;
    const made: SegmentDraft = {
      ...{ subnet, groups: sorted, members: new Map(), guessed: false, hasPublic: 'no' },
      ...{ addresses: new Set<string>(), publicAddresses: new Set<string>() },
      ...{ balancers: new Map<string, LoadBalancer>(), answering: new Set<string>() },
    };
    this.#drafts.set(key, made);
    return made;
  }

  #mark(draft: SegmentDraft, is: IsPublic): void {
    if (is === 'yes' || draft.hasPublic === 'no') draft.hasPublic = is;
  }

  addInterface(own: NetworkInterface): void {
    const { id, type, natGateway, subnet, privateAddresses, publicAddress, instance } = own;
    if (subnet === undefined || natGateway !== undefined || PASSING.test(type ?? '')) return;
    const instances = this.#model.inventory.instances;
    const filtered = own.groups.length > 0 || type === 'network_load_balancer';
    // What the interface does not say, its instance does.
    if (!filtered && instance !== undefined && instances.has(instance)) return;
    const draft = this.#draft(subnet, filtered ? own.groups : undefined);
    if (!draft) return;
    const holder = instance === undefined ? undefined : instances.get(instance);
    // Targets of load balancers are instances, also where the instances themselves were not read.
    draft.members.set(holder?.id ?? id, {
      ...{ id: holder?.id ?? id, name: holder?.name ?? id },
      ...(instance === undefined || holder ? {} : { instance }),
    });
    if (type === 'vpc_endpoint') draft.answering.add(id);
    for (const address of privateAddresses) draft.addresses.add(address);
    if (privateAddresses.length === 0) draft.guessed = true;
    const elastic = this.#elastic.get(id);
    const v6 = privateAddresses.filter((address) => address.includes(':'));
    const [first = ''] = privateAddresses;
    const publicOnes = [
      ...(publicAddress === undefined ? [] : [first]),
      ...[...(elastic ?? [])].map((address) => (address === '' ? first : address)),
      ...v6,
    ];
    for (const address of publicOnes) if (address !== '') draft.publicAddresses.add(address);
    const { networkInterfaces = [] } = this.#model.inventory.source.vocabulary;
    if (publicOnes.length > 0 || networkInterfaces.includes('publicAddress')) return;
    this.#mark(draft, holder ? yesOrNo(holder.publicAddress) : 'unknown');
  }

  addWorkload(
    own: Pick<Workload, 'id' | 'name' | 'subnets' | 'groups'>,
    isPublic: IsPublic,
    unfiltered = false,
    role: 'endpoint' | LoadBalancer | undefined = undefined,
  ): void {
    const groups = own.groups.length > 0 || unfiltered ? own.groups : undefined;
    for (const id of own.subnets) {
      const draft = this.#draft(id, groups);
      if (!draft) continue;
      // Which of the interfaces is its own, no source says.
      draft.guessed = true;
      draft.members.set(own.id, { id: own.id, name: own.name });
      if (role === 'endpoint') draft.answering.add(own.id);
      else if (role) draft.balancers.set(own.id, role);
      this.#mark(draft, isPublic);
    }
  }

  get segments(): NetworkSegment[] {
    return [...this.#drafts.values()]
      .map((draft) => this.#segment(draft))
      .sort((a, b) => byCodeUnit(a.id, b.id));
  }

  #segment(draft: SegmentDraft): NetworkSegment {
    const { subnet, groups, members, addresses, guessed, ...own } = draft;
    const cidr = this.#model.cidr(subnet);
    const stated = AddressSet.parse(addresses) ?? AddressSet.NONE;
    // An address that is not in the subnet is none of its interfaces'.
    const known = cidr.isEmpty ? stated : stated.intersect(cidr);
    const exact = !guessed && !known.isEmpty && known.equals(stated);
    const all = exact ? known : known.union(cidr);
    const publicAddresses = AddressSet.parse(own.publicAddresses) ?? AddressSet.NONE;
    const words = groups ? groups.join('+') || 'no group' : 'groups unknown';
    return {
      kind: 'segment',
      id: `${subnet.id} ${words}`,
      name: `${subnet.name} (${groups ? this.#groupNames(groups) : words})`,
      subnet,
      addresses: all,
      known,
      ...(groups ? { groups } : {}),
      members: [...members.values()].sort((a, b) => byCodeUnit(a.id, b.id)),
      ...this.#roleOf(draft),
      publicAddresses,
      hasPublic: own.hasPublic,
    };
  }

  /** Load balancers and endpoints do less than their rules let them; where anything else is in it, rules alone count. */
  #roleOf({
    members,
    balancers,
    answering,
  }: SegmentDraft): Pick<NetworkSegment, 'listens' | 'opens'> {
    const { inventory } = this.#model;
    const passive = [...members.keys()].every((id) => balancers.has(id) || answering.has(id));
    if (!passive || members.size === 0) return {};
    const listeners = [...balancers.values()].flatMap((own) => own.listeners);
    const heard = listeners.flatMap(({ listens }) => listens.ports);
    const opens = new Map<string, PortSet>();
    // A classic load balancer lists its targets itself.
    let targetsKnown = [...balancers.values()].every(
      (own) => own.type === 'classic' || this.#model.wasRead('balancerTargets', own),
    );
    for (const { balancer, target, sends } of inventory.balancerTargets.values()) {
      if (!balancers.has(balancer)) continue;
      // Which instances or tasks are in it, changes.
      if (inventory.scalingGroups.has(target) || inventory.containerServices.has(target))
        targetsKnown = false;
      const ports = sends.flatMap((own) => own.ports);
      const sent = ports.length > 0 ? PortSet.of(ports) : PortSet.ALL;
      opens.set(target, sent.union(opens.get(target) ?? PortSet.NONE));
    }
    const silent = [...balancers.values()].some((own) => own.listeners.length === 0);
    return {
      ...(answering.size > 0 || silent ? {} : { listens: PortSet.of(heard) }),
      ...(targetsKnown ? { opens } : {}),
    };
  }

  #groupNames(groups: readonly string[]): string {
    const { securityGroups } = this.#model.inventory;
    return groups.length === 0
      ? 'no security group'
      : groups.map((id) => securityGroups.get(id)?.name ?? id).join(', ');
  }
}

const yesOrNo = (value: boolean): IsPublic => (value ? 'yes' : 'no');

function addWorkloads(to: SegmentMaker, inventory: Inventory): void {
  const attached = new Set(
    [...inventory.networkInterfaces.values()].flatMap(({ instance, groups, subnet }) =>
      instance !== undefined && groups.length > 0 && subnet !== undefined ? [instance] : [],
    ),
  );
  for (const own of inventory.instances.values()) {
    if (attached.has(own.id) || GONE.has(own.state ?? '')) continue;
    const subnets = [...new Set([...own.subnets, ...own.interfaceSubnets])];
    to.addWorkload({ ...own, subnets }, yesOrNo(own.publicAddress));
  }
  for (const own of inventory.loadBalancers.values()) {
    const facing = own.scheme === undefined ? 'unknown' : yesOrNo(own.scheme === 'internet-facing');
    // Network load balancers may have no group, and gateway load balancers have none.
    to.addWorkload(own, facing, own.type === 'network' || own.type === 'gateway', own);
  }
  for (const own of inventory.databases.values()) to.addWorkload(own, yesOrNo(own.public));
  for (const own of inventory.dataWarehouses.values()) to.addWorkload(own, yesOrNo(own.public));
  for (const own of inventory.containerTasks.values())
    if (!own.stopped) to.addWorkload(own, 'unknown');
  for (const type of ['caches', 'searchDomains', 'kubernetesServices', 'functions'] as const)
    for (const own of inventory[type].values()) to.addWorkload(own, 'no');
  for (const own of inventory.endpoints.values())
    if (own.type === 'Interface') to.addWorkload(own, 'no', false, 'endpoint');
  for (const { id, subnet, groups, fileSystem } of inventory.fileMounts.values())
    if (subnet !== undefined)
      to.addWorkload({ id, name: fileSystem, subnets: [subnet], groups }, 'no');
}

/** All of them, by id. Nothing listens in a subnet without interfaces: it has none. */
export function segmentsOf(model: NetworkModel): readonly NetworkSegment[] {
  const maker = new SegmentMaker(model);
  for (const own of model.inventory.networkInterfaces.values()) maker.addInterface(own);
  addWorkloads(maker, model.inventory);
  return maker.segments;
}
