/** `cadastre inspect`: the Diagram itself, counted or whole. */

import { resolve } from 'node:path';
import { unresolvedText } from '../model/unresolved.ts';
import { common, type Declare } from './command.ts';
import { type CommonOptions, finish, openProject } from './run.ts';

async function inspect(file: string, options: CommonOptions): Promise<void> {
  const project = await openProject(options);
  if (!project) return;
  const { compileSource } = await import('../app/compile/compile-source.ts');
  const { countsOf } = await import('../app/compile/counts.ts');
  const compiled = await compileSource(resolve(file), project);
  const { inspectText } = await import('../report/inspect.ts');
  const { source, diagrams, diagnostics } = compiled;
  const json = {
    source,
    diagrams: diagrams.map(({ name, digest, diagram }) => ({
      name,
      model: digest,
      counts: countsOf(diagram),
      unresolved: diagram.unresolved.map((entry) => ({ ...entry, ...unresolvedText(entry) })),
      diagram,
    })),
  };
  const text = inspectText(
    diagrams.map(({ name, digest, diagram }) => ({
      ...{ title: diagram.title, source, name, digest },
      counts: countsOf(diagram),
    })),
  );
  finish({ json, text, diagnostics }, options, project);
}

export const inspectCommand: Declare = (program) => {
  common(
    program
      .command('inspect')
      .argument('<file>', 'a diagram file')
      .description('show the contents of a diagram: counts by kind, or everything with --json'),
  ).action((file: string, options: CommonOptions) => inspect(file, options));
};
