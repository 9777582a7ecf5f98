/** Functions of numbers. */

import type { Value } from '../../../aws-resources/values.ts';
import { CannotEvaluate, numberOrThrow, textOrThrow } from '../partial-values.ts';
import { type HclFunction, listArgument } from './arguments.ts';

const numbers = (values: readonly Value[]): number[] => {
  if (values.length === 0) throw new CannotEvaluate('at least one number is required');
  return values.map(numberOrThrow);
};

export const NUMERIC: Readonly<Record<string, HclFunction>> = {
  abs: (x) => Math.abs(numberOrThrow(x)),
  ceil: (x) => Math.ceil(numberOrThrow(x)),
  floor: (x) => Math.floor(numberOrThrow(x)),
  log: (x, base) => Math.log(numberOrThrow(x)) / Math.log(numberOrThrow(base)),
  max: (...all) => Math.max(...numbers(all)),
  min: (...all) => Math.min(...numbers(all)),
  pow: (x, y) => numberOrThrow(x) ** numberOrThrow(y),
  signum: (x) => Math.sign(numberOrThrow(x)),
  sum: (list) => numbers(listArgument(list)).reduce((a, b) => a + b, 0),
  parseint(text, base) {
    const radix = numberOrThrow(base);
    const digits = textOrThrow(text);
    const number = Number.parseInt(digits, radix);
    if (Number.isNaN(number) || !/^[-+]?[0-9a-z]+$/i.test(digits))
      throw new CannotEvaluate('parseint needs digits');
    return number;
  },
};
