/** `cadastre inspect`: the Diagram itself, counted or whole. */

import { resolve } from 'node:path';
import type { Compiled } from '../app/compile/compile-source.ts';
import type { KindCount } from '../app/compile/counts.ts';
import { unresolvedText } from '../model/unresolved.ts';
import { columns, tally } from '../report/text.ts';
import { common, type Declare } from './command.ts';
import { type CommonOptions, exitCode, openProject, out, outJson, report } from './run.ts';

function text({ diagram, source, name, digest }: Compiled, counts: readonly KindCount[]): string {
  const rows = counts.map((c) => [
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

async function inspect(file: string, options: CommonOptions): Promise<void> {
  const project = await openProject(options);
  if (!project) return;
  const { compileSource } = await import('../app/compile/compile-source.ts');
  const { countsOf } = await import('../app/compile/counts.ts');
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
    if (diagrams.length > 0)
      out(diagrams.map((one) => text(one, countsOf(one.diagram))).join('\n\n'));
    const found = tally(diagnostics);
    if (found) out(`\n${found}`);
  }
  process.exitCode = exitCode(diagnostics, 2, options, project);
}

export const inspectCommand: Declare = (program) => {
  common(
    program
      .command('inspect')
      .argument('<file>', 'a diagram file')
      .description('show the contents of a diagram: counts by kind, or everything with --json'),
  ).action((file: string, options: CommonOptions) => inspect(file, options));
};
