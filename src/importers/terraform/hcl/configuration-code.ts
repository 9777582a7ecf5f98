/** Evaluates the code of configurations, each with what their states and plans know. */

import type { NoteUnresolved } from '../../aws-resources/resource.ts';
import { isMap, Unknown, type Value, type ValueMap } from '../../aws-resources/values.ts';
import type { Configuration } from '../configurations.ts';
import type { Layer } from '../layer.ts';
import { blockValue } from './block-values.ts';
import type { CodeFiles } from './code-files.ts';
import type { CodeFolders } from './code-folders.ts';
import { codeResources, movedIn } from './code-resources.ts';
import { ModuleInstance } from './module-instance.ts';
import type { ModuleSource } from './module-source.ts';
import { Program, type RemoteState } from './program.ts';
import { variableValues } from './variables.ts';

/** What tells a configuration's code from others before it is evaluated. */
export const codeLayer = (source: ModuleSource): Layer => ({
  kind: 'code',
  path: source.folder,
  at: { file: source.folder },
  resources: [],
  signature: new Set([
    ...[...source.resources.keys()].filter((key) => !key.startsWith('data.')),
    ...[...source.modules.keys()].map((name) => `module.${name}`),
  ]),
});

export class ConfigurationCode {
  readonly #folders: CodeFolders;
  readonly #assumptions: ReadonlyMap<string, unknown>;
  readonly #note: NoteUnresolved;
  readonly #all: readonly Configuration[];
  readonly #files: (root: string) => CodeFiles;
  readonly #roots = new Map<string, ModuleInstance>();

  constructor(
    all: readonly Configuration[],
    folders: CodeFolders,
    assumptions: ReadonlyMap<string, unknown>,
    files: (root: string) => CodeFiles,
    note: NoteUnresolved,
  ) {
    this.#all = all;
    this.#folders = folders;
    this.#assumptions = assumptions;
    this.#files = files;
    this.#note = note;
  }

  /** The configuration with the resources of its code. */
  evaluated(configuration: Configuration): Configuration {
    const root = this.#rootOf(configuration);
    if (!root) return configuration;
    const resources = codeResources(root);
    const moved = new Map(movedIn(root));
    const layers = configuration.layers.map((layer) =>
      layer.kind === 'code' ? { ...layer, resources, moved } : layer,
    );
    return { ...configuration, layers };
  }

  #rootOf(configuration: Configuration): ModuleInstance | undefined {
    const { scope, layers } = configuration;
    const there = this.#roots.get(scope);
    if (there) return there;
    const layer = layers.find(({ kind }) => kind === 'code');
    const source = layer && this.#folders.folders.get(layer.path);
    if (!source) return undefined;
    const { folder } = source;
    const files = this.#folders.variables.get(folder) ?? [];
    const program = new Program({
      scope,
      root: source,
      moduleAt: (call, from, address) => this.#folders.moduleAt(folder, call, from, address),
      variables: { ...variableValues(files, this.#note), ...planned(layers) },
      lookups: lookupsOf(layers),
      remoteOutputs: (settings) => this.#remoteOutputs(settings),
      assumptions: this.#assumptions,
      workspace: this.#workspace(layers),
      files: this.#files(folder),
      note: this.#note,
    });
    const made = new ModuleInstance(program, source, '');
    this.#roots.set(scope, made);
    return made;
  }

  /** A workspace's state lies in a folder of its name. */
  #workspace(layers: readonly Layer[]): string {
    const assumed = this.#assumptions.get('terraform.workspace');
    if (typeof assumed === 'string') return assumed;
    const names = layers.map(({ path }) => /terraform\.tfstate\.d\/([^/]+)\//.exec(path)?.[1]);
    return names.find((name) => name !== undefined) ?? 'default';
  }

  /** Outputs of the one configuration that a remote state names. */
  #remoteOutputs({ config }: RemoteState): Value {
    const name = ['key', 'path', 'prefix']
      .map((key) => isMap(config) && config[key])
      .find((value) => typeof value === 'string' && value !== '');
    if (typeof name !== 'string') return new Unknown('which state is meant is not known');
    const found = this.#all.filter((configuration) => this.#isStateOf(configuration, name));
    const [only, ...others] = found;
    if (!only || others.length > 0)
      return new Unknown(
        `the state ${name} is ${only ? 'several of the files' : 'not among the files'}`,
      );
    const state = only.layers.find(({ outputs }) => outputs !== undefined);
    const code = this.#rootOf(only)?.outputs();
    return { ...(isMap(code) ? code : {}), ...state?.outputs };
  }

  #isStateOf(configuration: Configuration, name: string): boolean {
    const clean = name.replace(/^(?:\.{1,2}\/)+/, '');
    const paths = configuration.layers
      .filter(({ kind }) => kind === 'state' || kind === 'show')
      .map(({ path }) => path);
    if (paths.some((path) => path === clean || path.endsWith(`/${clean}`))) return true;
    const root = this.#rootOf(configuration);
    const { backend } = root?.source ?? {};
    if (!root || !backend) return false;
    return ['key', 'path', 'prefix'].some((key) => blockValue(backend.body, key, root) === name);
  }
}

function planned(layers: readonly Layer[]): ValueMap {
  return layers.find(({ kind }) => kind === 'plan')?.plan?.variables ?? {};
}

/** What data sources gave when a state or plan was made. */
function lookupsOf(layers: readonly Layer[]): ReadonlyMap<string, Value> {
  const found = new Map<string, Value>();
  for (const { resources, plan } of layers) {
    for (const { address, managed, values } of resources) if (!managed) found.set(address, values);
    for (const [address, values] of plan?.lookups ?? [])
      if (!found.has(address)) found.set(address, values);
  }
  return found;
}
