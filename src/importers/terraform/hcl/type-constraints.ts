/** Types of variables: what a given value becomes. */

import { isList, isMap, Sensitive, Unknown, type Value } from '../../aws-resources/values.ts';
import { evaluateSafely } from './evaluate.ts';
import type { EvaluationScope } from './evaluation-scope.ts';
import { setOf } from './functions/sets.ts';
import { asText, isOpen } from './partial-values.ts';
import type { HclExpression } from './syntax.ts';

const PRIMITIVES = ['string', 'number', 'boolean'];

/** Elements of one type: texts when they are a mixture. */
function unified(values: readonly Value[]): readonly Value[] {
  const types = new Set(values.filter((v) => v !== null && !isOpen(v)).map((v) => typeof v));
  const mixed = types.size > 1 && [...types].every((type) => PRIMITIVES.includes(type));
  return mixed ? values.map((value) => (isOpen(value) ? value : (asText(value) ?? value))) : values;
}

const isAny = (type: HclExpression): boolean => type.kind === 'variable' && type.name === 'any';

/**
 * The value as the type makes it: numbers that are texts, only the attributes of an object, defaults of optional ones.
 * What does not fit stays an unknown with the reason.
 */
export function converted(value: Value, type: HclExpression, scope: EvaluationScope): Value {
  if (value instanceof Sensitive) return new Sensitive(converted(value.value, type, scope));
  if (value === null || isOpen(value)) return value;
  if (type.kind === 'group') return converted(value, type.inner, scope);
  if (type.kind === 'variable') return primitive(value, type.name);
  if (type.kind !== 'call') return value;
  const [inner] = type.args;
  if (!inner) return value;
  switch (type.name) {
    case 'list':
    case 'set': {
      const items = elements(value, inner, scope);
      return isList(items) && type.name === 'set' ? setOf(items) : items;
    }
    case 'map':
      return entries(value, inner, scope);
    case 'object':
      return object(value, inner, scope);
    case 'tuple':
      return isList(value) && inner.kind === 'list'
        ? value.map((item, i) => converted(item, inner.items[i] ?? inner, scope))
        : value;
    case 'optional':
      return converted(value, inner, scope);
    default:
      return value;
  }
}

function primitive(value: Value, name: string): Value {
  if (name === 'string') return asText(value) ?? new Unknown('the value is no string');
  if (name === 'number') {
    const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
    return typeof number === 'number' && !Number.isNaN(number)
      ? number
      : new Unknown('the value is no number');
  }
  if (name === 'bool' && typeof value === 'string')
    return value === 'true'
      ? true
      : value === 'false'
        ? false
        : new Unknown('the value is no bool');
  return value;
}

function elements(value: Value, inner: HclExpression, scope: EvaluationScope): Value {
  if (!isList(value)) return new Unknown('the value is no list');
  const items = value.map((item) => converted(item, inner, scope));
  return isAny(inner) ? unified(items) : items;
}

function entries(value: Value, inner: HclExpression, scope: EvaluationScope): Value {
  if (!isMap(value)) return new Unknown('the value is no map');
  const keys = Object.keys(value);
  const items = keys.map((key) => converted(value[key] ?? null, inner, scope));
  const all = isAny(inner) ? unified(items) : items;
  return Object.fromEntries(keys.map((key, i) => [key, all[i] ?? null]));
}

function object(value: Value, inner: HclExpression, scope: EvaluationScope): Value {
  if (!isMap(value) || inner.kind !== 'map') return new Unknown('the value is no object');
  return Object.fromEntries(
    inner.entries.map(([key, type]): [string, Value] => {
      const name = key.kind === 'literal' ? String(key.value) : '';
      const given = Object.hasOwn(value, name) ? (value[name] ?? null) : null;
      const optional = type.kind === 'call' && type.name === 'optional';
      if (given !== null || !optional) return [name, converted(given, type, scope)];
      const [own, other] = type.args;
      if (!other || !own) return [name, null];
      return [name, converted(evaluateSafely(other, scope), own, scope)];
    }),
  );
}
