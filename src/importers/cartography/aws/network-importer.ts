/** What `network()` asks of the graph. */

import type { NetworkOptions } from '../../../model/derivation.ts';
import type { CartographyImporter } from '../importer.ts';
import type { Answers } from '../question.ts';
import { ACCOUNT_QUESTIONS, tagKey } from './accounts.ts';
import { CONTAINER_QUESTIONS } from './container-questions.ts';
import { GROUP_COUNTS, NETWORK_COUNTS, RESOURCE_COUNTS } from './counts.ts';
import { NETWORK_QUESTIONS, tagsQuestion } from './network-questions.ts';
import { GROUP_QUESTIONS, RESOURCE_QUESTIONS } from './resource-questions.ts';
import { STORE_QUESTIONS } from './store-questions.ts';

/** Keys of the tags that are recorded: those of the rules, and those that the options filter by. */
const keysOf = (options: NetworkOptions, keys: readonly string[]): string[] =>
  [...new Set([...keys, ...Object.keys(options.tags ?? {}).map(tagKey)])].sort();

export const networkImporter: CartographyImporter<
  NetworkOptions,
  { readonly answers: Answers; readonly tagKeys: readonly string[] }
> = {
  questions(options, { tagKeys }) {
    const { depth = 'resources', securityGroups = true } = options;
    return [
      ...ACCOUNT_QUESTIONS,
      NETWORK_COUNTS,
      ...NETWORK_QUESTIONS,
      tagsQuestion(keysOf(options, tagKeys)),
      ...(depth === 'resources'
        ? [RESOURCE_COUNTS, ...RESOURCE_QUESTIONS, ...STORE_QUESTIONS, ...CONTAINER_QUESTIONS]
        : []),
      ...(securityGroups && depth === 'resources' ? [GROUP_COUNTS, ...GROUP_QUESTIONS] : []),
    ];
  },
  read: ({ options, answers, context }) => ({ answers, tagKeys: keysOf(options, context.tagKeys) }),
};
