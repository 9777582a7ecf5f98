/** Differences as findings, for hosts that show them beside lines: each kind has a code of its own. */

import { expect, test } from 'vitest';
import { driftDiagnostics, type ReportedDrift } from '../src/report/drift.ts';

const place = (file: string) => ({ source: 'aws', place: { file, line: 3 } });

const drift = (part: object): ReportedDrift =>
  ({
    ...{ estate: 'bank', asOf: '2026-11-30', skipped: [], counts: {}, diagnostics: [] },
    compared: [{ diagram: 'net', differences: [], incomplete: [], ...part }],
  }) as unknown as ReportedDrift;

test.each(['missing', 'unmanaged', 'differs', 'moved', 'renamed'] as const)('%s', (change) => {
  const differences = [
    { type: 'vpc', change, id: 'vpc-1', places: [place('net.yaml'), place('vpcs.json')] },
  ];
  expect(driftDiagnostics(drift({ differences }))).toMatchObject([
    {
      ...{ severity: 'error', code: `drift-${change}`, origin: { file: 'net.yaml', line: 3 } },
      related: [{ message: 'as aws has it', origin: { file: 'vpcs.json', line: 3 } }],
    },
  ]);
});

test('what could not be compared is a finding, too', () => {
  const incomplete = [{ gap: 'not-read', what: 'account 1', why: 'nobody asked' }];
  expect(driftDiagnostics(drift({ incomplete }))).toMatchObject([
    {
      code: 'drift-incomplete',
      message: expect.stringMatching(/^net: cannot be compared: .*nobody/),
    },
  ]);
});
