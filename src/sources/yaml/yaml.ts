/** Diagrams of a YAML file: the same words as in TypeScript, and never any code. */

import { readFileSync } from 'node:fs';
import { parseYaml, type YamlNode } from '../../formats/yaml-tree.ts';
import {
  entryOf,
  itemsOf,
  type MapTree,
  notA,
  readFacts,
  readText,
  required,
} from '../../formats/yaml-values.ts';
import type { DiagramContent, DiagramOptions } from '../../model/content.ts';
import { type Diagnostic, error, hasErrors, type Outcome } from '../../model/diagnostic.ts';
import { diagramOptions, KEYS } from '../../model/schema.ts';
import type { LoadedSource } from '../loaded.ts';
import type { EvaluationContext } from '../typescript/evaluate.ts';
import { checkNames } from '../typescript/exported.ts';
import { displayPath } from '../typescript/origin.ts';
import { openAnnotation, readItem } from './content.ts';
import { readHints, readLinks } from './links.ts';
import { YamlReading } from './names.ts';

const EXAMPLE = `A diagram looks like this:
title: Accounts
content:
  - { kind: account, name: Production }`;
const LIST_EXAMPLE = 'Give each diagram in the file a `name` of its own.';

type ReportYaml = (diagnostic: Diagnostic) => void;

/** @param path Absolute path of the file, given by the user as `file`. */
export async function loadYaml(
  file: string,
  path: string,
  context: EvaluationContext,
): Promise<Outcome<LoadedSource>> {
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
      error('invalid-value', 'the file contains no diagram', { file: path }, { hint: EXAMPLE }),
    );
  const failed = hasErrors(diagnostics);
  return {
    value: failed ? nothing : { ...nothing, diagrams },
    diagnostics: inOrder(unique(diagnostics)),
  };
}

function unreadable(path: string, context: EvaluationContext, thrown: unknown): Diagnostic {
  const name = displayPath(path, context.root);
  const { code } = thrown as NodeJS.ErrnoException;
  if (code === 'ENOENT') return error('not-found', `no such file: ${name}`, { file: path });
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

function readDocuments(documents: readonly YamlNode[], report: ReportYaml): DiagramContent[] {
  const maps: MapTree[] = [];
  let list = documents.length > 1;
  for (const tree of documents) {
    const entry = tree.is === 'map' ? entryOf(tree, 'diagrams') : undefined;
    if (tree.is === 'map' && entry) {
      list = true;
      for (const { key, keyOrigin } of tree.entries)
        if (key !== 'diagrams')
          report(
            error('unknown-key', `unknown key ${JSON.stringify(key)} next to diagrams`, keyOrigin, {
              hint: 'Move it into one of the diagrams.',
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

function readDiagram(tree: MapTree, report: ReportYaml): DiagramContent | undefined {
  const titleTree = required(tree, 'title', 'the diagram', report);
  const title = titleTree && readText(titleTree, 'title', report);
  const own = ['title', 'content', 'links', 'hints', 'annotations'];
  const options = readFacts(tree, diagramOptions, own, KEYS.diagram, report) as
    | DiagramOptions
    | undefined;
  const contentTree = required(tree, 'content', 'the diagram', report);
  const reading = new YamlReading(report);
  const list = (key: string): readonly YamlNode[] => {
    const value = entryOf(tree, key)?.value;
    return value ? itemsOf(value, key, report) : [];
  };
  const items = contentTree ? itemsOf(contentTree, 'content', report) : [];
  const content = items.map((item) => readItem(item, reading));
  // What an annotation puts into a group may be an end, too: it is read before links.
  const annotations = list('annotations').map((item) => openAnnotation(item, reading));
  const links = readLinks(list('links'), reading);
  const hints = readHints(list('hints'), reading);
  const notes = annotations.map((close) => close?.(links));
  if (title === undefined || !options) return undefined;
  return Object.freeze({
    type: 'diagram',
    title,
    options,
    content: Object.freeze([
      ...content.filter((e) => e !== undefined),
      ...links,
      ...hints,
      ...notes.filter((n) => n !== undefined),
    ]),
    origin: tree.origin,
  });
}
