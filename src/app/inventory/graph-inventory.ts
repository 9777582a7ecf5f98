/** All that a recorded graph says of AWS, as one inventory: of each view's questions, those that were asked. */

import { CARTOGRAPHY } from '../../importers/cartography/aws/source.ts';
import type { ImportContext } from '../../importers/cartography/importer.ts';
import {
  type Answers,
  type Fields,
  fieldsOf,
  type Question,
} from '../../importers/cartography/question.ts';
import {
  type Inventory,
  inventoryOf,
  RECORD_TYPES,
  type RecordType,
} from '../../inventory/inventory.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import { DERIVATIONS, type Derivation } from '../compile/derivations.ts';
import type { RecordedEstate } from '../compile/recorded-estate.ts';

/** What is asked for each of them is found again by its text; the first that has a type is believed. */
async function derivations(): Promise<readonly (readonly [Derivation, object])[]> {
  const [organization, network, exposure, access] = await Promise.all([
    DERIVATIONS.organization(),
    DERIVATIONS.network(),
    DERIVATIONS.exposure(),
    DERIVATIONS.access(),
  ]);
  return [
    [organization, {}],
    [network, {}],
    [network, { securityGroups: false }],
    [network, { depth: 'subnets' }],
    [exposure, {}],
    [access, {}],
  ];
}

/** All that an inventory can hold of a graph: what an estate that the config lists is asked for. */
export async function inventoryQuestions(context: ImportContext): Promise<readonly Question[]> {
  const all = await derivations();
  return all
    .filter(([, options]) => Object.keys(options).length === 0)
    .flatMap(([{ importer }, options]) => [...importer.questions(options, context)]);
}

/**
 * The inventory of all questions that the snapshot holds the answers to; of other types, nothing was asked.
 * @param report gets what is odd in the answers
 */
export async function graphInventory(
  estate: RecordedEstate,
  context: ImportContext,
  report: (diagnostic: Diagnostic) => void,
): Promise<Inventory> {
  const found = new Map<RecordType, Inventory>();
  let pairs: Inventory['securityGroupPairs'] = [];
  for (const [{ importer }, options] of await derivations()) {
    const rows = new Map<string, readonly Fields[]>();
    const questions = importer.questions(options, context);
    const key = (question: (typeof questions)[number]): string =>
      JSON.stringify([question.query, question.params]);
    for (const question of questions) {
      const answer = estate.answer(question);
      if (answer) rows.set(key(question), fieldsOf(answer, report));
    }
    if (rows.size < questions.length) continue;
    const answers: Answers = { rows: (question) => rows.get(key(question)) ?? [] };
    const inventory: Inventory = importer.read({ options, context, answers, report });
    for (const type of RECORD_TYPES)
      if (inventory.coverage[type] && !found.has(type)) found.set(type, inventory);
    if (pairs.length === 0) pairs = inventory.securityGroupPairs;
  }
  return inventoryOf(CARTOGRAPHY, {
    ...(Object.fromEntries([...found].map(([type, own]) => [type, own[type]])) as object),
    coverage: Object.fromEntries(
      [...found].map(([type, own]) => [type, own.coverage[type]]),
    ) as Inventory['coverage'],
    securityGroupPairs: pairs,
  });
}
