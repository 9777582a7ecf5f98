/** Paths between segments as paths between what holds them: a subnet, a VPC, an account, a zone. */

import { byCodeUnit } from '../model/order.ts';
import { PortSet } from '../model/ports.ts';
import type { PathDecision, PathEntry, PathVerdict } from './path-entry.ts';

export interface RolledPath {
  readonly from: string;
  readonly to: string;
  readonly verdict: PathVerdict;
  /** Of all paths of the pair; what is open is in no other verdict of it, and what is not known counts before one way. */
  readonly ports: readonly string[];
  /** Pairs of segments that have it. */
  readonly paths: number;
  /** What decides, each once; the first few. */
  readonly decidedBy: readonly PathDecision[];
}

/** More than these are counted only. */
const DECISIONS = 5;

interface PairSums {
  readonly from: string;
  readonly to: string;
  readonly ports: Map<PathVerdict, PortSet>;
  readonly segments: Map<PathVerdict, Set<string>>;
  readonly decisions: Map<PathVerdict, Map<string, PathDecision>>;
}

export function portsOfEntry({ protocol, ports, except = [] }: PathEntry): PortSet {
  const texts = ports.length === 0 ? [protocol] : ports.map((text) => `${protocol}/${text}`);
  const all = PortSet.parse(texts) ?? PortSet.NONE;
  return except.length === 0 ? all : all.subtract(PortSet.parse(except) ?? PortSet.NONE);
}

const ORDER = ['open', 'cannot-tell', 'one-way', 'closed'] as const;

/**
 * @param holders names of what an end is in; several where it is in several zones
 */
export function rollUp(
  entries: readonly PathEntry[],
  holders: (end: string) => readonly string[],
): readonly RolledPath[] {
  const pairs = new Map<string, PairSums>();
  for (const entry of entries)
    for (const from of holders(entry.from))
      for (const to of holders(entry.to)) addTo(pairs, from, to, entry);
  return [...pairs.values()]
    .sort((a, b) => byCodeUnit(a.from, b.from) || byCodeUnit(a.to, b.to))
    .flatMap(rolled);
}

function addTo(pairs: Map<string, PairSums>, from: string, to: string, entry: PathEntry): void {
  const key = JSON.stringify([from, to]);
  const own: PairSums = pairs.get(key) ?? {
    ...{ from, to, ports: new Map(), segments: new Map(), decisions: new Map() },
  };
  pairs.set(key, own);
  const { verdict, decidedBy } = entry;
  const before = own.ports.get(verdict) ?? PortSet.NONE;
  own.ports.set(verdict, before.union(portsOfEntry(entry)));
  const segments = own.segments.get(verdict) ?? new Set();
  own.segments.set(verdict, segments.add(`${entry.from} -> ${entry.to}`));
  const decisions = own.decisions.get(verdict) ?? new Map<string, PathDecision>();
  own.decisions.set(verdict, decisions);
  if (decidedBy) decisions.set(`${decidedBy.id} ${decidedBy.rule}`, decidedBy);
}

function rolled({ from, to, ports, segments, decisions }: PairSums): RolledPath[] {
  let better = PortSet.NONE;
  return ORDER.flatMap((verdict): RolledPath[] => {
    const own = ports.get(verdict);
    if (!own || (verdict === 'closed' && !better.isEmpty)) return [];
    const left = verdict === 'closed' ? own : own.subtract(better);
    better = better.union(own);
    if (left.isEmpty) return [];
    return [
      {
        ...{ from, to, verdict, ports: left.texts, paths: segments.get(verdict)?.size ?? 0 },
        decidedBy: [...(decisions.get(verdict)?.values() ?? [])].slice(0, DECISIONS),
      },
    ];
  });
}
