/** What checks `covers`, and what editors complete from. */

import * as z from 'zod';
import { COVERED_DETAILS, type CoveredScope, ZONES } from './facts.ts';

const filled = z.string().min(1, 'must not be empty');
const texts = z.array(filled).min(1, 'must have at least one entry');

const vpcs = z.strictObject({
  accounts: texts.meta({ description: 'Ids or names.' }).optional(),
  regions: texts.optional(),
  tags: z
    .record(z.string(), z.union([filled, texts], 'must be a string or a list of strings'))
    .meta({ description: 'Required tags, with one of these values.' })
    .optional(),
});

/** One mapping and not a union of three: a wrong value is reported at its own place. */
const scope = z
  .strictObject({
    organization: z.literal(true).meta({ description: 'All OUs and accounts.' }).optional(),
    vpcs: z
      .union([z.literal(true), vpcs], 'must be true or a mapping')
      .meta({ description: 'All VPCs, or these.' })
      .optional(),
    detail: z
      .enum(COVERED_DETAILS)
      .meta({ description: 'How much of each VPC; default: subnets.' })
      .optional(),
    links: z
      .enum(ZONES)
      .meta({ description: 'All connections of the networks of a zone.' })
      .optional(),
  })
  .refine(
    ({ organization, vpcs: networks, links }) =>
      [organization, networks, links].filter((one) => one !== undefined).length === 1,
    'must have one of organization, vpcs and links',
  )
  .refine(
    ({ vpcs: networks, detail }) => networks !== undefined || detail === undefined,
    'has a detail, which is only for vpcs',
  );

export const covered = z
  .union([z.string(), scope as unknown as z.ZodType<CoveredScope>], 'must be words or a scope')
  .meta({ id: 'covered' });
