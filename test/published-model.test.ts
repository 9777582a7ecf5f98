/** Models that a stranger wrote: read as what they are, or not at all; no reader falls over one that is taken. */

import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readModel } from '../src/app/verify/published-model.ts';
import { compare } from '../src/compare/compare.ts';
import { describe } from '../src/compare/describe.ts';
import { judge } from '../src/rules/judge.ts';
import { PROFILES } from '../src/rules/profiles.ts';

const texts = readdirSync('out')
  .filter((name) => name.endsWith('.model.json'))
  .map((name) => readFileSync(`out/${name}`, 'utf8'));

type Place = readonly (string | number)[];

/** Every place in a value, itself included. */
function placesIn(value: unknown, at: Place = []): Place[] {
  if (typeof value !== 'object' || value === null) return [at];
  return [at, ...Object.entries(value).flatMap(([key, inner]) => placesIn(inner, [...at, key]))];
}

function put(value: unknown, [first, ...rest]: Place, other: unknown): unknown {
  if (first === undefined) return other;
  const copy: Record<string, unknown> = Array.isArray(value)
    ? ([...value] as unknown as Record<string, unknown>)
    : { ...(value as Record<string, unknown>) };
  copy[first] = put(copy[first], rest, other);
  return copy;
}

test('the published models of this repository are read', () => {
  expect(texts.length).toBeGreaterThan(2);
  for (const text of texts) expect(readModel(text)).toEqual(JSON.parse(text));
});

test('with anything in any place', () => {
  const junk = fc.oneof(
    fc.jsonValue({ maxDepth: 2 }),
    fc.constantFrom('__proto__', null, [], {}, -1, ''),
  );
  const models = texts.map((text) => ({ text, places: placesIn(JSON.parse(text)) }));
  fc.assert(
    fc.property(fc.constantFrom(...models), fc.nat(), junk, ({ text, places }, n, other) => {
      const value = put(JSON.parse(text), places[n % places.length] ?? [], other);
      const model = readModel(JSON.stringify(value));
      const before = readModel(text);
      if (!model || !before) return;
      describe(compare(before, model));
      describe(compare(model, before));
      for (const profile of Object.values(PROFILES))
        judge({ diagram: model, asOf: '2026-01-01' }, profile.rules);
    }),
    { numRuns: 400, interruptAfterTimeLimit: 40_000 },
  );
}, 90_000);

test.each<[string, (model: Record<string, unknown>) => void]>([
  [
    'a group that holds itself',
    (m) =>
      Object.entries(m.elements as object).forEach(([id, one]) => {
        one.parent = id;
      }),
  ],
  [
    'an element in a group that is not there',
    (m) =>
      Object.values(m.elements as object).forEach((one) => {
        one.parent = 'nowhere';
      }),
  ],
  [
    'an element without facts',
    (m) =>
      Object.values(m.elements as object).forEach((one) => {
        delete one.facts;
      }),
  ],
  [
    'a list for elements',
    (m) => {
      m.elements = [];
    },
  ],
  [
    'another format',
    (m) => {
      m.format = 'cadastre/diagram@99';
    },
  ],
])('%s is no model', (_, change) => {
  const model = JSON.parse(texts[0] ?? '');
  change(model);
  expect(readModel(JSON.stringify(model))).toBeUndefined();
});
