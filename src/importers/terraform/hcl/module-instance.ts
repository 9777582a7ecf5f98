/** One instance of a module: what its names mean, evaluated on first use. */

import { isMap, Reference, Sensitive, Unknown, type Value } from '../../aws-resources/values.ts';
import { indexText } from '../layer.ts';
import { blockValue } from './block-values.ts';
import type { CodeFiles } from './code-files.ts';
import { evaluateSafely } from './evaluate.ts';
import type { EvaluationScope, PathStep } from './evaluation-scope.ts';
import { type BlockExpansion, expansionOf } from './expansion.ts';
import { type CalledModules, moduleValue } from './module-calls.ts';
import type { ModuleSource } from './module-source.ts';
import { CannotEvaluate } from './partial-values.ts';
import { lazily, type Program } from './program.ts';
import { type ProviderPlace, providerOf } from './providers.ts';
import type { HclBlock } from './syntax.ts';
import { converted } from './type-constraints.ts';

/** How a module came to be called. */
export interface ModuleCall {
  readonly from: ModuleInstance;
  readonly block: HclBlock;
  /** With `each` and `count` of the call. */
  readonly scope: EvaluationScope;
}

export class ModuleInstance implements EvaluationScope {
  readonly program: Program;
  readonly source: ModuleSource;
  /** `module.a["b"].`, or nothing for the root. */
  readonly prefix: string;
  readonly call: ModuleCall | undefined;
  readonly #known = new Map<string, () => Value>();
  readonly #expansions = new Map<string, BlockExpansion>();
  readonly #calls = new Map<string, CalledModules<ModuleInstance>>();

  constructor(program: Program, source: ModuleSource, prefix: string, call?: ModuleCall) {
    this.program = program;
    this.source = source;
    this.prefix = prefix;
    this.call = call;
  }

  get files(): CodeFiles {
    return this.program.options.files;
  }

  spend(): void {
    this.program.spend();
  }

  attributeOf(reference: Reference, step: PathStep): Value {
    const { scope, address, path } = reference;
    return this.program.attributeOf(
      reference,
      step,
      () => new Reference(scope, address, [...path, step]),
    );
  }

  resolve(name: string, steps: readonly (PathStep | undefined)[]) {
    const [first, second] = steps.map((step) => (step === undefined ? undefined : String(step)));
    switch (name) {
      case 'var':
        return first === undefined ? undefined : { value: this.variable(first), used: 1 };
      case 'local':
        return first === undefined ? undefined : { value: this.local(first), used: 1 };
      case 'module':
        return first === undefined
          ? undefined
          : moduleValue(this.called(first), `${this.prefix}module.${first}`, steps.slice(1));
      case 'data':
        return this.#resource(`data.${first}.${second}`, 2);
      case 'path':
        return { value: this.#path(first), used: 1 };
      case 'terraform':
        return { value: this.program.options.workspace, used: 1 };
      default:
        return this.#resource(`${name}.${first}`, 1);
    }
  }

  #once(key: string, work: () => Value): Value {
    const there = this.#known.get(key) ?? lazily(work);
    this.#known.set(key, there);
    return there();
  }

  #path(which: string | undefined): Value {
    if (which === 'module') return this.source.folder;
    return which === 'root' ? '.' : new Unknown('the folder of a run is not known');
  }

  local(name: string): Value {
    const expression = this.source.locals.get(name);
    if (!expression) throw new CannotEvaluate(`there is no local.${name}`);
    return this.#once(`local.${name}`, () => evaluateSafely(expression, this));
  }

  variable(name: string): Value {
    return this.#once(`var.${name}`, () => this.#variable(name));
  }

  #variable(name: string): Value {
    const body = this.source.variables.get(name);
    if (!body) throw new CannotEvaluate(`there is no var.${name}`);
    const [type, other, nullable, secret] = ['type', 'default', 'nullable', 'sensitive'].map(
      (key) => body.attributes.get(key)?.value,
    );
    const standard = other && evaluateSafely(other, this);
    const given = this.#given(name);
    const notNull = nullable?.kind === 'literal' && nullable.value === false;
    const value = given === undefined || (given === null && notNull) ? standard : given;
    if (value === undefined) return new Unknown(`${this.prefix}var.${name} has no value`);
    const fitting = type ? converted(value, type, this) : value;
    const isSecret = secret?.kind === 'literal' && secret.value === true;
    return isSecret && !(fitting instanceof Unknown) ? new Sensitive(fitting) : fitting;
  }

  #given(name: string): Value | undefined {
    const assumed = this.program.assumed(`${this.prefix}var.${name}`);
    if (assumed !== undefined) return assumed;
    if (!this.call) {
      const { variables } = this.program.options;
      return Object.hasOwn(variables, name) ? variables[name] : undefined;
    }
    const argument = this.call.block.body.attributes.get(name);
    return argument && evaluateSafely(argument.value, this.call.scope);
  }

  output(name: string): Value {
    const body = this.source.outputs.get(name);
    const value = body?.attributes.get('value')?.value;
    if (!value) throw new CannotEvaluate(`there is no output ${name}`);
    const secret = body.attributes.get('sensitive')?.value;
    const isSecret = secret?.kind === 'literal' && secret.value === true;
    const own = this.#once(`output.${name}`, () => evaluateSafely(value, this));
    return isSecret && !(own instanceof Unknown) ? new Sensitive(own) : own;
  }

  outputs(): Value {
    return Object.fromEntries(
      [...this.source.outputs.keys()].map((name) => [name, this.output(name)]),
    );
  }

  /** Instances of a module call. */
  called(name: string): CalledModules<ModuleInstance> {
    const there = this.#calls.get(name);
    if (there) return there;
    const declared = this.source.modules.get(name);
    if (!declared) throw new CannotEvaluate(`there is no module.${name}`);
    this.#calls.set(name, { kind: 'missing', reason: 'it refers to itself' });
    const made = this.#call(name, declared.block);
    this.#calls.set(name, made);
    return made;
  }

  #call(name: string, block: HclBlock): CalledModules<ModuleInstance> {
    const address = block.body.attributes.get('source')?.value;
    const text = address?.kind === 'literal' ? String(address.value) : undefined;
    const plain = `${this.prefix.replace(/\[[^\]]*\]/g, '')}module.${name}`;
    const { moduleAt } = this.program.options;
    const source = moduleAt(plain, this.source.folder, text);
    if (!source)
      return { kind: 'missing', reason: `the module ${text ?? ''} is not among the files` };
    for (let up: ModuleInstance | undefined = this; up; up = up.call?.from)
      if (up.source === source)
        return { kind: 'missing', reason: `the module ${source.folder} calls itself` };
    const expansion = expansionOf(block.body, this);
    if (expansion.kind === 'unknown') return expansion;
    return {
      kind: expansion.kind,
      modules: expansion.instances.map(({ index, scope }) => {
        const prefix = `${this.prefix}module.${name}${indexText(index)}.`;
        const module = new ModuleInstance(this.program, source, prefix, {
          from: this,
          block,
          scope,
        });
        return { module, ...(index === undefined ? {} : { index }) };
      }),
    };
  }

  /** Instances of a resource, which references find from then on. */
  expansion(key: string): BlockExpansion {
    const there = this.#expansions.get(key);
    if (there) return there;
    const declared = this.source.resources.get(key);
    if (!declared) throw new CannotEvaluate(`there is no ${key}`);
    this.#expansions.set(key, { kind: 'unknown', reason: 'it refers to itself' });
    const { block } = declared;
    const made = expansionOf(block.body, this);
    this.#expansions.set(key, made);
    if (made.kind === 'unknown') return made;
    for (const { index, scope } of made.instances) {
      const address = `${this.prefix}${key}${indexText(index)}`;
      const attribute = (step: PathStep): Value =>
        this.#once(`${address}.${step}`, () =>
          this.#attribute(key, block, address, String(step), scope),
        );
      this.program.resources.set(address, { address, attribute });
    }
    return made;
  }

  #resource(key: string, used: number) {
    if (!this.source.resources.has(key)) return undefined;
    const { scope } = this.program.options;
    const expansion = this.expansion(key);
    const address = `${this.prefix}${key}`;
    if (expansion.kind === 'unknown') {
      const reason = `how many ${address} there are is not known: ${expansion.reason}`;
      return { value: new Unknown(reason), used };
    }
    const all = expansion.instances.map(
      ({ index }) => [index, new Reference(scope, `${address}${indexText(index)}`, [])] as const,
    );
    const [only] = all;
    if (expansion.kind === 'single' && only) return { value: only[1], used };
    const value =
      expansion.kind === 'count'
        ? all.map(([, reference]) => reference)
        : Object.fromEntries(all.map(([index, reference]) => [String(index), reference]));
    return { value, used };
  }

  #attribute(
    key: string,
    block: HclBlock,
    address: string,
    name: string,
    scope: EvaluationScope,
  ): Value {
    const { options } = this.program;
    const assumed = this.program.assumed(`${address}.${name}`);
    if (assumed !== undefined) return assumed;
    if (!key.startsWith('data.'))
      return blockValue(block.body, name, scope) ?? new Reference(options.scope, address, [name]);
    const looked = options.lookups.get(address);
    if (isMap(looked) && Object.hasOwn(looked, name)) return looked[name] ?? null;
    const [type = ''] = block.labels;
    const own = this.#ofProvider(type, name, block);
    if (own !== undefined) return own;
    if (type === 'terraform_remote_state' && name === 'outputs') return this.#remote(block, scope);
    return (
      blockValue(block.body, name, scope) ??
      (['id', 'arn'].includes(name)
        ? new Reference(options.scope, address, [name])
        : new Unknown(`${address}.${name} is read from the cloud`))
    );
  }

  #remote({ body }: HclBlock, scope: EvaluationScope): Value {
    const backend = blockValue(body, 'backend', scope);
    const config = blockValue(body, 'config', scope);
    return this.program.options.remoteOutputs({
      backend: typeof backend === 'string' ? backend : undefined,
      config,
    });
  }

  /** Where its provider is, where the code says so. */
  place(block: HclBlock): ProviderPlace {
    return providerOf(this, block);
  }

  #ofProvider(type: string, name: string, block: HclBlock): Value | undefined {
    const { region, account } = this.place(block);
    if (type === 'aws_region' && ['name', 'region', 'id'].includes(name)) return region;
    return type === 'aws_caller_identity' && ['account_id', 'id'].includes(name)
      ? account
      : undefined;
  }
}
