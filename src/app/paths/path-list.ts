/** Paths of an estate, as commands and reports get them. */

import type { PathCause } from '../../reachability/analyse.ts';
import type { SegmentMember } from '../../reachability/path-ends.ts';
import type { PathEntry, PathVerdict } from '../../reachability/path-entry.ts';
import type { PathGap } from '../../reachability/path-gaps.ts';
import type { RolledPath } from '../../reachability/roll-up.ts';
import type { EndPlace } from '../../reachability/select.ts';

export const PATH_LEVELS = ['segment', 'subnet', 'vpc', 'account', 'zone'] as const;
export type PathLevel = (typeof PATH_LEVELS)[number];

export interface ListedEnd extends EndPlace {
  readonly id: string;
  readonly name: string;
  readonly kind: 'segment' | 'internet' | 'on-premises' | 'unread';
  readonly groups?: readonly string[];
  readonly members?: readonly SegmentMember[];
  readonly addresses?: readonly string[];
  readonly zones?: readonly string[];
}

export interface ZonePath extends RolledPath {
  /** Ports of links between the zones, of the diagrams; of pairs of zones only. */
  readonly declared?: readonly string[];
}

export interface PathList {
  readonly scope: {
    readonly estate: string;
    readonly from: string;
    readonly to: string;
    readonly ports: readonly string[];
    readonly by: PathLevel;
    readonly ends: number;
    /** Diagrams that say what is in which zone. */
    readonly zonesFrom: readonly string[];
  };
  readonly ends: readonly ListedEnd[];
  readonly paths: readonly PathEntry[];
  readonly rolledUp?: readonly ZonePath[];
  readonly pairs: Readonly<Record<PathVerdict, number>>;
  readonly causes: readonly PathCause[];
  readonly incomplete: readonly PathGap[];
}
