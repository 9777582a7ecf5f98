/** Paths into and out of the CDE, as a terminal, Markdown and a page show them. */

import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  cdePathsHtml,
  cdePathsMarkdown,
  cdePathsText,
  cdeSummary,
  type ReportedCdePaths,
  type ReportedCrossing,
} from '../src/report/cde-paths.ts';

const crossing = (name: string, more: Partial<ReportedCrossing> = {}): ReportedCrossing => ({
  ...{ direction: 'into', effects: ['opened'], change: 'added', from: 'a', to: 'b' },
  ...{ fromName: name, toName: 'b', after: { open: ['tcp/22'] } },
  ...more,
});

const pathsOf = (
  changes: readonly ReportedCrossing[],
  gaps: readonly string[] = [],
): ReportedCdePaths => ({
  estates: [
    {
      ...{ estate: 'bank', changes, within: { before: 1, after: 2 } },
      zonesFrom: { before: ['net'], after: ['net'] },
      incomplete: { before: [], after: gaps.map((what) => ({ what, why: 'not read' })) },
    },
  ],
  notJudged: [],
});

test('each path says what became of it, in words that need no colour', () => {
  const all = [
    crossing('web'),
    crossing('old', {
      effects: ['closed'],
      before: { open: ['tcp/443'] },
      after: undefined,
    } as never),
    crossing('blind', { effects: ['undecidable'], unread: 'after', before: { open: ['tcp/1'] } }),
    crossing('new', { entered: ['b'], effects: ['opened', 'closed'] }),
  ];
  expect(cdePathsText(pathsOf(all))[0]?.split('\n').slice(0, 5)).toEqual([
    'paths into and out of the CDE of bank: 2 opened, 2 closed, 1 undecidable',
    '  + opened, into: web [a] -> b: closed became open tcp/22',
    '  − closed, into: old [a] -> b: open tcp/443 became closed',
    '  ? undecidable, into: blind [a] -> b: open tcp/1 became not read',
    '  ~ opened, closed, into: new [a] -> b: closed became open tcp/22 (b is in the CDE now)',
  ]);
});

test('"none changed" is said only of lists that lack nothing', () => {
  expect(cdeSummary(pathsOf([]))).toEqual(['paths into and out of the CDE of bank: none changed']);
  expect(cdeSummary(pathsOf([], ['account x']))).toEqual([
    'paths into and out of the CDE of bank: none is known to have changed',
    'the list may lack paths of the version after: account x: not read',
  ]);
});

test('names are text everywhere, and a limit is kept with each line counted', () => {
  const name = '<img src=x onerror=alert(1)>\u001b[31m';
  const hostile = pathsOf([crossing(name)], [name]);
  expect(cdePathsHtml(hostile)).not.toContain('<img');
  expect(cdePathsMarkdown(hostile)).not.toContain('<img');
  expect(cdePathsText(hostile).join('')).not.toContain('\u001b');
  const names = fc.array(fc.string({ minLength: 1, maxLength: 200, unit: 'binary' }), {
    minLength: 1,
    maxLength: 40,
  });
  fc.assert(
    fc.property(names, fc.integer({ min: 300, max: 4000 }), (all, most) => {
      const text = cdePathsMarkdown(pathsOf(all.map((own) => crossing(own))), most);
      expect(text.length).toBeLessThanOrEqual(most);
      const shown = text.match(/^- \+ opened, into: |^- \\\+ opened/gm)?.length ?? 0;
      const left = Number(/\*\*Shortened:\*\* (\d+) line/.exec(text)?.[1] ?? 0);
      expect(shown + left).toBe(all.length);
    }),
  );
});

test('what is not judged is said first, and is never cut off by paths', () => {
  const paths: ReportedCdePaths = {
    ...pathsOf(Array.from({ length: 50 }, (_, i) => crossing(`host ${i}`))),
    notJudged: [{ estate: 'other', cause: 'one-sided', why: 'it is not recorded in "v1"' }],
  };
  const text = cdePathsMarkdown(paths, 700);
  expect(text).toContain('**paths into and out of the CDE of other: not judged, since');
  expect(text).toContain('**Shortened:**');
});
