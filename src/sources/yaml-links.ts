/** Links and hints of a YAML diagram: their ends are refs, ids or unique names of its elements. */

import type { ElementContent, HintContent, LinkContent } from '../model/content.ts';
import { type Diagnostic, error, type Origin, quote } from '../model/diagnostic.ts';
import type { LinkFacts } from '../model/facts.ts';
import { KEYS, linkFacts } from '../model/schema.ts';
import { nearestOf } from './problems.ts';
import type { Tree } from './yaml-tree.ts';
import { entryOf, readFacts, readText, shownTree } from './yaml-values.ts';

/** The elements of a diagram by what links may call them. */
export interface Names {
  readonly refs: Map<string, ElementContent[]>;
  readonly ids: Map<string, ElementContent[]>;
  readonly names: Map<string, ElementContent[]>;
}

type Report = (diagnostic: Diagnostic) => void;

/** The element that a text stands for: by ref, else by id, else by name. */
function findEnd(tree: Tree, names: Names, report: Report): ElementContent | undefined {
  const text = readText(tree, 'an end', report);
  if (text === undefined) return undefined;
  const found = names.refs.get(text) ?? names.ids.get(text) ?? names.names.get(text) ?? [];
  if (found.length === 1) return found[0];
  if (found.length > 1) {
    const places = found.map((e) => e.origin).filter((o): o is Origin => o !== undefined);
    const message = `${quote(text)} may be any of ${found.length} elements`;
    report(
      error('ambiguous-end', message, tree.origin, {
        hint: 'Give the one that is meant a `ref:` of its own and use that.',
        related: places.map((origin, i) => ({
          message: `${found[i]?.kind} ${quote(found[i]?.name ?? '')}`,
          origin,
        })),
      }),
    );
    return undefined;
  }
  const known = [names.refs, names.ids, names.names].flatMap((map) => [...map.keys()]);
  const near = nearestOf(text, known);
  report(
    error('unknown-end', `no element has the ref, id or name ${quote(text)}`, tree.origin, {
      hint: near
        ? `Did you mean ${quote(near)}?`
        : 'Ends are refs, ids or names of elements above.',
    }),
  );
  return undefined;
}

function findEnds(tree: Tree, names: Names, report: Report): ElementContent[] {
  const trees = tree.is === 'list' ? tree.items : [tree];
  return trees.map((t) => findEnd(t, names, report)).filter((e) => e !== undefined);
}

export function readLinks(items: readonly Tree[], names: Names, report: Report): LinkContent[] {
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
      if (entry) return findEnds(entry.value, names, report);
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
  tree: Extract<Tree, { is: 'map' }>,
  report: Report,
): LinkContent['relation'] | undefined {
  const value = entryOf(tree, 'relation')?.value;
  if (!value) return 'connection';
  const text = value.is === 'scalar' ? value.value : undefined;
  if (text === 'connection' || text === 'flow') return text;
  const message = `relation must be one of connection, flow, but is ${shownTree(value)}`;
  report(error('invalid-value', message, value.origin, { hint: 'Leave it out for connection.' }));
  return undefined;
}

export function readHints(items: readonly Tree[], names: Names, report: Report): HintContent[] {
  return items.flatMap((tree) => {
    const entry = tree.is === 'map' && tree.entries.length === 1 ? tree.entries[0] : undefined;
    const hint = entry?.key;
    if (!entry || (hint !== 'align' && hint !== 'order') || entry.value.is !== 'list') {
      report(
        error('invalid-value', 'a hint is `align` or `order` with a list', tree.origin, {
          hint: 'Write `- { align: [a, b] }` or `- { order: [a, b] }`.',
        }),
      );
      return [];
    }
    const of = findEnds(entry.value, names, report);
    return [
      Object.freeze({ type: 'hint' as const, hint, of: Object.freeze(of), origin: tree.origin }),
    ];
  });
}
