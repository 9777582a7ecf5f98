/** What files of strangers say of an estate, on a terminal. */

import { expect, test } from 'vitest';
import { coverageText } from '../src/report/coverage.ts';
import { importText } from '../src/report/import.ts';
import { INVENTORY_TEXTS } from '../src/report/inventory.ts';

const HOSTILE = 'vpc\u001b[31m\u202e';

const RECORD = {
  ...{ type: 'vpc', id: HOSTILE, facts: { cidr: ['10.0.0.0/16'] }, unknown: ['tags'] },
  provenance: [{ source: 'aws' }, { source: 'aws' }, { source: 'terraform' }],
};

const NOTHING = { joins: [], ambiguous: [], unresolved: [], unmapped: {} };

const conflicts = (n: number) =>
  Array.from({ length: n }, (_, i) => ({
    ...{ type: 'vpc', id: `${HOSTILE}${i}`, fact: 'cidr' },
    values: [
      { value: '10.0.0.0/16', source: 'aws' },
      { value: HOSTILE, source: 'terraform' },
    ],
  }));

test('no name of a resource reaches the terminal as a control sequence', () => {
  const texts = [
    INVENTORY_TEXTS.table({ ...NOTHING, records: [RECORD], conflicts: conflicts(1) }),
    coverageText([
      {
        ...{ type: HOSTILE, found: { aws: 1 }, drawn: [{ diagram: HOSTILE, n: 1 }] },
        ...{ folded: 0, omitted: 0, modelled: true },
      },
      { type: HOSTILE, found: { aws: 2 }, drawn: [], folded: 0, omitted: 0, modelled: false },
    ]),
    importText({
      ...{ estate: 'bank', sources: [1], found: { vpc: 1 }, unmapped: { [HOSTILE]: 2 } },
      unresolved: [{ what: HOSTILE, reason: HOSTILE, place: { file: HOSTILE, line: 3 } }],
      ...{ wrote: [HOSTILE], unchanged: [HOSTILE], unread: 1 },
      drawings: [
        {
          ...{ file: HOSTILE, pages: 1 },
          drafted: { elements: 1, links: 0, notes: [{ what: HOSTILE, reason: HOSTILE }] },
          compared: { diagram: HOSTILE, changes: [{ change: 'added', what: HOSTILE }] },
        },
      ],
    }),
  ];
  for (const text of texts) {
    expect(text).not.toContain('\u001b');
    expect(text).not.toContain('\u202e');
    expect(text).toContain('vpc\\u001b[31m');
  }
});

test('twenty differing facts are listed and the others counted', () => {
  const text = INVENTORY_TEXTS.table({ ...NOTHING, records: [RECORD], conflicts: conflicts(23) });
  expect(text.match(/: cidr is /g)).toHaveLength(20);
  expect(text).toMatch(/^ {2}and 3 more \(--json lists all\)$/m);
  expect(text).toContain(
    '1 record, 0 joined, 23 differing facts, 0 ambiguous, 0 unresolved, 0 not mapped',
  );
});

test('a record is one line of CSV, each source named once', () => {
  const text = INVENTORY_TEXTS.csv({
    ...NOTHING,
    records: [{ ...RECORD, id: 'vpc-1' }],
    conflicts: [],
  });
  expect(text).toBe(
    'type,id,name,account,region,parent,sources,facts,unknown\r\nvpc,vpc-1,,,,,aws terraform,"{""cidr"":[""10.0.0.0/16""]}",tags\r\n',
  );
});
