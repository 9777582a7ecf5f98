/** What the legend says of lines: what they stand for where that is said, else how they look. */

import { expect, test } from 'vitest';
import { resolve } from '../src/compile/resolve.ts';
import { connect, diagram, node } from '../src/index.ts';
import type { LinkFacts } from '../src/model/facts.ts';
import { draw } from '../src/render/draw.ts';
import { loadGraphviz } from '../src/render/layout/wasm.ts';
import { isLinkFacts } from '../src/sources/fact-guards.ts';
import { readSvg } from './svg-reader.ts';

const cards = Array.from({ length: 5 }, (_, n) => node('aws:ec2', `card ${n}`));

/** Words of the page in which these links are drawn, one after the other. */
async function words(...links: LinkFacts[]): Promise<string[]> {
  const joined = links.flatMap((facts, n) =>
    connect(cards[n] as (typeof cards)[0], cards[n + 1] as (typeof cards)[0], facts),
  );
  const { value } = resolve(diagram('Lines', { content: cards, links: joined }));
  if (!value) throw new Error('no diagram');
  const input = { diagram: value, icons: {}, titleBlock: { digest: '0' } };
  const { svg, diagnostics } = draw(input, await loadGraphviz());
  expect(diagnostics).toEqual([]);
  return readSvg(svg).text.split('\n');
}

test('what a line stands for, once for all lines that look alike', async () => {
  const found = await words(
    { style: { line: 'dashed', legend: 'Planned' } },
    { style: { line: 'dashed', legend: 'Planned' } },
    { style: { legend: 'In use' } },
    {},
  );
  const counted = (text: string) => found.filter((line) => line === text).length;
  expect(['Planned', 'In use', 'Connection'].map(counted)).toEqual([1, 1, 1]);
  expect(found.join('\n')).not.toContain('dashed');
});

test('each look that stands for it', async () => {
  const found = await words(
    { style: { line: 'dashed', legend: 'Replication' } },
    { style: { line: 'dashed', color: '#b91c1c', legend: 'Replication' } },
  );
  expect(found.filter((line) => line === 'Replication')).toHaveLength(2);
});

test('its state, too, and how it looks where nobody says why', async () => {
  const found = await words(
    { style: { legend: 'Peering' }, status: 'rejected' },
    { style: { line: 'dotted' } },
  );
  expect(found).toContain('Peering (not active: rejected)');
  expect(found).toContain('Connection (dotted)');
});

test('fifty characters are drawn in full', async () => {
  const long = 'W'.repeat(50);
  expect(await words({ style: { legend: long } })).toContain(long);
});

test.each(['', ' ', 'W'.repeat(51), 'two\nlines', 7])('%j is refused', (legend) => {
  expect(isLinkFacts({ style: { legend } })).toBe(false);
});

test('an icon of its own is named beside the kind', async () => {
  const artwork = {
    svg: '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"/>',
    width: 8,
    height: 8,
    digest: '0',
  };
  const content = [
    node('generic:server', 'a'),
    node('generic:server', 'b', { icon: 'vendor/hsm.svg' }),
    node('generic:server', 'c', { icon: 'aws:lambda' }),
  ];
  const { value } = resolve(diagram('Icons', { content }));
  if (!value) throw new Error('no diagram');
  const input = {
    diagram: value,
    icons: { 'vendor/hsm.svg': artwork },
    titleBlock: { digest: '0' },
  };
  const found = readSvg(draw(input, await loadGraphviz()).svg).text.split('\n');
  for (const text of ['Server', 'Server (hsm)', 'Server (AWS Lambda)'])
    expect(found.filter((line) => line === text)).toHaveLength(1);
});
