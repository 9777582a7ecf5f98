/**
 * Checks of facts that untyped code may have put into elements, links and options. Quick, and without the
 * schema: its library is loaded to explain what is wrong, not to find it.
 */

import { ACCOUNT_DATA_ELEMENTS, PROTECTIONS } from '../model/account-data.ts';
import {
  COVERED_DETAILS,
  DIRECTIONS,
  LAYOUTS,
  LINE_STYLES,
  LINK_DIRECTIONS,
  PROVIDERS,
  SHEETS_BY,
  SIDES,
  ZONES,
} from '../model/facts.ts';
import { COLOR, DATE, LEGEND, LINK, NAME } from '../model/patterns.ts';
import { parsePort } from '../model/ports.ts';

type Check = (value: unknown) => boolean;
export type UntypedRecord = Readonly<Record<string, unknown>>;

export const isText: Check = (value) => typeof value === 'string';
export const isFilled: Check = (value) => typeof value === 'string' && value !== '';
const isFlag: Check = (value) => typeof value === 'boolean';
export const isRecord = (value: unknown): value is UntypedRecord =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const listOf =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(check);
const oneOf =
  (values: readonly string[]): Check =>
  (value) =>
    values.includes(value as string);
export const matches =
  (pattern: RegExp): Check =>
  (value) =>
    typeof value === 'string' && pattern.test(value);
const isNumber: Check = (value) => Number.isFinite(value);
const isColumns: Check = (value) => Number.isSafeInteger(value) && (value as number) >= 1;
const isTags: Check = (value) => isRecord(value) && Object.values(value).every(isText);
const isAttributes: Check = (value) =>
  isRecord(value) && Object.values(value).every((v) => isText(v) || isNumber(v) || isFlag(v));

type ContentGuard = Readonly<Record<string, Check>>;
const objectOf =
  (facts: ContentGuard, required: readonly string[] = []): Check =>
  (value) =>
    isRecord(value) &&
    required.every((key) => value[key] !== undefined) &&
    Object.keys(value).every(
      (key) => facts[key] !== undefined && (value[key] === undefined || facts[key](value[key])),
    );

const STYLE: ContentGuard = {
  color: matches(COLOR),
  fill: matches(COLOR),
  fontColor: matches(COLOR),
  line: oneOf(LINE_STYLES),
  width: (value) => isNumber(value) && (value as number) > 0,
};
const isRoute = objectOf({ destination: isText, target: isText, propagated: isFlag }, [
  'destination',
  'target',
]);
const isAccountData = objectOf(
  { element: oneOf(ACCOUNT_DATA_ELEMENTS), protection: oneOf(PROTECTIONS), keys: isText },
  ['element', 'protection'],
);
const isWaiver = objectOf(
  { rule: isText, reason: isFilled, until: matches(DATE), element: isText },
  ['rule', 'reason', 'until'],
);

const texts = (...keys: readonly string[]): ContentGuard =>
  Object.fromEntries(keys.map((key) => [key, isText]));

const ELEMENT_FACTS: ContentGuard = {
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
  style: objectOf(STYLE),
  layout: oneOf(LAYOUTS),
  columns: isColumns,
  side: oneOf(SIDES),
  attributes: isAttributes,
};

const LINK_FACTS: ContentGuard = {
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
  style: objectOf({ ...STYLE, legend: matches(LEGEND) }),
  constraint: isFlag,
  attributes: isAttributes,
};

export const isElementFacts: Check = objectOf(ELEMENT_FACTS);
export const isLinkFacts: Check = objectOf(LINK_FACTS);
// An id is what an element is known by: nothing can be given another one from outside.
const { id: _, ...ANNOTATION } = { ...ELEMENT_FACTS, ...LINK_FACTS };
export const isAnnotationFacts: Check = objectOf(ANNOTATION);

const isTexts: Check = (value) => listOf(isFilled)(value) && (value as unknown[]).length > 0;
const isTagValues: Check = (value) =>
  isRecord(value) && Object.values(value).every((v) => isFilled(v) || isTexts(v));
const isCoveredVpcs = objectOf({ accounts: isTexts, regions: isTexts, tags: isTagValues });
/** Each form by the key that only it has. */
const isCoveredScope: Check = (value) =>
  objectOf({ organization: (v) => v === true }, ['organization'])(value) ||
  objectOf({ links: oneOf(ZONES) }, ['links'])(value) ||
  objectOf({ vpcs: (v) => v === true || isCoveredVpcs(v), detail: oneOf(COVERED_DETAILS) }, [
    'vpcs',
  ])(value);

export const isDiagramOptions: Check = objectOf({
  ...texts('description', 'owner', 'reviewEvery', 'classification'),
  profile: (value) => isText(value) || listOf(isText)(value),
  name: matches(NAME),
  direction: oneOf(DIRECTIONS),
  layout: oneOf(LAYOUTS),
  columns: isColumns,
  sheets: oneOf(SHEETS_BY),
  legend: oneOf(['auto', 'none']),
  waivers: listOf(isWaiver),
  wireless: (value) => isText(value) || isFlag(value),
  covers: listOf((value) => isText(value) || isCoveredScope(value)),
  locations: listOf(isText),
});
