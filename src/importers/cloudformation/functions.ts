/** The intrinsic functions of templates. */

import type { YamlNode } from '../../formats/yaml-tree.ts';
import { entryOf } from '../../formats/yaml-values.ts';
import { isList, isMap, Unknown, type Value } from '../aws-resources/values.ts';
import { cidrParts } from './cidr-parts.ts';
import type { Evaluation } from './evaluation.ts';

/** Undefined is `AWS::NoValue`. */
type Intrinsic = (argument: YamlNode, stack: Evaluation) => Value | undefined;

const argumentsOf = (tree: YamlNode): readonly YamlNode[] =>
  tree.is === 'list' ? tree.items : [tree];

const malformed = (name: string): Unknown =>
  new Unknown(`${name} has other arguments than it takes`);

/** A name that is written out. */
const literal = (tree: YamlNode | undefined): string | undefined =>
  tree?.is === 'scalar' && tree.tag === undefined ? String(tree.value ?? '') : undefined;

const getAtt: Intrinsic = (argument, stack) => {
  const [first, second] = argumentsOf(argument);
  const [logicalId = '', ...rest] = (literal(first) ?? '').split('.');
  if (second === undefined) return stack.attribute(logicalId, rest.join('.'));
  const attribute = stack.plainText(stack.value(second));
  if (attribute === undefined) return malformed('Fn::GetAtt');
  return stack.attribute([logicalId, ...rest].join('.'), attribute);
};

const VARIABLE = /\$\{(!?)([^{}]*)\}/g;

const sub: Intrinsic = (argument, stack) => {
  const [first, given] = argumentsOf(argument);
  const text = literal(first);
  if (text === undefined) return malformed('Fn::Sub');
  const named = (name: string): Value | undefined => {
    const own = given?.is === 'map' ? entryOf(given, name)?.value : undefined;
    if (own) return stack.value(own);
    const [logicalId = '', ...path] = name.split('.');
    return path.length > 0 ? stack.attribute(logicalId, path.join('.')) : stack.ref(name);
  };
  // A text that is nothing but one variable is that variable: a reference stays one.
  const [, only] = /^\$\{([^!{}][^{}]*)\}$/.exec(text) ?? [];
  if (only !== undefined) return named(only.trim());
  let open: Unknown | undefined;
  const result = text.replace(VARIABLE, (_, escaped: string, name: string) => {
    if (escaped) return `\${${name}}`;
    const value = named(name.trim());
    const known = stack.text(value);
    if (known === undefined) open ??= stack.unknown(value);
    return known ?? '';
  });
  return open ?? result;
};

const join: Intrinsic = (argument, stack) => {
  const [separator, list] = argumentsOf(argument);
  const between = literal(separator);
  const items = list && stack.list(list);
  if (between === undefined || items === undefined) return malformed('Fn::Join');
  if (items instanceof Unknown) return items;
  const [only] = items;
  if (items.length === 1 && only !== undefined) return only;
  const texts = items.map((item) => stack.text(item));
  const open = texts.indexOf(undefined);
  return open < 0 ? texts.join(between) : stack.unknown(items[open]);
};

const split: Intrinsic = (argument, stack) => {
  const [separator, tree] = argumentsOf(argument);
  const by = literal(separator);
  if (!by || !tree) return malformed('Fn::Split');
  const value = stack.value(tree);
  const text = stack.text(value);
  return text === undefined ? stack.unknown(value) : text.split(by);
};

const select: Intrinsic = (argument, stack) => {
  const [place, list] = argumentsOf(argument);
  const at = place && Number(stack.text(stack.value(place)));
  if (at === undefined || !Number.isInteger(at) || !list) return malformed('Fn::Select');
  const items = stack.list(list);
  if (items instanceof Unknown)
    return new Unknown(`number ${at + 1}: ${items.reason}`, items.absence);
  return items[at] ?? new Unknown(`the list has no number ${at + 1}`);
};

const findInMap: Intrinsic = (argument, stack) => {
  const [map, top, second, options] = argumentsOf(argument);
  const keys = [map, top, second].map((tree) => tree && stack.value(tree));
  const fallback = options?.is === 'map' ? entryOf(options, 'DefaultValue')?.value : undefined;
  const names = keys.map((key) => stack.plainText(key));
  const open = names.indexOf(undefined);
  if (open >= 0) return stack.unknown(keys[open]);
  const [name = '', ...rest] = names as string[];
  let found = stack.stack.template.mappings.get(name);
  for (const key of rest) found = found?.is === 'map' ? entryOf(found, key)?.value : undefined;
  if (found) return stack.value(found);
  return fallback ? stack.value(fallback) : new Unknown(`the mapping ${name} has no such entry`);
};

const conditional: Intrinsic = (argument, stack) => {
  const [name, yes, no] = argumentsOf(argument);
  const condition = literal(name);
  if (condition === undefined || !yes || !no) return malformed('Fn::If');
  const holds = stack.condition(condition);
  if (typeof holds === 'boolean') return stack.value(holds ? yes : no);
  return new Unknown(`the condition ${condition}: ${holds.reason}`, holds.absence);
};

const equals: Intrinsic = (argument, stack) => {
  const [a, b] = argumentsOf(argument);
  if (!a || !b) return malformed('Fn::Equals');
  const values = [stack.value(a), stack.value(b)];
  const texts = values.map((value) => comparable(value, stack));
  const open = texts.indexOf(undefined);
  return open < 0 ? texts[0] === texts[1] : stack.unknown(values[open]);
};

/** Lists are compared whole. */
function comparable(value: Value | undefined, stack: Evaluation): string | undefined {
  if (!isList(value)) return stack.plainText(value);
  const texts = value.map((item) => stack.plainText(item));
  return texts.includes(undefined) ? undefined : JSON.stringify(texts);
}

/** One that decides is enough, whatever the others are. */
const decidedBy =
  (decides: boolean): Intrinsic =>
  (argument, stack) => {
    const all = argumentsOf(argument).map((tree) => stack.holds(tree));
    if (all.includes(decides)) return decides;
    return all.find((one) => one instanceof Unknown) ?? !decides;
  };

const not: Intrinsic = (argument, stack) => {
  const [tree] = argumentsOf(argument);
  const holds = tree ? stack.holds(tree) : malformed('Fn::Not');
  return typeof holds === 'boolean' ? !holds : holds;
};

const importValue: Intrinsic = (argument, stack) => {
  const value = stack.value(argument);
  const name = stack.plainText(value);
  return name === undefined ? stack.unknown(value) : stack.others.imported(name, stack.stack);
};

const cidr: Intrinsic = (argument, stack) => {
  const trees = argumentsOf(argument);
  const values = trees.map((tree) => stack.value(tree));
  const texts = values.map((value) => stack.plainText(value));
  const open = texts.indexOf(undefined);
  if (open >= 0) return stack.unknown(values[open]);
  return cidrParts(texts as string[]) ?? malformed('Fn::Cidr');
};

const length: Intrinsic = (argument, stack) => {
  const items = stack.list(argument);
  return items instanceof Unknown ? items : String(items.length);
};

const zones: Intrinsic = (argument, stack) => {
  const region = stack.plainText(stack.value(argument)) || stack.stack.region;
  return new Unknown(`the availability zones of ${region ?? 'the region'} are in no file`);
};

const macro: Intrinsic = (argument, stack) => {
  const name = argument.is === 'map' ? literal(entryOf(argument, 'Name')?.value) : undefined;
  const value = argument.is === 'map' ? undefined : stack.value(argument);
  const what = name ?? (isMap(value) ? undefined : stack.plainText(value));
  return new Unknown(`the macro ${what ?? '?'} is run by AWS alone`);
};

export const FUNCTIONS: Readonly<Record<string, Intrinsic>> = {
  Ref: (argument, stack) => stack.ref(literal(argument) ?? ''),
  Condition: (argument, stack) => stack.condition(literal(argument) ?? ''),
  'Fn::GetAtt': getAtt,
  'Fn::Sub': sub,
  'Fn::Join': join,
  'Fn::Split': split,
  'Fn::Select': select,
  'Fn::FindInMap': findInMap,
  'Fn::If': conditional,
  'Fn::Equals': equals,
  'Fn::And': decidedBy(false),
  'Fn::Or': decidedBy(true),
  'Fn::Not': not,
  'Fn::ImportValue': importValue,
  'Fn::Cidr': cidr,
  'Fn::Length': length,
  'Fn::GetAZs': zones,
  'Fn::Transform': macro,
};
