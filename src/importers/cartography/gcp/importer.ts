/** What the views of Google Cloud are drawn from: questions, and what their answers say. */

import type { GcpNetworkFacts } from '../../../inventory/gcp/network.ts';
import type { GcpOrganizationFacts } from '../../../inventory/gcp/tree.ts';
import type { GcpNetworkOptions, GcpOrganizationOptions } from '../../../model/derivation.ts';
import { countsIn } from '../counts.ts';
import type { CartographyImporter } from '../importer.ts';
import type { Question } from '../question.ts';
import { NETWORK_COUNTS, NETWORK_OTHERS, NETWORK_QUESTIONS } from './questions.ts';
import { readNetwork } from './read.ts';
import { GCP_TREE, readTree } from './tree.ts';

/** Counted apart from the rows that are read, so that a row that is lost on the way is noticed. */
const GCP_ORGANIZATION_COUNTS: Question = {
  query: `MATCH (n:GCPOrganization) RETURN 'organization' AS kind, count(n) AS found
UNION ALL MATCH (n:GCPFolder) RETURN 'folder' AS kind, count(n) AS found
UNION ALL MATCH (n:GCPProject) RETURN 'project' AS kind, count(n) AS found`,
  params: {},
};

/** What the newest sync of Google Cloud did not read. */
const GCP_ORGANIZATION_STALE: Question = {
  query: `MATCH (n:GCPOrganization|GCPFolder|GCPProject)
WITH max(n.lastupdated) AS newest, collect(n) AS nodes
UNWIND nodes AS n
WITH n, newest WHERE n.lastupdated < newest
RETURN DISTINCT n.id AS id`,
  params: {},
};

/** Warnings: `gcp-several-parents`, `gcp-parent-missing`, `gcp-folder-cycle`. */
export const gcpOrganizationImporter: CartographyImporter<
  GcpOrganizationOptions,
  GcpOrganizationFacts
> = {
  questions: () => [GCP_TREE, GCP_ORGANIZATION_COUNTS, GCP_ORGANIZATION_STALE],
  read: ({ answers, report }) => ({
    counts: countsIn(answers, GCP_ORGANIZATION_COUNTS),
    tree: readTree(answers, report),
    stale: new Set(answers.rows(GCP_ORGANIZATION_STALE).map((row) => row.required('id'))),
  }),
};

/** Warnings: `gcp-firewall-effect`. */
export const gcpNetworkImporter: CartographyImporter<GcpNetworkOptions, GcpNetworkFacts> = {
  questions: () => [GCP_TREE, ...NETWORK_QUESTIONS],
  read: ({ answers, report }) => ({
    counts: countsIn(answers, NETWORK_COUNTS),
    others: countsIn(answers, NETWORK_OTHERS),
    // Its warnings are about places in the hierarchy, of which only the options' choice is seen here.
    tree: readTree(answers, () => {}),
    network: readNetwork(answers, report),
  }),
};
