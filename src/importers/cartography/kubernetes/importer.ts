/** What the view of Kubernetes asks. It reads the answers' rows itself. */

import type { KubernetesOptions } from '../../../model/derivation.ts';
import type { CartographyImporter } from '../importer.ts';
import type { Answers } from '../question.ts';
import { KUBERNETES_QUESTIONS } from './questions.ts';

export const kubernetesImporter: CartographyImporter<KubernetesOptions, Answers> = {
  questions: () => KUBERNETES_QUESTIONS,
  read: ({ answers }) => answers,
};
