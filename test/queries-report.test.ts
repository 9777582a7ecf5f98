/** Answers as table, CSV, JSON lines and Markdown, with values that would break each. */

import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import type { Json } from '../src/model/derivation.ts';
import { cellText } from '../src/report/cells.ts';
import { csvRow } from '../src/report/csv.ts';
import { markdownRow } from '../src/report/markdown.ts';
import { ROW_FORMATS, type RowFormat, rowWriter } from '../src/report/rows.ts';
import { table } from '../src/report/table.ts';
import { withNeed } from './required.ts';

const NASTY: readonly string[] = [
  '=HYPERLINK("http://x","y")',
  '+1',
  '-1',
  '@SUM(A1)',
  '\tx',
  '\rx',
  '＝1',
  'a,b',
  'a;b',
  'a"b""c',
  'line\nbreak',
  'line\r\nbreak',
  'only\rreturn',
  ' space ',
  'a|b',
  'a\\|b',
  '<script>alert(1)</script>',
  '<TABLE><TR><TD>&nbsp;',
  '](javascript:x)',
  '`code` *b* __c__ ~~d~~ # e',
  '"]; node [x="',
  '\u001b[31mred\u001b]8;;http://x\u0007',
  '\u202eevil',
  '𝕏 日本語 👩‍👩‍👧 é e\u0301',
  '\ud800',
  '',
];

describe('values', () => {
  test.each<[Json, string]>([
    [null, ''],
    [true, 'true'],
    [1.5, '1.5'],
    [{ $int: '9007199254740993' }, '9007199254740993'],
    [{ $datetime: '2026-11-22T01:51:17Z' }, '2026-11-22T01:51:17Z'],
    [['a', null, 2], 'a, , 2'],
    [[], ''],
    [[{ $int: '1' }, 'x'], '1, x'],
    [[['a'], 'b'], '[["a"],"b"]'],
    [{ key: 'v', list: [1] }, '{"key":"v","list":[1]}'],
    [{ $map: { $x: 1 } }, '{"$map":{"$x":1}}'],
  ])('%j', (value, text) => {
    expect(cellText(value)).toBe(text);
  });
});

describe('CSV', () => {
  /** Another implementation of the format: Python's, where there is one; else what RFC 4180 says. */
  const read = (text: string): string[][] => {
    const rows: string[][] = [[]];
    for (const [, quoted, plain = '', end] of text.matchAll(
      /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/g,
    )) {
      rows[rows.length - 1]?.push(quoted?.replaceAll('""', '"') ?? plain);
      if (end === '\r\n') rows.push([]);
      if (end === '') break;
    }
    return rows.slice(0, -1);
  };

  test('what is read is what was written, but for the guard', () => {
    const guarded = NASTY.map((text) => (/^[=+\-@\t\r＝]/.test(text) ? `'${text}` : text));
    expect(read(csvRow(NASTY))).toEqual([guarded]);
    for (const [i, text] of NASTY.entries())
      expect(read(csvRow(['x', text, 'y']))).toEqual([['x', guarded[i], 'y']]);
  });

  test('a spreadsheet gets no formula, and numbers stay numbers', () => {
    const row: Json[] = [
      -5,
      -5.5,
      { $int: '-9007199254740993' },
      '-5',
      ['=1', 2],
      { $duration: '-P1D' },
    ];
    expect(csvRow(row)).toBe(`-5,-5.5,-9007199254740993,'-5,"'=1, 2",'-P1D\r\n`);
  });

  test('headers are guarded too', () => {
    const writer = rowWriter('csv', false);
    const begin = writer.begin({ name: 'n', description: 'd', headers: ['=x', 'b'] });
    expect(begin).toBe("'=x,b\r\n");
  });
});

describe('Markdown', () => {
  test('each value stays in its cell and shows as it is', () => {
    for (const text of NASTY) {
      const row = markdownRow([text, 'end']);
      expect(row.match(/\n/g)).toHaveLength(1);
      // Bars that are not escaped: an even number of backslashes before them.
      expect(row.match(/(?<!\\)(?:\\\\)*\|/g)).toHaveLength(3);
      expect(row).not.toMatch(/<(?!br>)/);
      expect(row).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
    }
    expect(markdownRow(['a|b', 'x\ny', '<b>', 'sg_name', '__init__'])).toBe(
      '| a\\|b | x<br>y | &lt;b&gt; | sg_name | \\_\\_init\\_\\_ |\n',
    );
  });
});

describe('table', () => {
  test('nothing that a terminal acts on, one line for each row', () => {
    const text = table(
      ['h\u001b[0m'],
      NASTY.map((value) => [value]),
    );
    expect(text.split('\n')).toHaveLength(NASTY.length + 3);
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
    expect(text).toContain('\\u001b[31mred');
    expect(text).toContain('line\\r\\nbreak');
  });

  test('aligned by the width on a terminal; numbers to the right', () => {
    const rows: Json[][] = [
      ['日本', 1, 'x'],
      ['e\u0301', 20, 'y'],
      ['👩‍👩‍👧', null, 'z'],
      ['abcd', -3.5, ''],
    ];
    expect(table(['name', 'n', 'l'], rows)).toBe(
      [
        'name     n  l',
        '----  ----  -',
        '日本     1  x',
        'e\u0301       20  y',
        '👩‍👩‍👧          z',
        'abcd  -3.5',
        '',
      ].join('\n'),
    );
  });
});

describe('several answers', () => {
  const text = (format: RowFormat, many: boolean): string => {
    const writer = rowWriter(format, many);
    const parts = [
      writer.begin({ name: 'one', description: 'The first', headers: ['a', 'a'] }),
      writer.row([1, '=x']),
      writer.row([2, null]),
      writer.end(),
    ];
    if (many)
      parts.push(writer.begin({ name: 'two', description: 'None', headers: ['b'] }), writer.end());
    return parts.join('');
  };

  test.each(ROW_FORMATS.flatMap((format) => [[format, false] as const, [format, true] as const]))(
    '%s, many: %s',
    (format, many) => {
      expect(text(format, many)).toMatchSnapshot();
    },
  );

  test('an answer without rows says so, or is the head alone', () => {
    const empty = (format: RowFormat): string => {
      const writer = rowWriter(format, false);
      return writer.begin({ name: 'q', description: 'd', headers: ['a', 'b'] }) + writer.end();
    };
    expect(ROW_FORMATS.map(empty)).toEqual([
      'q: d\n0 rows\n',
      'a,b\r\n',
      '',
      '## q\n\nd\n\n| a | b |\n| --- | --- |\n\n0 rows\n',
    ]);
  });

  test('JSON lines are JSON, and equal headers do not swallow each other', () => {
    const [line = ''] = text('jsonl', false).split('\n');
    expect(JSON.parse(line)).toEqual({ query: 'one', row: { a: 1, a_2: '=x' } });
  });
});

// A strict reader of another make; CI must have it (CADASTRE_REQUIRE).
withNeed('python3', test)('Python reads the CSV as it was meant', () => {
  const safe = NASTY.filter((text) => text.isWellFormed());
  const code =
    'import csv,io,json,sys;print(json.dumps(list(csv.reader(io.StringIO(sys.stdin.buffer.read().decode(),newline=""),strict=True))))';
  const input = safe.map((text) => csvRow(['x', text])).join('');
  const rows = JSON.parse(execFileSync('python3', ['-c', code], { input, encoding: 'utf8' }));
  const guarded = safe.map((text) => ['x', /^[=+\-@\t\r＝]/.test(text) ? `'${text}` : text]);
  expect(rows).toEqual(guarded);
});
