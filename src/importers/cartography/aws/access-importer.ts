/** What `access()` asks of the graph. */

import type { AccessOptions } from '../../../model/derivation.ts';
import type { CartographyImporter } from '../importer.ts';
import type { Answers } from '../question.ts';
import { ACCOUNT_QUESTIONS } from './accounts.ts';
import { TRUST_QUESTIONS } from './trusts.ts';

export const accessImporter: CartographyImporter<AccessOptions, Answers> = {
  questions: () => [...ACCOUNT_QUESTIONS, ...TRUST_QUESTIONS],
  read: ({ answers }) => answers,
};
