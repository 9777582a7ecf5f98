/** How the sources are cut and named: sizes that a reader can take in, and standard terms that mean one thing. */

import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { RULES } from '../src/rules/profiles.ts';

const LONGEST_FILE = 300;
const LONGEST_FUNCTION = 80;
const GENERATED = ['icons/kinds.ts', 'icons/catalogue-rows.ts'];

/** Words that only their author can guess. */
const VAGUE =
  /^(told|sides|round|things?|fates?|settle|wishes|canvas|made|shape|shown|places|marks|look|badness|against|odd|said|mayNot|given|over|whole|bag|judged|asked)$/i;

const root = fileURLToPath(new URL('../src/', import.meta.url));
const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !GENERATED.includes(file))
  .sort();

const sources = files.map((file) => {
  const text = readFileSync(root + file, 'utf8');
  return { file, text, tree: ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true) };
});

const isType = (
  node: ts.Node,
): node is ts.TypeAliasDeclaration | ts.InterfaceDeclaration | ts.ClassDeclaration =>
  ts.isTypeAliasDeclaration(node) || ts.isInterfaceDeclaration(node) || ts.isClassDeclaration(node);

function visit(node: ts.Node, see: (node: ts.Node) => void): void {
  see(node);
  ts.forEachChild(node, (child) => visit(child, see));
}

const types = sources.flatMap(({ file, tree }) => {
  const found: { file: string; name: string }[] = [];
  visit(tree, (node) => {
    if (isType(node) && node.name) found.push({ file, name: node.name.text });
  });
  return found;
});

test('no file is longer than a reader takes in', () => {
  expect(sources.length).toBeGreaterThan(300);
  const long = sources.filter(({ text }) => text.split('\n').length - 1 > LONGEST_FILE);
  expect(long.map(({ file }) => file)).toEqual([]);
});

test('no function is longer than a screen', () => {
  const found: string[] = [];
  for (const { file, tree } of sources)
    visit(tree, (node) => {
      if (!ts.isFunctionLike(node) || !('body' in node) || !node.body) return;
      const line = (position: number): number => tree.getLineAndCharacterOfPosition(position).line;
      if (line(node.end) - line(node.getStart()) + 1 <= LONGEST_FUNCTION) return;
      const name = node.name?.getText(tree) ?? 'anonymous';
      found.push(`long function ${name} in ${file}`);
    });
  expect(found).toEqual([]);
});

test('files and types have names that the field uses', () => {
  // The ids of rules are public, and a rule's file has its id.
  const rules = new Set(RULES.map(({ id }) => `rules/${id}.ts`));
  const vague = files.filter(
    (file) =>
      !rules.has(file) &&
      file
        .replace(/\.ts$/, '')
        .split(/[/-]/)
        .some((word) => VAGUE.test(word)),
  );
  expect(vague).toEqual([]);
  expect(types.filter(({ name }) => VAGUE.test(name))).toEqual([]);
});

test('a type name means one thing', () => {
  const declared = new Map<string, string[]>();
  for (const { name, file } of types) declared.set(name, [...(declared.get(name) ?? []), file]);
  const twice = [...declared].filter(([, at]) => at.length > 1);
  expect(twice).toEqual([]);
});
