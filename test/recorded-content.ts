/** A diagram as a recorded source leaves it: what it says beside elements and links, from a fixture's recorded.json. */

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Compiled } from '../src/app/compile/compile-source.ts';
import { canonicalModel } from '../src/model/canonical.ts';
import type { Diagram } from '../src/model/diagram.ts';
import { sha256 } from '../src/model/digest.ts';

type Recorded = Pick<Diagram, 'unresolved' | 'asOf' | 'stale'> & {
  readonly derived: Readonly<Record<string, string>>;
};

/** The compiled diagram with what `recorded.json` in the folder says of it; as it is without that file. */
export function asRecorded(compiled: Compiled, folder: string): Compiled {
  const file = join(folder, 'recorded.json');
  if (!existsSync(file)) return compiled;
  const { derived, ...said } = JSON.parse(readFileSync(file, 'utf8')) as Recorded;
  const mark = <T extends object>(parts: Readonly<Record<string, T>>): Record<string, T> =>
    Object.fromEntries(
      Object.entries(parts).map(([id, part]) => [
        id,
        derived[id] === undefined ? part : { ...part, derived: derived[id] },
      ]),
    );
  const { elements, links } = compiled.diagram;
  const diagram = { ...compiled.diagram, elements: mark(elements), links: mark(links), ...said };
  const model = canonicalModel(diagram);
  return { ...compiled, diagram, model, digest: sha256(model) };
}
