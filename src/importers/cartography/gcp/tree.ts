/** Organizations, folders and projects of Google Cloud, where each stands, and which the options ask for. */

import type { GcpScope } from '../../../model/derivation.ts';
import { type Diagnostic, error, type Origin, quote, warning } from '../../../model/diagnostic.ts';
import { sortedBy } from '../../../model/order.ts';
import type { Answers, Question } from '../question.ts';

/**
 * The tree hangs by `PARENT`: `RESOURCE` joins every folder and project to the organization. A graph that was
 * read in the middle of a move, or only once, has several parents or none; then the properties decide.
 */
export const GCP_TREE: Question = {
  query: `MATCH (n:GCPOrganization|GCPFolder|GCPProject)
OPTIONAL MATCH (n)-[:PARENT]->(p:GCPOrganization|GCPFolder)
WITH n, p.id AS parent ORDER BY parent
RETURN n.id AS id, n.displayname AS name, n.lifecyclestate AS state, n.projectnumber AS number,
CASE WHEN n:GCPOrganization THEN 'organization' WHEN n:GCPFolder THEN 'folder' ELSE 'project' END AS kind,
coalesce(n.parent_folder, n.parent_org) AS named, collect(DISTINCT parent) AS parents`,
  params: {},
};

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
  /** What hangs right below, by name; of `undefined` what hangs from nothing. */
  below(id: string | undefined): readonly GcpNode[];
  /** Ids above it, the nearest first. */
  above(id: string): readonly string[];
}

/** Warnings: `gcp-several-parents`, `gcp-parent-missing`, `gcp-folder-cycle`. */
export function readTree(answers: Answers, report: (diagnostic: Diagnostic) => void): GcpTree {
  const rows = answers.rows(GCP_TREE).filter((row) => row.required('id') !== '');
  const kinds = new Map(rows.map((row) => [row.text('id') ?? '', row.text('kind')]));
  const nodes = new Map<string, GcpNode>();
  for (const row of rows) {
    const id = row.text('id') ?? '';
    const kind = (row.text('kind') ?? 'project') as GcpKind;
    const name = row.text('name') ?? id.slice(id.lastIndexOf('/') + 1);
    const state = row.text('state');
    const number = row.text('number');
    const named = row.text('named');
    const parents = row.texts('parents');
    // What the folder says of itself is as new as the folder; an edge may be left over.
    const usable = named !== undefined && kinds.has(named) && kinds.get(named) !== 'project';
    const parent = usable && (parents.length !== 1 || parents[0] === named) ? named : parents[0];
    const again = { hint: 'Run Cartography again and record the graph anew.' };
    if (parents.length > 1)
      report(
        warning(
          'gcp-several-parents',
          `${kind} ${quote(name)} hangs from ${parents.length} places: it is drawn in ${quote(parent ?? '')}`,
          row.at,
          again,
        ),
      );
    if (parent === undefined && named !== undefined)
      report(
        warning(
          'gcp-parent-missing',
          `the parent of ${kind} ${quote(name)}, ${quote(named)}, is not in the graph`,
          row.at,
          again,
        ),
      );
    nodes.set(id, {
      kind,
      id,
      name,
      ...(state && state !== 'ACTIVE' ? { state } : {}),
      ...(number ? { number } : {}),
      ...(parent && kind !== 'organization' ? { parent } : {}),
      at: row.at,
    });
  }
  return treeOf(withoutCycles(nodes, report));
}

function treeOf(nodes: ReadonlyMap<string, GcpNode>): GcpTree {
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

/** Where folders hang from each other in a circle, the first by id hangs from nothing. */
function withoutCycles(
  nodes: Map<string, GcpNode>,
  report: (diagnostic: Diagnostic) => void,
): Map<string, GcpNode> {
  const sound = new Set<string>();
  for (const start of [...nodes.keys()].sort()) {
    const path = new Set<string>();
    let at: string | undefined = start;
    while (at !== undefined && !sound.has(at) && !path.has(at)) {
      path.add(at);
      at = nodes.get(at)?.parent;
    }
    if (at !== undefined && path.has(at)) {
      const circle = [...path].slice([...path].indexOf(at)).sort();
      const top = nodes.get(circle[0] ?? at);
      if (top) {
        const { parent: _, ...free } = top;
        nodes.set(top.id, free);
        const names = circle.map((id) => nodes.get(id)?.name ?? id).join(', ');
        report(
          warning(
            'gcp-folder-cycle',
            `folders hang from each other in a circle: ${quote(names)}`,
            top.at,
            { hint: 'The graph was read in the middle of a move: run Cartography again.' },
          ),
        );
      }
    }
    for (const id of path) sound.add(id);
  }
  return nodes;
}

const answersTo = ({ id, name, number }: GcpNode, text: string): boolean =>
  [id, name, number, id.slice(id.lastIndexOf('/') + 1)].includes(text);

/**
 * Which projects are asked for: in one of the organizations, in one of the folders (at any depth), and one of the projects.
 * Errors: `not-in-graph`.
 */
export function projectFilter(
  { organizations, folders, projects }: GcpScope,
  tree: GcpTree,
  report: (diagnostic: Diagnostic) => void,
): (id: string) => boolean {
  const chosen = (kind: GcpKind, names?: readonly string[]): ReadonlySet<string> | undefined => {
    if (!names) return undefined;
    const ids = new Set<string>();
    for (const name of names) {
      const found = [...tree.nodes.values()].filter((n) => n.kind === kind && answersTo(n, name));
      for (const { id } of found) ids.add(id);
      if (found.length === 0)
        report(
          error('not-in-graph', `the graph has no ${kind} ${quote(name)}`, undefined, {
            hint: 'Names and ids must be as the graph has them; if it left the estate, take it out of the options.',
          }),
        );
    }
    return ids;
  };
  const inOrganizations = chosen('organization', organizations);
  const inFolders = chosen('folder', folders);
  const own = chosen('project', projects);
  return (id) => {
    const above = [id, ...tree.above(id)];
    if (inOrganizations && !above.some((up) => inOrganizations.has(up))) return false;
    if (inFolders && !above.some((up) => inFolders.has(up))) return false;
    return !own || own.has(id);
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
