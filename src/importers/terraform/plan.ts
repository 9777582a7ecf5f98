/** `terraform show -json` of a plan: what will be, with what is known of it. */

import { readJsonElements } from '../../formats/json-elements.ts';
import { type Diagnostic, type Origin, warning } from '../../model/diagnostic.ts';
import { Sensitive, type Value, type ValueMap } from '../aws-resources/values.ts';

import type { SourceFile } from '../file-importer.ts';
import { present } from '../present.ts';
import {
  isJson,
  type JsonMap,
  listOf,
  readable,
  textOf,
  withoutSecrets,
  withUnknown,
} from './json-values.ts';
import { type Layer, type LayerResource, signature } from './layer.ts';
import { shownModule } from './show.ts';
import { unreadable } from './state.ts';

interface PlannedResource {
  readonly resource?: LayerResource;
  readonly address: string;
  readonly before?: string;
}

/** Errors: `import-broken`. Warnings: `import-partial`. */
export function readPlan(file: SourceFile, report: (diagnostic: Diagnostic) => void) {
  const planned: PlannedResource[] = [];
  const read = readJsonElements(
    file.bytes,
    (path) => path.length === 1 && path[0] === 'resource_changes',
    (value, { line }) => {
      const found = isJson(value) && plannedResource(value, { file: file.path, line });
      if (found) planned.push(found);
    },
  );
  if (read.fault) return void report(unreadable(file.path, read.fault));
  const rest = isJson(read.rest) ? read.rest : {};
  const at = { file: file.path };
  const missing = unplanned(rest, planned);
  if (rest.complete === false || rest.errored === true || missing.length > 0)
    report(incomplete(at, missing));
  const resources = planned.flatMap(({ resource }) => resource ?? []);
  const time = Date.parse(textOf(rest.timestamp) ?? '');
  const moved = planned.flatMap(({ address, before }): [string, string][] =>
    before === undefined ? [] : [[before, address]],
  );
  const layer: Layer = {
    ...{ kind: 'plan', path: file.path, at, resources, moved: new Map(moved) },
    signature: signature(resources),
    ...present({ asOf: Number.isNaN(time) ? undefined : Math.floor(time / 1000) }),
    plan: {
      variables: variablesOf(rest),
      lookups: lookupsOf(rest, at),
      configuration: rest.configuration,
    },
  };
  return layer;
}

function plannedResource(change: JsonMap, at: Origin): PlannedResource | undefined {
  const [type, address] = [textOf(change.type), textOf(change.address)];
  if (type === undefined || address === undefined || !isJson(change.change)) return undefined;
  if (textOf(change.deposed) !== undefined) return undefined;
  const { actions, after, after_unknown, after_sensitive } = change.change;
  const previous = textOf(change.previous_address);
  const renamed = present({ before: previous });
  if (
    !listOf(actions).some((action) =>
      ['create', 'update', 'no-op', 'read'].includes(String(action)),
    )
  )
    return { address, ...renamed };
  const managed = change.mode !== 'data';
  const known = withUnknown((after ?? {}) as Value, after_unknown);
  const values = withoutSecrets(known, after_sensitive);
  const allowed = readable(type, managed, values);
  return {
    address,
    ...renamed,
    resource: {
      ...{ address, type, managed, at, values: allowed },
      applied: typeof allowed.id === 'string',
      ...present({ provider: textOf(change.provider_name) }),
    },
  };
}

/** Values of variables; those that the configuration calls sensitive are never read as facts. */
function variablesOf({ variables, configuration }: JsonMap): ValueMap {
  if (!isJson(variables)) return {};
  const root =
    isJson(configuration) && isJson(configuration.root_module) ? configuration.root_module : {};
  const declared = isJson(root.variables) ? root.variables : {};
  return Object.fromEntries(
    Object.entries(variables).flatMap(([name, variable]): [string, Value][] => {
      if (!isJson(variable)) return [];
      const own = declared[name];
      const secret = isJson(own) && own.sensitive === true;
      const value = (variable.value ?? null) as Value;
      return [[name, secret ? new Sensitive(value) : value]];
    }),
  );
}

function lookupsOf({ prior_state }: JsonMap, at: Origin): ReadonlyMap<string, Value> {
  const values = isJson(prior_state) && isJson(prior_state.values) ? prior_state.values : {};
  const data = shownModule(values.root_module, at).filter(({ managed }) => !managed);
  return new Map(data.map(({ address, values: own }) => [address, own]));
}

/** Resources of the configuration that have to be in a whole plan, and are not. */
function unplanned(
  { configuration }: JsonMap,
  planned: readonly PlannedResource[],
): readonly string[] {
  const there = new Set(planned.map(({ address }) => address));
  const root = isJson(configuration) ? configuration.root_module : undefined;
  return isJson(root) ? certain(root, '').filter((address) => !there.has(address)) : [];
}

/** Addresses of managed resources without `count` and `for_each`, in modules without them. */
function certain(module: JsonMap, prefix: string): readonly string[] {
  const own = listOf(module.resources).flatMap((resource) => {
    if (!isJson(resource) || resource.mode !== 'managed') return [];
    const several = 'count_expression' in resource || 'for_each_expression' in resource;
    return several ? [] : [`${prefix}${String(resource.type)}.${String(resource.name)}`];
  });
  const calls = isJson(module.module_calls) ? Object.entries(module.module_calls) : [];
  return [
    ...own,
    ...calls.flatMap(([name, call]) => {
      if (!isJson(call) || 'count_expression' in call || 'for_each_expression' in call) return [];
      return isJson(call.module) ? certain(call.module, `${prefix}module.${name}.`) : [];
    }),
  ];
}

const incomplete = (at: Origin, missing: readonly string[]): Diagnostic => {
  const [first] = missing;
  const what =
    first === undefined
      ? ''
      : `: ${missing.length} resources of the code are not in it, such as ${first}`;
  return warning('import-partial', `the plan is not of the whole configuration${what}`, at, {
    hint: 'Plan without `-target`; what the plan leaves out is not drawn.',
  });
};
