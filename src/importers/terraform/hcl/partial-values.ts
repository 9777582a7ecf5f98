/** Values of which something is not known, or secret: what may be done with them, and why a result is not known. */

import {
  isList,
  isMap,
  Reference,
  Sensitive,
  Unknown,
  type Value,
  type ValueMap,
} from '../../aws-resources/values.ts';

/** What Terraform would call an error: `try` and `can` catch it. */
export class CannotEvaluate extends Error {}

/** Something without a value yet, as an unknown with its reason. */
export const asUnknown = (value: Unknown | Reference): Unknown =>
  value instanceof Unknown ? value : new Unknown(`${value.text} is known after apply`);

export const isOpen = (value: Value | undefined): value is Unknown | Reference =>
  value instanceof Unknown || value instanceof Reference;

/** The first part that is not known, at any depth. */
export function openPart(value: Value): Unknown | undefined {
  if (isOpen(value)) return asUnknown(value);
  if (value instanceof Sensitive) return openPart(value.value);
  const inner = isList(value) ? value : isMap(value) ? Object.values(value) : [];
  for (const item of inner) {
    const found = openPart(item);
    if (found) return found;
  }
  return undefined;
}

export function hasSecret(value: Value): boolean {
  if (value instanceof Sensitive) return true;
  if (isList(value)) return value.some(hasSecret);
  return isMap(value) && Object.values(value).some(hasSecret);
}

/** Without the marks of secrets, at any depth. */
export function bare(value: Value): Value {
  if (value instanceof Sensitive) return bare(value.value);
  if (isList(value)) return value.map(bare);
  if (!isMap(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, bare(item)]));
}

/** The same, when it holds no secret: most do not. */
const unmarked = (value: Value): Value => (hasSecret(value) ? bare(value) : value);

/** Works on bare values; the result is a secret where any of them is. */
export function withSecrets(values: readonly Value[], work: (bare: Value[]) => Value): Value {
  if (!values.some(hasSecret)) return work([...values]);
  return new Sensitive(work(values.map(unmarked)));
}

/** Keys in the order in which Terraform goes through them. */
export const sortedEntries = (map: ValueMap): readonly (readonly [string, Value])[] =>
  Object.entries(map).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));

/** What `for`, `for_each` and `keys` go through; undefined for what is no collection. */
export function elementsOf(
  value: Value,
): readonly (readonly [string | number, Value])[] | undefined {
  if (isList(value)) return value.map((item, i) => [i, item] as const);
  return isMap(value) ? sortedEntries(value) : undefined;
}

/** A text as templates put it; undefined for what is none. */
export function asText(value: Value): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return String(value);
  if (typeof value !== 'number') return undefined;
  // Terraform writes numbers without an exponent.
  return Number.isInteger(value) && Math.abs(value) >= 1e21
    ? BigInt(value).toString()
    : String(value);
}

export function textOrThrow(value: Value | undefined, what = 'a string'): string {
  const text = value === undefined ? undefined : asText(value);
  if (text === undefined) throw new CannotEvaluate(`${what} is required`);
  return text;
}

export function numberOrThrow(value: Value | undefined): number {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof number !== 'number' || Number.isNaN(number))
    throw new CannotEvaluate('a number is required');
  return number;
}

export function booleanOrThrow(value: Value | undefined): boolean {
  if (value === true || value === 'true') return true;
  if (value === false || value === 'false') return false;
  throw new CannotEvaluate('a bool is required');
}

/** Whether two values are the same; undefined where that cannot be told. */
export function sameValue(a: Value, b: Value): boolean | undefined {
  if (a instanceof Reference && b instanceof Reference && a.text === b.text) return true;
  if (isOpen(a) || isOpen(b)) return sameOpen(a, b);
  if (isList(a) && isList(b)) {
    if (a.length !== b.length) return false;
    return all(a.map((item, i) => sameValue(item, b[i] ?? null)));
  }
  if (isMap(a) && isMap(b)) {
    const keys = Object.keys(a);
    if (keys.length !== Object.keys(b).length || !keys.every((key) => Object.hasOwn(b, key)))
      return false;
    return all(keys.map((key) => sameValue(a[key] ?? null, b[key] ?? null)));
  }
  return a === b;
}

/** An id that is known after apply is neither null nor empty, and no other resource's. */
function sameOpen(a: Value, b: Value): boolean | undefined {
  const [reference, other] = a instanceof Reference ? [a, b] : [b, a];
  if (!(reference instanceof Reference)) return undefined;
  const identifies = ['id', 'arn'].includes(String(reference.path.at(-1)));
  if (other === null) return identifies || reference.path.length === 0 ? false : undefined;
  if (!identifies) return undefined;
  if (other instanceof Reference)
    return other.path.at(-1) === reference.path.at(-1) ? false : undefined;
  return other === '' ? false : undefined;
}

function all(parts: readonly (boolean | undefined)[]): boolean | undefined {
  if (parts.includes(false)) return false;
  return parts.includes(undefined) ? undefined : true;
}
