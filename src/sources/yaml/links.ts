/** Links and hints of a YAML diagram: their ends are refs, ids or unique names of its elements. */

import type { YamlNode } from '../../formats/yaml-tree.ts';
import { entryOf, readFacts, shownTree } from '../../formats/yaml-values.ts';
import type { End, HintContent, LinkContent } from '../../model/content.ts';
import { error } from '../../model/diagnostic.ts';
import type { LinkFacts } from '../../model/facts.ts';
import { KEYS, linkFacts } from '../../model/schema.ts';
import type { YamlReading } from './names.ts';

function findEnds(tree: YamlNode, reading: YamlReading): End[] {
  const trees = tree.is === 'list' ? tree.items : [tree];
  return trees.map((t) => reading.end(t, 'an end')).filter((e) => e !== undefined);
}

type ReportLink = YamlReading['report'];

export function readLinks(items: readonly YamlNode[], reading: YamlReading): LinkContent[] {
  const { report } = reading;
  return items.flatMap((tree) => {
    if (tree.is !== 'map') {
      report(
        error('invalid-value', `expected a link, found ${shownTree(tree)}`, tree.origin, {
          hint: 'Write `- { from: a, to: b }`.',
        }),
      );
      return [];
    }
    const facts = readFacts(tree, linkFacts, ['from', 'to', 'relation'], KEYS.link, report);
    const [from, to] = ['from', 'to'].map((key) => {
      const entry = entryOf(tree, key);
      if (entry) return findEnds(entry.value, reading);
      report(
        error('missing-key', `the link has no ${key}`, tree.origin, {
          hint: `Add \`${key}:\` with the ref, id or name of an element.`,
        }),
      );
      return [];
    });
    const relation = readRelation(tree, report);
    if (!facts || !relation) return [];
    return (from ?? []).flatMap((a) =>
      (to ?? []).map((b) =>
        Object.freeze({
          type: 'link' as const,
          relation,
          from: a,
          to: b,
          facts: facts as LinkFacts,
          origin: tree.origin,
        }),
      ),
    );
  });
}

function readRelation(
  tree: Extract<YamlNode, { is: 'map' }>,
  report: ReportLink,
): LinkContent['relation'] | undefined {
  const value = entryOf(tree, 'relation')?.value;
  if (!value) return 'connection';
  const text = value.is === 'scalar' ? value.value : undefined;
  if (text === 'connection' || text === 'flow') return text;
  const message = `relation must be connection or flow, but is ${shownTree(value)}`;
  report(error('invalid-value', message, value.origin, { hint: 'Omit it for a connection.' }));
  return undefined;
}

const HINT =
  'Write `- { align: [a, b] }`, `- { order: [a, b] }` or `- { sheet: Payments, of: [a, b] }`.';

export function readHints(items: readonly YamlNode[], reading: YamlReading): HintContent[] {
  const { report } = reading;
  return items.flatMap((tree) => {
    const entries = tree.is === 'map' ? tree.entries : [];
    const [first, second] = entries;
    const isSheet = first?.key === 'sheet' && second?.key === 'of' && entries.length === 2;
    const hint = isSheet ? 'sheet' : entries.length === 1 ? first?.key : undefined;
    const list = isSheet ? second.value : first?.value;
    const name = isSheet && first.value.is === 'scalar' ? first.value.value : undefined;
    const isKnown = hint === 'align' || hint === 'order' || typeof name === 'string';
    if (!isKnown || list?.is !== 'list' || list.items.length === 0) {
      const what =
        'a hint is `align` or `order` with a list, or a `sheet` with a name and a list `of`';
      report(error('invalid-value', what, tree.origin, { hint: HINT }));
      return [];
    }
    const of = Object.freeze(findEnds(list, reading));
    const { origin } = tree;
    return [
      typeof name === 'string'
        ? Object.freeze({ type: 'hint' as const, hint: 'sheet' as const, name, of, origin })
        : Object.freeze({ type: 'hint' as const, hint: hint as 'align' | 'order', of, origin }),
    ];
  });
}
