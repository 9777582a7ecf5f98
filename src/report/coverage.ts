/** What an estate holds by type and source, and what no picture shows, as tables. */

import { table } from './table.ts';
import { plural } from './text.ts';

export interface ReportedType {
  readonly type: string;
  /** By source. */
  readonly found: Readonly<Record<string, number>>;
  readonly drawn: readonly { readonly diagram: string; readonly n: number }[];
  readonly folded: number;
  readonly omitted: number;
  readonly modelled: boolean;
}

const isShown = ({ drawn, folded }: ReportedType): boolean => drawn.length > 0 || folded > 0;

const pictures = ({ drawn }: ReportedType): string =>
  drawn.map(({ diagram, n }) => `${diagram} ${n}`).join(', ');

export function coverageText(types: readonly ReportedType[]): string {
  const sources = [...new Set(types.flatMap(({ found }) => Object.keys(found)))].sort();
  const numbers = ({ found }: ReportedType) => sources.map((source) => found[source] ?? null);
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
