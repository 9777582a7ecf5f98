/** What functions get and how their arguments are read. */

import { isList, isMap, type Value, type ValueMap } from '../../../aws-resources/values.ts';
import { CannotEvaluate } from '../partial-values.ts';

/** A function that gets bare values without anything unknown in them. */
export type HclFunction = (...args: Value[]) => Value;

export function listArgument(value: Value | undefined): readonly Value[] {
  if (isList(value)) return value;
  throw new CannotEvaluate('a list is required');
}

export function mapArgument(value: Value | undefined): ValueMap {
  if (isMap(value)) return value;
  throw new CannotEvaluate('a map is required');
}
