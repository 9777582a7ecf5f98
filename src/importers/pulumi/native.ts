/** Resources of Pulumi's AWS Cloud Control provider (`aws-native`), which is made from CloudFormation's types. */

import { isMap, type Value, type ValueMap } from '../aws-resources/values.ts';
import {
  idsOf,
  named,
  propertyNames,
  providerResources,
  tagsOf,
} from '../cloudformation/provider-resources.ts';
import type { ProviderResource } from '../cloudformation/type-rule.ts';
import { ruleOfAnyCase } from '../cloudformation/types.ts';

/** `aws-native:ec2:Vpc` -> the rule of `AWS::EC2::VPC`. */
export function nativeRule(type: string) {
  const [, module, name] = /^aws-native:([^:/]+):(\w+)$/.exec(type) ?? [];
  return module === undefined ? undefined : ruleOfAnyCase(`aws::${module}::${name}`);
}

/** @param properties inputs and outputs together, as the export has them; secrets and unknowns in their place */
export function nativeResources(
  type: string,
  properties: ValueMap,
  id: string | undefined,
): readonly ProviderResource[] {
  const rule = nativeRule(type);
  if (!rule) return [];
  const nameOf = propertyNames(rule);
  const values = named(properties, nameOf);
  const { tags } = properties;
  const own: Record<string, Value> = isMap(values) ? { ...values } : {};
  if (tags !== undefined) own.tags = tagsOf(tags);
  const ids = idsOf(rule, id === undefined ? {} : { id }, {});
  return providerResources(rule, { ...own, ...ids }, { deployed: id !== undefined }, id ?? null);
}
