/** What an importer of Cartography's graph is: what it asks for a view, and what the answers say. Pure. */

import type { Diagnostic } from '../../model/diagnostic.ts';
import type { Answers, Question } from './question.ts';

/** What an importer needs to know of a diagram's surroundings. */
export interface ImportContext {
  /** Keys of the tags that are recorded: those that rules and options name, and `Name`. Sorted. */
  readonly tagKeys: readonly string[];
}

export interface ImportInput<Options> {
  readonly options: Options;
  readonly context: ImportContext;
  readonly answers: Answers;
  readonly report: (diagnostic: Diagnostic) => void;
}

/**
 * One view's questions, and the facts in their answers.
 * @typeParam Options those of the view: they decide what is asked
 * @typeParam Facts what the view gets: neither rows nor query text
 */
export interface CartographyImporter<Options, Facts> {
  /** The same options ask the same, so that a recorded answer is found again by its text. */
  questions(options: Options, context: ImportContext): readonly Question[];
  read(input: ImportInput<Options>): Facts;
}
