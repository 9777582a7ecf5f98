/** `cadastre inspect`: the Diagram itself, counted or whole. */

import { resolve } from 'node:path';
import { type Compiled, compileSource, countsOf } from '../app/index.ts';
import { unresolvedText } from '../model/unresolved.ts';
import { columns, tally } from '../report/text.ts';
import { type CommonOptions, exitCode, openProject, out, outJson, report } from './run.ts';

function text({ diagram, source, name, digest }: Compiled): string {
  const rows = countsOf(diagram).map((c) => [
    c.kind,
    String(c.found),
    String(c.drawn),
    String(c.folded),
    String(c.omitted),
    String(c.unresolved),
  ]);
  return [
    `${diagram.title}`,
    `source  ${source}`,
    `output  ${name}`,
    `model   sha256 ${digest}`,
    '',
    columns([['kind', 'found', 'drawn', 'folded', 'omitted', 'unresolved'], ...rows]),
  ].join('\n');
}

export async function inspectCommand(file: string, options: CommonOptions): Promise<void> {
  const project = await openProject(options);
  if (!project) return;
  const compiled = await compileSource(resolve(file), project);
  const { diagnostics, diagrams } = compiled;
  if (options.json)
    outJson({
      source: compiled.source,
      diagrams: diagrams.map(({ name, digest, diagram }) => ({
        name,
        model: digest,
        counts: countsOf(diagram),
        unresolved: diagram.unresolved.map((entry) => ({ ...entry, ...unresolvedText(entry) })),
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
  process.exitCode = exitCode(diagnostics, 2, options, project);
}
