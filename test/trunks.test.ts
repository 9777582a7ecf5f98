/** Links that say the same and fan out, or in, share one line: it has one label, and shows no path that there is not. */

import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { resolve } from '../src/compile/resolve.ts';
import { connect, diagram, flow, node, subnet, vpc } from '../src/index.ts';
import type { ElementContent, LinkContent } from '../src/model/content.ts';
import type { Diagram } from '../src/model/diagram.ts';
import { trunkDashes } from '../src/render/dot/trunk-strokes.ts';
import { draw } from '../src/render/draw.ts';
import type { LayoutPort } from '../src/render/layout/port.ts';
import { loadGraphviz } from '../src/render/layout/wasm.ts';
import {
  type DrawnLine,
  type DrawnPicture,
  readPicture,
} from '../src/render/linework/drawn-picture.ts';
import { lineDefects } from '../src/render/linework/linework.ts';
import type { Point, SceneLink } from '../src/render/scene/scene.ts';
import { drawnIdentities } from './figures/measure.ts';

let layout: LayoutPort;
beforeAll(async () => {
  layout = await loadGraphviz();
});

const servers = (prefix: string, n: number): ElementContent[] =>
  Array.from({ length: n }, (_, i) => node('aws:ec2', `${prefix}${i + 1}`));

function compiled(content: readonly ElementContent[], links: readonly unknown[]): Diagram {
  const { value, diagnostics } = resolve(
    diagram('Trunks', { content: [...content], links: links.flat() as LinkContent[] }),
  );
  if (!value) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  return value;
}

function pictureOf(of: Diagram): { picture: DrawnPicture; hard: string[]; svg: string } {
  const { svg, diagnostics } = draw(
    { diagram: of, titleBlock: { digest: '0' }, icons: {} },
    layout,
  );
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  const picture = readPicture(svg);
  const defects = lineDefects({ picture, identities: drawnIdentities(of), diagram: of });
  const hard = defects.filter(({ kind }) => kind !== 'crossing' && kind !== 'connector');
  return { picture, svg, hard: hard.map(({ kind, link }) => `${kind} ${link}`) };
}

const trunkOf = ({ stretches }: DrawnLine): string | undefined => stretches[0]?.trunk;
const said = ({ lines }: DrawnPicture): string[] =>
  lines.flatMap(({ label }) => (label ? [label.text] : []));

describe('a fan', () => {
  test.each([
    ['out', (one: ElementContent, many: ElementContent[]) => connect(one, many, { label: 'poll' })],
    ['in', (one: ElementContent, many: ElementContent[]) => connect(many, one, { label: 'poll' })],
  ])('%s of equal links is one trunk with one label, and keeps each link', (_, joined) => {
    const one = node('aws:lambda', 'poller');
    const many = servers('s', 4);
    const { picture, hard } = pictureOf(compiled([one, ...many], [joined(one, many)]));
    expect(picture.lines).toHaveLength(4);
    expect(new Set(picture.lines.map(trunkOf))).toEqual(new Set(['T1']));
    expect(said(picture)).toEqual(['poll']);
    expect(hard).toEqual([]);
    expect(picture.lines.every(({ ends }) => ends.some(({ head }) => head !== undefined))).toBe(
      true,
    );
  });

  test('of two, of different words, of numbered steps, or with heads at both ends has lines of its own', () => {
    const one = node('aws:lambda', 'hub');
    const many = servers('s', 3);
    const alone = [
      [connect(one, many.slice(1), { label: 'poll' })],
      many.map((to, i) => connect(one, to, { label: `poll ${i}` })),
      many.map((to, i) => flow(one, to, { step: i + 1, data: 'cards' })),
      [connect(one, many, { label: 'poll', direction: 'both' as const })],
      many.map((to, i) =>
        connect(one, to, { label: 'poll', style: { line: i === 0 ? 'dashed' : 'solid' } }),
      ),
    ];
    for (const links of alone) {
      const { picture } = pictureOf(compiled([one, ...many], links));
      expect(picture.lines.map(trunkOf)).toEqual(links.flat().map(() => undefined));
    }
  });
});

test('the words of a trunk are painted over all of its lines, in whichever order these are linked', () => {
  const one = node('aws:lambda', 'poller');
  const all = servers('s', 4);
  const heads = [3, 0, 2, 1].map((i) => all[i] as ElementContent);
  const links = heads.map((head) => connect(one, head, { label: 'poll' }));
  const { svg } = pictureOf(compiled([one, ...all], links));
  expect(svg.slice(svg.lastIndexOf('<g id="l'))).toContain('>poll<');
});

test('what is joined with each of the others shares a trunk, what lacks one of them does not', () => {
  const [near, far] = [servers('app', 3), servers('db', 3)] as const;
  const [a, b, c] = near as [ElementContent, ElementContent, ElementContent];
  const of = compiled(
    [vpc('apps', near), vpc('stores', far)],
    [connect([a, b], far, { label: 'sql' }), connect(c, far.slice(1), { label: 'sql' })],
  );
  const { picture, hard } = pictureOf(of);
  expect(hard).toEqual([]);
  // Six links of two servers that reach all, and two of one that does not.
  expect(picture.lines.filter((line) => trunkOf(line) === 'T1')).toHaveLength(6);
  expect(picture.lines.filter((line) => trunkOf(line) === undefined)).toHaveLength(2);
});

describe('where lines of a trunk lie on each other, one of them is painted', () => {
  const line = (id: string, points: readonly Point[], more: Partial<SceneLink>): SceneLink => ({
    ...({ id, points, direction: 'none', line: 'solid', width: 1, color: '#000' } as SceneLink),
    trunk: 'T1',
    ...more,
  });
  const at = (x: number, y: number): Point => ({ x, y });
  const ahead = [at(0, 0), at(200, 0)];
  const down = [at(0, 0), at(100, 0), at(100, 90)];

  test('the other begins at the corner where it leaves', () => {
    const dashes = trunkDashes([
      line('l1', down, {}),
      line('l2', ahead, { label: {} as NonNullable<SceneLink['label']> }),
    ]);
    expect(dashes.get('l2')).toBe('200,100000');
    // 94 px to the corner of 6 px, which is 10.81 px long, and 84 px down.
    expect(dashes.get('l1')).toBe('0.01,94,94.81,100000');
  });

  test('dashes begin anew there, and an arrowhead takes its place at the end', () => {
    const dashes = trunkDashes([
      line('l1', ahead, { line: 'dashed' }),
      line('l2', down, { line: 'dashed', direction: 'forward' }),
    ]);
    const lengths = (dashes.get('l2') ?? '').split(',').map(Number);
    expect(lengths.slice(0, 2)).toEqual([0.01, 94]);
    const whole = lengths.reduce((sum, v) => sum + v, 0) - 100000;
    expect(whole).toBeCloseTo(94 + 10.81 + 84 - 8, 1);
  });
});

test('along a trunk, every tail leads to every head that can be reached on it, and no link shares two', () => {
  const pairs = fc.uniqueArray(fc.tuple(fc.nat(3), fc.nat(4)), {
    minLength: 3,
    maxLength: 12,
    selector: ([a, b]) => `${a} ${b}`,
  });
  const boxed = fc.boolean();
  fc.assert(
    fc.property(pairs, boxed, (joined, inBoxes) => {
      const [near, far] = [servers('a', 4), servers('b', 5)];
      const content = inBoxes
        ? [vpc('near', [subnet('n', near)]), vpc('far', far)]
        : [...near, ...far];
      const links = joined.map(([a, b]) =>
        connect(near[a] as ElementContent, far[b] as ElementContent, { label: 'tcp/443' }),
      );
      const of = compiled(content, links);
      const { picture, hard } = pictureOf(of);
      expect(hard).toEqual([]);
      const ids = drawnIdentities(of);
      const linkAt = ({ id }: DrawnLine) => of.links[ids.get(id) ?? ''];
      const there = new Set(Object.values(of.links).map(({ from, to }) => `${from} ${to}`));
      for (const one of picture.lines)
        for (const other of picture.lines) {
          if (trunkOf(one) === undefined || trunkOf(one) !== trunkOf(other)) continue;
          expect(there).toContain(`${linkAt(one)?.from} ${linkAt(other)?.to}`);
        }
    }),
    { numRuns: 15 },
  );
});

describe('a full mesh', () => {
  const mesh = (all: readonly ElementContent[], without: readonly string[] = []) =>
    all.flatMap((a, i) =>
      all
        .slice(i + 1)
        .filter((b) => !without.includes(`${a.name} ${b.name}`))
        .map((b, k) =>
          // Written in either way.
          k % 2 === 0
            ? connect(a, b, { direction: 'both' as const })
            : connect(b, a, { direction: 'both' as const }),
        ),
    );

  test('of many is one line that all members have a branch to', () => {
    const all = servers('v', 9);
    const of = compiled(all, mesh(all));
    const { picture, hard } = pictureOf(of);
    expect(hard).toEqual([]);
    expect(picture.lines).toHaveLength(36);
    expect(new Set(picture.lines.map(trunkOf))).toEqual(new Set(['T1']));
    const ids = drawnIdentities(of);
    const boxes = new Map(picture.parts.map(({ id, box }) => [ids.get(id), box]));
    for (const line of picture.lines) {
      const link = of.links[ids.get(line.id) ?? ''];
      const ends = [boxes.get(link?.from), boxes.get(link?.to)];
      line.ends.forEach(({ at, head }, i) => {
        const { x, y, w, h } = ends[i] as { x: number; y: number; w: number; h: number };
        expect(head).toBeGreaterThan(0);
        expect(at.x).toBeGreaterThan(x - 3);
        expect(at.x).toBeLessThan(x + w + 3);
        expect(at.y).toBeGreaterThan(y - 3);
        expect(at.y).toBeLessThan(y + h + 3);
      });
    }
  });

  test('leaves out those that are not joined with all others', () => {
    const all = servers('v', 8);
    const of = compiled(all, mesh(all, ['v1 v2']));
    const { picture, hard } = pictureOf(of);
    expect(hard).toEqual([]);
    const ids = drawnIdentities(of);
    const joined = new Set(
      picture.lines.flatMap((line) => {
        const link = of.links[ids.get(line.id) ?? ''];
        return trunkOf(line) === undefined || !link ? [] : [link.from, link.to];
      }),
    );
    expect([...joined].map((id) => of.elements[id]?.name).sort()).toEqual(
      all.slice(2).map(({ name }) => name),
    );
  });

  test('is one only where each of its members is linked to each', () => {
    const pairs = fc.uniqueArray(fc.tuple(fc.nat(6), fc.nat(6)), {
      minLength: 8,
      maxLength: 21,
      selector: ([a, b]) => `${Math.min(a, b)} ${Math.max(a, b)}`,
    });
    fc.assert(
      fc.property(pairs, fc.nat(3), (given, missing) => {
        const all = servers('v', 7);
        const most = all.flatMap((_, i) =>
          all.flatMap((__, k): (readonly [number, number])[] => (i < k ? [[i, k]] : [])),
        );
        // A few random links, or nearly all there can be.
        const chosen = missing === 0 ? given.filter(([a, b]) => a !== b) : most.slice(missing);
        const of = compiled(
          all,
          chosen.map(([a, b]) =>
            connect(all[a] as ElementContent, all[b] as ElementContent, { direction: 'none' }),
          ),
        );
        const { picture } = pictureOf(of);
        const ids = drawnIdentities(of);
        const there = new Set(
          Object.values(of.links).flatMap(({ from, to }) => [`${from} ${to}`, `${to} ${from}`]),
        );
        const ends = new Map<string, Set<string>>();
        for (const line of picture.lines) {
          const [trunk, link] = [trunkOf(line), of.links[ids.get(line.id) ?? '']];
          if (trunk === undefined || !link) continue;
          ends.set(trunk, (ends.get(trunk) ?? new Set()).add(link.from).add(link.to));
        }
        for (const members of ends.values())
          for (const a of members)
            for (const b of members) if (a !== b) expect(there).toContain(`${a} ${b}`);
      }),
      { numRuns: 10 },
    );
  });
});
