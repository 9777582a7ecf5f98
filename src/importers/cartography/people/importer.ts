/** What the view of people asks. It reads the answers' rows itself. */

import type { PeopleOptions } from '../../../model/derivation.ts';
import type { CartographyImporter } from '../importer.ts';
import type { Answers } from '../question.ts';
import { peopleQuestions } from './questions.ts';

export const peopleImporter: CartographyImporter<PeopleOptions, Answers> = {
  questions: (options) => peopleQuestions(options),
  read: ({ answers }) => answers,
};
