/** `cadastre coverage`: what an estate holds by type and source, and what no picture shows. */

import { common, type Declare } from './command.ts';
import { type CommonOptions, finish, openProject } from './run.ts';

async function coverage(name: string | undefined, options: CommonOptions): Promise<void> {
  const project = await openProject(options);
  if (!project) return;
  const { coverageOfEstate } = await import('../app/inventory/index.ts');
  const { value, diagnostics } = await coverageOfEstate(name, project);
  const json = { format: 'cadastre/coverage@1', ...value };
  const { coverageText } = await import('../report/coverage.ts');
  const text = value && !options.json ? coverageText(value.types) : undefined;
  finish({ json, text, diagnostics }, options, project);
}

export const coverageCommand: Declare = (program) => {
  common(
    program
      .command('coverage')
      .argument('[name]', 'the estate (default: the only one that is recorded)')
      .description('count what the estate holds by type and source, and what no picture shows'),
  ).action((name: string | undefined, options: CommonOptions) => coverage(name, options));
};
