/** What the views of Google Cloud ask. They read the answers' rows themselves. */

import type { GcpNetworkOptions, GcpOrganizationOptions } from '../../../model/derivation.ts';
import type { CartographyImporter } from '../importer.ts';
import type { Answers, Question } from '../question.ts';
import { NETWORK_QUESTIONS } from './questions.ts';
import { GCP_TREE } from './tree.ts';

/** Counted apart from the rows that are read, so that a row that is lost on the way is noticed. */
export const GCP_ORGANIZATION_COUNTS: Question = {
  query: `MATCH (n:GCPOrganization) RETURN 'organization' AS kind, count(n) AS found
UNION ALL MATCH (n:GCPFolder) RETURN 'folder' AS kind, count(n) AS found
UNION ALL MATCH (n:GCPProject) RETURN 'project' AS kind, count(n) AS found`,
  params: {},
};

export const gcpOrganizationImporter: CartographyImporter<GcpOrganizationOptions, Answers> = {
  questions: () => [GCP_TREE, GCP_ORGANIZATION_COUNTS],
  read: ({ answers }) => answers,
};

export const gcpNetworkImporter: CartographyImporter<GcpNetworkOptions, Answers> = {
  questions: () => [GCP_TREE, ...NETWORK_QUESTIONS],
  read: ({ answers }) => answers,
};
