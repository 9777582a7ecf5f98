/** Ways from the internet inward: through load balancers to their targets, then from security group to security group. */

import type { Inventory } from '../../inventory/inventory.ts';
import { encryptionOf } from '../../inventory/listeners.ts';
import type { Origin } from '../../model/diagnostic.ts';
import { type PortRange, portTexts } from '../../model/ports.ts';
import type { Asset } from './assets.ts';
import { type ExposureGroup, groupPorts, lettingIn, openGroups, openPorts } from './groups.ts';

/** One line of a path. */
export interface Step {
  readonly to: Asset;
  readonly ports: readonly PortRange[];
  /** Groups that let it in. */
  readonly by: readonly ExposureGroup[];
  readonly encrypted?: boolean;
  readonly label?: string;
  readonly description?: string;
  /** False where something says that it may not get through. */
  readonly sure: boolean;
  /** What of the graph it stands for: targets of load balancers, pairs of groups. */
  readonly targets: number;
  readonly pairs: readonly string[];
  /** Between members of one group. */
  readonly lateral: boolean;
  readonly at: Origin;
}

/** Name of a pair of groups: who lets whom in. */
export const pairKey = (group: string, source: string): string => `${group} < ${source}`;

interface PathTarget {
  readonly to: string;
  readonly ports: readonly PortRange[];
  readonly encrypted?: boolean;
  readonly at: Origin;
}

export class Paths {
  readonly #things: ReadonlyMap<string, Asset>;
  readonly #targets = new Map<string, PathTarget[]>();
  readonly #members = new Map<string, Asset[]>();
  /** By source: the groups that let it in. */
  readonly #receivers = new Map<string, ExposureGroup[]>();
  readonly #steps = new Map<string, readonly Step[]>();
  /** Targets of load balancers that are none of the things that are read. */
  readonly strangers = new Map<string, Asset>();

  constructor(
    inventory: Inventory,
    things: ReadonlyMap<string, Asset>,
    groups: ReadonlyMap<string, ExposureGroup>,
  ) {
    this.#things = things;
    for (const { balancer, target, sends, provenance } of inventory.balancerTargets.values()) {
      const encrypted = encryptionOf(sends);
      const own = {
        to: target,
        ports: sends.flatMap(({ ports }) => ports),
        at: provenance.at,
        ...(encrypted === undefined ? {} : { encrypted }),
      };
      this.#targets.set(balancer, [...(this.#targets.get(balancer) ?? []), own]);
    }
    for (const thing of new Set(things.values()))
      for (const { id } of thing.groups)
        this.#members.set(id, [...(this.#members.get(id) ?? []), thing]);
    for (const group of groups.values())
      for (const source of group.sources)
        this.#receivers.set(source, [...(this.#receivers.get(source) ?? []), group]);
  }

  /** The way in from the internet to something that faces it. */
  entry(thing: Asset): Step {
    const { at, groups, listeners, description } = thing;
    const common = {
      to: thing,
      targets: 0,
      pairs: [],
      lateral: false,
      at,
      ...(description ? { description } : {}),
    };
    const own = listeners.flatMap(({ ports }) => ports);
    const safe = listeners.map(({ encrypted }) => encrypted);
    const encrypted = safe.every((e) => e === safe[0]) ? safe[0] : undefined;
    const facts = encrypted === undefined ? common : { ...common, encrypted };
    if (thing.facing === 'service') return { ...facts, ports: own, by: [], sure: true };
    const by = openGroups(groups);
    if (listeners.length === 0) return { ...facts, ports: openPorts(groups), by, sure: true };
    const ports = own.filter((port) => openGroups(groups, port).length > 0);
    if (ports.length > 0)
      return {
        ...facts,
        ports,
        by: by.filter((group) => ports.some((port) => openGroups([group], port).length > 0)),
        sure: true,
      };
    // A network load balancer needs no group.
    if (groups.length === 0 && thing.balancer) return { ...facts, ports: own, by: [], sure: true };
    return { ...facts, ports: own, by: [], sure: false, label: 'no rule for 0.0.0.0/0' };
  }

  /** What can be reached next. */
  from(thing: Asset): readonly Step[] {
    const known = this.#steps.get(thing.id);
    if (known) return known;
    const steps = thing.balancer ? this.#toTargets(thing) : this.#toGroups(thing);
    this.#steps.set(thing.id, steps);
    return steps;
  }

  /** A load balancer opens connections to its targets only, whatever its groups might do. */
  #toTargets(thing: Asset): readonly Step[] {
    const byTarget = new Map<Asset, PathTarget[]>();
    for (const target of this.#targets.get(thing.id) ?? []) {
      const to = this.#things.get(target.to) ?? this.#stranger(target.to, thing, target.at);
      byTarget.set(to, [...(byTarget.get(to) ?? []), target]);
    }
    const own = new Set(thing.groups.map(({ id }) => id));
    return [...byTarget].flatMap(([to, targets]): Step[] => {
      const [first] = targets;
      if (!first) return [];
      const pairs = to.groups.flatMap((group) =>
        group.sources.filter((s) => own.has(s)).map((source) => ({ group, source })),
      );
      const ports = targets.flatMap((t) => t.ports);
      const letting = ports.flatMap((port) => lettingIn(to.groups, port));
      const paired = pairs.map(({ group }) => group);
      const { encrypted } = first;
      return [
        {
          to,
          ports,
          by: [...new Set(paired.length > 0 ? paired : letting)],
          sure: true,
          lateral: false,
          targets: targets.length,
          pairs: pairs.map(({ group, source }) => pairKey(group.id, source)),
          at: first.at,
          ...(encrypted !== undefined && targets.every((t) => t.encrypted === encrypted)
            ? { encrypted }
            : {}),
        },
      ];
    });
  }

  #toGroups(thing: Asset): readonly Step[] {
    const found = new Map<Asset, { group: ExposureGroup; source: string }[]>();
    for (const source of thing.groups)
      for (const group of this.#receivers.get(source.id) ?? []) {
        // Without any rule for incoming traffic, the pair is one of a rule for outgoing traffic.
        if (group.inbound.length === 0) continue;
        for (const member of this.#members.get(group.id) ?? [])
          if (member !== thing)
            found.set(member, [...(found.get(member) ?? []), { group, source: source.id }]);
      }
    return [...found].map(([to, pairs]) => {
      const groups = [...new Set(pairs.map(({ group }) => group))];
      const read = groups.map(groupPorts);
      const letIn = read.flatMap(({ ports }) => ports);
      const own = to.listeners.flatMap(({ ports }) => ports);
      // What it listens on narrows what the rules let in, where both are known.
      const both = own.filter((port) => groups.some((g) => lettingIn([g], port).length > 0));
      const sure = read.every((r) => r.sure);
      return {
        to,
        ports: both.length > 0 ? both : sure ? letIn : [],
        by: groups,
        sure: sure || both.length > 0,
        targets: 0,
        lateral: pairs.every(({ group, source }) => group.id === source),
        pairs: pairs.map(({ group, source }) => pairKey(group.id, source)),
        at: to.at,
        ...(sure || both.length > 0 ? {} : { label: `one of ${portTexts(letIn).join(', ')}` }),
        description:
          'The graph says that the groups are joined, not on which ports: these are the rules without addresses',
      };
    });
  }

  #stranger(id: string, near: Asset, at: Origin): Asset {
    const known = this.strangers.get(id);
    if (known) return known;
    const { account, vpc, region } = near;
    const made: Asset = {
      id,
      kind: 'generic:server',
      name: id,
      at,
      subnets: [],
      groups: [],
      tags: {},
      listeners: [],
      balancer: false,
      gone: false,
      ...(account ? { account } : {}),
      ...(vpc ? { vpc } : {}),
      ...(region ? { region } : {}),
    };
    this.strangers.set(id, made);
    return made;
  }

  /** Rows of targets of a load balancer. */
  targetsOf(id: string): number {
    return this.#targets.get(id)?.length ?? 0;
  }

  /** Everything that can be reached from here, itself included. */
  reach(start: Asset): ReadonlySet<Asset> {
    const seen = new Set([start]);
    // A set grows while it is walked.
    for (const thing of seen) for (const { to } of this.from(thing)) seen.add(to);
    return seen;
  }
}
