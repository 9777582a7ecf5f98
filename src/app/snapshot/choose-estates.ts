/** Which estates are recorded: those that the diagrams ask for, and those that the config lists. */

import { error, failure, type Outcome, quote } from '../../model/diagnostic.ts';
import { byCodeUnit } from '../../model/order.ts';
import type { Project } from '../project.ts';
import type { Questionnaire } from './questions.ts';

export interface ChosenEstates {
  /** Of those whose graph is recorded. */
  readonly questions: Questionnaire;
  /** Those whose sources the config lists. */
  readonly files: readonly string[];
}

/** Errors: `nothing-to-record`, `unknown-estate`. */
export function chooseEstates(
  all: Questionnaire,
  names: readonly string[],
  { config }: Project,
): Outcome<ChosenEstates> {
  const listed = Object.keys(config.estates);
  const known = [...new Set([...all.keys(), ...listed])].sort(byCodeUnit);
  if (known.length === 0) {
    const hint =
      "Content is derived by estate('NAME').organization() and the like in a diagram; `estates` of the config lists sources.";
    const message = 'no diagram asks for a recorded estate';
    return { diagnostics: [error('nothing-to-record', message, undefined, { hint })] };
  }
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0)
    return failure(
      unknown.map((name) =>
        error('unknown-estate', `no diagram asks for the estate ${quote(name)}`, undefined, {
          hint: `${listed.length > 0 ? 'The diagrams and the config name' : 'The diagrams ask for'} ${known.join(', ')}.`,
        }),
      ),
    );
  const isChosen = (name: string): boolean => names.length === 0 || names.includes(name);
  const questions = new Map([...all].filter(([name]) => isChosen(name)));
  return { value: { questions, files: listed.filter(isChosen).sort(byCodeUnit) }, diagnostics: [] };
}
