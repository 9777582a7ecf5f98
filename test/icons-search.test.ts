/** `cadastre icons WORD`: the first hit is what an architect means by the word. */

import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { entries, lookup, nearest, search } from '../src/icons/index.ts';
import { wordsOf } from '../src/icons/search-words.ts';
import { synonyms } from '../src/icons/synonyms.ts';

const cases = readFileSync(new URL('./fixtures/icon-words.txt', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => line.split('|').map((cell) => cell.trim()) as [string, string]);

describe('the first hit', () => {
  test.each(cases)('of %s is %s', (words, fitting) => {
    const kinds = fitting.split(' ').map((kind) => lookup(kind)?.kind);
    expect(kinds).not.toContain(undefined);
    expect(kinds).toContain(search(words)[0]?.kind);
  });

  test('is the kind itself for each kind and alias', () => {
    fc.assert(
      fc.property(fc.constantFrom(...entries()), fc.nat(), ({ kind, aliases }, n) => {
        const name = [kind, ...aliases][n % (aliases.length + 1)] ?? kind;
        expect(search(name)[0]?.kind, name).toBe(kind);
      }),
      { numRuns: 60 },
    );
  });

  test('does not depend on number, case, hyphens or spaces', () => {
    const names = entries()
      .filter((e) => e.provider === 'generic')
      .map(({ kind }) => kind.replace('generic:', ''));
    fc.assert(
      fc.property(
        fc.constantFrom(...names),
        fc.constantFrom(' ', '-', '_', '  '),
        fc.boolean(),
        (name, gap, upper) => {
          const text = name.replaceAll('-', gap);
          const typed = upper ? text.toUpperCase() : text;
          expect(search(typed)[0]?.kind).toBe(search(name)[0]?.kind);
        },
      ),
      { numRuns: 60 },
    );
  });
});

test('every synonym leads to kinds that there are', () => {
  for (const [words, kinds] of synonyms()) {
    expect(
      kinds.map((kind) => lookup(kind)?.kind),
      words,
    ).not.toContain(undefined);
    expect(search(words)[0]?.kind).toBe(lookup(kinds[0] ?? '')?.kind);
  }
});

test.each([
  ['data centres', ['data', 'center']],
  ['Tokenised authorisation', ['tokenized', 'authorization']],
  ['policies, buses & classes', ['policy', 'bus', 'class']],
  ['AWS’s DNS', ['awss', 'dns']],
])('%s are searched as %j', (text, words) => {
  expect(wordsOf(text)).toEqual(words);
});

test.each([
  ['aws:lamda', 'aws:lambda'],
  ['sqs', 'aws:sqs'],
  ['aws:ec3', 'aws:ec2'],
  ['generic:jumphost', 'generic:bastion'],
  ['data-centre', 'generic:data-center'],
  ['generic:hardware-security-module', 'generic:hsm'],
  ['hardware', 'generic:hsm'],
])('of kinds that there are not, %s names %s', (wrong, right) => {
  expect(nearest(wrong, 3)).toContain(right);
});
