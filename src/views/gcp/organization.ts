/** The resource hierarchy of Google Cloud: organizations, folders, projects. */

import {
  type GcpNode,
  type GcpOrganizationFacts,
  type GcpTree,
  gcpPlaceOf,
} from '../../inventory/gcp/tree.ts';
import type { ElementContent } from '../../model/content.ts';
import type { GcpOrganizationOptions } from '../../model/derivation.ts';
import { error } from '../../model/diagnostic.ts';
import { element, grouping } from '../elements.ts';
import type { EstateView, ViewInput } from '../view.ts';
import { projectFilter } from './project-filter.ts';

/** Which nodes are drawn, and how deep. */
interface GcpOrganizationFilter {
  readonly ids: ReadonlySet<string>;
  readonly depth: number;
}

/**
 * Errors: `empty-graph`, `not-in-graph`.
 * Warnings: `gcp-several-parents`, `gcp-parent-missing`, `gcp-folder-cycle`.
 */
export const gcpOrganization: EstateView<GcpOrganizationOptions, GcpOrganizationFacts> = (
  building,
) => {
  const { options, inventory, ledger, report } = building;
  const { counts, tree } = inventory;
  for (const { kind, found } of counts) ledger.found(kind, found);
  if (tree.nodes.size === 0) {
    report(
      error('empty-graph', 'the recorded graph has nothing of Google Cloud', undefined, {
        hint: 'Check that it is the right database and that Cartography has read Google Cloud, then record it again.',
      }),
    );
    return [];
  }
  const wanted = { ids: wantedIds(options, tree, building), depth: options.depth ?? Infinity };
  for (const node of tree.nodes.values()) if (!wanted.ids.has(node.id)) ledger.omitted(node.kind);
  const tops = tree.below(undefined).filter(({ id }) => wanted.ids.has(id));
  const organizations = tops.filter(({ kind }) => kind === 'organization');
  const adrift = tops.filter(({ kind }) => kind !== 'organization');
  const [first] = adrift;
  return [
    ...organizations.map((node) => drawn(node, 0, tree, wanted, building)),
    ...(first
      ? [
          grouping(
            ledger,
            first.at,
            'group',
            'No place in an organization',
            { provider: 'gcp' },
            adrift.map((node) => drawn(node, 1, tree, wanted, building)),
          ),
        ]
      : []),
  ];
};

function wantedIds(
  options: GcpOrganizationOptions,
  tree: GcpTree,
  { report }: ViewInput<GcpOrganizationOptions, GcpOrganizationFacts>,
): ReadonlySet<string> {
  const asked = projectFilter(options, tree, report);
  const ids = new Set<string>();
  for (const { id, kind, parent } of tree.nodes.values()) {
    // A folder without projects is part of the hierarchy, too; only named projects leave it out.
    if (kind !== 'project' && options.projects) continue;
    if (!asked(id)) continue;
    if (options.unplaced === 'omit' && kind === 'project' && parent === undefined) continue;
    for (const up of [id, ...tree.above(id)]) ids.add(up);
  }
  return ids;
}

/** @param level 0 for organizations; folders right below them are level 1 */
function drawn(
  node: GcpNode,
  level: number,
  tree: GcpTree,
  wanted: GcpOrganizationFilter,
  building: ViewInput<GcpOrganizationOptions, GcpOrganizationFacts>,
): ElementContent {
  const { kind, id, name, state, number, at } = node;
  const stale = building.inventory.stale.has(id);
  if (stale) building.ledger.older(id);
  const unread = [state, stale ? 'not in the last sync' : undefined].filter(Boolean).join(', ');
  const facts = {
    id,
    provider: 'gcp' as const,
    ...(unread ? { status: unread } : {}),
    ...(number ? { description: `Project number ${number}` } : {}),
  };
  building.ledger.place(id, gcpPlaceOf(node, tree));
  if (kind === 'project') return element({ at, counted: kind }, kind, name, facts);
  const own = tree.below(id).filter((child) => wanted.ids.has(child.id));
  const folded = level >= wanted.depth ? folders(id, tree, wanted) : [];
  for (const child of folded) building.ledger.folded(child.kind);
  const projects = folded.filter((child) => child.kind === 'project').length;
  const shown = own.filter((child) => child.kind === 'project' || folded.length === 0);
  return element(
    { at, counted: kind },
    kind,
    name,
    {
      ...facts,
      ...(folded.length > 0 ? { role: foldedText(folded.length - projects, projects) } : {}),
    },
    [
      // Projects of an organization or folder come first: boxes stand below them.
      ...shown.filter((child) => child.kind === 'project'),
      ...shown.filter((child) => child.kind !== 'project'),
    ].map((child) => drawn(child, level + 1, tree, wanted, building)),
  );
}

/** Everything in the folders of `id`; its own projects are not folded. */
function folders(id: string, tree: GcpTree, wanted: GcpOrganizationFilter): GcpNode[] {
  const all: GcpNode[] = [];
  const open = tree.below(id).filter((child) => child.kind === 'folder');
  for (let node = open.pop(); node; node = open.pop()) {
    if (!wanted.ids.has(node.id)) continue;
    all.push(node);
    open.push(...tree.below(node.id));
  }
  return all;
}

const several = (n: number, what: string): string => `${n} ${what}${n === 1 ? '' : 's'}`;
const foldedText = (folders: number, projects: number): string =>
  `and ${several(folders, 'folder')} with ${several(projects, 'project')}`;
