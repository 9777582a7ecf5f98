/** What stands in `content`, `members` and `annotations` of a YAML diagram. */

import type { YamlNode } from '../../formats/yaml-tree.ts';
import {
  entryOf,
  itemsOf,
  type MapTree,
  notA,
  readFacts,
  readText,
  required,
} from '../../formats/yaml-values.ts';
import type {
  AnnotationContent,
  DerivedContent,
  ElementContent,
  LinkContent,
} from '../../model/content.ts';
import { error } from '../../model/diagnostic.ts';
import { annotationFacts, elementFacts, KEYS } from '../../model/schema.ts';
import { wordOfKind } from '../../model/words.ts';
import { readDerived } from './derived.ts';
import type { YamlReading } from './names.ts';

export type YamlItem = ElementContent | DerivedContent;

/** An element, or with a key `derive` derived content. */
export function readItem(tree: YamlNode, reading: YamlReading): YamlItem | undefined {
  if (tree.is !== 'map') {
    const hint = 'Write `- { kind: account, name: Production }`.';
    notA('an element', tree, hint, reading.report);
    return undefined;
  }
  if (!entryOf(tree, 'derive')) return readElement(tree, reading);
  reading.derives = true;
  return readDerived(tree, reading.report);
}

function readMembers(tree: MapTree, reading: YamlReading): readonly YamlItem[] {
  const members = entryOf(tree, 'members')?.value;
  if (!members) return Object.freeze([]);
  const items = itemsOf(members, 'members', reading.report);
  return Object.freeze(
    items.map((item) => readItem(item, reading)).filter((item) => item !== undefined),
  );
}

function readElement(tree: MapTree, reading: YamlReading): ElementContent | undefined {
  const { report } = reading;
  const text = (key: string): string | undefined => {
    const value = required(tree, key, 'the element', report);
    return value && readText(value, key, report);
  };
  const [kind, name] = [text('kind'), text('name')];
  const own = ['kind', 'name', 'ref', 'members'];
  const facts = readFacts(tree, elementFacts, own, KEYS.element, report);
  const refTree = entryOf(tree, 'ref')?.value;
  const ref = refTree && readText(refTree, 'ref', report);
  const membersKey = entryOf(tree, 'members')?.keyOrigin;
  const members = readMembers(tree, reading);
  if (kind === undefined || name === undefined || !facts) return undefined;
  const word = wordOfKind(kind);
  // As the word `internet` of the language says.
  const fixed = word?.facts ?? {};
  if (membersKey && word?.group === 'never') {
    const hint = 'Put them next to it, or choose another kind.';
    report(error('invalid-value', `a ${kind} cannot have members`, membersKey, { hint }));
  }
  const element: ElementContent = Object.freeze({
    type: 'element',
    kind,
    name,
    group: word?.group === 'always' || (membersKey !== undefined && word?.group !== 'never'),
    facts: Object.freeze({ ...fixed, ...facts }) as ElementContent['facts'],
    members,
    origin: tree.origin,
  });
  reading.add(element, ref);
  return element;
}

/** Ends the reading of an annotation, once all that it may be of is known. */
export type Close = (links: readonly LinkContent[]) => AnnotationContent | undefined;

export function openAnnotation(tree: YamlNode, reading: YamlReading): Close | undefined {
  const { report } = reading;
  if (tree.is !== 'map') {
    notA('an annotation', tree, 'Write `- { of: vpc-0a1b2c, zone: cde }`.', report);
    return undefined;
  }
  const facts = readFacts(tree, annotationFacts, ['of', 'members'], KEYS.annotation, report);
  const ofTree = required(tree, 'of', 'the annotation', report);
  const members = readMembers(tree, reading);
  return (links) => {
    const ids = links.map((link) => link.facts.id).filter((id) => id !== undefined);
    const of = ofTree && reading.end(ofTree, 'of', ids);
    if (of === undefined || !facts) return undefined;
    return Object.freeze({
      type: 'annotation',
      of,
      facts: Object.freeze(facts) as AnnotationContent['facts'],
      members,
      origin: tree.origin,
    });
  };
}
