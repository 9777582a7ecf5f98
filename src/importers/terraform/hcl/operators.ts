/** Operators of Terraform's language on values of which some may not be known. */

import { Unknown, type Value } from '../../aws-resources/values.ts';
import {
  asUnknown,
  booleanOrThrow,
  CannotEvaluate,
  isOpen,
  numberOrThrow,
  openPart,
  sameValue,
  withSecrets,
} from './partial-values.ts';

const NUMERIC: Readonly<Record<string, (a: number, b: number) => number | boolean>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '%': (a, b) => a % b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
};

function equality(a: Value, b: Value): Value {
  const same = sameValue(a, b);
  if (same !== undefined) return same;
  return openPart(a) ?? openPart(b) ?? new Unknown('whether two values are the same is not known');
}

/** One side decides even where the other is not known. */
function logical(operator: string, a: Value, b: Value): Value {
  const decides = operator === '||';
  const known = [a, b].filter((side) => !isOpen(side)).map((side) => booleanOrThrow(side));
  if (known.includes(decides)) return decides;
  const open = [a, b].find(isOpen);
  return open === undefined ? !decides : asUnknown(open);
}

export function binary(operator: string, left: Value, right: Value): Value {
  return withSecrets([left, right], ([a = null, b = null]) => {
    if (operator === '==') return equality(a, b);
    if (operator === '!=') {
      const same = equality(a, b);
      return typeof same === 'boolean' ? !same : same;
    }
    if (operator === '&&' || operator === '||') return logical(operator, a, b);
    const open = [a, b].find(isOpen);
    if (open !== undefined) return asUnknown(open);
    const [x, y] = [numberOrThrow(a), numberOrThrow(b)];
    if ((operator === '/' || operator === '%') && y === 0)
      throw new CannotEvaluate('division by zero');
    const work = NUMERIC[operator];
    if (!work) throw new CannotEvaluate(`the operator ${operator} is not evaluated`);
    const result = work(x, y);
    // Terraform counts in decimals: 0.1 + 0.2 is 0.3.
    return typeof result === 'number' && !Number.isInteger(result)
      ? Number(result.toPrecision(15))
      : result;
  });
}

export function unary(operator: string, operand: Value): Value {
  return withSecrets([operand], ([value = null]) => {
    if (isOpen(value)) return asUnknown(value);
    return operator === '!' ? !booleanOrThrow(value) : -numberOrThrow(value);
  });
}
