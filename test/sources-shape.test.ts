import fc from 'fast-check';
import { describe, it } from 'vitest';
import { annotationFacts, diagramOptions, elementFacts, linkFacts } from '../src/model/schema.ts';
import {
  isAnnotationFacts,
  isDiagramOptions,
  isElementFacts,
  isLinkFacts,
} from '../src/sources/fact-guards.ts';

const scopes = fc.record(
  {
    organization: fc.constantFrom<unknown>(true, false),
    vpcs: fc.oneof(
      fc.constantFrom<unknown>(true, false),
      fc.dictionary(
        fc.constantFrom('accounts', 'regions', 'tags', 'ous'),
        fc.constantFrom<unknown>([], ['a'], [''], { a: 'b' }, { a: ['b'] }, { a: [] }, 'a'),
        { maxKeys: 2 },
      ),
    ),
    detail: fc.constantFrom('routes', 'all'),
    links: fc.constantFrom('cde', 'x'),
  },
  { requiredKeys: [] },
);

const values = fc.oneof(
  fc.array(fc.oneof(scopes, fc.constantFrom<unknown>('words', 1)), { maxLength: 2 }),
  fc.constantFrom('cde', 'red', '#fff', 'x', '', 'right', 'forward', 'auto', 'aws', 'public'),
  fc.constantFrom('https://a.b', 'javascript:x', '2026-01-31', '2026-13-01', 'a/b', 'grid'),
  fc.constantFrom<unknown>(0, 1, 2.5, -1, Number.NaN, true, false, null, undefined, [], {}),
  fc.array(fc.constantFrom<unknown>('x', 1, null)),
  fc.dictionary(
    fc.constantFrom('color', 'width', 'line', 'legend', 'x'),
    fc.constantFrom<unknown>('red', 1, 'dotted', true, 'a b', ' ', 'two\nlines', 'x'.repeat(51)),
  ),
  fc.array(
    fc.dictionary(
      fc.constantFrom('destination', 'target', 'propagated', 'rule', 'reason', 'until'),
      fc.constantFrom<unknown>('x', '2026-01-31', true),
    ),
  ),
);

describe('the quick check and the schema are of one mind', () => {
  it.each([
    ['elements', elementFacts, isElementFacts],
    ['links', linkFacts, isLinkFacts],
    ['annotations', annotationFacts, isAnnotationFacts],
    ['diagrams', diagramOptions, isDiagramOptions],
  ] as const)('about %s', (_, schema, quick) => {
    const keys = [...Object.keys(schema.shape), 'id', 'unknown'];
    for (const key of keys)
      fc.assert(
        fc.property(values, (value) => {
          const facts = { [key]: value };
          return quick(facts) === schema.safeParse(facts).success;
        }),
        { numRuns: 60 },
      );
  });
});
