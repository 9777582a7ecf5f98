/** The hierarchy of Google Cloud as it was recorded. */

import { type GcpKind, type GcpNode, type GcpTree, treeOf } from '../../../inventory/gcp/tree.ts';
import { type Diagnostic, quote, warning } from '../../../model/diagnostic.ts';
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
    const again = { hint: 'Run Cartography again, then record the graph again.' };
    if (parents.length > 1)
      report(
        warning(
          'gcp-several-parents',
          `${kind} ${quote(name)} has ${parents.length} parents: it is drawn in ${quote(parent ?? '')}`,
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

/** If folders form a cycle, the first by id has no parent. */
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
            `the parents of these folders form a cycle: ${quote(names)}`,
            top.at,
            { hint: 'The graph was read while a folder was being moved: run Cartography again.' },
          ),
        );
      }
    }
    for (const id of path) sound.add(id);
  }
  return nodes;
}
