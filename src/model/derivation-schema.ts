/** The options of derivations, checked: they come from TypeScript, where types can be cheated, and from YAML. */

import * as z from 'zod';
import type { DerivationOptions } from './derivation.ts';

const texts = (description: string) =>
  z.array(z.string().min(1, 'must not be empty')).meta({ description }).optional();
const oneOf = <const T extends readonly [string, ...string[]]>(values: T, description: string) =>
  z.enum(values).meta({ description }).optional();
const flag = (description: string) => z.boolean().meta({ description }).optional();
const count = (least: number, description: string) =>
  z
    .int('must be a whole number')
    .min(least, `must be ${least} or more`)
    .meta({ description })
    .optional();

const accounts = texts('Ids or names of accounts.');
const ous = texts('Ids or names of OUs; what is nested in them counts, too.');
const organizations = texts('Ids of organizations; all when absent.');
const scope = {
  accounts,
  ous,
  regions: texts('Regions.'),
  tags: z
    .record(
      z.string(),
      z.union(
        [z.string(), z.array(z.string().min(1, 'must not be empty'))],
        'must be a string or a list of strings',
      ),
    )
    .meta({ description: 'Tags that must be there, with one of these values.' })
    .optional(),
};
const gcpScope = {
  organizations: texts('Ids or names of organizations; all when absent.'),
  folders: texts('Ids or names of folders; what is nested in them counts, too.'),
  projects: texts('Ids, names or numbers of projects.'),
};

export const OPTIONS = {
  organization: z.strictObject({
    accounts,
    ous,
    organizations,
    email: flag("Shows the accounts' mail addresses."),
    depth: count(0, 'Levels of OUs that are drawn.'),
    unplaced: oneOf(['show', 'omit'], 'Accounts that have no place in the tree.'),
  }),
  network: z.strictObject({
    ...scope,
    vpcs: texts('Ids or names of VPCs.'),
    depth: oneOf(['vpcs', 'subnets', 'resources'], 'How much is drawn; resources when absent.'),
    routeTables: flag('Route tables beside their subnets.'),
    securityGroups: flag('Security groups as labels of links between resources.'),
    foldFrom: count(2, 'Resources of one kind in one subnet are one card from this number on.'),
    defaultVpcs: oneOf(['show', 'omit'], 'Default VPCs that hold nothing.'),
  }),
  exposure: z.strictObject(scope),
  access: z.strictObject({
    accounts,
    ous,
    fold: flag('Roles of one name and principal in several accounts are one link an account.'),
    services: flag('Shows services that may assume roles, too.'),
  }),
  gcpOrganization: z.strictObject({
    ...gcpScope,
    depth: count(0, 'Levels of folders that are drawn.'),
    unplaced: oneOf(['show', 'omit'], 'Projects that hang from nothing.'),
  }),
  gcpNetwork: z.strictObject({
    ...gcpScope,
    vpcs: texts('Ids or names of VPC networks.'),
    firewalls: flag('Firewall rules as cards and links.'),
    foldFrom: count(2, 'Instances of one subnet that are alike are one card from this number on.'),
  }),
  kubernetes: z.strictObject({
    clusters: texts('Names or ids of clusters.'),
    namespaces: texts('Names or ids of namespaces.'),
  }),
  people: z.strictObject({
    directories: z
      .array(z.enum(['google-workspace', 'okta', 'aws-identity-center']))
      .meta({ description: 'Directories; all when absent.' })
      .optional(),
    groups: texts('Names or ids of groups.'),
    members: flag('Shows every person; else each group says how many it has.'),
    email: flag('Shows mail addresses.'),
  }),
} satisfies { readonly [K in keyof DerivationOptions]: z.ZodType };

// The interfaces are what everyone programs with; this fails to compile when they differ.
type Keys = { readonly [K in keyof DerivationOptions]: keyof DerivationOptions[K] };
const same: Keys extends {
  readonly [K in keyof typeof OPTIONS]: keyof z.output<(typeof OPTIONS)[K]>;
}
  ? { readonly [K in keyof typeof OPTIONS]: keyof z.output<(typeof OPTIONS)[K]> } extends Keys
    ? true
    : never
  : never = true;
void same;
