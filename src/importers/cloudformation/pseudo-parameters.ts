/** What CloudFormation itself gives a template. */

import { Unknown, type Value } from '../aws-resources/values.ts';
import type { Stack } from './stack.ts';

/** By the beginning of a region's name. */
const PARTITIONS: readonly (readonly [prefix: string, partition: string, suffix: string])[] = [
  ['cn-', 'aws-cn', 'amazonaws.com.cn'],
  ['us-gov-', 'aws-us-gov', 'amazonaws.com'],
  ['', 'aws', 'amazonaws.com'],
];

/** Undefined is `AWS::NoValue`. */
export function pseudoParameter(name: string, stack: Stack): Value | undefined {
  const { account, region, stackId } = stack;
  const known = region === undefined ? undefined : PARTITIONS.find(([p]) => region.startsWith(p));
  const values: Readonly<Record<string, string | undefined>> = {
    'AWS::AccountId': account,
    'AWS::Region': region,
    'AWS::StackName': stack.name,
    'AWS::StackId': stackId,
    'AWS::Partition': known?.[1],
    'AWS::URLSuffix': known?.[2],
  };
  if (name === 'AWS::NoValue') return undefined;
  if (name === 'AWS::NotificationARNs')
    return new Unknown('the topics of the stack are in no file');
  if (!Object.hasOwn(values, name)) return new Unknown(`${name} is no pseudo parameter`);
  return values[name] ?? new Unknown(`${name} of the stack ${stack.name} is in no file`);
}
