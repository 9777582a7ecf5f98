/** What changed between two sides, as a terminal shows it and as a JSON document. Pure. */

import { cdePathsDocument, cdePathsText, concernsCde, type ReportedCdePaths } from './cde-paths.ts';
import { portWords, type ReportedPorts } from './connectivity.ts';
import { terminalText } from './terminal.ts';
import { plural } from './text.ts';

/** One thing that is not what it was. */
export interface ReportedDifference {
  readonly kind: string;
  readonly change: 'added' | 'removed' | 'changed' | 'moved' | 'renamed';
  readonly identity: string | null;
  readonly was?: string;
  readonly before?: unknown;
  readonly after?: unknown;
  readonly facts: readonly object[];
  readonly words: readonly string[];
}

/** One diagram of a comparison, as much of it as reports show. */
export interface ReportedDiagram {
  readonly name: string;
  /** Name before, where it is another. */
  readonly was?: string;
  readonly title: string;
  readonly change: 'added' | 'removed' | 'changed' | 'unchanged';
  readonly differences: readonly ReportedDifference[];
}

export interface ReportedSide {
  readonly label: string;
  readonly what: string;
  readonly commit?: string;
}

export interface ReportedDiff {
  readonly before: ReportedSide;
  readonly after: ReportedSide;
  readonly diagrams: readonly ReportedDiagram[];
  /** Sources that could not be compiled on one side or both. */
  readonly notCompared: readonly string[];
  readonly connectivity: readonly ReportedPath[];
  /** Of versions that may hold recorded estates. */
  readonly cdePaths?: ReportedCdePaths;
}

/** A pair of ends between which not the same gets through. */
export interface ReportedPath {
  readonly change: 'added' | 'removed' | 'changed';
  readonly from: string;
  readonly to: string;
  readonly before?: ReportedPorts;
  readonly after?: ReportedPorts;
}

/** Paths of pictures by name of the diagram, as the reader finds them. */
export type PicturePaths = Readonly<Record<string, readonly string[]>>;

/** The same on pictures: readable without colour. */
export const SIGNS: Readonly<Record<ReportedDifference['change'], string>> = {
  added: '+',
  removed: '−',
  changed: '~',
  moved: '→',
  renamed: '~',
};

const CHANGES = ['added', 'removed', 'changed', 'moved', 'renamed'] as const;

/** `2 added, 1 changed`: how many things, by what became of them. */
export const countWords = (found: readonly Pick<ReportedDifference, 'change'>[]): string =>
  CHANGES.flatMap((change) => {
    const n = found.filter((one) => one.change === change).length;
    return n > 0 ? [`${n} ${change}`] : [];
  }).join(', ');

/** `2 diagrams changed, 1 added`; `no diagram changed`. */
export function diagramWords(diagrams: readonly ReportedDiagram[]): string {
  const counted = (['changed', 'added', 'removed'] as const).flatMap((change) => {
    const n = diagrams.filter((one) => one.change === change).length;
    return n > 0 ? [{ change, n }] : [];
  });
  const [first, ...rest] = counted;
  if (!first) return 'no diagram changed';
  return [
    `${plural(first.n, 'diagram')} ${first.change}`,
    ...rest.map(({ change, n }) => `${n} ${change}`),
  ].join(', ');
}

export const sideWords = ({ label, commit }: ReportedSide): string =>
  commit === undefined || commit.startsWith(label) ? label : `${label} (${commit.slice(0, 12)})`;

function diagramText(one: ReportedDiagram, pictures: readonly string[]): string {
  const { name, title, change, differences } = one;
  const drawn = pictures.map((path) => `  ${path}`);
  if (change !== 'changed') {
    const sign = SIGNS[change === 'added' ? 'added' : 'removed'];
    const verb = change === 'added' ? 'new diagram' : 'removed diagram';
    return [`${name}: ${sign} ${verb} ${JSON.stringify(title)}`, ...drawn]
      .map(terminalText)
      .join('\n');
  }
  return [
    `${name}: ${countWords(differences)}`,
    ...differences.flatMap(({ change: how, words }) =>
      words.map((line) => `  ${SIGNS[how]} ${line}`),
    ),
    ...drawn,
  ]
    .map(terminalText)
    .join('\n');
}

/** `+ web -> db: closed became open tcp/5432` */
export const pathWords = ({ change, from, to, before, after }: ReportedPath): string =>
  `${SIGNS[change]} ${from} -> ${to}: ${portWords(before)} became ${portWords(after)}`;

/** A block for each diagram that is not what it was; empty where nothing changed. */
export const diffText = (
  { diagrams, notCompared, connectivity, cdePaths }: ReportedDiff,
  pictures: PicturePaths,
): string =>
  [
    ...diagrams
      .filter(({ change }) => change !== 'unchanged')
      .map((one) => diagramText(one, pictures[one.name] ?? [])),
    ...(connectivity.length > 0
      ? [
          ['paths', ...connectivity.map((one) => `  ${pathWords(one)}`)]
            .map(terminalText)
            .join('\n'),
        ]
      : []),
    ...(concernsCde(cdePaths) ? cdePathsText(cdePaths) : []),
    ...notCompared.map((source) => terminalText(`${source}: not compared, see the errors`)),
  ].join('\n\n');

/** `cadastre/diff@1`. */
export const diffDocument = (diff: ReportedDiff, pictures: PicturePaths): object => ({
  format: 'cadastre/diff@1',
  before: diff.before,
  after: diff.after,
  diagrams: diff.diagrams.map(({ name, was, title, change }) => ({
    ...{ name, title, change },
    ...(was === undefined ? {} : { was }),
    pictures: pictures[name] ?? [],
  })),
  notCompared: diff.notCompared,
  changes: diff.diagrams.flatMap(({ name, differences }) =>
    differences.map((one) => ({ diagram: name, ...one })),
  ),
  // Which paths open and close follows from inventories; models say nothing of it.
  connectivity: diff.connectivity,
  ...(diff.cdePaths ? cdePathsDocument(diff.cdePaths) : {}),
});
