/** Roles and whom their trust policies name, as the graph has them. */

import type { IamRole, RoleTrust } from '../../../inventory/access.ts';
import type { Inventory } from '../../../inventory/inventory.ts';
import { present } from '../../present.ts';
import { countsIn } from '../counts.ts';
import type { Answers, Question } from '../question.ts';
import { principalOf, roleOf } from './principal.ts';
import { provenance } from './source.ts';

/**
 * A row for each trust, and one for each role without any. `allowed`: Cartography evaluated the policies of
 * the principal, too; it does so for roles and users only.
 */
const TRUSTS: Question = {
  query: `MATCH (r:AWSRole)
OPTIONAL MATCH (r)-[:TRUSTS_AWS_PRINCIPAL]->(p:AWSPrincipal)
OPTIONAL MATCH (p)-[s:STS_ASSUMEROLE_ALLOW]->(r)
RETURN coalesce(r.arn, r.id) AS role, r.name AS name, coalesce(p.arn, p.id) AS principal,
CASE WHEN p:AWSServicePrincipal THEN 'Service' WHEN p:AWSFederatedPrincipal THEN 'Federated' ELSE p.type END AS type,
count(s) > 0 AS allowed`,
  params: {},
};

/** Counted apart from the rows that are read, so that what is lost on the way is noticed. */
const COUNTS: Question = {
  query: `MATCH (n:AWSAccount) RETURN 'account' AS kind, count(n) AS found
UNION ALL MATCH (n:AWSRole) RETURN 'role' AS kind, count(n) AS found
UNION ALL MATCH (n:AWSPrincipal) WHERE NOT n:AWSRole AND (n)<-[:TRUSTS_AWS_PRINCIPAL]-(:AWSRole)
RETURN 'principal' AS kind, count(n) AS found
UNION ALL MATCH (:AWSRole)-[t:TRUSTS_AWS_PRINCIPAL]->(:AWSPrincipal) RETURN 'trust' AS kind, count(t) AS found
UNION ALL MATCH (n:AWSRole) WHERE NOT (n)-[:TRUSTS_AWS_PRINCIPAL]->(:AWSPrincipal)
RETURN 'unrecorded trust' AS kind, count(n) AS found`,
  params: {},
};

export const TRUST_QUESTIONS: readonly Question[] = [TRUSTS, COUNTS];

export function readTrusts(answers: Answers): Pick<Inventory, 'roles' | 'trusts' | 'counts'> {
  const roles = new Map<string, IamRole>();
  const trusts = answers.rows(TRUSTS).map((row): RoleTrust => {
    const arn = row.required('role');
    const { account, name } = roleOf(arn);
    const role = roles.get(arn) ?? {
      id: arn,
      name: row.text('name') ?? name,
      ...present({ account }),
      ...provenance(row),
    };
    roles.set(arn, role);
    const named = row.text('principal');
    const principal = named === undefined ? undefined : principalOf(named, row.text('type'));
    const allowed = row.flag('allowed');
    return {
      id: `${arn} < ${named ?? ''}`,
      role,
      allowed,
      ...present({ principal }),
      ...provenance(row),
    };
  });
  return {
    roles,
    // Cartography may hold a principal twice, by two labels: each row stands for an edge of its own.
    trusts: new Map(trusts.map((trust, n) => [`${n} ${trust.id}`, trust])),
    counts: countsIn(answers, COUNTS),
  };
}
