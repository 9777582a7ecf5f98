/** What a diagram file declares, as counts by kind. */

import { columns } from './text.ts';

export interface InspectedDiagram {
  readonly title: string;
  readonly source: string;
  /** Of its outputs. */
  readonly name: string;
  /** SHA-256 of the model. */
  readonly digest: string;
  readonly counts: readonly {
    readonly kind: string;
    readonly found: number;
    readonly drawn: number;
    readonly folded: number;
    readonly omitted: number;
    readonly unresolved: number;
  }[];
}

function oneText({ title, source, name, digest, counts }: InspectedDiagram): string {
  const rows = counts.map(({ kind, found, drawn, folded, omitted, unresolved }) => [
    kind,
    ...[found, drawn, folded, omitted, unresolved].map(String),
  ]);
  return [
    title,
    `source  ${source}`,
    `output  ${name}`,
    `model   sha256 ${digest}`,
    '',
    columns([['kind', 'found', 'drawn', 'folded', 'omitted', 'unresolved'], ...rows]),
  ].join('\n');
}

export const inspectText = (diagrams: readonly InspectedDiagram[]): string =>
  diagrams.map(oneText).join('\n\n');
