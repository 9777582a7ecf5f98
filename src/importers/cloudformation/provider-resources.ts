/** Properties of a resource of CloudFormation -> resources by the names of Terraform's AWS provider. */

import { allowedAttributes, isAllowed } from '../aws-resources/allow-list.ts';
import { snakeCase } from '../aws-resources/snake-case.ts';
import { isList, isMap, Unknown, type Value, type ValueMap } from '../aws-resources/values.ts';
import { present } from '../present.ts';
import type { DeployedResource, Stack } from './stack.ts';
import type { ProviderResource, StackPlace, TypeRule } from './type-rule.ts';
import { SELF } from './workload-types.ts';

/** The name of a property in Terraform, by its name in any spelling of capitals; undefined for one that is not read. */
export function propertyNames({ names = {} }: TypeRule): (property: string) => string | undefined {
  const known = new Map(Object.entries(names).map(([from, to]) => [from.toLowerCase(), to]));
  return (property) => {
    const own = known.get(property.toLowerCase());
    if (own !== undefined) return own;
    const name = snakeCase(property);
    return isAllowed(name) || name === 'tags' ? name : undefined;
  };
}

/**
 * @param own by the names that `propertyNames` gives
 * @param self what stands for the resource itself
 */
export function providerResources(
  rule: TypeRule,
  own: ValueMap,
  place: StackPlace,
  self: Value,
): readonly ProviderResource[] {
  const adapted = rule.adapt?.(own, place) ?? own;
  const parts: readonly ProviderResource[] = Array.isArray(adapted)
    ? adapted
    : [{ type: rule.type, values: adapted as ValueMap }];
  return parts.map(({ values, ...part }) => ({
    ...part,
    values: allowedAttributes(
      Object.fromEntries(
        Object.entries(values).map(([name, value]) => [name, value === SELF ? self : value]),
      ),
    ),
  }));
}

/** The name in an ARN is the one that AWS made up where the template gives none. */
function ofArn(arn: string): ValueMap {
  const [, name] =
    /:(?:loadbalancer\/(?:app|net|gwy)|service(?:\/[^/]+)?|firewall)\/([^/]+)/.exec(arn) ?? [];
  return { id: arn, arn, ...present({ name }) };
}

/** What the physical id says: an id, an ARN or a name. */
export function idsOf(
  { id, named, arn }: TypeRule,
  { id: physical }: Pick<DeployedResource, 'id'>,
  { account, region }: Pick<Stack, 'account' | 'region'>,
): ValueMap {
  if (physical === undefined) return {};
  if (id !== undefined && physical.startsWith(id))
    return id === 'arn:' ? ofArn(physical) : { id: physical };
  if (named === undefined) return {};
  const [service, prefix] = arn ?? [];
  const partition = region?.startsWith('cn-') ? 'aws-cn' : 'aws';
  const known = service !== undefined && account !== undefined && region !== undefined;
  return {
    [named]: physical,
    ...(known
      ? { arn: `arn:${partition}:${service}:${region}:${account}:${prefix}${physical}` }
      : {}),
  };
}

/** A value that a function gave: its properties are named as in a template. */
export function named(
  value: Value | undefined,
  nameOf: (property: string) => string | undefined,
): Value | undefined {
  if (isList(value)) return value.map((item) => named(item, nameOf) ?? null);
  if (!isMap(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]): [string, Value][] => {
      const name = nameOf(key);
      const found = named(inner, nameOf);
      return name === undefined || found === undefined ? [] : [[name, found]];
    }),
  );
}

/** A list of keys and values, or a mapping. */
export function tagsOf(value: Value | undefined): Value {
  if (isMap(value) || value instanceof Unknown) return value;
  if (!isList(value)) return {};
  return Object.fromEntries(
    value.flatMap((tag): [string, Value][] => (isMap(tag) ? tagOf(tag) : [])),
  );
}

/** Pulumi writes the names with small letters. */
function tagOf({ Key, Value: value, key = Key, value: own = value }: ValueMap): [string, Value][] {
  return typeof key === 'string' ? [[key, own ?? '']] : [];
}
