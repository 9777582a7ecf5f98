/** Two versions on one page: what did not change stays where the later version's own picture has it, and what did is marked. */

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { compare } from '../src/compare/compare.ts';
import { unionOf } from '../src/compare/union.ts';
import { asDot } from '../src/model/brands.ts';
import { canonicalModel } from '../src/model/canonical.ts';
import {
  type Diagram,
  type Element,
  type Identity,
  inDocumentOrder,
} from '../src/model/diagram.ts';
import { sha256 } from '../src/model/digest.ts';
import { isDiagram } from '../src/model/model-schema.ts';
import { DEFAULT_PAPER } from '../src/model/paper.ts';
import { arrange } from '../src/render/arrange/arrange.ts';
import { draw } from '../src/render/draw.ts';
import type { LayoutPort } from '../src/render/layout/port.ts';
import { loadGraphviz } from '../src/render/layout/wasm.ts';
import { arrangeOverlay } from '../src/render/overlay/arrange-overlay.ts';
import type { Overlay } from '../src/render/overlay/overlay.ts';
import type { Box, Scene } from '../src/render/scene/scene.ts';

let layout: LayoutPort;
beforeAll(async () => {
  layout = await loadGraphviz();
});

const out = fileURLToPath(new URL('../out/', import.meta.url));
function published(name: string): Diagram {
  const model: unknown = JSON.parse(readFileSync(`${out}${name}.model.json`, 'utf8'));
  if (!isDiagram(model)) throw new Error(`${name} is no model`);
  return inDocumentOrder(model);
}

/** The same numbers for the same seed. */
function dice(seed: number): (below: number) => number {
  let state = (seed * 2_654_435_761) >>> 0;
  return (below) => {
    state = (state * 1_664_525 + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** A model from which another came of it by additions, removals, changes and a move. */
function earlier(later: Diagram, seed: number): Diagram {
  const roll = dice(seed);
  const elements: Record<Identity, Element> = { ...later.elements };
  const pick = (of: (e: Element) => boolean): Identity => {
    const all = Object.keys(elements).filter((id) => of(elements[id] as Element));
    return all[roll(all.length)] as Identity;
  };
  const isLeaf = (e: Element): boolean => !e.group;
  const isGroup = (e: Element): boolean => e.group;
  const put = (parent: Identity, name: string, kind: string, group = false): Identity => {
    const id = `old=${name}`;
    elements[id] = { kind, name, group, parent, order: 90, facts: {} };
    return id;
  };
  for (let n = roll(2); n >= 0; n--) delete elements[pick(isLeaf)];
  const host = put(pick(isGroup), 'old host', 'aws:ec2');
  for (let n = roll(3); n > 0; n--) put(pick(isGroup), `old ${n}`, 'account');
  const vpc = put(pick(isGroup), 'old vpc', 'vpc', true);
  put(put(vpc, 'old subnet', 'subnet', true), 'old job', 'aws:lambda');
  for (let n = roll(3); n > 0; n--) {
    const id = pick(() => true);
    const element = elements[id] as Element;
    elements[id] = { ...element, facts: { ...element.facts, owner: 'someone else' } };
  }
  const links = Object.fromEntries(
    Object.entries(later.links).filter(([, { from, to }]) => elements[from] && elements[to]),
  );
  const to = pick(isLeaf);
  return inDocumentOrder({
    ...later,
    elements,
    links: {
      ...links,
      'connection=old': {
        relation: 'connection',
        from: host,
        to,
        order: 90,
        facts: { ports: ['tcp/21'] },
      },
    },
  });
}

function overlayOf(before: Diagram, after: Diagram): Overlay {
  const { diagram, ...union } = unionOf(compare(before, after));
  const version = (label: string, of: Diagram) => ({ label, digest: sha256(canonicalModel(of)) });
  return {
    ...union,
    union: diagram,
    before,
    versions: [version('v1', before), version('v2', after)],
  };
}

const TITLE = { digest: 'd'.repeat(64) };
const place = (dot: string): string => layout(asDot(dot), 'dot', 'plain');
const boxesOf = ({ nodes, groups }: Scene): Map<Identity, Box> =>
  new Map([...groups, ...nodes].map(({ identity, box }) => [identity, box]));

const NAMES = [
  'aws-accounts-layout',
  'mockupbank-organization',
  'mockupbank-network',
  'card-payment-flow',
  'google-cloud',
  'kubernetes',
  'architecture',
  'estate-network.cde',
];
const PAIRS = NAMES.flatMap((name) => [1, 2].map((seed) => [name, seed] as const));

describe.each(PAIRS)('%s, pair %i', (name, seed) => {
  const after = published(name);
  const before = earlier(after, seed);
  const overlay = overlayOf(before, after);
  let plain: Scene;
  let scene: Scene;
  let union: Diagram;
  beforeAll(() => {
    const input = { diagram: after, titleBlock: TITLE, place, paper: DEFAULT_PAPER };
    plain = arrange(input).scene;
    const made = arrangeOverlay(input, overlay);
    scene = made.arranged.scene;
    union = made.union;
  });

  test('what did not change moves at most 5 % of the diagonal', () => {
    const diagonal = Math.hypot(plain.width, plain.height);
    const [was, is] = [boxesOf(plain), boxesOf(scene)];
    const moved = [...was].map(([id, a]) => {
      const b = is.get(id) as Box;
      if (overlay.marks.has(id)) return 0;
      return Math.max(
        Math.hypot(b.x - a.x, b.y - a.y),
        Math.hypot(b.x + b.w - a.x - a.w, b.y + b.h - a.y - a.h),
      );
    });
    expect(moved.length).toBeGreaterThan(3);
    expect(Math.max(...moved) / diagonal).toBeLessThanOrEqual(0.05);
  });

  test('nothing overlaps, and gone things stand in their groups or say where they were', () => {
    const boxes = boxesOf(scene);
    const apart = (a: Box, b: Box): boolean =>
      a.x + a.w <= b.x + 0.5 ||
      b.x + b.w <= a.x + 0.5 ||
      a.y + a.h <= b.y + 0.5 ||
      b.y + b.h <= a.y + 0.5;
    for (const id of overlay.gone.keys()) {
      const box = boxes.get(id);
      if (!box) continue;
      const { parent } = union.elements[id] as Element;
      for (const [other, its] of boxes)
        if (other !== id && union.elements[other]?.parent === parent)
          expect([other, apart(box, its)]).toEqual([other, true]);
      const mark = scene.marks?.find(({ of }) => of === id)?.tag.text ?? '';
      const around = boxes.get(parent ?? '');
      if (around) {
        expect(box.x).toBeGreaterThanOrEqual(around.x);
        expect(box.y).toBeGreaterThanOrEqual(around.y);
        expect(box.x + box.w).toBeLessThanOrEqual(around.x + around.w);
        expect(box.y + box.h).toBeLessThanOrEqual(around.y + around.h);
      } else if (overlay.union.elements[id]?.parent !== undefined) expect(mark).toContain('was in');
    }
    // Those of the later version keep apart as they did.
    for (const [id] of boxesOf(plain))
      for (const [other] of boxesOf(plain)) {
        if (id >= other || union.elements[id]?.parent !== union.elements[other]?.parent) continue;
        if (apart(boxesOf(plain).get(id) as Box, boxesOf(plain).get(other) as Box))
          expect([id, other, apart(boxes.get(id) as Box, boxes.get(other) as Box)]).toEqual([
            id,
            other,
            true,
          ]);
      }
  });

  test('is drawn whole, and every change is marked once', () => {
    const { svg, diagnostics } = draw(
      { diagram: after, titleBlock: TITLE, icons: {}, overlay },
      layout,
    );
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(svg).toContain('What changed: v1 → v2');
    expect(svg).not.toContain('DRAFT');
    const drawn = new Map(
      [...scene.links, ...scene.nodes, ...scene.groups].map((part) => [part.identity, part]),
    );
    for (const [id, { change }] of overlay.marks) {
      const tags = scene.marks?.filter(({ of }) => of === id) ?? [];
      const link = scene.links.find(({ identity }) => identity === id);
      const parent = overlay.union.elements[id]?.parent ?? '';
      if (link) {
        const words = [link.label, ...(link.connector?.tags ?? [])].flatMap((label) => [
          ...(label?.lines ?? []).map(({ text }) => text),
          ...(label?.badge === undefined ? [] : [`${label.badge}`]),
        ]);
        // On its line, or under its letter in the legend.
        const noted = scene.frame.legend?.rows
          .flat()
          .some(
            ({ badge, text }) =>
              badge !== undefined && words.includes(badge) && text.includes(change),
          );
        expect([id, noted || words.some((text) => text.includes(change))]).toEqual([id, true]);
      } else if (change !== 'changed' && overlay.marks.get(parent)?.change === change)
        expect(tags).toEqual([]);
      else {
        expect(drawn.has(id)).toBe(true);
        expect(tags.map(({ tag }) => tag.text)).toEqual([expect.stringContaining(change)]);
      }
    }
    // Without a mark, everything is pale; with one, nothing is.
    for (const part of [...scene.nodes, ...scene.groups])
      expect(part.faded ?? false).toBe(!overlay.marks.has(part.identity));
  });
});
