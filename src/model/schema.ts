/**
 * The facts and the YAML form, once: what checks them, and what editors complete from. Kept apart
 * from `facts.ts` because loading the checker costs time that a sound TypeScript file does not pay.
 */

import * as z from 'zod';
import { ACCOUNT_DATA_ELEMENTS, PROTECTIONS } from './account-data.ts';
import type { DiagramOptions } from './content.ts';
import { OPTIONS } from './derivation-schema.ts';
import {
  DIRECTIONS,
  type ElementFacts,
  LAYOUTS,
  LINE_STYLES,
  LINK_DIRECTIONS,
  type LinkFacts,
  PROVIDERS,
  SIDES,
  ZONES,
} from './facts.ts';
import { COLOR, DATE, LEGEND, LINK, NAME } from './patterns.ts';
import { parsePort, portHint } from './ports.ts';
import { WORDS } from './words.ts';

const text = (description: string) => z.string().meta({ description });
const texts = (description: string) => z.array(z.string()).meta({ description });
const matching = (pattern: RegExp, must: string, description: string) =>
  z.string().regex(pattern, must).meta({ description });
const color = (description: string) =>
  matching(COLOR, 'must be a colour: #rrggbb or a name such as red', description);
const tags = z.record(z.string(), z.string()).meta({ description: 'Names and values, all texts.' });
const attributes = z
  .record(
    z.string(),
    z.union([z.string(), z.number(), z.boolean()], 'must be a string, a number, true or false'),
  )
  .meta({ description: 'Further Graphviz attributes of looks (penwidth, fontcolor …).' });
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
      'must be words in one line, of at most 50 characters',
      'What lines of this look stand for, in the legend.',
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
        protection: z.enum(PROTECTIONS).meta({ description: 'What protects it there.' }),
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
  accountData: accountData('What a store keeps of account data; [] for none.').optional(),
  cidr: z
    .union([z.string(), z.array(z.string())], 'must be a string or a list of strings')
    .meta({ description: 'One address range or several.' })
    .optional(),
  region: text('Region of the cloud.').optional(),
  owner: text('Who answers for it.').optional(),
  environment: text('E.g. production.').optional(),
  controls: texts('Identifiers of the controls on it: security groups, firewalls.').optional(),
  justification: text('Why it is there.').optional(),
  description: text('What it is.').optional(),
  link: link.optional(),
  icon: text(
    "A file of the estate's icons/ folder, or a kind, drawn instead of its own.",
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
  layout: z.enum(LAYOUTS).meta({ description: 'How a group sets out its members.' }).optional(),
  columns: z
    .int('must be a whole number')
    .min(1, 'must be 1 or more')
    .meta({ description: 'Columns of a group set out as a grid.' })
    .optional(),
  side: z.enum(SIDES).meta({ description: 'Side of its surroundings.' }).optional(),
  attributes: attributes.optional(),
});

export const linkFacts = z.strictObject({
  id: id.meta({ description: 'Unique in a diagram.' }).optional(),
  label: text('Instead of the label made from the facts; empty draws none.').optional(),
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
  data: text('What moves, in words: e.g. PAN, expiry.').optional(),
  accountData: accountData('What moves of account data; [] for none.').optional(),
  step: z
    .union([z.number(), z.string()], 'must be a number or a text')
    .meta({ description: 'Number of the step in a data flow.' })
    .optional(),
  status: text('E.g. planned.').optional(),
  zone: zone.optional(),
  tags: tags.optional(),
  style: linkStyle.optional(),
  constraint: z
    .boolean()
    .meta({ description: 'false: no say in where its ends are placed.' })
    .optional(),
  attributes: attributes.optional(),
});

const waiver = z.strictObject({
  rule: z.string().meta({ description: 'The rule that does not hold here.' }),
  reason: z.string().min(1, 'must not be empty'),
  until: matching(DATE, 'must be a date as YYYY-MM-DD', 'Last day, YYYY-MM-DD.'),
  element: text('Identity of the element or link; the whole diagram when absent.').optional(),
});

export const diagramOptions = z.strictObject({
  name: matching(
    NAME,
    'must be usable as a file name: letters, digits, space, . _ -',
    'File name part when a file makes several diagrams.',
  ).optional(),
  direction: z.enum(DIRECTIONS).meta({ description: 'The way that links point.' }).optional(),
  layout: z
    .enum(LAYOUTS)
    .meta({ description: 'How the page sets out what stands on it.' })
    .optional(),
  columns: z.int().min(1).meta({ description: 'Number of columns of a grid.' }).optional(),
  legend: z.enum(['auto', 'none']).optional(),
  waivers: z.array(waiver).optional(),
  description: text('What the diagram shows.').optional(),
  wireless: z
    .union([z.boolean(), z.string()], 'must be true, false or a statement')
    .meta({ description: 'Whether the networks have wireless parts, or a statement.' })
    .optional(),
  covers: texts('What the diagram claims to show in full.').optional(),
  locations: texts('Places that it shows.').optional(),
  owner: text('Who answers for it.').optional(),
  reviewEvery: text('E.g. 6 months.').optional(),
  classification: text('E.g. confidential.').optional(),
  profile: z
    .union([z.string(), z.array(z.string())], 'must be a text or a list of texts')
    .meta({ description: 'Set of rules that it must hold, or several.' })
    .optional(),
});

const kind = z.union([z.enum(Object.values(WORDS).map((word) => word.kind)), z.string()]).meta({
  // scripts/schema.mjs fills in the catalogue, which the model does not know.
  id: 'kind',
  description: 'A word of the language (account, ou, vpc …) or a kind (aws:ec2 …).',
});

const elementShape = {
  kind,
  name: z.string(),
  ref: text('A name for links and hints to use; stands only in this file.').optional(),
  ...elementFacts.shape,
};
const element: z.ZodType = z
  .strictObject({
    ...elementShape,
    members: z.lazy(() => z.array(item).meta({ description: 'What is inside.' })).optional(),
  })
  .meta({ id: 'element' });

/** A query of one's own in YAML: a row is an element or a link, its columns are called as their keys. */
const ownQuery = z.strictObject({
  query: z.string().min(1, 'must not be empty').meta({
    description: 'Cypher; each row is an element, or a link where it has from and to.',
  }),
  params: z.record(z.string(), z.unknown()).meta({ description: 'Its parameters.' }).optional(),
  kind: kind.optional(),
});

/** What derived content may be asked in YAML, by derivation. */
export const DERIVED = { ...OPTIONS, cypher: ownQuery };

const derivedHead = {
  estate: matching(NAME, 'must be the name of a snapshot', 'Name of the snapshot.'),
};
const derived = Object.entries(DERIVED).map(([name, options]) =>
  z.strictObject({
    derive: z.literal(name).meta({ description: 'Content from a recorded estate.' }),
    ...derivedHead,
    ...options.shape,
  }),
);
const item = z.union([element, ...derived]).meta({ id: 'item' });

const end = z
  .union([z.string(), z.array(z.string())])
  .meta({ description: 'The ref, id or unique name of an element, or a list of these.' });

const yamlLink = z.strictObject({
  from: end,
  to: end,
  relation: z
    .enum(['connection', 'flow'])
    .meta({ description: 'Network reachability (the default), or data that moves.' })
    .optional(),
  ...linkFacts.shape,
});

/** Facts that may be added to an element or link; an id is what it is known by, and stays. */
export const annotationFacts = elementFacts.extend(linkFacts.shape).omit({ id: true });

const yamlAnnotation = z.strictObject({
  of: z.string().meta({
    description:
      'The ref, id or unique name of an element, or the id of a link: also of a derived one.',
  }),
  members: z.array(item).meta({ description: 'Placed in it, behind its own members.' }).optional(),
  ...annotationFacts.shape,
});

const ends = z.array(z.string());
const hint = z.union([z.strictObject({ align: ends }), z.strictObject({ order: ends })]);

const yamlDiagram = z
  .strictObject({
    title: z.string(),
    ...diagramOptions.shape,
    content: z.array(item),
    links: z.array(yamlLink).optional(),
    annotations: z
      .array(yamlAnnotation)
      .meta({ description: 'Facts and members added to what is derived.' })
      .optional(),
    hints: z.array(hint).meta({ description: 'Wishes for the arrangement.' }).optional(),
  })
  .meta({ id: 'diagram' });

/** A YAML document: a diagram, or a list of named ones. */
/** @public scripts/schema.mjs makes the JSON Schema of it. */
export const yamlDocument = z
  .union([yamlDiagram, z.strictObject({ diagrams: z.array(yamlDiagram) })])
  .meta({ title: 'Cadastre diagram' });

/** Keys of each mapping of the YAML form, for messages. */
export const KEYS = {
  diagram: Object.keys(yamlDiagram.shape),
  element: [...Object.keys(elementShape), 'members'],
  link: Object.keys(yamlLink.shape),
  annotation: Object.keys(yamlAnnotation.shape),
};

// The interfaces are what everyone programs with; these lines fail to compile when they differ.
type Plain<T> = T extends readonly (infer U)[]
  ? readonly Plain<U>[]
  : T extends object
    ? { readonly [K in keyof T]-?: Plain<Exclude<T[K], undefined>> }
    : T;
type Same<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : never;
const sameElement: Same<Plain<z.output<typeof elementFacts>>, Plain<ElementFacts>> = true;
const sameLink: Same<Plain<z.output<typeof linkFacts>>, Plain<LinkFacts>> = true;
const sameOptions: Same<keyof z.output<typeof diagramOptions>, keyof DiagramOptions> = true;
const assignable = (options: Plain<z.output<typeof diagramOptions>>): Plain<DiagramOptions> =>
  options;
void [sameElement, sameLink, sameOptions, assignable];
