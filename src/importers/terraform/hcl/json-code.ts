/** Code in JSON (`.tf.json`), as people and the CDK for Terraform write it -> the same tree as of code. */

import { parseYaml, type YamlEntry, type YamlNode } from '../../../formats/yaml-tree.ts';
import { type Diagnostic, error, type Origin } from '../../../model/diagnostic.ts';
import { loadGrammar } from './parse.ts';
import {
  type HclAttribute,
  type HclBlock,
  type HclBody,
  type HclExpression,
  literal,
} from './syntax.ts';
import { expressionOfText, templateOfText } from './template-text.ts';

/** How many labels a block of each type has. */
const LABELS: Readonly<Record<string, number>> = {
  ...{ resource: 2, data: 2, variable: 1, output: 1, module: 1, provider: 1 },
  ...{ locals: 0, terraform: 0, moved: 0 },
};

/** What a program would synthesize at most. */
const MOST_VALUES = 1_000_000;

/** Blocks of providers that are lists in a state. */
const PROVIDER_BLOCKS = new Set(['assume_role', 'assume_role_with_web_identity', 'default_tags']);
/** Names of something, and not templates. */
const NAMES: Readonly<Record<string, ReadonlySet<string>>> = {
  resource: new Set(['provider']),
  data: new Set(['provider']),
  moved: new Set(['from', 'to']),
  variable: new Set(['type']),
};

export type JsonCode =
  | { readonly body: HclBody; readonly fault?: undefined }
  | { readonly fault: Diagnostic };

/** @param text JSON; its places are those of YAML, which it is part of */
export async function parseJsonCode(text: string, path: string): Promise<JsonCode> {
  await loadGrammar();
  const { value, diagnostics } = parseYaml(text, path, { most: MOST_VALUES });
  const [fault] = diagnostics;
  if (fault) return { fault };
  const [root] = value ?? [];
  try {
    const blocks = entriesOf(root).flatMap(({ key, keyOrigin, value: inner }) =>
      blocksOf(key, inner, keyOrigin.line ?? 1),
    );
    return { body: { attributes: new Map(), blocks } };
  } catch (thrown) {
    if (!(thrown instanceof BrokenExpression)) throw thrown;
    return { fault: error('import-syntax', thrown.message, thrown.origin) };
  }
}

/** An expression in a text that does not parse, as Terraform would refuse it. */
class BrokenExpression extends Error {
  readonly origin: Origin;

  constructor(origin: Origin) {
    super('the expression in this text does not parse');
    this.origin = origin;
  }
}

function parsedOrThrow(found: HclExpression | undefined, { origin }: YamlNode): HclExpression {
  if (!found) throw new BrokenExpression(origin);
  return found;
}

/** Of a mapping; keys `//` are comments. */
const entriesOf = (tree: YamlNode | undefined): readonly YamlEntry[] =>
  tree?.is === 'map' ? tree.entries.filter(({ key }) => key !== '//') : [];

/** A mapping, or a list of them. */
const bodiesOf = (tree: YamlNode): readonly YamlNode[] =>
  tree.is === 'list' ? tree.items.flatMap(bodiesOf) : [tree];

function blocksOf(
  type: string,
  tree: YamlNode,
  line: number,
  labels: readonly string[] = [],
): readonly HclBlock[] {
  const count = Object.hasOwn(LABELS, type) ? LABELS[type] : undefined;
  if (count === undefined) return [];
  return bodiesOf(tree).flatMap((body): readonly HclBlock[] => {
    if (labels.length === count) return [{ type, labels, line, body: bodyOf(type, body) }];
    return entriesOf(body).flatMap(({ key, keyOrigin, value }) =>
      blocksOf(type, value, keyOrigin.line ?? line, [...labels, key]),
    );
  });
}

function bodyOf(type: string, tree: YamlNode): HclBody {
  const attributes = new Map<string, HclAttribute>();
  const blocks: HclBlock[] = [];
  for (const { key, keyOrigin, value } of entriesOf(tree)) {
    const line = keyOrigin.line ?? 1;
    if (key === 'dynamic' && type === 'resource') blocks.push(...dynamicBlocks(value, line));
    else if (key === 'backend' && type === 'terraform')
      for (const [name, body] of labelled(value))
        blocks.push({ type: key, labels: [name], line, body: bodyOf(key, body) });
    else attributes.set(key, { value: attributeOf(type, key, value), line });
  }
  return { attributes, blocks };
}

const labelled = (tree: YamlNode): readonly (readonly [string, YamlNode])[] =>
  bodiesOf(tree).flatMap((body) => entriesOf(body).map(({ key, value }) => [key, value] as const));

const dynamicBlocks = (tree: YamlNode, line: number): readonly HclBlock[] =>
  labelled(tree).flatMap(([label, bodies]) =>
    bodiesOf(bodies).map((body): HclBlock => {
      const entries = entriesOf(body);
      const content = entries.find(({ key }) => key === 'content')?.value;
      const attributes = entries
        .filter(({ key }) => key !== 'content')
        .map(({ key, value }): [string, HclAttribute] => [
          key,
          { line, value: key === 'iterator' ? nameOf(value) : expressionOf(value) },
        ]);
      const inner = content ? bodyOf('content', content) : undefined;
      const blocks = inner ? [{ type: 'content', labels: [], line, body: inner }] : [];
      return {
        ...{ type: 'dynamic', labels: [label], line },
        body: { attributes: new Map(attributes), blocks },
      };
    }),
  );

function attributeOf(type: string, key: string, value: YamlNode): HclExpression {
  if (NAMES[type]?.has(key)) return nameOf(value);
  if (type === 'variable') return expressionOf(value, false);
  if (type === 'module' && key === 'providers' && value.is === 'map')
    return {
      kind: 'map',
      entries: entriesOf(value).map((one) => [literal(one.key), nameOf(one.value)] as const),
    };
  const own = expressionOf(value);
  return type === 'provider' && PROVIDER_BLOCKS.has(key) && own.kind === 'map'
    ? { kind: 'list', items: [own] }
    : own;
}

const nameOf = (tree: YamlNode): HclExpression =>
  parsedOrThrow(tree.is === 'scalar' ? expressionOfText(String(tree.value)) : undefined, tree);

/** @param templates false where texts are what they are */
function expressionOf(tree: YamlNode, templates = true): HclExpression {
  const text = (own: string): HclExpression =>
    templates ? parsedOrThrow(templateOfText(own), tree) : literal(own);
  if (tree.is === 'list')
    return { kind: 'list', items: tree.items.map((item) => expressionOf(item, templates)) };
  if (tree.is === 'map')
    return {
      kind: 'map',
      entries: entriesOf(tree).map(
        ({ key, value }) => [text(key), expressionOf(value, templates)] as const,
      ),
    };
  return typeof tree.value === 'string' ? text(tree.value) : literal(tree.value);
}
