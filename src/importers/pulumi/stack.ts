/** A stack's export, version 3 -> resources by the names of Terraform's AWS provider. */

import { readJsonElements } from '../../formats/json-elements.ts';
import { type Diagnostic, error, type Origin } from '../../model/diagnostic.ts';
import { allowedAttributes } from '../aws-resources/allow-list.ts';
import { isMapped } from '../aws-resources/inventory-of-resources.ts';
import type { DeclaredResource } from '../aws-resources/resource.ts';
import { REDACTED, UNKNOWN, type Value, type ValueMap } from '../aws-resources/values.ts';
import type { SourceFile } from '../file-importer.ts';
import { attributeName, resourceType } from './names.ts';
import { nativeResources, nativeRule } from './native.ts';

const VERSION = 3;
/** Marks the encoded kinds of values: https://www.pulumi.com/docs/iac/concepts/secrets/ */
const SIGNATURE = '4dabf18193072939515e22adb298388d';
const SECRET = '1b47061264138c4ac30d75fd1eb44270';
const UNKNOWN_TEXT = '04da6b54-80e4-46f7-96ec-b56ff0331ba9';

type Properties = Readonly<Record<string, unknown>>;

const isProperties = (value: unknown): value is Properties =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

export interface StackExport {
  readonly resources: readonly DeclaredResource[];
  /** Epoch seconds. */
  readonly asOf?: number;
}

/** Errors: `import-broken`, `import-version`. */
export function readStack(
  file: SourceFile,
  report: (diagnostic: Diagnostic) => void,
): StackExport | undefined {
  const resources: DeclaredResource[] = [];
  const read = readJsonElements(
    file.bytes,
    (path) => path.length === 2 && path[0] === 'deployment' && path[1] === 'resources',
    (value, { line }) => {
      if (isProperties(value)) resources.push(...resourcesOf(value, { file: file.path, line }));
    },
  );
  if (read.fault) return void report(broken({ file: file.path, ...read.fault }, 'not valid JSON'));
  const { version, deployment } = isProperties(read.rest) ? read.rest : {};
  if (!isProperties(deployment))
    return void report(broken({ file: file.path, line: 1, column: 1 }, 'it has no deployment'));
  if (version !== VERSION)
    return void report(
      error(
        'import-version',
        `version ${String(version)} of a stack's export, which is not read`,
        { file: file.path },
        {
          hint: 'Export it with a current version: `pulumi stack export > stack.json`.',
        },
      ),
    );
  const { time } = isProperties(deployment.manifest) ? deployment.manifest : {};
  const at = Date.parse(text(time) ?? '');
  return Number.isNaN(at) ? { resources } : { resources, asOf: Math.floor(at / 1000) };
}

const broken = (at: Origin, message: string): Diagnostic =>
  error('import-broken', message, at, {
    hint: 'It may be truncated. Write it again: `pulumi stack export > stack.json`.',
  });

/** What is on its way out doubles its URN, and components are only parents. */
function resourcesOf(resource: Properties, at: Origin): readonly DeclaredResource[] {
  const [urn, type, id] = [text(resource.urn), text(resource.type), text(resource.id)];
  if (urn === undefined || type === undefined) return [];
  if (resource.delete === true || resource.custom !== true || type.startsWith('pulumi:')) return [];
  const provider = text(resource.provider);
  const base = {
    scope: stackOf(urn),
    address: urn,
    managed: resource.external !== true,
    applied: id !== undefined,
    at,
    label: urn.slice(urn.lastIndexOf('::') + 2),
    ...(provider === undefined ? {} : { provider }),
  };
  if (nativeRule(type))
    return nativeResources(type, plainValues(resource), id).map(({ suffix, ...own }) => ({
      ...{ ...base, ...own },
      ...(suffix === undefined ? {} : { address: `${urn}.${suffix}` }),
    }));
  const own = resourceType(type);
  const values = isMapped(own) ? valuesOf(own, resource, id) : {};
  return [{ ...base, type: own, values }];
}

/** Outputs over inputs, by their own names. */
const plainValues = ({ inputs, outputs }: Properties): ValueMap => ({
  ...(isProperties(inputs) ? (unsealed(inputs) as ValueMap) : {}),
  ...(isProperties(outputs) ? (unsealed(outputs) as ValueMap) : {}),
});

/** The value with marks in place of what is secret or not known. */
function unsealed(value: unknown): Value {
  if (Array.isArray(value)) return value.map(unsealed);
  if (!isProperties(value)) return value === UNKNOWN_TEXT ? UNKNOWN : ((value ?? null) as Value);
  return (
    sealed(value) ??
    Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, unsealed(inner)]))
  );
}

/** `urn:pulumi:STACK::PROJECT` */
const stackOf = (urn: string): string => urn.split('::', 2).join('::');

/** Outputs are what is; inputs are what was asked for. */
function valuesOf(type: string, resource: Properties, id: string | undefined): ValueMap {
  const given = [resource.inputs, resource.outputs].map((properties) =>
    isProperties(properties) ? namedValues(type, properties) : {},
  );
  const values = Object.assign({}, ...given) as ValueMap;
  return allowedAttributes(id === undefined ? values : { id, ...values });
}

/** Tags keep their keys; all other properties are renamed, at any depth. */
function namedValues(type: string, properties: Properties): ValueMap {
  return Object.fromEntries(
    Object.entries(properties).map(([property, value]): [string, Value] => {
      const name = attributeName(type, property);
      return [
        name,
        name === 'tags' || name === 'tags_all' ? plain(value) : propertyValue(type, value),
      ];
    }),
  );
}

function propertyValue(type: string, value: unknown): Value {
  if (Array.isArray(value)) return value.map((item) => propertyValue(type, item));
  if (!isProperties(value)) return value === UNKNOWN_TEXT ? UNKNOWN : ((value ?? null) as Value);
  return sealed(value) ?? namedValues(type, value);
}

function plain(value: unknown): Value {
  if (!isProperties(value)) return (value ?? null) as Value;
  const hidden = sealed(value);
  if (hidden !== undefined) return hidden;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]): [string, Value] => [
      key,
      isProperties(item) ? (sealed(item) ?? {}) : (item as Value),
    ]),
  );
}

/** A secret, or a value of another kind that is written as an object. */
function sealed(value: Properties): Value | undefined {
  if (!Object.hasOwn(value, SIGNATURE)) return undefined;
  return value[SIGNATURE] === SECRET ? REDACTED : UNKNOWN;
}
