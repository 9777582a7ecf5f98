/** How many of each kind the graph holds, by a count of its own. */

import type { SourceCount } from '../../inventory/counts.ts';
import type { Answers, Question } from './question.ts';

/** @param question gives rows of `kind` and `found` */
export const countsIn = (answers: Answers, question: Question): readonly SourceCount[] =>
  answers
    .rows(question)
    .map((row) => ({ kind: row.required('kind'), found: row.number('found') ?? 0 }));
