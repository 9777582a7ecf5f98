/** The resources of a stack -> resources by the names of Terraform's AWS provider. */

import type { YamlNode } from '../../formats/yaml-tree.ts';
import type { DeclaredResource, NoteUnresolved } from '../aws-resources/resource.ts';
import { isMap, Unknown, type Value, type ValueMap } from '../aws-resources/values.ts';
import { present } from '../present.ts';
import { callOf, type StackEvaluation } from './evaluate.ts';
import { idsOf, named, propertyNames, providerResources, tagsOf } from './provider-resources.ts';
import { settledMap } from './reference-text.ts';
import { addressIn, type Stack } from './stack.ts';
import type { TemplateResource } from './template.ts';
import type { TypeRule } from './type-rule.ts';
import { ruleOf } from './types.ts';

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
  const self = evaluation.reference(logicalId, ['id']);
  return providerResources(rule, own, place, self).map(({ type, values, suffix }) => ({
    ...base,
    ...(suffix === undefined ? {} : { address: `${base.address}.${suffix}` }),
    ...{ type, values },
  }));
}

/** Only what is read is evaluated. */
function propertiesOf(tree: YamlNode, rule: TypeRule, evaluation: StackEvaluation): ValueMap {
  const nameOf = propertyNames(rule);
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
