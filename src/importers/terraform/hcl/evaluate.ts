/** Expressions -> values. What cannot be told is an unknown with its reason; an error is thrown, for `try` to catch. */

import {
  isList,
  isMap,
  Reference,
  Sensitive,
  Unknown,
  type Value,
} from '../../aws-resources/values.ts';
import type { EvaluationScope } from './evaluation-scope.ts';
import { callFileFunction } from './functions/files.ts';
import { callFunction } from './functions/functions.ts';
import { binary, unary } from './operators.ts';
import {
  asText,
  asUnknown,
  booleanOrThrow,
  CannotEvaluate,
  elementsOf,
  isOpen,
  sameValue,
} from './partial-values.ts';
import type { HclExpression } from './syntax.ts';
import { templateValue } from './template-values.ts';

/** Names that `for` and `dynamic` bind. */
export function withNames(
  outer: EvaluationScope,
  names: Readonly<Record<string, Value>>,
): EvaluationScope {
  return {
    resolve: (name, steps) =>
      Object.hasOwn(names, name)
        ? { value: names[name] ?? null, used: 0 }
        : outer.resolve(name, steps),
    attributeOf: (reference, step) => outer.attributeOf(reference, step),
    spend: () => outer.spend(),
    ...(outer.files ? { files: outer.files } : {}),
  };
}

export function evaluate(expression: HclExpression, scope: EvaluationScope): Value {
  scope.spend();
  switch (expression.kind) {
    case 'literal':
      return expression.value;
    case 'group':
      return evaluate(expression.inner, scope);
    case 'template':
      return templateValue(expression.parts, scope, { evaluate, withNames });
    case 'variable':
    case 'attribute':
    case 'index':
      return traversal(expression, scope);
    case 'splat':
      return splat(expression, scope);
    case 'list':
      return expression.items.map((item) => evaluate(item, scope));
    case 'map':
      return mapOf(expression.entries, scope);
    case 'call':
      return call(expression, scope);
    case 'for':
      return forOf(expression, scope);
    case 'conditional':
      return conditional(expression, scope);
    case 'unary':
      return unary(expression.operator, evaluate(expression.operand, scope));
    case 'binary':
      return shortCircuit(expression, scope);
  }
}

/** A value, or why there is none: nothing is thrown. */
export function evaluateSafely(expression: HclExpression, scope: EvaluationScope): Value {
  try {
    return evaluate(expression, scope);
  } catch (thrown) {
    if (thrown instanceof CannotEvaluate) return new Unknown(thrown.message);
    if (thrown instanceof RangeError) return new Unknown('the expression is nested too deep');
    throw thrown;
  }
}

type Of<K extends HclExpression['kind']> = Extract<HclExpression, { readonly kind: K }>;

/** `a.b[c].d`, from its root. */
function traversal(expression: HclExpression, scope: EvaluationScope): Value {
  const steps: HclExpression[] = [];
  let root = expression;
  while (root.kind === 'attribute' || root.kind === 'index') {
    steps.unshift(root);
    root = root.of;
  }
  const path = steps.map(
    (step): Value =>
      step.kind === 'index'
        ? evaluate(step.key, scope)
        : step.kind === 'attribute'
          ? step.name
          : null,
  );
  if (root.kind !== 'variable')
    return path.reduce((v, s) => stepInto(v, s, scope), evaluate(root, scope));
  const known = path.map((step) =>
    typeof step === 'string' || typeof step === 'number' ? step : undefined,
  );
  const found = scope.resolve(root.name, known);
  if (!found) throw new CannotEvaluate(`there is no ${root.name}`);
  return path.slice(found.used).reduce((value, step) => stepInto(value, step, scope), found.value);
}

export function stepInto(value: Value, step: Value, scope: EvaluationScope): Value {
  if (step instanceof Sensitive) return new Sensitive(stepInto(value, step.value, scope));
  if (value instanceof Sensitive) return new Sensitive(stepInto(value.value, step, scope));
  if (value instanceof Unknown) return value;
  if (isOpen(step)) return asUnknown(step);
  if (typeof step !== 'string' && typeof step !== 'number')
    throw new CannotEvaluate('an index has to be a string or a number');
  if (value instanceof Reference) return scope.attributeOf(value, step);
  if (isList(value)) {
    const index = Number(step);
    const item = Number.isInteger(index) ? value[index] : undefined;
    if (item === undefined) throw new CannotEvaluate(`there is no element ${step}`);
    return item;
  }
  if (isMap(value) && Object.hasOwn(value, String(step))) return value[String(step)] ?? null;
  throw new CannotEvaluate(`there is no ${step}`);
}

function splat({ of, steps }: Of<'splat'>, scope: EvaluationScope): Value {
  const value = evaluate(of, scope);
  const each = (item: Value): Value =>
    steps.reduce(
      (inner, step) =>
        stepInto(inner, step.kind === 'attribute' ? step.name : evaluate(step.key, scope), scope),
      item,
    );
  if (value instanceof Sensitive) {
    const inner = value.value;
    return new Sensitive(isList(inner) ? inner.map(each) : inner === null ? [] : [each(inner)]);
  }
  if (value instanceof Unknown) return value;
  if (value === null) return [];
  return isList(value) ? value.map(each) : [each(value)];
}

function mapOf(entries: Of<'map'>['entries'], scope: EvaluationScope): Value {
  const found: [string, Value][] = [];
  for (const [key, value] of entries) {
    const name = evaluate(key, scope);
    const plain = name instanceof Sensitive ? name.value : name;
    if (isOpen(plain)) return asUnknown(plain);
    const text = asText(plain);
    if (text === undefined) throw new CannotEvaluate('a key has to be a string');
    found.push([text, evaluateSafely(value, scope)]);
  }
  return Object.fromEntries(found);
}

function call({ name, args, expand }: Of<'call'>, scope: EvaluationScope): Value {
  if (name === 'try') return tried(args, scope);
  if (name === 'can') return can(args[0], scope);
  const values = args.map((arg) => evaluate(arg, scope));
  if (expand) {
    const last = values.pop() ?? null;
    const plain = last instanceof Sensitive ? last.value : last;
    if (isOpen(plain)) return asUnknown(plain);
    const items = elementsOf(plain);
    if (!items) throw new CannotEvaluate('`...` needs a list');
    values.push(...items.map(([, item]) => item));
  }
  return (
    callFileFunction(name, values, scope, { evaluate, withNames }) ?? callFunction(name, values)
  );
}

function tried(args: readonly HclExpression[], scope: EvaluationScope): Value {
  let last: CannotEvaluate | undefined;
  for (const arg of args)
    try {
      return evaluate(arg, scope);
    } catch (thrown) {
      if (!(thrown instanceof CannotEvaluate)) throw thrown;
      last = thrown;
    }
  throw last ?? new CannotEvaluate('try needs an argument');
}

function can(arg: HclExpression | undefined, scope: EvaluationScope): Value {
  if (!arg) throw new CannotEvaluate('can needs an argument');
  try {
    const value = evaluate(arg, scope);
    return value instanceof Unknown ? value : true;
  } catch (thrown) {
    if (thrown instanceof CannotEvaluate) return false;
    throw thrown;
  }
}

function forOf(expression: Of<'for'>, scope: EvaluationScope): Value {
  const over = evaluate(expression.over, scope);
  if (over instanceof Sensitive) {
    const result = forOver(expression, over.value, scope);
    return result instanceof Unknown ? result : new Sensitive(result);
  }
  return forOver(expression, over, scope);
}

function forOver(expression: Of<'for'>, over: Value, scope: EvaluationScope): Value {
  if (isOpen(over)) return asUnknown(over);
  const elements = elementsOf(over);
  if (!elements) throw new CannotEvaluate('for needs a list, set or map');
  const list: Value[] = [];
  const map = new Map<string, Value[]>();
  for (const [key, value] of elements) {
    const { keyName, valueName } = expression;
    const names = { ...(keyName === undefined ? {} : { [keyName]: key }), [valueName]: value };
    const inner = withNames(scope, names);
    if (expression.condition) {
      const kept = evaluate(expression.condition, inner);
      const plain = kept instanceof Sensitive ? kept.value : kept;
      if (isOpen(plain)) return asUnknown(plain);
      if (!booleanOrThrow(plain)) continue;
    }
    const result = evaluate(expression.value, inner);
    if (!expression.key) list.push(result);
    else {
      const own = evaluate(expression.key, inner);
      const plain = own instanceof Sensitive ? own.value : own;
      if (isOpen(plain)) return asUnknown(plain);
      const text = asText(plain);
      if (text === undefined) throw new CannotEvaluate('a key has to be a string');
      if (map.has(text) && !expression.grouped)
        throw new CannotEvaluate(`two elements have the key ${JSON.stringify(text)}`);
      map.set(text, [...(map.get(text) ?? []), result]);
    }
  }
  if (!expression.key) return list;
  return Object.fromEntries(
    [...map].map(([key, values]) => [key, expression.grouped ? values : (values[0] ?? null)]),
  );
}

function conditional({ condition, yes, no }: Of<'conditional'>, scope: EvaluationScope): Value {
  const given = evaluate(condition, scope);
  const plain = given instanceof Sensitive ? given.value : given;
  if (!isOpen(plain)) {
    const chosen = evaluate(booleanOrThrow(plain) ? yes : no, scope);
    return given instanceof Sensitive ? new Sensitive(chosen) : chosen;
  }
  const [a, b] = [evaluateSafely(yes, scope), evaluateSafely(no, scope)];
  return sameValue(a, b) === true ? a : asUnknown(plain);
}

function shortCircuit({ operator, left, right }: Of<'binary'>, scope: EvaluationScope): Value {
  const first = evaluate(left, scope);
  if (operator !== '&&' && operator !== '||')
    return binary(operator, first, evaluate(right, scope));
  // What decides alone is enough: the other side may fail.
  const plain = first instanceof Sensitive ? first.value : first;
  if (!isOpen(plain) && booleanOrThrow(plain) === (operator === '||')) return first;
  return binary(operator, first, evaluate(right, scope));
}
