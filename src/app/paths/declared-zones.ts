/** What diagrams say of zones: which things are in which, and which ports links between zones declare. */

import type { Diagnostic } from '../../model/diagnostic.ts';
import type { Zone } from '../../model/facts.ts';
import { gather } from '../../model/order.ts';
import { View } from '../../rules/view.ts';
import { type Compiled, compileSource } from '../compile/compile-source.ts';
import { sourcesOf } from '../compile/named-sources.ts';
import type { Project } from '../project.ts';

export interface DeclaredZones {
  /** By the id of an element that has one. */
  readonly zones: ReadonlyMap<string, ReadonlySet<Zone>>;
  /** Ports of links, by `FROM -> TO`. */
  readonly links: ReadonlyMap<string, readonly string[]>;
  /** Names of the diagrams that place anything. */
  readonly diagrams: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

type NamedDiagram = Pick<Compiled, 'name' | 'diagram'>;

/** Of compiled diagrams. */
export function zonesOfDiagrams(all: Iterable<NamedDiagram>): Omit<DeclaredZones, 'diagnostics'> {
  const zones = new Map<string, Set<Zone>>();
  const links = new Map<string, string[]>();
  const diagrams: string[] = [];
  for (const { name, diagram } of all) {
    const view = new View({ diagram, asOf: '' });
    const placed = view.elements.flatMap((identity) => {
      const zone = view.zone(identity);
      return identity.startsWith('#') && zone !== undefined
        ? [[identity.slice(1), zone] as const]
        : [];
    });
    for (const [id, zone] of placed) zones.set(id, (zones.get(id) ?? new Set()).add(zone));
    if (placed.length > 0) diagrams.push(name);
    for (const id of view.links)
      for (const { from, to } of view.ways(id)) {
        const [a, b] = [view.strictest(from), view.strictest(to)];
        if (a === undefined || b === undefined || a === b) continue;
        const ports = view.link(id).facts.ports ?? ['ports not named'];
        for (const port of ports) gather(links, `${a} -> ${b}`, port);
      }
  }
  return { zones, links, diagrams };
}

/** @param files diagrams; all of the project when empty */
export async function declaredZones(
  files: readonly string[],
  project: Project,
): Promise<DeclaredZones> {
  const compiled: NamedDiagram[] = [];
  const sources = await sourcesOf(files, project);
  const diagnostics: Diagnostic[] = files.length > 0 ? [...sources.diagnostics] : [];
  for (const file of sources.value ?? []) {
    const source = await compileSource(file, project);
    diagnostics.push(...source.diagnostics.filter(({ severity }) => severity === 'error'));
    compiled.push(...source.diagrams);
  }
  return { ...zonesOfDiagrams(compiled), diagnostics };
}
