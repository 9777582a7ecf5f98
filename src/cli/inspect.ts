/** `cadastre inspect`: the Diagram itself, counted or whole. */

import { resolve } from 'node:path';
import type { Diagram } from '../model/diagram.ts';
import { type Compiled, compileSource } from '../pipeline.ts';
import { columns, tally } from '../report/text.ts';
import { type CommonOptions, exitCode, openEstate, out, outJson, report } from './run.ts';

interface Count {
  readonly kind: string;
  found: number;
  drawn: number;
  folded: number;
  unresolved: number;
}

/** Elements and links by kind. Hand-written ones are all drawn; derived ones may be folded or unresolved. */
function counts(diagram: Diagram): Count[] {
  const byKind = new Map<string, Count>();
  const add = (kind: string): void => {
    const count = byKind.get(kind) ?? { kind, found: 0, drawn: 0, folded: 0, unresolved: 0 };
    count.found++;
    count.drawn++;
    byKind.set(kind, count);
  };
  for (const { kind } of Object.values(diagram.elements)) add(kind);
  for (const { relation } of Object.values(diagram.links)) add(relation);
  return [...byKind.values()].sort((a, b) => (a.kind < b.kind ? -1 : a.kind > b.kind ? 1 : 0));
}

function text({ diagram, source, name, digest }: Compiled): string {
  const rows = counts(diagram).map((c) => [
    c.kind,
    String(c.found),
    String(c.drawn),
    String(c.folded),
    String(c.unresolved),
  ]);
  return [
    `${diagram.title}`,
    `source  ${source}`,
    `output  ${name}`,
    `model   sha256 ${digest}`,
    '',
    columns([['kind', 'found', 'drawn', 'folded', 'unresolved'], ...rows]),
  ].join('\n');
}

export async function inspectCommand(file: string, options: CommonOptions): Promise<void> {
  const estate = await openEstate(options);
  if (!estate) return;
  const compiled = await compileSource(resolve(file), estate);
  const { diagnostics, diagrams } = compiled;
  if (options.json)
    outJson({
      source: compiled.source,
      diagrams: diagrams.map(({ name, digest, diagram }) => ({
        name,
        model: digest,
        counts: counts(diagram),
        diagram,
      })),
      diagnostics,
    });
  else {
    report(diagnostics);
    if (diagrams.length > 0) out(diagrams.map(text).join('\n\n'));
    const found = tally(diagnostics);
    if (found) out(`\n${found}`);
  }
  process.exitCode = exitCode(diagnostics, 2, options, estate);
}
