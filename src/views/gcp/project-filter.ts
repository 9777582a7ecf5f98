/** Which projects of Google Cloud the options ask for. */

import type { GcpKind, GcpNode, GcpTree } from '../../inventory/gcp/tree.ts';
import type { GcpScope } from '../../model/derivation.ts';
import { type Diagnostic, error, quote } from '../../model/diagnostic.ts';

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
            hint: 'Write names and ids exactly as in the graph. If it no longer exists, remove it from the options.',
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
