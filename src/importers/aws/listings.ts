/** Listings of everything that an account has, by type: what no reader knows is at least counted. */

import type { AnswerSet } from './answers.ts';

/** `ec2:vpc` of `arn:aws:ec2:eu-west-1:1:vpc/vpc-1`. */
export function typeOfArn(arn: string): string | undefined {
  const [, service, rest = ''] = /^arn:[^:]*:([^:]+):[^:]*:[^:]*:(.*)$/.exec(arn) ?? [];
  if (service === undefined) return undefined;
  const [, type] = /^([a-z][a-z0-9-]*)[/:]/i.exec(rest) ?? [];
  if (type !== undefined) return `${service}:${type}`;
  return { s3: 's3:bucket', sqs: 'sqs:queue', sns: 'sns:topic' }[service] ?? service;
}

/** How many of each type Resource Explorer and the tagging API list; each resource once. */
export function listedTypes(answers: AnswerSet): ReadonlyMap<string, number> {
  const types = new Map<string, string>();
  for (const item of answers.items('Resources')) {
    const arn = item.text('Arn');
    const type = item.text('ResourceType') ?? (arn === undefined ? undefined : typeOfArn(arn));
    if (arn !== undefined && type !== undefined) types.set(arn, type);
  }
  for (const item of answers.items('ResourceTagMappingList')) {
    const arn = item.text('ResourceARN');
    const type = arn === undefined ? undefined : typeOfArn(arn);
    if (arn !== undefined && type !== undefined && !types.has(arn)) types.set(arn, type);
  }
  const counts = new Map<string, number>();
  for (const type of types.values()) counts.set(type, (counts.get(type) ?? 0) + 1);
  return counts;
}
