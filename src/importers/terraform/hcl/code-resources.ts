/** All resources that a configuration declares. */

import { isAllowed } from '../../aws-resources/allow-list.ts';
import { isMapped } from '../../aws-resources/inventory-of-resources.ts';
import type { ValueMap } from '../../aws-resources/values.ts';
import { isLookup, lookups } from '../json-values.ts';
import { indexText, type LayerResource } from '../layer.ts';
import { blockValues } from './block-values.ts';
import type { ModuleInstance } from './module-instance.ts';

/** Blocks that a plan calls unknown where code has none: code says that there are none. */
const NONE: Readonly<Record<string, readonly string[]>> = {
  aws_security_group: ['ingress', 'egress'],
  aws_route_table: ['route'],
  aws_network_acl: ['ingress', 'egress'],
};

const withNone = (type: string, values: ValueMap): ValueMap => ({
  ...Object.fromEntries((NONE[type] ?? []).map((name) => [name, []])),
  ...values,
});

export function codeResources(module: ModuleInstance): readonly LayerResource[] {
  const found: LayerResource[] = [];
  for (const key of module.source.resources.keys()) found.push(...ofBlock(module, key));
  for (const [name, { at }] of module.source.modules) {
    const called = module.called(name);
    if ('reason' in called)
      module.program.note(`${module.prefix}module.${name}`, called.reason, at);
    else for (const inner of called.modules) found.push(...codeResources(inner.module));
  }
  return found;
}

function ofBlock(module: ModuleInstance, key: string): readonly LayerResource[] {
  const declared = module.source.resources.get(key);
  if (!declared) return [];
  const { block, at } = declared;
  const [type = ''] = block.labels;
  const managed = !key.startsWith('data.');
  if (!managed && !isLookup(type)) return [];
  const expansion = module.expansion(key);
  if (expansion.kind === 'unknown') {
    const what = `${module.prefix}${key}`;
    if (managed)
      module.program.note(what, `how many there are is not known: ${expansion.reason}`, at);
    return [];
  }
  const { key: provider, ...place } = module.place(block);
  return expansion.instances.map(({ index, scope }) => {
    const read = managed ? isMapped(type) : true;
    const values = read ? blockValues(block.body, scope, isAllowed) : {};
    return {
      address: `${module.prefix}${key}${indexText(index)}`,
      ...{ type, managed, at, provider, ...place },
      applied: false,
      values: managed ? withNone(type, values) : lookups(type, values),
    };
  });
}

/** Addresses of before and after, of `moved` blocks in all modules. */
export function movedIn(module: ModuleInstance): readonly (readonly [string, string])[] {
  const own = module.source.moved.map(
    ([from, to]) => [`${module.prefix}${from}`, `${module.prefix}${to}`] as const,
  );
  const inner = [...module.source.modules.keys()].flatMap((name) => {
    const called = module.called(name);
    return 'reason' in called ? [] : called.modules.flatMap((m) => movedIn(m.module));
  });
  return [...own, ...inner];
}
