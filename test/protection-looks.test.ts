/** Protections of account data are told apart by pattern and letters, in grey too, and never by the CDE's red. */

import { expect, test } from 'vitest';
import { resolve } from '../src/compile/resolve.ts';
import { diagram } from '../src/dsl/diagram.ts';
import { node } from '../src/dsl/element.ts';
import { flow } from '../src/dsl/link.ts';
import { PROTECTIONS } from '../src/model/account-data.ts';
import type { Diagram } from '../src/model/diagram.ts';
import type { LinkFacts } from '../src/model/facts.ts';
import { draw } from '../src/render/draw.ts';
import { loadGraphviz } from '../src/render/layout/wasm.ts';
import { ZONE_LOOKS } from '../src/render/scene/theme.ts';

async function svgOf(...facts: readonly LinkFacts[]): Promise<string> {
  const a = node('aws:lambda', 'a');
  const ends = facts.map((_, i) => node('aws:sqs', `b${i}`));
  const links = facts.map((own, i) => flow(a, ends[i] ?? a, own));
  const { value } = resolve(diagram('T', { content: [a, ends], links }));
  const titleBlock = { digest: '0123456789ab' };
  return draw({ diagram: value as Diagram, titleBlock, icons: {} }, await loadGraphviz()).svg;
}

const dashes = (svg: string): string[] =>
  [...svg.matchAll(/stroke-dasharray="([^"]*)"/g)].map(([, dash]) => dash ?? '');

test('each on its line and in the legend, none like another', async () => {
  const svg = await svgOf(
    ...PROTECTIONS.map((protection) => ({
      accountData: [{ element: 'pan' as const, protection }],
    })),
  );
  const found = dashes(svg);
  const patterns = new Set(found);
  expect(patterns.size).toBe(PROTECTIONS.length);
  // A line that gives way to another's words, or ends in connectors, has several strokes.
  for (const pattern of patterns)
    expect(found.filter((dash) => dash === pattern).length).toBeGreaterThanOrEqual(2);
  for (const words of ['CLEAR', 'TLS', 'P2PE', 'DUKPT', 'TOKEN', 'TRUNC', 'HASH', 'ENC'])
    expect(svg).toContain(`>${words}<`);
  expect(svg).not.toContain(`stroke="${ZONE_LOOKS.cde.paint.border}"`);
});

test('the weakest of several decides; an inactive link keeps its own pattern', async () => {
  const data = (protection: (typeof PROTECTIONS)[number]) => ({
    accountData: [{ element: 'pan' as const, protection }],
  });
  const [clear] = dashes(await svgOf(data('clear')));
  const both = { accountData: [...data('p2pe').accountData, ...data('clear').accountData] };
  expect(dashes(await svgOf(both))[0]).toBe(clear);
  expect(dashes(await svgOf({ ...data('clear'), status: 'planned' }))).not.toContain(clear);
  expect(dashes(await svgOf({ data: 'PAN', encrypted: true }))).toEqual([]);
});

test('the legend explains the badges of what keeps account data, and only those on the page', async () => {
  const store = node('aws:rds', 'Ledger', {
    accountData: [
      { element: 'pan', protection: 'truncated' },
      { element: 'expiry', protection: 'encrypted' },
    ],
  });
  const { value } = resolve(diagram('T', { content: [store, node('aws:sqs', 'b')] }));
  const input = { diagram: value as Diagram, titleBlock: { digest: '0123456789ab' }, icons: {} };
  const { svg } = draw(input, await loadGraphviz());
  const explained = [...svg.matchAll(/>(Keeps account data: [^<]*)</g)].map(([, text]) => text);
  expect(explained.sort()).toEqual([
    'Keeps account data: encrypted itself',
    'Keeps account data: truncated',
  ]);
  // On the card, and beside its words.
  for (const letters of ['ENC', 'TRUNC']) expect(svg.split(`>${letters}<`)).toHaveLength(3);
});
