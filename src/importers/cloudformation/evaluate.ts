/** What a template's values are: literals, references to its resources, and what is not known with the reason. */

import type { YamlNode } from '../../formats/yaml-tree.ts';
import { entryOf } from '../../formats/yaml-values.ts';
import { snakeCase } from '../aws-resources/snake-case.ts';
import { isList, REDACTED, Reference, Unknown, type Value } from '../aws-resources/values.ts';
import type { Evaluation } from './evaluation.ts';
import { FUNCTIONS } from './functions.ts';
import { pseudoParameter } from './pseudo-parameters.ts';
import { knownAfter, referenceIn, referenceText } from './reference-text.ts';
import { addressIn, type OtherStacks, type Stack } from './stack.ts';
import { textAt } from './template.ts';
import { ruleOf, selfAttributes } from './types.ts';

/** What a function is called with. Undefined as a value is `AWS::NoValue`: what has it is left out. */
export interface FunctionCall {
  /** As the long form writes it: `Ref`, `Fn::GetAtt`. */
  readonly name: string;
  readonly argument: YamlNode;
}

export function callOf(tree: YamlNode): FunctionCall | undefined {
  const { tag } = tree;
  if (tag !== undefined) {
    const { tag: _, ...argument } = tree;
    const short = tag.slice(1);
    const name = short === 'Ref' || short === 'Condition' ? short : `Fn::${short}`;
    return { name, argument: argument as YamlNode };
  }
  if (tree.is !== 'map' || tree.entries.length !== 1) return undefined;
  const [{ key, value } = { key: '', value: tree }] = tree.entries;
  return key === 'Ref' || key.startsWith('Fn::') ? { name: key, argument: value } : undefined;
}

/** Longer texts are of no network, and would grow without end where texts are joined to themselves. */
const LONGEST = 65_536;

/** AWS takes no null: a tool put it in the place of something. */
const NULL = new Unknown('the template has null there');

export class StackEvaluation implements Evaluation {
  readonly stack: Stack;
  readonly others: OtherStacks;
  readonly #known = new Map<string, Value | undefined>();
  readonly #busy = new Set<string>();

  constructor(stack: Stack, others: OtherStacks) {
    this.stack = stack;
    this.others = others;
  }

  value(tree: YamlNode): Value | undefined {
    const call = callOf(tree);
    if (call) return this.#bounded(this.#called(call));
    if (tree.is === 'scalar') return tree.value === null ? NULL : this.#literal(String(tree.value));
    if (tree.is === 'list')
      return tree.items.map((item) => this.value(item)).filter((item) => item !== undefined);
    const entries = tree.entries.map(({ key, value }) => [key, this.value(value)] as const);
    return Object.fromEntries(entries.filter((e): e is [string, Value] => e[1] !== undefined));
  }

  #called({ name, argument }: FunctionCall): Value | undefined {
    const work = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
    return work ? work(argument, this) : new Unknown(`${name} is not evaluated`);
  }

  #bounded(value: Value | undefined): Value | undefined {
    return typeof value === 'string' && value.length > LONGEST
      ? new Unknown('the text is too long')
      : value;
  }

  /** References that AWS resolves when it deploys: to a secret, or to a parameter that is in no file. */
  #literal(text: string): Value {
    const [, service] = /\{\{resolve:([a-z-]+):/.exec(text) ?? [];
    if (service === undefined) return text;
    if (service !== 'ssm') return REDACTED;
    return new Unknown('a dynamic reference to a parameter of SSM, which is in no file');
  }

  text(value: Value | undefined): string | undefined {
    if (typeof value === 'string') return value;
    if (typeof value === 'number' || typeof value === 'boolean') return String(value);
    return value instanceof Reference ? (this.#id(value) ?? referenceText(value)) : undefined;
  }

  plainText(value: Value | undefined): string | undefined {
    const text = this.text(value);
    return text === undefined || referenceIn(text) ? undefined : text;
  }

  /** The id of a resource of this stack, where that is known. */
  #id({ scope, address, path }: Reference): string | undefined {
    if (scope !== this.stack.scope || path.length !== 1 || path[0] !== 'id') return undefined;
    return this.stack.deployed?.get(address.slice(scope.length + 1))?.id;
  }

  unknown(value: Value | undefined): Unknown {
    if (value instanceof Unknown) return value;
    const reference =
      value instanceof Reference
        ? value
        : typeof value === 'string'
          ? referenceIn(value)
          : undefined;
    return reference ? knownAfter(reference) : new Unknown('it is no text');
  }

  /** Once: what refers to itself is not known. */
  #once(key: string, work: () => Value | undefined): Value | undefined {
    if (this.#known.has(key)) return this.#known.get(key);
    if (this.#busy.has(key)) return new Unknown(`${key} refers to itself`);
    this.#busy.add(key);
    const value = work();
    this.#busy.delete(key);
    this.#known.set(key, value);
    return value;
  }

  ref(name: string): Value | undefined {
    const { template } = this.stack;
    if (name.startsWith('AWS::')) return pseudoParameter(name, this.stack);
    const parameter = template.parameters.get(name);
    if (parameter) return this.#parameter(name, parameter);
    if (template.resources.has(name)) return this.reference(name, ['id']);
    return new Unknown(`the template has neither a parameter nor a resource ${name}`);
  }

  reference(logicalId: string, path: readonly (string | number)[]): Reference {
    return new Reference(this.stack.scope, addressIn(this.stack, logicalId), path);
  }

  #parameter(name: string, declared: YamlNode): Value {
    if (textAt(declared, 'NoEcho')?.toLowerCase() === 'true') return REDACTED;
    const type = textAt(declared, 'Type') ?? 'String';
    // Of these the value is only a name.
    const kept = type.startsWith('AWS::SSM::Parameter::');
    const given = (kept ? this.stack.resolved : this.stack.parameters)?.get(name);
    if (given === undefined && kept)
      return new Unknown(`the parameter ${name} is kept by SSM, and in no file`);
    const tree = declared.is === 'map' ? entryOf(declared, 'Default')?.value : undefined;
    const value = given ?? (tree && this.value(tree));
    if (value === undefined) return new Unknown(`the parameter ${name} has no value`);
    if (typeof value === 'string' && /List<|^CommaDelimitedList$/.test(type))
      return value === '' ? [] : value.split(',').map((item) => item.trim());
    return value;
  }

  attribute(logicalId: string, attribute: string): Value {
    const { template } = this.stack;
    const resource = template.resources.get(logicalId);
    if (!resource) return new Unknown(`the template has no resource ${logicalId}`);
    if (resource.type === 'AWS::CloudFormation::Stack') {
      const [, output] = /^Outputs\.(.+)$/.exec(attribute) ?? [];
      if (output === undefined) return new Unknown(`${logicalId}.${attribute} is not evaluated`);
      return this.others.nestedOutput(this.stack, logicalId, output);
    }
    if (/^(?:Custom::|AWS::CloudFormation::CustomResource$)/.test(resource.type))
      return new Unknown(`the custom resource ${logicalId} answers ${attribute}`);
    if (selfAttributes(resource.type).has(attribute)) return this.reference(logicalId, ['id']);
    const { properties } = resource;
    const own = properties?.is === 'map' ? entryOf(properties, attribute)?.value : undefined;
    const value = own && this.#once(`${logicalId}.${attribute}`, () => this.value(own));
    if (typeof value === 'string' || value instanceof Unknown || value instanceof Reference)
      return value;
    const path = ruleOf(resource.type)?.attributes?.[attribute];
    return this.reference(logicalId, path ?? attribute.split('.').map(snakeCase));
  }

  condition(name: string): boolean | Unknown {
    const tree = this.stack.template.conditions.get(name);
    if (!tree) return new Unknown(`the template has no condition ${name}`);
    const value = this.#once(`the condition ${name}`, () => this.holds(tree));
    return typeof value === 'boolean' ? value : this.unknown(value);
  }

  holds(tree: YamlNode): boolean | Unknown {
    const named = tree.is === 'map' && !callOf(tree) ? textAt(tree, 'Condition') : undefined;
    if (named !== undefined) return this.condition(named);
    const value = this.value(tree);
    if (typeof value === 'boolean') return value;
    if (value === 'true' || value === 'false') return value === 'true';
    return this.unknown(value);
  }

  /** The value of an output. */
  output(name: string): Value {
    const tree = this.stack.template.outputs.get(name);
    const value = tree?.is === 'map' ? entryOf(tree, 'Value')?.value : undefined;
    if (!value) return new Unknown(`the template has no output ${name}`);
    return (
      this.#once(`the output ${name}`, () => this.value(value)) ?? new Unknown('it has no value')
    );
  }

  list(tree: YamlNode): readonly Value[] | Unknown {
    const value = this.value(tree);
    if (isList(value)) return value;
    return value instanceof Unknown ? value : new Unknown('it is no list');
  }
}
