/** What is read of CloudFormation's types, and by which rule. */

import { NETWORK_TYPES } from './network-types.ts';
import type { TypeRule } from './type-rule.ts';
import { WORKLOAD_TYPES } from './workload-types.ts';

const RULES: ReadonlyMap<string, TypeRule> = new Map(
  Object.entries({ ...NETWORK_TYPES, ...WORKLOAD_TYPES }),
);

/** Undefined for a type that nothing maps. */
export const ruleOf = (type: string): TypeRule | undefined => RULES.get(type);

const BY_LOWER_CASE: ReadonlyMap<string, TypeRule> = new Map(
  [...RULES].map(([type, rule]) => [type.toLowerCase(), rule]),
);

/** Of a type whose capitals are written otherwise: `aws::ec2::vpc`. */
export const ruleOfAnyCase = (type: string): TypeRule | undefined =>
  BY_LOWER_CASE.get(type.toLowerCase());

const NONE: ReadonlySet<string> = new Set(['Arn']);

/** Attributes of `Fn::GetAtt` that stand for the resource itself. */
export function selfAttributes(type: string): ReadonlySet<string> {
  const { self } = ruleOf(type) ?? {};
  return self ? new Set(['Arn', ...self]) : NONE;
}
