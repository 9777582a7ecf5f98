/** What every built-in derivation is: what it asks, and what it makes of the answers. Pure. */

import type { Answers, Question } from '../importers/cartography/question.ts';
import type { Content } from '../model/content.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Ledger } from './ledger.ts';

/** What a derivation needs to know of the diagram's surroundings. */
export interface DerivationContext {
  /** Keys of the tags that are recorded: those that rules and options name, and `Name`. Sorted. */
  readonly tagKeys: readonly string[];
}

export interface DerivationInput<Options> {
  readonly options: Options;
  readonly asked: DerivationContext;
  readonly answers: Answers;
  readonly ledger: Ledger;
  readonly report: (diagnostic: Diagnostic) => void;
}

export interface Derivation<Options = object> {
  /** The same options ask the same, so that a recorded answer is found again by its text. */
  questions(options: Options, asked: DerivationContext): readonly Question[];
  /** Content in order: groups first, their members by name; links last. */
  build(building: DerivationInput<Options>): readonly Content[];
}
