/** What a change of the estate opens and closes: the paths of two inventories, side by side. */

import type { Inventory } from '../inventory/inventory.ts';
import { byCodeUnit } from '../model/order.ts';
import { PathConnector } from './connect.ts';
import { NetworkModel } from './network-model.ts';
import { outsideEnds } from './outside.ts';
import type { PathEnd } from './path-ends.ts';
import { segmentsOf } from './segments.ts';
import { WayFinder } from './way-finder.ts';

/** Ports of a pair by verdict; none of a verdict that has no list. */
export interface Connectivity {
  readonly open?: readonly string[];
  readonly oneWay?: readonly string[];
  readonly cannotTell?: readonly string[];
}

export interface ConnectivityChange {
  /** `added`: nothing got there, or one of the ends is new; `removed`: the other way round. */
  readonly change: 'added' | 'removed' | 'changed';
  /** Ids of ends. */
  readonly from: string;
  readonly to: string;
  /** Absent where everything is closed, or an end is not there. */
  readonly before?: Connectivity;
  readonly after?: Connectivity;
}

/** Which ends are looked at, e.g. those in the CDE as `to`; all where absent. */
export interface ConnectivityScope {
  readonly from?: (end: PathEnd) => boolean;
  readonly to?: (end: PathEnd) => boolean;
}

/** Of each pair of ends that gets anywhere, what gets there: by `FROM`, then `TO`. */
function connectivityOf(
  inventory: Inventory,
  { from = () => true, to = () => true }: ConnectivityScope,
): Map<string, Map<string, Connectivity>> {
  const model = new NetworkModel(inventory);
  const connector = new PathConnector(new WayFinder(model));
  const ends: PathEnd[] = [...segmentsOf(model), ...outsideEnds(model)];
  const targets = ends.filter(to);
  const found = new Map<string, Map<string, Connectivity>>();
  for (const source of ends.filter(from)) {
    const own = new Map<string, Connectivity>();
    for (const target of targets) {
      const outside = source.kind !== 'segment' && target.kind !== 'segment';
      if (outside || source.id === target.id) continue;
      const { open, oneWay, unsure } = connector.connect(source, target).outcome;
      const state: Connectivity = {
        ...(open.isEmpty ? {} : { open: open.texts }),
        ...(oneWay.isEmpty ? {} : { oneWay: oneWay.texts }),
        ...(unsure.isEmpty ? {} : { cannotTell: unsure.texts }),
      };
      if (Object.keys(state).length > 0) own.set(target.id, state);
    }
    found.set(source.id, own);
  }
  return found;
}

const same = (a: Connectivity, b: Connectivity): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Sorted by `from` and `to`. A pair that is as it was is not in it. */
export function compareConnectivity(
  before: Inventory,
  after: Inventory,
  scope: ConnectivityScope = {},
): readonly ConnectivityChange[] {
  const [old, now] = [connectivityOf(before, scope), connectivityOf(after, scope)];
  const ids = [...new Set([...old.keys(), ...now.keys()])].sort(byCodeUnit);
  return ids.flatMap((from) => {
    const [was, is] = [old.get(from), now.get(from)];
    const targets = [...new Set([...(was?.keys() ?? []), ...(is?.keys() ?? [])])].sort(byCodeUnit);
    return targets.flatMap((to): ConnectivityChange[] => {
      const [a, b] = [was?.get(to), is?.get(to)];
      if (a && b) return same(a, b) ? [] : [{ change: 'changed', from, to, before: a, after: b }];
      if (b) return [{ change: 'added', from, to, after: b }];
      return a ? [{ change: 'removed', from, to, before: a }] : [];
    });
  });
}
