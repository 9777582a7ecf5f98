/**
 * What directories are asked for. Without `members` the graph answers with numbers only, and mail addresses
 * leave it only with `email`: names that are addresses are cut at the @ before they are returned.
 *
 * Two modules of Cartography read Google Workspace side by side. What both hold is joined by its mail
 * address (as the ontology's `User` does), inside the database; the one of the newer module stands for both.
 * Membership edges have deprecated twins: everything here is distinct.
 */

import type { PeopleOptions } from '../../../model/derivation.ts';
import type { Question } from '../question.ts';

const ask = (query: string): Question => ({ query, params: {} });
const union = (...parts: readonly string[]): string => parts.join('\nUNION ALL ');
const first = (match: string): string => `head(COLLECT { ${match} AS id ORDER BY id LIMIT 1 })`;

/** A text without what makes it a mail address. */
const noMail = (text: string): string => `split(${text}, '@')[0]`;
const GOOGLE_USER = 'GSuiteUser|GoogleWorkspaceUser';
const GOOGLE_GROUP = 'GSuiteGroup|GoogleWorkspaceGroup';
const tenant = (x: string, label: string): string =>
  first(`MATCH (t:${label})-[:RESOURCE]->(${x}) RETURN t.id`);
const googleTenant = (x: string): string => tenant(x, 'GSuiteTenant|GoogleWorkspaceTenant');

/** Id that stands for a person, or group, in both modules. */
const person = (u: string): string =>
  `coalesce(${first(`MATCH (w:GoogleWorkspaceUser {primary_email: ${u}.primary_email}) RETURN w.id`)}, ${first(`MATCH (${u})<-[:HAS_ACCOUNT]-(:User)-[:HAS_ACCOUNT]->(w:GoogleWorkspaceUser) RETURN w.id`)}, ${u}.id)`;
const group = (g: string): string =>
  `coalesce(${first(`MATCH (w:GoogleWorkspaceGroup {email: ${g}.email}) RETURN w.id`)}, ${g}.id)`;

/** 1 of a person who cannot sign in. */
const IDLE: Readonly<Record<string, string>> = {
  google: 'CASE WHEN u.suspended OR u.archived THEN 1 ELSE 0 END',
  okta: "CASE WHEN u.status IN ['DEPROVISIONED', 'SUSPENDED', 'LOCKED_OUT', 'STAGED'] THEN 1 ELSE 0 END",
  center: '0',
};
const IDLE_OF = [IDLE.google, IDLE.okta, IDLE.center];

/** Every person, once: `directory`, `u`, `person`, `tenant`. */
const PERSONS = [
  `MATCH (u:${GOOGLE_USER}) WITH 'google-workspace' AS directory, u, ${person('u')} AS person, ${googleTenant('u')} AS tenant`,
  `MATCH (u:OktaUser) WITH 'okta' AS directory, u, u.id AS person, ${tenant('u', 'OktaOrganization')} AS tenant`,
  `MATCH (u:AWSSSOUser) WITH 'aws-identity-center' AS directory, u, u.id AS person, u.identity_store_id AS tenant`,
];

/** Every membership, once: `directory`, `grp`, `person`, `owns` (1 of an owner). */
const MEMBERSHIPS = [
  `MATCH (u:${GOOGLE_USER})-[r:MEMBER_OF|MEMBER_GSUITE_GROUP|OWNER_OF|OWNER_GSUITE_GROUP]->(g:${GOOGLE_GROUP})
WITH 'google-workspace' AS directory, ${group('g')} AS grp, ${person('u')} AS person, CASE WHEN type(r) STARTS WITH 'OWNER' THEN 1 ELSE 0 END AS owner, ${IDLE.google} AS out
WITH directory, grp, person, max(owner) AS owns, max(out) AS idle`,
  `MATCH (u:OktaUser)-[:MEMBER_OF_OKTA_GROUP]->(g:OktaGroup) WITH DISTINCT 'okta' AS directory, g.id AS grp, u.id AS person, 0 AS owns, ${IDLE.okta} AS idle`,
  `MATCH (u:AWSSSOUser)-[:MEMBER_OF|MEMBER_OF_SSO_GROUP]->(g:AWSSSOGroup) WITH DISTINCT 'aws-identity-center' AS directory, g.id AS grp, u.id AS person, 0 AS owns, 0 AS idle`,
];

export const DIRECTORIES = ask(
  union(
    `MATCH (t:GoogleWorkspaceTenant|GSuiteTenant) WITH t.id AS id, max(coalesce(t.name, t.domain)) AS name, max(t.domain) AS domain
RETURN 'google-workspace' AS directory, id, name, domain, null AS tenant`,
    `MATCH (o:OktaOrganization) RETURN 'okta' AS directory, o.id AS id, o.name AS name, null AS domain, o.id AS tenant`,
    `MATCH (c:AWSIdentityCenter) RETURN 'aws-identity-center' AS directory, c.id AS id, null AS name, c.region AS domain, c.identity_store_id AS tenant`,
  ),
);

export const DIRECTORY_LABELS =
  'GoogleWorkspaceTenant|GSuiteTenant|OktaOrganization|AWSIdentityCenter';

/** Directories that the newest sync of any of them did not read. */
export const STALE = ask(`MATCH (t:${DIRECTORY_LABELS})
WITH t.id AS id, max(t.lastupdated) AS updated
WITH collect({ id: id, updated: updated }) AS all, max(updated) AS newest
UNWIND all AS one
WITH one, newest WHERE one.updated < newest
RETURN one.id AS id`);

export const GROUPS = ask(
  union(
    `MATCH (g:${GOOGLE_GROUP}) WITH g, ${group('g')} AS id, ${googleTenant('g')} AS tenant
RETURN 'google-workspace' AS directory, id, coalesce(min(CASE WHEN g:GoogleWorkspaceGroup THEN tenant END), min(tenant)) AS tenant,
coalesce(min(CASE WHEN g:GoogleWorkspaceGroup THEN ${noMail('coalesce(g.display_name, g.name)')} END), min(${noMail('g.name')})) AS name`,
    `MATCH (g:OktaGroup) WITH g, ${tenant('g', 'OktaOrganization')} AS tenant
RETURN 'okta' AS directory, g.id AS id, tenant, ${noMail('g.name')} AS name`,
    `MATCH (g:AWSSSOGroup) RETURN 'aws-identity-center' AS directory, g.id AS id, g.identity_store_id AS tenant, ${noMail('g.display_name')} AS name`,
  ),
);

/** How many, by group; of the tenant where there is no group. */
export const NUMBERS = ask(
  union(
    ...MEMBERSHIPS.map(
      (every) =>
        `${every} RETURN directory, grp, null AS tenant, count(*) AS people, sum(owns) AS owners, sum(idle) AS idle`,
    ),
    ...PERSONS.map(
      (every, n) =>
        `${every} WITH directory, person, min(tenant) AS tenant, max(${IDLE_OF[n]}) AS out RETURN directory, null AS grp, tenant, count(person) AS people, 0 AS owners, sum(out) AS idle`,
    ),
  ),
);

const NAMES: Readonly<Record<string, string>> = {
  'google-workspace': 'u.name',
  okta: "trim(coalesce(u.first_name, '') + ' ' + coalesce(u.last_name, ''))",
  'aws-identity-center': 'u.user_name',
};
const STATES: Readonly<Record<string, string>> = {
  'google-workspace': "CASE WHEN u.suspended THEN 'suspended' WHEN u.archived THEN 'archived' END",
  okta: "CASE WHEN u.status <> 'ACTIVE' THEN toLower(u.status) END",
  'aws-identity-center': 'null',
};
const MAILS: Readonly<Record<string, string>> = {
  'google-workspace': 'coalesce(u.primary_email, u.email)',
  okta: 'u.email',
  'aws-identity-center': "CASE WHEN u.user_name CONTAINS '@' THEN u.user_name END",
};

/** Of a person that both modules hold, what the newer one says. */
const newest = (value: string): string =>
  `coalesce(min(CASE WHEN u:GoogleWorkspaceUser THEN ${value} END), min(${value}))`;

/** Asked with `members` only. */
const peopleOf = (email: boolean): Question =>
  ask(
    union(
      ...PERSONS.map((every, n) => {
        const directory = Object.keys(NAMES)[n] ?? '';
        const mail = email ? `, ${newest(MAILS[directory] ?? '')} AS email` : '';
        return `${every} RETURN directory, person, min(tenant) AS tenant, ${newest(noMail(NAMES[directory] ?? ''))} AS name, min(${STATES[directory]}) AS status${mail}`;
      }),
    ),
  );
const MEMBERS = ask(
  union(...MEMBERSHIPS.map((every) => `${every} RETURN directory, grp, person, owns`)),
);

export const NESTING = ask(
  `MATCH (a:${GOOGLE_GROUP})-[:MEMBER_OF|MEMBER_GSUITE_GROUP|OWNER_OF|OWNER_GSUITE_GROUP]->(b:${GOOGLE_GROUP})
WITH DISTINCT ${group('a')} AS inner, ${group('b')} AS outer
RETURN inner, outer`,
);

/** The edge runs either way, and has a twin in graphs after 0.143. */
const GRANT = '-[:ALLOWED_BY|HAS_ROLE]-';
const GRANTED = `MATCH (r:AWSRole) WHERE EXISTS { (r)${GRANT}(:OktaGroup|AWSSSOGroup|AWSSSOUser) }`;

export const ROLES = ask(`${GRANTED}
RETURN r.arn AS id, r.name AS name,
${first('MATCH (a:AWSAccount)-[:RESOURCE]->(r) RETURN a.id')} AS account,
COLLECT { MATCH (p:AWSPermissionSet)-[:ASSIGNED_TO_ROLE]->(r) RETURN DISTINCT p.id AS id ORDER BY id } AS sets`);

export const ACCOUNTS = ask(`${GRANTED}
MATCH (a:AWSAccount)-[:RESOURCE]->(r) RETURN DISTINCT a.id AS id, a.name AS name`);

export const GRANTS = ask(
  `MATCH (g:OktaGroup|AWSSSOGroup)${GRANT}(r:AWSRole) RETURN DISTINCT g.id AS grp, r.arn AS role`,
);

/** To one person, without a group. */
const DIRECT = `MATCH (u:AWSSSOUser)${GRANT}(r:AWSRole)`;
export const DIRECT_NUMBERS = ask(`${DIRECT} RETURN r.arn AS role, count(DISTINCT u) AS people`);
const DIRECT_GRANTS = ask(`${DIRECT} RETURN DISTINCT r.arn AS role, u.id AS person`);

export const SETS = ask(`MATCH (p:AWSPermissionSet)
RETURN p.id AS id, p.name AS name, p.session_duration AS session,
${first('MATCH (c:AWSIdentityCenter)-[:HAS_PERMISSION_SET]->(p) RETURN c.id')} AS center`);

export const ASSIGNMENTS = ask(
  'MATCH (g:AWSSSOGroup)-[:HAS_ROLE|HAS_PERMISSION_SET]->(p:AWSPermissionSet) RETURN DISTINCT g.id AS grp, p.id AS permissions',
);

/** Who has it by a group has an edge to it as well: those are not counted here. */
export const APPLICATIONS = ask(`MATCH (a:OktaApplication)
RETURN a.id AS id, coalesce(a.label, a.name) AS name, a.status AS status, a.sign_on_mode AS signOn, ${tenant('a', 'OktaOrganization')} AS tenant,
COUNT { MATCH (u:OktaUser)-[:APPLICATION]->(a) WHERE NOT EXISTS { (u)-[:MEMBER_OF_OKTA_GROUP]->(:OktaGroup)-[:APPLICATION]->(a) } RETURN DISTINCT u } AS people`);

export const APPLICATION_GROUPS = ask(
  'MATCH (g:OktaGroup)-[:APPLICATION]->(a:OktaApplication) RETURN DISTINCT g.id AS grp, a.id AS application',
);

const GROUP_ADMIN =
  'MATCH (g:OktaGroup)-[:HAS_ROLE|MEMBER_OF_OKTA_ROLE]->(r:OktaGroupRole|OktaAdministrationRole)';
const USER_ADMIN =
  'MATCH (u:OktaUser)-[:HAS_ROLE|MEMBER_OF_OKTA_ROLE]->(r:OktaUserRole|OktaAdministrationRole)';

/** Administrators of Okta: groups one by one, people as numbers. */
export const ADMINISTRATORS = ask(
  union(
    `${GROUP_ADMIN} WITH DISTINCT g, coalesce(r.label, r.id) AS role
RETURN role, g.id AS grp, ${tenant('g', 'OktaOrganization')} AS tenant, 0 AS people`,
    `${USER_ADMIN} WITH u, coalesce(r.label, r.id) AS role, ${tenant('u', 'OktaOrganization')} AS tenant
RETURN role, null AS grp, tenant, count(DISTINCT u) AS people`,
  ),
);

/** People of Okta who are people of Identity Center, too. */
export const IDENTITY_LINKS = ask(`MATCH (u:OktaUser)-[:CAN_ASSUME_IDENTITY]->(s:AWSSSOUser)
WITH DISTINCT u, s
WITH s, ${tenant('u', 'OktaOrganization')} AS okta
RETURN okta, s.identity_store_id AS center, count(*) AS people`);

const DIRECT_SET = 'MATCH (u:AWSSSOUser)-[:HAS_ROLE|HAS_PERMISSION_SET]->(p:AWSPermissionSet)';
export const DIRECT_SETS = ask(
  `${DIRECT_SET} RETURN p.id AS permissions, count(DISTINCT u) AS people`,
);

const TO_BINDING = (principal: string, id: string): string =>
  `COLLECT { MATCH (${principal})-[:HAS_ALLOW_POLICY]->(b) RETURN DISTINCT ${id} AS id ORDER BY id }`;

/**
 * Who may do what in Google Cloud: groups one by one, people and service accounts as numbers. Members that are in no directory
 * (of other tenants) are in the binding's own list only, of which the length alone is asked for: it holds addresses.
 */
export const BINDINGS = ask(`MATCH (b:GCPPolicyBinding)
OPTIONAL MATCH (b)-[:APPLIES_TO]->(x)
WITH b, min(x.id) AS resource, min(coalesce(x.displayname, x.name)) AS name
RETURN b.id AS id, b.role AS role, b.resource_type AS type, coalesce(resource, b.resource) AS resource, name,
coalesce(b.is_public, false) AS public, b.domains AS domains, coalesce(b.has_condition, false) AS conditional,
${TO_BINDING(`g:${GOOGLE_GROUP}`, group('g'))} AS groups,
size(${TO_BINDING(`u:${GOOGLE_USER}`, person('u'))}) AS people,
size(${TO_BINDING('s:GCPServiceAccount', 's.id')}) AS accounts, size(coalesce(b.members, [])) AS members`);

/** Counted apart from the rows that are read, so that a row that is lost on the way is noticed. */
export const COUNTS = ask(
  union(
    `MATCH (t:GoogleWorkspaceTenant|GSuiteTenant) RETURN 'directory' AS kind, count(DISTINCT t.id) AS found`,
    `MATCH (o:OktaOrganization|AWSIdentityCenter) RETURN 'directory' AS kind, count(o) AS found`,
    `MATCH (g:${GOOGLE_GROUP}) RETURN 'user-group' AS kind, count(DISTINCT ${group('g')}) AS found`,
    `MATCH (g:OktaGroup|AWSSSOGroup) RETURN 'user-group' AS kind, count(g) AS found`,
    ...PERSONS.map((every) => `${every} RETURN 'person' AS kind, count(DISTINCT person) AS found`),
    ...MEMBERSHIPS.map((every) => `${every} RETURN 'membership' AS kind, count(*) AS found`),
    `MATCH (a:${GOOGLE_GROUP})-[:MEMBER_OF|MEMBER_GSUITE_GROUP|OWNER_OF|OWNER_GSUITE_GROUP]->(b:${GOOGLE_GROUP})
WITH DISTINCT ${group('a')} AS inner, ${group('b')} AS outer RETURN 'group-in-group' AS kind, count(*) AS found`,
    `${GRANTED} RETURN 'aws:iam-role' AS kind, count(r) AS found`,
    `${GRANTED} MATCH (a:AWSAccount)-[:RESOURCE]->(r) RETURN 'account' AS kind, count(DISTINCT a) AS found`,
    `MATCH (g:OktaGroup|AWSSSOGroup)${GRANT}(r:AWSRole) WITH DISTINCT g, r RETURN 'grant' AS kind, count(*) AS found`,
    `${DIRECT} WITH DISTINCT u, r RETURN 'direct-grant' AS kind, count(*) AS found`,
    `MATCH (p:AWSPermissionSet) RETURN 'permission-set' AS kind, count(p) AS found`,
    `MATCH (g:AWSSSOGroup)-[:HAS_ROLE|HAS_PERMISSION_SET]->(p:AWSPermissionSet) WITH DISTINCT g, p RETURN 'assignment' AS kind, count(*) AS found`,
    `${GROUP_ADMIN} WITH DISTINCT g, coalesce(r.label, r.id) AS role RETURN 'admin-grant' AS kind, count(*) AS found`,
    `${USER_ADMIN} WITH DISTINCT u, coalesce(r.label, r.id) AS role RETURN 'admin-grant' AS kind, count(*) AS found`,
    `MATCH (u:OktaUser)-[:CAN_ASSUME_IDENTITY]->(s:AWSSSOUser) WITH DISTINCT u, s RETURN 'identity-link' AS kind, count(*) AS found`,
    `${DIRECT_SET} WITH DISTINCT u, p RETURN 'direct-assignment' AS kind, count(*) AS found`,
    `MATCH (b:GCPPolicyBinding) RETURN 'gcp:iam-binding' AS kind, count(b) AS found`,
    `MATCH (s:GCPServiceAccount) RETURN 'gcp:service-account' AS kind, count(s) AS found`,
    `MATCH (g:OktaGroup|OktaUser)-[:MEMBER_OF]->(k:KubernetesGroup|KubernetesUser) WITH DISTINCT g, k RETURN 'kubernetes-membership' AS kind, count(*) AS found`,
    `MATCH (o:GoogleWorkspaceOAuthApp) RETURN 'oauth-application' AS kind, count(o) AS found`,
    `MATCH (a:OktaApplication) RETURN 'application' AS kind, count(a) AS found`,
    `MATCH (g:OktaGroup)-[:APPLICATION]->(a:OktaApplication) WITH DISTINCT g, a RETURN 'application-of-group' AS kind, count(*) AS found`,
  ),
);

const ALWAYS: readonly Question[] = [
  DIRECTORIES,
  STALE,
  GROUPS,
  NUMBERS,
  NESTING,
  ROLES,
  ACCOUNTS,
  GRANTS,
  DIRECT_NUMBERS,
  SETS,
  ASSIGNMENTS,
  APPLICATIONS,
  APPLICATION_GROUPS,
  ADMINISTRATORS,
  IDENTITY_LINKS,
  DIRECT_SETS,
  BINDINGS,
  COUNTS,
];

/** What is asked about single persons. */
export interface PersonQuestions {
  readonly people: Question;
  readonly members: Question;
  readonly direct: Question;
}

export function personQuestions({ members, email }: PeopleOptions): PersonQuestions | undefined {
  if (!members) return undefined;
  return { people: peopleOf(email === true), members: MEMBERS, direct: DIRECT_GRANTS };
}

export function peopleQuestions(options: PeopleOptions): readonly Question[] {
  const persons = personQuestions(options);
  return [...ALWAYS, ...(persons ? [persons.people, persons.members, persons.direct] : [])];
}
