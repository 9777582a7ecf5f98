/** What `module.x` means, by the steps after it. */

import { Unknown, type Value } from '../../aws-resources/values.ts';
import { indexText } from '../layer.ts';
import type { PathStep } from './evaluation-scope.ts';
import type { BlockExpansion } from './expansion.ts';
import { CannotEvaluate } from './partial-values.ts';

interface ModuleOutputs {
  output(name: string): Value;
  outputs(): Value;
}

/** A call's instances; none where its source is not there. */
export type CalledModules<M extends ModuleOutputs> =
  | { readonly kind: 'missing'; readonly reason: string }
  | Exclude<BlockExpansion, { readonly instances: unknown }>
  | {
      readonly kind: 'single' | 'count' | 'each';
      readonly modules: readonly { readonly index?: string | number; readonly module: M }[];
    };

const UNKNOWN_STEP = new Unknown('the index is not known');

/**
 * @param place `module.a.module.b`, for reasons
 * @param steps after the module's name; undefined for one that is not known
 * @returns the value, and how many steps were used with the name
 */
export function moduleValue<M extends ModuleOutputs>(
  called: CalledModules<M>,
  place: string,
  steps: readonly (PathStep | undefined)[],
): { readonly value: Value; readonly used: number } | undefined {
  if (called.kind === 'missing' || called.kind === 'unknown')
    return { value: new Unknown(`${place}: ${called.reason}`), used: steps.length + 1 };
  const outputOf = (module: M, step: PathStep | undefined): Value =>
    step === undefined ? module.outputs() : module.output(String(step));
  if (called.kind === 'single') {
    const [only] = called.modules;
    if (!only) return undefined;
    return steps.length === 0
      ? { value: only.module.outputs(), used: 1 }
      : { value: outputOf(only.module, steps[0]), used: 2 };
  }
  const [index, output] = steps;
  if (steps.length > 1 && index === undefined)
    return { value: UNKNOWN_STEP, used: steps.length + 1 };
  if (steps.length > 1) {
    const one = called.modules.find((module) => String(module.index) === String(index));
    if (!one) throw new CannotEvaluate(`there is no ${place}${indexText(index)}`);
    return { value: outputOf(one.module, output), used: 3 };
  }
  const all = called.modules.map((m) => [String(m.index), m.module.outputs()] as const);
  const value =
    called.kind === 'count' ? all.map(([, outputs]) => outputs) : Object.fromEntries(all);
  return { value, used: 1 };
}
