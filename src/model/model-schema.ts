/**
 * What a model file must hold for every reader of models to work on it, whoever wrote it. Shapes alone: a model of an
 * earlier version may have facts that no source may state today, and keys that this version does not know.
 */

import * as z from 'zod';
import { covered } from './covers-schema.ts';
import { type Diagram, MODEL_FORMATS } from './diagram.ts';
import {
  DIRECTIONS,
  LAYOUTS,
  LINE_STYLES,
  LINK_DIRECTIONS,
  PROVIDERS,
  SHEETS_BY,
  SIDES,
  ZONES,
} from './facts.ts';
import { isUnresolved } from './unresolved.ts';

const text = z.string();
const texts = z.array(text);
const number = z.number();
const attributes = z.record(text, z.union([text, number, z.boolean()]));
const accountData = z.array(
  z.looseObject({ element: text, protection: text, keys: text.optional() }),
);
const style = z.looseObject({
  color: text.optional(),
  fill: text.optional(),
  fontColor: text.optional(),
  line: z.enum(LINE_STYLES).optional(),
  width: number.optional(),
  legend: text.optional(),
});

const both = {
  id: text.optional(),
  zone: z.enum(ZONES).optional(),
  accountData: accountData.optional(),
  justification: text.optional(),
  description: text.optional(),
  link: text.optional(),
  status: text.optional(),
  tags: z.record(text, text).optional(),
  style: style.optional(),
  attributes: attributes.optional(),
};

const elementFacts = z.looseObject({
  ...both,
  cidr: texts.optional(),
  region: text.optional(),
  owner: text.optional(),
  environment: text.optional(),
  controls: texts.optional(),
  icon: text.optional(),
  provider: z.enum(PROVIDERS).optional(),
  role: text.optional(),
  email: text.optional(),
  access: text.optional(),
  routes: z
    .array(z.looseObject({ destination: text, target: text, propagated: z.boolean().optional() }))
    .optional(),
  serves: texts.optional(),
  layout: z.enum(LAYOUTS).optional(),
  columns: number.optional(),
  side: z.enum(SIDES).optional(),
});

const linkFacts = z.looseObject({
  ...both,
  label: text.optional(),
  direction: z.enum(LINK_DIRECTIONS).optional(),
  ports: texts.optional(),
  control: text.optional(),
  encrypted: z.boolean().optional(),
  data: text.optional(),
  step: z.union([number, text]).optional(),
  constraint: z.boolean().optional(),
});

const derived = { derived: text.optional(), annotated: texts.optional() };

const schema = z.looseObject({
  format: z.enum(MODEL_FORMATS),
  title: text,
  name: text.optional(),
  direction: z.enum(DIRECTIONS),
  directionAsked: z.literal(true).optional(),
  layout: z.enum(LAYOUTS).optional(),
  columns: number.optional(),
  sheets: z.enum(SHEETS_BY).optional(),
  legend: z.enum(['auto', 'none']),
  document: z.looseObject({
    description: text.optional(),
    wireless: z.union([z.boolean(), text]).optional(),
    // A scope with a condition that this version does not know would read as a wider one.
    covers: z.array(covered).optional(),
    locations: texts.optional(),
    owner: text.optional(),
    reviewEvery: text.optional(),
    classification: text.optional(),
    profile: text.optional(),
  }),
  elements: z.record(
    text,
    z.looseObject({
      kind: text,
      name: text,
      group: z.boolean(),
      parent: text.optional(),
      order: number,
      facts: elementFacts,
      ...derived,
    }),
  ),
  links: z.record(
    text,
    z.looseObject({
      relation: z.enum(['connection', 'flow']),
      from: text,
      to: text,
      order: number,
      facts: linkFacts,
      ...derived,
    }),
  ),
  hints: z.array(
    z.looseObject({ hint: z.enum(['align', 'order', 'sheet']), name: text.optional(), of: texts }),
  ),
  waivers: z.array(
    z.looseObject({ rule: text, reason: text, until: text, element: text.optional() }),
  ),
  unresolved: z.array(z.looseObject({ element: text.optional() }).refine(isUnresolved)),
  census: z
    .array(
      z.looseObject({
        kind: text,
        found: number,
        folded: number,
        omitted: number,
        unresolved: number,
      }),
    )
    .optional(),
  asOf: text.optional(),
  stale: texts.optional(),
  sources: z
    .object({ names: texts, declaredOnly: texts.optional(), runningOnly: texts.optional() })
    .optional(),
  icons: z.record(text, text),
  fonts: z.record(text, text).optional(),
});

/** Whether a value is a Diagram whose parts fit together: ends and parents are there, and no group holds itself. */
export function isDiagram(value: unknown): value is Diagram {
  const { success, data } = schema.safeParse(value);
  if (!success) return false;
  const { elements, links, hints } = data;
  const has = (id: string): boolean => Object.hasOwn(elements, id);
  return (
    Object.values(links).every(({ from, to }) => has(from) && has(to)) &&
    hints.every(({ of }) => of.every(has)) &&
    Object.keys(elements).every((id) => hasTop(id, elements))
  );
}

/** Whether the groups around an element end at the page. */
function hasTop(
  id: string,
  elements: Readonly<Record<string, { readonly parent?: string | undefined }>>,
): boolean {
  const seen = new Set<string>();
  for (let at: string | undefined = id; at !== undefined; at = elements[at]?.parent) {
    if (seen.has(at) || !Object.hasOwn(elements, at)) return false;
    seen.add(at);
  }
  return true;
}
