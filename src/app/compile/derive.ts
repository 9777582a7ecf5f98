/** Derived content -> elements and links: what is asked, imported, and drawn by a view. It asks no database and reads no file. */

import type { ImportContext } from '../../importers/cartography/importer.ts';
import {
  type Answers,
  type Fields,
  fieldsOf,
  type Question,
} from '../../importers/cartography/question.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import type { Content, Contents, DerivedContent, DiagramContent } from '../../model/content.ts';
import type { NetworkOptions } from '../../model/derivation.ts';
import {
  type Diagnostic,
  error,
  failure,
  type Origin,
  type Outcome,
  outcome,
  quote,
} from '../../model/diagnostic.ts';
import { loneRecords } from '../../reconcile/lone-records.ts';
import { reconcile } from '../../reconcile/reconcile.ts';
import type { Ledger } from '../../views/ledger.ts';
import { networkCounts, organizationCounts } from '../../views/record-counts.ts';
import { DERIVATION_NAMES, DERIVATIONS, type Derivation } from './derivations.ts';
import { onlyOf } from './estate-sources.ts';
import type { RecordedEstate } from './recorded-estate.ts';

/** All derived content of a diagram, at any depth. */
export function derivedContent(diagram: DiagramContent): readonly DerivedContent[] {
  const found = new Set<DerivedContent>();
  const seen = new Set<Content>();
  const open: Content[] = [...diagram.content];
  for (let content = open.pop(); content; content = open.pop()) {
    if (seen.has(content)) continue;
    seen.add(content);
    if (content.type === 'derived') found.add(content);
    if (content.type === 'element' || content.type === 'annotation') open.push(...content.members);
  }
  return [...found].reverse();
}

async function checked(content: DerivedContent): Promise<Outcome<Derivation>> {
  const { derivation, options, origin } = content;
  const name = DERIVATION_NAMES.find((known) => known === derivation);
  if (!name)
    return {
      diagnostics: [
        error('unknown-derivation', `unknown derivation ${quote(derivation)}`, origin, {
          hint: `Derivations are ${DERIVATION_NAMES.join(', ')} and, in TypeScript, cypher.`,
        }),
      ],
    };
  const { OPTIONS } = await import('../../model/derivation-schema.ts');
  const given = Object.fromEntries(Object.entries(options).filter(([, v]) => v !== undefined));
  const parsed = OPTIONS[name].safeParse(given);
  if (parsed.success) return { value: await DERIVATIONS[name](), diagnostics: [] };
  return failure(
    parsed.error.issues.map((issue) =>
      error(
        'invalid-value',
        `${derivation}: ${issue.path.length > 0 ? `${issue.path.join('.')}: ` : ''}${issue.message}`,
        origin,
        { hint: 'docs/derived.md lists the options of each derivation.' },
      ),
    ),
  );
}

/** What a piece of derived content asks of its estate. */
export async function questionsOf(
  content: DerivedContent,
  context: ImportContext,
): Promise<Outcome<readonly Question[]>> {
  if (content.query)
    return {
      value: [{ query: content.query.text, params: content.query.params }],
      diagnostics: [],
    };
  const { value, diagnostics } = await checked(content);
  return value
    ? { value: value.importer.questions(content.options, context), diagnostics }
    : { diagnostics };
}

/** Runs an author's function on the rows of their own query; it may fail, or never end. */
export type Calling = (
  make: () => readonly Contents[],
  origin: Origin | undefined,
) => Promise<Outcome<readonly Content[]>>;

/** What content is derived from. */
export interface DerivedFrom {
  /** The answers of a graph; absent where none is recorded, or wanted. */
  readonly estate?: RecordedEstate;
  /** What other sources say, the most trusted first. */
  readonly recorded: readonly { readonly inventory: Inventory }[];
}

/**
 * @param call runs the function of `.cypher()`
 * @returns the elements and links in the place of `content`; what became of everything else is in `ledger`
 * Errors: `unknown-derivation`, `invalid-value`, `not-recorded`, and those of `call`.
 */
export async function derive(
  content: DerivedContent,
  { estate, recorded }: DerivedFrom,
  context: ImportContext,
  ledger: Ledger,
  call: Calling,
): Promise<Outcome<readonly Content[]>> {
  const diagnostics: Diagnostic[] = [];
  // What has no row of its own to point at is about the call.
  const report = (diagnostic: Diagnostic): void => {
    const { origin = content.origin } = diagnostic;
    diagnostics.push(origin ? { ...diagnostic, origin } : diagnostic);
  };
  const questions = await questionsOf(content, context);
  if (!questions.value) return { diagnostics: questions.diagnostics };
  const rows = estate && rowsOf(content, questions.value, estate, report);
  if (rows && !rows.value) return rows;
  const answers: Answers = { rows: (question) => rows?.value.get(keyOf(question)) ?? [] };
  if (content.query) {
    const { toContent } = content.query;
    const [question] = questions.value;
    const own = question ? answers.rows(question) : [];
    const made = await call(() => own.map((row) => toContent(row.values)), content.origin);
    return outcome(made.value, [...diagnostics, ...made.diagnostics]);
  }
  const { value, diagnostics: wrong } = await checked(content);
  if (!value) return failure(wrong);
  const { options } = content;
  const graph = estate && value.importer.read({ options, context, answers, report });
  const others = recorded.map(({ inventory }) => inventory);
  const inventory = others.length === 0 ? graph : joinedFacts(content, graph, others, ledger);
  return { value: value.view({ options, inventory, ledger, report }), diagnostics };
}

/** What all sources say together: only views of an inventory have other sources than a graph. */
function joinedFacts(
  { derivation, options }: DerivedContent,
  graph: Inventory | undefined,
  others: readonly Inventory[],
  ledger: Ledger,
): Inventory {
  const reconciled = reconcile([...(graph ? [graph] : []), ...others]);
  for (const [id, { known, lacking, remark }] of loneRecords(reconciled)) {
    ledger.remarks.set(id, remark);
    const only = onlyOf(known, lacking);
    if (only) ledger.only.set(id, only);
  }
  const { inventory } = reconciled;
  const counts =
    derivation === 'organization'
      ? organizationCounts(inventory)
      : networkCounts(inventory, options as NetworkOptions);
  return { ...inventory, counts };
}

const keyOf = ({ query, params }: Question): string => JSON.stringify([query, params]);

/** The recorded rows of each question. Errors: `not-recorded`, and what a query's columns lack. */
function rowsOf(
  content: DerivedContent,
  questions: readonly Question[],
  estate: RecordedEstate,
  report: (diagnostic: Diagnostic) => void,
): Outcome<ReadonlyMap<string, readonly Fields[]>> {
  const rows = new Map<string, readonly Fields[]>();
  for (const question of questions) {
    const answer = estate.answer(question);
    if (!answer) {
      const what = content.query ? 'the query' : `${content.derivation} with these options`;
      const message = `the snapshot of ${quote(content.estate)} has no answer to ${what}`;
      const hint = 'The diagram or the rules have changed since: run `cadastre snapshot`.';
      return { diagnostics: [error('not-recorded', message, content.origin, { hint })] };
    }
    const lacking = answer.rows.length > 0 ? content.query?.lacks?.(answer.columns) : undefined;
    if (lacking && lacking.length > 0) return failure(lacking);
    rows.set(keyOf(question), fieldsOf(answer, report));
  }
  return { value: rows, diagnostics: [] };
}
