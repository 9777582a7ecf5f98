/** The schema of the config; loaded only where there is one. */

import * as z from 'zod';
import { lookup } from '../../icons/catalogue.ts';
import { isExact } from '../../model/cidr.ts';
import { ZONES } from '../../model/facts.ts';
import { PAPERS } from '../../model/paper.ts';
import { parsePeriod } from '../../model/period.ts';
import { type Config, ESTATE_SOURCES, FORMATS, type OwnRule } from './types.ts';

const texts = z
  .array(z.string().min(1, 'must not be empty'))
  .min(1, 'must have at least one entry');
const values = z.union(
  [z.string(), texts, z.literal(true)],
  'must be a string, a list of strings or true',
);

const block = z
  .string()
  .refine(isExact, 'must be a CIDR block without host bits, such as 10.20.0.0/16');
const kind = z
  .string()
  .refine((text) => lookup(text) !== undefined, 'must be a kind (`cadastre icons` lists them)');

const rule = z.strictObject({
  when: z.strictObject({
    tags: z.record(z.string(), values).optional(),
    ous: texts.optional(),
    accounts: texts.optional(),
    cidrs: z.array(block).min(1, 'must have at least one entry').optional(),
    kinds: z.array(kind).min(1, 'must have at least one entry').optional(),
  }),
  set: z
    .strictObject({
      zone: z.enum(ZONES).optional(),
      owner: z.string().optional(),
      environment: z.string().optional(),
      justification: z.string().optional(),
    })
    .refine(
      (set) => Object.keys(set).length > 0,
      'must set zone, owner, environment or justification',
    ),
});

const said = z.string().min(1, 'must not be empty');
const ownRule = z.strictObject({
  id: z
    .string()
    .regex(
      /^[a-z0-9-]+(?:\/[a-z0-9-]+)+$/,
      'must be lower-case words with a slash, such as acme/no-dev-in-cde',
    ),
  requirement: said.optional(),
  severity: z.enum(['error', 'warning']),
  why: said,
  fix: said,
  check: z.custom<OwnRule['check']>((value) => typeof value === 'function', 'must be a function'),
});

const folder = z.string().min(1, 'must name a folder');

const files = z.union([folder, texts], 'must name a file or folder, or a list of them');
const recordable = Object.fromEntries(
  ESTATE_SOURCES.map((source) => [
    source,
    (source === 'cartography'
      ? z.literal(true, 'must be true')
      : z.union([files, z.record(z.string(), files)], 'must name files or folders')
    ).optional(),
  ]),
);
const estateSource = z
  .strictObject(recordable)
  .refine((source) => Object.keys(source).length === 1, 'must name one source');

export const configSchema = z.strictObject({
  sources: folder.optional(),
  out: folder.optional(),
  formats: z.array(z.enum(FORMATS)).min(1, 'must name at least one format').optional(),
  icons: folder.optional(),
  fonts: z.array(z.string()).optional(),
  scale: z.number().positive('must be more than 0').max(10, 'must be 10 or less').optional(),
  paper: z.enum(PAPERS).optional(),
  timeout: z
    .number()
    .positive('must be more than 0')
    .max(86_400, 'must be 86400 or less')
    .optional(),
  classify: z.array(rule).optional(),
  rules: z
    .array(ownRule)
    .refine(
      (rules) => new Set(rules.map(({ id }) => id)).size === rules.length,
      'must not repeat an id',
    )
    .optional(),
  estates: z.record(z.string(), z.array(estateSource)).optional(),
  maxAge: z
    .string()
    .refine(
      (text) => parsePeriod(text) !== undefined,
      'must be a period, such as 30 days or 1 month',
    )
    .optional(),
  failOn: z.enum(['error', 'warning']).optional(),
});

// The interface is what everyone programs with; this fails to compile when they differ.
const same: Record<keyof Config, true> = {
  sources: true,
  out: true,
  formats: true,
  icons: true,
  fonts: true,
  scale: true,
  paper: true,
  timeout: true,
  classify: true,
  rules: true,
  estates: true,
  maxAge: true,
  failOn: true,
} satisfies Record<keyof z.output<typeof configSchema>, true>;
void same;
