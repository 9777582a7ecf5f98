/** Stacks that are resources of others, and values that stacks export to each other. */

import { posix } from 'node:path';
import { entryOf } from '../../formats/yaml-values.ts';
import type { NoteUnresolved } from '../aws-resources/resource.ts';
import { isMap, Unknown, type Value } from '../aws-resources/values.ts';
import { present } from '../present.ts';
import { type ExportedValue, ofStackId } from './answers.ts';
import { templateName } from './assemble.ts';
import { isMade } from './declared.ts';
import { StackEvaluation } from './evaluate.ts';
import { addressIn, type OtherStacks, type Stack } from './stack.ts';
import { type TemplateResource, textAt } from './template.ts';

/** Deeper is a template that nests itself. */
const DEEPEST = 10;

const STACK = 'AWS::CloudFormation::Stack';

/** Outputs by the name under which they are exported. */
type Exported = Map<string, { readonly by: StackEvaluation; readonly output: string }[]>;

/** All stacks of an import, with what they say to each other. */
export class StackSet implements OtherStacks {
  readonly #roots: StackEvaluation[] = [];
  readonly #nested = new Map<string, StackEvaluation>();
  readonly #exports: readonly ExportedValue[];
  readonly #note: NoteUnresolved;
  #exported: Exported | undefined;

  constructor(stacks: readonly Stack[], exports: readonly ExportedValue[], note: NoteUnresolved) {
    this.#exports = exports;
    this.#note = note;
    const parts = new Set(stacks.flatMap((stack) => nestedStacks(stack, stacks)));
    const open = stacks.filter((stack) => !parts.has(stack));
    // Templates that nest each other have no root: each is read as its own.
    for (const stack of open.length > 0 ? open : stacks) this.#add(stack, stacks, 0);
  }

  get all(): readonly StackEvaluation[] {
    return [...this.#roots, ...this.#nested.values()];
  }

  #add(stack: Stack, stacks: readonly Stack[], depth: number): StackEvaluation {
    const evaluation = new StackEvaluation(stack, this);
    if (depth === 0) this.#roots.push(evaluation);
    for (const [logicalId, resource] of stack.template.resources)
      if (resource.type === STACK && isMade(evaluation, logicalId, resource, this.#note))
        this.#addNested(evaluation, logicalId, resource, stacks, depth);
    return evaluation;
  }

  #addNested(
    parent: StackEvaluation,
    logicalId: string,
    resource: TemplateResource,
    stacks: readonly Stack[],
    depth: number,
  ): void {
    const address = addressIn(parent.stack, logicalId);
    const own = nestedIn(parent.stack, logicalId, resource, stacks);
    if (!own || depth >= DEEPEST) {
      const why = own ? `stacks are nested more than ${DEEPEST} deep` : MISSING;
      this.#note(address, why, resource.at);
      return;
    }
    const id = parent.stack.deployed?.get(logicalId)?.id;
    const { account, region } = parent.stack;
    const stack: Stack = {
      ...own,
      ...{ scope: address, name: ofStackId(id).stack ?? `${parent.stack.name}-${logicalId}` },
      parameters: new Map([...parametersOf(parent, resource), ...own.parameters]),
      parent: parent.stack,
      ...present({ account, region }),
      ...present({ stackId: own.stackId ?? id }),
    };
    const evaluation = new StackEvaluation(stack, this);
    this.#nested.set(address, evaluation);
    for (const [inner, one] of stack.template.resources)
      if (one.type === STACK && isMade(evaluation, inner, one, this.#note))
        this.#addNested(evaluation, inner, one, stacks, depth + 1);
  }

  nestedOutput(stack: Stack, logicalId: string, output: string): Value {
    const nested = this.#nested.get(addressIn(stack, logicalId));
    return nested ? nested.output(output) : new Unknown(`${logicalId}: ${MISSING}`);
  }

  imported(name: string, by: Stack): Value {
    const here = ({ account, region }: Pick<Stack, 'account' | 'region'>): boolean =>
      (account === undefined || by.account === undefined || account === by.account) &&
      (region === undefined || by.region === undefined || region === by.region);
    this.#exported ??= this.#collectExports();
    const stacks = (this.#exported.get(name) ?? []).filter((one) => here(one.by.stack));
    const listed = this.#exports.filter((one) => one.name === name && here(one));
    const values = new Set(listed.map(({ value }) => value));
    const [first, ...others] = stacks;
    if (others.length > 0 || (!first && values.size > 1))
      return new Unknown(`several stacks export ${name}`);
    const value = first?.by.output(first.output);
    if (value !== undefined && !(value instanceof Unknown)) return value;
    return [...values][0] ?? value ?? new Unknown(`none of the files exports ${name}`);
  }

  #collectExports(): Exported {
    const found: Exported = new Map();
    for (const evaluation of this.all)
      for (const [output, tree] of evaluation.stack.template.outputs) {
        const own = tree.is === 'map' ? entryOf(tree, 'Export')?.value : undefined;
        const named = own?.is === 'map' ? entryOf(own, 'Name')?.value : undefined;
        const name = named && evaluation.plainText(evaluation.value(named));
        if (name !== undefined)
          found.set(name, [...(found.get(name) ?? []), { by: evaluation, output }]);
      }
    return found;
  }
}

const MISSING = 'the template of the nested stack is not among the files';

function parametersOf(
  parent: StackEvaluation,
  { properties }: TemplateResource,
): readonly [string, Value][] {
  const tree = properties?.is === 'map' ? entryOf(properties, 'Parameters')?.value : undefined;
  const value = tree && parent.value(tree);
  return isMap(value) ? Object.entries(value) : [];
}

/** The stack of a template that a resource is: by its id, by the file that it names, or by that file's name. */
function nestedIn(
  { template, deployed }: Stack,
  logicalId: string,
  { properties, asset }: TemplateResource,
  stacks: readonly Stack[],
): Stack | undefined {
  const { stack: name } = ofStackId(deployed?.get(logicalId)?.id);
  const byName = name === undefined ? undefined : stacks.find((one) => one.name === name);
  if (byName) return byName;
  const url = asset ?? textAt(properties, 'TemplateURL');
  if (url === undefined) return undefined;
  const path = posix.join(posix.dirname(template.path), url);
  const byPath = stacks.find((one) => one.template.path === path);
  if (byPath || !/^https?:/.test(url)) return byPath;
  const called = stacks.filter(
    (one) => templateName(one.template.path) === templateName(new URL(url).pathname),
  );
  return called.length === 1 ? called[0] : undefined;
}

/** The stacks of others that are resources of a stack. */
const nestedStacks = (stack: Stack, stacks: readonly Stack[]): readonly Stack[] =>
  [...stack.template.resources].flatMap(([logicalId, resource]) => {
    if (resource.type !== STACK) return [];
    const nested = nestedIn(stack, logicalId, resource, stacks);
    return nested && nested !== stack ? [nested] : [];
  });
