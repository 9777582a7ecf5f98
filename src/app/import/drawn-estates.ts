/** Which estates the diagrams draw, and which tags they ask for. */

import { join } from 'node:path';
import type { DerivedContent } from '../../model/content.ts';
import type { Scope } from '../../model/derivation.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import { gather } from '../../model/order.ts';
import { findSources, load, normaliseDiagnostic } from '../../sources/index.ts';
import { tagKeys } from '../../views/classify/classify.ts';
import { derivedContent } from '../compile/derive.ts';
import type { Project } from '../project.ts';

export interface DrawnEstates {
  /** What is derived from each estate. */
  readonly estates: ReadonlyMap<string, readonly DerivedContent[]>;
  /** Absolute paths of the files that draw each estate. */
  readonly files: ReadonlyMap<string, readonly string[]>;
  /** Lower-case keys of the tags that rules, and options of this estate's diagrams, name; sorted. */
  readonly tagKeys: (estate: string) => readonly string[];
  /** Of diagrams that do not load. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Loads all diagrams of the project; none where there is no folder of diagrams yet. */
export async function drawnEstates(project: Project): Promise<DrawnEstates> {
  const { root, config } = project;
  const estates = new Map<string, DerivedContent[]>();
  const files = new Map<string, string[]>();
  const diagnostics: Diagnostic[] = [];
  const found = await findSources(root, [join(root, config.sources)]);
  for (const file of found.value ?? []) {
    const loaded = await load(file, { root, timeoutMs: config.timeout * 1000 });
    const errors = loaded.diagnostics.filter(({ severity }) => severity === 'error');
    diagnostics.push(...errors.map((d) => normaliseDiagnostic(d, root)));
    for (const diagram of loaded.value?.diagrams ?? [])
      for (const content of derivedContent(diagram)) {
        gather(estates, content.estate, content);
        if (files.get(content.estate)?.at(-1) !== file) gather(files, content.estate, file);
      }
  }
  return {
    estates,
    files,
    diagnostics,
    tagKeys(estate) {
      const asked = (estates.get(estate) ?? []).flatMap(({ options }) =>
        Object.keys((options as Scope).tags ?? {}).map((key) => key.trim().toLowerCase()),
      );
      return [...new Set([...tagKeys(config.classify), ...asked])].sort();
    },
  };
}
