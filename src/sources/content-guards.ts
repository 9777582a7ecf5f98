/**
 * Checks what untyped code may have put into elements, links and options. Quick and without the
 * schema as long as nothing looks wrong: the schema's library is loaded to explain, not to check.
 */

import { shownValue } from '../formats/format-value.ts';
import { ACCOUNT_DATA_ELEMENTS, PROTECTIONS } from '../model/account-data.ts';
import { type Content, type DiagramContent, holdsDerived } from '../model/content.ts';
import { type Diagnostic, error, type Origin } from '../model/diagnostic.ts';
import {
  DIRECTIONS,
  LAYOUTS,
  LINE_STYLES,
  LINK_DIRECTIONS,
  PROVIDERS,
  SIDES,
  ZONES,
} from '../model/facts.ts';
import { COLOR, DATE, LEGEND, LINK, NAME } from '../model/patterns.ts';
import { parsePort } from '../model/ports.ts';

type Check = (value: unknown) => boolean;
type UntypedRecord = Readonly<Record<string, unknown>>;

const isText: Check = (value) => typeof value === 'string';
const isFilled: Check = (value) => typeof value === 'string' && value !== '';
const isFlag: Check = (value) => typeof value === 'boolean';
const isBag = (value: unknown): value is UntypedRecord =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const listOf =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(check);
const oneOf =
  (values: readonly string[]): Check =>
  (value) =>
    values.includes(value as string);
const matches =
  (pattern: RegExp): Check =>
  (value) =>
    typeof value === 'string' && pattern.test(value);
const isNumber: Check = (value) => Number.isFinite(value);
const isColumns: Check = (value) => Number.isSafeInteger(value) && (value as number) >= 1;
const isTags: Check = (value) => isBag(value) && Object.values(value).every(isText);
const isAttributes: Check = (value) =>
  isBag(value) && Object.values(value).every((v) => isText(v) || isNumber(v) || isFlag(v));

type ContentGuard = Readonly<Record<string, Check>>;
const shaped =
  (shape: ContentGuard, required: readonly string[] = []): Check =>
  (value) =>
    isBag(value) &&
    required.every((key) => value[key] !== undefined) &&
    Object.keys(value).every(
      (key) => shape[key] !== undefined && (value[key] === undefined || shape[key](value[key])),
    );

const STYLE: ContentGuard = {
  color: matches(COLOR),
  fill: matches(COLOR),
  fontColor: matches(COLOR),
  line: oneOf(LINE_STYLES),
  width: (value) => isNumber(value) && (value as number) > 0,
};
const isRoute = shaped({ destination: isText, target: isText, propagated: isFlag }, [
  'destination',
  'target',
]);
const isAccountData = shaped(
  { element: oneOf(ACCOUNT_DATA_ELEMENTS), protection: oneOf(PROTECTIONS), keys: isText },
  ['element', 'protection'],
);
const isWaiver = shaped({ rule: isText, reason: isFilled, until: matches(DATE), element: isText }, [
  'rule',
  'reason',
  'until',
]);

const texts = (...keys: readonly string[]): ContentGuard =>
  Object.fromEntries(keys.map((key) => [key, isText]));

const ELEMENT: ContentGuard = {
  ...texts('region', 'owner', 'environment', 'justification', 'description', 'icon'),
  ...texts('role', 'status', 'email'),
  id: isFilled,
  zone: oneOf(ZONES),
  accountData: listOf(isAccountData),
  cidr: (value) => isText(value) || listOf(isText)(value),
  controls: listOf(isText),
  link: matches(LINK),
  tags: isTags,
  provider: oneOf(PROVIDERS),
  access: oneOf(['public', 'private']),
  routes: listOf(isRoute),
  serves: listOf(isText),
  style: shaped(STYLE),
  layout: oneOf(LAYOUTS),
  columns: isColumns,
  side: oneOf(SIDES),
  attributes: isAttributes,
};

const LINK_SHAPE: ContentGuard = {
  ...texts('label', 'control', 'justification', 'description', 'data', 'status'),
  id: isFilled,
  direction: oneOf(LINK_DIRECTIONS),
  ports: listOf((value) => typeof value === 'string' && parsePort(value) !== undefined),
  encrypted: isFlag,
  accountData: listOf(isAccountData),
  link: matches(LINK),
  step: (value) => isText(value) || isNumber(value),
  zone: oneOf(ZONES),
  tags: isTags,
  style: shaped({ ...STYLE, legend: matches(LEGEND) }),
  constraint: isFlag,
  attributes: isAttributes,
};

export const isElementFacts: Check = shaped(ELEMENT);
export const isLinkFacts: Check = shaped(LINK_SHAPE);
// An id is what an element is known by: nothing can be given another one from outside.
const { id: _, ...ANNOTATION } = { ...ELEMENT, ...LINK_SHAPE };
export const isAnnotationFacts: Check = shaped(ANNOTATION);

export const isDiagramOptions: Check = shaped({
  ...texts('description', 'owner', 'reviewEvery', 'classification'),
  profile: (value) => isText(value) || listOf(isText)(value),
  name: matches(NAME),
  direction: oneOf(DIRECTIONS),
  layout: oneOf(LAYOUTS),
  columns: isColumns,
  legend: oneOf(['auto', 'none']),
  waivers: listOf(isWaiver),
  wireless: (value) => isText(value) || isFlag(value),
  covers: listOf(isText),
  locations: listOf(isText),
});

const isQuery: Check = (value) =>
  isBag(value) &&
  isFilled(value.text) &&
  isBag(value.params) &&
  typeof value.toContent === 'function';

const defined = (bag: UntypedRecord): UntypedRecord =>
  Object.fromEntries(Object.entries(bag).filter(([, value]) => value !== undefined));

const TYPES: readonly string[] = [
  'element',
  'link',
  'hint',
  'annotation',
  'derived',
] satisfies readonly Content['type'][];

interface Suspect {
  readonly what: 'element' | 'link' | 'annotation' | 'diagram' | 'options';
  readonly subject: string;
  readonly facts: unknown;
  readonly origin: Origin;
}

/** The same for what a function made of the rows of its query. */
export async function checkMade(
  content: readonly Content[],
  origin: Origin,
): Promise<Diagnostic[]> {
  const diagram: DiagramContent = { type: 'diagram', title: '', options: {}, content, origin };
  const wrong = await checkContent([diagram], origin.file, 'what cypher() made');
  if (wrong.length > 0 || !holdsDerived(content)) return wrong;
  const message = 'what cypher() made holds derived content';
  const hint =
    "A query cannot depend on another's rows: put it beside, or ask for both in one query.";
  return [error('invalid-value', message, origin, { hint })];
}

/** All that is wrong with the data of diagrams; `file` stands in where a place is not known. */
export async function checkContent(
  diagrams: readonly DiagramContent[],
  file: string,
  holder?: string,
): Promise<Diagnostic[]> {
  const found: Diagnostic[] = [];
  const suspects: Suspect[] = [];
  const wrong = (message: string, origin: Origin, hint: string): void => {
    found.push(error('invalid-value', message, origin, { hint }));
  };
  const seen = new Set<unknown>();
  for (const diagram of diagrams) {
    const at = diagram.origin ?? { file };
    const title = holder ?? `diagram ${shownValue(diagram.title)}`;
    if (!isText(diagram.title))
      wrong(`the title is ${shownValue(diagram.title)}, not a text`, at, 'Titles are texts.');
    if (!isDiagramOptions(diagram.options))
      suspects.push({ what: 'diagram', subject: title, facts: diagram.options, origin: at });
    const open: { value: unknown; holder: string; origin: Origin }[] = [];
    const push = (list: unknown, holder: string, origin: Origin): void => {
      if (Array.isArray(list)) for (const value of list) open.push({ value, holder, origin });
      else wrong(`${holder} holds ${shownValue(list)} instead of a list`, origin, 'Use [ … ].');
    };
    push(diagram.content, title, at);
    for (let next = open.pop(); next; next = open.pop()) {
      const { value, holder } = next;
      if (!isBag(value) || !TYPES.includes(value.type as string)) {
        const hint = 'Content is made by the words: account(…), node(…), connect(…).';
        wrong(`${holder} holds ${shownValue(value)}, which is no content`, next.origin, hint);
        continue;
      }
      if (seen.has(value)) continue;
      seen.add(value);
      const origin = (value.origin as Origin | undefined) ?? next.origin;
      if (value.type === 'element') {
        const subject = `${String(value.kind)} ${shownValue(value.name)}`;
        if (!isFilled(value.kind))
          wrong(
            `the kind of ${shownValue(value.name)} is ${shownValue(value.kind)}, not a text`,
            origin,
            'See `cadastre icons`.',
          );
        if (!isText(value.name))
          wrong(
            `the name of a ${String(value.kind)} is ${shownValue(value.name)}, not a text`,
            origin,
            'Names are texts.',
          );
        if (!isElementFacts(value.facts))
          suspects.push({ what: 'element', subject, facts: value.facts, origin });
        push(value.members, subject, origin);
      } else if (value.type === 'link') {
        for (const end of ['from', 'to'])
          if (!isText(value[end]) && !(isBag(value[end]) && value[end].type === 'element'))
            wrong(
              `a link's ${end} is ${shownValue(value[end])}, not an element`,
              origin,
              'Give the element itself, or its id.',
            );
        if (!isLinkFacts(value.facts))
          suspects.push({ what: 'link', subject: 'link', facts: value.facts, origin });
      } else if (value.type === 'annotation') {
        if (!isText(value.of) && !(isBag(value.of) && value.of.type === 'element'))
          wrong(
            `an annotation is of ${shownValue(value.of)}, which is no element`,
            origin,
            'Give the element itself, or the id of an element or link.',
          );
        if (!isAnnotationFacts(value.facts))
          suspects.push({
            what: 'annotation',
            subject: `annotation of ${shownValue(isBag(value.of) ? value.of.name : value.of)}`,
            facts: value.facts,
            origin,
          });
        push(value.members, 'annotation', origin);
      } else if (value.type === 'derived') {
        if (!matches(NAME)(value.estate))
          wrong(
            `the name of an estate is ${shownValue(value.estate)}`,
            origin,
            'It is the name of a snapshot: letters, digits, space, . _ -',
          );
        if (Object.keys(isBag(value.options) ? value.options : {}).length > 0)
          suspects.push({
            what: 'options',
            subject: String(value.derivation),
            facts: defined(value.options as UntypedRecord),
            origin,
          });
        if (value.query !== undefined && !isQuery(value.query))
          wrong(
            'cypher() was not given a query, its parameters and a function',
            origin,
            'Write cypher(`MATCH … RETURN …`, {}, (row) => node(…)).',
          );
      }
    }
  }
  return [...found, ...(await explained(suspects))];
}

async function explained(suspects: readonly Suspect[]): Promise<Diagnostic[]> {
  if (suspects.length === 0) return [];
  const schemas = await import('../model/schema.ts');
  const { problemsOf } = await import('../formats/problems.ts');
  const { elementFacts: element, linkFacts: link, annotationFacts: annotation } = schemas;
  const facts = { element, link, annotation, diagram: schemas.diagramOptions };
  return suspects.flatMap(({ what, subject, facts: given, origin }) => {
    const options = schemas.DERIVED[subject as keyof typeof schemas.DERIVED];
    const schema = what === 'options' ? options : facts[what];
    // That there is no such derivation is said where it is looked for.
    if (!schema) return [];
    return problemsOf(schema, given).map(({ code, message, hint }) =>
      error(code, `${subject}: ${message}`, origin, hint ? { hint } : {}),
    );
  });
}
