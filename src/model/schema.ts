/**
 * The diagram and its YAML form, once: what checks them, and what editors complete from. Kept apart
 * from `facts.ts` because loading the checker costs time that a sound TypeScript file does not pay.
 */

import * as z from 'zod';
import type { DiagramOptions } from './content.ts';
import { covered } from './covers-schema.ts';
import { OPTIONS } from './derivation-schema.ts';
import { elementFacts, linkFacts, matching, text, texts } from './fact-schema.ts';
import { DIRECTIONS, type ElementFacts, LAYOUTS, type LinkFacts, SHEETS_BY } from './facts.ts';
import { DATE, NAME } from './patterns.ts';
import { WORDS } from './words.ts';

export { elementFacts, linkFacts } from './fact-schema.ts';

const waiver = z.strictObject({
  rule: z.string().meta({ description: 'The rule that is waived.' }),
  reason: z.string().min(1, 'must not be empty'),
  until: matching(DATE, 'must be a date as YYYY-MM-DD', 'Last day, YYYY-MM-DD.'),
  element: text('Identity of the element or link; the whole diagram when absent.').optional(),
});

export const diagramOptions = z.strictObject({
  name: matching(
    NAME,
    'must be usable as a file name: letters, digits, space, . _ -',
    'Part of the file name, if a file defines several diagrams.',
  ).optional(),
  direction: z.enum(DIRECTIONS).meta({ description: 'The direction of links.' }).optional(),
  layout: z
    .enum(LAYOUTS)
    .meta({ description: 'How the elements on the page are arranged.' })
    .optional(),
  columns: z.int().min(1).meta({ description: 'Number of columns of a grid.' }).optional(),
  sheets: z
    .enum(SHEETS_BY)
    .meta({ description: 'How the diagram is divided into sheets.' })
    .optional(),
  legend: z.enum(['auto', 'none']).optional(),
  waivers: z.array(waiver).optional(),
  description: text('What the diagram shows.').optional(),
  wireless: z
    .union([z.boolean(), z.string()], 'must be true, false or a statement')
    .meta({ description: 'Whether the networks have wireless parts, or a statement.' })
    .optional(),
  covers: z
    .array(covered)
    .meta({ description: 'What the diagram claims to show in full: words, or scopes.' })
    .optional(),
  locations: texts('Locations that it shows.').optional(),
  owner: text('Who is responsible for it.').optional(),
  reviewEvery: text('E.g. 6 months.').optional(),
  classification: text('E.g. confidential.').optional(),
  profile: z
    .union([z.string(), z.array(z.string())], 'must be a string or a list of strings')
    .meta({ description: 'Rule profile that it must satisfy, or several.' })
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
  ref: text('A name for links and hints in this file.').optional(),
  ...elementFacts.shape,
};
const element: z.ZodType = z
  .strictObject({
    ...elementShape,
    members: z.lazy(() => z.array(item).meta({ description: 'The members.' })).optional(),
  })
  .meta({ id: 'element' });

/** A query of one's own in YAML: a row is an element or a link, its columns are called as their keys. */
const ownQuery = z.strictObject({
  query: z.string().min(1, 'must not be empty').meta({
    description: 'Cypher; each row is an element, or a link if it has from and to.',
  }),
  params: z.record(z.string(), z.unknown()).meta({ description: 'Its parameters.' }).optional(),
  kind: kind.optional(),
});

/** What derived content may be asked in YAML, by derivation. */
export const DERIVED = { ...OPTIONS, cypher: ownQuery };

const derivedHead = {
  estate: matching(NAME, 'must be the name of a snapshot', 'Name of the snapshot.'),
  source: z
    .string()
    .min(1, 'must not be empty')
    .meta({
      description: 'One source of the estate alone, e.g. terraform; all of them when absent.',
    })
    .optional(),
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
    .meta({ description: 'connection: network reachability (the default); flow: data transfer.' })
    .optional(),
  ...linkFacts.shape,
});

/** Facts that may be added to an element or link; an id is what it is known by, and stays. */
export const annotationFacts = elementFacts.extend(linkFacts.shape).omit({ id: true });

const yamlAnnotation = z.strictObject({
  of: z.string().meta({
    description:
      'The ref, id or unique name of an element, or the id of a link, including derived ones.',
  }),
  members: z.array(item).meta({ description: 'Members to add after its own.' }).optional(),
  ...annotationFacts.shape,
});

const ends = z.array(z.string());
const hint = z.union([
  z.strictObject({ align: ends }),
  z.strictObject({ order: ends }),
  z.strictObject({ sheet: text('Name of a sheet of the atlas.'), of: ends }),
]);

const yamlDiagram = z
  .strictObject({
    title: z.string(),
    ...diagramOptions.shape,
    content: z.array(item),
    links: z.array(yamlLink).optional(),
    annotations: z
      .array(yamlAnnotation)
      .meta({ description: 'Facts and members to add to derived content.' })
      .optional(),
    hints: z.array(hint).meta({ description: 'Layout hints, and sheets of an atlas.' }).optional(),
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
