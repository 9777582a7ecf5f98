/** Estates that no page can hold: every sheet of them is legible, and the process stays small. */

import { beforeAll, expect, test } from 'vitest';
import { resolve } from '../src/compile/resolve.ts';
import { account, connect, diagram, organization, ou, vpc } from '../src/index.ts';
import type { DiagramContent } from '../src/model/content.ts';
import { type Drawing, draw } from '../src/render/draw.ts';
import type { LayoutPort } from '../src/render/layout/port.ts';
import { loadGraphviz } from '../src/render/layout/wasm.ts';

const GIB = 1024 * 1024;

let layout: LayoutPort;
beforeAll(async () => {
  layout = await loadGraphviz();
});

function drawn(content: DiagramContent): Drawing {
  const { value } = resolve(content);
  if (!value) throw new Error('not valid');
  return draw({ diagram: value, titleBlock: { digest: '0' }, icons: {} }, layout);
}

test('5,000 accounts', () => {
  const units = Array.from({ length: 500 }, (_, u) =>
    ou(
      `Unit ${u}`,
      Array.from({ length: 10 }, (__, a) => account(`Account ${u}-${a}`)),
    ),
  );
  const { sheets, quality, diagnostics } = drawn(
    diagram('Accounts', { sheets: 'auto', content: organization('Org', units) }),
  );
  expect(diagnostics).toEqual([]);
  expect(sheets.length).toBeLessThan(50);
  expect(quality.points).toBeGreaterThanOrEqual(6.5);
  expect(process.resourceUsage().maxRSS).toBeLessThan(GIB);
});

test('500 networks with 750 labelled peerings', () => {
  const networks = Array.from({ length: 500 }, (_, n) =>
    vpc(`vpc-${n}`, { cidr: `10.${n >> 8}.${n & 255}.0/24` }),
  );
  const links = Array.from({ length: 750 }, (_, n) => {
    const other = networks[((n % 500) * 7 + Math.floor(n / 500) * 31 + 1) % 500];
    const from = networks[n % 500];
    return from && other && from !== other ? connect(from, other, { label: `pcx-${n}` }) : [];
  });
  const { sheets, quality, diagnostics } = drawn(
    diagram('Peerings', { sheets: 'auto', content: networks, links }),
  );
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  expect(diagnostics.map(({ code }) => code)).not.toContain('small-text');
  expect(quality.points).toBeGreaterThanOrEqual(6.5);
  expect(sheets.length).toBeLessThan(40);
  expect(process.resourceUsage().maxRSS).toBeLessThan(GIB);
});
