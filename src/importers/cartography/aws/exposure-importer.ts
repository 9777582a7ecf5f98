/** What `exposure()` asks of the graph. */

import type { ExposureOptions } from '../../../model/derivation.ts';
import type { CartographyImporter } from '../importer.ts';
import type { Answers } from '../question.ts';
import { exposureQuestions } from './exposure-questions.ts';

export const exposureImporter: CartographyImporter<
  ExposureOptions,
  { readonly answers: Answers; readonly tagKeys: readonly string[] }
> = {
  questions: (_, { tagKeys }) => exposureQuestions(tagKeys),
  read: ({ answers, context }) => ({ answers, tagKeys: context.tagKeys }),
};
