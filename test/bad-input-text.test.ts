/** Names hold anything that a person (or an export) writes. Each is drawn as itself, and none becomes markup. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { estate, expectNoTrace, filesIn } from './run-cli.ts';
import { readSvg } from './svg-reader.ts';
import { cadastre } from './warm-cli.ts';

/** Names, and what each must read as in the picture (spaces aside) where that is something else. */
const NAMES: Readonly<Record<string, readonly string[]>> = {
  quotes: [`"double" 'single' \`back\``],
  backslashes: ['C:\\Users\\n\\\\server\\'],
  markup: ['<b>bold</b> <script>alert(1)</script>'],
  ampersands: ['R&D &amp; &lt; &#60; &nbsp;'],
  'graphviz-escapes': ['\\N \\G \\L \\E \\T \\H \\l \\r'],
  'end-of-cdata': [']]> --> <!-- <![CDATA[ ?> <?x'],
  ports: ['<port> a|b {c} [d] :e'],
  newlines: ['one\r\ntwo', 'one two'],
  'line-separators': ['one\u2028two', 'one two'],
  tabs: ['a\tb', 'a b'],
  chinese: ['支付系统（生产环境）'],
  japanese: ['本番アカウント・決済'],
  arabic: ['حساب الإنتاج'],
  hebrew: ['חשבון ייצור (prod)'],
  emoji: ['👩‍💻 🏳️‍🌈 👨‍👩‍👧‍👦 e\u0301'],
  'bidi-override': ['a\u202Egnp.exe', 'a\uFFFDgnp.exe'],
  'bidi-isolate-open': ['a\u2067b', 'ab'],
  'null-and-controls': ['a\u0000b\u0007c\u001Bd', 'a\uFFFDb\uFFFDc\uFFFDd'],
  'not-in-xml': ['a\uFFFEb\uFFFF', 'a\uFFFDb\uFFFD'],
  'zero-width': ['pay\u200Bment\u00ADs'],
  template: ['\u0024{process.env.HOME} {{x}} %s %d $& $1'],
  prototype: ['__proto__'],
  constructor: ['constructor'],
};

const file = (
  name: string,
): string => `import { account, connect, diagram, group, node } from 'cadastre';
const name = ${JSON.stringify(name).replace(/[\u2028\u2029]/g, (c) => `\\u${c.charCodeAt(0).toString(16)}`)};
const a = account(name, { owner: name, tags: { [name]: name }, role: 'management' });
const b = node('aws:ec2', name);
export default diagram(name, {
  description: name,
  content: [a, group('aws:vpc', name, [b]), connect(a, b, { label: name })],
});
`;

describe('names', () => {
  test('of every sort are drawn as what they are', async () => {
    const root = estate(
      Object.fromEntries(
        Object.entries(NAMES).map(([key, [name = '']]) => [`diagrams/${key}.ts`, file(name)]),
      ),
    );
    const ended = await cadastre(root, ['render', '-f', 'svg,png']);
    expectNoTrace(ended);
    expect(ended.code, ended.stderr).toBe(0);
    const bare = (text: string): string => text.replace(/[\s\u00A0]/g, '');
    for (const [key, [name = '', shown = name]] of Object.entries(NAMES)) {
      const { problems, elements, text, title } = readSvg(
        readFileSync(join(root, 'out', `${key}.svg`), 'utf8'),
      );
      expect(problems, key).toEqual([]);
      // Title, account, group, node and label.
      const times = bare(text).split(bare(shown)).length - 1;
      expect(times, `${key}: ${text}`).toBeGreaterThanOrEqual(5);
      expect(bare(title), key).toBe(bare(shown));
      expect([...elements].filter((e) => !KNOWN.has(e))).toEqual([]);
      const model = JSON.parse(readFileSync(join(root, 'out', `${key}.model.json`), 'utf8'));
      expect(model.title, key).toBe(name);
    }
  });

  test('that are empty are warned of and drawn', async () => {
    const root = estate({ 'diagrams/a.ts': file('') });
    const ended = await cadastre(root, ['render', '-f', 'svg']);
    expectNoTrace(ended);
    expect(ended.code, ended.stderr).toBe(0);
    expect(ended.stderr).toMatch(
      /^diagrams\/a\.ts:3:11: warning no-name: account has an empty name$/m,
    );
    expect(filesIn(join(root, 'out'))).toEqual(['a.model.json', 'a.svg']);
  });

  test('of 10,000 characters are cut with a warning, and whole in the tooltip and the model', async () => {
    const words = Array.from({ length: 1250 }, (_, i) =>
      `word${String(i).padStart(3, '0')}`.slice(0, 7),
    );
    const long = words.join(' ');
    const solid = 'x'.repeat(10_000);
    const root = estate({ 'diagrams/words.ts': file(long), 'diagrams/solid.ts': file(solid) });
    const ended = await cadastre(root, ['render', '-f', 'svg']);
    expectNoTrace(ended);
    expect(ended.code, ended.stderr).toBe(0);
    expect(ended.stderr).toMatch(/^diagrams\/words\.ts:3:11: warning name-cut: /m);
    expect(ended.stderr).toMatch(/^diagrams\/solid\.ts:3:11: warning name-cut: /m);
    expect(Math.max(...ended.stderr.split('\n').map((line) => line.length))).toBeLessThan(400);
    for (const [key, name] of [
      ['words', long],
      ['solid', solid],
    ] as const) {
      const svg = readFileSync(join(root, 'out', `${key}.svg`), 'utf8');
      const { problems, tooltips, width, height } = readSvg(svg);
      expect(problems).toEqual([]);
      expect(
        tooltips.some((t) => t.includes(name)),
        key,
      ).toBe(true);
      expect(JSON.parse(readFileSync(join(root, 'out', `${key}.model.json`), 'utf8')).title).toBe(
        name,
      );
      expect(Math.max(width, height), key).toBeLessThan(4000);
    }
  });

  test('of half a surrogate pair are refused wherever they stand', async () => {
    const half = '\\ud800';
    const root = estate({
      'diagrams/title.ts': `import { account, diagram } from 'cadastre';\nexport default diagram('${half}', { content: account('A') });\n`,
      'diagrams/tag.ts': `import { account, diagram } from 'cadastre';\nexport default diagram('T', { content: account('A', { tags: { '${half}': 'x' } }) });\n`,
      'diagrams/label.ts': `import { account, connect, diagram } from 'cadastre';\nconst a = account('A');\nexport default diagram('T', { content: [a, connect(a, a, { label: '${half}' })] });\n`,
      'diagrams/id.ts': `import { account, diagram } from 'cadastre';\nexport default diagram('T', { content: account('A', { id: '${half}' }) });\n`,
    });
    const ended = await cadastre(root, ['render', '-f', 'svg']);
    expectNoTrace(ended);
    expect(ended.code).toBe(2);
    expect(ended.stderr.match(/^diagrams\/\w+\.ts:\d+:\d+: error lone-surrogate: /gm)).toHaveLength(
      4,
    );
    expect(filesIn(join(root, 'out'))).toEqual([]);
  });
});

const KNOWN = new Set(
  'svg title desc defs symbol use g path polygon polyline rect circle ellipse line text a linearGradient radialGradient stop clipPath pattern mask style tspan image'.split(
    ' ',
  ),
);
