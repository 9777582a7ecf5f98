/** What all modules of one configuration share while they are evaluated. */

import type { Origin } from '../../../model/diagnostic.ts';
import type { NoteUnresolved } from '../../aws-resources/resource.ts';
import { type Reference, Unknown, type Value, type ValueMap } from '../../aws-resources/values.ts';
import type { CodeFiles } from './code-files.ts';
import type { PathStep } from './evaluation-scope.ts';
import type { ModuleSource } from './module-source.ts';
import { CannotEvaluate } from './partial-values.ts';

/** So many steps are far beyond any configuration, and end within seconds. */
const MOST_STEPS = 20_000_000;

export interface ProgramOptions {
  /** Names of `DeclaredResource.scope`. */
  readonly scope: string;
  readonly root: ModuleSource;
  /** The folder that a module call leads to, if it is there. */
  readonly moduleAt: (
    path: string,
    folder: string,
    source: string | undefined,
  ) => ModuleSource | undefined;
  /** Values of the root's variables. */
  readonly variables: ValueMap;
  /** What data sources gave, by address. */
  readonly lookups: ReadonlyMap<string, Value>;
  /** Outputs of other configurations. */
  readonly remoteOutputs: (settings: RemoteState) => Value;
  readonly assumptions: ReadonlyMap<string, unknown>;
  readonly workspace: string;
  /** What `file` and the like read. */
  readonly files: CodeFiles;
  readonly note: NoteUnresolved;
}

/** What a `terraform_remote_state` names. */
export interface RemoteState {
  readonly backend: string | undefined;
  /** `key`, `path`, `prefix`, or a workspace's name. */
  readonly config: Value | undefined;
}

/** A resource of the program, as references find it. */
export interface ProgramResource {
  readonly address: string;
  readonly attribute: (step: PathStep) => Value;
}

export class Program {
  readonly options: ProgramOptions;
  /** By address. */
  readonly resources = new Map<string, ProgramResource>();
  #steps = 0;

  constructor(options: ProgramOptions) {
    this.options = options;
  }

  spend(): void {
    this.#steps++;
    if (this.#steps > MOST_STEPS) throw new CannotEvaluate('the code takes too many steps');
  }

  attributeOf(reference: Reference, step: PathStep, extend: (r: Reference) => Value): Value {
    const resource =
      reference.path.length === 0 ? this.resources.get(reference.address) : undefined;
    return resource ? resource.attribute(step) : extend(reference);
  }

  /** What was assumed of an address, and of something in it. */
  assumed(address: string): Value | undefined {
    const value = this.options.assumptions.get(address);
    return value === undefined ? undefined : (value as Value);
  }

  note(what: string, reason: string, at: Origin): void {
    this.options.note(what, reason, at);
  }
}

/** Works out a value once; one that needs itself is not known. */
export function lazily(work: () => Value): () => Value {
  let state: 'new' | 'running' | 'done' = 'new';
  let value: Value = null;
  return () => {
    if (state === 'running') return new Unknown('it refers to itself');
    if (state === 'new') {
      state = 'running';
      try {
        value = work();
      } finally {
        state = 'done';
      }
    }
    return value;
  };
}
