/** What the functions of a template ask of the stack that they are in. Undefined as a value is `AWS::NoValue`. */

import type { YamlNode } from '../../formats/yaml-tree.ts';
import type { Unknown, Value } from '../aws-resources/values.ts';
import type { OtherStacks, Stack } from './stack.ts';

export interface Evaluation {
  readonly stack: Stack;
  readonly others: OtherStacks;
  readonly value: (tree: YamlNode) => Value | undefined;
  /** Items of a list. */
  readonly list: (tree: YamlNode) => readonly Value[] | Unknown;
  /** Text of a value; of a resource of this stack its id, where that is known, else what stands for it. */
  readonly text: (value: Value | undefined) => string | undefined;
  /** The same, where nothing in it stands for something that is not known. */
  readonly plainText: (value: Value | undefined) => string | undefined;
  /** Why a value is no text. */
  readonly unknown: (value: Value | undefined) => Unknown;
  /** What `Ref` names: a parameter, a pseudo parameter, or a resource. */
  readonly ref: (name: string) => Value | undefined;
  /** An attribute of a resource: what the template says of it, else a reference to it. */
  readonly attribute: (logicalId: string, attribute: string) => Value;
  /** Whether a condition holds; an unknown where that cannot be told. */
  readonly condition: (name: string) => boolean | Unknown;
  /** The truth of an expression that conditions are made of. */
  readonly holds: (tree: YamlNode) => boolean | Unknown;
}
