/** Facts of elements and links: what checks them, and what editors complete from. */

import * as z from 'zod';
import { ACCOUNT_DATA_ELEMENTS, PROTECTIONS } from './account-data.ts';
import { LAYOUTS, LINE_STYLES, LINK_DIRECTIONS, PROVIDERS, SIDES, ZONES } from './facts.ts';
import { COLOR, LEGEND, LINK } from './patterns.ts';
import { parsePort, portHint } from './ports.ts';

export const text = (description: string) => z.string().meta({ description });
export const texts = (description: string) => z.array(z.string()).meta({ description });
export const matching = (pattern: RegExp, must: string, description: string) =>
  z.string().regex(pattern, must).meta({ description });
const color = (description: string) =>
  matching(COLOR, 'must be a colour: #rrggbb or a name such as red', description);
const tags = z
  .record(z.string(), z.string())
  .meta({ description: 'Names and values, all strings.' });
const attributes = z
  .record(
    z.string(),
    z.union([z.string(), z.number(), z.boolean()], 'must be a string, a number, true or false'),
  )
  .meta({ description: 'Further Graphviz attributes for appearance (penwidth, fontcolor …).' });
const link = matching(
  LINK,
  'must be an address that begins with http://, https:// or mailto:',
  'An address that the drawing links to: http, https or mailto.',
);
const zone = z.enum(ZONES).meta({ description: 'Security zone.' });
const id = z.string().min(1, 'must not be empty');

const number = '(?:0|[1-9]\\d{0,3}|[1-5]\\d{4}|6[0-4]\\d{3}|65[0-4]\\d{2}|655[0-2]\\d|6553[0-5])';
/** As far as a pattern can say it: that a range runs upwards is checked besides. */
const port = z
  .string()
  .check(({ value, issues }) => {
    if (parsePort(value)) return;
    issues.push({
      code: 'custom',
      input: value,
      message: 'must be a protocol with its ports, such as tcp/443',
      params: { hint: portHint(value) },
    });
  })
  .meta({ pattern: `^[A-Za-z][A-Za-z0-9-]*(?:/${number}(?:-${number})?)?$` });

const style = z
  .strictObject({
    color: color('Line or border colour.').optional(),
    fill: color('Background colour.').optional(),
    fontColor: color('Text colour.').optional(),
    line: z.enum(LINE_STYLES).optional(),
    width: z.number().positive('must be more than 0').meta({ description: 'In px.' }).optional(),
  })
  .meta({ description: 'Looks.' });
const linkStyle = style
  .extend({
    legend: matching(
      LEGEND,
      'must be one line of at most 50 characters',
      'What lines in this style mean; shown in the legend.',
    ).optional(),
  })
  .meta({ description: 'Looks.' });

const accountData = (description: string) =>
  z
    .array(
      z.strictObject({
        element: z.enum(ACCOUNT_DATA_ELEMENTS).meta({
          description: 'cvv, pin and track must not be kept after authorization.',
        }),
        protection: z.enum(PROTECTIONS).meta({ description: 'How it is protected there.' }),
        keys: text('Who holds the keys, or where they are.').optional(),
      }),
    )
    .meta({ description });

const route = z.strictObject({
  destination: z.string(),
  target: z.string(),
  propagated: z.boolean().optional(),
});

export const elementFacts = z.strictObject({
  id: id
    .meta({ description: "The cloud's own id. Unique in a diagram; quote numbers." })
    .optional(),
  zone: zone.optional(),
  accountData: accountData('Which account data a store keeps; [] for none.').optional(),
  cidr: z
    .union([z.string(), z.array(z.string())], 'must be a string or a list of strings')
    .meta({ description: 'One address range or several.' })
    .optional(),
  region: text('Region of the cloud.').optional(),
  owner: text('Who is responsible for it.').optional(),
  environment: text('E.g. production.').optional(),
  controls: texts('Identifiers of the controls on it: security groups, firewalls.').optional(),
  justification: text('Why it is there.').optional(),
  description: text('What it is.').optional(),
  link: link.optional(),
  icon: text(
    "A file of the estate's icons/ folder, or a kind, drawn instead of the default icon.",
  ).optional(),
  tags: tags.optional(),
  provider: z.enum(PROVIDERS).meta({ description: 'Whose it is.' }).optional(),
  role: text('E.g. management on an account; drawn as a small tag.').optional(),
  status: text('E.g. suspended.').optional(),
  email: text('Its mail address.').optional(),
  access: z.enum(['public', 'private']).meta({ description: 'Of a subnet.' }).optional(),
  routes: z.array(route).meta({ description: 'Rows of a route table.' }).optional(),
  serves: texts('Of a route table: ids or names of the subnets that use it.').optional(),
  style: style.optional(),
  layout: z.enum(LAYOUTS).meta({ description: 'How a group arranges its members.' }).optional(),
  columns: z
    .int('must be a whole number')
    .min(1, 'must be 1 or more')
    .meta({ description: 'Number of columns, if the group is arranged as a grid.' })
    .optional(),
  side: z
    .enum(SIDES)
    .meta({ description: 'The side of its surroundings where it is placed.' })
    .optional(),
  attributes: attributes.optional(),
});

export const linkFacts = z.strictObject({
  id: id.meta({ description: 'Unique in a diagram.' }).optional(),
  label: text('Replaces the label made from the facts; an empty string draws none.').optional(),
  direction: z.enum(LINK_DIRECTIONS).meta({ description: 'Arrow heads.' }).optional(),
  ports: z
    .array(port)
    .meta({ description: 'E.g. tcp/5432, tcp/1024-65535, icmp, all.' })
    .optional(),
  control: text('Identifier of the control that permits or filters the traffic.').optional(),
  encrypted: z.boolean().optional(),
  justification: text('Why it is allowed.').optional(),
  description: text('What it is.').optional(),
  link: link.optional(),
  data: text('What is transferred, in words: e.g. PAN, expiry.').optional(),
  accountData: accountData('Which account data is transferred; [] for none.').optional(),
  step: z
    .union([z.number(), z.string()], 'must be a number or a string')
    .meta({ description: 'Number of the step in a data flow.' })
    .optional(),
  status: text('E.g. planned.').optional(),
  zone: zone.optional(),
  tags: tags.optional(),
  style: linkStyle.optional(),
  constraint: z
    .boolean()
    .meta({ description: 'false: does not influence where its ends are placed.' })
    .optional(),
  attributes: attributes.optional(),
});
