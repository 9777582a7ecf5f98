/** A state file, format 4: what Terraform made, with its ids. */

import { readJsonElements } from '../../formats/json-elements.ts';
import { type Diagnostic, error, type Origin } from '../../model/diagnostic.ts';
import { UNKNOWN, type Value, type ValueMap } from '../aws-resources/values.ts';
import type { SourceFile } from '../file-importer.ts';
import { present } from '../present.ts';
import { isJson, type JsonMap, listOf, readable, redactPath, textOf } from './json-values.ts';
import { indexText, type Layer, type LayerResource, signature } from './layer.ts';

const FORMAT = 4;

/** Errors: `import-broken`, `import-version`. */
export function readState(file: SourceFile, report: (diagnostic: Diagnostic) => void) {
  const resources: LayerResource[] = [];
  const read = readJsonElements(
    file.bytes,
    (path) => path.length === 1 && path[0] === 'resources',
    (value, { line }) => {
      if (isJson(value)) resources.push(...instancesOf(value, { file: file.path, line }));
    },
  );
  if (read.fault) return void report(unreadable(file.path, read.fault));
  if (!isJson(read.rest) || typeof read.rest.version !== 'number')
    return void report(
      unreadable(file.path, { line: 1, column: 1 }, 'no state: it has no version'),
    );
  const { version } = read.rest;
  if (version !== FORMAT) return void report(otherVersion(file.path, version));
  return layerOf(file.path, read.rest, resources);
}

function layerOf(path: string, rest: JsonMap, resources: readonly LayerResource[]): Layer {
  return {
    kind: 'state',
    path,
    at: { file: path },
    resources,
    outputs: outputsOf(rest.outputs),
    signature: signature(resources),
    ...present({
      serial: typeof rest.serial === 'number' ? rest.serial : undefined,
      lineage: textOf(rest.lineage),
    }),
  };
}

export const unreadable = (
  file: string,
  { line, column }: { readonly line: number; readonly column: number },
  what = 'not valid JSON',
): Diagnostic =>
  error(
    'import-broken',
    what,
    { file, line, column },
    {
      hint: 'It may be truncated. Write it again: `terraform state pull`, `terraform show -json`.',
    },
  );

const otherVersion = (file: string, version: number): Diagnostic =>
  error(
    'import-version',
    `a state of the format ${version}, which is not read`,
    { file },
    {
      hint:
        version < FORMAT
          ? 'Terraform 0.12 and newer write format 4: upgrade the state with `terraform apply -refresh-only`.'
          : 'Use a newer version of Cadastre, or `terraform show -json`.',
    },
  );

/** Values of outputs that are no secrets: other configurations refer to them. */
function outputsOf(outputs: unknown): ValueMap {
  if (!isJson(outputs)) return {};
  return Object.fromEntries(
    Object.entries(outputs).flatMap(([name, output]): [string, Value][] =>
      isJson(output) ? [[name, output.sensitive === true ? UNKNOWN : (output.value as Value)]] : [],
    ),
  );
}

/** Deposed instances are on their way out: what replaces them is there, too. */
function instancesOf(resource: JsonMap, at: Origin): LayerResource[] {
  const [type, name] = [textOf(resource.type), textOf(resource.name)];
  if (type === undefined || name === undefined) return [];
  const managed = resource.mode !== 'data';
  const module = textOf(resource.module);
  const base = `${module === undefined ? '' : `${module}.`}${managed ? '' : 'data.'}${type}.${name}`;
  return listOf(resource.instances).flatMap((instance): LayerResource[] => {
    if (!isJson(instance) || textOf(instance.deposed) !== undefined) return [];
    return [
      {
        address: `${base}${indexText(instance.index_key)}`,
        type,
        managed,
        applied: true,
        values: attributesOf(type, managed, instance),
        at,
        ...present({ provider: textOf(resource.provider) }),
      },
    ];
  });
}

function attributesOf(type: string, managed: boolean, instance: JsonMap): ValueMap {
  const values = readable(type, managed, instance.attributes);
  return listOf(instance.sensitive_attributes).reduce<ValueMap>((kept, path) => {
    const keys = listOf(path).flatMap((step): (string | number)[] => {
      // An index is an object of type and value in the format of ctyjson.
      const value = isJson(step) ? step.value : undefined;
      const key = isJson(value) ? value.value : value;
      return typeof key === 'string' || typeof key === 'number' ? [key] : [];
    });
    return keys.length > 0 ? redactPath(kept, keys) : kept;
  }, values);
}
