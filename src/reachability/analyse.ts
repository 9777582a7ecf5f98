/** All paths between some ends and others, with what keeps the list from being complete. */

import type { Inventory } from '../inventory/inventory.ts';
import { byCodeUnit } from '../model/order.ts';
import { PortSet } from '../model/ports.ts';
import { PathConnector } from './connect.ts';
import { PathExplainer } from './explain.ts';
import { NetworkModel } from './network-model.ts';
import type { PathOutcome } from './outcome.ts';
import { outsideEnds } from './outside.ts';
import type { PathEnd } from './path-ends.ts';
import type { PathEntry, PathVerdict } from './path-entry.ts';
import { type PathGap, pathGaps } from './path-gaps.ts';
import type { Doubt, ReasonCode } from './reasons.ts';
import { segmentsOf } from './segments.ts';
import { WayFinder } from './way-finder.ts';

/** Something that is not known, and how many paths it leaves open. */
export interface PathCause {
  readonly code: ReasonCode;
  readonly id: string;
  readonly detail?: string;
  readonly paths: number;
}

export interface PathQuery {
  readonly from: readonly PathEnd[];
  readonly to: readonly PathEnd[];
  /** All where absent. */
  readonly ports?: PortSet;
  /** Whether closed paths are listed, too. */
  readonly closed?: boolean;
}

export interface PathAnalysis {
  readonly paths: readonly PathEntry[];
  /** Pairs of ends by the best verdict of any of their ports; what is not known counts before one way. */
  readonly pairs: Readonly<Record<PathVerdict, number>>;
  readonly causes: readonly PathCause[];
}

export class Reachability {
  readonly ends: readonly PathEnd[];
  readonly #model: NetworkModel;
  readonly #connector: PathConnector;
  readonly #explainer: PathExplainer;

  constructor(inventory: Inventory) {
    this.#model = new NetworkModel(inventory);
    const ways = new WayFinder(this.#model);
    this.#connector = new PathConnector(ways);
    this.#explainer = new PathExplainer(ways);
    this.ends = [...segmentsOf(this.#model), ...outsideEnds(this.#model)];
  }

  /** In the order of the ends; neither from an end to itself, nor between two that are both outside. */
  analyse({ from, to, ports = PortSet.ALL, closed = false }: PathQuery): PathAnalysis {
    const paths: PathEntry[] = [];
    const pairs = { open: 0, 'one-way': 0, 'cannot-tell': 0, closed: 0 };
    const causes = new Map<string, PathCause>();
    for (const source of from)
      for (const target of to) {
        if (source.id === target.id) continue;
        if (source.kind !== 'segment' && target.kind !== 'segment') continue;
        const connection = this.#connector.connect(source, target);
        const own = this.#explainer.entries(connection, ports, closed);
        for (const entry of own) paths.push(entry);
        pairs[bestOf(own)]++;
        const doubts = own.flatMap((entry) => entry.doubts);
        for (const [key, doubt] of new Map(doubts.map((d) => [`${d.code} ${d.id}`, d])))
          causes.set(key, counted(causes.get(key), doubt));
      }
    return {
      ...{ paths, pairs },
      causes: [...causes.values()].sort(
        (a, b) => b.paths - a.paths || byCodeUnit(a.code, b.code) || byCodeUnit(a.id, b.id),
      ),
    };
  }

  /** Of one pair, in all ports. */
  outcome(from: PathEnd, to: PathEnd): PathOutcome {
    return this.#connector.connect(from, to).outcome;
  }

  /** What no list of paths can hold: accounts and types that were not read, ways in that are not modelled. */
  get gaps(): readonly PathGap[] {
    return pathGaps(this.#model);
  }
}

function bestOf(entries: readonly PathEntry[]): PathVerdict {
  const order = ['open', 'cannot-tell', 'one-way'] as const;
  return order.find((verdict) => entries.some((own) => own.verdict === verdict)) ?? 'closed';
}

const counted = (before: PathCause | undefined, { code, id, detail }: Doubt): PathCause => ({
  ...{ code, id, paths: (before?.paths ?? 0) + 1 },
  ...(detail === undefined ? {} : { detail }),
});
