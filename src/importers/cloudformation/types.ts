/** What is read of CloudFormation's types, and by which rule. */

import { NETWORK_TYPES } from './network-types.ts';
import type { TypeRule } from './type-rule.ts';
import { WORKLOAD_TYPES } from './workload-types.ts';

const RULES: ReadonlyMap<string, TypeRule> = new Map(
  Object.entries({ ...NETWORK_TYPES, ...WORKLOAD_TYPES }),
);

/** Undefined for a type that nothing maps. */
export const ruleOf = (type: string): TypeRule | undefined => RULES.get(type);

const NONE: ReadonlySet<string> = new Set(['Arn']);

/** Attributes of `Fn::GetAtt` that stand for the resource itself. */
export function selfAttributes(type: string): ReadonlySet<string> {
  const { self } = ruleOf(type) ?? {};
  return self ? new Set(['Arn', ...self]) : NONE;
}
