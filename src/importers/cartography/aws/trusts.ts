/** Roles and whom their trust policies name, as the graph has them. */

import type { Origin } from '../../../model/diagnostic.ts';
import type { Answers, Question } from '../question.ts';
import { type Principal, principalOf, roleOf } from './principal.ts';

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

export interface IamRole {
  readonly arn: string;
  readonly name: string;
  readonly account?: string;
  readonly at: Origin;
}

export interface RoleTrust {
  readonly role: IamRole;
  /** Absent where the graph does not say whom the role trusts. */
  readonly principal?: Principal;
  readonly allowed: boolean;
  readonly at: Origin;
}

export interface Trusts {
  readonly roles: ReadonlyMap<string, IamRole>;
  readonly trusts: readonly RoleTrust[];
  readonly counts: readonly (readonly [kind: string, found: number])[];
}

export function readTrusts(answers: Answers): Trusts {
  const roles = new Map<string, IamRole>();
  const trusts = answers.rows(TRUSTS).map((row): RoleTrust => {
    const arn = row.required('role');
    const { account, name } = roleOf(arn);
    const role = roles.get(arn) ?? {
      arn,
      name: row.text('name') ?? name,
      ...(account ? { account } : {}),
      at: row.at,
    };
    roles.set(arn, role);
    const principal = row.text('principal');
    return {
      role,
      ...(principal === undefined ? {} : { principal: principalOf(principal, row.text('type')) }),
      allowed: row.flag('allowed'),
      at: row.at,
    };
  });
  const counts = answers
    .rows(COUNTS)
    .map((row) => [row.required('kind'), row.number('found') ?? 0] as const);
  return { roles, trusts, counts };
}
