/** `count` and `for_each`: which instances there are of a resource or module. */

import { isList, isMap, Sensitive, Unknown, type Value } from '../../aws-resources/values.ts';
import { evaluateSafely, withNames } from './evaluate.ts';
import type { EvaluationScope } from './evaluation-scope.ts';
import { asText, asUnknown, isOpen, sortedEntries } from './partial-values.ts';
import type { HclBody } from './syntax.ts';

/** More than this of one block is a mistake, or a trap. */
const MOST = 5000;

export interface BlockInstance {
  readonly index?: string | number;
  readonly scope: EvaluationScope;
}

export type BlockExpansion =
  | { readonly kind: 'single' | 'count' | 'each'; readonly instances: readonly BlockInstance[] }
  | { readonly kind: 'unknown'; readonly reason: string };

const tooMany: BlockExpansion = { kind: 'unknown', reason: `there are more than ${MOST}` };

export function expansionOf({ attributes }: HclBody, scope: EvaluationScope): BlockExpansion {
  const [count, each] = [attributes.get('count'), attributes.get('for_each')];
  if (count) return counted(plain(evaluateSafely(count.value, scope)), scope);
  if (each) return forEach(plain(evaluateSafely(each.value, scope)), scope);
  return { kind: 'single', instances: [{ scope }] };
}

/** How many there are is no secret, even where a secret decides it. */
const plain = (value: Value): Value => (value instanceof Sensitive ? value.value : value);

function counted(count: Value, scope: EvaluationScope): BlockExpansion {
  if (isOpen(count)) return { kind: 'unknown', reason: asUnknown(count).reason };
  const number = Number(count);
  if (!Number.isInteger(number) || number < 0 || count === null)
    return { kind: 'unknown', reason: 'count is no whole number' };
  if (number > MOST) return tooMany;
  const instances = Array.from({ length: number }, (_, index) => ({
    index,
    scope: withNames(scope, { count: { index } }),
  }));
  return { kind: 'count', instances };
}

function forEach(value: Value, scope: EvaluationScope): BlockExpansion {
  if (isOpen(value)) return { kind: 'unknown', reason: asUnknown(value).reason };
  const entries = entriesOf(value);
  if (entries instanceof Unknown) return { kind: 'unknown', reason: entries.reason };
  if (entries.length > MOST) return tooMany;
  const instances = entries.map(([index, item]) => ({
    index,
    scope: withNames(scope, { each: { key: index, value: item } }),
  }));
  return { kind: 'each', instances };
}

function entriesOf(value: Value): readonly (readonly [string, Value])[] | Unknown {
  if (isMap(value)) return sortedEntries(value);
  if (!isList(value)) return new Unknown('for_each is no map or set');
  const open = value.find(isOpen);
  if (open !== undefined) return asUnknown(open);
  return value.map((item) => [asText(plain(item)) ?? '', plain(item)] as const);
}
