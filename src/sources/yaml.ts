/** Diagrams of a YAML file: the same words as in TypeScript, and never any code. */

import { readFileSync } from 'node:fs';
import type {
  DiagramContent,
  DiagramOptions,
  ElementContent,
  HintContent,
} from '../model/content.ts';
import { type Diagnostic, error, hasErrors, type Outcome } from '../model/diagnostic.ts';
import { diagramOptions, elementFacts, KEYS } from '../model/schema.ts';
import { wordOfKind } from '../model/words.ts';
import type { Context } from './evaluate.ts';
import { checkNames } from './exported.ts';
import type { Loaded } from './loaded.ts';
import { displayPath } from './origin.ts';
import { type Names, readHints, readLinks } from './yaml-links.ts';
import { parseYaml, type Tree } from './yaml-tree.ts';
import { entryOf, type MapTree, readFacts, readText, shownTree } from './yaml-values.ts';

const EXAMPLE = `A diagram reads:
title: Accounts
content:
  - { kind: account, name: Production }`;
const LIST_EXAMPLE = 'Give each diagram of the file a `name` of its own.';

type Report = (diagnostic: Diagnostic) => void;

/** @param path Absolute path of the file, given by the user as `file`. */
export async function loadYaml(
  file: string,
  path: string,
  context: Context,
): Promise<Outcome<Loaded>> {
  const nothing = { file, diagrams: [], inputs: [path] };
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(path));
  } catch (thrown) {
    return { value: nothing, diagnostics: [unreadable(path, context, thrown)] };
  }
  const parsed = parseYaml(text, path);
  const diagnostics = [...parsed.diagnostics];
  const diagrams = readDocuments(parsed.value ?? [], (d) => diagnostics.push(d));
  if (diagrams.length === 0 && diagnostics.length === 0)
    diagnostics.push(
      error('invalid-value', 'the file holds no diagram', { file: path }, { hint: EXAMPLE }),
    );
  const failed = hasErrors(diagnostics);
  return {
    value: failed ? nothing : { ...nothing, diagrams },
    diagnostics: inOrder(unique(diagnostics)),
  };
}

function unreadable(path: string, context: Context, thrown: unknown): Diagnostic {
  const name = displayPath(path, context.root);
  const { code } = thrown as NodeJS.ErrnoException;
  if (code === 'ENOENT') return error('not-found', `there is no file ${name}`, { file: path });
  if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA')
    return error(
      'unreadable',
      'the file is not UTF-8 text',
      { file: path },
      { hint: 'Save it as UTF-8.' },
    );
  return error('unreadable', `the file cannot be read (${code})`, { file: path });
}

/** What stands in an anchor and is used twice is wrong once. */
function unique(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  return [...new Map(diagnostics.map((d) => [JSON.stringify([d.origin, d.message]), d])).values()];
}

function inOrder(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const line = ({ origin }: Diagnostic): number => origin?.line ?? 0;
  const column = ({ origin }: Diagnostic): number => origin?.column ?? 0;
  return [...diagnostics].sort((a, b) => line(a) - line(b) || column(a) - column(b));
}

function readDocuments(documents: readonly Tree[], report: Report): DiagramContent[] {
  const maps: MapTree[] = [];
  let list = documents.length > 1;
  for (const tree of documents) {
    const entry = tree.is === 'map' ? entryOf(tree, 'diagrams') : undefined;
    if (tree.is === 'map' && entry) {
      list = true;
      for (const { key, keyOrigin } of tree.entries)
        if (key !== 'diagrams')
          report(
            error('unknown-key', `unknown key ${JSON.stringify(key)} beside diagrams`, keyOrigin, {
              hint: 'It belongs into one of the diagrams.',
            }),
          );
      for (const item of itemsOf(entry.value, 'diagrams', report)) {
        if (item.is === 'map') maps.push(item);
        else notA('a diagram', item, EXAMPLE, report);
      }
    } else if (tree.is === 'map') maps.push(tree);
    else notA('a diagram', tree, EXAMPLE, report);
  }
  const diagrams = maps.map((map) => readDiagram(map, report)).filter((d) => d !== undefined);
  if (list)
    for (const d of checkNames(diagrams, documents[0]?.origin ?? { file: '' }, LIST_EXAMPLE))
      report(d);
  return diagrams;
}

function notA(what: string, tree: Tree, hint: string, report: Report): void {
  report(
    error('invalid-value', `expected ${what}, found ${shownTree(tree)}`, tree.origin, { hint }),
  );
}

export function itemsOf(tree: Tree, what: string, report: Report): readonly Tree[] {
  if (tree.is === 'list') return tree.items;
  report(
    error('invalid-value', `${what} must be a list, but is ${shownTree(tree)}`, tree.origin, {
      hint: 'Begin each item with "- ".',
    }),
  );
  return [];
}

function required(tree: MapTree, key: string, of: string, report: Report): Tree | undefined {
  const entry = entryOf(tree, key);
  if (!entry)
    report(error('missing-key', `${of} has no ${key}`, tree.origin, { hint: `Add \`${key}:\`.` }));
  return entry?.value;
}

function readDiagram(tree: MapTree, report: Report): DiagramContent | undefined {
  const titleTree = required(tree, 'title', 'the diagram', report);
  const title = titleTree && readText(titleTree, 'title', report);
  const own = ['title', 'content', 'links', 'hints'];
  const options = readFacts(tree, diagramOptions, own, KEYS.diagram, report) as
    | DiagramOptions
    | undefined;
  const contentTree = required(tree, 'content', 'the diagram', report);
  const names: Names = { refs: new Map(), ids: new Map(), names: new Map() };
  const content = contentTree
    ? itemsOf(contentTree, 'content', report).map((item) => readElement(item, names, report))
    : [];
  const linksTree = entryOf(tree, 'links')?.value;
  const links = linksTree ? readLinks(itemsOf(linksTree, 'links', report), names, report) : [];
  const hintsTree = entryOf(tree, 'hints')?.value;
  const hints: HintContent[] = hintsTree
    ? readHints(itemsOf(hintsTree, 'hints', report), names, report)
    : [];
  if (title === undefined || !options) return undefined;
  const elements = content.filter((e) => e !== undefined);
  return Object.freeze({
    type: 'diagram',
    title,
    options,
    content: Object.freeze([...elements, ...links, ...hints]),
    origin: tree.origin,
  });
}

function readElement(tree: Tree, names: Names, report: Report): ElementContent | undefined {
  if (tree.is !== 'map') {
    notA('an element', tree, 'Write `- { kind: account, name: Production }`.', report);
    return undefined;
  }
  const text = (key: string): string | undefined => {
    const value = required(tree, key, 'the element', report);
    return value && readText(value, key, report);
  };
  const [kind, name] = [text('kind'), text('name')];
  const own = ['kind', 'name', 'ref', 'members'];
  const facts = readFacts(tree, elementFacts, own, KEYS.element, report);
  const refTree = entryOf(tree, 'ref')?.value;
  const ref = refTree && readText(refTree, 'ref', report);
  const membersTree = entryOf(tree, 'members');
  const members = membersTree
    ? itemsOf(membersTree.value, 'members', report).map((item) => readElement(item, names, report))
    : [];
  if (kind === undefined || name === undefined || !facts) return undefined;
  const word = wordOfKind(kind);
  // As the word `internet` of the language says.
  const fixed = word?.facts ?? {};
  if (membersTree && word?.group === 'never') {
    const hint = 'Put them beside it, or choose another kind.';
    report(error('invalid-value', `a ${kind} holds no members`, membersTree.keyOrigin, { hint }));
  }
  const element: ElementContent = Object.freeze({
    type: 'element',
    kind,
    name,
    group: word?.group === 'always' || (membersTree !== undefined && word?.group !== 'never'),
    facts: Object.freeze({ ...fixed, ...facts }) as ElementContent['facts'],
    members: Object.freeze(members.filter((m) => m !== undefined)),
    origin: tree.origin,
  });
  for (const [map, key] of [
    [names.refs, ref],
    [names.ids, element.facts.id],
    [names.names, name],
  ] as const)
    if (key !== undefined) map.set(key, [...(map.get(key) ?? []), element]);
  return element;
}
