/** The resources of a stack -> resources by the names of Terraform's AWS provider. */

import type { YamlNode } from '../../formats/yaml-tree.ts';
import { allowedAttributes, isAllowed } from '../aws-resources/allow-list.ts';
import type { DeclaredResource, NoteUnresolved } from '../aws-resources/resource.ts';
import { snakeCase } from '../aws-resources/snake-case.ts';
import { isList, isMap, Unknown, type Value, type ValueMap } from '../aws-resources/values.ts';
import { present } from '../present.ts';
import type { StackEvaluation } from './evaluate.ts';
import { callOf } from './evaluate.ts';
import { settledMap } from './reference-text.ts';
import { addressIn, type DeployedResource, type Stack } from './stack.ts';
import type { TemplateResource } from './template.ts';
import type { ProviderResource, TypeRule } from './type-rule.ts';
import { ruleOf } from './types.ts';
import { SELF } from './workload-types.ts';

/** Bookkeeping of tools, which is no part of an estate. */
const NOTHING = new Set([
  ...['AWS::CDK::Metadata', 'AWS::CloudFormation::WaitConditionHandle'],
  ...['AWS::CloudFormation::WaitCondition', 'AWS::CloudFormation::ModuleDefaultVersion'],
]);

/** What the stack has, or would have. */
export function declaredResources(
  evaluation: StackEvaluation,
  note: NoteUnresolved,
): readonly DeclaredResource[] {
  const { stack } = evaluation;
  return [...stack.template.resources].flatMap(([logicalId, resource]) => {
    const { type } = resource;
    if (NOTHING.has(type) || type === 'AWS::CloudFormation::Stack') return [];
    if (!isMade(evaluation, logicalId, resource, note)) return [];
    const rule = ruleOf(type);
    const found = rule
      ? mapped(rule, logicalId, resource, evaluation)
      : [{ ...common(stack, logicalId, resource), type, values: {} }];
    return found;
  });
}

/** Whether a resource is there: as AWS lists it, else by its condition. */
export function isMade(
  evaluation: StackEvaluation,
  logicalId: string,
  { condition, at }: TemplateResource,
  note: NoteUnresolved,
): boolean {
  const { stack } = evaluation;
  const address = addressIn(stack, logicalId);
  const holds = condition === undefined ? true : evaluation.condition(condition);
  if (stack.deployed?.has(logicalId)) return true;
  if (holds === false) return false;
  if (stack.deployed && holds === true)
    note(address, 'the template declares it, and AWS does not list it in the stack', at);
  // What AWS lists settles a condition that is not known.
  if (holds instanceof Unknown) {
    if (stack.deployed) return false;
    note(
      address,
      `whether it is made is not known: the condition ${condition}: ${holds.reason}`,
      at,
    );
  }
  return true;
}

const common = (stack: Stack, logicalId: string, { at }: TemplateResource) => ({
  scope: stack.scope,
  address: addressIn(stack, logicalId),
  managed: true,
  partial: true as const,
  applied: stack.deployed?.has(logicalId) ?? false,
  at,
  label: logicalId,
  ...present({ account: stack.account, region: stack.region }),
});

function mapped(
  rule: TypeRule,
  logicalId: string,
  resource: TemplateResource,
  evaluation: StackEvaluation,
): readonly DeclaredResource[] {
  const { stack } = evaluation;
  const base = common(stack, logicalId, resource);
  const { properties } = resource;
  const given = properties ? propertiesOf(properties, rule, evaluation) : {};
  const deployed = stack.deployed?.get(logicalId);
  const own = deployed ? { ...given, ...idsOf(rule, deployed, stack) } : given;
  const place = { deployed: deployed !== undefined, ...present({ account: stack.account }) };
  const adapted = rule.adapt?.(own, place) ?? own;
  const parts: readonly ProviderResource[] = Array.isArray(adapted)
    ? adapted
    : [{ type: rule.type, values: adapted as ValueMap }];
  const self = evaluation.reference(logicalId, ['id']);
  return parts.map(({ type, values, suffix }) => ({
    ...base,
    ...(suffix === undefined ? {} : { address: `${base.address}.${suffix}` }),
    type,
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
function idsOf({ id, named, arn }: TypeRule, { id: physical }: DeployedResource, stack: Stack) {
  if (physical === undefined) return {};
  if (id !== undefined && physical.startsWith(id))
    return id === 'arn:' ? ofArn(physical) : { id: physical };
  if (named === undefined) return {};
  const [service, prefix] = arn ?? [];
  const { account, region } = stack;
  const partition = region?.startsWith('cn-') ? 'aws-cn' : 'aws';
  const known = service !== undefined && account !== undefined && region !== undefined;
  return {
    [named]: physical,
    ...(known
      ? { arn: `arn:${partition}:${service}:${region}:${account}:${prefix}${physical}` }
      : {}),
  };
}

/** Only what is read is evaluated. */
function propertiesOf(tree: YamlNode, rule: TypeRule, evaluation: StackEvaluation): ValueMap {
  const names = rule.names ?? {};
  const nameOf = (property: string): string | undefined => {
    if (Object.hasOwn(names, property)) return names[property];
    const name = snakeCase(property);
    return isAllowed(name) || name === 'tags' ? name : undefined;
  };
  const read = (inner: YamlNode): Value | undefined => {
    if (callOf(inner)) return named(evaluation.value(inner), nameOf);
    if (inner.is === 'list')
      return inner.items.map(read).filter((item): item is Value => item !== undefined);
    if (inner.is === 'scalar') return evaluation.value(inner);
    return Object.fromEntries(
      inner.entries.flatMap(({ key, value }): [string, Value][] => {
        const name = nameOf(key);
        const found = name === undefined ? undefined : ofName(name, value);
        return name === undefined || found === undefined ? [] : [[name, found]];
      }),
    );
  };
  const ofName = (name: string, value: YamlNode): Value | undefined =>
    name === 'tags' ? tagsOf(evaluation.value(value)) : read(value);
  const value = read(tree);
  return isMap(value) ? settledMap(value) : {};
}

/** A value that a function gave: its properties are named as in a template. */
function named(
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
function tagsOf(value: Value | undefined): Value {
  if (isMap(value) || value instanceof Unknown) return value;
  if (!isList(value)) return {};
  return Object.fromEntries(
    value.flatMap((tag): [string, Value][] =>
      isMap(tag) && typeof tag.Key === 'string' ? [[tag.Key, tag.Value ?? '']] : [],
    ),
  );
}
