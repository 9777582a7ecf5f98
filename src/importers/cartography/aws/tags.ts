/** Recorded tags, by what carries them. */

import type { Answers } from '../question.ts';
import { tagsQuestion } from './network-questions.ts';

const NAME = 'Name';

export class RecordedTags {
  readonly #tags = new Map<string, Record<string, string>>();

  /** @param keys of the tags that were asked for, lower case */
  constructor(answers: Answers, keys: readonly string[]) {
    for (const row of answers.rows(tagsQuestion(keys))) {
      const [id, key] = [row.text('id'), row.text('key')];
      if (id === undefined || key === undefined) continue;
      const tags = this.#tags.get(id) ?? {};
      tags[key] = row.text('value') ?? '';
      this.#tags.set(id, tags);
    }
  }

  /** Without `Name`: that is what it is called. */
  of(id: string): Readonly<Record<string, string>> {
    return Object.fromEntries(
      Object.entries(this.#tags.get(id) ?? {})
        .filter(([key]) => key !== NAME)
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    );
  }

  name(id: string): string | undefined {
    return this.#tags.get(id)?.[NAME] || undefined;
  }
}
