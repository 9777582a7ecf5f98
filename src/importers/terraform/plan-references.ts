/**
 * What a plan's configuration says of references, without code. It has the names in an expression, and neither locals
 * nor what is done with the names: only an expression that holds one resource says which one it means.
 */

import { allowedAttributes } from '../aws-resources/allow-list.ts';
import { Reference, Unknown, type Value, type ValueMap } from '../aws-resources/values.ts';
import { modulePrefix, parseResourceAddress, type ResourceAddress } from './address.ts';
import { isJson, type JsonMap, listOf, textOf } from './json-values.ts';
import type { Layer, LayerResource } from './layer.ts';

type Modules = ResourceAddress['modules'];

/** Where an expression stands: a module's instance, and the index of what it is in. */
interface ExpressionPlace {
  readonly modules: Modules;
  readonly index: string;
}

interface NamedResources {
  readonly references: readonly Reference[];
  readonly byIndex: boolean;
}

const CANNOT_TELL = new Unknown(
  'the plan does not say what the expression refers to: import its code, too',
);

/** Attributes that hold several ids. */
const IS_LIST =
  /(?:_ids|_arns|^subnets|^security_groups|^vpc_zone_identifier|^instances|_gateway_ids)$/;

class PlanReferences {
  readonly #root: JsonMap;
  readonly #scope: string;
  /** Indexes of the planned instances of each resource. */
  readonly #instances = new Map<string, string[]>();

  constructor(root: JsonMap, scope: string, resources: readonly LayerResource[]) {
    this.#root = root;
    this.#scope = scope;
    for (const { address } of resources) {
      const { modules, base, index } = parseResourceAddress(address);
      const key = `${modulePrefix(modules)}${base}`;
      this.#instances.set(key, [...(this.#instances.get(key) ?? []), index]);
    }
  }

  valuesOf({ address }: LayerResource): { readonly values: ValueMap; readonly byIndex: boolean } {
    const { modules, base, index } = parseResourceAddress(address);
    const module = this.#module(modules);
    const own = listOf(module?.resources).find(
      (resource) => isJson(resource) && resource.address === base,
    );
    let byIndex = false;
    const seen = (matched: boolean): void => {
      byIndex ||= matched;
    };
    const expressions = isJson(own) && isJson(own.expressions) ? own.expressions : {};
    const values = this.#block(expressions, { modules, index }, seen);
    return { values: allowedAttributes(values), byIndex };
  }

  #module(modules: Modules): JsonMap | undefined {
    return modules.reduce<JsonMap | undefined>((module, { name }) => {
      const calls = module && isJson(module.module_calls) ? module.module_calls : {};
      const call = calls[name];
      return isJson(call) && isJson(call.module) ? call.module : undefined;
    }, this.#root);
  }

  #block(expressions: JsonMap, place: ExpressionPlace, seen: (matched: boolean) => void): ValueMap {
    return Object.fromEntries(
      Object.entries(expressions).flatMap(([name, expression]): [string, Value][] => {
        const value = this.#value(name, expression, place, seen);
        return value === undefined ? [] : [[name, value]];
      }),
    );
  }

  #value(
    name: string,
    expression: unknown,
    place: ExpressionPlace,
    seen: (matched: boolean) => void,
  ): Value | undefined {
    if (Array.isArray(expression))
      return expression.map((block) => (isJson(block) ? this.#block(block, place, seen) : null));
    if (!isJson(expression)) return undefined;
    if ('constant_value' in expression) return expression.constant_value as Value;
    if (!('references' in expression)) return this.#block(expression, place, seen);
    const found = this.#find(textsOf(expression.references), place, 0);
    if (!found) return CANNOT_TELL;
    seen(found.byIndex);
    const [only, ...others] = found.references;
    if (IS_LIST.test(name)) return found.references;
    return only && others.length === 0 ? only : CANNOT_TELL;
  }

  /** Resources that an expression holds; undefined where it holds anything else. */
  #find(
    names: readonly string[],
    place: ExpressionPlace,
    depth: number,
  ): NamedResources | undefined {
    const whole = names.filter((name) => !names.some((o) => o !== name && startsWith(o, name)));
    const index = whole.some((name) => name === 'count.index' || name === 'each.key');
    const others = whole.filter((name) => name !== 'count.index' && name !== 'each.key');
    if (others.length === 0 || depth > 20) return undefined;
    const found = others.map((name) => this.#meaning(name, place, index, depth));
    if (found.includes(undefined) || (found.length > 1 && index)) return undefined;
    return {
      references: found.flatMap((one) => one?.references ?? []),
      byIndex: found.some((one) => one?.byIndex),
    };
  }

  #meaning(
    name: string,
    place: ExpressionPlace,
    index: boolean,
    depth: number,
  ): NamedResources | undefined {
    if (name.startsWith('var.')) return this.#variable(name.slice(4), place, depth);
    if (name.startsWith('module.')) return this.#output(name, place, index, depth);
    if (/^(?:local|each|count|path|terraform|self)\./.test(name)) return undefined;
    const found = /^((?:data\.)?[^.[]+\.[^.[]+)(\[(?:\d+|"(?:[^"\\]|\\.)*")\])?(.*)$/.exec(name);
    const [, base = '', given, rest = ''] = found ?? [];
    const key = `${modulePrefix(place.modules)}${base}`;
    const path = rest.split('.').filter(Boolean);
    const reference = (at: string): Reference =>
      new Reference(this.#scope, `${key}${at}`, path.length > 0 ? path : ['id']);
    if (given !== undefined) return { references: [reference(given)], byIndex: false };
    const there = this.#instances.get(key) ?? (base.startsWith('data.') ? [''] : []);
    const [only] = there;
    if (only !== undefined && there.length === 1)
      return { references: [reference(only)], byIndex: false };
    // The same index on both sides, and nothing else in the expression.
    return index && there.includes(place.index)
      ? { references: [reference(place.index)], byIndex: true }
      : undefined;
  }

  /** What the call of the module passes. */
  #variable(name: string, { modules }: ExpressionPlace, depth: number): NamedResources | undefined {
    const own = modules.at(-1);
    const above = modules.slice(0, -1);
    const calls = own && this.#module(above)?.module_calls;
    const call = own && isJson(calls) ? calls[own.name] : undefined;
    const [variable = ''] = name.split(/[.[]/, 1);
    const expression =
      isJson(call) && isJson(call.expressions) ? call.expressions[variable] : undefined;
    if (!own || !isJson(expression) || variable !== name) return undefined;
    return this.#find(
      textsOf(expression.references),
      { modules: above, index: own.index },
      depth + 1,
    );
  }

  #output(
    name: string,
    place: ExpressionPlace,
    index: boolean,
    depth: number,
  ): NamedResources | undefined {
    const found = /^module\.([^.[]+)(\[(?:\d+|"(?:[^"\\]|\\.)*")\])?\.([^.[]+)$/.exec(name);
    if (!found) return undefined;
    const [, module = '', given, output = ''] = found;
    const at =
      given ?? this.#onlyModule(place.modules, module) ?? (index ? place.index : undefined);
    if (at === undefined) return undefined;
    const modules = [...place.modules, { name: module, index: at }];
    const outputs = this.#module(modules)?.outputs;
    const own = isJson(outputs) ? outputs[output] : undefined;
    const expression = isJson(own) ? own.expression : undefined;
    if (!isJson(expression)) return undefined;
    const inner = this.#find(textsOf(expression.references), { modules, index: '' }, depth + 1);
    const matched = given === undefined && at !== '' && index;
    return inner && { ...inner, byIndex: inner.byIndex || matched };
  }

  /** The index of a module's one instance. */
  #onlyModule(above: Modules, name: string): string | undefined {
    const prefix = `${modulePrefix(above)}module.${name}`;
    const found = new Set<string>();
    for (const key of this.#instances.keys()) {
      const { modules } = parseResourceAddress(key);
      const own = modules[above.length];
      if (own && key.startsWith(prefix) && own.name === name) found.add(own.index);
    }
    return found.size === 1 ? [...found][0] : undefined;
  }
}

const textsOf = (value: unknown): readonly string[] =>
  listOf(value).flatMap((v) => textOf(v) ?? []);

/** Whether a reference is the other, and goes on. */
const startsWith = (name: string, other: string): boolean =>
  name.startsWith(other) && /^[.[]/.test(name.slice(other.length));

/** A layer of what the plan's configuration says, to be asked after all others. */
export function planReferences(layer: Layer, scope: string, withCode: boolean): Layer | undefined {
  const configuration = layer.plan?.configuration;
  const root = isJson(configuration) ? configuration.root_module : undefined;
  if (!isJson(root)) return undefined;
  const references = new PlanReferences(root, scope, layer.resources);
  const resources = layer.resources
    .filter(({ managed }) => managed)
    .map((resource) => {
      const { values, byIndex } = references.valuesOf(resource);
      const matched = byIndex && !withCode;
      return { ...resource, values, ...(matched ? { matchedByIndex: true } : {}) };
    });
  const { asOf: _, moved: __, ...rest } = layer;
  return { ...rest, resources };
}
