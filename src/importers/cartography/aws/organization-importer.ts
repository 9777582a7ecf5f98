/** What `organization()` needs of the graph. */

import { type Inventory, inventoryOf } from '../../../inventory/inventory.ts';
import type { OrganizationOptions } from '../../../model/derivation.ts';
import { countsIn } from '../counts.ts';
import type { CartographyImporter } from '../importer.ts';
import type { Answers, Question } from '../question.ts';
import { ACCOUNT_QUESTIONS, readAccounts } from './accounts.ts';
import { byId } from './row-helpers.ts';
import { CARTOGRAPHY, coverageOf, provenance } from './source.ts';

const ORGANIZATIONS: Question = {
  query: 'MATCH (o:AWSOrganization) RETURN o.id AS id',
  params: {},
};

/** Counted apart from the rows that are read, so that what is lost on the way is noticed. */
const COUNTS: Question = {
  query: `MATCH (n:AWSOrganization) RETURN 'organization' AS kind, count(n) AS found
UNION ALL MATCH (n:AWSOrganizationRoot) RETURN 'root' AS kind, count(n) AS found
UNION ALL MATCH (n:AWSOrganizationalUnit) RETURN 'ou' AS kind, count(n) AS found
UNION ALL MATCH (n:AWSAccount) RETURN 'account' AS kind, count(n) AS found`,
  params: {},
};

/** Asked only where addresses are to be shown: else the snapshot holds none. */
const EMAILS: Question = {
  query: 'MATCH (a:AWSAccount) WHERE a.email IS NOT NULL RETURN a.id AS id, a.email AS email',
  params: {},
};

const accountEmails = (answers: Answers): ReadonlyMap<string, string> =>
  new Map(
    answers.rows(EMAILS).flatMap((row): [string, string][] => {
      const [id, email] = [row.text('id'), row.text('email')];
      return id && email ? [[id, email]] : [];
    }),
  );

export const organizationImporter: CartographyImporter<OrganizationOptions, Inventory> = {
  questions: ({ email }) => [
    ...ACCOUNT_QUESTIONS,
    ORGANIZATIONS,
    COUNTS,
    ...(email ? [EMAILS] : []),
  ],

  read({ answers }) {
    const tree = readAccounts(answers, accountEmails(answers));
    return inventoryOf(CARTOGRAPHY, {
      ...tree,
      organizations: byId(answers.rows(ORGANIZATIONS), (row, id) => ({ id, ...provenance(row) })),
      counts: countsIn(answers, COUNTS),
      coverage: coverageOf(['organizations', 'units', 'accounts'], []),
    });
  },
};
