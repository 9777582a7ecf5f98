/** Folders of answers of the AWS command line, as the collect script or other tools leave them. */

import type { FileImporter } from '../file-importer.ts';
import { documentOf, placeOf, refusalOf, unwrapped } from './answer-file.ts';
import { AwsAnswers, keysIn } from './answers.ts';
import { coverage } from './coverage.ts';
import { inventoryOfAnswers } from './inventory-of-answers.ts';
import { isObject } from './item.ts';
import { ANSWER_KEYS, type AnswerKey } from './keys.ts';
import { listedTypes } from './listings.ts';
import { AWS } from './source.ts';

/** Whether a list under a known key holds what the key is for; other tools have keys of the same name. */
function fits(answer: Readonly<Record<string, unknown>>, key: AnswerKey, placed: boolean): boolean {
  const value = answer[key];
  if (!Array.isArray(value)) return false;
  const { id } = ANSWER_KEYS[key];
  const [first] = value;
  return first === undefined
    ? placed
    : isObject(first) && id !== '' && typeof first[id] === 'string';
}

export const awsImporter: FileImporter = {
  id: AWS.id,

  kindOf(file) {
    if (!file.path.endsWith('.json')) return undefined;
    const { command, account } = placeOf(file.path);
    if (command !== undefined) return 'aws-cli';
    const document = documentOf(file);
    const answer = unwrapped(document);
    if (!answer || refusalOf(document) !== undefined) return undefined;
    return keysIn(answer).some((key) => fits(answer, key, account !== undefined))
      ? 'aws-cli'
      : undefined;
  },

  async read(files, { tagKeys }) {
    const answers = new AwsAnswers(files);
    const { diagnostics, inputs, unmapped } = answers;
    if (diagnostics.some(({ severity }) => severity === 'error')) return { diagnostics };
    const inventory = inventoryOfAnswers(AWS, answers, tagKeys, coverage(answers));
    const listed = listedTypes(answers);
    return {
      facts: {
        inventory,
        inputs,
        unmapped,
        unresolved: [],
        ...(listed.size > 0 ? { listed } : {}),
      },
      diagnostics,
    };
  },
};
