import type { Answer, Question } from '../../importers/cartography/question.ts';

/** A recorded estate, as far as derivations need it. */
export interface RecordedEstate {
  /** Absent when the snapshot does not hold the question. */
  answer(question: Question): Answer | undefined;
}
