import { expect, test } from 'vitest';
import { fail, pass, unknown, type Verdict } from '../src/evidence/verdict.ts';
import { verdictRows } from '../src/report/verdicts.ts';

test('of many that hold the newest are shown and the others counted; what does not hold is shown in full', () => {
  const verdicts: Verdict[] = [pass('anchored', 'root', 'the one given')];
  for (let n = 0; n < 100; n++) {
    verdicts.push(pass('files', `c${n}`, 'are those'), pass('approvals', `c${n}:a`, 'approved'));
    if (n % 10 === 0) verdicts.push(fail('files', `c${n}:x`, 'is another'));
    if (n % 20 === 0) verdicts.push(unknown('inputs', `c${n}:a`, 'packages'));
  }
  const rows = verdictRows(verdicts);
  const of = (mark: string, check: string) =>
    rows.filter((row) => row[0] === mark && row[1] === check);
  expect(of('pass', 'files').map((row) => row[2])).toEqual([
    'before',
    ...['c94', 'c95', 'c96', 'c97', 'c98', 'c99'],
  ]);
  expect(of('pass', 'files')[0]?.[3]).toBe('94 more passed: see --json');
  expect(of('pass', 'approvals')).toHaveLength(7);
  expect(of('FAIL', 'files')).toHaveLength(10);
  expect(of('-', 'inputs')).toHaveLength(5);
  expect(of('pass', 'anchored')).toHaveLength(1);
});
