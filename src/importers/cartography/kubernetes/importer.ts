/** What the view of Kubernetes is drawn from: questions, and what their answers say. */

import type { KubernetesFacts } from '../../../inventory/kubernetes.ts';
import type { KubernetesOptions } from '../../../model/derivation.ts';
import type { CartographyImporter } from '../importer.ts';
import { KUBERNETES_QUESTIONS } from './questions.ts';
import { readKubernetes } from './read.ts';

export const kubernetesImporter: CartographyImporter<KubernetesOptions, KubernetesFacts> = {
  questions: () => KUBERNETES_QUESTIONS,
  read: ({ answers }) => readKubernetes(answers),
};
