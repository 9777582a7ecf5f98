/** Faults that people seldom make: each has its code, its place and no stack trace. */

import { describe, expect, test } from 'vitest';
import { resolve } from '../src/compile/resolve.ts';
import { validate } from '../src/compile/validate.ts';
import { Fields } from '../src/importers/cartography/question.ts';
import { connect, diagram, group, node } from '../src/index.ts';
import type { Diagnostic } from '../src/model/diagnostic.ts';
import { draw } from '../src/render/draw.ts';
import { loadGraphviz } from '../src/render/layout/wasm.ts';
import { evidenceEstate } from './evidence-estate.ts';
import { estate, expectNoTrace, source } from './run-cli.ts';
import { cadastre } from './warm-cli.ts';

async function checked(content: string, more = '', files = {}): Promise<string> {
  const root = estate({ 'diagrams/a.ts': source(content, more), ...files });
  const ended = await cadastre(root, ['check']);
  expectNoTrace(ended);
  return ended.stderr;
}

describe('a diagram file', () => {
  test('that sets an attribute which is not drawn is warned of', async () => {
    expect(
      await checked("[node('aws:ec2', 'a', { attributes: { shape: 'circle', color: 'red' } })]"),
    ).toMatch(
      /^diagrams\/a\.ts:\d+:\d+: warning attribute-unused: the attribute "shape" of aws:ec2 "a" is not drawn$/m,
    );
  });

  test('that imports a module which Node does not have is named', async () => {
    const root = estate({
      'diagrams/a.ts': `import { x } from 'node:nofs';\nexport default x;\n`,
    });
    const ended = await cadastre(root, ['check']);
    expectNoTrace(ended);
    expect(ended.stderr).toMatch(
      /^diagrams\/a\.ts: error import-failed: the file cannot be loaded: .*node:nofs/m,
    );
  });
});

test('a raster that is too large at the scale that is asked for says which one fits', async () => {
  const root = estate({
    'diagrams/a.ts': source("Array.from({ length: 120 }, (_, n) => account('account ' + n))"),
    'cadastre.config.yaml': 'scale: 10\n',
  });
  const ended = await cadastre(root, ['render', '-f', 'png']);
  expectNoTrace(ended);
  expect(ended.code).toBe(2);
  expect(ended.stderr).toMatch(/^diagrams\/a\.ts:\d+:\d+: error raster-too-large: /m);
  expect(ended.stderr).toMatch(/Set `scale: \d+(\.\d+)?` in the configuration/);
});

test('a link that could run something is refused, whoever made the content', () => {
  const { value } = resolve(
    diagram('Links', { content: node('aws:ec2', 'a', { link: 'https://a.b' }) }),
  );
  if (!value) throw new Error('no diagram');
  const [[id, element] = ['', undefined]] = Object.entries(value.elements);
  if (!element) throw new Error('no element');
  const codes = (link: string): string[] =>
    validate(
      { ...value, elements: { [id]: { ...element, facts: { ...element.facts, link } } } },
      () => [],
    ).map((d) => d.code);
  expect(codes('https://a.b/c')).toEqual([]);
  for (const link of ['javascript:alert(1)', ' https://a.b', 'https://a.b c', 'data:text/html,x'])
    expect(codes(link), link).toEqual(['unsafe-link']);
});

test('a row without the text that tells it from others is warned of, and does not end the reading', () => {
  const found: Diagnostic[] = [];
  const fields = new Fields({ id: null, name: 'x' }, { file: 's.json', line: 3 }, (d) => {
    found.push(d);
  });
  expect(fields.required('name')).toBe('x');
  expect(fields.required('id')).toBe('');
  expect(found).toMatchObject([
    {
      code: 'missing-value',
      severity: 'warning',
      message: 'the graph has no id here',
      origin: { line: 3 },
    },
  ]);
});

test('words of a link that find no place stand in the legend under a letter, with a warning', async () => {
  const label = 'settlement files of the day, signed and encrypted, to the partner';
  const cards = Array.from({ length: 8 }, (_, n) => node('aws:ec2', `card ${n}`));
  const links = cards.flatMap((from, i) =>
    cards.slice(i + 1).map((to, k) => connect(from, to, { label: `${label} ${i}-${k}` })),
  );
  const { value } = resolve(
    diagram('Crowded', {
      content: group('generic:group', 'all', cards, { layout: 'grid' }),
      links,
    }),
  );
  if (!value) throw new Error('no diagram');
  const input = { diagram: value, icons: {}, titleBlock: { digest: '0' } };
  const { svg, diagnostics } = draw(input, await loadGraphviz());
  const crowded = diagnostics.filter(({ code }) => code === 'label-crowded');
  expect(crowded.length).toBeGreaterThan(0);
  for (const { message } of crowded)
    expect(message).toMatch(
      /^the words on the link from "card \d" to "card \d" have no free place$/,
    );
  const legend = /<g id="legend"[\s\S]*?<\/g>/.exec(svg)?.[0] ?? '';
  const words = [...legend.matchAll(/>([^<>]+)<\/text>/g)].map(([, text]) => text);
  const lettered = words.filter((text) => text?.startsWith(label));
  // The others stand on their lines.
  expect(lettered.length).toBeGreaterThan(links.length / 2);
});

test('a bundle of a repository in which nothing was published yet is refused', async () => {
  const e = evidenceEstate({ 'diagrams/a.ts': source("[account('a')]") });
  e.as('eng');
  e.commit('Trust');
  const ended = await e.cadastre(['bundle', '-o', 'b.zip']);
  expectNoTrace(ended);
  expect(ended.code).not.toBe(0);
  expect(ended.stderr).toContain('error nothing-published: nothing has been published yet');
});
