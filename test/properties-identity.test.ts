/** Identity and the model for any diagram: what an approval signs must mean one thing, and stay while pictures change. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { resolve } from '../src/compile/resolve.ts';
import { diagram } from '../src/dsl/diagram.ts';
import { account, group, node, ou } from '../src/dsl/element.ts';
import { connect } from '../src/dsl/link.ts';
import { canonicalModel } from '../src/model/canonical.ts';
import type { ElementContent } from '../src/model/content.ts';
import type { Diagram } from '../src/model/diagram.ts';
import { sha256 } from '../src/model/digest.ts';
import { draw } from '../src/render/draw.ts';
import { loadGraphviz } from '../src/render/layout/wasm.ts';

interface Tree {
  readonly name: string;
  readonly kind: string;
  readonly id?: string | undefined;
  readonly members: readonly Tree[];
}

/** Names that try to look like parts of an identity. */
const name = fc.oneof(
  fc.constantFrom('a', 'b', 'a~2', 'a/ou=b', '#1', '%7E', '=', 'ou=a', 'a%2Fb', ''),
  fc.string({ unit: fc.constantFrom('a', '/', '~', '#', '%', '=', '2'), maxLength: 6 }),
);
const kind = fc.constantFrom('ou', 'account', 'aws:vpc');
const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.record({
    name,
    kind,
    members: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      fc.constant<Tree[]>([]),
      fc.array(tie('tree'), { maxLength: 4 }),
    ),
  }),
}));
const forest = fc.array(tree, { minLength: 1, maxLength: 5 });

const made = ({ name, kind, id, members }: Tree): ElementContent =>
  group(kind as 'aws:vpc', name, id === undefined ? {} : { id }, members.map(made));

function compiled(content: Parameters<typeof diagram>[1]['content']): Diagram {
  const { value, diagnostics } = resolve(diagram('T', { content }));
  expect(diagnostics).toEqual([]);
  return value as Diagram;
}

const count = (trees: readonly Tree[]): number =>
  trees.reduce((n, { members }) => n + 1 + count(members), 0);

describe('identity', () => {
  test('differs for every element, whatever the names', () => {
    fc.assert(
      fc.property(forest, (trees) => {
        const { elements } = compiled(trees.map(made));
        expect(Object.keys(elements)).toHaveLength(count(trees));
      }),
    );
  });

  test('stays when something unlike it is put beside', () => {
    fc.assert(
      fc.property(forest, fc.nat(5), (trees, at) => {
        const before = Object.keys(compiled(trees.map(made)).elements);
        const content = trees.map(made);
        content.splice(at, 0, node('aws:ec2', 'unlike'));
        const after = compiled(content).elements;
        expect(Object.keys(after).filter((id) => id !== 'aws:ec2=unlike')).toEqual(before);
      }),
    );
  });

  test('does not depend on the order of siblings that differ', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(tree, { selector: (t) => t.kind + t.name, minLength: 2, maxLength: 5 }),
        (trees) => {
          const there = Object.keys(compiled(trees.map(made)).elements);
          const back = Object.keys(compiled([...trees].reverse().map(made)).elements);
          expect(back.sort()).toEqual(there.sort());
        },
      ),
    );
  });

  test('is the explicit id wherever the element is moved or renamed to', () => {
    fc.assert(
      fc.property(forest, name, fc.string({ minLength: 1 }), (trees, renamed, id) => {
        const top = compiled([made({ name: 'x', kind: 'account', id, members: trees })]);
        const moved = compiled([
          ou('elsewhere', [made({ name: renamed, kind: 'account', id, members: trees })]),
        ]);
        expect(top.elements[`#${id}`]?.name).toBe('x');
        expect(moved.elements[`#${id}`]?.name).toBe(renamed);
        const below = (d: Diagram) =>
          Object.keys(d.elements).filter((e) => e.startsWith(`#${id}/`));
        expect(below(moved)).toEqual(below(top));
      }),
    );
  });

  test('differs for every link, even between the same ends', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(name, { minLength: 2, maxLength: 4 }),
        fc.array(fc.tuple(fc.nat(3), fc.nat(3)), { maxLength: 12 }),
        (names, pairs) => {
          const all = names.map((n) => account(n));
          const at = (i: number) => all[i % all.length] as ElementContent;
          const { links } = compiled([...all, ...pairs.map(([a, b]) => connect(at(a), at(b)))]);
          expect(Object.keys(links)).toHaveLength(pairs.length);
        },
      ),
    );
  });
});

/** The same data with all keys sorted and no places, as a model is read back. */
const readBack = (d: Diagram): Diagram => JSON.parse(canonicalModel(d));

describe('the model', () => {
  test('does not change with the places in the source', () => {
    fc.assert(
      fc.property(forest, fc.nat(), (trees, line) => {
        const content = diagram('T', { content: trees.map(made) });
        const here = resolve(content).value as Diagram;
        const there = resolve(content, (o) => ({ ...o, file: 'other.ts', line })).value as Diagram;
        expect(sha256(canonicalModel(there))).toBe(sha256(canonicalModel(here)));
      }),
    );
  });

  test('changes with the name, the order or a fact of any element', () => {
    fc.assert(
      fc.property(forest, fc.nat(), (trees, pick) => {
        const d = compiled(trees.map(made));
        const ids = Object.keys(d.elements);
        const id = ids[pick % ids.length] as string;
        const element = d.elements[id];
        if (!element) throw new Error('unreachable');
        const digest = (changed: object): string =>
          sha256(
            canonicalModel({ ...d, elements: { ...d.elements, [id]: { ...element, ...changed } } }),
          );
        const all = [
          {},
          { name: `${element.name}!` },
          { order: element.order + 1 },
          { facts: { owner: 'x' } },
        ].map(digest);
        expect(new Set(all).size).toBe(4);
      }),
    );
  });

  test('draws the same picture when it is read back', async () => {
    const layout = await loadGraphviz();
    fc.assert(
      fc.property(
        forest,
        fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 5 }),
        (trees, pairs) => {
          const content = trees.map(made);
          const at = (i: number) => content[i % content.length] as ElementContent;
          const links = pairs
            .filter(([a, b]) => at(a) !== at(b))
            .map(([a, b]) => connect(at(a), at(b), { label: 'x' }));
          const d = compiled([...content, ...links]);
          const picture = (of: Diagram) =>
            draw({ diagram: of, icons: {}, titleBlock: { digest: 'd' } }, layout).svg;
          expect(picture(readBack(d))).toBe(picture(d));
        },
      ),
      { numRuns: 15 },
    );
  });
});
