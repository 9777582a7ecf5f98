/** Templates -> texts, with what is not known or secret in them. */

import { Sensitive, type Value } from '../../aws-resources/values.ts';
import {
  asText,
  asUnknown,
  booleanOrThrow,
  CannotEvaluate,
  elementsOf,
  isOpen,
} from './partial-values.ts';
import type { HclExpression, TemplatePart } from './syntax.ts';

/** How expressions in a template are evaluated: S is what their names mean. */
export interface TemplateLanguage<S> {
  readonly evaluate: (expression: HclExpression, scope: S) => Value;
  readonly withNames: (outer: S, names: Readonly<Record<string, Value>>) => S;
}

export function templateValue<S>(
  parts: readonly TemplatePart[],
  scope: S,
  language: TemplateLanguage<S>,
): Value {
  const [only] = parts;
  // `"${x}"` is x itself, whatever it is.
  if (parts.length === 1 && typeof only === 'object' && only.kind === 'value')
    return language.evaluate(only.of, scope);
  let text = '';
  let secret = false;
  for (const part of parts) {
    const value = partValue(part, scope, language);
    const plain = value instanceof Sensitive ? value.value : value;
    secret ||= value instanceof Sensitive;
    if (isOpen(plain)) return asUnknown(plain);
    const own = asText(plain);
    if (own === undefined) throw new CannotEvaluate('a template takes strings, numbers and bools');
    text += own;
  }
  return secret ? new Sensitive(text) : text;
}

function partValue<S>(part: TemplatePart, scope: S, language: TemplateLanguage<S>): Value {
  const { evaluate, withNames } = language;
  if (typeof part === 'string') return part;
  if (part.kind === 'value') return evaluate(part.of, scope);
  if (part.kind === 'if') {
    const given = evaluate(part.condition, scope);
    const plain = given instanceof Sensitive ? given.value : given;
    if (isOpen(plain)) return asUnknown(plain);
    const chosen = joined(booleanOrThrow(plain) ? part.yes : part.no, scope, language);
    return given instanceof Sensitive ? new Sensitive(chosen) : chosen;
  }
  const over = evaluate(part.over, scope);
  const plain = over instanceof Sensitive ? over.value : over;
  if (isOpen(plain)) return asUnknown(plain);
  const elements = elementsOf(plain);
  if (!elements) throw new CannotEvaluate('for needs a list, set or map');
  const rows = elements.map(([key, value]) => {
    const { keyName, valueName } = part;
    const names = { ...(keyName === undefined ? {} : { [keyName]: key }), [valueName]: value };
    return joined(part.body, withNames(scope, names), language);
  });
  return textOfRows(rows, over instanceof Sensitive);
}

/** Parts as one text. */
const joined = <S>(
  parts: readonly TemplatePart[],
  scope: S,
  language: TemplateLanguage<S>,
): Value => templateValue(['', ...parts], scope, language);

function textOfRows(rows: readonly Value[], secret: boolean): Value {
  const open = rows.find(isOpen);
  if (open) return asUnknown(open);
  const texts = rows.map((row) => asText(row instanceof Sensitive ? row.value : row) ?? '');
  const text = texts.join('');
  return secret || rows.some((row) => row instanceof Sensitive) ? new Sensitive(text) : text;
}
