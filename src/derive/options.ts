/** The options of derivations, checked: they come from TypeScript, where types can be cheated, and from YAML. */

import { z } from 'zod';
import type { DerivationOptions } from '../model/derivation.ts';

const texts = z.array(z.string().min(1, 'must not be empty'));
const scope = {
  accounts: texts.optional(),
  ous: texts.optional(),
  regions: texts.optional(),
  tags: z.record(z.string(), z.union([z.string(), texts], 'must be a text or a list')).optional(),
};
const googleCloud = z.strictObject({
  organizations: texts.optional(),
  folders: texts.optional(),
  projects: texts.optional(),
});
const count = (least: number) =>
  z.int('must be a whole number').min(least, `must be ${least} or more`);

export const OPTIONS = {
  organization: z.strictObject({
    accounts: texts.optional(),
    ous: texts.optional(),
    organizations: texts.optional(),
    email: z.boolean().optional(),
    depth: count(0).optional(),
    unplaced: z.enum(['show', 'omit']).optional(),
  }),
  network: z.strictObject({
    ...scope,
    vpcs: texts.optional(),
    depth: z.enum(['vpcs', 'subnets', 'resources']).optional(),
    routeTables: z.boolean().optional(),
    securityGroups: z.boolean().optional(),
    foldFrom: count(2).optional(),
    defaultVpcs: z.enum(['show', 'omit']).optional(),
  }),
  exposure: z.strictObject(scope),
  access: z.strictObject({
    accounts: texts.optional(),
    ous: texts.optional(),
    fold: z.boolean().optional(),
    services: z.boolean().optional(),
  }),
  gcpOrganization: googleCloud,
  gcpNetwork: googleCloud,
  kubernetes: z.strictObject({ clusters: texts.optional(), namespaces: texts.optional() }),
  people: z.strictObject({
    directories: z.array(z.enum(['google-workspace', 'okta'])).optional(),
    groups: texts.optional(),
    members: z.boolean().optional(),
    email: z.boolean().optional(),
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
