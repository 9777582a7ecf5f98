/** A template as it is deployed, or would be: who evaluates it knows its parameters, and what other stacks say. */

import type { Origin } from '../../model/diagnostic.ts';
import type { Value } from '../aws-resources/values.ts';
import type { Template } from './template.ts';

/** What AWS calls a resource of a stack. */
export interface DeployedResource {
  /** Absent for some that are part of another resource. */
  readonly id?: string;
  readonly type: string;
}

export interface Stack {
  /** Tells it from all other stacks of the import. */
  readonly scope: string;
  readonly name: string;
  readonly template: Template;
  readonly account?: string;
  readonly region?: string;
  /** Values of parameters that are not the template's defaults. */
  readonly parameters: ReadonlyMap<string, Value>;
  /** What SSM gave for parameters that name one of its own. */
  readonly resolved?: ReadonlyMap<string, string>;
  /** By logical id, where AWS listed them: what is not there is not deployed. */
  readonly deployed?: ReadonlyMap<string, DeployedResource>;
  readonly stackId?: string;
  /** The stack that it is a resource of. */
  readonly parent?: Stack;
}

/** What an evaluation asks of other stacks. */
export interface OtherStacks {
  /** The value that a stack exports by this name. */
  readonly imported: (name: string, by: Stack) => Value;
  /** An output of the stack that a resource of this one is. */
  readonly nestedOutput: (stack: Stack, logicalId: string, output: string) => Value;
}

/** As records and messages name a resource: `own-network.Vpc`. */
export const addressIn = ({ scope }: Pick<Stack, 'scope'>, logicalId: string): string =>
  `${scope}.${logicalId}`;

/** Something that the files name and do not settle. */
export type NoteStack = (what: string, reason: string, at: Origin) => void;
