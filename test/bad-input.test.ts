/** What people get wrong in a diagram: a message with its place and a way out, exit code 2, and no harm to other files. */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import {
  estate,
  expectNoTrace,
  type Files,
  filesIn,
  GOOD,
  cadastre as inOwnProcess,
  source,
} from './run-cli.ts';
import { cadastre } from './warm-cli.ts';

/** Draws a wrong file beside a sound one. */
async function refused(name: string, text: string, more: Files = {}): Promise<string> {
  const root = estate({ 'diagrams/good.ts': GOOD, [`diagrams/${name}`]: text, ...more });
  const ended = await cadastre(root, ['render', '-f', 'svg']);
  expectNoTrace(ended);
  expect(ended.code, ended.stderr).toBe(2);
  expect(filesIn(join(root, 'out')), ended.stderr).toEqual(['good.model.json', 'good.svg']);
  expect(ended.stdout.split('\n').filter(Boolean)).toEqual(['out/good.svg', 'out/good.model.json']);
  return ended.stderr;
}

/** What is drawn, but with a remark. */
async function remarked(text: string): Promise<string> {
  const root = estate({ 'diagrams/odd.ts': text });
  const ended = await cadastre(root, ['render', '-f', 'svg']);
  expectNoTrace(ended);
  expect(ended.code, ended.stderr).toBe(0);
  expect(filesIn(join(root, 'out'))).toEqual(['odd.model.json', 'odd.svg']);
  const strict = await cadastre(root, ['render', '-f', 'svg', '--fail-on', 'warning']);
  expect(strict.code).toBe(1);
  return ended.stderr;
}

describe('a diagram in TypeScript', () => {
  test('with an unknown kind is told the nearest', async () => {
    const stderr = await refused('bad.ts', source(`[\n  node('aws:ec3' as never, 'web'),\n]`));
    expect(stderr).toMatch(/^diagrams\/bad\.ts:5:3: error unknown-kind: unknown kind "aws:ec3"$/m);
    expect(stderr).toMatch(/^ {4}The nearest are .*\baws:ec2\b.*`cadastre icons ec3`/m);
  });

  test('with one id on two elements is told both places', async () => {
    const stderr = await refused(
      'bad.ts',
      source(`[\n  account('A', { id: '1' }),\n  account('B', { id: '1' }),\n]`),
    );
    expect(stderr).toMatch(/^diagrams\/bad\.ts:6:3: error repeated-id: the id "1" is used twice$/m);
    expect(stderr).toMatch(/^ {4}diagrams\/bad\.ts:5:3: first used here$/m);
    expect(stderr).toMatch(/^ {4}An explicit id must be unique/m);
  });

  test('with a link to an element that is not placed anywhere', async () => {
    const stderr = await refused(
      'bad.ts',
      source(`[a, connect(a, b)]`, `const a = account('A');\nconst b = account('B');`),
    );
    expect(stderr).toMatch(
      /^diagrams\/bad\.ts:5:47: error unplaced-end: .*account "B", which is not placed in the diagram$/m,
    );
    expect(stderr).toMatch(/^ {4}diagrams\/bad\.ts:4:11: the element is created here$/m);
    expect(stderr).toMatch(/^ {4}Add the element to `content`/m);
  });

  test('with a link to an id that no element has', async () => {
    const stderr = await refused(
      'bad.ts',
      source(`[account('A', { id: '1' }), connect('1', '2')]`),
    );
    expect(stderr).toMatch(/^diagrams\/bad\.ts:4:\d+: error unknown-end: .*"2"/m);
  });

  test('with a link to nothing', async () => {
    const stderr = await refused(
      'bad.ts',
      source(`[account('A', { id: '1' }), connect('1', undefined as never)]`),
    );
    expect(stderr).toMatch(/^diagrams\/bad\.ts:4:\d+: error \S+: .+/m);
  });

  test('with an element that is not placed anywhere is warned', async () => {
    const stderr = await remarked(source(`[account('A')]`, `account('Forgotten');`));
    expect(stderr).toMatch(
      /^diagrams\/odd\.ts:3:1: warning placed-nowhere: account "Forgotten" is not placed anywhere$/m,
    );
  });

  test('with a link that is not placed anywhere is warned', async () => {
    const stderr = await remarked(
      source(`[a, b]`, `const a = account('A'); const b = account('B');\nconnect(a, b);`),
    );
    expect(stderr).toMatch(/^diagrams\/odd\.ts:4:1: warning placed-nowhere: /m);
  });

  test('with one value placed twice', async () => {
    const stderr = await refused('bad.ts', source(`[a, ou('O', [a])]`, `const a = account('A');`));
    expect(stderr).toMatch(/^diagrams\/bad\.ts:3:11: error placed-twice: account "A" /m);
  });

  test('with a group that holds itself', async () => {
    const stderr = await refused(
      'bad.ts',
      source(
        `[outer]`,
        `const inner: any = { type: 'element', kind: 'ou', name: 'inner', group: true, facts: {}, members: [] };
const outer: any = ou('outer', [inner]);
inner.members.push(outer);`,
      ),
    );
    expect(stderr).toMatch(/error cycle: ou "outer" is a member of itself$/m);
  });

  test('with nothing in it', async () => {
    const stderr = await refused('bad.ts', source(`[]`));
    expect(stderr).toMatch(
      /^diagrams\/bad\.ts:4:16: error empty-diagram: the diagram "Test" has no elements$/m,
    );
    expect(stderr).toMatch(/^ {4}Put at least one element into `content`/m);
  });

  test('with half a surrogate pair is refused, since it could not be signed', async () => {
    const stderr = await refused('bad.ts', source(`[account('half \\ud83d name')]`));
    expect(stderr).toMatch(
      /^diagrams\/bad\.ts:4:\d+: error lone-surrogate: name of account "half/m,
    );
  });

  test('with a link that runs a script', async () => {
    const stderr = await refused(
      'bad.ts',
      source(`[account('A', { link: 'javascript:alert(1)' })]`),
    );
    expect(stderr).toMatch(/^diagrams\/bad\.ts:4:\d+: error \S+: .*javascript:alert/m);
  });

  test('with a mistake in its syntax', async () => {
    const stderr = await refused('bad.ts', `import { diagram } from 'cadastre';\nconst a = ;\n`);
    expect(stderr).toMatch(/^diagrams\/bad\.ts:2:11: error \S+: \S.*$/m);
  });

  test('that throws', async () => {
    const stderr = await refused(
      'bad.ts',
      source(
        `[]`,
        `function inner(): never {\n  throw new TypeError('no such thing');\n}\ninner();`,
      ),
    );
    expect(stderr).toMatch(/^diagrams\/bad\.ts:4:\d+: error \S+: .*no such thing/m);
  });

  test('that throws something odd', async () => {
    const stderr = await refused('bad.ts', `throw { toString: null };\n`);
    expect(stderr).toMatch(/^diagrams\/bad\.ts.*: error \S+: \S/m);
  });

  test.each([
    ['nothing', `export const x = 1;`],
    ['a number', `export default 42;`],
    ['null', `export default null;`],
    ['a string', `export default 'diagram';`],
    ['an element', `import { account } from 'cadastre';\nexport default account('A');`],
    [
      'a list with something else in it',
      `import { diagram, account } from 'cadastre';\nexport default [diagram('A', { content: account('A') }), 1];`,
    ],
    ['an empty list', `export default [];`],
    ['a promise of something else', `export default async () => 'x';`],
    ['a function that throws', `export default () => { throw new Error('no'); };`],
    ['a look-alike', `export default { type: 'diagram', title: 1 };`],
  ])('that exports %s', async (_, text) => {
    const stderr = await refused('bad.ts', `${text}\n`);
    expect(stderr).toMatch(/^diagrams\/bad\.ts(:\d+:\d+)?: error \S+: \S/m);
  });

  test('with facts of the wrong type', async () => {
    const stderr = await refused(
      'bad.ts',
      source(`[account('A', { zone: 'cdx' as never, cidr: 5 as never })]`),
    );
    expect(stderr).toMatch(/^diagrams\/bad\.ts:4:\d+: error \S+: .*zone/m);
    expect(stderr).toMatch(/^diagrams\/bad\.ts:4:\d+: error \S+: .*cidr/m);
  });

  test('reports everything that is wrong in one run', async () => {
    const root = estate({
      'diagrams/a.ts': source(`[node('aws:ec3' as never, 'x'), node('aws:rdz' as never, 'y')]`),
      'diagrams/b.yaml': 'title: B\ncontent:\n  - { kind: acount, name: A }\n',
      'diagrams/c.ts': 'const = 1;\n',
    });
    const ended = await cadastre(root, ['render', '-f', 'svg']);
    expect(ended.code).toBe(2);
    expect(ended.stderr.match(/error unknown-kind/g)).toHaveLength(3);
    expect(ended.stderr).toMatch(/^diagrams\/c\.ts:1:\d+: error/m);
    expect(ended.stderr).toMatch(/0 diagrams drawn.*4 errors/);
  });
});

describe('a diagram in YAML', () => {
  test.each([
    [
      'a mistake in its syntax',
      'title: A\ncontent:\n  - { kind: account, name: A\n',
      /^diagrams\/bad\.yaml:\d+:\d+: error \S+: \S/m,
    ],
    [
      'an unknown kind',
      'title: A\ncontent:\n  - { kind: acount, name: A }\n',
      /^diagrams\/bad\.yaml:3:\d+: error unknown-kind: .*"acount"\n {4}The nearest are .*account/m,
    ],
    [
      'an unknown key two levels down',
      'title: A\ncontent:\n  - kind: ou\n    name: O\n    members:\n      - { kind: account, name: A, zonne: cde }\n',
      /^diagrams\/bad\.yaml:6:\d+: error unknown-key: .*zonne/m,
    ],
    [
      'a link to nothing',
      'title: A\ncontent:\n  - { kind: account, name: A }\nlinks:\n  - { from: A, to: B }\n',
      /^diagrams\/bad\.yaml:5:\d+: error \S+: .*"B"/m,
    ],
    [
      'one id on two elements',
      `title: A\ncontent:\n  - { kind: account, name: A, id: '1' }\n  - { kind: account, name: B, id: '1' }\n`,
      /^diagrams\/bad\.yaml:4:\d+: error repeated-id: .*\n {4}diagrams\/bad\.yaml:3:\d+: first used here$/m,
    ],
    ['no elements', 'title: A\ncontent: []\n', /^diagrams\/bad\.yaml.*: error empty-diagram/m],
    ['nothing at all', '', /^diagrams\/bad\.yaml.*: error \S+: \S/m],
    [
      'a cycle of anchors',
      'title: A\ncontent: &c\n  - { kind: ou, name: O, members: *c }\n',
      /^diagrams\/bad\.yaml:\d+:\d+: error \S+: \S/m,
    ],
    [
      'bytes that are no text',
      'title: \u0000\u0001\ncontent: []\n',
      /^diagrams\/bad\.yaml.*: error \S+: \S/m,
    ],
  ])('with %s', async (_, text, expected) => {
    expect(await refused('bad.yaml', text)).toMatch(expected);
  });

  test('with aliases that multiply', async () => {
    const levels = Array.from(
      { length: 12 },
      (_, i) => `  l${i + 1}: &l${i + 1} [${Array(10).fill(`*l${i}`).join(', ')}]`,
    );
    const text = `title: A\ntags:\n  l0: &l0 [x]\n${levels.join('\n')}\ncontent: []\n`;
    expect(await refused('bad.yaml', text)).toMatch(/^diagrams\/bad\.yaml:\d+:\d+: error \S+: \S/m);
  });
});

describe('a file that never ends', () => {
  const timeout = { 'cadastre.config.yaml': 'timeout: 2\n' };
  test.each([
    ['in a loop', `for (;;) {}\nexport default 1;\n`],
    [
      'in a promise',
      `await new Promise(() => { setInterval(() => {}, 1000); });\nexport default 1;\n`,
    ],
    ['in an idle promise', `await new Promise(() => {});\nexport default 1;\n`],
    ['in the function it exports', `export default async () => { for (;;) await null; };\n`],
  ])('%s is named when time is up', async (_, text) => {
    const root = estate({ ...timeout, 'diagrams/bad.ts': text });
    const start = performance.now();
    const ended = await inOwnProcess(root, ['render', '-f', 'svg']);
    expect(performance.now() - start).toBeLessThan(12_000);
    expectNoTrace(ended);
    expect(ended.code, ended.stderr).toBe(2);
    expect(ended.stderr).toMatch(/^diagrams\/bad\.ts.*: error \S+: \S/m);
    expect(filesIn(join(root, 'out'))).toEqual([]);
  });

  test('does not take time from its neighbours', async () => {
    const folder = fileURLToPath(new URL('fixtures/loops/', import.meta.url));
    const names = readdirSync(folder);
    const sources = names.map((name) => [`diagrams/${name}`, readFileSync(join(folder, name))]);
    const root = estate({ ...timeout, ...Object.fromEntries(sources) });
    const { code, stderr } = await inOwnProcess(root, ['render', '-f', 'svg', '-q']);
    expect(stderr).toMatch(/^diagrams\/z-loop\.ts: error timeout: [^\n]*\n {4}[^\n]*\n$/);
    expect(code).toBe(2);
    expect(filesIn(join(root, 'out')).filter((name) => name.endsWith('.svg'))).toEqual([
      'a1.svg',
      'a2.svg',
      'a3.svg',
    ]);
  });
});

describe('a config', () => {
  test.each([
    [
      'cadastre.config.yaml',
      'formats: [gif]\n',
      /^cadastre\.config\.yaml:1:\d+: error \S+: .*gif|^cadastre\.config\.yaml:1:\d+: error \S+: .*formats/m,
    ],
    [
      'cadastre.config.yaml',
      'fromats: [svg]\n',
      /^cadastre\.config\.yaml:1:1: error unknown-key: .*fromats/m,
    ],
    ['cadastre.config.yaml', 'out: [\n', /^cadastre\.config\.yaml:\d+:\d+: error \S+: \S/m],
    [
      'cadastre.config.ts',
      `export default { timeout: -1 };\n`,
      /^cadastre\.config\.ts.*: error invalid-value: .*timeout/m,
    ],
    ['cadastre.config.ts', `export default 5;\n`, /^cadastre\.config\.ts.*: error wrong-export: /m],
    ['cadastre.config.ts', `export default {\n`, /^cadastre\.config\.ts:\d+:\d+: error \S+: \S/m],
    [
      'cadastre.config.ts',
      `throw new Error('from the config');\n`,
      /^cadastre\.config\.ts:1:\d+: error \S+: .*from the config/m,
    ],
  ])('%s with %j ends the command', async (name, text, expected) => {
    const root = estate({ [name]: text, 'diagrams/good.ts': GOOD });
    for (const command of ['render', 'check']) {
      const ended = await cadastre(root, [command]);
      expectNoTrace(ended);
      expect(ended.code).toBe(2);
      expect(ended.stderr).toMatch(expected);
      expect(ended.stdout).toBe('');
    }
    expect(filesIn(join(root, 'out'))).toEqual([]);
  });
});
