/** Values of a block: its attributes, its blocks as lists, and what `dynamic` makes. */

import { Sensitive, Unknown, type Value, type ValueMap } from '../../aws-resources/values.ts';
import { evaluateSafely, withNames } from './evaluate.ts';
import type { EvaluationScope } from './evaluation-scope.ts';
import { addressOf } from './module-source.ts';
import { asText, asUnknown, elementsOf, isOpen } from './partial-values.ts';
import type { HclBlock, HclBody } from './syntax.ts';

/** Arguments of Terraform itself. */
const META: ReadonlySet<string> = new Set([
  'count',
  'for_each',
  'depends_on',
  'provider',
  'providers',
]);
const META_BLOCKS: ReadonlySet<string> = new Set([
  'lifecycle',
  'provisioner',
  'connection',
  'timeouts',
]);

/** @param wanted the names that are asked for: all others stay unevaluated */
export function blockValues(
  body: HclBody,
  scope: EvaluationScope,
  wanted: (name: string) => boolean,
): ValueMap {
  const values: [string, Value][] = [];
  for (const [name, { value }] of body.attributes)
    if (!META.has(name) && wanted(name)) values.push([name, evaluateSafely(value, scope)]);
  const blocks = new Map<string, Value[]>();
  for (const block of body.blocks) {
    const name = block.type === 'dynamic' ? (block.labels[0] ?? '') : block.type;
    if (META_BLOCKS.has(name) || !wanted(name)) continue;
    const made =
      block.type === 'dynamic'
        ? dynamic(block, name, scope, wanted)
        : [blockValues(block.body, scope, wanted)];
    blocks.set(name, [...(blocks.get(name) ?? []), ...made]);
  }
  return Object.fromEntries([...values, ...blocks]);
}

/** One attribute or kind of blocks; undefined where the code does not set it. */
export function blockValue(body: HclBody, name: string, scope: EvaluationScope): Value | undefined {
  const attribute = META.has(name) ? undefined : body.attributes.get(name);
  if (attribute) return evaluateSafely(attribute.value, scope);
  const own = blockValues({ attributes: new Map(), blocks: body.blocks }, scope, (n) => n === name);
  if (!Object.hasOwn(own, name)) return undefined;
  // All that is in the blocks, not only what has their name.
  const whole = blockValues({ attributes: new Map(), blocks: body.blocks }, scope, () => true);
  return whole[name];
}

function dynamic(
  { body }: HclBlock,
  name: string,
  scope: EvaluationScope,
  wanted: (name: string) => boolean,
): readonly Value[] {
  const each = body.attributes.get('for_each');
  const content = body.blocks.find(({ type }) => type === 'content');
  if (!each || !content) return [];
  const given = evaluateSafely(each.value, scope);
  const over = given instanceof Sensitive ? given.value : given;
  if (isOpen(over)) return [asUnknown(over)];
  const elements = elementsOf(over);
  if (!elements) return [new Unknown(`for_each of ${name} is no collection`)];
  const iterator = addressOf(body.attributes.get('iterator')?.value) ?? name;
  return elements.map(([index, value]) => {
    // Of a list of texts each is its own key, as in a set; Terraform gives the index, which nobody draws.
    const key = typeof index === 'number' && asText(value) !== undefined ? value : index;
    return blockValues(content.body, withNames(scope, { [iterator]: { key, value } }), wanted);
  });
}
