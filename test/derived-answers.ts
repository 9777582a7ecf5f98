/** Derivations over answers that are made up or recorded, without a file or a database in between. */

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Derivation } from '../src/app/compile/derivations.ts';
import { checkCensus, countsOf } from '../src/compile/census.ts';
import { resolve } from '../src/compile/resolve.ts';
import { keyOf, readSnapshot, type Snapshot } from '../src/graph/snapshot.ts';
import { Fields, type Question } from '../src/importers/cartography/question.ts';
import type { Json } from '../src/model/derivation.ts';
import type { Diagnostic } from '../src/model/diagnostic.ts';
import type { Diagram, Element, Link } from '../src/model/diagram.ts';
import { subjectText } from '../src/model/unresolved.ts';
import { Ledger } from '../src/views/ledger.ts';
import { access, exposure, organization } from './derivations.ts';

export type Row = Readonly<Record<string, Json>>;

/** Rows of a question; none where it does not know it. */
export type Table = (question: Question) => readonly Row[];

/** As `diagrams/snapshots/mockupbank.json`: all that the tests ask of the made-up bank. */
export const RECORDED = fileURLToPath(
  new URL('fixtures/snapshots/mockupbank-accounts.json', import.meta.url),
);

/** A diagram file that asks all that is recorded there. */
export const ASKING = `import { diagram, estate } from 'cadastre';
const bank = estate('mockupbank');
export default [
  diagram('Organization', { name: 'organization', content: bank.organization({ email: true }) }),
  diagram('Access', { name: 'access', content: bank.access() }),
  diagram('Exposure', { name: 'exposure', content: bank.exposure() }),
];
`;

let snapshot: Snapshot | undefined;

/** The answers of the made-up bank. */
export const recorded: Table = (question) => {
  snapshot ??= readSnapshot(readFileSync(RECORDED, 'utf8'), RECORDED, 'mockupbank').value;
  const found = snapshot?.queries.find((query) => keyOf(query) === keyOf(question));
  if (!found) throw new Error(`not recorded: ${question.query}`);
  return found.rows.map((row) =>
    Object.fromEntries(found.columns.map((column, i) => [column, row[i] ?? null])),
  );
};

/** Rows by the column names that only one question returns; `[]` for all others. */
export const tables =
  (rows: Readonly<Record<string, readonly Row[]>>): Table =>
  ({ query }) =>
    Object.entries(rows).find(([mark]) => query.includes(mark))?.[1] ?? [];

export interface Built {
  readonly diagram: Diagram;
  readonly diagnostics: readonly Diagnostic[];
  readonly codes: readonly string[];
  /** By name; of equal names the last. */
  readonly elements: ReadonlyMap<string, Element>;
  readonly links: readonly Link[];
  readonly stale: readonly string[];
  readonly stubs: readonly string[];
  /** Counts as `kind` -> [found, drawn, folded, omitted]. */
  readonly counts: Readonly<Record<string, readonly number[]>>;
  /** Names from the outermost box to the element. */
  path(name: string): readonly string[];
}

/** Builds and resolves; whatever the options are, everything is accounted for. */
export function build<O>(derivation: Derivation<O>, options: O, table: Table): Built {
  const diagnostics: Diagnostic[] = [];
  const report = (diagnostic: Diagnostic) => void diagnostics.push(diagnostic);
  const ledger = new Ledger();
  const context = { tagKeys: ['name'] };
  const key = ({ query, params }: Question) => JSON.stringify([query, params]);
  const rows = new Map(
    derivation.importer
      .questions(options, context)
      .map((question, q) => [
        key(question),
        table(question).map(
          (row, n) => new Fields(row, { file: 'snapshot', line: q * 1000 + n }, report),
        ),
      ]),
  );
  const answers = { rows: (question: Question) => rows.get(key(question)) ?? [] };
  const inventory = derivation.importer.read({ options, context, answers, report });
  const content = derivation.view({ options, inventory, ledger, report });
  const resolved = resolve({ type: 'diagram', title: 'Test', options: {}, content });
  const diagram: Diagram = {
    ...(resolved.value ?? {
      ...resolve({
        type: 'diagram',
        title: 'Empty',
        options: {},
        content: [
          {
            type: 'element',
            kind: 'generic:group',
            name: '-',
            group: false,
            facts: {},
            members: [],
          },
        ],
      }).value,
      elements: {},
    }),
    census: ledger.census(),
  } as Diagram;
  const all = [...diagnostics, ...resolved.diagnostics];
  const wrong = all.some(({ severity }) => severity === 'error') ? [] : checkCensus(diagram);
  for (const { code, message } of wrong) throw new Error(`${code}: ${message}`);
  const { elements, links } = diagram;
  const path = (name: string): readonly string[] => {
    const names: string[] = [];
    let at = Object.values(elements).find((element) => element.name === name);
    for (; at; at = at.parent === undefined ? undefined : elements[at.parent])
      names.unshift(at.name);
    return names;
  };
  return {
    diagram,
    diagnostics: all,
    codes: all.map(({ code }) => code),
    elements: new Map(Object.values(elements).map((element) => [element.name, element])),
    links: Object.values(links),
    stale: [...ledger.stale.keys()].sort(),
    stubs: ledger.stubs.map(({ what }) => subjectText(what)),
    counts: Object.fromEntries(
      countsOf(diagram).map(({ kind, found, drawn, folded, omitted }) => [
        kind,
        [found, drawn, folded, omitted],
      ]),
    ),
    path,
  };
}

export const DERIVATIONS = { organization, access, exposure };

const nameOf = ({ elements }: Diagram, id: string): string => elements[id]?.name ?? id;

/** Links in one line each, sorted: `Internet -tcp/443-> web [web-group] (label)`. */
export function lined({ diagram }: Pick<Built, 'diagram'>): string[] {
  return Object.values(diagram.links)
    .map(({ from, to, facts: { ports, control, label } }) =>
      [
        `${nameOf(diagram, from)} -${(ports ?? []).join(' ')}-> ${nameOf(diagram, to)}`,
        ...(control ? [`[${control}]`] : []),
        ...(label ? [`(${label})`] : []),
      ].join(' '),
    )
    .sort();
}
