/** Directories of people, their groups, and what groups and people may use. */

import type { Origin } from '../model/diagnostic.ts';
import type { KindCount } from './counts.ts';

export type DirectoryKind = 'google-workspace' | 'okta' | 'aws-identity-center';

export interface Directory {
  readonly kind: DirectoryKind;
  readonly id: string;
  readonly name: string;
  readonly domain: string | undefined;
  readonly people: number;
  /** Not in the graph: only its groups or people are. */
  readonly stub: boolean;
  readonly at: Origin;
}

export interface DirectoryGroup {
  readonly id: string;
  readonly name: string;
  readonly directory: Directory;
  readonly people: number;
  readonly owners: number;
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

/** A role of an AWS account that somebody of a directory may use. */
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

/** What is recorded about single people, where members are asked for. */
export interface SinglePeople {
  readonly persons: ReadonlyMap<string, DirectoryPerson>;
  readonly memberships: readonly Membership[];
  readonly direct: readonly PersonGrant[];
}

export interface PeopleFacts {
  readonly counts: readonly KindCount[];
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
  /** Absent where members are not asked for. */
  readonly single: SinglePeople | undefined;
}
