/** `cadastre coverage`: what an estate holds by type and source, and what no picture shows. */

import type { EstateCoverage, TypeCoverage } from '../app/inventory/coverage.ts';
import { plural } from '../report/text.ts';
import { common, type Declare } from './command.ts';
import { type CommonOptions, finish, openProject } from './run.ts';

const isShown = ({ drawn, folded }: TypeCoverage): boolean => drawn.length > 0 || folded > 0;

const pictures = ({ drawn }: TypeCoverage): string =>
  drawn.map(({ diagram, n }) => `${diagram} ${n}`).join(', ');

async function text({ types }: EstateCoverage): Promise<string> {
  const { table } = await import('../report/table.ts');
  const sources = [...new Set(types.flatMap(({ found }) => Object.keys(found)))].sort();
  const numbers = ({ found }: TypeCoverage) => sources.map((source) => found[source] ?? null);
  const modelled = types.filter((type) => type.modelled);
  const others = types.filter((type) => !type.modelled);
  const unseen = modelled.filter((type) => !isShown(type)).map(({ type }) => type);
  return [
    table(
      ['type', ...sources, 'folded', 'omitted', 'drawn in'],
      modelled.map((type) => [
        type.type,
        ...numbers(type),
        type.folded,
        type.omitted,
        pictures(type),
      ]),
    ),
    ...(others.length > 0
      ? [
          `not modelled\n\n${table(
            ['type', ...sources],
            others.map((type) => [type.type, ...numbers(type)]),
          )}`,
        ]
      : []),
    unseen.length > 0
      ? `${plural(unseen.length, 'type')} in no picture: ${unseen.join(', ')}`
      : 'every modelled type is in some picture',
  ].join('\n');
}

async function coverage(name: string | undefined, options: CommonOptions): Promise<void> {
  const project = await openProject(options);
  if (!project) return;
  const { coverageOfEstate } = await import('../app/inventory/index.ts');
  const { value, diagnostics } = await coverageOfEstate(name, project);
  const json = { format: 'cadastre/coverage@1', ...value };
  const words = value && !options.json ? await text(value) : undefined;
  finish({ json, text: words, diagnostics }, options, project);
}

export const coverageCommand: Declare = (program) => {
  common(
    program
      .command('coverage')
      .argument('[name]', 'the estate (default: the only one that is recorded)')
      .description('count what the estate holds by type and source, and what no picture shows'),
  ).action((name: string | undefined, options: CommonOptions) => coverage(name, options));
};
