/** Which paths across a border, such as that of the CDE, a change of the estate opens and closes. */

import { type Inventory, type RecordType, readState } from '../inventory/inventory.ts';
import { byCodeUnit } from '../model/order.ts';
import { Reachability } from './analyse.ts';
import type { Connectivity } from './compare-connectivity.ts';
import { NOTHING, type PathOutcome } from './outcome.ts';
import type { PathEnd } from './path-ends.ts';
import type { PathGap } from './path-gaps.ts';
import { placeOfEnd } from './select.ts';

/**
 * What became of some ports of a path. `opened`, `closed`: they were closed, or are now, for sure. `undecidable`: they
 * cannot be told any more. `decided`: they could not be told. `changed`: answers get back now, or do not any more.
 */
export type PathEffect = 'opened' | 'closed' | 'undecidable' | 'decided' | 'changed';

export interface BorderChange {
  readonly direction: 'into' | 'out of';
  readonly effects: readonly PathEffect[];
  /** `added`: no path crossed the border; `removed`: none does any more. */
  readonly change: 'added' | 'removed' | 'changed';
  /** Ids of ends, and their names. */
  readonly from: string;
  readonly to: string;
  readonly fromName: string;
  readonly toName: string;
  /** Ports by verdict; absent where all are closed, an end is not there, or no border is crossed. */
  readonly before?: Connectivity;
  readonly after?: Connectivity;
  /** The state in which an end, or what decides at its place, was not read, though it was in the other: it says nothing. */
  readonly unread?: 'before' | 'after';
  /** Id of a network that was not read before, and is now: ends in it are listed by themselves. */
  readonly split?: string;
  /** Ids of ends that came to lie within the border, or do not any more. */
  readonly entered?: readonly string[];
  readonly left?: readonly string[];
}

export interface BorderComparison {
  /** By `from`, then `to`. */
  readonly changes: readonly BorderChange[];
  /** How many ends are within the border. */
  readonly within: { readonly before: number; readonly after: number };
  /** What the lists of paths may lack. */
  readonly incomplete: { readonly before: readonly PathGap[]; readonly after: readonly PathGap[] };
}

export interface BorderedState {
  readonly inventory: Inventory;
  readonly isWithin: (end: PathEnd) => boolean;
}

/** What makes an end of a path: where one of these was not read, an end that is absent may be there. */
const ENDS = [
  ...(['vpcs', 'subnets', 'networkInterfaces', 'instances', 'loadBalancers'] as const),
  ...(['databases', 'dataWarehouses', 'caches', 'searchDomains', 'fileMounts'] as const),
  ...(['kubernetesServices', 'functions', 'containerTasks', 'endpoints'] as const),
] satisfies readonly RecordType[];
const OUTSIDE_ENDS = [
  ...(['vpcs', 'peerings', 'vpnGateways', 'vpnConnections', 'routes'] as const),
  ...(['transitAttachments', 'transitRoutes', 'directConnectGateways'] as const),
] satisfies readonly RecordType[];

/** What decides whether a path is open. */
const DECIDING = [
  ...(['routeTables', 'routes', 'securityGroups', 'securityGroupRules'] as const),
  ...(['networkAcls', 'networkAclRules'] as const),
] satisfies readonly RecordType[];

class ComparedState {
  readonly ends: ReadonlyMap<string, PathEnd>;
  readonly within: ReadonlySet<string>;
  readonly reach: Reachability;
  readonly #inventory: Inventory;
  readonly #blind = new Map<string, boolean>();

  constructor({ inventory, isWithin }: BorderedState) {
    this.#inventory = inventory;
    this.reach = new Reachability(inventory);
    this.ends = new Map(this.reach.ends.map((end) => [end.id, end]));
    this.within = new Set(this.reach.ends.filter(isWithin).map(({ id }) => id));
  }

  /** Whether anything in a VPC is an end here. */
  hasEndsIn(vpc: string): boolean {
    return [...this.ends.values()].some((end) => end.kind === 'segment' && end.subnet.vpc === vpc);
  }

  outcome(from: string, to: string): PathOutcome {
    const [a, b] = [this.ends.get(from), this.ends.get(to)];
    return a && b ? this.reach.outcome(a, b) : NOTHING;
  }

  /** Whether the place of an end was not read as the other state was: what is absent there may be there. */
  isBlindTo(end: PathEnd, other: ComparedState): boolean {
    const known = this.#blind.get(end.id) ?? this.#lacks(end, other);
    this.#blind.set(end.id, known);
    return known;
  }

  #lacks(end: PathEnd, other: ComparedState): boolean {
    const where = (this.ends.has(end.id) ? this : other).#inventory;
    const { account, vpc } = placeOfEnd(end, where);
    const region = vpc === undefined ? undefined : where.vpcs.get(vpc)?.region;
    const makers: readonly RecordType[] = end.kind === 'segment' ? ENDS : OUTSIDE_ENDS;
    return [
      ...(end.kind === 'segment' ? DECIDING : []),
      ...(this.ends.has(end.id) ? [] : makers),
    ].some(
      (type) =>
        readState(other.#inventory, type, account, region) === 'read' &&
        readState(this.#inventory, type, account, region) !== 'read',
    );
  }
}

const portsOf = ({ open, oneWay, unsure }: PathOutcome): Connectivity | undefined => {
  const state: Connectivity = {
    ...(open.isEmpty ? {} : { open: open.texts }),
    ...(oneWay.isEmpty ? {} : { oneWay: oneWay.texts }),
    ...(unsure.isEmpty ? {} : { cannotTell: unsure.texts }),
  };
  return Object.keys(state).length > 0 ? state : undefined;
};

const touched = ({ open, oneWay, unsure }: PathOutcome): boolean =>
  [open, oneWay, unsure].some((ports) => !ports.isEmpty);

function effectsOf(
  before: PathOutcome,
  after: PathOutcome,
  unread: 'before' | 'after' | undefined,
): PathEffect[] {
  if (unread === 'after') return touched(before) || touched(after) ? ['undecidable'] : [];
  const [was, is] = [before.open.union(before.oneWay), after.open.union(after.oneWay)];
  if (unread === 'before') {
    if (!after.unsure.isEmpty) return is.isEmpty ? ['undecidable'] : ['undecidable', 'decided'];
    return touched(before) || touched(after) ? ['decided'] : [];
  }
  const found: Record<PathEffect, boolean> = {
    opened: !was.union(before.unsure).contains(is),
    closed: !is.union(after.unsure).contains(was),
    undecidable: !before.unsure.contains(after.unsure),
    decided: !after.unsure.contains(before.unsure),
    changed:
      !before.open.intersect(after.oneWay).isEmpty || !before.oneWay.intersect(after.open).isEmpty,
  };
  return (Object.keys(found) as PathEffect[]).filter((effect) => found[effect]);
}

/** Whether an end is within, in one state; of one that is not there, the other state says it. */
const isWithin = (id: string, state: ComparedState, other: ComparedState): boolean =>
  (state.ends.has(id) ? state : other).within.has(id);

type Crossing = 'into' | 'out of' | undefined;

const crossing = (from: boolean, to: boolean): Crossing =>
  from === to ? undefined : to ? 'into' : 'out of';

class BorderComparer {
  readonly #old: ComparedState;
  readonly #now: ComparedState;

  constructor(before: BorderedState, after: BorderedState) {
    this.#old = new ComparedState(before);
    this.#now = new ComparedState(after);
  }

  get comparison(): BorderComparison {
    const [old, now] = [this.#old, this.#now];
    const ids = [...new Set([...old.ends.keys(), ...now.ends.keys()])].sort(byCodeUnit);
    const near = ids.filter((id) => old.within.has(id) || now.within.has(id));
    const within = new Set(near);
    const changes = ids.flatMap((from) =>
      (within.has(from) ? ids : near).flatMap((to) => (from === to ? [] : this.#changes(from, to))),
    );
    return {
      changes,
      within: { before: old.within.size, after: now.within.size },
      incomplete: { before: old.reach.gaps, after: now.reach.gaps },
    };
  }

  #changes(from: string, to: string): BorderChange[] {
    const [old, now] = [this.#old, this.#now];
    const [a, b] = [from, to].map((id) => now.ends.get(id) ?? old.ends.get(id));
    if (!a || !b || (a.kind !== 'segment' && b.kind !== 'segment')) return [];
    const was = crossing(isWithin(from, old, now), isWithin(to, old, now));
    const is = crossing(isWithin(from, now, old), isWithin(to, now, old));
    return (['into', 'out of'] as const).flatMap((direction) => {
      if (was !== direction && is !== direction) return [];
      const before = was === direction ? old.outcome(from, to) : NOTHING;
      const after = is === direction ? now.outcome(from, to) : NOTHING;
      return this.#changeOf(direction, [a, b], [before, after]);
    });
  }

  #changeOf(
    direction: BorderChange['direction'],
    [from, to]: readonly [PathEnd, PathEnd],
    [before, after]: readonly [PathOutcome, PathOutcome],
  ): BorderChange[] {
    const [old, now] = [this.#old, this.#now];
    const unread = [from, to].some((end) => now.isBlindTo(end, old))
      ? 'after'
      : [from, to].some((end) => old.isBlindTo(end, now))
        ? 'before'
        : undefined;
    const split = [from, to].find(
      ({ kind, id }) => kind === 'unread' && !now.ends.has(id) && now.hasEndsIn(id),
    );
    const found = effectsOf(before, after, unread);
    if (found.length === 0) return [];
    const [was, is] = [portsOf(before), portsOf(after)];
    return [
      {
        ...{ direction, effects: split ? ['decided'] : found, from: from.id, to: to.id },
        ...{ fromName: from.name, toName: to.name },
        change: !was ? 'added' : is ? 'changed' : 'removed',
        ...(was ? { before: was } : {}),
        ...(is ? { after: is } : {}),
        ...(unread ? { unread } : {}),
        ...(split ? { split: split.id } : {}),
        ...this.#moved([from.id, to.id]),
      },
    ];
  }

  #moved(ids: readonly string[]): Pick<BorderChange, 'entered' | 'left'> {
    const both = ids.filter((id) => this.#old.ends.has(id) && this.#now.ends.has(id));
    const entered = both.filter((id) => !this.#old.within.has(id) && this.#now.within.has(id));
    const left = both.filter((id) => this.#old.within.has(id) && !this.#now.within.has(id));
    return {
      ...(entered.length > 0 ? { entered } : {}),
      ...(left.length > 0 ? { left } : {}),
    };
  }
}

/** A pair that is as it was is not in it, nor is one of ends that are both within, or both without. */
export const compareBorder = (before: BorderedState, after: BorderedState): BorderComparison =>
  new BorderComparer(before, after).comparison;
