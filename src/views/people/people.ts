/** Who is in which group, and what groups may use: Google Workspace, Okta, AWS IAM Identity Center. */

import { COUNTS } from '../../importers/cartography/people/questions.ts';
import { readPeople } from '../../importers/cartography/people/read.ts';
import type { Answers } from '../../importers/cartography/question.ts';
import type { PeopleOptions } from '../../model/derivation.ts';
import { error } from '../../model/diagnostic.ts';
import type { View } from '../view.ts';
import { drawAccess } from './access.ts';
import { drawDirectories, drawGroups, drawPersons, PeoplePlan } from './directories.ts';

/** Errors: `empty-graph`, `not-in-graph`. */
export const people: View<PeopleOptions, Answers> = ({
  options,
  inventory: answers,
  ledger,
  report,
}) => {
  for (const row of answers.rows(COUNTS))
    ledger.found(row.required('kind'), row.number('found') ?? 0);
  const canvas = new PeoplePlan(readPeople(answers, options, report), answers, ledger, options);
  if (canvas.people.directories.length === 0) {
    report(
      error('empty-graph', 'the recorded graph has no directory of people', undefined, {
        hint: 'Had Cartography read Google Workspace, Okta or IAM Identity Center? Record it again.',
      }),
    );
    return [];
  }
  drawGroups(canvas);
  const accounts = drawAccess(canvas);
  drawPersons(canvas);
  return [...drawDirectories(canvas), ...accounts, ...canvas.lines];
};
