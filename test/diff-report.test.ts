/** What `diff` prints: for a terminal, and as a comment that hosts take. */

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { diffText, type ReportedDiagram, type ReportedDiff } from '../src/report/diff.ts';
import { diffMarkdown } from '../src/report/diff-markdown.ts';

const diagramOf = (name: string, lines: readonly string[]): ReportedDiagram => ({
  ...{ name, title: `Title of ${name}`, change: lines.length > 0 ? 'changed' : 'unchanged' },
  differences: lines.map((line) => ({
    ...{ kind: 'vpc', change: 'added', identity: line, facts: [], words: [line] },
  })),
});

const diffOf = (...diagrams: readonly ReportedDiagram[]): ReportedDiff => ({
  before: { label: 'main', what: 'revision', commit: 'a'.repeat(40) },
  after: { label: 'working tree', what: 'working tree' },
  diagrams,
  notCompared: [],
  connectivity: [],
});

test('a block for each diagram that changed, with a sign before each line', () => {
  const text = diffText(
    diffOf(diagramOf('net', ['added VPC "a"', 'added VPC "b\u001b[31m"']), diagramOf('same', [])),
    { net: ['pictures/net.diff.svg'] },
  );
  expect(text).toBe(
    'net: 2 added\n  + added VPC "a"\n  + added VPC "b\\u001b[31m"\n  pictures/net.diff.svg',
  );
});

test('a comment says where from and where to, and folds what is long', () => {
  const lines = Array.from({ length: 20 }, (_, i) => `added VPC "v${i}" <b>`);
  const text = diffMarkdown(diffOf(diagramOf('net', lines)), {}, 'cadastre diff main');
  expect(text).toContain('## 1 diagram changed\n\n`main (aaaaaaaaaaaa)` → `working tree`');
  expect(text).toContain('<details><summary>20 lines</summary>');
  expect(text.match(/^- \*\*\+\*\* added VPC "v\d+" &lt;b&gt;$/gm)).toHaveLength(20);
  expect(text).not.toContain('Shortened');
});

test('a comment never exceeds the limit, and counts each line that it leaves out', () => {
  const line = fc.string({ minLength: 1, maxLength: 300, unit: 'binary' });
  const input = fc.tuple(
    fc.array(fc.array(line, { minLength: 1, maxLength: 60 }), { minLength: 1, maxLength: 12 }),
    fc.integer({ min: 1000, max: 8000 }),
  );
  fc.assert(
    fc.property(input, ([all, most]) => {
      const diff = diffOf(...all.map((lines, i) => diagramOf(`d${i}`, lines)));
      const text = diffMarkdown(diff, {}, 'cadastre diff main', most);
      expect(text.length).toBeLessThanOrEqual(most);
      const shown = text.match(/^- \*\*\+\*\* /gm)?.length ?? 0;
      const left = Number(/\*\*Shortened:\*\* ([\d]+) line/.exec(text)?.[1] ?? 0);
      expect(shown + left).toBe(all.flat().length);
    }),
    { numRuns: 200 },
  );
});
