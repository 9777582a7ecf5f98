/** A first diagram of an estate that was imported. */

import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { ImportedFacts } from '../../inventory/imported.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import { writeTogether } from '../../render/output/write.ts';
import { type Project, slashed } from '../project.ts';

interface FirstDiagram {
  /** Relative to the root. */
  readonly written: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

function diagramText(estate: string, organized: boolean, networked: boolean): string {
  const views = [
    ...(organized
      ? [
          `  diagram('${estate}: accounts', { name: 'organization', content: recorded.organization() }),`,
        ]
      : []),
    ...(networked
      ? [`  diagram('${estate}: networks', { name: 'network', content: recorded.network() }),`]
      : []),
  ];
  return `import { diagram, estate } from 'cadastre';

const recorded = estate('${estate}');

export default [
${views.join('\n')}
];
`;
}

/** `diagrams/NAME.ts`, unless there is such a file; nothing where the facts give no picture. Errors: `unwritable`. */
export function writeFirstDiagram(
  estate: string,
  facts: readonly ImportedFacts[],
  { root, config }: Project,
): FirstDiagram {
  const organized = facts.some(({ inventory }) => inventory.units.size > 0);
  const networked = facts.some(({ inventory }) => inventory.vpcs.size > 0);
  const path = join(root, config.sources, `${estate}.ts`);
  if (!(organized || networked) || existsSync(path)) return { written: [], diagnostics: [] };
  const name = slashed(relative(root, path));
  const bytes = Buffer.from(diagramText(estate, organized, networked));
  const { changed, diagnostics } = writeTogether([{ path, name, bytes }]);
  return { written: changed, diagnostics };
}
