/** Directories of people, their groups, and what groups and people may use. */

import type { Origin } from '../model/diagnostic.ts';
import type { SourceCount } from './counts.ts';

export type DirectoryKind = 'google-workspace' | 'okta' | 'aws-identity-center';

export interface Directory {
  readonly kind: DirectoryKind;
  readonly id: string;
  readonly name: string;
  readonly domain: string | undefined;
  readonly people: number;
  /** How many of them cannot sign in: suspended, deprovisioned. */
  readonly idle: number;
  /** Not in the graph: only its groups or people are. */
  readonly stub: boolean;
  /** The newest sync did not read it. */
  readonly stale: boolean;
  readonly at: Origin;
}

export interface DirectoryGroup {
  readonly id: string;
  readonly name: string;
  readonly directory: Directory;
  readonly people: number;
  readonly owners: number;
  /** How many of its people cannot sign in. */
  readonly idle: number;
  readonly at: Origin;
}

export interface DirectoryPerson {
  readonly id: string;
  readonly name: string;
  readonly directory: Directory;
  readonly status: string | undefined;
  readonly email: string | undefined;
  readonly at: Origin;
}

export interface Membership {
  readonly group: string;
  readonly person: string;
  readonly owner: boolean;
  readonly at: Origin;
}

export interface NestedGroup {
  readonly inner: string;
  readonly outer: string;
  readonly at: Origin;
}

/** A role of an AWS account that someone of a directory may use. */
export interface GrantedRole {
  readonly id: string;
  readonly name: string;
  readonly account: string | undefined;
  /** Ids of the permission sets that made it. */
  readonly sets: readonly string[];
  readonly at: Origin;
}

export interface GrantedAccount {
  readonly id: string;
  readonly name: string | undefined;
  readonly at: Origin;
}

export interface GroupGrant {
  readonly group: string;
  readonly role: string;
  readonly at: Origin;
}

/** To people without a group, by role. */
export interface DirectGrants {
  readonly role: string;
  readonly people: number;
  readonly at: Origin;
}

export interface PersonGrant {
  readonly role: string;
  readonly person: string;
  readonly at: Origin;
}

export interface PermissionSet {
  readonly id: string;
  readonly name: string | undefined;
  readonly session: string | undefined;
  /** People to whom it is assigned without a group. */
  readonly direct: number;
  /** Id of its instance of Identity Center. */
  readonly center: string | undefined;
  readonly at: Origin;
}

export interface SetAssignment {
  readonly group: string;
  readonly set: string;
  readonly at: Origin;
}

export interface DirectoryApplication {
  readonly id: string;
  readonly name: string;
  readonly status: string | undefined;
  readonly signOn: string | undefined;
  readonly tenant: string | undefined;
  readonly people: number;
  readonly at: Origin;
}

export interface ApplicationOfGroup {
  readonly group: string;
  readonly application: string;
  readonly at: Origin;
}

/** A group, or a number of people, that administers a directory. */
export interface AdministratorGrant {
  readonly role: string;
  readonly group: string | undefined;
  readonly tenant: string | undefined;
  readonly people: number;
  readonly at: Origin;
}

/** People of Okta who are people of Identity Center. */
export interface IdentityLink {
  readonly okta: string | undefined;
  readonly center: string | undefined;
  readonly people: number;
  readonly at: Origin;
}

/** Who has a role on an organization, a folder, a project or a resource of Google Cloud. */
export interface CloudBinding {
  readonly id: string;
  readonly role: string;
  /** `organization`, `folder`, `project`, `resource`. */
  readonly type: string;
  readonly resource: string;
  readonly name: string | undefined;
  /** Everyone has it, signed in or not. */
  readonly public: boolean;
  /** All people of these domains have it. */
  readonly domains: readonly string[];
  readonly conditional: boolean;
  readonly groups: readonly string[];
  readonly people: number;
  /** Service accounts, and members that no directory has. */
  readonly others: number;
  readonly at: Origin;
}

/** What is recorded about single people, where members are asked for. */
export interface SinglePeople {
  readonly persons: ReadonlyMap<string, DirectoryPerson>;
  readonly memberships: readonly Membership[];
  readonly direct: readonly PersonGrant[];
}

export interface PeopleFacts {
  readonly counts: readonly SourceCount[];
  readonly directories: readonly Directory[];
  readonly groups: readonly DirectoryGroup[];
  readonly nesting: readonly NestedGroup[];
  readonly roles: readonly GrantedRole[];
  readonly accounts: readonly GrantedAccount[];
  readonly grants: readonly GroupGrant[];
  readonly directGrants: readonly DirectGrants[];
  readonly sets: readonly PermissionSet[];
  readonly assignments: readonly SetAssignment[];
  readonly applications: readonly DirectoryApplication[];
  readonly applicationGroups: readonly ApplicationOfGroup[];
  readonly administrators: readonly AdministratorGrant[];
  readonly identityLinks: readonly IdentityLink[];
  readonly bindings: readonly CloudBinding[];
  /** Absent where members are not asked for. */
  readonly single: SinglePeople | undefined;
}
