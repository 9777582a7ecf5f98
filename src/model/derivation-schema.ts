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
const ous = texts('Ids or names of OUs, including everything nested in them.');
const organizations = texts('Ids of organizations; default: all.');
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
    .meta({ description: 'Required tags, with one of these values.' })
    .optional(),
};
const gcpScope = {
  organizations: texts('Ids or names of organizations; default: all.'),
  folders: texts('Ids or names of folders, including everything nested in them.'),
  projects: texts('Ids, names or numbers of projects.'),
};

export const OPTIONS = {
  organization: z.strictObject({
    accounts,
    ous,
    organizations,
    email: flag('Show the mail addresses of accounts.'),
    depth: count(0, 'Number of OU levels to draw.'),
    unplaced: oneOf(['show', 'omit'], 'Accounts without a place in the tree.'),
  }),
  network: z.strictObject({
    ...scope,
    vpcs: texts('Ids or names of VPCs.'),
    depth: oneOf(['vpcs', 'subnets', 'resources'], 'How much to draw; default: resources.'),
    routeTables: flag('Show route tables next to their subnets.'),
    securityGroups: flag('Show security groups as labels of links between resources.'),
    foldFrom: count(2, 'From this number on, resources of one kind in one subnet become one card.'),
    defaultVpcs: oneOf(['show', 'omit'], 'Show empty default VPCs.'),
  }),
  exposure: z.strictObject(scope),
  access: z.strictObject({
    accounts,
    ous,
    fold: flag('Show roles with the same name and principal as one link per account.'),
    services: flag('Also show services that may assume roles.'),
  }),
  gcpOrganization: z.strictObject({
    ...gcpScope,
    depth: count(0, 'Number of folder levels to draw.'),
    unplaced: oneOf(['show', 'omit'], 'Projects without a parent.'),
  }),
  gcpNetwork: z.strictObject({
    ...gcpScope,
    vpcs: texts('Ids or names of VPC networks.'),
    firewalls: flag('Show firewall rules as cards and links.'),
    foldFrom: count(2, 'From this number on, similar instances in one subnet become one card.'),
  }),
  kubernetes: z.strictObject({
    clusters: texts('Names or ids of clusters.'),
    namespaces: texts('Names or ids of namespaces.'),
  }),
  people: z.strictObject({
    directories: z
      .array(z.enum(['google-workspace', 'okta', 'aws-identity-center']))
      .meta({ description: 'Directories; default: all.' })
      .optional(),
    groups: texts('Names or ids of groups.'),
    members: flag('Show every person; otherwise each group shows only their number.'),
    email: flag('Show mail addresses.'),
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
