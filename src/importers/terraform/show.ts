/** `terraform show -json` of a state: the same resources as in the state, without serial and lineage. */

import { readJsonElements } from '../../formats/json-elements.ts';
import type { Diagnostic, Origin } from '../../model/diagnostic.ts';
import type { Value, ValueMap } from '../aws-resources/values.ts';
import { isMap, UNKNOWN } from '../aws-resources/values.ts';
import type { SourceFile } from '../file-importer.ts';
import { present } from '../present.ts';
import { isJson, type JsonMap, listOf, readable, textOf, withoutSecrets } from './json-values.ts';
import { type Layer, type LayerResource, signature } from './layer.ts';
import { unreadable } from './state.ts';

/** One resource as `values` and `prior_state` have it. */
export function shownResource(resource: JsonMap, at: Origin): LayerResource | undefined {
  const [type, address] = [textOf(resource.type), textOf(resource.address)];
  if (type === undefined || address === undefined) return undefined;
  // A replaced instance that is still there.
  if (textOf(resource.deposed_key) !== undefined) return undefined;
  const managed = resource.mode !== 'data';
  const values = readable(type, managed, resource.values);
  const shown = withoutSecrets(values, resource.sensitive_values);
  return {
    ...{ address, type, managed, at, applied: true },
    values: isMap(shown) ? shown : {},
    ...present({ provider: textOf(resource.provider_name) }),
  };
}

/** Resources of a module and of those in it. */
export function shownModule(module: unknown, at: Origin): readonly LayerResource[] {
  if (!isJson(module)) return [];
  const own = listOf(module.resources).flatMap((r) =>
    isJson(r) ? (shownResource(r, at) ?? []) : [],
  );
  return [...own, ...listOf(module.child_modules).flatMap((child) => shownModule(child, at))];
}

/** Errors: `import-broken`. */
export function readShow(file: SourceFile, report: (diagnostic: Diagnostic) => void) {
  const resources: LayerResource[] = [];
  const read = readJsonElements(
    file.bytes,
    (path) => path[0] === 'values' && path.at(-1) === 'resources',
    (value, { line }) => {
      const found = isJson(value) && shownResource(value, { file: file.path, line });
      if (found) resources.push(found);
    },
  );
  if (read.fault) return void report(unreadable(file.path, read.fault));
  const values = isJson(read.rest) && isJson(read.rest.values) ? read.rest.values : {};
  const layer: Layer = {
    ...{ kind: 'show', path: file.path, at: { file: file.path }, resources },
    outputs: outputs(values.outputs),
    signature: signature(resources),
  };
  return layer;
}

function outputs(all: unknown): ValueMap {
  if (!isJson(all)) return {};
  return Object.fromEntries(
    Object.entries(all).flatMap(([name, output]): [string, Value][] =>
      isJson(output) ? [[name, output.sensitive === true ? UNKNOWN : (output.value as Value)]] : [],
    ),
  );
}
