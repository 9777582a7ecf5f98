/** What `organization()` asks of the graph. */

import type { OrganizationOptions } from '../../../model/derivation.ts';
import type { CartographyImporter } from '../importer.ts';
import type { Answers, Question } from '../question.ts';
import { ACCOUNT_QUESTIONS } from './accounts.ts';

export const ORGANIZATIONS: Question = {
  query: 'MATCH (o:AWSOrganization) RETURN o.id AS id',
  params: {},
};

/** Counted apart from the rows that are read, so that what is lost on the way is noticed. */
export const ORGANIZATION_COUNTS: Question = {
  query: `MATCH (n:AWSOrganization) RETURN 'organization' AS kind, count(n) AS found
UNION ALL MATCH (n:AWSOrganizationRoot) RETURN 'root' AS kind, count(n) AS found
UNION ALL MATCH (n:AWSOrganizationalUnit) RETURN 'ou' AS kind, count(n) AS found
UNION ALL MATCH (n:AWSAccount) RETURN 'account' AS kind, count(n) AS found`,
  params: {},
};

/** Asked only where addresses are to be shown: else the snapshot holds none. */
export const EMAILS: Question = {
  query: 'MATCH (a:AWSAccount) WHERE a.email IS NOT NULL RETURN a.id AS id, a.email AS email',
  params: {},
};

export const organizationImporter: CartographyImporter<OrganizationOptions, Answers> = {
  questions: ({ email }) => [
    ...ACCOUNT_QUESTIONS,
    ORGANIZATIONS,
    ORGANIZATION_COUNTS,
    ...(email ? [EMAILS] : []),
  ],
  read: ({ answers }) => answers,
};
