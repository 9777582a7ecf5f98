/** For any answers: what is printed is what is read, and nothing else is. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  printSnapshot,
  type Recorded,
  readSnapshot,
  type Snapshot,
} from '../src/graph/snapshot.ts';
import { canonical, rowText } from '../src/graph/values.ts';
import type { Json } from '../src/model/derivation.ts';

const text = fc.string({ unit: 'grapheme' });
/** With half surrogate pairs, control characters, and what the file itself is made of. */
const anyText = fc.oneof(
  text,
  fc.string({ unit: 'binary' }),
  fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units)),
  fc.constantFrom('\r\n', '\n"queries": [\n', '\n],\n"digest": "', '__proto__', '\\ud800', '$int'),
);
const number = fc.oneof(
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.maxSafeInteger(),
);
const cell = fc.letrec<{ cell: Json }>((tie) => ({
  cell: fc.oneof(
    { depthSize: 'small' },
    fc.constant(null),
    fc.boolean(),
    number,
    anyText,
    fc.array(tie('cell')),
    fc.dictionary(anyText, tie('cell')),
  ),
})).cell;
const recorded: fc.Arbitrary<Recorded> = fc
  .array(text, { minLength: 1, maxLength: 4 })
  .chain((columns) =>
    fc.record({
      query: anyText,
      params: fc.dictionary(anyText, cell, { maxKeys: 3 }),
      columns: fc.constant(columns),
      rows: fc.array(fc.array(cell, { minLength: columns.length, maxLength: columns.length }), {
        maxLength: 8,
      }),
    }),
  );
const snapshot: fc.Arbitrary<Snapshot> = fc.record(
  {
    estate: text,
    taken: fc.constant('2024-01-01T00:00:00Z'),
    by: text,
    database: fc.record({ name: text, product: text }),
    cartography: fc.array(text),
    updated: fc.record({ from: fc.nat(), to: fc.nat() }),
    tenants: fc.array(text),
    queries: fc.array(recorded, { maxLength: 4 }),
  },
  {
    requiredKeys: ['estate', 'taken', 'by', 'database', 'cartography', 'tenants', 'queries'],
  },
);

const read = (printed: string, { estate }: Snapshot) => readSnapshot(printed, 'bank.json', estate);

/** As the file has it: half a surrogate pair is a replacement character, -0 is 0, order does not matter. */
function settled({ queries, ...head }: Snapshot): unknown {
  const answers = queries.map(({ query, params, columns, rows }) => ({
    query,
    params: canonical(params),
    columns,
    rows: rows.map((row) => canonical(row)).sort(),
  }));
  const order = (a: object, b: object): number =>
    canonical(a as Json) < canonical(b as Json) ? -1 : 1;
  return { ...head, queries: answers.sort(order) };
}

describe('a snapshot', () => {
  test('is read as it was printed, whatever git does to its line ends', () => {
    fc.assert(
      fc.property(snapshot, fc.boolean(), (given, crlf) => {
        const printed = printSnapshot(given);
        const { value, diagnostics } = read(
          crlf ? printed.replaceAll('\n', '\r\n') : printed,
          given,
        );
        expect(diagnostics).toEqual([]);
        if (!value) throw new Error('not read');
        const { at: _, ...plain } = value;
        expect(settled(plain)).toEqual(settled(given));
        expect(printSnapshot(value)).toBe(printed);
      }),
    );
  });

  test('knows the line of each row', () => {
    fc.assert(
      fc.property(snapshot, (given) => {
        const printed = printSnapshot(given);
        const lines = printed.split('\n');
        const { value } = read(printed, given);
        for (const query of value?.queries ?? [])
          query.rows.forEach((row, n) => {
            const { file, line = 0, column } = value?.at(query, n) ?? { file: '' };
            expect({ file, column }).toEqual({ file: 'bank.json', column: 1 });
            expect(lines[line - 1]?.replace(/,$/, '')).toBe(canonical(row));
          });
      }),
    );
  });

  test('does not depend on the order in which answers came', () => {
    fc.assert(
      fc.property(snapshot, (given) => {
        const turned = given.queries.map((q) => ({ ...q, rows: [...q.rows].reverse() })).reverse();
        const keys = new Set(given.queries.map(({ query, params }) => canonical([query, params])));
        // Equal questions are merged before they are asked.
        fc.pre(keys.size === given.queries.length);
        expect(printSnapshot({ ...given, queries: turned })).toBe(printSnapshot(given));
      }),
    );
  });

  test('that was changed by one character is refused, or reads the same', () => {
    const change = fc.record({
      at: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
      how: fc.constantFrom('replace', 'insert', 'remove'),
      put: fc.oneof(
        fc.constantFrom(...' \n\r\t,"0{}[]\ufeff'),
        fc.string({ minLength: 1, maxLength: 1 }),
      ),
    });
    fc.assert(
      fc.property(snapshot, change, (given, { at, how, put }) => {
        const printed = printSnapshot(given);
        const place = Math.floor(at * printed.length);
        const changed =
          printed.slice(0, place) +
          (how === 'remove' ? '' : put) +
          printed.slice(how === 'insert' ? place : place + 1);
        const { value, diagnostics } = read(changed, given);
        if (value) expect(printSnapshot(value)).toBe(printed);
        else expect(diagnostics[0]?.code).toMatch(/^snapshot-(broken|edited|newer|of-another)$/);
      }),
      { numRuns: 500 },
    );
  });

  test('that was cut off anywhere is refused', () => {
    fc.assert(
      fc.property(
        snapshot,
        fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
        (given, at) => {
          const printed = printSnapshot(given);
          expect(
            read(printed.slice(0, Math.floor(at * printed.length)), given).value,
          ).toBeUndefined();
        },
      ),
    );
  });
});

test('the fast text of a row is its canonical JSON', () => {
  fc.assert(
    fc.property(fc.array(cell), (row) => {
      expect(rowText(row)).toBe(canonical(row));
    }),
    { numRuns: 1000 },
  );
});
