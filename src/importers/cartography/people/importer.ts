/** What the view of people is drawn from: questions, and what their answers say. */

import type { PeopleFacts } from '../../../inventory/people.ts';
import type { PeopleOptions } from '../../../model/derivation.ts';
import type { CartographyImporter } from '../importer.ts';
import { peopleQuestions } from './questions.ts';
import { readPeople } from './read.ts';

export const peopleImporter: CartographyImporter<PeopleOptions, PeopleFacts> = {
  questions: (options) => peopleQuestions(options),
  read: ({ answers, options }) => readPeople(answers, options),
};
