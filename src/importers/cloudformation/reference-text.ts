/**
 * References in texts. Templates join ids that are not known yet to one text, hand it to another stack, and split it
 * there: `!Join [',', [!Ref A, !Ref B]]`. Until then each stands in the text as signs that no template has.
 */

import {
  isList,
  isMap,
  Reference,
  Unknown,
  type Value,
  type ValueMap,
} from '../aws-resources/values.ts';

/** Of the private use area: no separator is among them. */
const [OPEN, CLOSE, FIRST] = ['\uE010', '\uE011', 0xe000];
const REFERENCE = /\uE010([\uE000-\uE00F]+)\uE011/;

export function referenceText({ scope, address, path }: Reference): string {
  const hex = Buffer.from(JSON.stringify([scope, address, path])).toString('hex');
  const signs = [...hex].map((digit) => String.fromCharCode(FIRST + Number.parseInt(digit, 16)));
  return `${OPEN}${signs.join('')}${CLOSE}`;
}

/** The first reference in a text. */
export function referenceIn(text: string): Reference | undefined {
  const [, signs] = REFERENCE.exec(text) ?? [];
  if (signs === undefined) return undefined;
  const hex = [...signs].map((sign) => (sign.charCodeAt(0) - FIRST).toString(16)).join('');
  try {
    const [scope, address, path] = JSON.parse(Buffer.from(hex, 'hex').toString()) as unknown[];
    return typeof scope === 'string' && typeof address === 'string' && Array.isArray(path)
      ? new Reference(scope, address, path as string[])
      : undefined;
  } catch {
    return undefined;
  }
}

export const knownAfter = ({ text }: Reference): Unknown =>
  new Unknown(`${text} is known after it is deployed`);

/** A text that is one reference is that; one with more in it is not known. */
function settledText(text: string): Value {
  const reference = referenceIn(text);
  if (!reference) return text;
  return text === referenceText(reference) ? reference : knownAfter(reference);
}

/** The value with references in place of their texts, at any depth. */
export function settled(value: Value): Value {
  if (typeof value === 'string') return settledText(value);
  if (isList(value)) return value.map(settled);
  return isMap(value) ? settledMap(value) : value;
}

export const settledMap = (values: ValueMap): ValueMap =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [key, settled(value)]));
