/** Functions that read files, and evaluate what they hold. */

import { createHash } from 'node:crypto';
import { Sensitive, Unknown, type Value } from '../../../aws-resources/values.ts';
import { globPattern } from '../code-files.ts';
import type { EvaluationScope } from '../evaluation-scope.ts';
import { asUnknown, CannotEvaluate, isOpen, textOrThrow } from '../partial-values.ts';
import type { HclExpression } from '../syntax.ts';
import { templateOfText } from '../template-text.ts';
import { mapArgument } from './arguments.ts';

interface Language {
  readonly evaluate: (expression: HclExpression, scope: EvaluationScope) => Value;
  readonly withNames: (
    outer: EvaluationScope,
    names: Readonly<Record<string, Value>>,
  ) => EvaluationScope;
}

type FileFunction = (args: readonly Value[], scope: EvaluationScope, language: Language) => Value;

/** The text of a file that an argument names; why it is not known. */
function textOf(path: Value | undefined, { files }: EvaluationScope): string | Unknown {
  const name = textOrThrow(path);
  return files?.text(name) ?? new Unknown(`the file ${name} is not among the files`);
}

const ofText =
  (work: (text: string) => Value): FileFunction =>
  ([path], scope) => {
    const text = textOf(path, scope);
    return text instanceof Unknown ? text : work(text);
  };

/** Names that a template may use are only those that it is given. */
function rendered(text: string, names: Value, scope: EvaluationScope, language: Language): Value {
  const template = templateOfText(text);
  if (!template) throw new CannotEvaluate('the template does not parse');
  const secret = names instanceof Sensitive;
  const plain = secret ? names.value : names;
  if (isOpen(plain)) return asUnknown(plain);
  const { files } = scope;
  const alone: EvaluationScope = {
    resolve: () => undefined,
    attributeOf: (reference, step) => scope.attributeOf(reference, step),
    spend: () => scope.spend(),
    ...(files ? { files } : {}),
  };
  const value = language.evaluate(template, language.withNames(alone, mapArgument(plain)));
  return secret && !(value instanceof Sensitive) ? new Sensitive(value) : value;
}

const hash = (name: string, encoding: 'hex' | 'base64'): FileFunction =>
  ofText((text) => createHash(name).update(text).digest(encoding));

const FILES: Readonly<Record<string, FileFunction>> = {
  file: ofText((text) => text),
  filebase64: ofText((text) => Buffer.from(text).toString('base64')),
  filemd5: hash('md5', 'hex'),
  filesha1: hash('sha1', 'hex'),
  filesha256: hash('sha256', 'hex'),
  filesha512: hash('sha512', 'hex'),
  filebase64sha256: hash('sha256', 'base64'),
  filebase64sha512: hash('sha512', 'base64'),
  // One that is not among the files may be there all the same.
  fileexists: ofText(() => true),
  fileset([folder, pattern], { files }) {
    const [from, wanted] = [textOrThrow(folder), textOrThrow(pattern)];
    const glob = globPattern(wanted);
    const found = glob && files?.list(from)?.filter((path) => glob.test(path));
    if (!found || found.length === 0)
      return new Unknown(`which files ${wanted} matches in ${from} is not known`);
    return found;
  },
  templatefile([path, names], scope, language) {
    const text = textOf(path, scope);
    return text instanceof Unknown ? text : rendered(text, names ?? {}, scope, language);
  },
  templatestring: ([text, names], scope, language) =>
    rendered(textOrThrow(text), names ?? {}, scope, language),
};

export const FILE_FUNCTIONS: readonly string[] = Object.keys(FILES);

/** Undefined for a function that reads no file. */
export function callFileFunction(
  name: string,
  args: readonly Value[],
  scope: EvaluationScope,
  language: Language,
): Value | undefined {
  const own = name.replace(/^core::/, '');
  const work = Object.hasOwn(FILES, own) ? FILES[own] : undefined;
  if (!work) return undefined;
  const [first, ...rest] = args;
  if (first instanceof Sensitive) {
    const value = work([first.value, ...rest], scope, language);
    return value instanceof Unknown ? value : new Sensitive(value);
  }
  return first !== undefined && isOpen(first) ? asUnknown(first) : work(args, scope, language);
}
