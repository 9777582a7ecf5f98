/** Organizations, folders and projects of Google Cloud, and where each stands. */

import type { Origin } from '../../model/diagnostic.ts';
import { sortedBy } from '../../model/order.ts';
import type { SourceCount } from '../counts.ts';

export type GcpKind = 'organization' | 'folder' | 'project';

export interface GcpNode {
  readonly kind: GcpKind;
  /** `organizations/1337`, `folders/1414`; of a project its id. */
  readonly id: string;
  readonly name: string;
  /** Absent when active. */
  readonly state?: string;
  readonly number?: string;
  /** Absent for organizations, and for what has no place. */
  readonly parent?: string;
  readonly at: Origin;
}

export interface GcpTree {
  readonly nodes: ReadonlyMap<string, GcpNode>;
  /** What hangs right below, by name; of `undefined` what has no parent. */
  below(id: string | undefined): readonly GcpNode[];
  /** Ids above it, the nearest first. */
  above(id: string): readonly string[];
}

/** @param nodes without a circle */
export function treeOf(nodes: ReadonlyMap<string, GcpNode>): GcpTree {
  const below = new Map<string | undefined, GcpNode[]>();
  for (const node of sortedBy([...nodes.values()], ({ name, id }) => `${name}\n${id}`)) {
    const siblings = below.get(node.parent);
    if (siblings) siblings.push(node);
    else below.set(node.parent, [node]);
  }
  return {
    nodes,
    below: (id) => below.get(id) ?? [],
    above(id) {
      const path: string[] = [];
      for (let at = nodes.get(id)?.parent; at !== undefined; at = nodes.get(at)?.parent)
        path.push(at);
      return path;
    },
  };
}

/** For the rules of the config: what a project and its networks are in. */
export function gcpPlaceOf(
  { id, name }: GcpNode,
  tree: GcpTree,
): { accounts: readonly string[]; ous: readonly string[] } {
  const above = tree.above(id).map((up) => tree.nodes.get(up));
  return {
    accounts: [id, name],
    ous: above.flatMap((up) =>
      up ? [up.id, up.id.slice(up.id.lastIndexOf('/') + 1), up.name] : [],
    ),
  };
}

export interface GcpOrganizationFacts {
  readonly counts: readonly SourceCount[];
  readonly tree: GcpTree;
  /** Ids of what the newest sync did not read. */
  readonly stale: ReadonlySet<string>;
}
