/** Values of a YAML tree, checked against a schema, with every problem at its own place. */

import type { z } from 'zod';
import { type Diagnostic, error, type Origin } from '../model/diagnostic.ts';
import { LEAST_NUMERIC_ID } from '../model/patterns.ts';
import { shownValue } from './format-value.ts';
import { keyHint, type Problem, problemsOf } from './problems.ts';
import type { YamlEntry, YamlNode } from './yaml-tree.ts';

export type MapTree = Extract<YamlNode, { is: 'map' }>;

/** Plain data of a tree. */
export function plain(tree: YamlNode): unknown {
  if (tree.is === 'scalar') return tree.value;
  if (tree.is === 'list') return tree.items.map(plain);
  return Object.fromEntries(tree.entries.map(({ key, value }) => [key, plain(value)]));
}

export function entryOf(tree: MapTree, key: string): YamlEntry | undefined {
  return tree.entries.find((entry) => entry.key === key);
}

/** How messages name what stands there. */
export function shownTree(tree: YamlNode): string {
  if (tree.is === 'map') return 'a mapping';
  return tree.is === 'scalar' && tree.value === null ? 'blank' : shownValue(plain(tree));
}

type ReportProblem = (d: Diagnostic) => void;

export function notA(what: string, tree: YamlNode, hint: string, report: ReportProblem): void {
  report(
    error('invalid-value', `expected ${what}, found ${shownTree(tree)}`, tree.origin, { hint }),
  );
}

export function itemsOf(tree: YamlNode, what: string, report: ReportProblem): readonly YamlNode[] {
  if (tree.is === 'list') return tree.items;
  report(
    error('invalid-value', `${what} must be a list, but is ${shownTree(tree)}`, tree.origin, {
      hint: 'Begin each item with "- ".',
    }),
  );
  return [];
}

export function required(
  tree: MapTree,
  key: string,
  of: string,
  report: ReportProblem,
): YamlNode | undefined {
  const entry = entryOf(tree, key);
  if (!entry)
    report(error('missing-key', `${of} has no ${key}`, tree.origin, { hint: `Add \`${key}:\`.` }));
  return entry?.value;
}

/** The tree at a path, or the last one on the way. */
function locate(
  tree: YamlNode,
  path: readonly (string | number)[],
): { at: YamlNode; key?: YamlEntry } {
  let found: { at: YamlNode; key?: YamlEntry } = { at: tree };
  for (const step of path) {
    const { at } = found;
    if (at.is === 'map') {
      const entry = entryOf(at, String(step));
      if (!entry) break;
      found = { at: entry.value, key: entry };
    } else if (at.is === 'list') {
      const item = at.items[Number(step)];
      if (!item) break;
      found = { at: item };
    } else break;
  }
  return found;
}

/** A number that reads back as it is written may stand for a text; `0123` may not. */
function textOfNumber(tree: YamlNode): string | undefined {
  if (tree.is !== 'scalar' || typeof tree.value !== 'number') return undefined;
  return String(tree.value) === tree.source ? tree.source : undefined;
}

function quoting(tree: YamlNode): string | undefined {
  return tree.is === 'scalar' && tree.value !== null && typeof tree.value !== 'string'
    ? `Quote it, or YAML reads it as ${typeof tree.value === 'number' ? `the number ${tree.value}` : tree.value}: '${tree.source}'`
    : undefined;
}

/** The string of a scalar, or why it is not a string. */
export function readText(tree: YamlNode, what: string, report: ReportProblem): string | undefined {
  if (tree.is === 'scalar' && typeof tree.value === 'string') return tree.value;
  const text = textOfNumber(tree);
  if (text !== undefined) return text;
  report(notText(tree, what));
  return undefined;
}

function notText(tree: YamlNode, what: string): Diagnostic {
  const hint = quoting(tree);
  const is = tree.is === 'scalar' && hint ? tree.source : shownTree(tree);
  return error(
    'invalid-value',
    `${what} must be a string, but is ${is}`,
    tree.origin,
    hint ? { hint } : {},
  );
}

function setAt(value: unknown, path: readonly (string | number)[], text: string): void {
  let inner = value as Record<string | number, unknown>;
  for (const step of path.slice(0, -1)) inner = inner[step] as typeof inner;
  const last = path.at(-1);
  if (last !== undefined) inner[last] = text;
}

/**
 * The values of a mapping but for the keys `own`, as `schema` wants them; undefined after an error.
 * @param known All keys that may stand there, for the hint at an unknown one.
 */
export function readFacts<T>(
  tree: MapTree,
  schema: z.ZodType<T>,
  own: readonly string[],
  known: readonly string[],
  report: ReportProblem,
): T | undefined {
  const facts = Object.fromEntries(
    tree.entries
      .filter(({ key }) => !own.includes(key))
      .map(({ key, value }) => [key, plain(value)]),
  );
  let problems = problemsOf(schema, facts);
  const texts = problems.filter(
    ({ wantsText, path }) =>
      wantsText &&
      textOfNumber(locate(tree, path).at) !== undefined &&
      !(path[0] === 'id' && Number(facts.id) < LEAST_NUMERIC_ID),
  );
  if (texts.length > 0) {
    for (const { path } of texts) setAt(facts, path, textOfNumber(locate(tree, path).at) ?? '');
    problems = problemsOf(schema, facts);
  }
  for (const problem of problems) report(diagnosticOf(problem, tree, known));
  return problems.length > 0 ? undefined : (facts as T);
}

function diagnosticOf(problem: Problem, tree: MapTree, known: readonly string[]): Diagnostic {
  const { at, key } = locate(tree, problem.path);
  const where: Origin = problem.code === 'unknown-key' && key ? key.keyOrigin : at.origin;
  const hint =
    problem.code === 'unknown-key' && problem.path.length === 1
      ? keyHint(String(problem.path[0]), known)
      : ((problem.wantsText ? quoting(at) : undefined) ?? problem.hint);
  return error(problem.code, problem.message, where, hint ? { hint } : {});
}
